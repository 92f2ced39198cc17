"""The customer's page says what is paid today; the invoice below it says what it always said."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from bot.database import Database
from bot.payments import Received, record_payment, reverse_payment
from models.invoice import Invoice
from models.payment import Method, Payment
from tests.browsing import browsing, fresh_database
from tests.issued import NOW, TOKEN, document, store


async def pay(database: Database, invoice: Invoice, amount: str) -> Payment:
    told = Received(Decimal(amount), Method.CASH, date(2026, 11, 22))
    async with database.writing() as session:
        payment, _ = await record_payment(session, invoice, told, "Mona", NOW)
    return payment


def hero(page: str) -> str:
    """The large amount at the top."""
    found = re.search(r'<p class="amount.*?</p>', page, re.DOTALL)
    assert found
    return " ".join(re.sub("<[^>]*>", "", found[0]).split())


async def test_a_paid_invoice_asks_for_nothing_more(tmp_path: Path) -> None:
    async with fresh_database(tmp_path) as database, browsing(database) as browser:
        invoice = await store(database, document())
        fresh = (await browser.get(f"/i/{TOKEN}")).text
        assert 'class="news"' not in fresh
        assert "when issued" not in fresh
        assert "How to pay" in fresh
        part = await pay(database, invoice, "20")
        shown = (await browser.get(f"/i/{TOKEN}")).text
        assert "<bdi>EGP 20.00</bdi> received." in shown
        assert hero(shown).endswith("38.48"), "what is still to be paid"
        assert "How to pay" in shown
        assert "<dt>Amount due when issued</dt><dd><bdi>EGP 58.48</bdi>" in shown
        await pay(database, invoice, "38.48")
        shown = (await browser.get(f"/i/{TOKEN}")).text
        assert "Paid in full. Thank you." in shown
        assert "How to pay" not in shown
        assert "EG380019000500000000263180002" not in shown
        assert hero(shown).endswith("58.48"), "what was invoiced stays"
        async with database.writing() as session:
            await reverse_payment(session, invoice.merchant_id, part.key, "Mona", NOW)
        assert hero((await browser.get(f"/i/{TOKEN}")).text).endswith("20.00")


async def test_with_nothing_left_to_pay_the_total_is_the_one_with_the_deposit(tmp_path: Path) -> None:
    async with fresh_database(tmp_path) as database, browsing(database) as browser:
        whole = document()
        paid_before = {"prepaid_amount": Decimal("8.48"), "payable_amount": Decimal("50.00")}
        totals = whole.totals.model_copy(update=paid_before)
        invoice = await store(database, whole.model_copy(update={"totals": totals}))
        assert hero((await browser.get(f"/i/{TOKEN}")).text).endswith("50.00")
        await pay(database, invoice, "50")
        assert hero((await browser.get(f"/i/{TOKEN}")).text).endswith("58.48")


async def test_the_page_tells_it_in_arabic(tmp_path: Path) -> None:
    async with fresh_database(tmp_path) as database, browsing(database) as browser:
        invoice = await store(database, document())
        await pay(database, invoice, "20")
        shown = (await browser.get(f"/i/{TOKEN}?lang=ar")).text
        assert "استلمنا <bdi>20.00 ج.م</bdi>." in shown
        assert hero(shown).startswith("38.48")
        await pay(database, invoice, "38.48")
        assert "دُفعت بالكامل" in (await browser.get(f"/i/{TOKEN}?lang=ar")).text
