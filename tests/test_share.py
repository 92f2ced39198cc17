"""Sending an issued document into any chat of Telegram: the bot's name, a few words, a tap."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import SQLModel, col, func, select, update
from telegram import InlineQuery, Update

from bot.database import Database
from bot.demo.telegram import Person
from bot.demo.telegram.questions import Question
from bot.web.webhook import webhook_route
from models.draft import Draft
from models.invoice import Invoice, Pdf
from models.member import Member
from models.merchant import Merchant
from models.receipt import Receipt
from tests.browsing import browsing
from tests.chatting import NOON, Talk, labels, on_sqlite, talk
from tests.crediting import cancel, issue
from tests.shopkeepers import visible
from tests.town import merchant, town

PUBLIC = {"public_url": "https://sanad.example"}


@asynccontextmanager
async def selling(database: Database, language: str = "en", **settings: Any) -> AsyncIterator[Talk]:
    """Mona's business; the bot may be asked in any chat."""
    async with talk(database, language, inline=True, **settings) as mona:
        for said in ("/start", "Coffee Shop", "Egypt", "no"):
            await mona.says(said)
        yield mona


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    """Telegram may fetch nothing from her bot: it knows the PDFs that were sent into the chat."""
    async with selling(database) as somebody:
        yield somebody


@pytest.fixture
async def public(database: Database) -> AsyncIterator[Talk]:
    """Her bot has a public address."""
    async with selling(database, **PUBLIC) as somebody:
        yield somebody


@pytest.fixture
def sara(mona: Talk) -> Person:
    """A customer, who has never opened the bot."""
    return mona.telegram.user(9, "Sara", started=False)


async def asks(mona: Talk, text: str = "", beside: Person | None = None) -> Question:
    """What is offered for "@bot text"."""
    raw = mona.person.ask(text, beside)
    await mona.front.handle(Update.de_json(raw, mona.front.application.bot))
    assert mona.person.offer is not None
    assert mona.person.offer.results is not None, "not answered"
    return mona.person.offer


async def numbers(mona: Talk, text: str = "") -> list[str]:
    """The numbers of what is offered, in order."""
    return [visible(result.title).split(" ")[0] for result in (await asks(mona, text)).results or []]


async def issues(mona: Talk, name: str = "Acme", *, fetched: bool = True) -> None:
    """An invoice over EGP 300.00; with its PDF in the chat."""
    await issue(mona, name=name)
    if fetched:
        await mona.taps("📄 PDF")


async def offered(person: Person, beside: Person) -> Question:
    """What the button under the PDF leads to, of a bot that takes updates by itself."""
    person.share("📤 Send in Telegram", beside)
    return await person.wait_for_offer()


async def count(mona: Talk, table: type[SQLModel]) -> int:
    async with mona.database.reading() as session:
        return (await session.exec(select(func.count()).select_from(table))).one()


async def change(mona: Talk, table: type[SQLModel], **values: Any) -> None:
    async with mona.database.writing() as session:
        await session.exec(update(table).values(**values))


async def fill(mona: Talk, last: int) -> None:
    """Invoices like the first one, up to this place in the series."""
    async with mona.database.writing() as session:
        first = (await session.exec(select(Invoice))).one()
        for place in range(2, last + 1):
            own = {"id": None, "sequence": place, "number": f"INV-2026-{place:05}", "token": f"{place:022}",
                   "draft_number": 1000 + place, "previous_hash": f"{place:064x}", "hash": f"{place:064x}"}  # fmt: skip
            session.add(Invoice(**first.model_dump() | own))


def other(mona: Talk, user_id: int = 8, name: str = "Salma") -> Talk:
    """Somebody else with the same bot."""
    return replace(mona, person=mona.telegram.user(user_id, name))


