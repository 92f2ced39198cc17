"""The bot with all its handlers and a database, fed update by update: what a person says is answered on return."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image
from sqlmodel import select
from telegram import Update

from bot.application import build_application, build_bot
from bot.chat_locks import ChatLocks
from bot.context import Context
from bot.database import Database
from bot.demo.telegram import Bubble, Person, TelegramServer
from bot.documents import Documents
from bot.front import Front
from bot.language import texts
from bot.logos import LogoErrand
from bot.outbox import Outbox
from bot.rendering.logo import normalised
from bot.settings import Settings
from handlers.book_errands import BookErrands
from handlers.errands import InvoiceErrands
from handlers.exports import XmlErrand
from handlers.favourites_errand import FavouritesErrand
from handlers.previews import PreviewErrand
from handlers.share import InlineAnswers
from handlers.verify import VerifyErrand
from handlers.views.questions import QUESTIONS
from handlers.views.sections import SECTIONS, section_of
from models.document import InvoiceDocument
from models.draft import Draft
from models.member import Member
from models.merchant import Merchant

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what is said, which no database changes."""

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class NoEngine:
    """Nothing is delivered here; `kicked` are the deliveries somebody wanted looked at."""

    def __init__(self) -> None:
        self.kicked: list[int] = []

    def kick(self, delivery_id: int) -> None:
        self.kicked.append(delivery_id)

    async def enqueue(self, session: object, delivery_id: int) -> None:
        """This process is the one that delivers."""

    async def nudge(self, delivery_id: int) -> None:
        raise AssertionError("turns kick")


class OneProcess:
    """The pool's work without its processes."""

    async def normalise_logo(self, upload: bytes) -> bytes:
        return await asyncio.to_thread(normalised, upload)

    async def render(self, document: InvoiceDocument, logo: bytes | None) -> bytes:
        return f"PDF of {document.number}".encode()

    async def picture(self, pdf: bytes) -> bytes:
        content = io.BytesIO()
        Image.new("RGB", (60, 80), "white").save(content, "PNG")
        return content.getvalue()


@dataclass
class Talk:
    """A person and the bot."""

    telegram: TelegramServer
    person: Person
    front: Front
    outbox: Outbox
    database: Database
    clock: list[datetime]
    engine: NoEngine

    async def says(self, text: str) -> Bubble:
        """Type something; the bot's newest message once it is done."""
        return await self.brings(self.person.say(text))

    async def replies(self, text: str, to: Bubble) -> Bubble:
        """Type something in reply to a message; the bot's newest message once it is done."""
        return await self.brings(self.person.say(text, reply_to=to.id))

    async def taps(self, button: str) -> Bubble:
        """Tap the newest button of that name; the message it stands under, as it is then."""
        tap = self.person.tap(button)
        await self.brings(tap)
        tapped = tap["callback_query"]["message"]["message_id"]
        return next((b for b in self.person.chat if b.id == tapped), self.person.last)

    async def brings(self, raw: dict[str, Any]) -> Bubble:
        """Any update."""
        await self.front.handle(Update.de_json(raw, self.front.application.bot))
        await self.outbox.send_due()
        return self.person.last

    async def opens(self, label: str) -> Bubble:
        """The question of a setting, by (part of) its name, through /settings and the section it stands in."""
        await self.says("/settings")
        t = texts((await self.member()).language)
        name = next(name for name, question in QUESTIONS.items() if label in t.plain(question.label))
        await self.taps(t.plain(SECTIONS[section_of(name)].label))
        return await self.taps(label)

    async def sets_up(
        self, name: str = "Coffee Shop", country: str = "Egypt", tax_number: str | None = "100531385"
    ) -> Bubble:
        """Every answer; with a tax number, as a business registered for tax."""
        await self.says("/start")
        await self.says(name)
        shown = await self.says(country)
        if (await self.draft()).step != "settings.tax_registered":
            return shown
        if tax_number is None:
            return await self.says("no")
        await self.says("yes")
        return await self.says(tax_number)

    async def sends_receipts(self) -> None:
        """As the settings have it where each payment is acknowledged."""
        async with self.database.writing() as session:
            (await session.exec(select(Merchant))).one().sends_receipts = True

    async def merchant(self) -> Merchant | None:
        """The account, if there is one."""
        async with self.database.reading() as session:
            return (await session.exec(select(Merchant))).one_or_none()

    async def member(self) -> Member:
        """Who acts for it."""
        async with self.database.reading() as session:
            return (await session.exec(select(Member))).one()

    async def draft(self) -> Draft:
        """The chat's row."""
        async with self.database.reading() as session:
            return (await session.exec(select(Draft))).one()


@asynccontextmanager
async def talk(
    database: Database, language: str = "en", *, inline: bool = False, **settings: Any
) -> AsyncIterator[Talk]:
    """Mona opens the bot; with `inline` it may be asked in any chat."""
    telegram, clock = TelegramServer(), [NOON]
    async with telegram.serving() as address:
        values: dict[str, Any] = {"telegram_bot_token": "100:demo-token", "telegram_api_url": address}
        context = Context(Settings(_env_file=None, **values | settings), has_inline_mode=inline)
        bot, locks = build_bot(context), ChatLocks()
        outbox = Outbox(database, bot, lambda: clock[0], locks)
        pool, engine = OneProcess(), NoEngine()
        errands = InvoiceErrands(
            database, bot, Documents(database, pool), context, lambda: clock[0]
        ).by_name()
        outbox.errands = {
            **errands,
            **BookErrands(database, bot, lambda: clock[0]).by_name(),
            "take_logo": LogoErrand(database, bot, pool),
            "invoice_xml": XmlErrand(database, bot),
            "favourites": FavouritesErrand(database, bot),
            "preview": PreviewErrand(database, bot, pool, lambda: clock[0]),
            "verify_pdf": VerifyErrand(database, bot),
        }
        front = Front(build_application(context, bot), database, outbox, locks, engine, lambda: clock[0])
        front.inline = InlineAnswers(database, bot, context, lambda: clock[0])
        async with front.application:
            person = telegram.user(7, "Mona", language)
            yield Talk(telegram, person, front, outbox, database, clock, engine)


def labels(bubble: Bubble) -> list[str]:
    """Its buttons, in order."""
    return [button.text for row in bubble.buttons for button in row]
