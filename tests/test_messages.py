"""What the customer reads, by e-mail and by SMS."""

import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.transport import Message
from bot.rendering.message_words import MESSAGE_WORDS, MORE_ITEMS
from bot.rendering.messages import email_message, sms_message
from bot.rendering.segments import measured
from bot.rendering.sms_text import base36
from models.document import InvoiceDocument, Party
from tests.issued import ARABIC_LINES, COFFEE, document

LINK = "https://inv.example/i/7Qm2xR9pLwAbCdEfGhIjKw"
EGYPT, EMIRATES, TURKEY = "+201001234567", "+971501234567", "+905012345678"
ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f]")


def email(content: InvoiceDocument, language: str | None = None) -> Message:
    return email_message(
        content,
        delivery_id=711,
        recipient="ahmed@customer.example",
        link=LINK,
        message_id="<711@inv.example>",
        pdf=b"%PDF",
        product_name="Sanad",
        language=language,
    )


def sms(content: InvoiceDocument, recipient: str = EGYPT, delivery_id: int = 711, **more: Any) -> str:
    return sms_message(content, delivery_id=delivery_id, recipient=recipient, link=LINK, **more).text


def items(count: int, language: str = "en") -> InvoiceDocument:
    lines = tuple((f"Thing {n}", "1", "10", None) for n in range(1, count + 1))
    return document(lines, language=language)


def seller(name: str, **more: Any) -> Party:
    return Party(name=name, email="owner@shop.example", **more)


@pytest.mark.parametrize("part", ["text", "html"])
def test_the_email_tells_all_that_matters_in_text_and_html(part: str) -> None:
    body = getattr(email(document()), part)
    for fact in (
        "Coffee Shop", "INV-2026-00042", "EGP 58.48", "Sun 29 Nov 2026", "Chocolate cake", "Hello Ahmed Ali",
        "27.00", "IBAN: EG380019000500000000263180002", "https://pay.example/coffee-shop", LINK,
        "Questions? Reply to this e-mail.", "Sent by", "Please pay within seven days.",
    ):  # fmt: skip
        assert fact in re.sub("<[^>]+>", "", body) + body, fact


def test_the_email_comes_from_the_merchant_by_us_and_answers_go_to_the_merchant() -> None:
    mail = email(document())
    assert mail.sender_name == "Coffee Shop via Sanad"
    assert mail.reply_to == "hello@coffee.example"
    assert mail.subject == "Invoice INV-2026-00042 from Coffee Shop: EGP 58.48, due 29 Nov 2026"
    assert mail.attachment is not None
    assert (mail.attachment.filename, mail.attachment.content) == ("INV-2026-00042.pdf", b"%PDF")
    assert (mail.message_id, mail.language) == ("<711@inv.example>", "en")


def test_the_arabic_email_is_arabic_through_and_through() -> None:
    mail = email(document(ARABIC_LINES, language="ar"))
    assert mail.subject == "فاتورة INV-2026-00042 من متجر القهوة: 58.48 ج.م، تُستحق في 29 نوفمبر 2026"
    assert mail.sender_name == "متجر القهوة عبر Sanad"
    assert '<html lang="ar" dir="rtl">' in (mail.html or "")
    assert "وصلتك الفاتورة رقم \u2066INV-2026-00042\u2069 من متجر القهوة" in mail.text
    english = re.compile("[A-Za-z]{3,}")
    sentences = [text.split("{")[0] for text in MESSAGE_WORDS["ar"].values()]
    assert not english.search(" ".join(sentences).replace("PDF", ""))


def test_the_customers_language_goes_before_the_documents() -> None:
    assert email(document(), "ar").language == "ar"
    assert "مرحبًا" in email(document(), "ar").text
    assert email(document(), "fr").language == "en"
    assert sms(document(), language="ar").startswith("فاتورة")


@pytest.mark.parametrize(("leading", "second"), [("en", "ar"), ("ar", "en")])
def test_a_document_in_two_languages_is_sent_in_its_leading_one(leading: str, second: str) -> None:
    content = document(
        ARABIC_LINES if leading == "ar" else (COFFEE,), language=leading, second_language=second
    )
    alone = content.model_copy(update={"second_language": None})
    assert (email(content).text, email(content).subject) == (email(alone).text, email(alone).subject)
    assert sms(content) == sms(alone)


def test_nobody_is_asked_to_reply_where_no_answer_would_arrive() -> None:
    mail = email(document(seller=Party(name="Coffee Shop")))
    assert mail.reply_to is None
    assert "Reply" not in mail.text + (mail.html or "")


def test_nothing_is_fetched_and_nobody_is_tracked() -> None:
    html = email(document()).html or ""
    assert not re.search(r"<(img|script|iframe|link|form|object)\b|url\(|@import", html)
    assert set(re.findall(r"https?://[^\"<\s]+", html)) == {LINK, "https://pay.example/coffee-shop"}


def test_nothing_a_merchant_types_becomes_markup_or_a_gap() -> None:
    nasty = '<script>alert(1)</script>"onload=x {{ 7*7 }} {link} {0}'
    mail = email(
        document(((nasty, "1", "10", None),), seller=seller(nasty), bank_details=f"javascript:{nasty}")
    )
    assert "<script" not in (mail.html or "")
    assert "49" not in (mail.html or "").replace("&#847;", "")
    assert "{link} {0}" in (mail.html or "")
    assert 'href="javascript' not in (mail.html or "")


