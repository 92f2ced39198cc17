"""Credit notes as the database keeps them: a series of their own, one chain, and never more than was invoiced."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import select

from bot.auditing import chains
from bot.correcting import correct_invoice
from bot.crediting import case_of, credit_notes_of, open_credit_note
from bot.database import Database
from bot.drafts import composition_of, keep
from bot.issuing import issue_invoice
from bot.migration import upgrade
from bot.rendering.credit_words import REASONS
from models.document import INVOICE
from models.draft import Composition, Draft, DraftCharge, DraftLine
from models.errors import InvoiceError, UserError
from models.invoice import Invoice
from models.merchant import Merchant
from models.registration import rules_of
from models.tax import TaxCategory
from tests.builders import NOON, a_line, at_home, compose
from tests.chatting import on_sqlite

CHATS = (7, 8)
LINES = (a_line("Logo", "150", quantity=Decimal(2)), a_line("Coffee", "15", quantity=Decimal(3)))


@pytest.fixture
async def shop(database_url: str) -> AsyncIterator[Database]:
    """A merchant with two members' chats and one invoice: 2 logos at 150 and 3 coffees at 15, with 14 % tax."""
    database = Database(database_url)
    await upgrade(database)
    async with database.writing() as session:
        merchant, customer, draft = await at_home(session)
        session.add(Draft(chat_id=CHATS[1]))
        compose(draft, customer, *LINES)
        await issue_invoice(session, draft, merchant, "Mona", NOON)
    yield database
    await database.close()


async def credit(
    database: Database,
    *taken: tuple[int, str],
    chat_id: int = 7,
    credits_id: int = 1,
    reason: str = "Returned",
) -> Invoice:
    """A credit note for (line, quantity) pairs, or for all that is left, in a transaction of its own."""
    async with database.writing() as session:
        draft = (await session.exec(select(Draft).where(Draft.chat_id == chat_id).with_for_update())).one()
        merchant = (await session.exec(select(Merchant))).one()
        case = await case_of(session, merchant.key, credits_id)
        composition = await open_credit_note(session, draft, case, whole=not taken)
        composition.lines = [
            DraftLine(
                item_name="?", quantity=Decimal(quantity), unit_price=Decimal(1), tax_rate=Decimal(0), source=line
            )
            for line, quantity in taken
        ]  # fmt: skip
        composition.reason = reason
        keep(draft, composition)
        issued, _ = await issue_invoice(session, draft, merchant, "Mona", NOON)
        return issued


async def invoice_of(database: Database, *lines: DraftLine, **wanted: object) -> Invoice:
    """One more invoice."""
    async with database.writing() as session:
        draft = (await session.exec(select(Draft).where(Draft.chat_id == 7))).one()
        merchant = (await session.exec(select(Merchant))).one()
        content = Composition(customer_id=1, lines=list(lines), **wanted)
        draft.number += 1
        keep(draft, content)
        issued, _ = await issue_invoice(session, draft, merchant, "Mona", NOON)
        return issued


async def everything(database: Database) -> list[Invoice]:
    async with database.reading() as session:
        return list((await session.exec(select(Invoice))).all())


async def assert_whole(database: Database) -> None:
    """Every chain holds, every series is without gaps, and no group of an invoice is credited beyond itself."""
    assert [chain.trouble async for chain in chains(database)] == [None]
    for invoice in await everything(database):
        if invoice.type_code == INVOICE:
            async with database.reading() as session:
                case = await case_of(session, invoice.merchant_id, invoice.key)
            case.is_settled  # noqa: B018 - refuses more than was invoiced


async def test_a_full_credit_note_repeats_the_invoice_in_a_series_of_its_own(shop: Database) -> None:
    note = await credit(shop)
    said, invoice = note.read_document(), (await everything(shop))[0].read_document()
    assert (note.number, note.credits_id, note.type_code) == ("CN-2026-00001", 1, "381")
    assert (said.preceding.number, said.preceding.issue_date) == (invoice.number, invoice.issue_date)  # type: ignore[union-attr]
    assert [line.model_copy(update={"source": None}) for line in said.lines] == list(invoice.lines)
    assert said.totals == invoice.totals
    assert (said.title, said.reason, said.due_date) == ("credit_note", "Returned", said.issue_date)
    assert (said.bank_details, said.payee, said.payment_terms, said.code) == (None, None, None, None)
    await assert_whole(shop)


async def test_the_last_of_a_line_and_the_last_of_an_invoice_take_what_is_left(shop: Database) -> None:
    first = await credit(shop, (0, "0.333"), (1, "1"))
    second = await credit(shop, (0, "1"))
    last = await credit(shop)
    assert [note.payable_amount for note in (first, second, last)] == [
        Decimal("74.04"), Decimal("171.00"), Decimal("148.26"),
    ]  # fmt: skip
    (line,) = last.read_document().lines
    assert (line.item_name, line.quantity) == ("Remainder of INV-2026-00001", Decimal(1))
    await assert_whole(shop)


