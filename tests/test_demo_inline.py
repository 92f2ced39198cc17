"""Inline mode of the Telegram stand-in, driven over a socket by the real python-telegram-bot."""

from typing import Any

import httpx
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedDocument,
    InlineQueryResultDocument,
    InlineQueryResultsButton,
    InputTextMessageContent,
    SwitchInlineQueryChosenChat,
)
from telegram.error import BadRequest

from bot.demo.telegram import Person, TelegramServer
from tests.calling import PDF, a_bot


@pytest.fixture
def mona(server: TelegramServer) -> Person:
    return server.user(7, "Mona")


@pytest.fixture
def sara(server: TelegramServer) -> Person:
    return server.user(9, "Sara", started=False)


async def asked(bot: Bot) -> str:
    """The id of the question that has come."""
    query = (await bot.get_updates())[-1].inline_query
    assert query is not None
    return query.id


async def file_id(bot: Bot) -> str:
    document = (await bot.send_document(7, PDF, filename="a.pdf")).document
    assert document is not None
    return document.file_id


def document(number: str, address: str = "https://shop.example/a.pdf", kind: str = "application/pdf") -> Any:
    return InlineQueryResultDocument(number, address, f"Invoice {number}", kind)


async def test_what_is_chosen_goes_into_the_chat_where_it_was_asked_for(
    bot: Bot, mona: Person, sara: Person
) -> None:
    assert bot.supports_inline_queries
    known = await file_id(bot)
    mona.ask("inv", beside=sara)
    (update,) = await bot.get_updates()
    query = update.inline_query
    assert query is not None
    assert (query.query, query.chat_type, query.from_user.id) == ("inv", "private", 7)
    result = InlineQueryResultCachedDocument("1", "INV-1", known, caption="<b>Yours</b>", parse_mode="HTML")
    assert await query.answer([result])
    assert (await mona.wait_for_offer()).button is None
    sent = mona.choose("INV-1")
    assert (sent.html, sent.via, mona.download(sent)) == ("<b>Yours</b>", "sanad_bot", PDF)
    assert [bubble.id for bubble in sara.chat_with(mona)] == [sent.id]
    assert len(await bot.get_updates(update.update_id + 1)) == 0  # the bot does not read between two people
    with pytest.raises(LookupError, match="nothing like"):
        mona.choose("INV-1")


async def test_in_the_chat_with_the_bot_it_comes_back_to_the_bot(bot: Bot, mona: Person) -> None:
    known = await file_id(bot)
    mona.ask("")
    await bot.answer_inline_query(await asked(bot), [InlineQueryResultCachedDocument("1", "INV-1", known)])
    mona.choose("1")
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.via_bot is not None
    assert message.via_bot.id == bot.id


@pytest.mark.parametrize(
    ("results", "button", "refusal"),
    [
        ([document("1"), document("1")], None, "Result_id_duplicate"),
        ([document("x" * 65)], None, "Result_id_invalid"),
        ([document("1", "http://127.0.0.1/a.pdf")], None, "Webdocument_url_invalid"),
        ([document("1", kind="image/png")], None, "Webdocument_mime_invalid"),
        ([InlineQueryResultCachedDocument("1", "A", "no-such-id")], None, "Wrong file identifier"),
        ([InlineQueryResultArticle("1", "A", InputTextMessageContent("A"))], None, "document expected"),
        ([document(str(n)) for n in range(51)], None, "Results_too_much"),
        ([], InlineQueryResultsButton("Set up", start_parameter="a b"), "Start_param_invalid"),
        ([], InlineQueryResultsButton(" ", start_parameter="a"), "Switch_pm_text_empty"),
    ],
)
async def test_telegrams_rules_for_answers_hold(
    bot: Bot, mona: Person, results: Any, button: Any, refusal: str
) -> None:
    mona.ask("inv")
    query = await asked(bot)
    with pytest.raises(BadRequest, match=refusal):
        await bot.answer_inline_query(query, results, button=button, current_offset=None)
    assert mona.offer is not None
    assert mona.offer.results is None
    await bot.answer_inline_query(query, [document("1")])
    with pytest.raises(LookupError, match="nothing is fetched here"):
        mona.choose("1")
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_inline_query(query, [])


async def test_a_button_asks_the_bot_in_another_chat(bot: Bot, mona: Person, sara: Person) -> None:
    chosen = SwitchInlineQueryChosenChat("INV-1", allow_user_chats=True)
    buttons = [
        InlineKeyboardButton("Send", switch_inline_query_chosen_chat=chosen),
        InlineKeyboardButton("Anywhere", switch_inline_query="INV-2"),
        InlineKeyboardButton("Open", callback_data="x"),
    ]
    await bot.send_message(7, "Issued", reply_markup=InlineKeyboardMarkup([buttons]))
    assert mona.share("Send", beside=sara)["inline_query"]["query"] == "INV-1"
    assert mona.share("Anywhere")["inline_query"]["query"] == "INV-2"
    with pytest.raises(LookupError, match="leads to no other chat"):
        mona.share("Open")
    assert len(mona.ask("x" * 300)["inline_query"]["query"]) == 256


async def test_without_botfathers_word_there_is_no_inline_mode() -> None:
    server = TelegramServer(inline=False)
    async with server.serving() as address, a_bot(address) as bot:
        assert not bot.supports_inline_queries
        server.user(7).ask("inv")
        with pytest.raises(BadRequest, match="User_bot_invalid"):
            await bot.answer_inline_query("1", [])


async def test_the_page_asks_and_chooses(address: str, bot: Bot, mona: Person) -> None:
    known = await file_id(bot)
    async with httpx.AsyncClient(base_url=f"{address}/demo/telegram/") as page:
        await page.post("ask", json={"user": 7, "text": "inv"})
        shown = (await page.get("state", params={"user": 7})).json()["offer"]
        assert shown == {"text": "inv", "answered": False, "results": [], "button": None}
        button = InlineQueryResultsButton("Fetch", start_parameter="pdf-1")
        result = InlineQueryResultCachedDocument("1", "INV-1", known, description="EGP 300.00")
        await bot.answer_inline_query(await asked(bot), [result], button=button)
        shown = (await page.get("state", params={"user": 7})).json()["offer"]
        assert shown["results"] == [{"id": "1", "title": "INV-1", "description": "EGP 300.00"}]
        assert shown["button"] == {"text": "Fetch", "start_parameter": "pdf-1"}
        assert (await page.post("choose", json={"user": 7, "result": "2"})).status_code == 400
        await page.post("choose", json={"user": 7, "result": "1"})
        state = (await page.get("state", params={"user": 7})).json()
    assert state["offer"] is None
    assert (state["messages"][-1]["via"], state["messages"][-1]["from"]) == ("sanad_bot", "user")
