"""Numbers, percentages, quantities and prices as a merchant types them."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quickline.answers import UnclearError, UnreadableError
from bot.quickline.numbers import parse_number, parse_percent, parse_quantity
from bot.quickline.prices import parse_price
from models.errors import UserError
from models.text import cleaned

VECTORS = json.loads((Path(__file__).parent / "vectors" / "numbers.json").read_text())["vectors"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_a_number_is_read_as_the_merchant_means_it(vector: dict[str, Any]) -> None:
    text, expected = cleaned(vector["input"]), vector["expected"]
    context = {"currency": vector["currency"], "language": vector["locale"]}
    if "value" in expected:
        assert str(parse_number(text, **context)) == expected["value"]
    elif "ask" in expected:
        with pytest.raises(UnclearError) as asked:
            parse_number(text, **context)
        assert (asked.value.code, list(asked.value.choices)) == ("A_NUMBER_FORMAT", expected["ask"])
    else:
        with pytest.raises(UnreadableError) as refused:
            parse_number(text, **context)
        assert refused.value.code == expected["error"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("150", "150"),
        ("150 EGP", "150"),
        ("EGP 150", "150"),
        ("egp150", "150"),
        ("150جنيه", "150"),
        ("٢ ألف جنيه", "2000"),
        ("150 ج.م.", "150"),
        ("L.E. 12.50", "12.5"),
        ("1.5k", "1500"),
        ("نص جنيه", "0.5"),
        ("1,500", "1500"),
        ("٣٠،٥", "30.5"),
        ("0", "0"),
        ("999999999999.9999", "999999999999.9999"),
    ],
)
def test_a_price_may_carry_the_merchants_own_currency(text: str, value: str) -> None:
    assert parse_price(text, currency="EGP", language="ar") == Decimal(value)


@pytest.mark.parametrize("currency", ["SAR", "KWD", "AED", "USD", "TRY", "CUP"])
def test_the_iso_code_of_the_merchants_currency_is_always_welcome(currency: str) -> None:
    assert parse_price(f"12 {currency.lower()}", currency=currency, language="en") == 12
    assert parse_price(f"{currency} 12", currency=currency, language="en") == 12


@pytest.mark.parametrize("text", ["$150", "150 USD", "150 ريال", "€ 20", "20 euros"])
def test_another_currency_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_price(text, currency="EGP", language="en")
    assert refused.value.code == "E_CURRENCY_MIX"
    assert refused.value.values["currency"] == "EGP"


def test_a_sign_of_two_currencies_is_asked_about() -> None:
    with pytest.raises(UnclearError) as asked:
        parse_price("£100", currency="EGP", language="en")
    assert (asked.value.code, asked.value.choices) == ("A_CURRENCY", ("100 EGP",))
    assert parse_price("£100", currency="GBP", language="en") == 100


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("-5", "EGP", "E_PRICE_NEG"),
        ("EGP -5", "EGP", "E_PRICE_NEG"),
        ("1.23456", "EGP", "E_TOO_MANY_DECIMALS"),
        ("1.234567", "KWD", "E_TOO_MANY_DECIMALS"),
        ("1.2345", "JPY", "E_TOO_MANY_DECIMALS"),
        ("1234567890123", "EGP", "E_TOO_LARGE"),
        ("1000000k", "EGP", None),
        ("10000000000k", "EGP", "E_TOO_LARGE"),
        ("fifteen", "EGP", "E_BAD_NUMBER"),
        ("", "EGP", "E_BAD_NUMBER"),
        ("EGP", "EGP", "E_BAD_NUMBER"),
        ("15 30", "EGP", "E_BAD_NUMBER"),
        ("9" * 1001, "EGP", "E_TOO_LONG"),
        ("9" * 1000, "EGP", "E_TOO_LARGE"),
    ],
)
def test_a_price_no_invoice_can_hold_is_refused(text: str, currency: str, code: str | None) -> None:
    if code is None:
        assert parse_price(text, currency=currency, language="en") == 1_000_000_000
        return
    with pytest.raises(UnreadableError) as refused:
        parse_price(text, currency=currency, language="en")
    assert refused.value.code == code


def test_a_choice_is_read_in_one_way_only() -> None:
    with pytest.raises(UnclearError) as asked:
        parse_number("1.125", currency="EGP", language="en")
    assert asked.value.choices == ("1.1250", "1125")
    assert asked.value.values == {"text": "1.125", "first": "1.125", "second": "1,125"}
    for language in ("en", "de", "ar_MA"):
        for currency in ("EGP", "KWD"):
            assert parse_number("1.1250", currency=currency, language=language) == Decimal("1.125")


def test_a_reading_the_currency_cannot_hold_is_not_offered() -> None:
    assert parse_price("1.125", currency="JPY", language="en") == 1125


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14", "14"),
        ("8.1%", "8.1"),
        ("٪٥", "5"),
        ("٨٫١٪", "8.1"),
        ("0", "0"),
        ("100 %", "100"),
        ("8,125", "8.125"),
    ],
)
def test_a_percentage_is_read_with_its_sign_or_without(text: str, value: str) -> None:
    assert parse_percent(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("101", "E_PERCENT_RANGE"),
        ("-5%", "E_PERCENT_RANGE"),
        ("1.00001", "E_TOO_MANY_DECIMALS"),
        ("x%", "E_BAD_NUMBER"),
    ],
)
def test_an_impossible_percentage_is_refused(text: str, code: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_percent(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "code"), [("0", "E_QTY_ZERO"), ("-2", "E_QTY_NEG"), ("0.1234567", "E_TOO_MANY_DECIMALS")]
)
def test_an_impossible_quantity_is_refused(text: str, code: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_quantity(text, language="en")
    assert refused.value.code == code


def test_a_quantity_is_read_like_any_number() -> None:
    assert parse_quantity("½", language="en") == Decimal("0.5")
    assert parse_quantity("0.333", language="ar") == Decimal("0.333")
    assert parse_quantity("1,500", language="en") == 1500


@given(
    st.text(alphabet="0123456789٠١٢٫٬.,' k-½%EGPأalfن£$", max_size=30), st.sampled_from(["en", "ar", "de"])
)
def test_any_number_has_a_value_or_a_question_or_a_refusal(text: str, language: str) -> None:
    for currency in ("EGP", "KWD", "JPY"):
        try:
            price = parse_price(cleaned(text), currency=currency, language=language)
            assert 0 <= price < 10**12
        except UnclearError as asked:
            for choice in asked.choices:
                parse_price(choice, currency=currency, language=language)
        except UserError:
            pass
