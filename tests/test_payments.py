"""Payments are recorded once, by whoever and whenever, and never changed."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.balances import balance_of, balances_of
from bot.database import Database
from bot.invoices import page_of
from bot.payments import open_account, payments_of, reverse_payment
from models.balance import Standing
from models.errors import UserError
from tests.builders import NOON
from tests.ledgers import TODAY, credit, invoiced, pay


async def test_parts_add_up_until_it_is_paid(database: Database) -> None:
    async with database.writing() as session:
        _, (invoice,) = await invoiced(session, "342")
        assert (await balance_of(session, invoice)).standing == Standing.UNPAID
        await pay(session, invoice, "200")
        balance = await balance_of(session, invoice)
        assert balance.standing == Standing.PARTIALLY_PAID
        assert (f"{balance.paid:f}", f"{balance.open:f}") == ("200.00", "142.00")
        await pay(session, invoice, "141.99")
        assert (await balance_of(session, invoice)).open == Decimal("0.01")
        await pay(session, invoice, "0.01")
        assert (await balance_of(session, invoice)).standing == Standing.PAID


async def test_a_payment_taken_back_stays_in_the_books(database: Database) -> None:
    async with database.writing() as session:
        merchant, (invoice,) = await invoiced(session, "342")
        payment = await pay(session, invoice, "200")
        later = NOON + timedelta(hours=1)
        first = await reverse_payment(session, merchant.key, payment.key, "Omar", later)
        again = await reverse_payment(session, merchant.key, payment.key, "Omar", later)
        assert (first[1], again[1], first[0].id) == (True, False, again[0].id)
        rows = await payments_of(session, merchant.key, invoice.key)
        assert [(int(row.amount), row.recorded_by) for row in rows] == [(200, "Mona"), (-200, "Omar")]
        balance = await balance_of(session, invoice)
        assert (int(balance.open), balance.entries, balance.standing) == (342, 2, Standing.UNPAID)
        assert (await balance_of(session, invoice, until=NOON)).open == 142, "as it was before"
        with pytest.raises(UserError, match="takes a payment back"):
            await reverse_payment(session, merchant.key, first[0].key, "Omar", later)


async def test_credit_notes_count_beside_payments(database: Database) -> None:
    async with database.writing() as session:
        _, (part, whole, refunded) = await invoiced(session, "342", "100", "50")
        await credit(session, part, "42")
        await pay(session, part, "300")
        await credit(session, whole, "100")
        await pay(session, refunded, "50")
        await credit(session, refunded, "50")
        shown = [await balance_of(session, invoice) for invoice in (part, whole, refunded)]
        assert [one.standing for one in shown] == [Standing.PAID, Standing.CREDITED, Standing.OVERPAID]
        assert [one.open for one in shown] == [0, 0, -50]


async def test_nobody_pays_a_credit_note_or_somebody_elses_invoice(database: Database) -> None:
    async with database.writing() as session:
        merchant, (invoice,) = await invoiced(session, "100")
        await credit(session, invoice, "100")
        page = await page_of(session, merchant.key, TODAY)
        note = next(row for row in page.invoices if row.is_credit_note)
        with pytest.raises(UserError, match="credit note"):
            await open_account(session, merchant.key, note.key)
        with pytest.raises(UserError, match="not one of yours"):
            await open_account(session, merchant.key + 1, invoice.key)
        payment = await pay(session, invoice, "1")
        with pytest.raises(UserError, match="not one of yours"):
            await reverse_payment(session, merchant.key + 1, payment.key, "Eve", NOON)
        assert await balances_of(session, merchant.key, [note]) == {}


@pytest.mark.parametrize("amount", ["0", "-5", "0.001"])
async def test_an_amount_that_is_none_is_refused(database: Database, amount: str) -> None:
    async with database.writing() as session:
        _, (invoice,) = await invoiced(session, "100")
        with pytest.raises(UserError):
            await pay(session, invoice, amount)


async def test_currencies_keep_their_own_decimals(database: Database) -> None:
    async with database.writing() as session:
        _, (dinars,) = await invoiced(session, "10.125", currency="KWD", country="KW")
        await pay(session, dinars, "0.125")
        assert f"{(await balance_of(session, dinars)).open:f}" == "10.000"
        with pytest.raises(UserError, match="decimals"):
            await pay(session, dinars, "0.0005")


async def test_two_people_recording_at_once_do_not_overlook_each_other(database: Database) -> None:
    async with database.writing() as session:
        merchant, (invoice,) = await invoiced(session, "100")

    async def pay_if_open() -> bool:
        async with database.writing() as session:
            held, balance = await open_account(session, merchant.key, invoice.key)
            if balance.open < 100:
                return False
            await asyncio.sleep(0)
            await pay(session, held, "100")
            return True

    assert sorted(await asyncio.gather(*(pay_if_open() for _ in range(4)))) == [False, False, False, True]
    async with database.reading() as session:
        assert (await balance_of(session, invoice)).open == 0


async def test_two_people_taking_the_same_payment_back_do_it_once(database: Database) -> None:
    async with database.writing() as session:
        merchant, (invoice,) = await invoiced(session, "100")
        payment = await pay(session, invoice, "100")

    async def take_back() -> bool:
        async with database.writing() as session:
            return (await reverse_payment(session, merchant.key, payment.key, "Mona", NOON))[1]

    assert sorted(await asyncio.gather(take_back(), take_back())) == [False, True]
    async with database.reading() as session:
        assert (await balance_of(session, invoice)).open == 100
