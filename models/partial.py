"""A credit note for some of an invoice's lines: what was invoiced for them, in proportion to the quantity.

Parts, each rounded, need not add up to the whole. So the last part of a line, of the discount and of a tax group is
what the parts before have left of it: whatever the portions, exactly what was invoiced is credited in the end, and
nobody is refused for the sake of a cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from models.allowance_charge import AllowanceCharge
from models.basis import Basis
from models.crediting import Correction, all_of
from models.discounting import share_of_discount, typed_amount
from models.document import InvoiceDocument
from models.errors import N_, InvoiceError
from models.money import EXACT, minor_units, rounded
from models.pieces import Piece, Taken, pieces_of
from models.registration import Rounding
from models.residual import groups_left, residual_of
from models.totals import LineTotals, TaxSubtotal, Totals, totals_of

_NOTHING = Decimal(0)
_TOO_MUCH = N_(
    "This is {asked} {currency}, but only {left} {currency} can still be credited. Take back less."
)


@dataclass(frozen=True)
class _Part:
    """What a note takes back of one tax group; `discount` as typed, with tax if the prices are."""

    subtotal: TaxSubtotal
    nets: tuple[LineTotals, ...]
    discount: Decimal


def part_of(
    invoice: InvoiceDocument, notes: Sequence[InvoiceDocument], taken: Sequence[Taken], rounding: Rounding
) -> Correction:
    """These quantities taken back, with their share of discounts; charges stay with the rest of the invoice.

    Raises InvoiceError for more than `notes` have left of a line or of a tax group.
    """
    with localcontext(EXACT):
        pieces = pieces_of(invoice, notes, taken)
        groups = dict.fromkeys(piece.group for piece in pieces)
        parts = {
            group: _part(invoice, notes, [piece for piece in pieces if piece.group == group], rounding)
            for group in groups
        }
        nets = {group: iter(part.nets) for group, part in parts.items()}
        lines = tuple(next(nets[piece.group]) for piece in pieces)
        totals = _summed(invoice, notes, list(parts.values()), lines)
        discount = sum((part.discount for part in parts.values()), _NOTHING)
        base = sum((piece.amount for piece in pieces), _NOTHING)
    percent = invoice.discount_percent
    if percent and discount != rounded(base * percent / 100, minor_units(invoice.currency)):
        percent = None  # a cent beside it: shown as an amount
    printed = tuple(piece.printed for piece in pieces)
    return Correction(printed, totals, invoice.prices_include_tax, discount_percent=percent)


def _part(
    invoice: InvoiceDocument, notes: Sequence[InvoiceDocument], pieces: Sequence[Piece], rounding: Rounding
) -> _Part:
    """`pieces` are of one tax group."""
    group, amount = pieces[0].group, sum((piece.amount for piece in pieces), _NOTHING)
    discount = share_of_discount(invoice, notes, group, amount)
    basis = Basis(
        currency=invoice.currency,
        lines=tuple(piece.priced for piece in pieces),
        prices_include_tax=invoice.prices_include_tax,
        allowance=AllowanceCharge(amount=discount) if discount else None,
        tax_rounding=rounding,
        buyer_tax_number=invoice.buyer.tax_number,
    )
    totals = totals_of(basis)
    (computed,) = totals.tax_subtotals
    subtotal = _within(invoice, notes, computed)
    return _Part(
        subtotal, _adjusted(totals.lines, subtotal.taxable_amount - computed.taxable_amount), discount
    )


def _within(invoice: InvoiceDocument, notes: Sequence[InvoiceDocument], computed: TaxSubtotal) -> TaxSubtotal:
    """The group as computed; where it takes all that is left of it, just that; never more tax than that."""
    group = (computed.tax_category, computed.tax_rate)
    open_groups = groups_left(invoice.totals, [note.totals for note in notes])
    left = next((s for s in open_groups if (s.tax_category, s.tax_rate) == group), None)
    asked = typed_amount(invoice, computed)
    most = typed_amount(invoice, left) if left else _NOTHING
    if asked > most:
        raise InvoiceError(
            "E_CREDIT_GT_LEFT", _TOO_MUCH, asked=asked, left=max(most, _NOTHING), currency=invoice.currency
        )
    if left is None:
        return computed
    tax = left.tax_amount if asked == most else min(computed.tax_amount, left.tax_amount)
    taxable = computed.taxable_amount
    if invoice.prices_include_tax:
        tax = max(tax, asked - left.taxable_amount)
        taxable = asked - tax
    return computed.model_copy(update={"taxable_amount": taxable, "tax_amount": tax})


def _adjusted(lines: Sequence[LineTotals], difference: Decimal) -> tuple[LineTotals, ...]:
    """The largest net takes the difference that comes of the tax's rounding: a gift's must not fall below 0."""
    largest = max(range(len(lines)), key=lambda index: lines[index].net_amount)
    net = lines[largest].net_amount + difference
    adjusted = lines[largest].model_copy(update={"net_amount": net})
    return (*lines[:largest], adjusted, *lines[largest + 1 :])


def _summed(
    invoice: InvoiceDocument,
    notes: Sequence[InvoiceDocument],
    parts: Sequence[_Part],
    lines: tuple[LineTotals, ...],
) -> Totals:
    zero = rounded(_NOTHING, minor_units(invoice.currency))
    groups = tuple(part.subtotal for part in parts)
    tax = sum((s.tax_amount for s in groups), zero)
    exclusive = sum((s.taxable_amount for s in groups), zero)
    totals = Totals(
        lines=lines,
        tax_subtotals=groups,
        line_extension_amount=sum((line.net_amount for line in lines), zero),
        allowance_total_amount=sum((s.allowance_amount for s in groups), zero),
        charge_total_amount=zero,
        tax_exclusive_amount=exclusive,
        tax_amount=tax,
        tax_inclusive_amount=exclusive + tax,
        prepaid_amount=zero,
        payable_rounding_amount=zero,
        payable_amount=exclusive + tax,
        tax_amount_in_tax_currency=_in_tax_currency(invoice, notes, tax),
    )
    return _closed(totals, invoice, notes)


def _in_tax_currency(
    invoice: InvoiceDocument, notes: Sequence[InvoiceDocument], tax: Decimal
) -> Decimal | None:
    invoiced, currency, rate = (
        invoice.totals.tax_amount_in_tax_currency,
        invoice.tax_currency,
        invoice.tax_exchange_rate,
    )
    if invoiced is None or currency is None or rate is None:
        return None
    earlier = sum((note.totals.tax_amount_in_tax_currency or _NOTHING for note in notes), _NOTHING)
    return min(rounded(tax * rate, minor_units(currency)), invoiced - earlier)


def _closed(totals: Totals, invoice: InvoiceDocument, notes: Sequence[InvoiceDocument]) -> Totals:
    """Where nothing is left after it, it takes the differences of rounding too."""
    earlier = [note.totals for note in notes]
    left = groups_left(invoice.totals, earlier)
    if _amounts(left) != _amounts(totals.tax_subtotals):
        return totals
    rest = (
        residual_of(invoice.totals, earlier) if left else all_of(invoice).totals
    )  # of an invoice over nothing
    names = ("payable_rounding_amount", "payable_amount", "tax_amount_in_tax_currency")
    return totals.model_copy(update={name: getattr(rest, name) for name in names})


def _amounts(groups: Sequence[TaxSubtotal]) -> set[tuple[str, Decimal | None, Decimal, Decimal]]:
    """What is left, or taken, of each group that has anything."""
    return {
        (group.tax_category, group.tax_rate, group.taxable_amount, group.tax_amount)
        for group in groups
        if group.taxable_amount or group.tax_amount
    }
