"""What holds for every invoice; and exact fractions, computed another way, agree on every amount."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from models.errors import InvoiceError
from models.money import EXACT, apportioned, minor_units
from models.residual import residual_of
from models.totals import AllowanceCharge, Basis, DocumentCharge, PricedLine, Totals, totals_of

TAXES = [("S", "14"), ("S", "15"), ("S", "5"), ("S", "8.1"), ("S", "19.625"), ("Z", "0"), ("E", "0")]


def decimals(low: int, high: int, places: int) -> st.SearchStrategy[Decimal]:
    """Numbers of up to `places` decimals."""
    return st.builds(
        lambda units, scale: Decimal(units).scaleb(-scale),
        st.integers(low, high),
        st.integers(0, places),
    )


def allowances(minor: int) -> st.SearchStrategy[AllowanceCharge | None]:
    percents = decimals(0, 100, 4).map(lambda percent: AllowanceCharge(percent=percent))
    amounts = decimals(0, 90, minor).map(lambda amount: AllowanceCharge(amount=amount))
    return st.none() | percents | amounts


@st.composite
def lines(draw: st.DrawFn, minor: int) -> PricedLine:
    category, rate = draw(st.sampled_from(TAXES))
    return PricedLine(
        quantity=draw(decimals(1, 99_999, 4) | st.sampled_from([Decimal(-1), Decimal("0.000001")])),
        unit_price=draw(decimals(100, 999_999, minor + 2)),
        tax_category=category,
        tax_rate=rate,
        base_quantity=draw(st.sampled_from([Decimal(1), Decimal(3), Decimal("0.7")])),
        allowance=draw(allowances(minor)),
        charge=draw(allowances(minor)),
        exemption_reason="Small business" if category == "E" else None,
    )


@st.composite
def charges(draw: st.DrawFn, minor: int) -> DocumentCharge:
    category, rate = draw(st.sampled_from([tax for tax in TAXES if tax[0] != "E"]))
    amount = draw(allowances(minor).filter(bool))
    assert amount
    return DocumentCharge(percent=amount.percent, amount=amount.amount, tax_category=category, tax_rate=rate)


@st.composite
def bases(draw: st.DrawFn, /, **fixed: Any) -> Basis:
    currency = draw(st.sampled_from(["EGP", "KWD", "JPY"]))
    minor = minor_units(currency)
    return Basis(
        **{
            "currency": currency,
            "lines": draw(st.lists(lines(minor), min_size=1, max_size=5)),
            "prices_include_tax": draw(st.booleans()),
            "allowance": draw(allowances(minor)),
            "charges": draw(st.lists(charges(minor), max_size=2)),
            "tax_rounding": draw(st.sampled_from(["group", "line"])),
            "prepaid_amount": draw(decimals(0, 500, minor)),
            "cash_rounding": draw(st.sampled_from([None, Decimal(1), Decimal(5)])),
            **fixed,
        }
    )


def totals_if_possible(basis: Basis) -> Totals:
    """Totals of an invoice that can be; others are not looked at further."""
    try:
        return totals_of(basis)
    except InvoiceError:
        reject()


def added(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


@settings(max_examples=50)
@given(bases())
def test_all_sums_agree(basis: Basis) -> None:
    t = totals_if_possible(basis)
    assert t.line_extension_amount == added(line.net_amount for line in t.lines)  # BR-CO-10
    net = t.line_extension_amount - t.allowance_total_amount + t.charge_total_amount
    assert t.tax_exclusive_amount == net  # BR-CO-13
    assert t.tax_exclusive_amount == added(group.taxable_amount for group in t.tax_subtotals)
    assert t.tax_amount == added(group.tax_amount for group in t.tax_subtotals)  # BR-CO-14
    assert t.tax_inclusive_amount == t.tax_exclusive_amount + t.tax_amount  # BR-CO-15
    assert (
        t.payable_amount == t.tax_inclusive_amount - t.prepaid_amount + t.payable_rounding_amount
    )  # BR-CO-16
    if basis.cash_rounding:
        assert t.payable_amount % basis.cash_rounding == 0
        assert abs(t.payable_rounding_amount) * 2 <= basis.cash_rounding


@settings(max_examples=50)
@given(bases(tax_rounding="group"))
def test_the_tax_of_each_group_is_its_rate_of_its_base_within_one_minor_unit(basis: Basis) -> None:
    unit = Fraction(1, 10 ** minor_units(basis.currency))
    for group in totals_if_possible(basis).tax_subtotals:
        exact = Fraction(group.taxable_amount) * Fraction(group.tax_rate or 0) / 100
        assert abs(Fraction(group.tax_amount) - exact) <= (unit if basis.prices_include_tax else unit / 2)
        assert group.tax_category == "S" or group.tax_amount == 0  # BR-Z-09, BR-E-09


@settings(max_examples=50)
@given(bases(prices_include_tax=True, charges=()))
def test_prices_with_tax_add_up_to_what_was_typed(basis: Basis) -> None:
    t = totals_if_possible(basis)
    typed = added(line.gross_amount - line.allowance_amount + line.charge_amount for line in t.lines)
    if basis.allowance is None:
        assert t.tax_inclusive_amount == typed
    elif basis.allowance.amount is not None:
        assert t.tax_inclusive_amount == typed - basis.allowance.amount


@settings(max_examples=50)
@given(bases(allowance=None), st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_change_what_a_group_comes_to(basis: Basis, random: Any) -> None:
    shuffled = list(basis.lines)
    random.shuffle(shuffled)
    before, after = totals_if_possible(basis), totals_of(basis.model_copy(update={"lines": tuple(shuffled)}))
    assert set(before.tax_subtotals) == set(after.tax_subtotals)
    assert before.payable_amount == after.payable_amount


@settings(max_examples=40)
@given(bases())
def test_totals_are_decimals_of_the_currency_and_survive_json(basis: Basis) -> None:
    t = totals_if_possible(basis)
    amounts = [value for name, value in leaves(t) if name != "tax_rate"]
    assert all(isinstance(value, Decimal | str) for value in amounts)
    scales = {value.as_tuple().exponent for value in amounts if isinstance(value, Decimal)}
    assert scales == {-minor_units(basis.currency)}
    again = Totals.model_validate_json(t.model_dump_json())
    assert [str(value) for value in leaves(again)] == [str(value) for value in leaves(t)]


def leaves(value: BaseModel) -> Iterator[tuple[str, object]]:
    """Every field that holds no other value, in order."""
    for name, held in value:
        items = held if isinstance(held, tuple) else (held,)
        for item in items:
            if isinstance(item, BaseModel):
                yield from leaves(item)
            elif item is not None:
                yield name, item


@settings(max_examples=40)
@given(st.floats(), st.sampled_from(["quantity", "unit_price", "tax_rate", "base_quantity"]))
def test_no_float_ever_gets_in(number: float, name: str) -> None:
    line = {"quantity": "1", "unit_price": "1", "tax_category": "S", "tax_rate": "14", name: number}
    with pytest.raises(ValidationError, match="write it as text"):
        PricedLine(**line)


@settings(max_examples=60)
@given(st.lists(st.fractions(-1000, 1000, max_denominator=999), min_size=1, max_size=8), st.integers(0, 4))
def test_shares_add_up_and_none_moves_by_a_whole_unit(shares: list[Fraction], places: int) -> None:
    total = Decimal(half_up(sum(shares, Fraction(0)) * 10**places)).scaleb(-places)
    parts = apportioned(total, shares, places)
    assert added(parts) == total
    unit = Fraction(1, 10**places)
    assert all(abs(Fraction(part) - share) < unit for part, share in zip(parts, shares, strict=True))


@settings(max_examples=40)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=6), st.sampled_from(TAXES[:5]), st.booleans())
def test_credit_notes_add_up_to_their_invoice(parts: list[int], tax: tuple[str, str], with_tax: bool) -> None:
    def priced(units: int) -> Totals:
        line = PricedLine(quantity=units, unit_price="0.37", tax_category=tax[0], tax_rate=tax[1])
        return totals_of(Basis(currency="SAR", lines=(line,), prices_include_tax=with_tax))

    invoice, notes = priced(sum(parts)), [priced(units) for units in parts[:-1]]
    credited = [*notes, residual_of(invoice, notes)]
    assert added(note.tax_exclusive_amount for note in credited) == invoice.tax_exclusive_amount
    assert added(note.tax_amount for note in credited) == invoice.tax_amount
    assert added(note.payable_amount for note in credited) == invoice.payable_amount


@settings(max_examples=100)
@given(bases())
def test_exact_fractions_computed_another_way_agree(basis: Basis) -> None:
    assert in_minor_units(basis) == in_fractions(basis)


def in_minor_units(basis: Basis) -> list[Fraction] | str:
    """What `totals_of` says, in the order of `in_fractions`."""
    try:
        t = totals_of(basis)
    except InvoiceError as refusal:
        return refusal.code
    scale = 10 ** minor_units(basis.currency)
    amounts = (
        *(line.net_amount for line in t.lines),
        *(amount for group in t.tax_subtotals for amount in (group.taxable_amount, group.tax_amount)),
        t.line_extension_amount, t.allowance_total_amount, t.charge_total_amount, t.tax_exclusive_amount,
        t.tax_amount, t.tax_inclusive_amount, t.payable_rounding_amount, t.payable_amount,
    )  # fmt: skip
    return [Fraction(amount) * scale for amount in amounts]


@settings(max_examples=40)
@given(decimals(1, 10**18 - 1, 6), decimals(1, 10**16 - 1, 4), decimals(1, 10**18 - 1, 6), st.booleans())
def test_they_agree_on_the_largest_numbers_too(
    quantity: Decimal, price: Decimal, base: Decimal, with_tax: bool
) -> None:
    with localcontext(EXACT):
        quantity, price, base = quantity % 10**12, price % 10**12, base % 10**12
    assume(quantity and base)
    line = PricedLine(
        quantity=quantity, unit_price=price, base_quantity=base, tax_category="S", tax_rate="8.1"
    )
    basis = Basis(currency="EGP", lines=(line, line, line), prices_include_tax=with_tax)
    assert in_minor_units(basis) == in_fractions(basis)


# The same rules once more, in whole minor units and exact fractions.


def half_up(exact: Fraction) -> int:
    size = floor(abs(exact) + Fraction(1, 2))
    return -size if exact < 0 else size


def spread(total: int, exact: Sequence[Fraction]) -> list[int]:
    whole = [floor(share) for share in exact]
    while sum(whole) < total:
        behind = [share - part for share, part in zip(exact, whole, strict=True)]
        whole[behind.index(max(behind))] += 1
    return whole


def cut_by_lines(total: int, keys: Sequence[int], lines: Sequence[int]) -> dict[int, int]:
    """`total` shared by each key's part of the lines."""
    weights = dict.fromkeys(sorted(set(keys)), 0)
    for key, amount in zip(keys, lines, strict=False):
        weights[key] += amount
    shares = [Fraction(total * weight, sum(lines) or 1) for weight in weights.values()]
    return dict(zip(weights, spread(total, shares), strict=True))