async def test_a_chosen_document_goes_into_that_chat_as_the_stored_pdf(mona: Talk, sara: Person) -> None:
    await issues(mona)
    turns = await count(mona, Receipt)
    offer = await asks(mona, "inv-1", beside=sara)
    (result,) = offer.results or []
    assert visible(result.title) == "INV-2026-00001 · Acme"
    assert visible(result.description) == "EGP 300.00 · Due 29 Nov 2026"
    assert offer.button is None
    sent = mona.person.choose("INV-2026-00001")
    assert [bubble.id for bubble in sara.chat_with(mona.person)] == [sent.id]
    assert sent.document is not None
    assert sent.document["file_name"] == "INV-2026-00001.pdf"
    async with mona.database.reading() as session:
        assert mona.person.download(sent) == (await session.exec(select(Pdf))).one().content
    assert sent.text == "Invoice INV-2026-00001 from Coffee Shop: EGP 300.00, due 29 Nov 2026"
    assert (sent.via, sent.buttons, sent.from_bot) == ("sanad_bot", [], False)
    assert await count(mona, Receipt) == turns  # a question is no turn
    assert sara.chat == []


async def test_nothing_typed_offers_the_newest_first_to_this_member_alone(mona: Talk) -> None:
    for name in ("Acme", "Nile Bakery", "Zamalek"):
        await issues(mona, name)
    offer = await asks(mona)
    assert [visible(result.title) for result in offer.results or []] == [
        "INV-2026-00003 · Zamalek",
        "INV-2026-00002 · Nile Bakery",
        "INV-2026-00001 · Acme",
    ]
    assert offer.options["is_personal"] == "true"
    assert int(offer.options["cache_time"]) <= 5


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("inv-2", ["INV-2026-00002", "INV-2026-00001"]),  # and the year has a 2 as well
        ("٢", ["INV-2026-00002", "INV-2026-00001"]),
        ("INV-2026-00001", ["INV-2026-00001"]),
        ("acme", ["INV-2026-00001"]),
        ("أحمد", ["INV-2026-00002"]),
        ("احمد inv", ["INV-2026-00002"]),
        ("فرع ٧", ["INV-2026-00002"]),
        ("acme 9", []),
        ("ghost", []),
        ("%", []),
        ("a%e", []),
    ],
)
async def test_a_number_or_a_name_finds_what_has_every_word_of_it(
    public: Talk, typed: str, found: list[str]
) -> None:
    await issues(public, "Acme", fetched=False)
    await issues(public, "أحمد علي، فرع ٧", fetched=False)
    assert await numbers(public, typed) == found
    offer = await asks(public, typed)
    assert (offer.button is None) == bool(found)


async def test_twenty_are_offered_and_a_place_in_the_series_comes_before_its_digits(public: Talk) -> None:
    await issues(public, fetched=False)
    await fill(public, 122)
    assert len(await numbers(public)) == 20
    assert (await numbers(public, "inv 12"))[:3] == ["INV-2026-00012", "INV-2026-00122", "INV-2026-00121"]
    assert len(await numbers(public, "acme")) == 20


@pytest.mark.parametrize(
    "typed", ["a" * 5000, "ab " * 1700, "\x00\u202e' OR 1=1 --", "👩‍👩‍👧" * 80, "9" * 250]
)
async def test_whatever_is_typed_is_answered(public: Talk, typed: str) -> None:
    await issues(public, fetched=False)
    offer = await asks(public, typed)
    assert offer.results == []
    assert offer.button == {"text": "No invoice has that", "start_parameter": "share"}


async def test_nobody_is_offered_what_is_anothers(mona: Talk) -> None:
    await issues(mona, "Acme")
    salma = other(mona)
    for said in ("/start", "Tea House", "Egypt", "no"):
        await salma.says(said)
    assert (await asks(salma)).button == {"text": "No invoice yet", "start_parameter": "share"}
    await issues(salma, "Zamalek")
    assert [visible(each.title) for each in (await asks(salma)).results or []] == ["INV-2026-00001 · Zamalek"]
    assert [visible(each.title) for each in (await asks(mona)).results or []] == ["INV-2026-00001 · Acme"]
    assert (await asks(salma, "acme")).results == []
    files = len([bubble for bubble in salma.person.chat if bubble.document])
    refused = await salma.says("/start pdf-1")
    assert "not one of yours" in refused.text
    assert len([bubble for bubble in salma.person.chat if bubble.document]) == files


