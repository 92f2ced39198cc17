"""What is answered to a reply that cannot do what it says to its card, and the way on from there."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

from markupsafe import Markup

from bot.language import LANGUAGES, Texts, texts
from bot.rendering.formats import money
from bot.screens import Button, Rows, Screen
from handlers.taps.drafts import BringBack, ChooseLine, NewInvoice, ShowCard
from handlers.taps.issued import CreditInvoice, ListInvoices, SayTo, ShowInvoice
from handlers.views.card import TITLES
from handlers.views.credit import HEADING
from handlers.views.express import undo_button
from handlers.views.parts import SHOWN_NAME, shortened
from models.errors import N_
from models.invoice import Invoice
from models.text import cleaned

ON_ISSUED = (N_("paid 200 cash"), N_("resend to mona@example.com"), N_("cancel wrong price"))
"""What can be said to the card of an issued invoice."""

ON_DRAFT = (
    N_("due friday"), N_("+ Domain 50"), N_("-10%"), N_("note Thank you!"), N_("deposit 50"),
    N_("send to mona@example.com"), N_("cancel"),
)  # fmt: skip
"""What can be said to the card of an invoice in the making."""

_SHOWN_WORDS = 60  # characters of what was said
_ANY = "\ue000"  # any name or number
_TAG = re.compile("<[^>]*>")


def unchanging_view(t: Texts, issued: Invoice, *, is_open: bool, can_be_undone: bool) -> Screen:
    """An issued document says for ever what it says; `is_open`: something of it can still be credited."""
    show = Button(t.plain("📄 {number}", number=issued.number), ShowInvoice(issued.key, below=1))
    if issued.is_credit_note:
        return Screen(
            t("{number} is a credit note: it is issued and never changes.", number=issued.number), ((show,),)
        )
    if not is_open:
        text = t(
            "{number} is issued and never changes; credit notes have taken back all of it.",
            number=issued.number,
        )
        return Screen(text, ((show,),))
    if can_be_undone:
        text = t(
            "{number} is issued and never changes, but it has not gone out yet: take it back, then write it anew.",
            number=issued.number,
        )
        return Screen(text, ((undo_button(t, issued),), (show,)))
    correct = Button(t.plain("✏️ Correct"), CreditInvoice(issued.key, "anew"))
    cancel = Button(t.plain("✕ Cancel invoice"), CreditInvoice(issued.key, "whole"))
    text = t(
        "{number} is issued and never changes. To say something else, correct it: it is credited and issued anew.",
        number=issued.number,
    )
    return Screen(text, ((correct, cancel), (show,)))


def resent_view(t: Texts, issued: Invoice, places: list[str], *, is_kept: bool) -> Screen:
    """Where it goes, and whether the next ones go there too; the card tells how that went."""
    values = {"number": issued.number, "places": t.beside(*places)}
    text = (
        t(
            "📨 {number} goes to {places}. From now on this is {name}'s address.",
            name=shortened(issued.buyer_name, SHOWN_NAME),
            **values,
        )
        if is_kept
        else t("📨 {number} goes to {places}.", **values)
    )
    return Screen(
        text, ((Button(t.plain("📄 {number}", number=issued.number), ShowInvoice(issued.key, below=1)),),)
    )


def unclear_reply_view(t: Texts, issued: Invoice) -> Screen:
    """What can be said to it."""
    sayings = Markup("\n").join(t.code(t.plain(saying)) for saying in ON_ISSUED)
    text = t(
        "I did not get that. In reply to {number} you can say:\n{sayings}",
        number=issued.number,
        sayings=sayings,
    )
    return Screen(text)


def which_card_view(
    t: Texts, question: int, said: str, likely: Sequence[Invoice], amounts: Mapping[int, Decimal]
) -> Screen:
    """Words for a card without one: they are about one of these, or are a new invoice after all."""
    rows: Rows = tuple((_likely_button(t, question, one, amounts[one.key]),) for one in likely)
    text = t(
        "Which invoice is “{said}” about? Next time you can also say it in reply to its card.",
        said=shortened(said, _SHOWN_WORDS),
    )
    return Screen(text, (*rows, (Button(t.plain("🧾 New invoice"), ChooseLine(question, 0)),)))


def nothing_open_view(t: Texts, question: int, said: str) -> Screen:
    """A payment of somebody who owes nothing."""
    text = t(
        "“{said}”: nothing is open on an invoice of theirs. Choose one of all, or write a new invoice.",
        said=shortened(said, _SHOWN_WORDS),
    )
    new = Button(t.plain("🧾 New invoice"), ChooseLine(question, 0))
    return Screen(text, ((Button(t.plain("📚 All invoices"), ListInvoices()), new),))


def _likely_button(t: Texts, question: int, issued: Invoice, amount: Decimal) -> Button:
    values = {
        "number": issued.number,
        "name": shortened(issued.buyer_name, SHOWN_NAME),
        "amount": money(amount, issued.currency, t.language, t.digits),
    }
    return Button(t.plain("📄 {number} · {name} · {amount}", **values), SayTo(question, issued.key))


def said_to_view(t: Texts, said: str, issued: Invoice) -> Screen:
    """The question, answered."""
    return Screen(t("“{said}”: {number}", said=shortened(said, _SHOWN_WORDS), number=issued.number))


def old_card_view(t: Texts, *, is_open: bool, set_aside: int | None) -> Screen:
    """The card of a draft that is on the table no more. `set_aside`: its number, if it can be brought back."""
    text = t("This card belongs to an earlier draft, so nothing was changed.")
    rows: Rows = (
        ((Button(t.plain("Go on with it"), ShowCard()),),) if is_open
        else ((Button(t.plain("↩ Bring it back"), BringBack(set_aside)),),) if set_aside is not None
        else ()
    )  # fmt: skip
    ways = Button(t.plain("🧾 New invoice"), NewInvoice()), Button(t.plain("📚 All invoices"), ListInvoices())
    return Screen(text, (*rows, ways))


def is_draft_card(text: str) -> bool:
    """Whether a message's text begins as the card of a draft does, in whatever language it was written."""
    line = cleaned(text, lines=True).partition("\n")[0]
    return any(heading.fullmatch(line) for heading in _headings())


@cache
def _headings() -> tuple[re.Pattern[str], ...]:
    """The first lines of such cards, whatever name or number stands in them."""
    lines = (
        cleaned(_TAG.sub("", texts(language)(title, name=_ANY, number=_ANY)), lines=True).partition("\n")[0]
        for language in LANGUAGES
        for title in (*TITLES.values(), HEADING)
    )
    return tuple(re.compile(".+".join(map(re.escape, line.split(_ANY)))) for line in lines)
