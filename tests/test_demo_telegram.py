"""The Telegram stand-in, driven over a socket by the real python-telegram-bot."""

import asyncio
import io
import sys
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    KeyboardButton,
    LinkPreviewOptions,
    MenuButtonCommands,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.demo.telegram import Person, TelegramServer
from bot.web.serving import serving
from tests.calling import PDF, TOKEN, a_bot


@pytest.fixture
def mona(server: TelegramServer) -> Person:
    return server.user(7, "Mona", "ar")


def keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([buttons])


def callback(text: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=data)


async def test_the_bot_knows_itself_and_a_wrong_token_is_refused(address: str, bot: Bot) -> None:
    assert (await bot.get_me()).username == "sanad_bot"
    with pytest.raises(InvalidToken):
        await Bot("100:wrong", base_url=f"{address}/bot").initialize()
    async with httpx.AsyncClient(base_url=f"{address}/bot{TOKEN}") as client:
        assert (await client.get("/GETME")).json()["result"]["id"] == 100
        missing = await client.post("/inventMoney")
        assert (missing.status_code, missing.json()["description"]) == (404, "Not Found")


async def test_every_kind_of_body_is_understood(address: str, mona: Person) -> None:
    async with httpx.AsyncClient(base_url=f"{address}/bot{TOKEN}") as client:
        await client.get("/sendMessage", params={"chat_id": 7, "text": "query"})
        await client.post("/sendMessage", data={"chat_id": 7, "text": "form"})
        await client.post("/sendMessage", json={"chat_id": 7, "text": "json"})
        await client.post("/sendMessage", files={"chat_id": (None, "7"), "text": (None, "multipart")})
    assert [bubble.text for bubble in mona.chat] == ["query", "form", "json", "multipart"]


async def test_a_message_arrives_with_its_markup_and_buttons(bot: Bot, mona: Person) -> None:
    message = await bot.send_message(
        7,
        "<b>Invoice</b> 🧾 ready",
        parse_mode="HTML",
        protect_content=True,
        disable_notification=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=InlineKeyboardMarkup(
            [
                [callback("Issue", "issue:1"), InlineKeyboardButton("Open", url="http://127.0.0.1:8080/i/1")],
                [InlineKeyboardButton("IBAN", copy_text=CopyTextButton("EG00"))],
            ]
        ),
    )
    assert message.parse_entities() == {message.entities[0]: "Invoice"}
    assert mona.last.html == "<b>Invoice</b> 🧾 ready"
    kinds = [[(button.kind, button.value) for button in row] for row in mona.last.buttons]
    assert kinds == [[("callback", "issue:1"), ("url", "http://127.0.0.1:8080/i/1")], [("copy", "EG00")]]


@pytest.mark.parametrize(
    ("text", "extra", "refusal"),
    [
        ("", {}, "Message text is empty"),
        (" \u200b\n", {}, "Message text is empty"),
        ("x" * 4097, {}, "Message is too long"),
        (
            "<b>x",
            {"parse_mode": "HTML"},
            "Can't parse entities: can't find end tag corresponding to start tag",
        ),
        ("x", {"reply_parameters": ReplyParameters(99)}, "Message to be replied not found"),
        ("x", {"reply_markup": keyboard(callback("a", "ي" * 33))}, "Button_data_invalid"),
        ("x", {"reply_markup": keyboard(InlineKeyboardButton("a"))}, "text buttons are unallowed"),
        (
            "x",
            {"reply_markup": keyboard(InlineKeyboardButton("a", url="ftp://a.example"))},
            "unsupported url protocol",
        ),
        ("x", {"reply_markup": keyboard(*[callback("a", "b")] * 9)}, "Reply markup is too long"),
        (
            "x",
            {"reply_markup": InlineKeyboardMarkup([[callback("a", "b")]] * 101)},
            "Reply markup is too long",
        ),
        ("x", {"reply_markup": keyboard(callback(" ", "b"))}, "Button text must be non-empty"),
    ],
)
async def test_telegrams_limits_hold(bot: Bot, mona: Person, text: str, extra: Any, refusal: str) -> None:
    with pytest.raises(BadRequest) as caught:
        await bot.send_message(7, text, **extra)
    assert refusal.lower() in caught.value.message.lower()
    assert mona.chat == []


