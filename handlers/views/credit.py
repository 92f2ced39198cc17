"""The card of a credit note in the making."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.crediting import Case
from bot.drafts import channels_of
from bot.language import Texts
from bot.rendering.formats import money, percent, quantity
from bot.screens import Button, Rows, Screen
from handlers.taps.drafts import CancelDraft, GoTo, IssueInvoice
from handlers.taps.issued import PickCredited
from handlers.views.parts import NOT_HERE, SHOWN_NAME, addressed, shortened
from models.crediting import Correction
from models.customer import Customer
from models.document import DocumentLine
from models.draft import Composition
from models.errors import N_
from models.money import EXACT
from models.tax import TaxCategory
from models.totals import LineTotals

SHOWN_LINES = 20
_EXCESS = N_(
    "💰 {excess} more was paid than is then asked for. Give it back, or put it on another invoice as already paid."
)
HEADING = N_("↩ <b>Credit note for {number}</b>\n{name}")


@dataclass(frozen=True)
class CreditCard:
    """A credit note in the making."""

    draft: int  # its number
    case: Case
    composition: Composition
    customer: Customer
    here: tuple[str, ...]  # channels that are set up
    open: Decimal  # of the invoice, before this credit note

    @property
    def channels(self) -> Sequence[str]:
        """How it will go."""
        return channels_of(self.composition, self.customer)

    def money(self, amount: Decimal, t: Texts) -> str:
        """An amount of the invoice."""
        return money(amount, self.case.document.currency, t.language, t.digits)


def credit_card_view(t: Texts, card: CreditCard, correction: Correction) -> Screen:
    """Everything the credit note will say, and a button for each part of it."""
    name = shortened(card.case.document.buyer.name, SHOWN_NAME)
    head = t(HEADING, number=card.case.document.number, name=name)
    parts = [
        head,
        "\n".join(_lines(t, card, correction)),
        "\n".join(_sums(t, card, correction)),
        t("Reason: {reason}", reason=shortened(card.composition.reason or "", 300)),
    ]
    if card.composition.note:
        parts.append(t("📝 {note}", note=shortened(card.composition.note, 300)))
    parts.append(_destination(t, card))
    return Screen("\n\n".join(parts), _buttons(t, card))


def _lines(t: Texts, card: CreditCard, correction: Correction) -> list[str]:
    pairs = list(zip(correction.lines, correction.totals.lines, strict=True))
    shown = [_line(t, card, at, *pair) for at, pair in enumerate(pairs[:SHOWN_LINES], start=1)]
    hidden = len(pairs) - SHOWN_LINES
    if hidden > 0:
        shown.append(t.plural("… and {n} more line", "… and {n} more lines", hidden))
    return shown


def _line(t: Texts, card: CreditCard, position: int, line: DocumentLine, amounts: LineTotals) -> str:
    values = {
        "position": position,
        "item": shortened(line.item_name, SHOWN_NAME),
        "quantity": quantity(line.quantity, line.unit_code, t.language, t.digits),
        "price": card.money(line.unit_price, t),
    }
    if not amounts.allowance_amount:
        return t("{position}. {item}: {quantity} × {price}", **values)
    values["discount"] = card.money(amounts.allowance_amount, t)
    return t("{position}. {item}: {quantity} × {price} −{discount}", **values)


def _sums(t: Texts, card: CreditCard, correction: Correction) -> list[str]:
    totals, sums = correction.totals, []
    if totals.allowance_total_amount:
        sums.append(t("Discount: −{amount}", amount=card.money(totals.allowance_total_amount, t)))
    if totals.charge_total_amount:
        sums.append(t("Charges: {amount}", amount=card.money(totals.charge_total_amount, t)))
    for tax in totals.tax_subtotals:
        if tax.tax_category != TaxCategory.O and tax.tax_rate is not None:
            rate = percent(tax.tax_rate, t.language, t.digits)
            sums.append(t("Tax {rate}: {amount}", rate=rate, amount=card.money(tax.tax_amount, t)))
    sums.append(t("<b>Credited: {amount}</b>", amount=card.money(totals.payable_amount, t)))
    excess = EXACT.subtract(totals.payable_amount, card.open)
    if excess > 0:
        sums.append(t(_EXCESS, excess=card.money(excess, t)))
    return sums


def _destination(t: Texts, card: CreditCard) -> str:
    chosen = card.channels
    if not chosen:
        return t("📭 It will not be sent: no address is chosen.")
    places = [addressed(t, card.customer, c) for c in chosen if c in card.here]
    missing = [t(NOT_HERE[c]) for c in chosen if c not in card.here]
    goes = [t("Goes to {places}", places=t.beside(*places))] if places else []
    return "\n".join((*goes, *missing))


def _buttons(t: Texts, card: CreditCard) -> Rows:
    draft, sends = card.draft, any(channel in card.here for channel in card.channels)
    issue = t.plain("✅ Issue and send") if sends else t.plain("✅ Issue without sending")
    lines = (Button(t.plain("✏️ Lines"), PickCredited(draft)),)
    return (
        (Button(issue, IssueInvoice(draft)),),
        (*(() if card.composition.takes_rest else lines), Button(t.plain("💬 Reason"), GoTo(draft, "why"))),
        (
            Button(t.plain("📝 Note"), GoTo(draft, "note")),
            Button(t.plain("📨 Send by"), GoTo(draft, "channels")),
        ),
        (Button(t.plain("✕ Cancel"), CancelDraft(draft)),),
    )
