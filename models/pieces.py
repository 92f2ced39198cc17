"""Pieces of an invoice's lines, as a credit note takes them back.

Pieces, each rounded, need not add up to their line. So the last piece of a line is what the pieces before have left of
it, and no piece is more than that.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from models.allowance_charge import AllowanceCharge, worth
from models.basis import PricedLine
from models.crediting import amount_of, quantities_left, reason_in
from models.document import DocumentLine, InvoiceDocument
from models.errors import N_, InvoiceError
from models.money import minor_units, rounded
from models.tax import TaxCategory, TaxGroup

_NOTHING = Decimal(0)
_NO_ITEMS = N_("Choose what is taken back first.")
_QUANTITY = N_("Of “{item}” only {left} can still be taken back. Type {left} or less.")


class Taken(NamedTuple):
    """So much of a line of the invoice."""

    line: int  # its index
    quantity: Decimal


class Piece(NamedTuple):
    """A line of a credit note, printed and priced, and what it comes to as typed."""

    printed: DocumentLine
    priced: PricedLine
    amount: Decimal

    @property
    def group(self) -> TaxGroup:
        """How it is taxed."""
        return TaxGroup(self.priced.tax_category, self.priced.tax_rate)


def pieces_of(
    invoice: InvoiceDocument, notes: Sequence[InvoiceDocument], taken: Sequence[Taken]
) -> list[Piece]:
    """What is taken back, in proportion to its quantity. InvoiceError for more than `notes` have left of a line.

    Call it under EXACT.
    """
    if not taken:
        raise InvoiceError("E_NO_ITEMS", _NO_ITEMS)
    left = quantities_left(invoice, notes)
    for one in taken:
        _check(invoice, one, left[one.line])
    return [_piece(invoice, notes, one, is_last=one.quantity == left[one.line]) for one in taken]


def check_quantity(invoice: InvoiceDocument, notes: Sequence[InvoiceDocument], taken: Taken) -> None:
    """InvoiceError for more than `notes` have left of the line."""
    _check(invoice, taken, quantities_left(invoice, notes)[taken.line])


def _check(invoice: InvoiceDocument, taken: Taken, left: Decimal) -> None:
    if not 0 < taken.quantity <= left:
        item = invoice.lines[taken.line].item_name[:60]
        raise InvoiceError("E_CREDIT_QUANTITY", _QUANTITY, item=item, left=f"{left.normalize():f}")


def _piece(
    invoice: InvoiceDocument, notes: Sequence[InvoiceDocument], taken: Taken, *, is_last: bool
) -> Piece:
    line, amounts = invoice.lines[taken.line], invoice.totals.lines[taken.line]
    decimals, share = minor_units(invoice.currency), taken.quantity / line.quantity
    allowance = _scaled(line.discount_percent, amounts.allowance_amount * share, decimals)
    charge = _scaled(line.charge_percent, amounts.charge_amount * share, decimals)
    gross = rounded(taken.quantity * line.unit_price / (line.base_quantity or 1), decimals)
    amount = gross - worth(allowance, gross, decimals) + worth(charge, gross, decimals)
    left = amount_of(amounts) - _amount_taken(notes, taken.line)
    if amount > left or (is_last and amount < left):
        allowance, charge = _difference(gross - left)
        amount = left
    reason = line.exemption_reason or reason_in(invoice, line.tax_category, line.tax_rate)
    printed = line.model_copy(
        update={
            "quantity": taken.quantity,
            "source": taken.line,
            "discount_percent": allowance.percent if allowance else None,
            "charge_percent": charge.percent if charge else None,
            "exemption_reason": reason,
        }
    )
    return Piece(printed, _priced(printed, allowance, charge), amount)


def _scaled(percent: Decimal | None, amount: Decimal, decimals: int) -> AllowanceCharge | None:
    """What stays a percentage, or an amount in proportion."""
    if percent:
        return AllowanceCharge(percent=percent)
    part = rounded(amount, decimals)
    return AllowanceCharge(amount=part) if part else None


def _difference(amount: Decimal) -> tuple[AllowanceCharge | None, AllowanceCharge | None]:
    """The allowance, or the charge, that takes `amount` off."""
    if not amount:
        return None, None
    off = AllowanceCharge(amount=amount.copy_abs())
    return (off, None) if amount > 0 else (None, off)


def _priced(
    line: DocumentLine, allowance: AllowanceCharge | None, charge: AllowanceCharge | None
) -> PricedLine:
    return PricedLine(
        quantity=line.quantity, unit_price=line.unit_price, base_quantity=line.base_quantity or Decimal(1),
        tax_category=TaxCategory(line.tax_category), tax_rate=line.tax_rate,
        exemption_reason=line.exemption_reason, allowance=allowance, charge=charge,
    )  # fmt: skip


def _amount_taken(notes: Sequence[InvoiceDocument], line: int) -> Decimal:
    """What they have taken back of a line, as typed."""
    return sum(
        (
            amount_of(amounts)
            for note in notes
            for printed, amounts in zip(note.lines, note.totals.lines, strict=True)
            if printed.source == line
        ),
        _NOTHING,
    )