async def test_nothing_is_taken_back_twice(shop: Database) -> None:
    await credit(shop, (1, "2"))
    with pytest.raises(InvoiceError, match="can still be taken back"):
        await credit(shop, (1, "2"))
    await credit(shop)
    with pytest.raises(InvoiceError) as refusal:
        await credit(shop)
    assert refusal.value.code == "E_CREDITED"
    with pytest.raises(InvoiceError):
        await credit(shop, (0, "1"))
    assert [row.number for row in await everything(shop)][1:] == ["CN-2026-00001", "CN-2026-00002"]
    await assert_whole(shop)


async def test_two_people_who_credit_at_once_credit_once(shop: Database) -> None:
    async def tried(chat_id: int) -> str:
        try:
            return (await credit(shop, chat_id=chat_id)).number
        except InvoiceError as refusal:
            return refusal.code

    assert sorted(await asyncio.gather(*map(tried, CHATS))) == ["CN-2026-00001", "E_CREDITED"]
    await assert_whole(shop)


async def test_many_who_take_back_the_same_line_get_no_more_than_was_sold(shop: Database) -> None:
    async def tried(chat_id: int) -> str | None:
        try:
            return (await credit(shop, (1, "1"), chat_id=chat_id)).number
        except InvoiceError:
            return None

    numbers = [n for _ in range(3) for n in await asyncio.gather(*map(tried, CHATS)) if n]
    assert sorted(numbers) == [f"CN-2026-0000{n}" for n in (1, 2, 3)]
    await assert_whole(shop)


async def test_invoices_and_credit_notes_share_one_chain_but_not_their_numbers(shop: Database) -> None:
    await credit(shop, (1, "1"))
    await invoice_of(shop, a_line())
    await credit(shop, (1, "1"))
    numbers = [row.number for row in await everything(shop)]
    assert numbers == ["INV-2026-00001", "CN-2026-00001", "INV-2026-00002", "CN-2026-00002"]
    await assert_whole(shop)


@on_sqlite
async def test_a_refused_credit_note_takes_no_number(shop: Database) -> None:
    with pytest.raises(InvoiceError):
        await credit(shop, (1, "4"))
    assert (await credit(shop, (1, "3"))).number == "CN-2026-00001"


@on_sqlite
async def test_a_discount_is_shared_and_charges_stay_with_the_rest(shop: Database) -> None:
    shipping = DraftCharge(reason="Delivery", amount=Decimal(20), tax_rate=Decimal(14))
    sold = await invoice_of(
        shop, a_line("Cup", "10", quantity=Decimal(3)), a_line("Book", "70", tax_rate=Decimal(5)),
        discount_amount=Decimal(10), charges=[shipping],
    )  # fmt: skip
    cups = (await credit(shop, (0, "3"), credits_id=sold.key)).read_document()
    assert cups.totals.allowance_total_amount == Decimal("3.00")  # 10 in proportion: 30 of 100
    assert not cups.charges
    book = (await credit(shop, (1, "1"), credits_id=sold.key)).read_document()
    assert (book.totals.allowance_total_amount, book.totals.tax_amount) == (Decimal("7.00"), Decimal("3.15"))
    rest = (await credit(shop, credits_id=sold.key)).read_document()
    assert (rest.totals.tax_exclusive_amount, rest.totals.tax_amount) == (Decimal("20.00"), Decimal("2.80"))
    await assert_whole(shop)


@on_sqlite
async def test_a_percentage_stays_a_percentage(shop: Database) -> None:
    cup = a_line("Cup", "10", quantity=Decimal(3), discount_percent=Decimal(20))
    sold = await invoice_of(shop, cup, discount_percent=Decimal(10))
    said = (await credit(shop, (0, "1"), credits_id=sold.key)).read_document()
    assert (said.discount_percent, said.lines[0].discount_percent) == (Decimal(10), Decimal(20))
    assert said.totals.tax_exclusive_amount == Decimal("7.20")


@on_sqlite
async def test_a_gift_taken_back_stays_at_nothing(shop: Database) -> None:
    cups, gift = a_line("Cup", "1", quantity=Decimal(3)), a_line("Gift", "0")
    sold = await invoice_of(shop, cups, gift, prices_include_tax=True)  # 0.37 of tax; 0.12 of a cup
    for _ in range(2):
        await credit(shop, (0, "1"), credits_id=sold.key)
    last = (await credit(shop, (0, "1"), (1, "1"), credits_id=sold.key)).read_document().totals
    assert (str(last.tax_amount), str(last.tax_inclusive_amount)) == ("0.13", "1.00")
    assert [str(line.net_amount) for line in last.lines] == ["0.87", "0.00"]
    await assert_whole(shop)


