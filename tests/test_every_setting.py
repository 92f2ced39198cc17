"""Every setting is asked for, answered, shown and cleared, in both languages; nobody is asked for what is no use."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest

from bot.database import Database
from bot.language import texts
from bot.looks import ACCENTS, TEMPLATES, accent
from bot.payees import possible_codes
from bot.preferences import SETTINGS, WRITTEN_IN
from bot.relevance import is_asked_for
from handlers.views.questions import QUESTIONS
from handlers.views.sections import SECTIONS, section_of
from models.code import Kind
from models.document import DOCUMENT_LANGUAGES, Template
from models.errors import UserError
from models.merchant import Merchant
from tests.builders import a_merchant
from tests.chatting import Talk, on_sqlite, talk

EURO = {"country": "DE", "currency": "EUR", "iban": "DE89370400440532013000"}
SWISS = {"country": "CH", "currency": "CHF", "iban": "CH9300762011623852957"}
BRAZIL = {"country": "BR", "currency": "BRL"}
TWO = {"document_language": "en-ar"}

# What the business is, what it answers, and what is kept.
ANSWERS: dict[str, tuple[dict[str, Any], str, Any]] = {
    "name": ({}, "Nile <Studio>", "Nile <Studio>"),
    "second_name": (TWO, "ستوديو النيل", "ستوديو النيل"),
    "legal_name": ({}, "Nile Studio LLC", "Nile Studio LLC"),
    "registration_number": ({}, "١٠١٠١٢٣٤٥٦", "1010123456"),
    "address": ({}, "12 Tahrir Street\nCairo", "12 Tahrir Street\nCairo"),
    "email": ({}, "Mona@Example.com", "Mona@example.com"),
    "phone": ({}, "0100 123 4567", "+201001234567"),
    "country": ({}, "Kuwait", "KW"),
    "currency": ({}, "usd", "USD"),
    "time_zone": ({}, "kuala lumpur", "Asia/Kuala_Lumpur"),
    "document_language": ({"second_name": "قهوة"}, "العربية (+ English)", "ar-en"),
    "number_pattern": ({}, "F-{YY}{MM}-{seq:3}", "F-{YY}{MM}-{seq:3}"),
    "credit_note_pattern": ({}, "C-{YY}{MM}-{seq:3}", "C-{YY}{MM}-{seq:3}"),
    "payment_days": ({}, "٣٠ يوم", 30),
    "payment_terms": ({}, "Half now,\nhalf later", "Half now,\nhalf later"),
    "sends_receipts": ({}, "نعم", True),
    "is_express": ({}, "yes", True),
    "template": ({}, "modern", "modern"),
    "accent": ({}, "1D4ED8", "#1d4ed8"),
    "shows_words": ({}, "yes", True),
    "shows_hijri": ({}, "yes", True),
    "digits": ({}, "١٢٣", "arab"),
    "tax_registered": ({}, "no", False),
    "tax_number": ({}, "١٠٠-٢٠٠-٣٠٠", "100200300"),
    "tax_rate": ({}, "٥٪", Decimal(5)),
    "einvoice_since": (
        {"country": "SA", "tax_number": "310122393500003", "currency": "SAR"}, "1/4/2026", date(2026, 4, 1),
    ),
    "bank_details": ({}, "IBAN EG38 0019\nBanque Misr", "IBAN EG38 0019\nBanque Misr"),
    "iban": ({}, "eg38 ٠٠١٩ 0005 0000 0000 2631 8000 2", "EG380019000500000000263180002"),
    "bic": (EURO, "cobadeffxxx", "COBADEFFXXX"),
    "account_name": (EURO, "Mona Adel", "Mona Adel"),
    "street": (SWISS, "Bahnhofstrasse", "Bahnhofstrasse"),
    "building_number": (SWISS, "12a", "12a"),
    "postcode": (SWISS | {"town": "Zürich"}, "٨٠٠١", "8001"),
    "town": (SWISS | {"postcode": "8001"}, "Zürich", "Zürich"),
    "pix_key": (BRAZIL | {"town": "Recife"}, "+5511987654321", "+5511987654321"),
    "upi_id": ({"country": "IN", "currency": "INR"}, "shop@okaxis", "shop@okaxis"),
    "instapay_link": (
        {}, "https://ipn.eg/S/shop/instapay/7NdOtO", "https://ipn.eg/S/shop/instapay/7NdOtO",
    ),
    "payment_link": ({}, "https://paypal.me/shop/{amount}", "https://paypal.me/shop/{amount}"),
    "preferred_code": (EURO | {"payment_link": "https://paypal.me/shop"}, "link", "link"),
    "cash_rounding": (SWISS, "0.05", Decimal("0.05")),
    "language": ({}, "English", "en"),
}  # fmt: skip


def test_no_setting_is_forgotten_here() -> None:
    assert set(ANSWERS) == set(SETTINGS) - {"logo_id"}


@asynccontextmanager
async def business(database: Database, language: str, **wanted: Any) -> AsyncIterator[Talk]:
    """Mona's coffee shop in Cairo, registered for tax, changed to what is wanted."""
    async with talk(database, language) as mona:
        await mona.sets_up()
        await changed(mona, **wanted)
        yield mona