def test_a_subject_has_one_line_and_fits_a_phone() -> None:
    assert email(document(seller=seller("Shop\r\nBcc: x@y.z"))).subject.count("\n") == 0
    long = "The Very Long Name of a Company That Trades in Everything Ltd"
    subject = email(document(seller=seller(long))).subject
    assert len(subject) <= 78
    assert subject.startswith("Invoice INV-2026-00042 from The Very Long Name of a")


@pytest.mark.parametrize(
    ("count", "shown", "more"),
    [(10, 10, ""), (11, 11, ""), (12, 10, "and 2 more items"), (40, 10, "and 30 more items")],
)
def test_a_long_list_is_cut_and_says_so(count: int, shown: int, more: str) -> None:
    text = email(items(count)).text
    assert len(re.findall("^- Thing", text, re.MULTILINE)) == shown
    assert (f"- {more}\n" in text) if more else ("more item" not in text)


@pytest.mark.parametrize(
    ("count", "more"),
    [(12, "وبندان آخران"), (13, "و3 بنود أخرى"), (21, "و11 بندًا آخر"), (110, "و100 بند آخر")],
)
def test_arabic_counts_what_is_left_out_by_its_own_rules(count: int, more: str) -> None:
    assert more in email(items(count, "ar")).text
    assert set(MORE_ITEMS["ar"]) >= {"one", "two", "few", "many", "other"}


def test_values_are_isolated_in_arabic_text_but_links_stay_bare() -> None:
    text = email(document(ARABIC_LINES, language="ar")).text
    assert f"\n{LINK}\n" in text
    for line in text.splitlines():
        assert line.count("\u2068") + line.count("\u2066") == line.count("\u2069"), line


def test_the_usual_sms_costs_one_segment_and_says_who_what_how_much_and_when() -> None:
    text = sms(document())
    assert text == f"Invoice INV-2026-00042 from Coffee Shop: EGP 58.48, due 29 Nov. {LINK}?d=jr"
    assert measured(text).segments == 1


def test_the_arabic_sms_is_short_and_starts_in_arabic() -> None:
    text = sms(document(ARABIC_LINES, language="ar"))
    assert text == f"فاتورة INV-2026-00042 من متجر القهوة بمبلغ 58.48 ج.م، تستحق في 29 نوفمبر\n{LINK}?d=jr"
    assert measured(text).segments == 2  # the link alone takes 50 of 70 letters


def test_a_long_name_loses_its_end_before_a_second_segment_is_paid_for() -> None:
    text = sms(
        document(seller=seller("The Very Long Name of a Company That Trades in Everything Under the Sun Ltd"))
    )
    assert measured(text).segments == 1
    assert "from The Very Long Name" in text
    assert text.endswith(f" {LINK}?d=jr")


def test_typographic_signs_do_not_double_the_price() -> None:
    assert measured(sms(document(seller=seller("Ali’s “Best” Coffee – Cairo")))).encoding == "GSM-7"


@pytest.mark.parametrize("recipient", [EMIRATES, TURKEY])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_where_links_are_blocked_the_sms_has_none(recipient: str, language: str) -> None:
    text = sms(document(language=language), recipient)
    assert "http" not in text
    assert "inv.example" not in text
    assert "58.48" in text
    assert text.split()[-1] == "#jr"


def test_the_same_invoice_sent_twice_ends_in_different_words() -> None:
    assert sms(document(), delivery_id=7).split()[-1] != sms(document(), delivery_id=8).split()[-1]


@given(
    name=st.text(min_size=1, max_size=80).filter(str.strip),
    recipient=st.sampled_from([EGYPT, EMIRATES, "nonsense"]),
    language=st.sampled_from(["en", "ar"]),
    delivery_id=st.integers(1, 10**12),
)
def test_no_sms_breaks_its_last_word_or_carries_invisible_marks(
    name: str, recipient: str, language: str, delivery_id: int
) -> None:
    content = document(seller=seller(name), language=language, digits="arab")
    text = sms(content, recipient, delivery_id)
    mark = base36(delivery_id)
    assert int(mark, 36) == delivery_id
    assert text.split()[-1] == (f"#{mark}" if recipient == EMIRATES else f"{LINK}?d={mark}")
    assert not ISOLATES.search(text)
    assert "58.48" in text
    assert measured(text).segments <= 3


@pytest.mark.parametrize(("language", "month"), [("en", "Nov"), ("ar", "نوفمبر")])
def test_who_has_paid_it_all_before_is_told_no_day_and_no_account(language: str, month: str) -> None:
    usual = document(language=language, bank_details="IBAN: EG38", payment_terms="Within a week.")
    paid = usual.totals.model_copy(update={"payable_amount": Decimal("0.00")})
    for content, is_due in ((usual, True), (usual.model_copy(update={"totals": paid}), False)):
        mail = email(content)
        for told in (mail.subject, mail.text, str(mail.html), sms(content)):
            assert (month in told) == is_due
        for told in (mail.text, str(mail.html)):
            assert ("EG38" in told, "Within a week." in told) == (is_due, is_due)
