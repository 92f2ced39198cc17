"""Totals of every kind of invoice: the vectors, computed by hand and by two independent engines."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from models.errors import InvoiceError
from models.residual import residual_of
from models.totals import (
    AllowanceCharge,
    Basis,
    DocumentCharge,
    LineTotals,
    PricedLine,
    TaxSubtotal,
    Totals,
    totals_of,
)

VECTORS = json.loads((Path(__file__).parent / "vectors" / "totals.json").read_text(encoding="utf-8"))
BY_ID = {vector["id"]: vector for vector in VECTORS["vectors"]}
NEEDS_REASON = {"E": "Small business", "AE": "Reverse charge"}
TERMS = {
    "BT-106": "line_extension_amount",
    "BT-107": "allowance_total_amount",
    "BT-108": "charge_total_amount",
    "BT-109": "tax_exclusive_amount",
    "BT-110": "tax_amount",
    "BT-111": "tax_amount_in_tax_currency",
    "BT-112": "tax_inclusive_amount",
    "BT-113": "prepaid_amount",
    "BT-114": "payable_rounding_amount",
    "BT-115": "payable_amount",
}


def line_of(line: dict[str, Any], exemption_reason: str | None) -> PricedLine:
    return PricedLine(
        quantity=line["qty"],
        unit_price=line["unit_price"],
        tax_category=line["category"],
        tax_rate=line.get("rate"),
        base_quantity=line.get("price_base_qty", 1),
        allowance=line.get("discount"),
        exemption_reason=exemption_reason,
    )


def basis_of(vector: dict[str, Any]) -> Basis:
    """A vector's input; what it does not say about buyer and exemption is in order."""
    given = vector["input"]
    reasons = {} if "exemption_reason" in vector else NEEDS_REASON
    return Basis(
        currency=given["currency"],
        lines=tuple(line_of(line, reasons.get(line["category"])) for line in given["lines"]),
        prices_include_tax=given["prices_include_tax"],
        allowance=given.get("discount"),
        tax_rounding=given.get("tax_rounding", "group"),
        prepaid_amount=given.get("prepaid", 0),
        cash_rounding=given.get("cash_rounding"),
        tax_currency=given.get("tax_currency"),
        tax_exchange_rate=given.get("fx_rate"),
        buyer_tax_number=vector.get("buyer_vat_id", "DE123456789"),
    )


def totals_by_id(name: str) -> Totals:
    vector = BY_ID[name]
    if vector["input"].get("mode") == "residual":
        return residual_of(
            totals_by_id(vector["original"]), [totals_by_id(note) for note in vector["previous"]]
        )
    return totals_of(basis_of(vector))


def line_in_words(line: LineTotals) -> dict[str, str]:
    return {
        "gross": str(line.gross_amount),
        "allowance": str(line.allowance_amount),
        "net": str(line.net_amount),
    }


def group_in_words(group: TaxSubtotal) -> dict[str, str | None]:
    return {
        "category": group.tax_category,
        "rate": None if group.tax_rate is None else str(group.tax_rate),
        "base": str(group.taxable_amount),
        "tax": str(group.tax_amount),
    }


def in_words(totals: Totals) -> dict[str, Any]:
    """Totals in a vector's words, each digit as it is kept."""
    amounts = {term: getattr(totals, name) for term, name in TERMS.items()}
    return {
        "lines": [line_in_words(line) for line in totals.lines],
        "groups": [group_in_words(group) for group in totals.tax_subtotals],
        **{term: str(amount) for term, amount in amounts.items() if amount is not None},
    }


@pytest.mark.parametrize("name", BY_ID, ids=lambda name: f"{name} {BY_ID[name]['title']}")
def test_every_amount_is_right_to_the_last_digit(name: str) -> None:
    expected = BY_ID[name]["expected"]
    computed = in_words(totals_by_id(name))
    assert {key: computed[key] for key in expected} == expected
    if "BT-106" in expected:  # a full vector names every amount there is
        assert computed == expected


