"""How people type a charge, a price for a hundred, the day of a delivery and a rate of exchange."""

import time
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quickline.answers import UnclearError, UnreadableError
from bot.quickline.bases import parse_unit_price
from bot.quickline.charges import Charge, parse_charge
from bot.quickline.exchange import parse_exchange_rate
from bot.quickline.items import parse_item
from bot.quickline.supply_days import parse_supply_day
from models.errors import UserError
from models.text import cleaned

FOR_A_HUNDRED = [(Decimal("1.5"), Decimal(100)), (Decimal(1500), Decimal(100))]
TODAY = date(2026, 11, 22)  # a Sunday


def charge(text: str) -> Charge:
    return parse_charge(cleaned(text), currency="EGP", language="en")


def amount(reason: str, value: str) -> Charge:
    return Charge(reason, amount=Decimal(value))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("shipping 35", amount("shipping", "35")), ("35 shipping", amount("shipping", "35")),
        ("shipping: 35", amount("shipping", "35")), ("shipping +35", amount("shipping", "35")),
        ("shipping EGP 35", amount("shipping", "35")), ("EGP 35 shipping", amount("shipping", "35")),
        ("توصيل ٥٠ جنيه", amount("توصيل", "50")), ("رسوم توصيل: ٣٥٫٥٠", amount("رسوم توصيل", "35.5")),
        ("2 day delivery 80", amount("2 day delivery", "80")), ("24/7 care 20", amount("24/7 care", "20")),
        ("service 12%", Charge("service", percent=Decimal(12))),
        ("12% service", Charge("service", percent=Decimal(12))),
        ("خدمة ١٢٪", Charge("خدمة", percent=Decimal(12))), ("+12 %", Charge(percent=Decimal(12))),
        ("35", amount("", "35")), ("Delivery", Charge("Delivery")), ("2 day delivery", Charge("2 day delivery")),
    ],
)  # fmt: skip
def test_a_charge_is_read_in_every_usual_order(text: str, expected: Charge) -> None:
    assert charge(text) == expected


@pytest.mark.parametrize("text", ["delivery 1.500", "shipping 1 500", "1.500", "tip £5"])
def test_each_reading_of_an_unclear_charge_is_read_in_one_way(text: str) -> None:
    with pytest.raises(UnclearError) as unclear:
        charge(text)
    assert all(charge(choice).has_worth for choice in unclear.value.choices)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("service 120%", "E_PERCENT_RANGE"), ("delivery -35", "E_PRICE_NEG"), ("tip 5 EUR", "E_CURRENCY_MIX"),
        ("delivery 12.3456", "E_TOO_MANY_DECIMALS"), ("x" * 1001, "E_TOO_LONG"),
    ],
)  # fmt: skip
def test_an_impossible_charge_is_refused(text: str, code: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        charge(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "text",
    [
        "flyers 12 per 100", "flyers 12/100", "flyers EGP 12 per 100", "flyers 12 EGP / 100", "flyers @ 12 per 100",
        "flyers ١٢ لكل ١٠٠", "1 x flyers 12 per 100",
    ],
)  # fmt: skip
def test_a_price_for_a_hundred_is_read_in_every_usual_way(text: str) -> None:
    item = parse_item(cleaned(text), currency="EGP", language="en")
    assert (item.item_name, item.unit_price, item.base_quantity) == ("flyers", Decimal(12), Decimal(100))


@pytest.mark.parametrize(
    "text",
    ["pipe 1/2 m 30", "lens 50/1.8", "Meeting 15/10", "24/7 support 50", "apples 30/kg", "per diem 50"],
)
def test_a_slash_in_a_name_is_no_price_for_many(text: str) -> None:
    assert parse_item(text, currency="EGP", language="en").base_quantity == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("flyers A5 per 100", "E_NO_PRICE"), ("12 per 100", "E_NO_DESC"), ("flyers 12 per 0", "E_QTY_ZERO"),
        ("2 boxes flyers 12/100 pcs", "E_ITEM_SHAPE"),
    ],
)  # fmt: skip
def test_a_price_for_a_hundred_of_nothing_is_refused(text: str, code: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_item(text, currency="EGP", language="en")
    assert refused.value.code == code


def test_an_unclear_price_for_a_hundred_stays_one_for_a_hundred() -> None:
    with pytest.raises(UnclearError) as unclear:
        parse_unit_price("1.500 per 100", currency="EGP", language="en")
    read = [parse_unit_price(choice, currency="EGP", language="en") for choice in unclear.value.choices]
    assert [(price.amount, price.base_quantity) for price in read] == FOR_A_HUNDRED
    with pytest.raises(UnclearError) as unclear:
        parse_item("flyers 1.500 per 100", currency="EGP", language="en")
    items = [parse_item(choice, currency="EGP", language="en") for choice in unclear.value.choices]
    assert [(item.unit_price, item.base_quantity) for item in items] == FOR_A_HUNDRED


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", "2026-11-22"), ("yesterday", "2026-11-21"), ("أمس", "2026-11-21"), ("أول أمس", "2026-11-20"),
        ("3 days ago", "2026-11-19"), ("a week ago", "2026-11-15"), ("منذ يومين", "2026-11-20"),
        ("قبل 3 أيام", "2026-11-19"), ("friday", "2026-11-20"), ("last friday", "2026-11-20"),
        ("sunday", "2026-11-22"), ("الخميس الماضي", "2026-11-19"), ("15/10", "2026-10-15"),
        ("20/12", "2026-12-20"), ("1/3/2026", "2026-03-01"), ("15 Oct", "2026-10-15"), ("tomorrow", "2026-11-23"),
        ("in 3 days", "2026-11-25"), ("end of month", "2026-11-30"), ("1 رجب 1448", "2026-12-10"),
    ],
)  # fmt: skip
def test_a_day_of_supply_is_the_nearest_one(text: str, day: str) -> None:
    assert parse_supply_day(text, today=TODAY, language="en") == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["someday", "1/3/2020", "", "0", "500 days ago ago"])
