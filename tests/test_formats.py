"""Money, numbers and dates read the way people write them, in both languages."""

from datetime import date
from decimal import Decimal

import pytest

from bot.rendering.formats import (
    amount,
    day,
    hijri_day,
    money,
    number,
    pdf_filename,
    percent,
    quantity,
    unbroken,
)  # fmt: skip
from bot.rendering.units import UNITS
from bot.rendering.words import LABELS
from bot.screens import Screen


@pytest.mark.parametrize(
    ("value", "currency", "english", "arabic"),
    [
        ("342.00", "EGP", "EGP 342.00", "342.00 ج.م"),
        ("342", "EGP", "EGP 342.00", "342.00 ج.م"),
        ("7.125", "KWD", "KWD 7.125", "7.125 د.ك"),
        ("4671", "JPY", "JPY 4,671", "4,671 JPY"),
        ("10962853333470.37", "IDR", "IDR 10,962,853,333,470.37", "10,962,853,333,470.37 IDR"),
        ("-35.1", "SAR", "-SAR 35.10", "-35.10 ر.س"),
        ("0", "AED", "AED 0.00", "0.00 د.إ"),
        ("-0.00", "AED", "AED 0.00", "0.00 د.إ"),
    ],
)
def test_money_names_its_currency_the_way_the_reader_does(
    value: str, currency: str, english: str, arabic: str
) -> None:
    assert money(Decimal(value), currency, "en") == english
    assert money(Decimal(value), currency, "ar") == arabic


@pytest.mark.parametrize("currency", ["EGP", "JPY", "KWD"])
@pytest.mark.parametrize(("language", "digits"), [("en", "latn"), ("ar", "latn"), ("ar", "arab")])
def test_no_line_ends_inside_an_amount(currency: str, language: str, digits: str) -> None:
    told = money(Decimal("-1234"), currency, language, digits)
    whole = unbroken(f"Paid {told} of {told}, 2 left")
    assert Screen(f"Paid {told} of {told}, 2 left").as_json()["text"] == whole
    assert whole == f"Paid {told} of {told}, 2 left".replace(told, told.replace(" ", "\N{NO-BREAK SPACE}"))


def test_arabic_digits_appear_in_arabic_text_alone() -> None:
    assert money(Decimal("1234.5"), "EGP", "ar", "arab") == "١٬٢٣٤٫٥٠ ج.م"
    assert money(Decimal("1234.5"), "EGP", "en", "arab") == "EGP 1,234.50"
    assert percent(Decimal("8.10"), "ar", "arab") == "٨٫١٪"
    assert day(date(2026, 11, 29), "ar", "arab") == "الأحد ٢٩ نوفمبر ٢٠٢٦"


def test_dates_name_the_day_of_the_week() -> None:
    assert day(date(2026, 11, 29), "en") == "Sun 29 Nov 2026"
    assert day(date(2026, 11, 29), "ar") == "الأحد 29 نوفمبر 2026"


@pytest.mark.parametrize(
    ("day_", "english", "arabic"),
    [
        (date(2026, 11, 22), "12 Jumada al-Akhirah 1448 AH", "12 جمادى الآخرة 1448 هـ"),
        (date(2026, 6, 16), "1 Muharram 1448 AH", "1 محرم 1448 هـ"),
        (date(2027, 2, 8), "1 Ramadan 1448 AH", "1 رمضان 1448 هـ"),
    ],
)
def test_a_day_has_its_hijri_date_by_the_calendar_of_umm_al_qura(
    day_: date, english: str, arabic: str
) -> None:
    assert hijri_day(day_, "en") == english
    assert hijri_day(day_, "ar") == arabic


def test_a_hijri_date_takes_the_digits_of_the_document() -> None:
    assert hijri_day(date(2026, 11, 22), "ar", "arab") == "١٢ جمادى الآخرة ١٤٤٨ هـ"
    assert hijri_day(date(2026, 11, 22), "en", "arab") == "12 Jumada al-Akhirah 1448 AH"


def test_a_day_beyond_the_hijri_tables_has_no_hijri_date() -> None:
    assert hijri_day(date(1924, 8, 1), "en") == "1 Muharram 1343 AH"
    assert hijri_day(date(2077, 11, 16), "en") == "30 Dhu al-Hijjah 1500 AH"
    assert hijri_day(date(1924, 7, 31), "ar") is None
    assert hijri_day(date(2077, 11, 17), "ar") is None


@pytest.mark.parametrize("value", ["0.0035", "98765432.101", "12.999"])
def test_formatting_never_rounds(value: str) -> None:
    assert amount(Decimal(value), "USD").replace(",", "") == value


def test_zeros_at_the_end_of_prices_and_quantities_go() -> None:
    assert number(Decimal("1.500000")) == "1.5"
    assert number(Decimal("1E+3")) == "1,000"
    assert amount(Decimal("19.9900"), "EGP") == "19.99"
    assert percent(Decimal("14.00")) == "14%"


@pytest.mark.parametrize(
    ("value", "unit", "english", "arabic"),
    [
        ("2", "C62", "2", "2"),
        ("1", "DAY", "1 day", "1 يوم"),
        ("3", "DAY", "3 days", "3 أيام"),
        ("11", "DAY", "11 days", "11 يومًا"),
        ("100", "DAY", "100 days", "100 يوم"),
        ("103", "DAY", "103 days", "103 أيام"),
        ("1.5", "HUR", "1.5 h", "1.5 ساعة"),
        ("5", "XYZ", "5 XYZ", "5 XYZ"),
    ],
)
def test_quantities_agree_with_their_unit(value: str, unit: str, english: str, arabic: str) -> None:
    assert quantity(Decimal(value), unit, "en") == english
    assert quantity(Decimal(value), unit, "ar") == arabic


def test_no_string_carries_direction_marks_or_hard_blanks() -> None:
    strings = [
        money(Decimal("-1234.5"), "EGP", "ar", "arab"),
        day(date(2026, 1, 1), "ar"),
        percent(Decimal(5), "ar"),
    ]
    assert not {"\u00a0", "\u200e", "\u200f", "\u061c", "\u202f", "\u2068"} & set("".join(strings))


@pytest.mark.parametrize(
    ("number_", "expected"),
    [
        ("INV-2026-00042", "INV-2026-00042.pdf"),
        ("INV/26/7", "INV-26-7.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("فاتورة", "invoice.pdf"),
    ],
)
def test_the_file_is_named_after_the_invoice_in_ascii(number_: str, expected: str) -> None:
    assert pdf_filename(number_) == expected


def test_every_word_of_the_document_is_there_in_both_languages() -> None:
    assert LABELS["en"].keys() == LABELS["ar"].keys()
    assert UNITS["en"].keys() == UNITS["ar"].keys()
    gaps = {
        key: [part for part in ("{rate}", "{base}") if part in text] for key, text in LABELS["en"].items()
    }
    assert gaps == {
        key: [part for part in ("{rate}", "{base}") if part in text] for key, text in LABELS["ar"].items()
    }