@pytest.mark.parametrize("vector", VECTORS["errors"], ids=lambda vector: f"{vector['id']} {vector['title']}")
def test_an_impossible_invoice_is_refused_with_the_rule_it_breaks(vector: dict[str, Any]) -> None:
    with pytest.raises(InvoiceError) as refusal:
        totals_of(basis_of(vector))
    assert refusal.value.code == vector["error"]
    assert_reads_well(refusal.value)


def assert_reads_well(error: InvoiceError) -> None:
    """Whole sentences whose gaps are all filled, by text or numbers alone."""
    sentence = error.message.format(**error.values)
    assert sentence[0].isupper()
    assert len(sentence.split()) > 5
    assert all(type(value) in {str, int, Decimal} for value in error.values.values())


def coffee(**changes: Any) -> PricedLine:
    return PricedLine(
        **{"quantity": "2", "unit_price": "15", "tax_category": "S", "tax_rate": "14", **changes}
    )


def basis(*lines: PricedLine, **changes: Any) -> Basis:
    return Basis(**{"currency": "EGP", "lines": lines or (coffee(),), **changes})


@pytest.mark.parametrize(
    ("impossible", "code"),
    [
        (Basis(currency="EGP", lines=()), "E_NO_ITEMS"),
        (basis(coffee(quantity="0")), "E_QTY_ZERO"),
        (basis(coffee(base_quantity="0")), "E_BASE_QTY"),
        (basis(coffee(quantity="1.0000001")), "E_TOO_MANY_DECIMALS"),
        (basis(coffee(unit_price="0.00001")), "E_TOO_MANY_DECIMALS"),
        (basis(coffee(unit_price="1E-999999")), "E_TOO_MANY_DECIMALS"),
        (basis(coffee(unit_price="1000000000000")), "E_TOO_LARGE"),
        (basis(coffee(unit_price="1E+999999")), "E_TOO_LARGE"),
        (basis(coffee(quantity="-1000000000000")), "E_TOO_LARGE"),
        (basis(allowance=AllowanceCharge(amount="0.005")), "E_TOO_MANY_DECIMALS"),
        (basis(allowance=AllowanceCharge(percent="120")), "E_DISCOUNT_RANGE"),
        (basis(allowance=AllowanceCharge(amount="-1")), "E_DISCOUNT_RANGE"),
        (basis(coffee(allowance=AllowanceCharge(amount="30.01"))), "E_DISCOUNT_GT_TOTAL"),
        (basis(coffee(), coffee(quantity="-1", allowance={"amount": "1"})), "E_DISCOUNT_GT_TOTAL"),
        (basis(coffee(charge=AllowanceCharge(percent="-1"))), "E_CHARGE_RANGE"),
        (basis(prepaid_amount="-1"), "E_PREPAID_NEG"),
        (basis(prepaid_amount="0.001"), "E_TOO_MANY_DECIMALS"),
        (basis(cash_rounding="0"), "E_CASH_ROUNDING"),
        (basis(tax_currency="SAR"), "E_EXCHANGE_RATE"),
        (basis(tax_currency="SAR", tax_exchange_rate="0"), "E_EXCHANGE_RATE"),
        (basis(coffee(tax_rate=None)), "E_RATE_FOR_S"),
        (basis(coffee(tax_rate="100.5")), "E_RATE_FOR_S"),
        (basis(coffee(tax_category="O", tax_rate="0")), "E_RATE_FOR_O"),
        (basis(coffee(tax_category="Z", tax_rate="14")), "E_RATE_FOR_Z"),
        (basis(coffee(tax_category="G", tax_rate=None)), "E_RATE_FOR_G"),
        (basis(coffee(tax_category="K", tax_rate="0")), "E_K_BUYER_VAT"),
        (basis(coffee(exemption_reason="Because")), "E_REASON_FOR_S"),
        # the tax given back on a return can be more than the rest is worth
        (basis(coffee(quantity="-1"), coffee(unit_price="8", tax_category="Z", tax_rate="0")), "E_TOTAL_NEG"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_numbers_no_invoice_can_hold_are_refused_in_whole_sentences(impossible: Basis, code: str) -> None:
    with pytest.raises(InvoiceError) as refusal:
        totals_of(impossible)
    assert refusal.value.code == code
    assert_reads_well(refusal.value)


def test_the_refusal_names_the_line_and_the_price() -> None:
    with pytest.raises(InvoiceError) as refusal:
        totals_of(basis(coffee(), coffee(unit_price="-5")))
    assert refusal.value.values == {"line": 2, "price": Decimal(-5)}


def test_a_discount_is_a_percentage_or_an_amount_not_both() -> None:
    with pytest.raises(ValidationError, match="either"):
        AllowanceCharge(percent="10", amount="5")
    with pytest.raises(ValidationError, match="either"):
        AllowanceCharge()


def test_a_float_cannot_get_in() -> None:
    with pytest.raises(ValidationError, match="write it as text"):
        coffee(unit_price=0.1)
    with pytest.raises(ValidationError, match="write it as text"):
        basis(prepaid_amount=0.5)


def test_an_unknown_currency_is_no_currency() -> None:
    with pytest.raises(ValueError, match="ZZZ"):
        totals_of(basis(currency="ZZZ"))


def test_shipping_is_taxed_like_a_line_and_not_discounted() -> None:
    shipping = DocumentCharge(amount="35", reason="Shipping", tax_category="S", tax_rate="14")
    totals = totals_of(basis(allowance=AllowanceCharge(percent="10"), charges=(shipping,)))
    assert totals.charge_total_amount == Decimal("35.00")
    assert totals.tax_exclusive_amount == Decimal("62.00")  # 30 - 3 + 35
    assert totals.tax_inclusive_amount == Decimal("70.68")


def test_a_service_charge_is_a_percentage_of_the_items_before_the_discount() -> None:
    service = DocumentCharge(percent="12", reason="Service", tax_category="S", tax_rate="14")
    totals = totals_of(basis(allowance=AllowanceCharge(amount="10"), charges=(service,)))
    assert totals.charge_total_amount == Decimal("3.60")
    assert totals.tax_exclusive_amount == Decimal("23.60")


def test_a_charge_with_a_rate_of_its_own_makes_its_own_tax_group() -> None:
    shipping = DocumentCharge(amount="100", tax_category="S", tax_rate="5")
    totals = totals_of(basis(allowance=AllowanceCharge(percent="50"), charges=(shipping,)))
    assert [(str(g.tax_rate), str(g.taxable_amount)) for g in totals.tax_subtotals] == [
        ("14", "15.00"),
        ("5", "100.00"),
    ]


def test_a_line_can_carry_a_surcharge() -> None:
    totals = totals_of(
        basis(coffee(allowance=AllowanceCharge(percent="10"), charge=AllowanceCharge(amount="1")))
    )
    assert totals.lines[0].net_amount == Decimal("28.00")  # 30 - 3 + 1


def test_prices_with_tax_keep_their_total_through_discount_and_shipping() -> None:
    shipping = DocumentCharge(amount="35", tax_category="S", tax_rate="14")
    totals = totals_of(
        basis(coffee(), coffee(unit_price="33.33"), prices_include_tax=True, charges=(shipping,),
              allowance=AllowanceCharge(percent="10"))
    )  # fmt: skip
    assert totals.tax_inclusive_amount == Decimal("121.99")  # 96.66 - 9.67 + 35
    assert totals.tax_exclusive_amount == (
        totals.line_extension_amount - totals.allowance_total_amount + totals.charge_total_amount
    )


def test_a_discount_falls_on_tax_groups_first_where_each_line_is_taxed_by_itself() -> None:
    taxed = [coffee(quantity="1", unit_price="10.11", tax_rate="5") for _ in range(3)]
    free = [coffee(quantity="1", unit_price="5.07", tax_category="Z", tax_rate="0") for _ in range(2)]
    ten_off = AllowanceCharge(percent="10")  # 4.05: 3.037 and 1.014 of the groups (BT-92)
    totals = totals_of(basis(*taxed, *free, currency="AED", tax_rounding="line", allowance=ten_off))
    groups = [(str(g.taxable_amount), str(g.allowance_amount)) for g in totals.tax_subtotals]
    assert groups == [("27.29", "3.04"), ("9.13", "1.01")]
    assert str(totals.tax_amount) == "1.37"


def test_a_returned_item_is_taken_off_with_its_discount_and_tax() -> None:
    ten_off = AllowanceCharge(percent="10")
    totals = totals_of(basis(coffee(allowance=ten_off), coffee(quantity="-1", allowance=ten_off)))
    assert str(totals.lines[1].net_amount) == "-13.50"
    assert totals.tax_inclusive_amount == Decimal("15.39")


def test_a_rate_written_with_more_zeros_is_the_same_rate() -> None:
    totals = totals_of(basis(coffee(), coffee(tax_rate="14.00")))
    assert len(totals.tax_subtotals) == 1


def test_more_paid_before_than_due_leaves_an_amount_to_pay_back() -> None:
    assert str(totals_of(basis(prepaid_amount="40")).payable_amount) == "-5.80"


def test_tax_already_in_the_tax_currency_is_not_shown_twice() -> None:
    assert totals_of(basis(tax_currency="EGP")).tax_amount_in_tax_currency is None


def test_the_largest_numbers_stay_exact() -> None:
    huge = coffee(quantity="999999999999.999999", unit_price="999999999999.9999", base_quantity="0.000001")
    totals = totals_of(basis(huge, coffee(unit_price="0.01", quantity="1"), prices_include_tax=True))
    assert str(totals.tax_inclusive_amount) == "999999999999999899000000000000.01"
    assert str(totals.tax_amount) == "122807017543859636719298245614.04"
    assert str(totals.tax_exclusive_amount) == "877192982456140262280701754385.97"


def test_totals_come_back_from_their_json_digit_by_digit() -> None:
    for name in BY_ID:
        totals = totals_by_id(name)
        again = Totals.model_validate_json(totals.model_dump_json())
        assert again == totals
        assert in_words(again) == in_words(totals)


def test_totals_cannot_be_changed() -> None:
    totals = totals_of(basis())
    with pytest.raises(ValidationError, match="frozen"):
        totals.payable_amount = Decimal(0)  # type: ignore[misc]


def test_the_last_credit_note_brings_invoice_and_credits_to_zero() -> None:
    original, first = totals_by_id("T02"), totals_by_id("T28")
    last = residual_of(original, [first])
    assert first.tax_amount + last.tax_amount == original.tax_amount
    assert last.payable_amount == last.tax_inclusive_amount == Decimal("500.00")
    assert last.lines[0].net_amount == last.line_extension_amount == Decimal("434.79")


def test_the_rest_in_the_tax_currency_is_credited_too() -> None:
    original = totals_by_id("T25")
    half = basis(
        coffee(quantity="1", unit_price="166.67", tax_rate="15"), currency="USD", tax_currency="SAR",
        tax_exchange_rate="3.75",
    )  # fmt: skip
    assert residual_of(original, [totals_of(half)]).tax_amount_in_tax_currency == Decimal("93.75")


def test_an_untouched_invoice_is_credited_whole() -> None:
    original = totals_by_id("T04")
    whole = residual_of(original, [])
    nets = [group.model_copy(update={"allowance_amount": Decimal(0)}) for group in original.tax_subtotals]
    assert list(whole.tax_subtotals) == nets  # its lines are what is left after the discount
    assert whole.payable_amount == original.payable_amount


def test_a_credited_invoice_cannot_be_credited_again() -> None:
    original = totals_by_id("T02")
    with pytest.raises(InvoiceError) as refusal:
        residual_of(original, [original])
    assert refusal.value.code == "E_CREDITED"


@pytest.mark.parametrize(
    ("invoice", "price", "rate"),
    [("T02", "500", "15"), ("T02", "5", "5"), ("T24", "5", "14")],
    ids=["a little more", "another tax rate", "an invoice of nothing"],
)
def test_more_cannot_have_been_credited_than_was_invoiced(invoice: str, price: str, rate: str) -> None:
    with pytest.raises(InvoiceError) as refusal:
        residual_of(totals_by_id(invoice), [totals_of(basis(coffee(unit_price=price, tax_rate=rate)))])
    assert refusal.value.code == "E_CREDIT_GT_TOTAL"
    assert_reads_well(refusal.value)
