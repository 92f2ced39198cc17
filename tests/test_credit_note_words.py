"""What the customer reads of a credit note, and of an invoice that was credited: never that it is due."""

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.database import Database
from bot.issuing import issue_invoice
from models.document import InvoiceDocument, Preceding
from models.draft import Draft
from models.invoice import Invoice
from tests.browsing import browsing, fresh_database
from tests.builders import NOON, a_line, at_home, compose
from tests.issued import ARABIC_LINES, CAKE, COFFEE, document, store
from tests.reading import everywhere
from tests.test_crediting import credit
from tests.test_messages import EGYPT, EMIRATES, LINK, email, sms

DUE = re.compile(r"\bdue\b|how to pay|payment reference|تُستحق|المستحق|طريقة الدفع|مرجع الدفع", re.I)


def a_note(language: str = "en", **changes: Any) -> InvoiceDocument:
    """A credit note as issued: nothing on it asks for money."""
    lines = ARABIC_LINES if language == "ar" else (COFFEE, CAKE)
    content = {
        "type_code": "381", "title": "credit_note", "number": "CN-2026-00001", "due_date": date(2026, 11, 22),
        "preceding": Preceding(number="INV-2026-00042", issue_date=date(2026, 11, 20)),
        "reason": "إرجاع البضاعة" if language == "ar" else "Goods returned",
        "bank_details": None, "payment_terms": None, "note": None,
    }  # fmt: skip
    return document(lines, language=language, **{**content, **changes})


def test_the_email_says_credit_note_and_for_which_invoice() -> None:
    mail = email(a_note())
    assert mail.subject == "Credit note CN-2026-00001 for INV-2026-00042 from Coffee Shop: EGP 58.48"
    assert "has sent you credit note CN-2026-00001 for invoice INV-2026-00042." in mail.text
    for body in (mail.text, re.sub("<style>.*?</style>|<[^>]+>", "", mail.html or "", flags=re.DOTALL)):
        assert "Credited" in body
        assert "Reason: Goods returned" in body
        assert "View credit note" in body
        assert not DUE.search(body)
    assert "<title>Credit note CN-2026-00001</title>" in (mail.html or "")
    assert mail.attachment is not None
    assert mail.attachment.filename == "CN-2026-00001.pdf"


def test_the_arabic_email_does_too() -> None:
    mail = email(a_note("ar"))
    assert mail.subject == "إشعار دائن CN-2026-00001 عن INV-2026-00042 من متجر القهوة: 58.48 ج.م"
    assert "وصلك الإشعار الدائن رقم \u2066CN-2026-00001\u2069 من متجر القهوة عن الفاتورة" in mail.text
    for body in (mail.text, re.sub("<style>.*?</style>|<[^>]+>", "", mail.html or "", flags=re.DOTALL)):
        assert "عرض الإشعار الدائن" in body
        assert not DUE.search(body)


def test_an_emirati_credit_note_is_called_tax_credit_note() -> None:
    mail = email(a_note(title="tax_credit_note"))
    assert mail.subject.startswith("Tax credit note CN-2026-00001 for INV-2026-00042")
    assert "has sent you tax credit note" in mail.text


@pytest.mark.parametrize(
    ("language", "recipient", "said"),
    [
        ("en", EGYPT, f"Credit note CN-2026-00001 for INV-2026-00042 from Coffee Shop: EGP 58.48. {LINK}?d=jr"),
        ("ar", EGYPT, f"إشعار دائن CN-2026-00001 عن INV-2026-00042 من متجر القهوة بمبلغ 58.48 ج.م\n{LINK}?d=jr"),
        ("en", EMIRATES, "Credit note CN-2026-00001 for INV-2026-00042 from Coffee Shop: EGP 58.48. "
                         "Ask us for the PDF. #jr"),
    ],
)  # fmt: skip
def test_the_sms_says_so_in_as_few_words(language: str, recipient: str, said: str) -> None:
    assert sms(a_note(language), recipient) == said


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_its_page_asks_for_nothing(tmp_path: Path, language: str) -> None:
    async with fresh_database(tmp_path) as database:
        note = await store(database, a_note(language))
        async with browsing(database) as client:
            page = visible((await client.get(f"/i/{note.token}")).text)
    assert "INV-2026-00042" in page
    assert ("Goods returned" if language == "en" else "إرجاع البضاعة") in page
    assert not DUE.search(page)


async def test_pdf_page_and_email_name_the_invoice_and_the_reason() -> None:
    for place in await everywhere(a_note()):
        assert "INV-2026-00042" in place
        assert "credit note" in place.lower()


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Database]:
    """Two coffees at 150 with 14 % tax, payable by bank transfer."""
    async with fresh_database(tmp_path) as database:
        async with database.writing() as session:
            merchant, customer, draft = await at_home(
                session, bank_details="IBAN: EG380019000500000000263180002"
            )
            session.add(Draft(chat_id=8))
            compose(draft, customer, a_line("Coffee", "75", quantity=2))
            await issue_invoice(session, draft, merchant, "Mona", NOON)
        yield database


async def page_of(shop: Database, language: str = "en") -> str:
    async with shop.reading() as session:
        invoice = await session.get(Invoice, 1)
    assert invoice is not None
    async with browsing(shop) as client:
        return visible((await client.get(f"/i/{invoice.token}", params={"lang": language})).text)


def visible(page: str) -> str:
    """Its words."""
    return re.sub(r"\s+", " ", re.sub("<style>.*?</style>|<[^>]+>", "", page, flags=re.DOTALL))


async def test_the_page_of_an_invoice_credited_in_part_says_what_is_still_to_be_paid(shop: Database) -> None:
    before = await page_of(shop)
    assert "Credited" not in before
    assert "How to pay" in before
    await credit(shop, (0, "1"))
    page = await page_of(shop)
    assert "Credited by CN-2026-00001: EGP 85.50" in page
    assert "Amount due EGP 85.50 Due Sun 29 Nov 2026" in page
    assert "Amount due when issuedEGP 171.00" in page  # below, with the items: what the invoice says for ever
    assert "How to pay" in page


async def test_the_page_of_an_invoice_credited_in_full_asks_for_nothing_any_more(shop: Database) -> None:
    await credit(shop)
    page = await page_of(shop)
    assert "Credited by CN-2026-00001: EGP 171.00 Nothing is left to pay." in page
    assert "How to pay" not in page
    assert "29 Nov 2026" not in page.split("Details")[0]
    arabic = await page_of(shop, "ar")
    assert "إشعار دائن CN-2026-00001: 171.00 ج.م لا يوجد مبلغ مستحق للدفع." in arabic
    assert "طريقة الدفع" not in arabic
