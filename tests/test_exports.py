"""An invoice as files for machines, asked for in the chat."""

from collections.abc import AsyncIterator

import pytest

from bot.database import Database
from tests.chatting import Talk, labels, on_sqlite, talk
from tests.crediting import cancel, issue
from tests.einvoices import BASIC, UBL_CREDIT_NOTE, UBL_INVOICE, judged

pytestmark = on_sqlite


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    async with talk(database) as shop:
        yield shop


def files(mona: Talk) -> dict[str, bytes]:
    """Every file the bot has sent, by name."""
    return {
        bubble.document["file_name"]: mona.person.download(bubble)
        for bubble in mona.person.chat
        if bubble.from_bot and bubble.document
    }


async def test_two_files_come_and_the_standard_accepts_them(mona: Talk) -> None:
    await mona.sets_up()
    await issue(mona)
    await mona.taps("⋯ More")
    await mona.taps("🧩 XML")
    sent = files(mona)
    assert set(sent) == {"INV-2026-00001-cii.xml", "INV-2026-00001-ubl.xml"}
    assert judged(sent["INV-2026-00001-cii.xml"], BASIC).complaints == []
    assert judged(sent["INV-2026-00001-ubl.xml"], UBL_INVOICE).complaints == []
    assert b">342.00<" in sent["INV-2026-00001-cii.xml"]


async def test_a_credit_note_comes_as_one(mona: Talk) -> None:
    await mona.sets_up()
    await issue(mona)
    await cancel(mona)
    await mona.taps("Issue")
    await mona.taps("⋯ More")
    await mona.taps("🧩 XML")
    sent = files(mona)
    assert set(sent) == {"CN-2026-00001-cii.xml", "CN-2026-00001-ubl.xml"}
    assert judged(sent["CN-2026-00001-cii.xml"], BASIC).complaints == []
    assert judged(sent["CN-2026-00001-ubl.xml"], UBL_CREDIT_NOTE).complaints == []
    assert b"INV-2026-00001" in sent["CN-2026-00001-ubl.xml"]


async def test_a_seller_nobody_could_identify_is_told_what_is_missing(mona: Talk) -> None:
    await mona.sets_up(tax_number=None)
    await issue(mona)
    await mona.taps("⋯ More")
    answer = await mona.taps("🧩 XML")
    assert "it needs a tax number or a commercial register number" in answer.text
    assert labels(answer) == ["‹ Back"]
    assert files(mona) == {}


async def test_a_currency_with_three_decimals_has_no_button(mona: Talk) -> None:
    await mona.sets_up(country="Kuwait")
    await issue(mona)
    assert "🧩 XML" not in labels(await mona.taps("⋯ More"))
