"""The Telegram stand-in's albums, driven by the real python-telegram-bot."""

import io
from collections.abc import AsyncIterator

import pytest
from PIL import Image
from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from bot.demo.telegram import TelegramServer
from bot.http import AiohttpRequest
from tests.calling import TOKEN


def picture(colour: str = "navy") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (90, 60), colour).save(content, "PNG")
    return content.getvalue()


@pytest.fixture
async def bot(server: TelegramServer, address: str) -> AsyncIterator[Bot]:
    """With the HTTP client of ours."""
    bot = Bot(
        TOKEN, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot",
        request=AiohttpRequest(4), get_updates_request=AiohttpRequest(1),
    )  # fmt: skip
    async with bot:
        server.user(7, "Mona").say("/start")
        yield bot


async def test_an_album_is_a_message_for_each_picture(server: TelegramServer, bot: Bot) -> None:
    sent = await bot.send_media_group(
        7, [InputMediaPhoto(picture("navy"), "one"), InputMediaPhoto(picture("red"), "two")]
    )
    assert [message.caption for message in sent] == ["one", "two"]
    assert len({message.media_group_id for message in sent}) == 1
    shown = server.user(7, "Mona").chat[-2:]
    assert [(bubble.text, bubble.photo is not None) for bubble in shown] == [("one", True), ("two", True)]


async def test_a_picture_of_an_album_can_be_replaced(bot: Bot) -> None:
    sent = await bot.send_media_group(7, [InputMediaPhoto(picture()), InputMediaPhoto(picture())])
    changed = await bot.edit_message_media(InputMediaPhoto(picture("red"), "new"), 7, sent[1].message_id)
    assert not isinstance(changed, bool)
    assert (changed.caption, changed.media_group_id) == ("new", sent[0].media_group_id)


@pytest.mark.parametrize(
    "media",
    [
        [InputMediaPhoto(picture())],
        [InputMediaPhoto(picture())] * 11,
        [InputMediaPhoto(picture()), InputMediaDocument(b"%PDF-", filename="a.pdf")],
        [InputMediaPhoto(picture()), InputMediaPhoto(b"no picture")],
    ],
)
async def test_what_is_no_album_is_refused_whole(
    server: TelegramServer, bot: Bot, media: list[InputMediaPhoto | InputMediaDocument]
) -> None:
    before = len(server.user(7, "Mona").chat)
    with pytest.raises(BadRequest):
        await bot.send_media_group(7, media)
    assert len(server.user(7, "Mona").chat) == before