async def test_markup_does_not_count_towards_the_length(bot: Bot, mona: Person) -> None:
    await bot.send_message(7, "<b>x</b>" * 4096, parse_mode="HTML")
    assert len(mona.last.text) == 4096


async def test_link_buttons_to_this_machine_can_be_refused_as_telegram_does(
    server: TelegramServer, bot: Bot
) -> None:
    server.user(7)
    server.world.loopback_links = False
    for link in ("http://localhost:8080/i", "http://127.0.0.1/i"):
        with pytest.raises(BadRequest, match="is invalid: wrong http url"):
            await bot.send_message(7, "x", reply_markup=keyboard(InlineKeyboardButton("a", url=link)))


async def test_strangers_and_those_who_blocked_the_bot_get_nothing(
    server: TelegramServer, bot: Bot, mona: Person
) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(404, "x")
    server.user(8, started=False)
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(8, "x")
    mona.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(7, "x")
    mona.unblock()
    await bot.send_message(7, "welcome back")
    updates = await bot.get_updates()
    assert [update.my_chat_member.new_chat_member.status for update in updates if update.my_chat_member] == [
        "kicked",
        "member",
    ]


async def test_a_reply_holds_what_it_answers_without_its_buttons_and_what_that_answered(
    bot: Bot, mona: Person
) -> None:
    asked = mona.say("first")["message"]["message_id"]
    card = await bot.send_message(
        7, "Invoice", reply_parameters=ReplyParameters(asked), reply_markup=keyboard(callback("Issue", "i"))
    )
    mona.say("paid", reply_to=card.message_id)
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.reply_to_message is not None
    quoted = message.reply_to_message
    assert (quoted.message_id, quoted.text, quoted.from_user) == (card.message_id, "Invoice", bot.bot)
    assert (quoted.reply_markup, quoted.reply_to_message) == (None, None)
    with pytest.raises(LookupError):
        mona.say("paid", reply_to=999)


async def test_an_edit_changes_the_message_and_drops_buttons_not_given_again(bot: Bot, mona: Person) -> None:
    sent = await bot.send_message(7, "Draft", reply_markup=keyboard(callback("Issue", "issue:1")))
    with pytest.raises(
        BadRequest, match="Message is not modified: specified new message content and reply markup"
    ):
        await bot.edit_message_text("Draft", 7, sent.message_id, reply_markup=sent.reply_markup)
    await bot.edit_message_reply_markup(7, sent.message_id, reply_markup=keyboard(callback("Send", "send:1")))
    assert not mona.last.edited
    await bot.edit_message_text("Issued", 7, sent.message_id)
    assert (mona.last.text, mona.last.buttons, mona.last.edited) == ("Issued", [], True)


async def test_what_is_not_there_or_not_the_bots_cannot_be_edited(bot: Bot, mona: Person) -> None:
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", 7, 999)
    said = mona.say("mine")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", 7, said["message"]["message_id"])
    asked = await bot.send_message(7, "Phone?", reply_markup=ReplyKeyboardMarkup([["Skip"]]))
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", 7, asked.message_id)
    document = await bot.send_document(7, PDF, filename="a.pdf", caption="one")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", 7, document.message_id)
    await bot.edit_message_caption(7, document.message_id, caption="<i>two</i>", parse_mode="HTML")
    assert (mona.last.html, mona.last.document is not None) == ("<i>two</i>", True)
    await bot.delete_message(7, document.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(7, document.message_id)


async def test_a_pdf_travels_by_upload_and_then_by_its_id(bot: Bot, mona: Person) -> None:
    sent = await bot.send_document(7, io.BytesIO(PDF), filename="فاتورة INV-1.pdf", caption="INV-1")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type) == ("فاتورة INV-1.pdf", "application/pdf")
    assert mona.download(mona.last) == PDF
    assert bytes(await (await bot.get_file(sent.document.file_id)).download_as_bytearray()) == PDF
    again = await bot.send_document(7, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_id == sent.document.file_id
    await bot.edit_message_media(InputMediaDocument(b"other", filename="b.pdf"), 7, again.message_id)
    assert mona.download(mona.last) == b"other"
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_document(7, "no-such-id")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(7, sent.document.file_id, caption="x" * 1025)


async def test_pictures_travel_both_ways(bot: Bot, mona: Person) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (90, 60)).save(picture, "PNG")
    sent = await bot.send_photo(7, picture.getvalue(), caption="QR")
    assert (sent.photo[-1].width, sent.photo[-1].height) == (90, 60)
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(7, b"no picture")
    mona.send_photo(picture.getvalue(), "my logo")
    mona.send_document(b"a;b", "customers.csv", "text/csv")
    logo, table = [update.message for update in await bot.get_updates()]
    assert logo is not None
    assert table is not None
    assert bytes(await (await logo.photo[-1].get_file()).download_as_bytearray()) == picture.getvalue()
    assert (table.document.file_name, table.document.file_size) == ("customers.csv", 3)  # type: ignore[union-attr]


