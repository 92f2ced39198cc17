"""Two customers who may be one: what merging them would do, said before it is done."""

from collections.abc import Iterator

from bot.books.book import CUSTOMERS
from bot.books.exporting import HEADS
from bot.language import Texts
from bot.merging import Merging
from bot.screens import Button, Screen
from handlers.taps.books import AskMerge, KeepApart, ListBook, ListDuplicates, MergeCustomers, OpenEntry
from handlers.taps.drafts import ShowCard
from handlers.views.book_values import columns_of, shown
from handlers.views.parts import SHOWN_NAME, shortened
from models.customer import Customer
from models.merchant import Merchant

PAGE, CARD = -1, -2
"""Where a question led from: a customer's page, an invoice's card; from 0 on, a place in the list of pairs."""

_SHOWN = 60  # characters of a value
_LABEL = 30  # characters of a name on a button


def merge_view(t: Texts, merchant: Merchant, merging: Merging, at: int, count: int) -> Screen:
    """The question; `count` is how many pairs the list has."""
    stays, goes = merging.stays, merging.goes
    parts = (
        t("🔀 <b>Are they one customer?</b>") if at < 0 else _heading(t, at, count),
        "\n".join(_described(t, customer) for customer in (stays, goes)),
        "\n".join((t("If you merge them:"), *_consequences(t, merchant, merging))),
    )
    pair = (stays.key, goes.key, at)
    swapped = AskMerge(goes.key, stays.key, at)
    skip = (Button(t.plain("Skip ›"), ListDuplicates(at + 1)),) if at >= 0 and count > 1 else ()
    rows = (
        (Button(t.plain("🔀 Merge into one"), MergeCustomers(*pair)),),
        (Button(t.plain("🔁 Keep {name} instead", name=shortened(goes.name, _LABEL)), swapped),),
        (Button(t.plain("They are two customers"), KeepApart(*pair)), *skip),
        (_back(t, stays, at),),
    )
    return Screen("\n\n".join(parts), rows)


def no_duplicates_view(t: Texts) -> Screen:
    """Nobody is left in the list of pairs."""
    back = Button(t.plain("‹ Back"), ListBook(CUSTOMERS.key))
    return Screen(t("Nobody looks like being in your address book twice."), ((back,),))


def same_button(t: Texts, customer: Customer, other: Customer, at: int) -> Button:
    """Are these the same? Who is there longer would stay."""
    stays, goes = sorted((customer.key, other.key))
    label = t.plain("🔀 Same as {name}?", name=shortened(other.name, _LABEL))
    return Button(label, AskMerge(stays, goes, at))


def same_text(t: Texts, other: Customer) -> str:
    """Said of somebody who is new."""
    return t("🔀 Is this {other}, who is in your address book already?", other=_described_plain(t, other))


def _heading(t: Texts, at: int, count: int) -> str:
    return t("🔀 <b>Are they one customer?</b> ({position} of {count})", position=at + 1, count=count)


def _described(t: Texts, customer: Customer) -> str:
    return t("• {customer}", customer=_described_plain(t, customer))


def _described_plain(t: Texts, customer: Customer) -> str:
    parts = (customer.name, customer.email, customer.phone)
    return t.beside(*(shortened(part, SHOWN_NAME) for part in parts if part))


def _consequences(t: Texts, merchant: Merchant, merging: Merging) -> Iterator[str]:
    names = {
        "name": shortened(merging.stays.name, SHOWN_NAME),
        "other": shortened(merging.goes.name, SHOWN_NAME),
    }
    if merging.is_alias:
        yield t("• The name is {name}; {other} becomes another name of theirs.", **names)
    else:
        yield t("• The name is {name}.", **names)
    known = columns_of(CUSTOMERS, merging.goes)
    for column in merging.filled:
        value = shortened(shown(t, merchant, known, column), _SHOWN)
        yield t("• Added: {label} {value}", label=t.plain(HEADS[column]), value=value)
    lost = {column: shown(t, merchant, known, column) for column in merging.lost}
    if merging.lost_aliases:
        lost["aliases"] = ", ".join(merging.lost_aliases)
    for column, value in lost.items():
        yield t("• Not kept: {label} {value}", label=t.plain(HEADS[column]), value=shortened(value, _SHOWN))
    if merging.invoices:
        yield t.plural(
            "• {n} invoice of {other} is listed with {name}'s. What it says stays as it is.",
            "• {n} invoices of {other} are listed with {name}'s. What they say stays as it is.",
            merging.invoices,
            **names,
        )
    yield t("• What is being written for {other} goes on for {name}.", **names)


def _back(t: Texts, stays: Customer, at: int) -> Button:
    if at == CARD:
        return Button(t.plain("‹ Back to the invoice"), ShowCard())
    back = OpenEntry(CUSTOMERS.key, stays.key) if at < 0 else ListBook(CUSTOMERS.key)
    return Button(t.plain("‹ Back"), back)