async def changed(mona: Talk, **wanted: Any) -> None:
    async with mona.database.writing() as session:
        merchant = await session.get_one(Merchant, (await the_merchant(mona)).key)
        for name, value in wanted.items():
            setattr(merchant, name, value)
        session.add(merchant)


async def the_merchant(mona: Talk) -> Merchant:
    merchant = await mona.merchant()
    assert merchant is not None
    return merchant


async def kept(mona: Talk, name: str) -> Any:
    return getattr(await mona.member() if SETTINGS[name].personal else await the_merchant(mona), name)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("section", SECTIONS)
@on_sqlite
async def test_a_setting_is_asked_answered_shown_and_cleared(
    database: Database, section: str, language: str
) -> None:
    async with business(database, language) as mona:
        untouched = (await the_merchant(mona)).model_dump()
        for name in SECTIONS[section].names:
            if name in ANSWERS:
                await changed(mona, **untouched | ANSWERS[name][0])
                await answer(mona, name)
                if SETTINGS[name].optional:
                    await clear(mona, name)


async def answer(mona: Talk, name: str) -> None:
    _, typed, value = ANSWERS[name]
    await mona.opens(labelled(name, await spoken(mona)))
    assert (await mona.draft()).step == f"settings.{name}"
    await mona.says(typed)
    if SETTINGS[name].confirmed:
        assert await kept(mona, name) is None
        await mona.taps("✅")
    assert await kept(mona, name) == value
    await is_saved(mona, name)


async def clear(mona: Talk, name: str) -> None:
    before = await kept(mona, name)
    await mona.opens(labelled(name, await spoken(mona)))
    await mona.taps(texts(await spoken(mona)).plain("Not yet") if name == "einvoice_since" else "🗑")
    if SETTINGS[name].confirmed:
        assert await kept(mona, name) == before
        await mona.taps("✅")
    assert await kept(mona, name) is None
    await is_saved(mona, name)


async def is_saved(mona: Talk, name: str) -> None:
    language = await spoken(mona)
    assert (await mona.draft()).step is None
    assert texts(language)("✅ Saved: {label}", label=labelled(name, language)) in mona.person.last.text


async def spoken(mona: Talk) -> str:
    return (await mona.member()).language


def labelled(name: str, language: str) -> str:
    return texts(language).plain(QUESTIONS[name].label)


