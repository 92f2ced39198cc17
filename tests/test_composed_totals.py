"""What a merchant composes comes to the same totals as the vectors say, whichever way it is taxed and priced."""

from decimal import Decimal
from typing import Any

import pytest

from models.draft import Composition, DraftCharge, DraftLine, Terms
from models.errors import InvoiceError
from models.tax import TaxCategory
from models.totals import AllowanceCharge, Basis, DocumentCharge, PricedLine, totals_of
from tests.test_totals import BY_ID, NEEDS_REASON, VECTORS, in_words

COMPOSABLE = [name for name, vector in BY_ID.items() if vector["input"].get("mode") != "residual"]
REFUSED = {"TE1", "TE3", "TE4", "TE5", "TE6"}  # TE2 and TE7 cannot be composed: the category follows the rate


def composed(vector: dict[str, Any]) -> Composition:
    """The vector's input as the chat keeps it."""
    given, reasons = vector["input"], {} if "exemption_reason" in vector else NEEDS_REASON
    discount = given.get("discount", {})
    return Composition(
        lines=[line_of(line, reasons) for line in given["lines"]],
        discount_percent=discount.get("percent"),
        discount_amount=discount.get("amount"),
        prices_include_tax=given["prices_include_tax"],
        prepaid_amount=given.get("prepaid", 0),
        tax_exchange_rate=given.get("fx_rate"),
    )


def line_of(line: dict[str, Any], reasons: dict[str, str]) -> DraftLine:
    chosen = line["category"] not in {"S", "O"}
    return DraftLine(
        item_name="Item",
        quantity=line["qty"],
        unit_price=line["unit_price"],
        base_quantity=line.get("price_base_qty", 1),
        tax_rate=line.get("rate") or 0,
        tax_category=line["category"] if chosen else None,
        exemption_reason=reasons.get(line["category"]),
        **{f"discount_{kind}": value for kind, value in line.get("discount", {}).items()},
    )


def terms_of(vector: dict[str, Any]) -> Terms:
    given = vector["input"]
    return Terms(
        given["currency"],
        given.get("tax_rounding", "group"),
        Decimal(given["cash_rounding"]) if "cash_rounding" in given else None,
        given.get("tax_currency"),
        vector.get("buyer_vat_id", "DE123456789"),
    )


@pytest.mark.parametrize("name", COMPOSABLE, ids=lambda name: f"{name} {BY_ID[name]['title']}")
def test_what_is_composed_comes_to_the_vectors_totals(name: str) -> None:
    expected = BY_ID[name]["expected"]
    totals = in_words(totals_of(composed(BY_ID[name]).basis(terms_of(BY_ID[name]))))
    assert {key: totals[key] for key in expected} == expected


@pytest.mark.parametrize(
    "vector", [v for v in VECTORS["errors"] if v["id"] in REFUSED], ids=lambda vector: f"{vector['id']}"
)
def test_what_cannot_be_is_refused_with_its_rule(vector: dict[str, Any]) -> None:
    with pytest.raises(InvoiceError) as refusal:
        totals_of(composed(vector).basis(terms_of(vector)))
    assert refusal.value.code == vector["error"]


def test_charges_and_surcharges_reach_the_totals_as_they_were_typed() -> None:
    line = DraftLine(
        item_name="Flyers", quantity=Decimal(250), unit_price=Decimal(12), base_quantity=Decimal(100),
        discount_percent=Decimal(10), charge_amount=Decimal(5), tax_rate=Decimal(19),
    )  # fmt: skip
    delivery = DraftCharge(reason="Delivery", amount=Decimal(35), tax_rate=Decimal(7))
    service = DraftCharge(
        reason="Service", percent=Decimal(12), tax_rate=Decimal(0), tax_category=TaxCategory.E,
        exemption_reason="§ 4 UStG",
    )  # fmt: skip
    composition = Composition(lines=[line], charges=[delivery, service], prepaid_amount=Decimal(10))
    by_hand = Basis(
        currency="EUR",
        lines=(
            PricedLine(
                quantity="250", unit_price="12", base_quantity="100", tax_category="S", tax_rate="19",
                allowance=AllowanceCharge(percent="10"), charge=AllowanceCharge(amount="5"),
            ),
        ),
        charges=(
            DocumentCharge(reason="Delivery", amount="35", tax_category="S", tax_rate="7"),
            DocumentCharge(
                reason="Service", percent="12", tax_category="E", tax_rate="0", exemption_reason="§ 4 UStG"
            ),
        ),
        prepaid_amount="10",
    )  # fmt: skip
    totals = totals_of(composition.basis(Terms("EUR")))
    assert totals == totals_of(by_hand)
    assert [str(amount) for amount in totals.charge_amounts] == ["35.00", "3.84"]
    assert (str(totals.tax_inclusive_amount), str(totals.payable_amount)) == ("79.37", "69.37")


def test_without_a_rate_an_item_stands_outside_of_tax_alone_and_is_zero_rated_beside_others() -> None:
    free = DraftLine(item_name="Tip", unit_price=Decimal(5), tax_rate=Decimal(0))
    taxed = DraftLine(item_name="Tea", unit_price=Decimal(5), tax_rate=Decimal(14))
    exempt = free.model_copy(update={"tax_category": TaxCategory.E, "exemption_reason": "Books"})
    for others, category in (([], "O"), ([taxed], "Z"), ([exempt], "Z")):
        assert Composition(lines=[free, *others]).taxes_of(free)[0] == category