@on_sqlite
async def test_a_stranger_is_shown_the_way_to_the_bot_in_the_language_of_the_phone(mona: Talk) -> None:
    await issues(mona)
    for user_id, language, words in ((8, "en", "Set up your business"), (9, "ar", "جهّز نشاطك التجاري")):
        stranger = replace(mona, person=mona.telegram.user(user_id, "Salma", language, started=False))
        offer = await asks(stranger, "inv")
        assert (offer.results, offer.button) == ([], {"text": words, "start_parameter": "share"})
    stranger.person.start("share")
    assert await count(mona, Member) == 1


@on_sqlite
async def test_a_suspended_merchant_is_offered_nothing(mona: Talk) -> None:
    await issues(mona)
    await change(mona, Merchant, suspended_at=NOON)
    offer = await asks(mona)
    assert offer.results == []
    assert offer.button == {"text": "This account is suspended", "start_parameter": "share"}
    assert "suspended" in (await mona.says("/start share")).text
    assert "suspended" in (await mona.says("/start pdf-1")).text


@on_sqlite
async def test_the_chat_speaks_the_members_language_and_the_caption_the_documents(mona: Talk) -> None:
    await change(mona, Merchant, document_language="ar", name="مقهى النيل")
    await issues(mona, "أحمد علي")
    (result,) = (await asks(mona)).results or []
    assert visible(result.description) == "EGP 300.00 · Due 29 Nov 2026"
    caption = mona.person.choose(result.id).text
    assert visible(caption) == "فاتورة INV-2026-00001 من مقهى النيل: 300.00 ج.م، تُستحق في 29 نوفمبر 2026"
    assert "\u2068INV-2026-00001\u2069" in caption
    await change(mona, Member, language="ar")
    (result,) = (await asks(mona)).results or []
    assert visible(result.description).lstrip("\u200f") == "300.00 ج.م · تُستحق في 29 نوفمبر 2026"


@on_sqlite
async def test_the_state_of_each_document_is_told(mona: Talk) -> None:
    await issues(mona, "Acme")
    await issues(mona, "Zamalek")
    await mona.taps("💰 Paid")
    await mona.taps("All in cash")
    await issues(mona, "Nile Bakery")
    await cancel(mona)
    await mona.taps("Issue")
    await mona.taps("📄 PDF")
    mona.clock[0] = NOON + timedelta(days=8)
    told = {visible(r.title): visible(r.description) for r in (await asks(mona)).results or []}
    assert told == {
        "CN-2026-00001 · Nile Bakery": "EGP 300.00 · ↩ Credit note",
        "INV-2026-00003 · Nile Bakery": "EGP 300.00 · Nothing is open: credit notes have taken it back.",
        "INV-2026-00002 · Zamalek": "EGP 300.00 · 💰 Paid in full",
        "INV-2026-00001 · Acme": "EGP 300.00 · ⚠️ Overdue since 29 Nov 2026",
    }
    assert mona.person.choose("CN-2026").text.startswith("Credit note CN-2026-00001 for INV-2026-00003 from")


@on_sqlite
async def test_with_a_public_address_telegram_fetches_what_it_does_not_know_yet(public: Talk) -> None:
    await issues(public, fetched=False)
    async with public.database.reading() as session:
        token = (await session.exec(select(Invoice))).one().token
    (result,) = (await asks(public)).results or []
    assert result.url == f"https://sanad.example/i/{token}/INV-2026-00001.pdf"
    assert await count(public, Pdf) == 0  # nothing is rendered while somebody types
    await public.taps("📄 PDF")
    await asks(public)
    sent = public.person.choose("INV")
    assert sent.document is not None
    assert [(b.text, b.value) for row in sent.buttons for b in row] == [
        ("View invoice", f"https://sanad.example/i/{token}")
    ]


