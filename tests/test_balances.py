"""What is open adds up to the last piastre, in every list."""

import asyncio
from datetime import date, timedelta
from decimal import Decimal, localcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite
from sqlmodel import select

from bot.balances import OpenSum, balance_of, kept_by, open_sums
from bot.database import Database
from bot.invoices import page_of
from bot.issuing import issue_invoice
from bot.payments import payments_of, reverse_payment
from models.balance import Balance, Standing
from models.invoice import Invoice
from models.money import EXACT
from models.payment import Payment
from tests.browsing import fresh_database
from tests.builders import NOON, a_line, at_home, compose
from tests.chatting import on_sqlite
from tests.ledgers import TODAY, credit, invoiced, pay


async def test_the_list_is_narrowed_by_what_is_open_late_and_paid(database: Database) -> None:
    async with database.writing() as session:
        merchant, (paid, part, new, credited, over) = await invoiced(session, *["100"] * 5)
        await pay(session, paid, "100")
        await pay(session, part, "99.99")
        await credit(session, credited, "100")
        await pay(session, over, "150")

        async def kept(which: str, today: date = TODAY) -> list[int]:
            found = await page_of(session, merchant.key, today, kept=which)
            return [invoice.key for invoice in found.invoices]

        assert await kept("unpaid") == [new.key, part.key]
        assert await kept("paid") == [over.key, paid.key]
        assert await kept("overdue") == []
        due = new.due_date
        assert await kept("overdue", due) == []
        assert await kept("overdue", due + timedelta(days=1)) == [new.key, part.key]
        late = await open_sums(session, merchant.key, due + timedelta(days=1))
        assert late == [OpenSum("EGP", Decimal("100.01"), Decimal("100.01"))]
        assert await open_sums(session, merchant.key, due) == [OpenSum("EGP", Decimal("100.01"), Decimal(0))]
        assert await open_sums(session, merchant.key, due, customer_id=new.customer_id + 1) == []
        assert await open_sums(session, merchant.key + 1, due) == []


async def test_each_currency_has_its_own_sum(database: Database) -> None:
    async with database.writing() as session:
        merchant, customer, draft = await at_home(session, tax_registered=False)
        for currency, price in (("EGP", "10"), ("KWD", "0.125"), ("EGP", "5.50"), ("JPY", "300")):
            merchant.currency = currency
            compose(draft, customer, a_line(price=price))
            await issue_invoice(session, draft, merchant, "Mona", NOON)
        sums = await open_sums(session, merchant.key, TODAY)
    assert [(one.currency, f"{one.open:f}") for one in sums] == [
        ("EGP", "15.50"),
        ("JPY", "300"),
        ("KWD", "0.125"),
    ]


@on_sqlite
async def test_balances_of_many_invoices_are_looked_up_by_invoice(database: Database) -> None:
    """By all the merchant's payments, for each of 10,000 invoices, it took seconds."""
    wanted = select(Invoice.id).where(Invoice.merchant_id == 1, kept_by("unpaid", TODAY))
    compiled = wanted.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    async with database.reading() as session:
        connection = await session.connection()
        plan = [row[-1] for row in await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")]
    assert any("ix_payment_invoice_id" in step for step in plan), plan
    assert any("ix_invoice_credits_id" in step for step in plan), plan
    assert not any(step.startswith("SCAN") for step in plan), plan


async def test_sums_of_absurd_amounts_are_exact(database: Database) -> None:
    """The largest price times the largest quantity, more often than a machine word could add it up."""
    async with database.writing() as session:
        merchant, customer, draft = await at_home(session, tax_registered=False)
        line = a_line(price="999999999999.99", quantity=Decimal(999999999999))
        invoices = []
        for _ in range(12):
            compose(draft, customer, line)
            invoices.append((await issue_invoice(session, draft, merchant, "Mona", NOON))[0])
        payable = invoices[0].payable_amount
        assert payable > 10**23
        await pay(session, invoices[0], f"{payable - Decimal('0.01'):f}")
        await pay(session, invoices[1], f"{payable:f}")
        (sums,) = await open_sums(session, merchant.key, TODAY)
        page = await page_of(session, merchant.key, TODAY, kept="paid")
        assert [paid.key for paid in page.invoices] == [invoices[1].key]
        assert (await balance_of(session, invoices[0])).open == Decimal("0.01")
    with localcontext(EXACT):
        assert sums.open == payable * 10 + Decimal("0.01")


money = st.decimals(min_value=Decimal("0.01"), max_value=10**9, places=2)


@given(payable=money, paid=st.lists(money, max_size=5), credited=st.lists(money, max_size=3))
def test_paid_open_and_credited_are_always_what_was_asked_for(
    payable: Decimal, paid: list[Decimal], credited: list[Decimal]
) -> None:
    zero = Decimal(0)
    balance = Balance("EGP", TODAY, payable, sum(paid, zero), sum(credited, zero))
    assert balance.paid + balance.open + balance.credited == balance.payable
    settled = {Standing.PAID, Standing.OVERPAID, Standing.CREDITED}
    assert balance.is_open == (balance.standing not in settled)
    assert balance.is_overdue(TODAY + timedelta(days=1)) == balance.is_open
    assert not balance.is_overdue(TODAY)


@settings(max_examples=20)
@given(wishes=st.lists(st.integers(-4, 30_000), min_size=1, max_size=8), credited=st.integers(0, 15_000))
def test_whatever_is_recorded_and_taken_back_the_books_balance(wishes: list[int], credited: int) -> None:
    """A wish above 0 pays so many piastres, one below takes back the payment so many before."""
    asyncio.run(_books_balance(wishes, Decimal(credited).scaleb(-2)))


async def _books_balance(wishes: list[int], credited: Decimal) -> None:
    kept: list[Decimal] = []
    with TemporaryDirectory() as folder:
        async with fresh_database(Path(folder)) as database, database.writing() as session:
            merchant, (invoice,) = await invoiced(session, "150")
            if credited:
                await credit(session, invoice, f"{credited:f}")
            payments: list[Payment] = []
            for wish in wishes:
                if wish > 0:
                    payments.append(await pay(session, invoice, f"{Decimal(wish).scaleb(-2):f}"))
                elif payments:
                    chosen = payments[wish % len(payments)]
                    await reverse_payment(session, merchant.key, chosen.key, "Mona", NOON)
            rows = await payments_of(session, merchant.key, invoice.key)
            kept = [row.amount for row in rows]
            balance = await balance_of(session, invoice)
    assert balance.paid == sum(kept) >= 0
    assert balance.paid + balance.open + balance.credited == balance.payable == 150
