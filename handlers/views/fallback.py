"""Screens for what was not understood."""

from bot.language import Texts
from bot.screens import Button, Screen
from handlers.taps.drafts import NewInvoice


def unknown_command_view(t: Texts) -> Screen:
    """No such command."""
    return Screen(t("I do not know this command. /help lists what I can do."))


def unclear_view(t: Texts, *, stranger: bool) -> Screen:
    """Nothing is open that this could answer."""
    if stranger:
        return Screen(t("Let us set up your business first: send /start"))
    new = Button(t.plain("🧾 New invoice"), NewInvoice())
    return Screen(t("I did not get that. Start an invoice, or look at /help."), ((new,),))


def group_view(t: Texts) -> Screen:
    """Not here."""
    return Screen(t("Please write to me in a private chat: invoices are nobody else's business."))
