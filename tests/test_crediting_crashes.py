"""Killed while an invoice is taken back: one credit note, sent once, and the draft of the next invoice is there."""

import asyncio
from pathlib import Path

import pytest

from bot.auditing import audit
from bot.database import Database
from models.document import CREDIT_NOTE, INVOICE
from tests import reckoning
from tests.storm import storm
from tests.town import Merchant

SECONDS = (0.0, 0.03, 0.15)  # from the tap to the kill


@pytest.mark.timeout(180)
@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
async def test_killed_while_correcting_an_invoice_it_is_credited_once_and_nothing_is_lost(
    database_url: str, tmp_path: Path
) -> None:
    async with storm(database_url, tmp_path, seed=4, people=1) as raging:
        mona = Merchant(raging.people[0].person)
        await mona.set_up()
        await first_invoice(mona)
        for number, seconds in enumerate(SECONDS, start=1):
            await mona.taps("⋯ More", "never changed or deleted")
            await mona.taps("Correct", "A credit note over EGP 171.00")
            mona.person.tap("Credit it and open a draft")
            await asyncio.sleep(seconds)
            await raging.strike()
            await raging.rise()
            await mona.person.wait_for(f"CN-2026-{number:05} for Acme")
            await mona.person.wait_for("Invoice for Acme")
            await mona.taps("Issue and send", f"INV-2026-{number + 1:05} for Acme")
        database = Database(database_url)
        try:
            await reckoning.settled(database, raging.sms)
            books = await reckoning.books_of(database)
        finally:
            await database.close()
        assert await raging.victim.stop() == 0
        kinds = [row.type_code for row in books.invoices]
        assert kinds == [INVOICE, *[CREDIT_NOTE, INVOICE] * len(SECONDS)]
        assert [row.credits_id for row in books.invoices if row.type_code == CREDIT_NOTE] == [
            row.key for row in books.invoices if row.type_code == INVOICE
        ][:-1]
        for row in books.invoices:
            (delivery,) = books.deliveries[row.key]
            reckoning.check_copies(delivery, row, books, raging)
    told: list[str] = []
    assert await audit(database_url, told.append), told


async def first_invoice(mona: Merchant) -> None:
    await mona.says("/new", "Who is it for?")
    await mona.taps("New customer", "What is the new customer called?")
    await mona.says("Acme", "Where shall the invoices")
    await mona.says("pay@acme.example", "What is it for?")
    await mona.says("Logo 150", "Total: EGP 171.00")
    await mona.taps("Issue and send", "INV-2026-00001 for Acme")
