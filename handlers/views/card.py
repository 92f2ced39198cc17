"""The card of an invoice in the making: everything it will say, and a button for each part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.drafts import channels_of, due_date_of
from bot.language import Texts
from bot.registration import asks_buyer_number, title_of
from bot.rendering.codes.choosing import tax_code_refusal
from bot.rendering.formats import day, money, percent, quantity
from bot.screens import Button, Rows, Screen
from handlers.taps.drafts import CancelDraft, GoTo, IssueInvoice
from handlers.views.again import changes_text
from handlers.views.guards import doubts_text
from handlers.views.merging import CARD, same_button, same_text
from handlers.views.parts import NOT_HERE, SHOWN_NAME, addressed, shortened
from handlers.views.prices import price_text
from handlers.views.quick import remarks_text
from handlers.views.sums import sums_text
from handlers.views.taxes import tax_label
from models.customer import Customer
from models.doubts import Doubt
from models.draft import Composition, DraftLine
from models.errors import N_
from models.merchant import Merchant
from models.registration import Title
from models.totals import Totals

SHOWN_LINES = 20
TITLES = {
    "invoice": N_("🧾 <b>Invoice for {name}</b>"),
    "tax_invoice": N_("🧾 <b>Tax invoice for {name}</b>"),
    "simplified_tax_invoice": N_("🧾 <b>Simplified tax invoice for {name}</b>"),
}


@dataclass(frozen=True)
class Card:
    """What the card shows."""

    number: int
    merchant: Merchant
    customer: Customer
    composition: Composition
    totals: Totals
    today: date
    doubts: Sequence[Doubt] = ()
    alike: Customer | None = None  # somebody else in the address book, where the customer is new to it


def card_view(t: Texts, card: Card, channels_here: tuple[str, ...]) -> Screen:
    """Everything the invoice will say, and a button for each part of it."""
    composition = card.composition
    parts = [
        _heading(t, card),
        "\n".join(_lines(t, card)),
        "\n".join(sums_text(t, card.merchant, composition, card.totals)),
        "\n".join(_particulars(t, card)),
    ]
    if composition.note:
        parts.append(t("📝 {note}", note=shortened(composition.note, 300)))
    parts.append(_destination(t, card, channels_here))
    remarks = (
        *remarks_text(t, composition, card.customer),
        *_code_text(t, card),
        *changes_text(t, card.merchant.currency, composition),
        *doubts_text(t, card.merchant.currency, card.doubts),
        *([same_text(t, card.alike)] if card.alike else []),
    )
    parts += filter(None, ["\n".join(remarks)])
    return Screen("\n\n".join(parts), _card_buttons(t, card, channels_here))


def _particulars(t: Texts, card: Card) -> Iterator[str]:
    """Dates and numbers of this invoice."""
    composition = card.composition
    yield t(
        "📅 Due {date}", date=day(due_date_of(composition, card.merchant, card.today), t.language, t.digits)
    )
    if composition.supply_date is not None:
        yield t("📦 Supplied {date}", date=day(composition.supply_date, t.language, t.digits))
    if composition.order_reference:
        yield t("🔖 Order {number}", number=shortened(composition.order_reference, SHOWN_NAME))


def _heading(t: Texts, card: Card) -> str:
    """What it will be called: by who is not registered for tax, an invoice and nothing else."""
    number = card.customer.tax_number
    heading = t(TITLES[_title(card)], name=shortened(card.customer.name, SHOWN_NAME))
    if number and asks_buyer_number(card.merchant):
        return "\n".join((heading, t("Customer's tax number: {number}", number=number)))
    return heading


def _title(card: Card) -> Title:
    return title_of(card.merchant, card.customer, card.composition, card.totals)


def _code_text(t: Texts, card: Card) -> Iterator[str]:
    """That the code its law wants will be missing, and why."""
    refusal = tax_code_refusal(card.merchant, _title(card), card.totals, card.today)
    if refusal is not None:
        why = t(refusal.message, **refusal.values)
        yield " ".join((t("⚠️ This invoice will have no Saudi tax QR code."), why))


def _lines(t: Texts, card: Card) -> list[str]:
    lines = card.composition.lines[:SHOWN_LINES]
    shown = [line_text(t, card.merchant, position, line) for position, line in enumerate(lines, start=1)]
    if len(card.totals.tax_subtotals) > 1:  # which is taxed how?
        taxes = (tax_label(t, card.composition, line) for line in lines)
        shown = [t.beside(text, tax) for text, tax in zip(shown, taxes, strict=True)]
    hidden = len(card.composition.lines) - SHOWN_LINES
    if hidden > 0:
        shown.append(t.plural("… and {n} more line", "… and {n} more lines", hidden))
    return shown


def line_text(t: Texts, merchant: Merchant, position: int, line: DraftLine) -> str:
    """One line of the card, with its discount and surcharge."""
    own = merchant.currency
    values: dict[str, str | int] = {
        "position": position,
        "item": shortened(line.item_name, SHOWN_NAME),
        "quantity": quantity(line.quantity, line.unit_code, t.language, t.digits),
        "price": price_text(t, own, line),
    }
    discount = _part(t, own, line.discount_percent, line.discount_amount)
    charge = _part(t, own, line.charge_percent, line.charge_amount)
    if discount and charge:
        values |= {"discount": discount, "charge": charge}
        return t("{position}. {item}: {quantity} × {price} −{discount} +{charge}", **values)
    if discount:
        return t("{position}. {item}: {quantity} × {price} −{discount}", **values, discount=discount)
    if charge:
        return t("{position}. {item}: {quantity} × {price} +{charge}", **values, charge=charge)
    return t("{position}. {item}: {quantity} × {price}", **values)


def _part(t: Texts, currency: str, rate: Decimal | None, amount: Decimal | None) -> str | None:
    """A discount or surcharge of a line, as it was typed."""
    if rate:
        return percent(rate, t.language, t.digits)
    return money(amount, currency, t.language, t.digits) if amount else None


def _destination(t: Texts, card: Card, channels_here: tuple[str, ...]) -> str:
    chosen = channels_of(card.composition, card.customer)
    if not chosen:
        return t("📭 It will not be sent: no address is chosen.")
    places = [addressed(t, card.customer, c) for c in chosen if c in channels_here]
    missing = [t(NOT_HERE[c]) for c in chosen if c not in channels_here]
    goes = [t("Goes to {places}", places=t.beside(*places))] if places else []
    return "\n".join((*goes, *missing))


def _card_buttons(t: Texts, card: Card, channels_here: tuple[str, ...]) -> Rows:
    draft = card.number
    sends = any(c in channels_here for c in channels_of(card.composition, card.customer))
    issue = t.plain("✅ Issue and send") if sends else t.plain("✅ Issue without sending")
    return (
        (Button(issue, IssueInvoice(draft)),),
        (Button(t.plain("➕ Item"), GoTo(draft, "item")), Button(t.plain("✏️ Lines"), GoTo(draft, "lines"))),
        (
            Button(t.plain("🏷 Discount"), GoTo(draft, "discount")),
            Button(t.plain("📅 Due date"), GoTo(draft, "due")),
        ),
        (Button(t.plain("📝 Note"), GoTo(draft, "note")), Button(t.plain("⚙️ More"), GoTo(draft, "more"))),
        (
            Button(t.plain("👤 Customer"), GoTo(draft, "customer")),
            Button(t.plain("📨 Send by"), GoTo(draft, "channels")),
        ),
        *(((same_button(t, card.customer, card.alike, CARD),),) if card.alike else ()),
        (Button(t.plain("✕ Cancel"), CancelDraft(draft)),),
    )
