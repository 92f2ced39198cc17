"""Money is exact: minor units of the right table, half-up, and no float anywhere."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from pydantic import TypeAdapter, ValidationError

from models.frozen import ExactDecimal
from models.money import EXACT, apportioned, minor_units, rounded


@pytest.mark.parametrize(
    ("currency", "decimals"),
    [
        ("EGP", 2), ("SAR", 2), ("SYP", 2), ("YER", 2), ("LBP", 2), ("JPY", 0), ("XAF", 0), ("CLF", 4),
        ("KWD", 3), ("BHD", 3), ("IQD", 3), ("JOD", 3), ("LYD", 3), ("OMR", 3), ("TND", 3), ("UYW", 4),
    ],
)  # fmt: skip
def test_a_currency_has_the_decimals_of_iso_4217(currency: str, decimals: int) -> None:
    assert minor_units(currency) == decimals


@pytest.mark.parametrize("currency", ["egp", "ZZZ", ""])
def test_an_unknown_currency_has_none(currency: str) -> None:
    with pytest.raises(ValueError, match="Currency"):
        minor_units(currency)


@pytest.mark.parametrize(
    ("amount", "decimals", "expected"),
    [
        ("0.125", 2, "0.13"), ("0.135", 2, "0.14"), ("-0.125", 2, "-0.13"), ("-324.995", 2, "-325.00"),
        ("2.5", 0, "3"), ("1", 3, "1.000"), ("1E+3", 2, "1000.00"), ("-0", 2, "0.00"), ("-0.001", 2, "0.00"),
        ("0.12499", 2, "0.12"),
    ],
)  # fmt: skip
def test_half_is_rounded_away_from_zero(amount: str, decimals: int, expected: str) -> None:
    assert str(rounded(Decimal(amount), decimals)) == expected


def test_rounding_does_not_depend_on_the_precision_around_it() -> None:
    with localcontext(prec=3):
        assert str(rounded(Decimal("98765432109876543210.125"), 2)) == "98765432109876543210.13"
        assert apportioned(Decimal("98765.43"), [Fraction(9876543, 100)], 2) == [Decimal("98765.43")]


def test_three_friends_share_a_dinner_to_the_last_piastre() -> None:
    assert apportioned(Decimal("100.00"), [Fraction(100, 3)] * 3, 2) == [
        Decimal("33.34"), Decimal("33.33"), Decimal("33.33")
    ]  # fmt: skip


def test_equal_remainders_go_to_the_earlier_share_whatever_its_size() -> None:
    shares = [Fraction(1, 3), Fraction(31, 3), Fraction(1, 3)]
    assert apportioned(Decimal(11), shares, 0) == [Decimal(1), Decimal(10), Decimal(0)]


def test_a_missing_unit_goes_to_the_largest_remainder() -> None:
    shares = [Fraction("10.001"), Fraction("6.669")]
    assert [str(part) for part in apportioned(Decimal("16.67"), shares, 2)] == ["10.00", "6.67"]


@pytest.mark.parametrize("text", ["150", "150.00", "-3.5", "0.0035"])
def test_a_number_given_as_text_keeps_its_digits(text: str) -> None:
    adapter: TypeAdapter[Decimal] = TypeAdapter(ExactDecimal)
    assert str(adapter.validate_python(text)) == text
    assert adapter.dump_json(adapter.validate_json(f'"{text}"')) == f'"{text}"'.encode()


@pytest.mark.parametrize(
    "number", [0.1, 1.0, float("nan"), True, None, "ten", "NaN", "Infinity", Decimal("-Infinity")]
)
def test_a_float_or_no_number_at_all_is_refused(number: object) -> None:
    adapter: TypeAdapter[Decimal] = TypeAdapter(ExactDecimal)
    with pytest.raises(ValidationError):
        adapter.validate_python(number)


def test_a_float_is_refused_in_json_too() -> None:
    adapter: TypeAdapter[Decimal] = TypeAdapter(ExactDecimal)
    with pytest.raises(ValidationError, match="write it as text"):
        adapter.validate_json("0.1")


def test_exact_means_half_up() -> None:
    with localcontext(EXACT):
        assert str(Decimal("1E-99") + 1).endswith("1")
        assert str(Decimal("0.125").quantize(Decimal("0.01"))) == "0.13"
