"""What an issued invoice says has one spelling and one place in its merchant's chain."""

import asyncio
import json
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from sqlmodel import col, select

from bot.database import Database
from bot.issuing import issue_invoice
from models.customer import Customer
from models.document import InvoiceDocument
from models.draft import Draft
from models.errors import UserError
from models.freeze import GENESIS, canonical_json, chain_hash
from models.invoice import Invoice
from models.merchant import Merchant
from models.numbering import checked_pattern, number_of, period_of
from tests.builders import NOON, a_line, at_home, compose

VECTORS = json.loads((Path(__file__).parent / "vectors" / "freeze.json").read_text())
NEXT_YEAR = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
scalars = st.one_of(
    texts, st.integers(), st.booleans(), st.decimals(allow_nan=False, allow_infinity=False, places=3)
)
documents = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(texts, inner | st.none(), max_size=4).filter(
            lambda d: len({nfc(k) for k in d}) == len(d)
        )
    ),
    max_leaves=20,
)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def rewritten(value: Any) -> Any:
    """The same value, written differently: keys the other way round, accents apart, None for what is not there."""
    if isinstance(value, str):
        return unicodedata.normalize("NFD", value)
    if isinstance(value, list):
        return tuple(rewritten(item) for item in value)
    if isinstance(value, dict):
        turned = {rewritten(key): rewritten(item) for key, item in reversed(value.items())}
        return turned | {"\U0010fffe": None}
    return value


@pytest.mark.parametrize("vector", VECTORS["chain"], ids=lambda vector: vector["document"]["number"])
def test_the_specifications_documents_have_its_spelling_and_its_hash(vector: dict[str, Any]) -> None:
    canonical = canonical_json(vector["document"])
    assert canonical == vector["canonical"].encode()
    assert chain_hash(vector["prev"], canonical) == vector["hash"]


def test_the_specifications_chain_begins_with_zeros_and_each_leans_on_the_one_before() -> None:
    first, second = VECTORS["chain"]
    assert first["prev"] == GENESIS
    assert second["prev"] == first["hash"]


@pytest.mark.parametrize("vector", VECTORS["numbering"], ids=lambda vector: vector["number"])
def test_the_specifications_numbers(vector: dict[str, Any]) -> None:
    pattern = checked_pattern(vector["pattern"])
    assert number_of(pattern, date.fromisoformat(vector["date"]), vector["seq"]) == vector["number"]


@pytest.mark.parametrize("vector", VECTORS["numbering_errors"], ids=lambda vector: vector["error"])
def test_the_specifications_wrong_patterns(vector: dict[str, Any]) -> None:
    if vector.get("reset") == "year":  # cannot be wished for: a pattern without the year never starts anew
        assert period_of(vector["pattern"], date(2026, 11, 22)) == ""
        return
    with pytest.raises(UserError):
        checked_pattern(vector["pattern"])


@given(documents)
def test_the_same_value_has_the_same_bytes_however_it_was_written(document: Any) -> None:
    assert canonical_json(rewritten(document)) == canonical_json(document)


@given(documents)
def test_the_spelling_is_json_and_is_its_own_spelling(document: Any) -> None:
    canonical = canonical_json(document)
    assert canonical_json(json.loads(canonical)) == canonical
    assert canonical.decode() == nfc(canonical.decode())


@given(documents, documents)
def test_different_values_have_different_bytes(one: Any, other: Any) -> None:
    same = plain(one) == plain(other)
    assert (canonical_json(one) == canonical_json(other)) == same


def plain(value: Any) -> Any:
    """What is compared: kind and value, since 1, True and "1" are three things."""
    if isinstance(value, dict):
        return {nfc(key): plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [plain(item) for item in value]
    text = (
        format(value, "f") if isinstance(value, Decimal) else nfc(value) if isinstance(value, str) else value
    )
    return (type(text).__name__, text)


@pytest.mark.parametrize(
    "value", [1.5, 1.0, float("nan"), {"a": [1, {"b": 0.1}]}, None, [None], {1: "a"}, b"a", {"a"}, NOON]
)
def test_what_has_no_exact_spelling_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), {"é": 1, "e\u0301": 2}, "\ud800"])
def test_what_would_be_ambiguous_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        canonical_json(value)


def test_decimals_are_digits_without_an_exponent() -> None:
    assert (
        canonical_json([Decimal("15.00"), Decimal("1E+3"), Decimal("1E-7")])
        == b'["15.00","1000","0.0000001"]'
    )