async def test_without_one_the_pdf_comes_into_the_chat_first_and_then_it_is_offered(
    mona: Talk, sara: Person
) -> None:
    await issues(mona, fetched=False)
    offer = await asks(mona, beside=sara)
    assert offer.results == []
    assert offer.button is not None
    assert visible(offer.button["text"]) == "📥 Fetch INV-2026-00001 first"
    await mona.brings(mona.person.start(offer.button["start_parameter"]))
    assert mona.person.last.document is not None
    raw = mona.person.share("📤 Send in Telegram", beside=sara)  # under the PDF
    assert raw["inline_query"]["query"] == "INV-2026-00001"
    assert await numbers(mona) == ["INV-2026-00001"]


@on_sqlite
@pytest.mark.parametrize("typed", ["pdf-", "pdf-x", "pdf-99999999999", "pdf-١", "share", "PDF-1"])
async def test_any_other_start_is_a_welcome(mona: Talk, typed: str) -> None:
    await issues(mona)
    assert "Coffee Shop" in (await mona.says(f"/start {typed}")).text


@on_sqlite
async def test_more_has_a_button_that_sends_it_in_telegram(mona: Talk, sara: Person) -> None:
    await issues(mona, fetched=False)
    await mona.taps("⋯ More")
    await mona.taps("📤 Send in Telegram")  # the PDF comes first
    assert mona.person.last.document is not None
    assert labels(mona.person.last) == ["📤 Send in Telegram"]
    await mona.says("/invoices")
    await mona.taps("Acme")
    more = await mona.taps("⋯ More")
    assert ("switch", "INV-2026-00001") in [(b.kind, b.value) for row in more.buttons for b in row]
    await mona.front.handle(
        Update.de_json(mona.person.share("📤 Send", beside=sara), mona.front.application.bot)
    )
    assert mona.person.choose("INV").id == sara.chat_with(mona.person)[-1].id


@on_sqlite
async def test_there_is_no_such_button_where_botfather_has_not_switched_it_on(database: Database) -> None:
    async with talk(database, public_url="https://sanad.example") as mona:
        await mona.sets_up(tax_number=None)
        await issues(mona)
        assert mona.person.last.buttons == []
        assert "📤 Send in Telegram" not in labels(await mona.taps("⋯ More"))


@on_sqlite
async def test_what_is_chosen_in_the_chat_with_the_bot_is_not_taken_for_an_answer(mona: Talk) -> None:
    await issues(mona)
    await mona.says("/new")
    before = await mona.draft()
    await asks(mona)
    shown = len(mona.person.chat)
    mona.person.choose("INV")
    (raw,) = [update.body for update in mona.telegram.world.updates if "message" in update.body][-1:]
    assert raw["message"]["via_bot"]["username"] == "sanad_bot"
    await mona.brings(raw)
    assert len(mona.person.chat) == shown + 1
    assert (await mona.draft()).model_dump() == before.model_dump()


@on_sqlite
async def test_a_document_that_was_sent_on_and_comes_back_forwarded_is_looked_at(mona: Talk) -> None:
    await issues(mona)
    await asks(mona)
    mona.person.choose("INV")
    raw = [update.body for update in mona.telegram.world.updates if "message" in update.body][-1]
    origin = {"type": "user", "date": 1, "sender_user": mona.person.user}
    await mona.says("/verify")
    forwarded = {
        "message": raw["message"] | {"forward_origin": origin, "message_id": 9999},
        "update_id": 9999,
    }
    await mona.brings(forwarded)
    assert "This file is no PDF" in mona.person.last.text  # the test's press prints none


async def test_files_telegram_knows_no_more_are_forgotten(mona: Talk) -> None:
    await issues(mona)
    await change(mona, Pdf, file_id="of-another-bot")
    offer = await asks(mona)
    assert offer.results == []
    assert offer.button is not None
    async with mona.database.reading() as session:
        assert (await session.exec(select(Pdf.file_id))).one() is None
    await mona.taps("📄 PDF")
    assert await numbers(mona) == ["INV-2026-00001"]


