"""The lawful title of an invoice, by country and buyer; and what a document says it is not. The facts are data."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.database import Database
from bot.issuing import frozen_document, issue_invoice
from bot.registration import disclaimer_of, take_warning
from bot.rendering.words import DISCLAIMERS
from handlers.views.registration import SINCE, TAXES, WARNINGS
from models.countries import FACTS
from models.document import InvoiceDocument
from models.draft import Composition
from models.registration import rules_of
from tests.builders import NOON, a_customer, a_line, a_merchant, at_home
from tests.catalogues import ROOT
from tests.reading import everywhere

RULES = FACTS["registration"]["countries"]
NUMBERS = {"SA": "310122393500003", "AE": "100123456700003", "EG": "100531385"}
CURRENCIES = {"AE": "AED", "BH": "BHD", "SA": "SAR", "EG": "EGP", "OM": "OMR", "DE": "EUR", "AU": "AUD"}


def issued_in(
    country: str, price: str = "150", buyer_number: str | None = None, **wanted: Any
) -> InvoiceDocument:  # fmt: skip
    """What a registered merchant there issues: one line at 10 %."""
    values = {"country": country, "currency": CURRENCIES.get(country, "EUR"), "tax_rate": Decimal(10)}
    merchant = a_merchant(id=1, **{**values, "tax_number": NUMBERS.get(country, "1"), **wanted})
    lines = [a_line(price=price, tax_rate=merchant.tax_rate)]
    buyer = a_customer(1, tax_number=buyer_number)
    composition = Composition(
        lines=lines, tax_exchange_rate=Decimal("3.75")
    )  # of those not in their own currency
    return frozen_document(composition, merchant, buyer, "INV-1", NOON)


async def test_a_tax_invoice_is_called_so_everywhere() -> None:
    document = issued_in("SA", buyer_number="300000000000003")
    pdf, page, subject, text, html = await everywhere(document)
    for place in (pdf, page):
        assert "Tax invoice" in place
    assert "<title>Tax invoice INV-1 from Coffee Shop</title>" in page
    assert subject.startswith("Tax invoice INV-1 from Coffee Shop")
    assert "has sent you tax invoice INV-1" in text
    assert "sent you tax invoice" in html


def raised(limit: str) -> str:
    """The least total beyond it, in a currency with three decimals at most."""
    return str(Decimal(limit) + Decimal("0.001"))


@pytest.mark.parametrize("country", RULES)
def test_the_title_is_the_one_written_down_for_the_country_and_the_buyer(country: str) -> None:
    row, rules = RULES[country], rules_of(country)
    title, simplified, limit = row.get("title", "invoice"), row.get("simplified"), row.get("simplified_up_to")
    cases = [
        (False, None, simplified or title),
        (False, Decimal(10**9), simplified or title),
        (True, None, title),
    ]
    exported = title if row.get("exports_in_full") else simplified or title
    assert rules.title_for(buyer_is_registered=False, total=None, is_export=True) == exported
    if limit:
        cases += [(True, Decimal(limit), simplified), (True, Decimal(raised(limit)), title)]
    for is_registered, total, expected in cases:
        assert rules.title_for(buyer_is_registered=is_registered, total=total) == expected


@pytest.mark.parametrize(
    ("country", "price", "buyer", "title"),
    [
        ("SA", "150", None, "simplified_tax_invoice"), ("SA", "150", "300000000000003", "tax_invoice"),
        ("AE", "9090.91", "1", "simplified_tax_invoice"), ("AE", "9090.92", "1", "tax_invoice"),
        ("AE", "90000", None, "simplified_tax_invoice"), ("BH", "454.545", "1", "simplified_tax_invoice"),
        ("BH", "454.546", "1", "tax_invoice"), ("OM", "150", None, "tax_invoice"), ("AU", "150", None, "tax_invoice"),
        ("EG", "150", "1", "invoice"), ("DE", "150", "1", "invoice"), ("KE", "150", "1", "invoice"),
    ],
)  # fmt: skip
def test_an_issued_invoice_has_the_title_of_its_country(
    country: str, price: str, buyer: str | None, title: str
) -> None:
    assert issued_in(country, price, buyer).title == title


@pytest.mark.parametrize(
    ("home", "reason", "buyer_in", "title"),
    [
        ("SA", "Export of goods", "US", "tax_invoice"), ("SA", "صادرات الخدمات من المملكة", None, "tax_invoice"),
        ("SA", "As agreed with the tax office", "US", "tax_invoice"),
        ("SA", "As agreed with the tax office", "SA", "simplified_tax_invoice"),
        ("SA", "Medicines and medical equipment", "US", "simplified_tax_invoice"),
        ("SA", None, "US", "simplified_tax_invoice"), ("AE", "Zero-rated export", "US", "simplified_tax_invoice"),
    ],
)  # fmt: skip
def test_a_saudi_export_is_a_full_tax_invoice_whoever_buys(
    home: str, reason: str | None, buyer_in: str | None, title: str
) -> None:
    free = {"tax_rate": Decimal(0), "tax_category": "Z", "exemption_reason": reason}
    lines = [a_line(price="150", **(free if reason else {"tax_rate": Decimal(15)}))]
    merchant = a_merchant(
        id=1, country=home, currency=CURRENCIES[home], tax_number=NUMBERS[home], tax_rate=Decimal(15)
    )
    buyer = a_customer(1, country=buyer_in)
    assert frozen_document(Composition(lines=lines), merchant, buyer, "INV-1", NOON).title == title


@pytest.mark.parametrize(
    ("number", "buyer_in", "title"),
    [
        ("100999888700003", None, "simplified_tax_invoice"), ("100999888700003", "SA", "simplified_tax_invoice"),
        ("100999888700003", "AE", "tax_invoice"), ("300 0000 0000 0003", "SA", "tax_invoice"),
    ],
)  # fmt: skip
def test_a_number_that_is_none_makes_no_full_saudi_tax_invoice(
    number: str, buyer_in: str | None, title: str
) -> None:
    merchant = a_merchant(id=1, country="SA", currency="SAR", tax_number=NUMBERS["SA"], tax_rate=Decimal(15))
    lines = [a_line(price="150", tax_rate=Decimal(15))]
    buyer = a_customer(1, tax_number=number, country=buyer_in)
    assert frozen_document(Composition(lines=lines), merchant, buyer, "INV-1", NOON).title == title


def test_a_small_total_in_another_currency_is_not_taken_for_a_small_one() -> None:
    assert issued_in("AE", "100", "1", currency="USD").title == "tax_invoice"


def test_without_a_number_or_without_taxed_lines_it_is_a_plain_invoice() -> None:
    assert issued_in("SA", tax_rate=Decimal(0)).title == "invoice"
    assert issued_in("SA", tax_number=None, tax_rate=Decimal(0)).title == "invoice"
    assert issued_in("SA", tax_registered=False, tax_rate=Decimal(0)).seller.tax_number is None


def test_emirati_tax_is_rounded_line_by_line() -> None:
    merchant = a_merchant(id=1, country="AE", currency="AED", tax_rate=Decimal(5))
    lines = [a_line(price="0.70", tax_rate=Decimal(5)) for _ in range(3)]
    for country, currency, tax in (("AE", "AED", "0.12"), ("EG", "EGP", "0.11")):
        merchant.country, merchant.currency = country, currency
        document = frozen_document(Composition(lines=lines), merchant, a_customer(1), "INV-1", NOON)
        assert document.totals.tax_amount == Decimal(tax)


async def test_tax_on_the_draft_is_not_charged_by_who_may_not(database: Database) -> None:
    async with database.writing() as session:
        merchant, _, draft = await at_home(session, tax_number=None)
        issued, _ = await issue_invoice(session, draft, merchant, "Mona", NOON)
    document = issued.read_document()
    assert (document.title, document.totals.tax_amount, document.lines[0].tax_category) == (
        "invoice",
        Decimal(0),
        "O",
    )


@pytest.mark.parametrize("country", RULES)
def test_a_registered_business_is_warned_where_a_pdf_does_not_do(country: str) -> None:
    duty = RULES[country].get("einvoicing")
    merchant = a_merchant(country=country)
    assert (take_warning(merchant) is not None) == (duty is not None)
    assert take_warning(merchant) is None
    assert take_warning(a_merchant(country=country, tax_registered=False)) is None


def test_everything_the_data_names_has_its_words() -> None:
    for row in RULES.values():
        assert row["source"] in FACTS["registration"]["sources"]
        assert row.get("tax", "vat") in TAXES
        assert ("number" in row) == ("example" in row)
        assert re.fullmatch(row.get("number", ""), row.get("example", ""))
        duty = row.get("einvoicing")
        if duty:
            names = (
                {duty["system"], f"{duty['system']}_waiting"} if duty["since"] == "each" else {duty["system"]}
            )
            assert names <= WARNINGS.keys()
            assert (duty["since"] == "each") == (duty["system"] in SINCE)
            assert bool(duty.get("disclaimer")) == (duty["system"] in DISCLAIMERS)


def test_an_egyptian_tax_invoice_says_that_it_did_not_pass_the_authoritys_system() -> None:
    line = "هذا المستند ليس فاتورة إلكترونية صادرة عبر منظومة مصلحة الضرائب المصرية"
    assert issued_in("EG", document_language="ar").disclaimer == line
    english = issued_in("EG").disclaimer
    assert english is not None
    assert english.endswith(line)
    assert "not an electronic invoice" in english
    assert issued_in("EG", tax_registered=False, tax_rate=Decimal(0)).disclaimer is None


async def test_a_disclaimer_stands_at_the_foot_of_the_pdf_and_on_the_page() -> None:
    pdf, page, *_ = await everywhere(issued_in("EG"))
    for place in (pdf, page):
        assert "not an electronic invoice issued through the system" in " ".join(place.split())


@pytest.mark.parametrize(
    ("since", "is_said"), [(None, False), (date(2026, 11, 22), True), (date(2026, 11, 23), False)]
)
def test_a_saudi_invoice_names_fatoora_from_the_day_the_business_is_called(
    since: date | None, is_said: bool
) -> None:
    merchant = a_merchant(country="SA", einvoice_since=since)
    assert (disclaimer_of(merchant, "en", NOON.date()) is not None) == is_said


# Facts live in the data


def constants(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_code_names_a_country_with_rules_of_its_own() -> None:
    may = {
        "models/tax.py",  # AE is a tax category too
        "models/totals.py",
        "bot/rendering/message_words.py",  # which networks let a link through
    }
    others = ("bot/quickline/", "bot/rendering/codes/", "bot/demo/", "bot/bench/", "bot/doctor/")
    for room in ("models", "bot", "handlers"):
        for path in (ROOT / room).rglob("*.py"):
            place = path.relative_to(ROOT).as_posix()
            if place not in may and not place.startswith(others):
                assert not RULES.keys() & set(constants(path)), place