def parts_of(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for field in model.model_fields.values():
        for inner in (field.annotation, *get_args(field.annotation)):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from parts_of(inner)


def test_whatever_may_be_none_is_none_when_it_is_left_out() -> None:
    """Else an invoice could not be read back from its spelling."""
    for part in parts_of(InvoiceDocument):
        for name, field in part.model_fields.items():
            if type(None) in get_args(field.annotation):
                assert (field.is_required(), field.default) == (False, None), f"{part.__name__}.{name}"


async def issued(database: Database) -> list[Invoice]:
    """Every invoice, in order of issue."""
    async with database.reading() as session:
        return list((await session.exec(select(Invoice).order_by(col(Invoice.id)))).all())


async def issue(database: Database, chat_id: int, now: datetime = NOON) -> None:
    """One more invoice of this chat's merchant, in a transaction of its own."""
    async with database.writing() as session:
        draft = await session.get_one(Draft, chat_id, with_for_update=True)
        merchant, customer = await session.get_one(Merchant, 1), await session.get_one(Customer, 1)
        compose(draft, customer, a_line(f"Item {chat_id}"))
        await issue_invoice(session, draft, merchant, "Mona", now)


async def opened(database: Database, chats: int = 1) -> None:
    """A merchant with that many members, numbered from 7."""
    async with database.writing() as session:
        await at_home(session)
        session.add_all(Draft(chat_id=8 + extra) for extra in range(chats - 1))


def assert_one_chain(invoices: list[Invoice], last_hash: str) -> None:
    previous = GENESIS
    for invoice in invoices:
        assert invoice.previous_hash == previous
        assert invoice.is_intact
        previous = invoice.hash
    assert last_hash == previous


async def last_hash(database: Database) -> str:
    async with database.reading() as session:
        return (await session.exec(select(Merchant.last_hash))).one()


async def test_an_invoice_keeps_the_one_spelling_of_what_it_says_and_reads_back_from_it(
    database: Database,
) -> None:
    async with database.writing() as session:
        merchant, customer, draft = await at_home(session)
        compose(draft, customer, a_line(tax_rate=Decimal(0)))  # category O, whose rate is None
        made, _ = await issue_invoice(session, draft, merchant, "Mona", NOON)
    (kept,) = await issued(database)
    document = kept.read_document()
    assert kept.document == canonical_json(document.model_dump(mode="json")).decode()
    assert "null" not in kept.document
    assert document == made.read_document()
    assert document.totals.tax_subtotals[0].tax_rate is None


async def test_each_invoice_leans_on_the_one_before_whatever_its_year(database: Database) -> None:
    await opened(database)
    for now in (NOON, NEXT_YEAR, NEXT_YEAR):
        await issue(database, 7, now)
    invoices = await issued(database)
    assert [invoice.number for invoice in invoices] == ["INV-2026-00001", "INV-2027-00001", "INV-2027-00002"]
    assert_one_chain(invoices, await last_hash(database))


async def test_twenty_members_issuing_at_once_in_two_series_make_one_unbroken_chain(
    database: Database,
) -> None:
    await opened(database, chats=20)
    await asyncio.gather(*(issue(database, 7 + n, (NOON, NEXT_YEAR)[n % 2]) for n in range(20)))
    invoices = await issued(database)
    assert sorted(i.number for i in invoices) == [
        f"INV-{y}-{n:05}" for y in (2026, 2027) for n in range(1, 11)
    ]
    assert_one_chain(invoices, await last_hash(database))


async def test_an_issue_that_fails_leaves_the_chain_as_it_was(database: Database) -> None:
    await opened(database)
    await issue(database, 7)

    async def fails() -> None:
        async with database.writing() as session:
            draft, merchant = await session.get_one(Draft, 7), await session.get_one(Merchant, 1)
            compose(draft, await session.get_one(Customer, 1))
            await issue_invoice(session, draft, merchant, "Mona", NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails()
    await issue(database, 7)
    assert_one_chain(await issued(database), await last_hash(database))


async def test_each_merchant_has_a_chain_of_their_own(database: Database) -> None:
    async with database.writing() as session:
        for chat_id in (7, 8):
            merchant, _, draft = await at_home(session, chat_id)
            await issue_invoice(session, draft, merchant, "Mona", NOON)
    assert [invoice.previous_hash for invoice in await issued(database)] == [GENESIS, GENESIS]
