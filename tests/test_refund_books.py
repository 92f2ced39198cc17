"""Money given back, as the books and the customer's page know it."""

import asyncio
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.balances import balance_of, owes_back
from bot.database import Database
from bot.payments import open_account, payments_of, record_refund, reverse_payment
from models.balance import Standing
from models.errors import UserError
from models.payment import Method
from tests.browsing import browsing, fresh_database
from tests.chatting import NOON
from tests.issued import NOW, TOKEN, document, store
from tests.ledgers import cash, credit, invoiced, pay


async def test_the_books_tell_money_given_back_from_payments_taken_back(database: Database) -> None:
    async with database.writing() as session:
        merchant, (invoice, other) = await invoiced(session, "100", "50")
        mistake = await pay(session, invoice, "100")
        await reverse_payment(session, merchant.key, mistake.key, "Mona", NOON)
        paid = await pay(session, invoice, "100")
        await pay(session, other, "50")
        assert not await owes_back(session, merchant.key)
        await credit(session, invoice, "60")
        assert await owes_back(session, merchant.key)
        assert await owes_back(session, merchant.key, invoice.customer_id)
        assert not await owes_back(session, merchant.key, invoice.customer_id + 1)
        assert not await owes_back(session, merchant.key + 1)
        later = NOON + timedelta(hours=1)
        refund, balance = await record_refund(session, invoice, cash("60"), "Omar", later)
        assert balance.standing == Standing.PAID
        assert [balance.paid, balance.given_back] == [40, 60]
        assert not await owes_back(session, merchant.key)
        before = await balance_of(session, invoice, until=NOON)
        assert [before.owed_back, before.given_back] == [60, 0]
        await reverse_payment(session, merchant.key, refund.key, "Omar", later)
        balance = await balance_of(session, invoice)
        assert balance.standing == Standing.OVERPAID
        assert [balance.owed_back, balance.given_back] == [60, 0]
        rows = await payments_of(session, merchant.key, invoice.key)
        assert [row.is_refund for row in rows] == [False, False, False, True, True]
        elsewhere, balance = await record_refund(
            session, invoice, cash("60", method=Method.MOVED), "Omar", later
        )
        assert balance.standing == Standing.PAID
        assert [balance.owed_back, balance.given_back] == [0, 0]
        await reverse_payment(session, merchant.key, elsewhere.key, "Omar", later)
        assert (await balance_of(session, invoice)).given_back == 0
        await record_refund(session, invoice, cash("60"), "Omar", later)
        await reverse_payment(session, merchant.key, paid.key, "Omar", later)  # the cheque bounced
        balance = await balance_of(session, invoice)
        assert balance.standing == Standing.UNPAID
        assert [balance.open, balance.given_back] == [100, 60]


async def test_a_deposit_is_given_back_too(database: Database) -> None:
    async with database.writing() as session:
        merchant, (invoice,) = await invoiced(session, "50")  # asked for: 100, of which 50 were paid before
        await credit(session, invoice, "100")
        assert await owes_back(session, merchant.key)
        _, balance = await record_refund(session, invoice, cash("50"), "Mona", NOON)
        assert balance.standing == Standing.CREDITED
        assert [balance.owed_back, balance.given_back] == [0, 50]
        assert not await owes_back(session, merchant.key)


async def test_two_people_giving_back_at_once_do_it_once(database: Database) -> None:
    async with database.writing() as session:
        merchant, (invoice,) = await invoiced(session, "100")
        await pay(session, invoice, "100")
        await credit(session, invoice, "100")

    async def give_back() -> bool:
        async with database.writing() as session:
            held, _ = await open_account(session, merchant.key, invoice.key)
            await asyncio.sleep(0)
            try:
                await record_refund(session, held, cash("60"), "Mona", NOON)
            except UserError:
                return False
            return True

    assert sorted(await asyncio.gather(*(give_back() for _ in range(4)))) == [False, False, False, True]
    async with database.reading() as session:
        assert (await balance_of(session, invoice)).owed_back == 40


@pytest.mark.parametrize(("language", "said"), [("en", "<bdi>EGP 58.48</bdi> has been returned to you."),
                                                ("ar", "رُدّ إليك <bdi>58.48 ج.م</bdi>.")])  # fmt: skip
async def test_the_customers_page_says_what_was_returned(tmp_path: Path, language: str, said: str) -> None:
    async with fresh_database(tmp_path) as database, browsing(database) as browser:
        invoice = await store(database, document())
        async with database.writing() as session:
            await pay(session, invoice, "58.48")
            await credit(session, invoice, "58.48", NOW)
            await record_refund(session, invoice, cash("58.48"), "Mona", NOW)
            assert (await balance_of(session, invoice)).given_back == Decimal("58.48")
        shown = (await browser.get(f"/i/{TOKEN}?lang={language}")).text
        assert said in shown
        assert "more than was due" not in shown
