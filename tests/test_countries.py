"""Countries: found however they are typed, and what they settle is something the rest of the program knows."""

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from iso4217 import Currency

from models import countries
from models.countries import countries_like, country, country_named, likely_countries


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Egypt", "EG"), ("eg", "EG"), ("EGY", "EG"), ("egypt ", "EG"), ("مصر", "EG"),
        ("ksa", "SA"), ("السعودية", "SA"), ("سعوديه", "SA"), ("المملكة العربية السعودية", "SA"),
        ("UAE", "AE"), ("الامارات", "AE"), ("uk", "GB"), ("Turkey", "TR"), ("Türkiye", "TR"),
        ("Cote d'Ivoire", None), ("Côte d’Ivoire", "CI"), ("united", None), ("", None), ("x" * 5000, None),
    ],
)  # fmt: skip
def test_a_country_is_found_by_its_name_its_code_or_its_short_name(typed: str, code: str | None) -> None:
    found = country_named(typed)
    assert (found and found.code) == code


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Egpyt", {"EG"}),
        ("united", {"AE", "GB", "US"}),
        ("saud", {"SA"}),
        ("الكويتت", {"KW"}),
        ("zzzz", set()),
    ],
)
def test_a_misspelt_country_is_offered_instead(typed: str, codes: set[str]) -> None:
    assert {found.code for found in countries_like(typed)} == codes


def test_no_more_than_six_are_offered() -> None:
    assert len(countries_like("an")) == 6


def test_every_country_has_names_a_currency_and_a_time_zone() -> None:
    for code in (row["code"] for row in countries.FACTS["countries"]):
        found = country(code)
        assert found is not None
        assert Currency(found.currency).exponent is not None
        assert ZoneInfo(found.time_zone).key == found.time_zones[0]
        assert 0 <= found.tax_rate <= 30
        assert {country_named(found.name(language)) for language in ("en", "ar")} == {found}


@pytest.mark.parametrize(
    ("code", "currency", "zone", "rate"),
    [
        ("EG", "EGP", "Africa/Cairo", "14"), ("SA", "SAR", "Asia/Riyadh", "15"), ("AE", "AED", "Asia/Dubai", "5"),
        ("BH", "BHD", "Asia/Bahrain", "10"), ("KW", "KWD", "Asia/Kuwait", "0"), ("BG", "EUR", "Europe/Sofia", "20"),
        ("US", "USD", "America/New_York", "0"), ("FI", "EUR", "Europe/Helsinki", "25.5"),
    ],
)  # fmt: skip
def test_what_a_country_settles(code: str, currency: str, zone: str, rate: str) -> None:
    found = country(code)
    assert found is not None
    assert (found.currency, found.time_zone, found.tax_rate) == (currency, zone, Decimal(rate))


def test_every_tax_rate_names_a_source_that_is_described() -> None:
    described = countries.FACTS["sources"]["tax_rate"]
    for row in countries.FACTS["countries"]:
        assert ("tax_rate" in row) == ("tax_source" in row)
        assert row.get("tax_source", "eu") in described


def test_the_likeliest_country_comes_first_in_each_language() -> None:
    assert likely_countries("ar")[0].code == "EG"
    assert {len(likely_countries(language)) for language in ("en", "ar")} == {12}


def test_a_flag_is_made_of_the_code() -> None:
    egypt = country("EG")
    assert egypt is not None
    assert egypt.flag == "🇪🇬"