def comes_to(item: AllowanceCharge | None, base: int, scale: int) -> int:
    if item is None:
        return 0
    if item.amount is not None:
        return half_up(Fraction(item.amount) * scale)
    return half_up(base * Fraction(item.percent or 0) / 100)


def in_fractions(basis: Basis) -> list[int] | str:
    """Nets of lines; base and tax of each group; BT-106 to BT-112, BT-114, BT-115; or the refusal's code."""
    scale = 10 ** minor_units(basis.currency)
    typed = []
    for line in basis.lines:
        gross = half_up(
            Fraction(line.quantity) * Fraction(line.unit_price) / Fraction(line.base_quantity) * scale
        )
        off, on = comes_to(line.allowance, gross, scale), comes_to(line.charge, gross, scale)
        if not min(gross, 0) <= off <= max(gross, 0):
            return "E_DISCOUNT_GT_TOTAL"
        typed.append(gross - off + on)
    subtotal, count = sum(typed), len(typed)
    if subtotal < 0:
        return "E_TOTAL_NEG"
    discount = comes_to(basis.allowance, subtotal, scale)
    if discount > subtotal:
        return "E_DISCOUNT_GT_TOTAL"
    typed += [comes_to(charge, subtotal, scale) for charge in basis.charges]
    taxes = [(item.tax_category, item.tax_rate) for item in basis.lines]
    taxes += [(item.tax_category, item.tax_rate) for item in basis.charges]

    by_line = basis.tax_rounding == "line"
    firsts = [taxes.index(tax) for tax in taxes]
    keys = list(range(len(typed))) if by_line else firsts
    cuts: dict[int, int] = {}
    of_group = cut_by_lines(discount, firsts, typed[:count])
    for group, cut in of_group.items():
        mine = [key for key, first in zip(keys, firsts, strict=True) if first == group]
        amounts = [
            amount if first == group else 0 for amount, first in zip(typed[:count], firsts, strict=False)
        ]
        within = cut_by_lines(cut, keys, amounts)
        cuts |= {key: within[key] for key in mine}

    nets, tax_of, cut_of = dict.fromkeys(range(len(typed)), 0), {}, {}
    for pool, cut in sorted(cuts.items()):
        rate = Fraction(taxes[pool][1] or 0) / 100
        members = [i for i, key in enumerate(keys) if key == pool]
        amounts = [typed[i] for i in members] + [-cut]
        if basis.prices_include_tax:
            tax_of[pool] = half_up(sum(amounts) * rate / (1 + rate))
            amounts = spread(sum(amounts) - tax_of[pool], [amount / (1 + rate) for amount in amounts])
        else:
            tax_of[pool] = half_up(sum(amounts) * rate)
        nets.update(zip(members, amounts, strict=False))
        cut_of[pool] = -amounts[-1]

    groups = []
    for tax in dict.fromkeys(taxes):
        mine = [i for i, other in enumerate(taxes) if other == tax]
        base = sum(nets[i] for i in mine) - sum(cut_of.get(i, 0) for i in mine)
        groups += [base, sum(tax_of.get(i, 0) for i in mine)]
    extension, on_top = sum(nets[i] for i in range(count)), sum(nets[i] for i in range(count, len(typed)))
    net, tax_total = extension - sum(cut_of.values()) + on_top, sum(tax_of.values())
    if net + tax_total < 0:
        return "E_TOTAL_NEG"
    due = net + tax_total - half_up(Fraction(basis.prepaid_amount) * scale)
    coin = int((basis.cash_rounding or 0) * scale) or 1
    paid = half_up(Fraction(due, coin)) * coin
    return [
        *(nets[i] for i in range(count)), *groups, extension, sum(cut_of.values()), on_top, net, tax_total,
        net + tax_total, paid - due, paid,
    ]  # fmt: skip
