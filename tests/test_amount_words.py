"""The total in words: what a cashier checks the figures against."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.amount_words import LIMIT, arabic_nouns, in_words, western_nouns
from bot.rendering.amount_words.arabic import counted
from bot.rendering.words import ARAB_CURRENCIES
from models.money import minor_units

TAFQIT = json.loads((Path(__file__).parent / "vectors" / "tafqit.json").read_text("utf-8"))
ARAB = (*ARAB_CURRENCIES, "DJF", "ILS", "KMF", "SOS")
NAMED = [(language, currency) for language, names in western_nouns.CURRENCIES.items() for currency in names]


@pytest.mark.parametrize(
    "vector", TAFQIT["vectors"], ids=lambda vector: f"{vector['amount']} {vector['currency']}"
)
def test_an_amount_is_written_in_correct_arabic(vector: dict[str, Any]) -> None:
    assert in_words(Decimal(vector["amount"]), vector["currency"], "ar") == vector["words"]


@pytest.mark.parametrize(
    "vector", TAFQIT["num2words_wrong"], ids=lambda vector: f"{vector['amount']} {vector['currency']}"
)
def test_arabic_amounts_are_not_what_a_common_library_makes_of_them(vector: dict[str, Any]) -> None:
    words = in_words(Decimal(vector["amount"]), vector["currency"], "ar")
    assert words is not None
    assert vector["num2words_0_5_14"].strip() not in words


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("2", "EGP", "جنيهان"),
        ("100", "AED", "مائة درهم"),
        ("25", "USD", "خمسة وعشرون دولاراً"),
        ("1234.56", "KWD", "ألف ومائتان وأربعة وثلاثون ديناراً وخمسمائة وستون فلساً"),
        ("0.08", "SAR", "ثماني هللات"),
        ("0.18", "SAR", "ثماني عشرة هللة"),
        ("0.28", "SAR", "ثمانٍ وعشرون هللة"),
        ("0.21", "SAR", "إحدى وعشرون هللة"),
        ("0.22", "SAR", "اثنتان وعشرون هللة"),
        ("0.10", "SAR", "عشر هللات"),
        ("1.01", "SAR", "ريال واحد وهللة واحدة"),
        ("0.002", "OMR", "بيستان"),
        ("0.200", "OMR", "مائتا بيسة"),
        ("11", "LBP", "إحدى عشرة ليرة"),
        ("11", "SAR", "أحد عشر ريالاً"),
        ("11000", "SAR", "أحد عشر ألف ريال"),
        ("11001", "SAR", "أحد عشر ألف ريال وريال واحد"),
        ("101000", "SAR", "مائة ألف وألف ريال"),
        ("102000", "SAR", "مائة ألف وألفا ريال"),
        ("102500", "SAR", "مائة ألف وألفان وخمسمائة ريال"),
        ("103000", "SAR", "مائة وثلاثة آلاف ريال"),
        ("200200", "SAR", "مائتا ألف ومائتا ريال"),
        ("3003", "OMR", "ثلاثة آلاف وثلاثة ريالات"),
        ("2000000", "EGP", "مليونا جنيه"),
        ("2500000", "EGP", "مليونان وخمسمائة ألف جنيه"),
        ("12000000", "EGP", "اثنا عشر مليون جنيه"),
        ("12000015", "EGP", "اثنا عشر مليوناً وخمسة عشر جنيهاً"),
        ("1000000000", "IQD", "مليار دينار"),
        ("1000000000000000", "IQD", "كوادريليون دينار"),
        ("2", "GBP", "جنيهان إسترلينيان"),
        ("3", "TRY", "ثلاث ليرات تركية"),
        ("5", "KMF", "خمسة فرنكات"),
        ("3.11", "ILS", "ثلاثة شواكل وإحدى عشرة أغورة"),
        ("101.02", "ILS", "مائة شيكل وشيكل واحد وأغورتان"),
    ],
)
def test_the_noun_follows_its_number(amount: str, currency: str, words: str) -> None:
    assert in_words(Decimal(amount), currency, "ar") == f"فقط {words} لا غير"


# The way back, by a reader that knows words and nothing of the rules above.

ONES = {
    "واحد": 1, "واحدة": 1, "أحد": 1, "إحدى": 1, "اثنان": 2, "اثنتان": 2, "اثنا": 2, "اثنتا": 2, "ثلاث": 3,
    "ثلاثة": 3, "أربع": 4, "أربعة": 4, "خمس": 5, "خمسة": 5, "ست": 6, "ستة": 6, "سبع": 7, "سبعة": 7, "ثماني": 8,
    "ثمانٍ": 8, "ثمانية": 8, "تسع": 9, "تسعة": 9, "عشر": 10, "عشرة": 10, "عشرون": 20, "ثلاثون": 30, "أربعون": 40,
    "خمسون": 50, "ستون": 60, "سبعون": 70, "ثمانون": 80, "تسعون": 90, "مائة": 100, "مائتان": 200, "مائتا": 200,
    "ثلاثمائة": 300, "أربعمائة": 400, "خمسمائة": 500, "ستمائة": 600, "سبعمائة": 700, "ثمانمائة": 800,
    "تسعمائة": 900,
}  # fmt: skip
POWERS = {
    word: (10**power, 2 if word == scale.two or word == scale.two[:-1] else 1)
    for scale, power in zip(arabic_nouns.SCALES, (15, 12, 9, 6, 3), strict=True)
    for word in (scale.one, scale.two, scale.two[:-1], scale.few, scale.many)
}


def value_of(words: str, noun: arabic_nouns.Noun) -> int:
    """What the words count."""
    total = group = 0
    for word in re.split(" و| ", words):
        if word in ONES:
            group += ONES[word]
        elif word in POWERS:
            power, pair = POWERS[word]
            total, group = total + (group or pair) * power, 0
        elif word == noun.two:
            group += 2
        elif word not in {noun.one, noun.few, noun.many}:
            raise AssertionError(word)
    return total + group


@given(st.integers(3, 10**15), st.sampled_from(["KWD", "LBP", "SAR"]))
def test_arabic_words_can_be_counted_back(number: int, currency: str) -> None:
    noun = arabic_nouns.CURRENCIES[currency].major
    words = counted(number, noun)
    last = words.rpartition(f" و{noun.one} واحد")
    once = 1 if number % 100 == 1 else 0
    assert value_of(last[0] if once else words, noun) + once == number


@given(st.integers(0, 10**15), st.integers(0, 999), st.sampled_from(ARAB))
def test_every_arab_currency_has_words_for_every_amount(major: int, minor: int, currency: str) -> None:
    decimals = minor_units(currency)
    names = arabic_nouns.CURRENCIES[currency]
    minor = minor % 10**decimals if names.minor else 0
    amount = Decimal(major) + Decimal(minor).scaleb(-decimals)
    words = in_words(amount, currency, "ar")
    assert words is not None
    said = [counted(major, names.major)] if major or not minor else []
    said += [counted(minor, names.minor)] if minor and names.minor else []
    assert words == f"فقط {' و'.join(said)} لا غير"
    assert "  " not in words
    assert " و " not in words  # and is written onto its word


@given(st.integers(0, 10**15))
def test_the_last_two_digits_decide_the_form_of_the_noun(number: int) -> None:
    noun = arabic_nouns.CURRENCIES["SAR"].major
    words, rest = counted(number, noun), number % 100
    if rest == 1:
        assert words.endswith("ريال واحد")
    elif rest == 2:
        assert words.endswith("ريالان")
    else:
        assert words.endswith(f" {noun.few if 3 <= rest <= 10 else noun.many if rest else noun.one}")


def test_thousandths_are_not_hundredths() -> None:
    for currency in ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"):
        for language in ("ar", "en"):
            assert in_words(Decimal("1.5"), currency, language) == in_words(
                Decimal("1.500"), currency, language
            )
        assert "خمسمائة" in str(in_words(Decimal("1.5"), currency, "ar"))
        assert "five hundred" in str(in_words(Decimal("1.5"), currency, "en"))


# Other languages


@pytest.mark.parametrize(
    ("amount", "currency", "language", "words"),
    [
        ("342.00", "EGP", "en", "Three hundred and forty-two Egyptian pounds only"),
        ("1", "EGP", "en", "One Egyptian pound only"),
        ("1.01", "GBP", "en", "One pound sterling and one penny only"),
        ("0.75", "SAR", "en", "Seventy-five halalas only"),
        ("0", "EUR", "en", "Zero euros only"),
        ("2.10", "ILS", "en", "Two new shekels and ten agorot only"),
        ("7.805", "KWD", "en", "Seven Kuwaiti dinars and eight hundred and five fils only"),
        ("4671", "JPY", "en", "Four thousand, six hundred and seventy-one Japanese yen only"),
        ("3000000000", "BRL", "en", "Three billion Brazilian reais only"),
        ("0", "EUR", "fr", "Zéro euro"),
        ("1.80", "EUR", "fr", "Un euro et quatre-vingts centimes"),
        ("200000", "MAD", "fr", "Deux cent mille dirhams marocains"),
        ("71", "EUR", "fr", "Soixante et onze euros"),
        ("1000000", "EUR", "fr", "Un million d'euros"),
        ("2000000", "TND", "fr", "Deux millions de dinars tunisiens"),
        ("1000200", "XOF", "fr", "Un million deux cents francs CFA"),
        ("221", "EGP", "fr", "Deux cent vingt et une livres égyptiennes"),
        ("21000", "EGP", "fr", "Vingt et un mille livres égyptiennes"),
        ("1", "EUR", "de", "Ein Euro"),
        ("101.01", "EUR", "de", "Einhundertein Euro und ein Cent"),
        ("101000", "EUR", "de", "Einhunderteintausend Euro"),
        (
            "1234.56",
            "CHF",
            "de",
            "Eintausendzweihundertvierunddreißig Schweizer Franken und sechsundfünfzig Rappen",
        ),
        ("2000000", "EUR", "de", "Zwei Millionen Euro"),
        ("1000001", "EUR", "de", "Eine Million ein Euro"),
        ("21000", "EUR", "es", "Veintiún mil euros"),
        ("31.01", "EUR", "es", "Treinta y un euros con un céntimo"),
        ("101000", "EUR", "es", "Ciento un mil euros"),
        ("1000000", "EUR", "es", "Un millón de euros"),
        ("21000000", "EUR", "es", "Veintiún millones de euros"),
        ("200200500", "GBP", "es", "Doscientos millones doscientas mil quinientas libras esterlinas"),
        ("221", "EGP", "es", "Doscientas veintiuna libras egipcias"),
        ("1100", "EUR", "pt", "Mil e cem euros"),
        ("2000000", "EUR", "pt", "Dois milhões de euros"),
        ("2000000000", "EUR", "pt", "Dois mil milhões de euros"),
        ("2000000000", "BRL", "pt", "Dois bilhões de reais"),
        ("2202.02", "GBP", "pt", "Duas mil duzentas e duas libras esterlinas e dois pence"),
        ("1.01", "BRL", "pt", "Um real e um centavo"),
    ],
)
def test_an_amount_is_written_as_its_language_writes_it(
    amount: str, currency: str, language: str, words: str
) -> None:
    assert in_words(Decimal(amount), currency, language) == words


@given(st.integers(0, 10**15), st.integers(0, 999), st.sampled_from(NAMED))
def test_words_name_the_currency_and_nothing_strange(major: int, minor: int, named: tuple[str, str]) -> None:
    language, currency = named
    names = western_nouns.CURRENCIES[language][currency]
    decimals = minor_units(currency)
    minor = minor % 10**decimals if names.minor else 0
    words = in_words(Decimal(major) + Decimal(minor).scaleb(-decimals), currency, language)
    assert words is not None
    assert words[0].isupper()
    assert re.fullmatch(r"[A-Za-zÀ-ſ',\- ]+", words)
    assert (names.major.one in words or names.major.many in words) == bool(major or not minor)
    if names.minor and minor:
        assert (names.minor.one if minor == 1 else names.minor.many) in words


@given(
    st.integers(0, 10**15 - 1),
    st.integers(0, 10**15 - 1),
    st.sampled_from(["ar", "en", "fr", "de", "es", "pt"]),
)
def test_two_amounts_never_have_the_same_words(one: int, other: int, language: str) -> None:
    same = in_words(Decimal(one), "EGP", language) == in_words(Decimal(other), "EGP", language)
    assert same == (one == other)


@pytest.mark.parametrize(
    ("amount", "currency", "language"),
    [
        ("-1", "EGP", "ar"),
        ("0.001", "EGP", "ar"),
        ("0.5", "JPY", "en"),
        ("0.20", "MRU", "ar"),
        (str(LIMIT), "EGP", "en"),
        ("NaN", "EGP", "en"),
        ("Infinity", "EGP", "ar"),
        ("1", "ZZZ", "en"),
        ("1", "THB", "ar"),
        ("1", "THB", "en"),
        ("1", "KWD", "de"),
        ("1", "TRY", "tr"),
    ],
)
def test_where_words_could_be_wrong_there_are_none(amount: str, currency: str, language: str) -> None:
    assert in_words(Decimal(amount), currency, language) is None


def test_every_arab_currency_has_its_name_in_arabic_and_english() -> None:
    for currency in ARAB:
        assert currency in arabic_nouns.CURRENCIES
        assert currency in western_nouns.CURRENCIES["en"]
