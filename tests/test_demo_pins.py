"""Pinned messages of the Telegram stand-in, driven over a socket by the real python-telegram-bot."""

from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden
from telegram.request import HTTPXRequest

from bot.demo.telegram import Person, TelegramServer

TOKEN = "100:demo-token"


@pytest.fixture
async def server() -> TelegramServer:
    return TelegramServer()


@pytest.fixture
async def address(server: TelegramServer) -> AsyncIterator[str]:
    async with server.serving() as address:
        yield address


@pytest.fixture
async def bot(address: str) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, base_url=f"{address}/bot", request=HTTPXRequest(8)) as bot:
        yield bot


@pytest.fixture
def mona(server: TelegramServer) -> Person:
    return server.user(7, "Mona")


async def said(bot: Bot, text: str) -> int:
    return (await bot.send_message(7, text)).message_id


async def test_a_pinned_message_is_told_to_the_bot_that_pinned_it(bot: Bot, mona: Person) -> None:
    first = await said(bot, "Favourites")
    assert await bot.pin_chat_message(7, first, disable_notification=True)
    assert [bubble.id for bubble in mona.pinned] == [first]
    told = (await bot.get_updates())[-1].message
    assert told is not None
    assert told.from_user is not None
    assert told.pinned_message is not None
    assert (told.from_user.id, told.pinned_message.message_id) == (bot.id, first)
    assert mona.chat[-1].pins == first
    assert mona.last.text == "Favourites"


async def test_the_newest_by_sending_is_the_one_of_the_chat(bot: Bot, mona: Person) -> None:
    first, second = await said(bot, "one"), await said(bot, "two")
    await bot.pin_chat_message(7, second)
    await bot.pin_chat_message(7, first)
    top = (await bot.get_chat(7)).pinned_message
    assert top is not None
    assert top.message_id == second
    assert await bot.unpin_chat_message(7)
    assert [bubble.id for bubble in mona.pinned] == [first]
    assert await bot.unpin_all_chat_messages(7)
    assert (await bot.get_chat(7)).pinned_message is None


async def test_what_is_so_already_is_refused(bot: Bot, mona: Person) -> None:
    first = await said(bot, "one")
    with pytest.raises(BadRequest, match=r"(?i)chat_not_modified"):
        await bot.unpin_chat_message(7, first)
    await bot.pin_chat_message(7, first)
    with pytest.raises(BadRequest, match=r"(?i)chat_not_modified"):
        await bot.pin_chat_message(7, first)
    assert len(mona.pinned) == 1


async def test_what_is_not_there_is_refused(bot: Bot, mona: Person) -> None:
    first = await said(bot, "one")
    with pytest.raises(BadRequest, match=r"(?i)message to pin not found"):
        await bot.pin_chat_message(7, first + 9)
    with pytest.raises(BadRequest, match=r"(?i)message to unpin not found"):
        await bot.unpin_chat_message(7)
    await bot.pin_chat_message(7, first)
    with pytest.raises(BadRequest, match=r"(?i)service messages can't be pinned"):
        await bot.pin_chat_message(7, mona.chat[-1].id)
    mona.block()
    with pytest.raises(Forbidden):
        await bot.unpin_chat_message(7, first)


async def test_a_deleted_message_is_pinned_no_longer_and_an_edited_one_still_is(
    bot: Bot, mona: Person
) -> None:
    first = await said(bot, "one")
    await bot.pin_chat_message(7, first)
    await bot.edit_message_text("changed", 7, first)
    assert [bubble.text for bubble in mona.pinned] == ["changed"]
    await bot.delete_message(7, first)
    assert mona.pinned == []


async def test_the_page_is_told_what_is_pinned_and_can_unpin_it(bot: Bot, mona: Person, address: str) -> None:
    first = await said(bot, "one")
    await bot.pin_chat_message(7, first)
    async with httpx.AsyncClient(base_url=f"{address}/demo/telegram/") as page:
        state = (await page.get("state", params={"user": 7})).json()
        assert state["pinned"] == [first]
        assert [message["pins"] for message in state["messages"]] == [None, first]
        answer = await page.post("unpin", json={"user": 7, "message": first}, headers={"Origin": address})
        assert answer.json()["ok"]
        assert (await page.get("state", params={"user": 7})).json()["pinned"] == []
    with pytest.raises(BadRequest):
        await bot.unpin_chat_message(7, first)
