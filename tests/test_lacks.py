"""Whatever is chosen about tax, the questions end, and then nothing about tax refuses the invoice."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.registration import totals_for
from bot.taxation import (
    EXPORT,
    Lack,
    give_reason,
    items_of,
    lack_of,
    may_be_in,
    read_tax,
    tax_alike,
    usual_tax,
)
from models.countries import country
from models.customer import Customer
from models.draft import Composition, DraftCharge, DraftLine
from models.errors import InvoiceError
from models.merchant import Merchant
from models.tax import TaxCategory
from models.treatment import treatments_of
from tests.builders import a_customer, a_line, a_merchant

HOMES = ("EG", "SA", "AE", "DE", "FR", "GB", "OM", "US")
CHOICES = st.sampled_from(["14%", "5%", "0", EXPORT, *(category.value for category in TaxCategory)])


def chosen(choice: str, home: str) -> str:
    """A choice this country has; else a rate."""
    return "14%" if choice in set(TaxCategory) - set(treatments_of(home)) else choice


def answer(lack: Lack, composition: Composition, merchant: Merchant, customer: Customer) -> None:
    """As the chat takes the answer."""
    match lack.step:
        case "tax":
            tax_alike(items_of(composition), read_tax("14%", merchant.country, "en"))
        case "buyer_number":
            customer.tax_number = "123456789"
        case "buyer_country":
            found = (c for c in ("FR", "DE", "EG") if may_be_in(c, lack.category, merchant.country))
            customer.country = next(found)
        case "supply_date":
            composition.supply_date = date(2026, 11, 21)
        case "reason":
            assert lack.category is not None
            give_reason(composition, lack.category, "Books", merchant)
        case "exchange_rate":
            composition.tax_exchange_rate = merchant.tax_exchange_rate = Decimal("3.75")


@given(
    home=st.sampled_from(HOMES), moved_from=st.sampled_from(HOMES), in_dollars=st.booleans(),
    lines=st.lists(CHOICES, min_size=1, max_size=4), charges=st.lists(CHOICES, max_size=2),
    number=st.sampled_from([None, "1"]), where=st.sampled_from([None, *HOMES]),
)  # fmt: skip
def test_the_questions_end_and_the_invoice_can_be_issued(
    home: str, moved_from: str, in_dollars: bool, lines: list[str], charges: list[str],
    number: str | None, where: str | None,
) -> None:  # fmt: skip
    at_home = country(home)
    assert at_home is not None
    merchant = a_merchant(country=home, currency="USD" if in_dollars else at_home.currency)
    customer = a_customer(1, tax_number=number, country=where)
    composition = Composition(
        lines=[a_line(**dict(read_tax(chosen(choice, moved_from), moved_from, "en"))) for choice in lines],
        charges=[
            DraftCharge(
                reason="Delivery", amount=Decimal(35), **dict(read_tax(chosen(choice, home), home, "en"))
            )
            for choice in charges
        ],
    )
    kinds = {item.tax_category for item in items_of(composition)}
    if {TaxCategory.K, TaxCategory.G} <= kinds:
        with pytest.raises(InvoiceError, match="need an invoice each"):
            lack_of(composition, merchant, customer)
        return
    for _ in range(12):
        lack = lack_of(composition, merchant, customer)
        if lack is None:
            break
        answer(lack, composition, merchant, customer)
    assert lack_of(composition, merchant, customer) is None
    assert totals_for(composition, merchant, customer.tax_number).tax_exclusive_amount > 0


def test_by_who_charges_no_tax_nothing_is_lacking() -> None:
    composition = Composition(lines=[a_line(tax_rate=Decimal(0))])
    assert lack_of(composition, a_merchant(tax_number=None, currency="USD"), a_customer(1)) is None


def test_something_new_is_taxed_like_the_lines_if_they_are_alike_else_as_usual() -> None:
    exempt = read_tax("exempt", "EG", "en")
    merchant, first = a_merchant(), a_line(**dict(exempt))
    assert usual_tax(Composition(), merchant).tax_rate == 14
    assert usual_tax(Composition(lines=[first, first]), merchant) == exempt
    assert usual_tax(Composition(lines=[first, a_line()]), merchant).tax_rate == 14
    other = DraftLine(**{**first.model_dump(), "exemption_reason": "Books"})
    assert usual_tax(Composition(lines=[first, other]), merchant).tax_category is None