async def test_a_tap_is_answered_once(bot: Bot, mona: Person) -> None:
    await bot.send_message(7, "old", reply_markup=keyboard(callback("Issue", "issue:1")))
    await bot.send_message(7, "new", reply_markup=keyboard(callback("Issue", "issue:2")))
    mona.tap("Issue")
    mona.tap("issue:1")
    taps = [update.callback_query for update in await bot.get_updates()]
    assert [tap.data for tap in taps if tap] == ["issue:2", "issue:1"]
    assert taps[0] is not None
    with pytest.raises(BadRequest, match="Message_too_long"):
        await taps[0].answer("x" * 201)
    await taps[0].answer("Done", show_alert=True)
    assert [(alert.text, alert.show_alert) for alert in mona.alerts] == [("Done", True)]
    with pytest.raises(
        BadRequest, match="Query is too old and response timeout expired or query id is invalid"
    ):
        await taps[0].answer("Done")
    with pytest.raises(LookupError):
        mona.tap("Cancel")


async def test_a_reply_keyboard_stays_until_removed(bot: Bot, mona: Person) -> None:
    buttons: list[list[KeyboardButton | str]] = [
        [KeyboardButton("My contact", request_contact=True)],
        ["Skip"],
    ]
    await bot.send_message(7, "Phone?", reply_markup=ReplyKeyboardMarkup(buttons, one_time_keyboard=False))
    await bot.send_message(7, "Still waiting")
    mona.press("Skip")
    with pytest.raises(LookupError, match="share_contact"):
        mona.press("My contact")
    mona.share_contact("+201001234567", "Mona", user_id=7)
    skipped, contact = await bot.get_updates()
    assert skipped.message is not None
    assert skipped.message.text == "Skip"
    assert contact.message is not None
    assert contact.message.contact is not None
    assert contact.message.contact.user_id == 7
    await bot.send_message(7, "Thanks", reply_markup=ReplyKeyboardRemove())
    assert mona.keyboard is None


async def test_commands_are_kept_per_language_and_scope(
    server: TelegramServer, bot: Bot, mona: Person
) -> None:
    await bot.set_my_commands([BotCommand("new", "New invoice")])
    await bot.set_my_commands([BotCommand("new", "فاتورة جديدة")], language_code="ar")
    assert [command["description"] for command in mona.commands] == ["فاتورة جديدة"]
    assert server.user(8, "Joe", "en").commands == [{"command": "new", "description": "New invoice"}]
    await bot.set_my_commands([BotCommand("all", "Private")], BotCommandScopeAllPrivateChats())
    assert mona.commands[0]["command"] == "all"
    await bot.delete_my_commands(BotCommandScopeAllPrivateChats())
    assert (await bot.get_my_commands(language_code="ar"))[0].description == "فاتورة جديدة"
    with pytest.raises(BadRequest, match="Bot_command_invalid"):
        await bot.set_my_commands([BotCommand("New", "x")])
    await bot.set_my_description("Invoices by chat")
    await bot.set_my_short_description("Invoices", language_code="en")
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_my_description("ar")).description == "Invoices by chat"
    assert (await bot.get_chat(7)).first_name == "Mona"


async def test_an_update_comes_again_until_the_bot_confirms_it(
    server: TelegramServer, bot: Bot, mona: Person
) -> None:
    for number in range(3):
        mona.say(f"/start {number}")
    first = await bot.get_updates(limit=2)
    assert [update.message.text for update in first if update.message] == ["/start 0", "/start 1"]
    assert await bot.get_updates(limit=2) == first
    (last,) = await bot.get_updates(first[-1].update_id + 1)
    assert server.pending == 1
    assert await bot.get_updates(last.update_id + 1) == ()
    assert server.pending == 0
    repeated = mona.deliver_again()
    assert (await bot.get_updates(last.update_id + 1))[0].update_id == repeated["update_id"] == last.update_id


