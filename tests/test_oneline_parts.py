"""Where customer, items and directives stand in a line."""

from decimal import Decimal

import pytest

from models.allowance_charge import AllowanceCharge
from tests.quicklines import context, read, said


@pytest.mark.parametrize(
    ("text", "customer", "items"),
    [
        ("Ahmed: Coffee 15, Cake 30 (-10%)", "Ahmed", [("Coffee", "1", "15"), ("Cake", "1", "30")]),
        ("for Nile Co.: website 12,000; hosting 1,500", "Nile Co.",
         [("website", "1", "12000"), ("hosting", "1", "1500")]),
        ("Nile Trading, Inc.: website 12,000", "Nile Trading, Inc.", [("website", "1", "12000")]),
        ("Invoice\nAhmed\ncoffee 15", "Ahmed", [("coffee", "1", "15")]),
        ("Ahmed:\ncoffee 15\n\n2. cake 30", "Ahmed", [("coffee", "1", "15"), ("cake", "1", "30")]),
        ("Studio 54: design 100", "Studio 54", [("design", "1", "100")]),
        ("Bill: coffee 15", "Bill", [("coffee", "1", "15")]),
        ("Mona (01001234567): Cake 10", "Mona", [("Cake", "1", "10")]),
        ("Mona tel: 01001234567 2x Cake 10", "Mona", [("Cake", "2", "10")]),
        ("Mona <mona@example.com>: Cake 10", "Mona", [("Cake", "1", "10")]),
        ("فاتورة لأحمد 2× قهوة 15", "أحمد", [("قهوة", "2", "15")]),
        ("فاتورة للنيل: تصميم 500", "النيل", [("تصميم", "1", "500")]),
        ("فاتورة لمبة 50", None, [("لمبة", "1", "50")]),
        ("إلى أحمد: كيك ٣٠؛ موز ٢٥ جنيه", "أحمد", [("كيك", "1", "30"), ("موز", "1", "25")]),
        ("شركة النيل\n٢ × استشارة ٧٥٠٫٥٠\nتوصيل ٥٠", "شركة النيل", [("استشارة", "2", "750.5")]),
        ("logo: 150, icon: 20", None, [("logo", "1", "150"), ("icon", "1", "20")]),
        ("logo:150", None, [("logo", "1", "150")]),
        ("Ali: 10:30 meeting 50", "Ali", [("10:30 meeting", "1", "50")]),
        ("Ali: lamp 100, shipping 20 + 2 cakes 30", "Ali", [("lamp", "1", "100"), ("cakes", "2", "30")]),
        ("delivery 100, shipping 20", None, [("delivery", "1", "100"), ("shipping", "1", "20")]),
        ("Ali: deposit 500", "Ali", [("deposit", "1", "500")]),
        ("2x coffee 15 for Ahmed", "Ahmed", [("coffee", "2", "15")]),
        ("coffee 15 for Ahmed Ali due friday", "Ahmed Ali", [("coffee", "1", "15")]),
        ("تصميم 500 إلى أحمد", "أحمد", [("تصميم", "1", "500")]),
        ("new invoice for Ahmed 2 logos at 150", "Ahmed", [("logos", "2", "150")]),
        ("فاتورة جديدة لأحمد: قهوة 15", "أحمد", [("قهوة", "1", "15")]),
        ("due friday, Ahmed: coffee 15", "Ahmed", [("coffee", "1", "15")]),
        ("mona@example.com: coffee 15", None, [("coffee", "1", "15")]),
        ("Ahmed 2x coffee 15 and 3x tea 5", "Ahmed", [("coffee", "2", "15"), ("tea", "3", "5")]),
        ("أحمد: ٢ قهوة ١٥ و ٣ شاي ٥", "أحمد", [("قهوة", "2", "15"), ("شاي", "3", "5")]),
        ("Ali: rice and beans 50, lamp 100 +2 chairs 50", "Ali",
         [("rice and beans", "1", "50"), ("lamp", "1", "100"), ("chairs", "2", "50")]),
        ("Ali: service 500, lamp 5", "Ali", [("service", "1", "500"), ("lamp", "1", "5")]),
        ("Ali: Net 30 cable 50, VAT consulting 500, fishing net 30", "Ali",
         [("Net 30 cable", "1", "50"), ("VAT consulting", "1", "500"), ("fishing net", "1", "30")]),
    ],
)  # fmt: skip
def test_customer_and_items_are_found(
    text: str, customer: str | None, items: list[tuple[str, str, str]]
) -> None:
    line = read(text)
    assert (line.customer.name if line.customer else None, said(line)) == (customer, items)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("net 30", "due_date", "2026-12-22"), ("by friday", "due_date", "2026-11-27"),
        ("due Dec 15, 2027", "due_date", "2027-12-15"),
        ("due: on receipt", "due_date", "2026-11-22"), ("استحقاق ١٥/١٢", "due_date", "2026-12-15"),
        ("vat 14", "tax_rate", "14"), ("+ 14%", "tax_rate", "14"), ("+ vat 14%", "tax_rate", "14"),
        ("14% vat", "tax_rate", "14"), ("tax free", "tax_rate", "0"), ("بدون ضريبة", "tax_rate", "0"),
        ("incl vat 14%", "tax_rate", "14"), ("incl vat 14%", "prices_include_tax", "True"),
        ("شاملة الضريبة", "prices_include_tax", "True"), ("+ vat", "prices_include_tax", "False"),
        ("غير شامل ضريبة القيمة المضافة", "prices_include_tax", "False"), ("deposit 50 EGP", "prepaid_amount", "50"),
        ("عربون: ٥٠", "prepaid_amount", "50"), ("in USD", "currency", "USD"), ("بالدولار", "currency", "USD"),
        ("phone 0100 123 4567", "phone", "+201001234567"), ("note: call, please!", "note", "call, please!"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("between", [" ", ", ", "\n", " ; "])
def test_a_directive_stands_at_the_end_or_alone(text: str, name: str, value: str, between: str) -> None:
    line = read(f"Ali: lamp 100{between}{text}")
    assert (said(line), str(getattr(line, name))) == ([("lamp", "1", "100")], value)


@pytest.mark.parametrize(
    ("text", "whole", "items"),
    [
        ("coffee 15 -10%, cake 30 -20%", "20", ["10", "None"]), ("coffee 15, cake 30 (-10%)", "None", ["None", "10"]),
        ("coffee 15, cake 30\n-10%", "10", ["None", "None"]), ("coffee 15, 10% off\ncake 30", "10", ["None", "None"]),
        ("كيك ١٥ خصم ١٠٪، موز ٣٠", "None", ["10", "None"]),
    ],
)  # fmt: skip
def test_a_discount_is_on_what_it_stands_behind(text: str, whole: str, items: list[str]) -> None:
    line = read(f"Ali: {text}")
    assert [str(item.allowance.percent) if item.allowance else "None" for item in line.items] == items
    assert (str(line.allowance.percent) if line.allowance else "None") == whole


def test_what_stands_in_brackets_is_the_items_own() -> None:
    line = read("Ali: coffee 15 (-5) (+10%), cake 30 (vat 5%), tea 3 (no tax), pen 2")
    coffee, cake, tea, pen = line.items
    assert (coffee.allowance, coffee.charge) == (
        AllowanceCharge(amount=Decimal(5)),
        AllowanceCharge(percent=Decimal(10)),
    )
    assert [item.tax_rate for item in (cake, tea, pen)] == [Decimal(5), Decimal(0), None]
    assert line.tax_rate is None


def test_directives_follow_each_other_whatever_they_end_in() -> None:
    line = read("Ali: lamp 100 no tax due end of month deposit 50 shipping 5 incl vat")
    assert said(line) == [("lamp", "1", "100")]
    assert (line.tax_rate, line.prepaid_amount, line.prices_include_tax) == (Decimal(0), Decimal(50), True)
    assert (str(line.due_date), [charge.reason for charge in line.charges]) == ("2026-11-30", ["shipping"])
    assert said(read("Ali: box incl delivery 50")) == [("box incl delivery", "1", "50")]


def test_charges_keep_their_reasons_and_notes_their_lines() -> None:
    line = read("Ali: lamp 100, shipping 35\nخدمة ١٢٪ note: first\nnote: second")
    assert [(c.reason, c.amount, c.percent) for c in line.charges] == [
        ("shipping", Decimal(35), None), ("خدمة", None, Decimal(12)),
    ]  # fmt: skip
    assert line.note == "first\nsecond"


@pytest.mark.parametrize(
    ("text", "is_express"),
    [("Ali: lamp 100!", True), ("Ali: lamp 100\n!", True), ("Ali: lamp 100 note: thanks!", False),
     ("Ali: lamp 100 note: thanks !", True), ("Ali: Yahoo! 5", False)],
)  # fmt: skip
def test_an_exclamation_mark_at_the_very_end_asks_to_issue_at_once(text: str, is_express: bool) -> None:
    assert read(text).is_express is is_express


def test_every_line_of_a_long_message_is_an_item() -> None:
    line = read("Ali\n" + "\n".join(f"pen {n} {n}" if n % 2 else f"{n}x pen {n}" for n in range(2, 62, 2)))
    assert len(line.items) == 30
    assert context().currency == line.currency == "EGP"


@pytest.mark.parametrize(
    "text", ["Ahmed: Coffee 15, Cake 30 {}", "Ahmed: Coffee 15, {}", "Ahmed\nCoffee 15\n{}"]
)
def test_the_minus_that_cards_print_is_read_as_the_one_on_the_keyboard(text: str) -> None:
    whole = read(text.format("\N{MINUS SIGN}10%"))
    assert whole == read(text.format("-10%"))
    assert whole.allowance == AllowanceCharge(percent=Decimal(10))
