"""Where money goes: read with care, asked twice, told to everybody who acts for the business, and never logged."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.database import Database
from bot.payees import possible_codes
from bot.preferences import SETTINGS
from models.code import Kind
from models.errors import UserError
from models.member import Member
from tests.builders import NOON, a_merchant
from tests.chatting import Talk, labels, on_sqlite, talk

IBAN = "DE89 3704 0044 0532 0130 00"
CH = "CH9300762011623852957"
QR_IBAN = "CH4431999123000889012"
UNREAD = [
    ("iban", "DE89 3704 0044 0532 0130 01", "not a valid IBAN"),
    ("bic", "COBA", "not a BIC"),
    ("pix_key", "123", "not a Pix key"),
    ("pix_key", "11987654321", "a phone begins with +55"),
    ("upi_id", "shop", "not a UPI ID"),
    ("instapay_link", "https://ipn.eg.thief.example/S/shop/instapay/7NdOtO", "not an InstaPay link"),
    ("payment_link", "http://paypal.me/shop", "begins with https"),
    ("payment_link", "https://bank.example@thief.example/", "whose page"),
    ("payment_link", "https://paypal.me/{total}", "no other braces"),
    ("account_name", "x" * 71, "at most"),
    ("preferred_code", "pix", "one of the buttons"),
    ("cash_rounding", "0.10", "rounded to"),
]


@pytest.mark.parametrize(("name", "typed", "said"), UNREAD)
def test_what_would_lead_money_astray_is_refused(name: str, typed: str, said: str) -> None:
    merchant = a_merchant(currency="CHF", iban=CH)
    with pytest.raises(UserError) as refusal:
        SETTINGS[name].read(typed, merchant)
    assert said in refusal.value.message.format_map(refusal.value.values)


def test_a_swiss_code_is_asked_for_letters_it_can_carry() -> None:
    with pytest.raises(UserError, match="Latin letters"):
        SETTINGS["account_name"].read("منى", a_merchant(currency="CHF", iban=CH))
    assert SETTINGS["account_name"].read("منى", a_merchant()) == "منى"


@pytest.mark.parametrize(
    ("business", "kinds"),
    [
        ({}, []),
        ({"instapay_link": "https://ipn.eg/S/a/instapay/7NdOtO"}, [Kind.INSTAPAY]),
        ({"currency": "EUR", "iban": "DE89370400440532013000"}, [Kind.EPC]),
        ({"currency": "EUR", "iban": "EG380019000500000000263180002"}, []),
        ({"currency": "CHF", "iban": CH}, []),
        ({"currency": "EUR", "iban": CH, "postcode": "1", "town": "A"}, [Kind.SWISS]),
        (
            {"currency": "EUR", "iban": CH, "postcode": "1", "town": "A", "bic": "POFICHBE"},
            [Kind.SWISS, Kind.EPC],
        ),
        ({"currency": "EUR", "iban": QR_IBAN, "bic": "POFICHBE"}, []),
        ({"currency": "CHF", "iban": CH, "postcode": "1", "town": "A", "name": "قهوة"}, []),
        ({"currency": "BRL", "pix_key": "a@b.co", "payment_link": "https://a.example/"}, [Kind.LINK]),
        ({"currency": "BRL", "pix_key": "a@b.co", "town": "Recife"}, [Kind.PIX]),
        ({"currency": "BRL", "pix_key": "a@b.co", "town": "Recife", "legal_name": "قهوة"}, []),
        (
            {"currency": "INR", "upi_id": "a@bank", "payment_link": "https://a.example/"},
            [Kind.UPI, Kind.LINK],
        ),
    ],
)
def test_the_codes_to_choose_from_are_those_an_invoice_could_show(
    business: dict[str, Any], kinds: list[Kind]
) -> None:
    assert possible_codes(a_merchant(**business)) == kinds


async def paid_by_iban(mona: Talk) -> None:
    await mona.opens("IBAN")
    await mona.says(IBAN)
    await mona.taps("Yes")


@on_sqlite
async def test_of_a_payment_link_the_site_is_shown_before_it_is_taken(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await mona.opens("Payment link")
        asked = await mona.says("https://paypal.me/shop/{amount}{currency}")
        assert "take customers to paypal.me, to pay there" in asked.text
        assert "https://paypal.me/shop/{amount}{currency}" in asked.text
        assert labels(asked) == ["✅ Yes, that is right", "‹ Back"]
        assert "Payment link: not set" in (await mona.taps("Back")).text


@on_sqlite
async def test_a_yes_to_one_setting_confirms_no_other(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await paid_by_iban(mona)
        await mona.opens("Bank details")
        await mona.says("Cash only")
        await mona.taps("Yes")
        await mona.opens("IBAN")
        await mona.taps("Clear")
        old = mona.person.tap("Yes")
        await mona.opens("Bank details")
        await mona.taps("Clear")
        await mona.brings(old)
        merchant = await mona.merchant()
        assert merchant is not None
        assert (merchant.iban, merchant.bank_details) == ("DE89370400440532013000", "Cash only")


@pytest.mark.parametrize(("language", "told"), [("en", "Mona changed IBAN"), ("ar", "غيّر \u2068Mona\u2069 ")])
@on_sqlite
async def test_the_others_of_the_business_are_told_in_their_language(
    database: Database, language: str, told: str
) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        adel = mona.telegram.user(8, "Adel", language)
        adel.say("/start")
        member = await mona.member()
        async with database.writing() as session:
            joined = Member(
                user_id=8, merchant_id=member.merchant_id, name="Adel", language=language, created_at=NOON
            )
            session.add(joined)
        await mona.says("/settings")
        for button in ("Getting paid", "IBAN"):
            await mona.taps(button)
        await mona.says(IBAN)
        await mona.taps("Yes")
        assert told in adel.last.text
        assert IBAN in adel.last.text
        assert "changed" not in mona.person.last.text


@on_sqlite
async def test_a_change_is_logged_without_saying_to_what(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        with capture_logs() as logs:
            await paid_by_iban(mona)
        [entry] = [entry for entry in logs if entry["event"] == "payment details changed"]
        assert entry["setting"] == "iban"
        assert "3704" not in str(logs)