async def test_only_wanted_kinds_of_updates_are_kept(bot: Bot, mona: Person) -> None:
    assert await bot.get_updates(allowed_updates=["edited_message"]) == ()
    said = mona.say("a")
    mona.edit(said["message"]["message_id"], "b")
    (update,) = await bot.get_updates()
    assert update.edited_message is not None
    assert update.edited_message.text == "b"
    assert update.edited_message.edit_date is not None


async def test_a_message_can_be_edited_for_two_days(bot: Bot, mona: Person) -> None:
    said = mona.say("a")["message"]
    with pytest.raises(ValueError, match="no empty text"):
        mona.edit(said["message_id"], " ")
    said["date"] -= 49 * 3600
    with pytest.raises(LookupError, match="too old"):
        mona.edit(said["message_id"], "b")


async def test_a_long_poll_wakes_at_once_and_a_second_one_ends_the_first(
    server: TelegramServer, address: str, bot: Bot, mona: Person
) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await server.wait_for_call("getUpdates")
    async with a_bot(address) as other:
        second = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        mona.say("hello")
        assert len(await asyncio.wait_for(second, 5)) == 1


async def test_a_bot_killed_while_it_waits_loses_nothing(
    server: TelegramServer, address: str, bot: Bot, mona: Person
) -> None:
    program = "import sys, urllib.request; urllib.request.urlopen(sys.argv[1])"
    polling = f"{address}/bot{TOKEN}/getUpdates?timeout=30"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, polling)
    await server.wait_for_call("getUpdates")
    process.kill()
    await process.wait()
    mona.say("are you there?")
    assert len(await bot.get_updates()) == 1


async def test_what_telegram_holds_survives_its_own_outage(server: TelegramServer, mona: Person) -> None:
    async with server.serving() as address, a_bot(address) as bot:
        waiting = asyncio.create_task(bot.get_updates(timeout=30))
        await server.wait_for_call("getUpdates")
        await server.close()
        assert await waiting == ()
        mona.say("while you were away")
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.get_updates()
    async with server.serving() as address, a_bot(address) as bot:
        assert len(await bot.get_updates()) == 1