EVERYBODY = {
    "name", "legal_name", "registration_number", "address", "email", "phone", "country", "currency", "time_zone",
    "document_language", "number_pattern", "credit_note_pattern", "payment_days", "payment_terms", "sends_receipts",
    "is_express", "template", "accent", "logo_id", "shows_words", "digits", "tax_registered", "tax_number", "tax_rate",
    "bank_details", "payment_link", "language",
}  # fmt: skip
NO_TAX = {"tax_registered": False, "tax_number": None, "tax_rate": Decimal(0)}
LINK = {"payment_link": "https://paypal.me/shop"}
ASKED: list[tuple[dict[str, Any], set[str]]] = [
    ({}, {"shows_hijri", "iban", "instapay_link"}),
    ({"second_name": "قهوة"}, {"second_name", "shows_hijri", "iban", "instapay_link"}),
    ({"document_language": "ar-en"}, {"second_name", "shows_hijri", "iban", "instapay_link"}),
    ({"currency": "USD"}, {"shows_hijri", "iban"}),
    ({"iban": "EG380019000500000000263180002"}, {"shows_hijri", "iban", "bic", "account_name", "instapay_link"}),
    ({"country": "SA", "currency": "SAR"}, {"shows_hijri", "iban", "einvoice_since"}),
    ({"country": "US", "currency": "USD"}, set()),
    ({"country": "US", "currency": "EUR"}, {"iban"}),
    (BRAZIL, {"iban", "pix_key", "town"}),
    (BRAZIL | {"pix_key": "a@b.co"}, {"iban", "pix_key", "town", "account_name"}),
    ({"country": "IN", "currency": "INR"}, {"upi_id"}),
    ({"country": "DE", "currency": "EUR"}, {"iban", "postcode", "town"}),
    (EURO, {"iban", "bic", "account_name", "postcode", "town"}),
    (EURO | LINK, {"iban", "bic", "account_name", "postcode", "town", "preferred_code"}),
    ({"country": "CH", "currency": "CHF"}, {"iban", "postcode", "town", "cash_rounding"}),
    (
        SWISS,
        {"iban", "bic", "account_name", "street", "building_number", "postcode", "town", "cash_rounding"},
    ),
    (SWISS | {"currency": "USD"}, {"iban", "bic", "account_name", "postcode", "town"}),
    (EURO | {"iban": "CH9300762011623852957"},
     {"iban", "bic", "account_name", "street", "building_number", "postcode", "town"}),
    ({"country": "SE", "currency": "SEK"}, {"iban", "postcode", "town", "cash_rounding"}),
]  # fmt: skip


@pytest.mark.parametrize(("business", "asked"), ASKED)
def test_who_does_not_need_a_thing_is_not_asked_for_it(business: dict[str, Any], asked: set[str]) -> None:
    merchant = a_merchant(**business)
    assert {name for name in SETTINGS if is_asked_for(name, merchant)} == EVERYBODY | asked


def test_who_is_not_registered_is_spared_the_word_tax() -> None:
    kuwaiti = a_merchant(country="KW", currency="KWD", **NO_TAX)
    assert SECTIONS["tax"].asked(kuwaiti) == []
    assert [setting.name for setting in SECTIONS["tax"].asked(a_merchant(**NO_TAX))] == ["tax_registered"]


@on_sqlite
async def test_a_button_for_what_is_not_asked_any_more_leads_to_the_settings(database: Database) -> None:
    async with business(database, "en", **BRAZIL) as mona:
        await mona.says("/settings")
        await mona.taps("Getting paid")
        old = mona.person.tap("Pix key")
        await changed(mona, country="EG", currency="EGP")
        await mona.brings(old)
        assert "They hold for invoices" in mona.person.last.text


@on_sqlite
async def test_a_new_currency_forgets_the_coins_and_the_rate_of_the_old_one(database: Database) -> None:
    old = {"cash_rounding": Decimal("0.05"), "tax_exchange_rate": Decimal("50"), "shows_hijri": True}
    async with business(database, "en", **SWISS | old) as mona:
        await mona.opens("Currency")
        await mona.says("EUR")
        merchant = await the_merchant(mona)
        assert (merchant.cash_rounding, merchant.tax_exchange_rate) == (None, None)
        await mona.opens("Country")
        await mona.says("Germany")
        assert (await the_merchant(mona)).shows_hijri is False


@pytest.mark.parametrize(("language", "zone"), [("en", "Time zone: Riyadh"), ("ar", "الرياض")])
@on_sqlite
async def test_a_time_zone_is_called_by_its_city(database: Database, language: str, zone: str) -> None:
    async with business(database, language, country="SA", time_zone="Asia/Riyadh") as mona:
        await mona.says("/settings")
        assert zone in (await mona.taps("🏪")).text
        assert "Asia/" not in mona.person.last.text


def test_the_two_orders_of_languages_look_different_though_a_line_runs_with_its_first_word() -> None:
    assert list(WRITTEN_IN.values()) == ["English", "العربية", "English (+ العربية)", "العربية (+ English)"]


@on_sqlite
async def test_a_document_in_two_languages_asks_for_the_second_name_at_once(database: Database) -> None:
    async with business(database, "en") as mona:
        await mona.opens("Invoice language")
        asked = await mona.taps("English (+ العربية)")
        assert "Second-language name" in asked.text
        assert "Saved" in (await mona.says("متجر القهوة")).text
        merchant = await the_merchant(mona)
        assert (merchant.document_language, merchant.second_name) == ("en-ar", "متجر القهوة")
        assert "Business name: Coffee Shop" in mona.person.last.text


