"""Screens for admins: the merchants."""

from collections.abc import Sequence

from bot.accounts import Account
from bot.language import Texts
from bot.paging import Page
from bot.screens import Button, Rows, Screen
from handlers.taps.admin import AskAccess, ListMerchants, OpenMerchant, SetAccess
from handlers.views.admin_parts import Moment, to_vitals
from handlers.views.parts import shortened
from models.errors import N_
from models.merchant import Merchant

PAGE = 8


def merchants_view(t: Texts, page: Page[Merchant]) -> Screen:
    """A page of merchants, each a button."""
    newer = (Button(t.plain("‹ Newer"), ListMerchants(after=page.newer)),) if page.newer else ()
    older = (Button(t.plain("Older ›"), ListMerchants(before=page.older)),) if page.older else ()
    text = t("🏪 <b>Merchants</b>, newest first. To look for one, send its name or number: /merchants coffee")
    if not page.rows:
        text = t("There is no merchant yet.")
    return Screen(text, (*_merchants(page.rows), (*newer, *older), (to_vitals(t),)))


def found_merchants_view(t: Texts, text: str, found: Sequence[Merchant]) -> Screen:
    """What a search came to."""
    everybody = (Button(t.plain("🏪 All merchants"), ListMerchants()), to_vitals(t))
    asked = shortened(text, 60)
    if not found:
        return Screen(t("No merchant has “{text}” in its name or as its number.", text=asked), (everybody,))
    said = t("Found for “{text}”:", text=asked)
    if len(found) > PAGE:
        said += "\n" + t("There are more. Send more of the name.")
    return Screen(said, (*_merchants(found[:PAGE]), everybody))


def _merchants(merchants: Sequence[Merchant]) -> Rows:
    return tuple(
        (Button(f"{'🚫 ' if m.suspended_at else ''}{m.key} · {shortened(m.name, 40)}", OpenMerchant(m.key)),)
        for m in merchants
    )


def account_view(t: Texts, account: Account, moment: Moment) -> Screen:
    """One merchant and its use of the bot."""
    merchant = account.merchant
    text = t(
        "🏪 <b>{name}</b> · {id}\nCountry: {country}, currency: {currency}\nJoined: {joined}\n"
        "People: {members}\nInvoices: {invoices}\nLast active: {active}",
        name=merchant.name, id=merchant.key, country=merchant.country, currency=merchant.currency,
        joined=moment.clock(t, merchant.created_at), members=account.members,
        invoices=f"{account.invoices:,}", active=moment.clock(t, account.last_active),
    )  # fmt: skip
    if merchant.suspended_at:
        text += "\n\n" + t("🚫 Suspended since {time}", time=moment.clock(t, merchant.suspended_at))
    allowed = merchant.suspended_at is not None
    switch = Button(t.plain(ACCESS[allowed]), AskAccess(merchant.key, int(allowed)))
    return Screen(text, ((switch,), (Button(t.plain("🏪 All merchants"), ListMerchants()), to_vitals(t))))


def access_question(t: Texts, merchant: Merchant, *, allowed: bool) -> Screen:
    """Are you sure?"""
    sure = Button(t.plain(ACCESS[allowed]), SetAccess(merchant.key, int(allowed)))
    back = Button(t.plain("‹ Back"), OpenMerchant(merchant.key))
    return Screen(t(ASK_ACCESS[allowed], name=merchant.name), ((sure, back),))


ACCESS = {False: N_("🚫 Suspend"), True: N_("✅ Restore")}
ASK_ACCESS = {
    False: N_(
        "Suspend {name}? It can then neither compose nor send, and is told so. What is queued still goes."
    ),
    True: N_("Restore {name}? It goes on where it stopped."),
}