@on_sqlite
async def test_a_question_nobody_waits_for_any_more_does_no_harm(mona: Talk) -> None:
    await issues(mona)
    raw = mona.person.ask("inv")
    mona.telegram.world.questions.clear()
    await mona.front.handle(Update.de_json(raw, mona.front.application.bot))
    async with mona.database.reading() as session:
        assert (await session.exec(select(Pdf.file_id))).one() is not None
    assert await numbers(mona) == ["INV-2026-00001"]


@on_sqlite
async def test_a_bug_in_an_answer_does_not_stop_the_chat(mona: Talk) -> None:
    async def broken(_query: InlineQuery) -> None:
        raise ZeroDivisionError

    mona.front.inline = broken
    await mona.front.handle(Update.de_json(mona.person.ask("x"), mona.front.application.bot))
    assert "Coffee Shop" in (await mona.says("/start")).text


async def test_many_questions_at_once_are_all_answered(public: Talk) -> None:
    await issues(public, fetched=False)
    people = [public.telegram.user(100 + n, f"Clerk {n}") for n in range(30)]
    async with public.database.writing() as session:
        owner = (await session.exec(select(Merchant))).one()
        session.add_all(
            Member(user_id=person.id, merchant_id=owner.key, name="Clerk", created_at=NOON)
            for person in people
        )
    raws = [person.ask("acme") for person in people]
    bot = public.front.application.bot
    await asyncio.gather(*(public.front.handle(Update.de_json(raw, bot)) for raw in raws))
    assert {len((person.offer.results if person.offer else None) or []) for person in people} == {1}


@on_sqlite
async def test_the_running_bot_listens_for_questions(database_url: str) -> None:
    async with town(database_url) as home:
        mona, sara = await merchant(home), home.telegram.user(9, "Sara", started=False)
        await mona.says("/new", "Who is it for")
        await mona.says("Acme", "Acme")
        mona.person.tap("Add Acme")
        await mona.person.wait_for("Where shall")
        await mona.says("pay@acme.example", "What is it for")
        await mona.says("2 x Logo 150", "Total")
        await mona.taps("Issue", "INV-2026-00001")
        mona.person.tap("📄 PDF")
        await mona.person.wait_for(lambda bubble: bubble.document is not None)
        async with asyncio.timeout(10):
            while not (await offered(mona.person, sara)).results:  # the file is noted once it has been sent
                continue
        sent = mona.person.choose("INV-2026-00001")
        assert mona.person.download(sent).startswith(b"%PDF-")
        assert sara.chat_with(mona.person)[-1].id == sent.id
        async with home.database.reading() as session:
            token = (await session.exec(select(Invoice))).one().token
        async with httpx.AsyncClient(
            base_url=home.settings.public_url
        ) as customer:  # what Telegram would fetch
            fetched = await customer.get(f"/i/{token}/INV-2026-00001.pdf")
            assert fetched.content == mona.person.download(sent)
            assert (await customer.get(f"/i/{'x' * 22}/INV-2026-00001.pdf")).status_code == 404


@on_sqlite
async def test_behind_a_webhook_a_question_is_answered_when_telegram_hears_so(mona: Talk) -> None:
    await issues(mona)
    raw, secret = mona.person.ask("inv"), "a-secret-of-enough-length"
    async with browsing(mona.database, extra_routes=[webhook_route(mona.front, secret)]) as telegram:
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        assert (await telegram.post("/telegram", json=raw, headers=headers)).status_code == 200
    assert mona.person.choose("INV-2026-00001").document is not None


async def test_a_draft_is_not_touched_by_questions(mona: Talk) -> None:
    await mona.says("/new")
    before = await mona.draft()
    for text in ("a", "ac", "acm"):
        await asks(mona, text)
    async with mona.database.reading() as session:
        after = (await session.exec(select(Draft).where(col(Draft.chat_id) == 7))).one()
    assert after.model_dump() == before.model_dump()