@on_sqlite
async def test_a_swiss_account_asks_for_what_its_code_needs(database: Database) -> None:
    async with business(database, "en", country="CH", currency="CHF") as mona:
        await mona.opens("IBAN")
        assert "CH93 0076 2011 6238 5295 7" in (await mona.says("CH93 0076 2011 6238 5295 7")).text
        assert "Postcode" in (await mona.taps("Yes")).text
        assert "Town" in (await mona.says("8001")).text
        assert "takes Latin letters" in (await mona.says("زيورخ")).text
        assert "Saved: Town" in (await mona.says("Zürich")).text
        assert "Payment link: not set" in mona.person.last.text


@pytest.mark.parametrize(
    ("home", "opened", "typed"),
    [
        (SWISS | {"iban": None, "postcode": "8001", "town": "Zürich"}, "IBAN", SWISS["iban"]),
        (BRAZIL | {"town": "Recife"}, "Pix key", "a@b.co"),
    ],
)
@on_sqlite
async def test_a_name_the_code_cannot_carry_is_asked_for_in_latin_letters(
    database: Database, home: dict[str, Any], opened: str, typed: str
) -> None:
    async with business(database, "en", **home | {"name": "محمصة النيل"}) as mona:
        await mona.opens(opened)
        await mona.says(typed)
        asked = await mona.taps("Yes")
        assert "Account holder" in asked.text
        assert "in Latin letters alone" in asked.text
        assert not possible_codes(await the_merchant(mona))
        assert "takes Latin letters" in (await mona.says("منى")).text
        assert "Saved: Account holder" in (await mona.says("Mona Adel")).text
        assert possible_codes(await the_merchant(mona))


@on_sqlite
async def test_a_town_the_code_cannot_carry_is_asked_for_again(database: Database) -> None:
    async with business(database, "en", **BRAZIL | {"town": "ريسيفي"}) as mona:
        await mona.opens("Pix key")
        await mona.says("a@b.co")
        assert "Town" in (await mona.taps("Yes")).text
        assert "Saved: Town" in (await mona.says("Recife")).text


@on_sqlite
async def test_an_account_outside_the_economic_area_asks_for_its_bank(database: Database) -> None:
    async with business(database, "en", country="GB", currency="EUR") as mona:
        await mona.opens("IBAN")
        await mona.says("GB33BUKB20201555555555")
        assert "BIC" in (await mona.taps("Yes")).text
        assert not possible_codes(await the_merchant(mona))
        assert "Saved: BIC" in (await mona.says("BUKBGB22")).text
        assert possible_codes(await the_merchant(mona)) == [Kind.EPC]


@pytest.mark.parametrize(
    ("typed", "colour"),
    [
        ("teal", "#0b5d57"), ("كحلي", "#1e3a5f"), ("#0B5D57", "#0b5d57"), ("٣٣٣", "#333333"), ("a1b", "#aa11bb"),
        ("yellow", None), ("#12345", None), ("#ffff00", None), ("fff", None),
    ],
)  # fmt: skip
def test_a_colour_is_named_or_typed_and_can_be_read_on_paper(typed: str, colour: str | None) -> None:
    if colour is None:
        with pytest.raises(UserError):
            accent(typed, a_merchant())
    else:
        assert accent(typed, a_merchant()) == colour


def test_every_colour_and_template_on_a_button_is_one() -> None:
    assert [accent(colour, a_merchant()) for colour in ACCENTS] == list(ACCENTS)
    assert tuple(TEMPLATES) == get_args(Template)
    assert len(set(ACCENTS)) == 8


def test_no_two_settings_and_no_two_sections_have_the_same_name() -> None:
    for language in ("en", "ar"):
        t = texts(language)
        assert len({t.plain(QUESTIONS[name].label) for name in SETTINGS}) == len(SETTINGS)
        assert len({t.plain(section.label) for section in SECTIONS.values()}) == len(SECTIONS)
    assert {section_of(name) for name in SETTINGS} == set(SECTIONS)
    assert set(DOCUMENT_LANGUAGES) == {"en", "ar", "en-ar", "ar-en"}
