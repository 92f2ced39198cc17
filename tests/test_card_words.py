"""What a few words want of a card, in English and Arabic."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quickline.card_words import NO_DISCOUNT, NO_NOTE, Kind, Wish, wish_of
from bot.quickline.contacts import parse_contact
from bot.quickline.dates import parse_date
from bot.quickline.payments import parse_payment
from models.delivery import Channel
from models.errors import UserError
from tests.quicklines import SUNDAY

EMAIL, SMS = Wish(Kind.RESEND, "", Channel.EMAIL), Wish(Kind.RESEND, "", Channel.SMS)


def paid(text: str = "") -> Wish:
    return Wish(Kind.PAID, text)


def resend(text: str = "") -> Wish:
    return Wish(Kind.RESEND, text)


def due(text: str = "") -> Wish:
    return Wish(Kind.DUE, text)


def less(text: str = "") -> Wish:
    return Wish(Kind.DISCOUNT, text)


def note(text: str) -> Wish:
    return Wish(Kind.NOTE, text)


def refund(text: str = "") -> Wish:
    return Wish(Kind.REFUND, text)


def cancel(text: str = "") -> Wish:
    return Wish(Kind.CANCEL, text)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("paid 200 cash", paid("200 cash")), ("PAID: 200", paid("200")), ("Paid!", paid()),
        ("paid in full by transfer yesterday", paid("in full by transfer yesterday")), ("deposit 50", paid("50")),
        ("down payment 50", paid("50")), ("مدفوع ٢٠٠ نقدًا", paid("٢٠٠ نقدًا")), ("دفع 200 نقدا", paid("200 نقدا")),
        ("تم الدفع", paid()), ("عربون ٥٠", paid("٥٠")), ("دفعة أولى ٥٠", paid("٥٠")),
        ("resend", resend()), ("Resend to x@y.com", resend("x@y.com")), ("send again", resend()),
        ("resend: x@y.com.", resend("x@y.com")), ("send it to 0100 123 4567", resend("0100 123 4567")),
        ("resend the invoice to x@y.com", resend("x@y.com")),
        ("resend by SMS", SMS), ("resend again by e-mail", EMAIL), ("send via text", SMS),
        ("أعد الإرسال", resend()), ("اعد الارسال الى x@y.com", resend("x@y.com")), ("أعد الإرسال بالبريد", EMAIL),
        ("أعد الإرسال عبر البريد الإلكتروني", EMAIL), ("أرسل برسالة قصيرة", SMS), ("إعادة الإرسال مرة أخرى", resend()),
        ("أرسلها إلى ٠١٠٠١٢٣٤٥٦٧", resend("٠١٠٠١٢٣٤٥٦٧")),
        ("due friday", due("friday")), ("Due: 15/12", due("15/12")), ("due", due()), ("payable by 7d", due("7d")),
        ("استحقاق الجمعة", due("الجمعة")), ("موعد الاستحقاق بعد أسبوع", due("بعد أسبوع")), ("يستحق غدا", due("غدا")),
        ("+ hosting 50", Wish(Kind.ADD, "hosting 50")), ("+ hosting 50!", Wish(Kind.ADD, "hosting 50")),
        ("+ \nhosting 50\n!", Wish(Kind.ADD, "hosting 50")),
        ("+استضافة ٥٠", Wish(Kind.ADD, "استضافة ٥٠")),
        ("-10%", less("10%")), ("− ١٠٪", less("10%")), ("-50 EGP", less("50 EGP")), ("10% off", less("10%")),
        ("discount 10%", less("10%")), ("خصم ١٠٪", less("١٠٪")), ("١٠٪ خصم", less("10%")), ("خصم", less()),
        ("no discount", less(NO_DISCOUNT)), ("بدون خصم", less(NO_DISCOUNT)),
        ("note Thank you!\nSee you", note("Thank you!\nSee you")), ("Note:hi", note("hi")), ("note", note(NO_NOTE)),
        ("ملاحظة: شكرًا لكم", note("شكرًا لكم")), ("no note", note(NO_NOTE)), ("بدون ملاحظة", note(NO_NOTE)),
        ("gave back 200 cash", refund("200 cash")), ("Refunded: 200", refund("200")), ("paid back 200", refund("200")),
        ("رددت ٢٠٠ نقدا", refund("٢٠٠ نقدا")), ("أرجعتُ ٢٠٠", refund("٢٠٠")), ("استرداد", refund()),
        ("cancel wrong price", cancel("wrong price")), ("Cancel invoice: wrong price", cancel("wrong price")),
        ("cancel.", cancel()), ("إلغاء سعر خاطئ", cancel("سعر خاطئ")), ("ألغِ الفاتورة", cancel()),
        ("\u200fإلغاء\u200e سعر خاطئ", cancel("سعر خاطئ")), ("\u2068paid\u2069 200", paid("200")),
    ],
)  # fmt: skip
def test_the_first_words_say_what_is_wanted(text: str, wish: Wish) -> None:
    assert wish_of(text) == wish


@pytest.mark.parametrize(
    "text",
    ["", " ", "+", "-", "+14%", "acme 2 logo", "200 cash", "paidx 200", "notebook 50", "cancellation fee 50", "شكرا",
     "duel 5", "thanks", "- Logo"],
)  # fmt: skip
def test_other_words_say_nothing(text: str) -> None:
    assert wish_of(text) is None


_WORDS = (
    "paid|deposit|resend|send|to|by|sms|e-mail|again|due|note|no|cancel|invoice|discount|off|مدفوع|دفع|أعد|الإرسال|إلى|"
    "refund|gave back|رددت|"
    "بالبريد|استحقاق|موعد|ملاحظة|بدون|إلغاء|خصم|الجمعة|friday|x@y.com|0100 123 4567|200|٢٠٠|1.500|10%|٪|-|+|−|:|=|\n|!|"
    "cash|نقدا|\u200f|\u2067|hosting 50|all|½|EGP"
)
TYPED = st.lists(st.sampled_from(_WORDS.split("|")), max_size=8)


@given(TYPED.map(" ".join) | TYPED.map("".join) | st.text(max_size=80))
def test_whatever_is_said_is_a_wish_or_none_and_its_rest_is_read_or_refused(text: str) -> None:
    wish = wish_of(text)
    if wish is None:
        return
    assert wish.text == wish.text.strip()
    with suppress(UserError):
        if wish.kind in {Kind.PAID, Kind.REFUND}:
            parse_payment(wish.text, today=SUNDAY, currency="EGP")
        elif wish.kind is Kind.RESEND:
            parse_contact(wish.text, country="EG")
        elif wish.kind is Kind.DUE:
            parse_date(wish.text, today=SUNDAY)
