"""Issuing: one number, one frozen document, all or nothing."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from bot.database import Database
from bot.issuing import issue_invoice, issued_from
from models.customer import Customer
from models.draft import Draft
from models.errors import UserError
from models.invoice import Invoice
from models.merchant import Merchant
from models.product import Product
from tests.builders import NOON, a_line, at_home, compose


async def issue_again(database: Database, number: int, now: datetime = NOON) -> str:
    """One more invoice of the same chat in a transaction of its own; its number."""
    async with database.writing() as session:
        draft = (await session.exec(select(Draft).with_for_update())).one()
        merchant = (await session.exec(select(Merchant))).one()
        compose(draft, (await session.exec(select(Customer))).one(), a_line(f"Item {number}"))
        issued, _ = await issue_invoice(session, draft, merchant, "Mona", now)
        return issued.number


async def test_the_first_invoice_has_number_one_and_freezes_what_it_says(database: Database) -> None:
    async with database.writing() as session:
        merchant, customer, draft = await at_home(session)
        _, recipients = await issue_invoice(session, draft, merchant, "Mona", NOON)
        merchant.name, customer.name = "Tea Shop", "Somebody else"
    async with database.reading() as session:
        kept = (await session.exec(select(Invoice))).one()
    document = kept.read_document()
    assert kept.number == "INV-2026-00001"
    assert recipients == [("email", "pay@acme.example")]
    assert (document.seller.name, document.buyer.name) == ("Coffee Shop", "Acme")
    assert kept.payable_amount == document.totals.payable_amount == Decimal("171.00")
    assert document.due_date == date(2026, 11, 29)
    assert len(kept.token) == 22


async def test_numbers_have_no_gap_when_an_issue_fails(database: Database) -> None:
    async with database.writing() as session:
        await at_home(session)
    assert await issue_again(database, 1) == "INV-2026-00001"

    async def fails() -> None:
        async with database.writing() as session:
            draft = (await session.exec(select(Draft))).one()
            merchant = (await session.exec(select(Merchant))).one()
            compose(draft, (await session.exec(select(Customer))).one())
            await issue_invoice(session, draft, merchant, "Mona", NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails()
    assert await issue_again(database, 2) == "INV-2026-00002"


async def test_numbers_start_anew_with_the_year_where_the_merchant_is(database: Database) -> None:
    async with database.writing() as session:
        await at_home(session)
    new_year_in_cairo = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
    assert await issue_again(database, 1) == "INV-2026-00001"
    assert await issue_again(database, 2, new_year_in_cairo) == "INV-2027-00001"
    assert await issue_again(database, 3, new_year_in_cairo + timedelta(days=1)) == "INV-2027-00002"


async def test_twenty_merchants_taps_at_once_leave_no_gap_and_no_double(database: Database) -> None:
    async with database.writing() as session:
        await at_home(session)
    numbers = await asyncio.gather(*(issue_again(database, n) for n in range(20)))
    assert sorted(numbers) == [f"INV-2026-{n:05}" for n in range(1, 21)]


async def test_a_draft_can_become_only_one_invoice(database: Database) -> None:
    async with database.writing() as session:
        merchant, _, draft = await at_home(session)
        composition = draft.composition
        issued, _ = await issue_invoice(session, draft, merchant, "Mona", NOON)
        assert await issued_from(session, draft, draft.number, merchant.key) == issued
        assert draft.composition is None
        with pytest.raises(UserError):
            await issue_invoice(session, draft, merchant, "Mona", NOON)
        number = draft.number

    async def forced() -> None:
        async with database.writing() as session:
            draft = (await session.exec(select(Draft))).one()
            draft.composition, draft.number = composition, number
            await issue_invoice(session, draft, (await session.exec(select(Merchant))).one(), "Mona", NOON)

    with pytest.raises(IntegrityError):
        await forced()


async def test_new_items_join_the_catalogue_at_the_price_they_were_sold_at(database: Database) -> None:
    async with database.writing() as session:
        merchant, customer, draft = await at_home(session)
        await issue_invoice(session, draft, merchant, "Mona", NOON)
        compose(draft, customer, a_line("  logo ", "175.50"), a_line("قهوة", "15"))
        await issue_invoice(session, draft, merchant, "Mona", NOON)
    async with database.reading() as session:
        catalogue = {p.name: p.unit_price for p in (await session.exec(select(Product))).all()}
    assert catalogue == {"Logo": Decimal("175.50"), "قهوة": Decimal(15)}


async def test_another_merchants_customer_cannot_be_invoiced(database: Database) -> None:
    async with database.writing() as session:
        _, stranger, _ = await at_home(session, chat_id=8)
        merchant, _, draft = await at_home(session)
        compose(draft, stranger)
        with pytest.raises(UserError):
            await issue_invoice(session, draft, merchant, "Mona", NOON)


async def test_an_untaxed_line_beside_taxed_ones_is_zero_rated(database: Database) -> None:
    async with database.writing() as session:
        merchant, customer, draft = await at_home(session)
        compose(draft, customer, a_line(), a_line("Book", "100", tax_rate=Decimal(0)))
        issued, _ = await issue_invoice(session, draft, merchant, "Mona", NOON)
        categories = [line.tax_category for line in issued.read_document().lines]
    assert categories == ["S", "Z"]
    assert issued.payable_amount == Decimal("271.00")