@on_sqlite
async def test_a_deposit_and_the_coin_are_not_credited_twice(shop: Database) -> None:
    async with shop.writing() as session:
        (await session.exec(select(Merchant))).one().cash_rounding = Decimal("0.05")
    sold = await invoice_of(shop, a_line("Thing", "92.49"), prepaid_amount=Decimal(50))
    note = (await credit(shop, credits_id=sold.key)).read_document().totals
    assert (note.prepaid_amount, note.tax_inclusive_amount) == (Decimal(0), Decimal("105.44"))
    assert note.payable_amount == note.tax_inclusive_amount + note.payable_rounding_amount


@on_sqlite
async def test_who_has_left_the_tax_office_still_credits_the_tax_that_was_invoiced(shop: Database) -> None:
    async with shop.writing() as session:
        merchant = (await session.exec(select(Merchant))).one()
        merchant.tax_registered, merchant.tax_number, merchant.tax_rate = False, None, Decimal(0)
        merchant.name, merchant.currency = "Tea Shop", "USD"
    said = (await credit(shop, (0, "1"))).read_document()
    assert (said.totals.tax_amount, said.seller.tax_number) == (Decimal("21.00"), "100531385")
    assert (said.seller.name, said.currency) == ("Tea Shop", "EGP")


@on_sqlite
async def test_an_invoice_over_nothing_can_be_taken_back_once(shop: Database) -> None:
    gift = await invoice_of(shop, a_line("Gift", "0"))
    assert (await credit(shop, credits_id=gift.key)).payable_amount == 0
    with pytest.raises(InvoiceError):
        await credit(shop, credits_id=gift.key)


@on_sqlite
async def test_only_invoices_of_ones_own_are_credited_and_credit_notes_never(shop: Database) -> None:
    note = await credit(shop, (0, "1"))
    with pytest.raises(UserError):
        await credit(shop, credits_id=note.key)
    async with shop.writing() as session:
        other, *_ = await at_home(session, chat_id=9)
        with pytest.raises(UserError):
            await case_of(session, other.key, 1)


async def test_correcting_credits_the_rest_and_opens_a_draft_like_it_or_does_nothing(shop: Database) -> None:
    later = NOON + timedelta(days=3)
    shipping = DraftCharge(reason="Delivery", percent=Decimal(5), tax_rate=Decimal(14))
    cup = a_line("Cup", "10", quantity=Decimal(3), discount_amount=Decimal(2))
    book = a_line(
        "Book", "70", tax_rate=Decimal(0), tax_category=TaxCategory.E, exemption_reason="Article 29"
    )
    sold = await invoice_of(
        shop,
        cup,
        book,
        discount_amount=Decimal(10),
        charges=[shipping],
        note="Thanks",
        order_reference="PO 7",
    )

    async def correct(chat_id: int) -> None:
        async with shop.writing() as session:
            draft = (
                await session.exec(select(Draft).where(Draft.chat_id == chat_id).with_for_update())
            ).one()
            merchant = (await session.exec(select(Merchant))).one()
            done = await correct_invoice(session, draft, merchant, sold.key, "Mona", later)
            assert done.note.payable_amount == sold.payable_amount
            anew = composition_of(draft, merchant)
            assert (anew.lines, anew.charges) == ([cup, book], [shipping])
            assert (anew.discount_amount, anew.note, anew.order_reference) == (
                Decimal("10.00"),
                "Thanks",
                "PO 7",
            )
            assert (anew.supply_date, anew.due_date, anew.credits_id) == (sold.issue_date, None, None)

    first, second = await asyncio.gather(*map(correct, CHATS), return_exceptions=True)
    assert [first, second].count(None) == 1
    assert isinstance(first or second, InvoiceError)
    async with shop.reading() as session:
        (note,) = await credit_notes_of(session, 1, sold.key)
    assert note.read_document().reason == REASONS["corrected"]["en"]
    await assert_whole(shop)


@pytest.mark.parametrize(("country", "title"), [("AE", "tax_credit_note"), ("SA", "credit_note")])
@on_sqlite
async def test_a_credit_note_is_called_what_the_law_calls_it(
    shop: Database, country: str, title: str
) -> None:
    async with shop.writing() as session:
        merchant, _, draft = await at_home(
            session, chat_id=9, country=country, currency="AED" if country == "AE" else "SAR",
            tax_number={"AE": "100123456700003", "SA": "310122393500003"}[country],
        )  # fmt: skip
        sold, _ = await issue_invoice(session, draft, merchant, "Mona", NOON)
        case = await case_of(session, merchant.key, sold.key)
        composition = await open_credit_note(session, draft, case, whole=True)
        keep(draft, composition)
        note, _ = await issue_invoice(session, draft, merchant, "Mona", NOON)
    said = note.read_document()
    assert said.title == title == rules_of(country).credit_note
    assert (said.code is not None) == (country == "SA")  # the tax office wants its code on credit notes too