async def test_polling_and_webhook_exclude_each_other(bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/telegram")
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    with pytest.raises(BadRequest, match="Bad webhook: this telegram posts to its own machine only"):
        await bot.set_webhook("https://example.com/telegram")
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_planned_faults_hit_and_pass(server: TelegramServer, bot: Bot, mona: Person) -> None:
    server.faults.add("sendMessage", 429, retry_after=3)
    server.faults.add("sendMessage", 502)
    server.faults.add("sendMessage", after=True)
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(7, "one")
    assert str(caught.value).startswith("Flood control exceeded. Retry in 0:00:03")
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(7, "two")
    assert mona.chat == []
    with pytest.raises(NetworkError, match="disconnected"):
        await bot.send_message(7, "three")
    assert [bubble.text for bubble in mona.chat] == ["three"]
    await bot.send_message(7, "four")
    assert [call.status for call in server.called("sendMessage")] == [429, 502, 0, 200]


async def test_flood_control_asks_to_wait() -> None:
    server = TelegramServer(flood=(2, 30))
    server.user(7)
    async with server.serving() as address, a_bot(address) as bot:
        await bot.send_message(7, "1")
        await bot.send_message(7, "2")
        with pytest.raises(RetryAfter):
            await bot.send_message(7, "3")


def an_application(address: str) -> Application[Any, Any, Any, Any, Any, Any]:
    async def started(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text("Welcome", reply_markup=keyboard(callback("Go", "go")))

    async def tapped(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("Going")
        await update.callback_query.edit_message_text("Gone")

    async def said(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(f"You said {update.message.text}")

    application = Application.builder().bot(a_bot(address)).build()
    application.add_handler(CommandHandler("start", started))
    application.add_handler(CallbackQueryHandler(tapped, "go"))
    application.add_handler(MessageHandler(filters.TEXT, said))
    return application


async def converse(mona: Person) -> None:
    mona.start()
    welcome = await mona.wait_for("Welcome")
    mona.tap("Go", welcome)
    await mona.wait_for_alert("Going")
    await mona.wait_for(lambda bubble: bubble.text == "Gone" and bubble.edited)
    mona.say("مرحبا")
    await mona.wait_for("You said مرحبا", after=welcome.id)


async def test_a_conversation_by_polling(address: str, mona: Person) -> None:
    async with an_application(address) as application:
        assert application.updater is not None
        await application.updater.start_polling(poll_interval=0)
        await application.start()
        await converse(mona)
        await application.updater.stop()
        await application.stop()


def a_webhook(taken: Callable[[Request, Any], int]) -> Starlette:
    async def telegram(request: Request) -> Response:
        return Response(status_code=taken(request, await request.json()))

    return Starlette(routes=[Route("/telegram", telegram, methods=["POST"])])


async def test_a_conversation_by_webhook_with_its_secret(address: str, mona: Person) -> None:
    application = an_application(address)

    def taken(request: Request, body: Any) -> int:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != "a-secret-of-16-chars":
            return 403
        application.update_queue.put_nowait(Update.de_json(body, application.bot))
        return 200

    async with application, serving(a_webhook(taken)) as site:
        await application.bot.set_webhook(
            f"{site}/telegram", secret_token="a-secret-of-16-chars", max_connections=4
        )
        await application.start()
        await converse(mona)
        await application.stop()


async def test_a_refused_webhook_post_comes_again_and_in_order(
    server: TelegramServer, bot: Bot, mona: Person
) -> None:
    seen: list[str] = []
    done = asyncio.Event()

    def taken(request: Request, body: Any) -> int:
        seen.append(body["message"]["text"])
        if len(seen) == 4:
            done.set()
        return 503 if len(seen) <= 2 else 200

    async with serving(a_webhook(taken)) as site:
        await bot.set_webhook(f"{site}/telegram")
        mona.say("first")
        mona.say("second")
        await asyncio.wait_for(done.wait(), 5)
        info = await bot.get_webhook_info()
        assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
        await bot.delete_webhook()
    assert seen == ["first", "first", "first", "second"]


async def test_the_page_sees_and_acts(address: str, bot: Bot, mona: Person) -> None:
    sent = await bot.send_document(
        7, PDF, filename="a.pdf", reply_markup=keyboard(callback("Issue", "issue:1"))
    )
    async with httpx.AsyncClient(base_url=f"{address}/demo/telegram/", headers={"Origin": address}) as page:
        state = (await page.get("state", params={"user": 7})).json()
        assert [message["id"] for message in state["messages"]] == [sent.message_id]
        assert state["messages"][0]["buttons"] == [
            [{"text": "Issue", "kind": "callback", "value": "issue:1"}]
        ]
        assert (await page.get(state["messages"][0]["document"]["url"])).content == PDF
        await page.post("tap", json={"user": 7, "message": sent.message_id, "data": "issue:1"})
        await page.post("say", json={"user": 7, "text": "/start"})
        await page.post("again", json={"user": 7})
        wrong = await page.post("press", json={"user": 7, "text": "nothing"})
        assert (wrong.status_code, wrong.json()["ok"]) == (400, False)
        created = (await page.post("user", json={"first_name": "Joe", "language_code": "en"})).json()
        assert (await page.get("state", params={"user": created["id"]})).json()["user"]["first_name"] == "Joe"
    assert len(await bot.get_updates()) == 3


async def test_the_page_is_told_of_each_change(address: str, bot: Bot, mona: Person) -> None:
    async with (
        httpx.AsyncClient() as page,
        page.stream("GET", f"{address}/demo/telegram/events?user=7") as events,
    ):
        lines = (int(line[5:]) async for line in events.aiter_lines() if line.startswith("data:"))
        first = await anext(lines)
        await bot.send_message(7, "hello")
        assert await asyncio.wait_for(anext(lines), 5) > first


async def test_a_strangers_web_page_is_refused(address: str, mona: Person) -> None:
    async with httpx.AsyncClient(base_url=address) as stranger:
        evil = {"Origin": "https://evil.example"}
        body = {"user": 7, "text": "x"}
        assert (await stranger.post("/demo/telegram/say", json=body, headers=evil)).status_code == 403
        rebound = await stranger.get("/demo/telegram/state?user=7", headers={"Host": "evil.example"})
        assert rebound.status_code == 403
        spoken = await stranger.post(
            f"/bot{TOKEN}/sendMessage", json={"chat_id": 7, "text": "x"}, headers=evil
        )
        assert spoken.status_code == 403
    assert mona.chat == []
