"""A payment typed in one line: what, how and when, in any order, in English and Arabic."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quickline.answers import UnclearError, UnreadableError
from bot.quickline.payments import Typed, parse_payment
from models.errors import UserError
from models.payment import Method

SUNDAY = date(2026, 11, 22)
YESTERDAY = date(2026, 11, 21)


def read(text: str, currency: str = "EGP", language: str = "en") -> Typed:
    return parse_payment(text, today=SUNDAY, currency=currency, language=language)


@pytest.mark.parametrize(
    ("text", "amount", "method", "paid_on", "note"),
    [
        ("200", "200", None, None, None),
        ("200 cash", "200", Method.CASH, None, None),
        ("cash", None, Method.CASH, None, None),
        ("all by card", None, Method.CARD, None, None),
        ("200 transfer yesterday", "200", Method.TRANSFER, YESTERDAY, None),
        ("yesterday 200 instapay", "200", Method.TRANSFER, YESTERDAY, None),
        ("٢٠٠ نقدًا", "200", Method.CASH, None, None),
        ("200 on 15/11 note: first half", "200", None, date(2026, 11, 15), "first half"),
        ("1 500 vodafone cash", "1500", Method.WALLET, None, None),
        ("EGP 1,500.50 cheque", "1500.5", Method.CHEQUE, None, None),
        ("200EGP", "200", None, None, None),
        ("1.5k cash", "1500", Method.CASH, None, None),
        ("28 withholding tax", "28", Method.WITHHELD, None, None),
        ("200 جنيه تحويل بنكي أمس", "200", Method.TRANSFER, YESTERDAY, None),
        ("دفع ٢٠٠٫٥٠ كاش قبل يومين ملاحظة: النصف", "200.5", Method.CASH, date(2026, 11, 20), "النصف"),
        ("الكل كاش", None, Method.CASH, None, None),
        ("12.5 cash", "12.5", Method.CASH, None, None),
        ("1.5", "1.5", None, None, None),
        ("on 15.11", None, None, date(2026, 11, 15), None),
        ("15 nov", None, None, date(2026, 11, 15), None),
        ("200 15 nov", "200", None, date(2026, 11, 15), None),
        ("friday 50", "50", None, date(2026, 11, 20), None),
        ("50 3 days ago", "50", None, date(2026, 11, 19), None),
        ("200 2019-01-05", "200", None, date(2019, 1, 5), None),
        ("200 15-11-25 cash", "200", Method.CASH, date(2025, 11, 15), None),
        ("the rest by visa", None, Method.CARD, None, None),
        ("the invoice", None, None, None, None),
        ("200 visa card", "200", Method.CARD, None, None),
        ("تحويل ٢٠٠ فودافون كاش", "200", Method.WALLET, None, None),
        ("transferred 200 via bank", "200", Method.TRANSFER, None, None),
        ("الباقي بالكاش", None, Method.CASH, None, None),
        ("تم تحويل ٢٠٠ أمس", "200", Method.TRANSFER, YESTERDAY, None),
    ],
)
def test_a_payment_is_read_as_it_is_said(
    text: str, amount: str | None, method: Method | None, paid_on: date | None, note: str | None
) -> None:
    assert read(text) == Typed(Decimal(amount) if amount else None, method, paid_on, note)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E_PAYMENT"),
        ("thanks", "E_PAYMENT"),
        ("note: paid", "E_PAYMENT"),
        ("-5", "E_PAYMENT"),
        ("200 for the cake", "E_PAYMENT"),
        ("200 tomorrow", "E_DATE_FUTURE"),
        ("200 25/11", "E_DATE_FUTURE"),
        ("200 cash 15/12/2027", "E_DATE_FUTURE"),
        ("200 12/15", "E_DATE_FUTURE"),
        ("200 2010-01-05", "E_DATE_BAD"),
        ("200 31/02/2026", "E_DATE_BAD"),
        ("100 USD", "E_CURRENCY_MIX"),
        ("$100", "E_CURRENCY_MIX"),
        ("99999999999999", "E_TOO_LARGE"),
        ("200 cash or card", "E_PAYMENT"),
        ("200 cash card", "E_PAYMENT"),
    ],
)
def test_what_cannot_be_a_payment_is_named(text: str, code: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(text)
    assert refused.value.code == code


def test_a_doubtful_number_is_asked_about_with_the_rest_of_the_line_kept() -> None:
    with pytest.raises(UnclearError) as unclear:
        read("1.500 cash yesterday")
    assert unclear.value.choices == ("1.5 cash yesterday", "1500 cash yesterday")
    assert [read(choice).amount for choice in unclear.value.choices] == [Decimal("1.5"), Decimal(1500)]
    assert read("1.500", currency="KWD").amount == Decimal("1.5")


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        typed = read(text)
    except UserError:
        return
    assert typed.amount is None or typed.amount >= 0
    assert typed.paid_on is None or typed.paid_on <= SUNDAY


@pytest.mark.parametrize(
    "text",
    ["200 cheque 12345", "200 cheque no 12345", "cheque #77 200", "100 of 342 cash", "200 شيك رقم 123"],
)
def test_what_else_there_is_to_say_of_a_payment_is_asked_for_as_a_note(text: str) -> None:
    with pytest.raises(UnreadableError, match="anything else as a note"):
        read(text)
