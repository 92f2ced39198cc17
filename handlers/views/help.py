"""The screen of /help."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.commands import COMMANDS
from bot.language import Texts
from bot.screens import Button, Screen
from handlers.taps.account import OpenSettings
from handlers.views.card_replies import ON_DRAFT, ON_ISSUED
from handlers.views.start import invoice_button
from models.errors import N_


def help_view(t: Texts, *, stranger: bool, composing: bool) -> Screen:
    """What to type, with examples, and the commands."""
    goods = [t.code(t.plain(typed)) for typed in TYPED]
    parts = (
        t("<b>An invoice in a minute</b>"),
        t(
            "Send /new. Choose a customer or type a name, then type what you sold, one item per message:\n"
            "{one}\n{two}\n{three}",
            one=goods[0], two=goods[1], three=goods[2],
        ),
        t("In a hurry? One message can be all of it: {line}", line=t.code(t.plain(LINE))),
        t("A slip in what you typed? Edit your message in this chat: the open card follows it."),
        t(
            "Always the same customers? Switch on ⚡ Express in /settings: {line} is then issued at once, and you have "
            "some seconds to undo it before it goes out.",
            line=t.code(t.plain(EXPRESS)),
        ),
        t(
            "The card shows the total. Its buttons set discount, due date (type {date}, {days} or {weekday}) "
            "and a note. Tap “Issue and send” and the invoice gets its number and goes to the customer as a PDF; "
            "this chat tells you how each sending went.",
            date=t.code("15/12"), days=t.code(t.plain(DAYS)), weekday=t.code(t.plain(WEEKDAY)),
        ),
        t(
            "Paid? Tap “💰 Paid” on the invoice, then a button, or type {payment}. /invoices shows what is open and "
            "overdue.",
            payment=t.code(t.plain("200 cash yesterday")),
        ),
        t(
            "The same again? Tap “🔁 Again” on an invoice. “⋯ More” on it makes it a favourite, which stays at the top "
            "of this chat."
        ),
        t(
            "Or reply to an invoice's card with a few words.\nIssued: {issued}\n"
            "Still open, with or without a reply: {open}",
            issued=_sayings(t, ON_ISSUED), open=_sayings(t, ON_DRAFT),
        ),
        t("A mistake on an issued invoice? “⋯ More” on it cancels it, credits a part of it or corrects it."),
        t(
            "You have a list already? Send your products or customers here as a file at any time (XLSX, CSV, or VCF "
            "for contacts). You see what would change before anything is imported."
        ),
        t("Numbers may be typed as 1500 or ١٥٠٠. Nothing you typed is lost if you stop half-way."),
        "\n".join(t("{command} – {meaning}", command=f"/{c}", meaning=t.plain(m)) for c, m in COMMANDS.items()),
    )  # fmt: skip
    settings = Button(t.plain("⚙️ Settings"), OpenSettings())
    rows = () if stranger else ((invoice_button(t, composing=composing),), (settings,))
    return Screen("\n\n".join(parts), rows)


def _sayings(t: Texts, sayings: Sequence[str]) -> Markup:
    """Each to be copied by a tap."""
    return Markup(" · ").join(t.code(t.plain(saying)) for saying in sayings)


TYPED = (N_("Hosting 1500"), N_("2 x Logo 150"), N_("3 h Design 40 -10%"))
LINE = N_("Ahmed: 2x Logo 150, Hosting 1500, due friday")
EXPRESS = N_("Ahmed 2 logo!")
DAYS, WEEKDAY = N_("10 days"), N_("friday")
