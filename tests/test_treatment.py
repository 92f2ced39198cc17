"""Facts about taxes beside the rate: where each kind exists, and the reasons a country's law knows."""

from itertools import chain

import pytest

from models.countries import FACTS, country
from models.tax import TaxCategory
from models.treatment import export_reason, in_eu, needs_reason, reason_of, reasons_of, treatments_of

TAXATION = FACTS["taxation"]


@pytest.mark.parametrize(
    ("code", "categories"),
    [
        ("DE", "Z E AE K G"), ("FR", "Z E AE K G"), ("GB", "Z E AE"), ("AE", "Z E AE"), ("BH", "Z E AE"),
        ("SA", "Z E"), ("EG", "Z E"), ("CH", "Z E"),
    ],
)  # fmt: skip
def test_a_country_knows_these_kinds_of_tax(code: str, categories: str) -> None:
    assert list(treatments_of(code)) == categories.split()


def test_the_european_union_has_27_members_and_each_is_a_country_with_a_rate() -> None:
    members = TAXATION["eu_members"]
    assert len(set(members)) == 27
    for code in members:
        home = country(code)
        assert home is not None
        assert home.tax_rate > 0
    assert not in_eu("GB")
    assert not in_eu(None)


def test_an_exemption_needs_a_reason_everywhere_a_zero_rate_in_saudi_arabia_alone() -> None:
    assert all(needs_reason(code, TaxCategory.E) for code in ("SA", "EG", "DE", "US"))
    assert needs_reason("SA", TaxCategory.Z)
    assert not needs_reason("EG", TaxCategory.Z)
    assert not needs_reason("DE", TaxCategory.AE)


def test_every_reason_has_a_described_source_a_key_of_its_own_and_both_languages() -> None:
    listed = TAXATION["reasons"]
    keys = [reason["key"] for row in listed.values() for reason in row["reasons"]]
    assert len(keys) == len(set(keys))
    assert all(":" not in key and len(key) <= 12 for key in keys)
    sources = [row["source"] for row in listed.values()]
    others = (TAXATION["reverse_charge"], TAXATION["zero_needs_reason"])
    assert {*sources, *chain(*(row.values() for row in others))} <= set(TAXATION["sources"])
    for code in listed:
        for category in (TaxCategory.E, TaxCategory.Z):
            for reason in reasons_of("DE" if code == "EU" else code, category):
                assert reason.en
                assert reason.ar


def test_an_export_has_one_name_or_a_choice_of_them() -> None:
    egypt, kuwait = export_reason("EG"), export_reason("KW")
    assert egypt is not None
    assert "Law No. 67 of 2016" in egypt.text("en")
    assert kuwait is not None
    assert kuwait.text("ar") == "تصدير خاضع لنسبة الصفر"
    assert export_reason("SA") is None


def test_a_reason_is_printed_in_the_languages_of_the_document_and_keeps_its_code() -> None:
    export = reasons_of("SA", TaxCategory.Z)[0]
    assert export.text("en-ar") == "Export of goods / صادرات السلع من المملكة"
    assert {reason_of("SA", text) for text in export.texts} == {export}
    assert export.code == "VATEX-SA-32"
    assert reason_of("SA", "Typed by hand") is None
    small = reason_of("FR", "TVA non applicable, art. 293 B du CGI")
    assert small is not None
    assert small.code == "VATEX-FR-FRANCHISE"