def test_what_is_no_day_of_supply_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_supply_day(text, today=TODAY, language="en")
    assert refused.value.code == "E_DATE_BAD"


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("50.25", "50.25"), ("50.25 EGP", "50.25"), ("1 USD = 50.25 EGP", "50.25"), ("usd=50", "50"),
        ("1 EGP = 0.02 USD", "50"), ("٥٠٫٢٥", "50.25"), ("0.0000005", "0.0000005"), ("1 EGP = 3 USD", "0.3333333333"),
    ],
)  # fmt: skip
def test_a_rate_of_exchange_may_be_said_either_way_round(text: str, rate: str) -> None:
    assert parse_exchange_rate(text, own="USD", foreign="EGP", language="en") == Decimal(rate)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0", "E_RATE_ZERO"), ("1 EUR = 3 USD", "E_RATE_CURRENCY"), ("1 USD = 3 USD", "E_RATE_CURRENCY"),
        ("a lot", "E_BAD_NUMBER"), ("-3", "E_PRICE_NEG"),
    ],
)  # fmt: skip
def test_what_is_no_rate_of_exchange_is_refused(text: str, code: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_exchange_rate(text, own="USD", foreign="EGP", language="en")
    assert refused.value.code == code


SIGNS = st.text(alphabet="0123456789٠١٥.,٫%+-/:= xk£$aلكلخصمper days", max_size=24)


@given(SIGNS)
def test_whatever_is_typed_is_read_asked_about_or_refused(text: str) -> None:
    typed = cleaned(text)
    for read in (
        lambda: charge(typed),
        lambda: parse_unit_price(typed, currency="EGP", language="en"),
        lambda: parse_item(typed, currency="EGP", language="en"),
        lambda: parse_supply_day(typed, today=TODAY, language="en"),
        lambda: parse_exchange_rate(typed, own="USD", foreign="EGP", language="en"),
    ):
        with suppress(UserError):
            read()


@pytest.mark.parametrize("text", ["1" * 1000, "1." * 500, "1 " * 500, "a/" * 500, "1%" * 500, "1 per " * 166])
def test_a_long_text_takes_no_long_time(text: str) -> None:
    start = time.process_time()
    for read in (charge, lambda text: parse_unit_price(text, currency="EGP", language="en")):
        with suppress(UserError):
            read(text)
    assert time.process_time() - start < 1
