"""The card of an invoice in the making: everything it will say, and a button for each part."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.drafts import channels_of, due_date_of
from bot.language import Texts
from bot.registration import asks_buyer_number, title_of
from bot.rendering.formats import day, money, percent, quantity
from bot.screens import Button, Rows, Screen
from handlers.taps import CancelDraft, GoTo, IssueInvoice
from handlers.views.parts import NOT_HERE, SHOWN_NAME, addressed, shortened
from models.customer import Customer
from models.draft import Composition, DraftLine
from models.errors import N_
from models.merchant import Merchant
from models.tax import TaxCategory
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

    def money(self, amount: Decimal, t: Texts) -> str:
        """An amount of this invoice."""
        return money(amount, self.merchant.currency, t.language)


def card_view(t: Texts, card: Card, channels_here: tuple[str, ...]) -> Screen:
    """Everything the invoice will say, and a button for each part of it."""
    composition = card.composition
    parts = [
        _heading(t, card),
        "\n".join(_lines(t, card)),
        "\n".join(_sums(t, card)),
        t("📅 Due {date}", date=day(due_date_of(composition, card.merchant, card.today), t.language)),
    ]
    if composition.note:
        parts.append(t("📝 {note}", note=shortened(composition.note, 300)))
    parts.append(_destination(t, card, channels_here))
    return Screen("\n\n".join(parts), _card_buttons(t, card, channels_here))


def _heading(t: Texts, card: Card) -> str:
    """What it will be called: by who is not registered for tax, an invoice and nothing else."""
    number = card.customer.tax_number
    title = TITLES[title_of(card.merchant, number, card.totals)]
    heading = t(title, name=shortened(card.customer.name, SHOWN_NAME))
    if number and asks_buyer_number(card.merchant):
        return "\n".join((heading, t("Customer's tax number: {number}", number=number)))
    return heading


def _lines(t: Texts, card: Card) -> list[str]:
    shown = [
        line_text(t, card.merchant, position, line)
        for position, line in enumerate(card.composition.lines[:SHOWN_LINES], start=1)
    ]
    hidden = len(card.composition.lines) - SHOWN_LINES
    if hidden > 0:
        shown.append(t.plural("… and {n} more line", "… and {n} more lines", hidden))
    return shown


def line_text(t: Texts, merchant: Merchant, position: int, line: DraftLine) -> str:
    """One line of the card."""
    values = {
        "position": position,
        "item": shortened(line.item_name, SHOWN_NAME),
        "quantity": quantity(line.quantity, line.unit_code, t.language),
        "price": money(line.unit_price, merchant.currency, t.language),
    }
    if line.discount_percent:
        values["discount"] = percent(line.discount_percent, t.language)
    elif line.discount_amount:
        values["discount"] = money(line.discount_amount, merchant.currency, t.language)
    else:
        return t("{position}. {item}: {quantity} × {price}", **values)
    return t("{position}. {item}: {quantity} × {price} −{discount}", **values)


def _sums(t: Texts, card: Card) -> list[str]:
    totals, sums = card.totals, []
    if totals.allowance_total_amount:
        sums.append(t("Discount: −{amount}", amount=card.money(totals.allowance_total_amount, t)))
    for tax in totals.tax_subtotals:
        if tax.tax_category != TaxCategory.O and tax.tax_rate is not None:
            rate = percent(tax.tax_rate, t.language)
            sums.append(t("Tax {rate}: {amount}", rate=rate, amount=card.money(tax.tax_amount, t)))
    if card.composition.prices_include_tax and totals.tax_amount:
        sums.append(t("Prices include tax."))
    sums.append(t("<b>Total: {amount}</b>", amount=card.money(totals.payable_amount, t)))
    return sums


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
    tax = (Button(t.plain("🏛 Tax"), GoTo(draft, "tax")),) if card.merchant.charges_tax else ()
    number = Button(t.plain("🏛 Customer's tax number"), GoTo(draft, "buyer_number"))
    return (
        (Button(issue, IssueInvoice(draft)),),
        (Button(t.plain("➕ Item"), GoTo(draft, "item")), Button(t.plain("✏️ Lines"), GoTo(draft, "lines"))),
        (Button(t.plain("🏷 Discount"), GoTo(draft, "discount")), *tax),
        (number,) if asks_buyer_number(card.merchant) else (),
        (Button(t.plain("📅 Due date"), GoTo(draft, "due")), Button(t.plain("📝 Note"), GoTo(draft, "note"))),
        (
            Button(t.plain("👤 Customer"), GoTo(draft, "customer")),
            Button(t.plain("📨 Send by"), GoTo(draft, "channels")),
        ),
        (Button(t.plain("✕ Cancel"), CancelDraft(draft)),),
    )
