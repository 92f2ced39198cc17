"""What a line is answered with: a refusal, a question, a notice, the line itself."""

from datetime import date
from decimal import Decimal

import pytest

from bot.quickline.answers import UnreadableError
from bot.quickline.line.values import UnclearLineError
from bot.quickline.line.writing import canonical_line
from models.allowance_charge import AllowanceCharge
from tests.quicklines import context, read


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("Ali: lamp 100 due soon", "E_DATE_BAD", "soon"), ("Ali: lamp 100, due soon", "E_DATE_BAD", "soon"),
        ("Ali: lamp 100 USD, desk 50 EUR", "E_CURRENCY_MIX", "EUR"), ("lamp 100 EGP, desk $5", "E_CURRENCY_MIX", "$"),
        ("Ahmed: due friday", "E_NO_ITEMS", "Ahmed: due friday"), ("note: hi", "E_NO_ITEMS", "note: hi"),
        ("!", "E_EMPTY", "!"), ("a" * 1001, "E_TOO_LONG", "a" * 99 + "…"), ("hello\nworld", "E_NO_PRICE", "world"),
        ("Ali: lamp 100, due 15/12, due 16/12", "E_REPEATED", "due 16/12"),
        ("Ali: pen 5, lamp 100 (-150)", "E_DISCOUNT_GT_TOTAL", "-150"),
        ("Ali: lamp 100 vat 120%", "E_PERCENT_RANGE", "120%"), ("Ali: lamp 100, shipping -5", "E_NO_PRICE", "shipping"),
        ("a@example.com b@example.com lamp 5", "E_CONTACT_MANY", "a@example.com, b@example.com"),
        ("lamp 5 01001234567 01101234567", "E_PHONE_MANY", "+201001234567, +201101234567"),
        ("Ali: desk 50\nTotal 50", "E_NO_DESC", "Total 50"), ("Ali: 2 hours 150", "E_NO_DESC", "2 hours 150"),
        ("lamp 100 for Ahmed, desk 5 for Sara", "E_REPEATED", "for Sara"),
        ("Ali: website 1.500, lamp 1.2.3", "E_BAD_NUMBER", "1.2.3"),  # told before anything is asked
    ],
)  # fmt: skip
def test_a_refusal_names_the_place(text: str, code: str, named: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(text)
    assert (refused.value.code, refused.value.values["text"]) == (code, named)


@pytest.mark.parametrize(
    ("text", "code", "labels", "choices"),
    [
        ("Ali: website 1.500, pen 5", "A_NUMBER_FORMAT", ["1 × website @ 1.5", "1 × website @ 1500"],
         ["Ali:\n1 × website @ 1.5\npen 5", "Ali:\n1 × website @ 1500\npen 5"]),
        ("Ali: website $1.500", "A_NUMBER_FORMAT", ["1 × website @ 1.5 USD", "1 × website @ 1500 USD"],
         ["Ali:\n1 × website @ 1.5 USD", "Ali:\n1 × website @ 1500 USD"]),
        ("Ali: pen 5 paid 1.500!", "A_NUMBER_FORMAT", ["paid 1.5", "paid 1500"],
         ["Ali:\npen 5 paid 1.5\n!", "Ali:\npen 5 paid 1500\n!"]),
        ("Ali: pen 5 due 12/15/2026 -10%", "A_DATE", ["due 2026-12-15"], ["Ali:\npen 5 due 2026-12-15 -10%"]),
        ("علي: قهوة 15 وكيك 30", "A_AND", ["قهوة 15، كيك 30", "قهوة 15، وكيك 30", "1 × قهوة 15 وكيك @ 30"],
         ["علي:\nقهوة 15، كيك 30", "علي:\nقهوة 15، وكيك 30", "علي:\n1 × قهوة 15 وكيك @ 30"]),
        ("Mona 0551234567: cake 5", "A_PHONE_NOT_MOBILE", ["+966551234567", "+971551234567"],
         ["Mona +966551234567: cake 5", "Mona +971551234567: cake 5"]),
        ("Mona mona@example.com 0551234567: cake 5", "A_PHONE_NOT_MOBILE", ["+966551234567", "+971551234567"],
         ["mona@example.com\nMona +966551234567: cake 5", "mona@example.com\nMona +971551234567: cake 5"]),
        ("Omar: desk 250 ريال", "A_CURRENCY", ["OMR", "QAR", "SAR", "YER"],
         [f"Omar: desk 250 {code}" for code in ("OMR", "QAR", "SAR", "YER")]),
        ("Ahmed coffee 15,2x cake 30", "A_COMMA", ["Ahmed coffee 15, 2x cake 30"], ["Ahmed coffee 15, 2x cake 30"]),
    ],
)  # fmt: skip
def test_a_question_is_answered_with_one_of_its_choices(
    text: str, code: str, labels: list[str], choices: list[str]
) -> None:
    with pytest.raises(UnclearLineError) as asked:
        read(text)
    assert (asked.value.code, list(asked.value.labels), list(asked.value.choices)) == (code, labels, choices)
    assert len({read(choice) for choice in choices}) == len(choices)


def test_a_name_before_an_item_is_asked_about_with_every_way_it_may_be_meant() -> None:
    notice = read("Ahmed Ali coffee 15").notices[0]
    assert (notice.code, notice.labels) == ("A_CUSTOMER_OR_ITEM", ("Ahmed", "Ahmed Ali", "Ahmed Ali coffee"))
    meant = [read(choice) for choice in notice.choices]
    assert [line.customer.name if line.customer else None for line in meant] == ["Ahmed", "Ahmed Ali", None]
    assert [notice.code for notice in meant[-1].notices] == ["A_CUSTOMER"]


def test_a_discount_on_everything_can_be_the_last_items_alone() -> None:
    (notice,) = read("Ali: coffee 15, cake 30 -10% due 7d").notices
    alone = read(notice.choices[0])
    assert (alone.allowance, alone.items[1].allowance) == (None, AllowanceCharge(percent=Decimal(10)))
    assert alone.due_date == date(2026, 11, 29)


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("en", "for Nile Co. 3h design 40 -10%, cake $30 due friday note: hi there!",
         "Nile Co.:\n3 h design @ 40 (-10%)\n1 × cake @ 30\ndue 2026-11-27\nUSD\nnote: hi there!"),
        ("ar", "أحمد: ٢ كيلو تفاح ٣٠، شحن ٢٠ ضريبة ١٤٪ شامل عربون ٥ ملاحظة: شكرا !",
         "أحمد:\n2 كيلو تفاح @ 30\nشحن 20\nضريبة 14%\nشامل الضريبة\nمدفوع 5\nملاحظة: شكرا\n!"),
        ("en", "for Invoice Masters: mona@example.com 2x tea 5 total, 50% off",
         "for Invoice Masters:\nmona@example.com\n2 × tea @ 2.5\n-50%"),
    ],
)  # fmt: skip
def test_a_line_is_written_so_that_nobody_doubts_it(language: str, text: str, written: str) -> None:
    within = context(language)
    assert canonical_line(read(text, within), within) == written
