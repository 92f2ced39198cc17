"""The running application: every part made once, in order, and taken down in reverse."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.routing import BaseRoute

from bot.admin_menu import register_admin_menu
from bot.application import build_application, build_bot
from bot.chat_locks import ChatLocks
from bot.commands import register_commands
from bot.context import Context
from bot.database import Database
from bot.delivery.composing import Composer
from bot.delivery.email import EmailTransport
from bot.delivery.engine import EmbeddedEngine
from bot.delivery.sms import SmsTransport
from bot.delivery.transport import Transport
from bot.delivery.worker import Worker
from bot.doctor import examine
from bot.documents import Documents
from bot.front import Front
from bot.housekeeping import keep_house
from bot.logos import LogoErrand
from bot.migration import upgrade
from bot.outbox import Outbox
from bot.receipts import notice
from bot.rendering.pool import PdfPool
from bot.settings import Settings
from bot.web.app import build_web
from bot.web.serving import serving
from bot.web.webhook import webhook_route
from handlers.book_errands import BookErrands
from handlers.errands import InvoiceErrands
from handlers.exports import XmlErrand
from handlers.favourites_errand import FavouritesErrand
from handlers.previews import PreviewErrand
from handlers.selftest import Selftest
from handlers.share import InlineAnswers
from handlers.verify import VerifyErrand
from models.delivery import Delivery
from models.invoice import Invoice


def utc_now() -> datetime:
    """The clock of everything."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Parts:
    """What is running."""

    front: Front
    database: Database
    documents: Documents
    engine: EmbeddedEngine
    address: str  # of our own web server


def transports_of(settings: Settings) -> dict[str, Transport]:
    """Every way of sending that is set up."""
    ready: dict[str, Transport] = {}
    if settings.smtp_host:
        ready["email"] = EmailTransport(settings)
    if settings.twilio_account_sid:
        ready["sms"] = SmsTransport(settings)
    return ready


@asynccontextmanager
async def assembled(settings: Settings, clock: Callable[[], datetime] = utc_now) -> AsyncIterator[Parts]:
    """Everything but the taking of updates: the web server listens, deliveries go on, owed replies are sent."""
    context, database, locks = Context(settings), Database(settings.database_url), ChatLocks()
    bot = build_bot(context)
    outbox = Outbox(database, bot, clock, locks)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        await upgrade(database)
        await stack.enter_async_context(bot)
        context = replace(context, has_inline_mode=bot.supports_inline_queries)
        pool = await stack.enter_async_context(PdfPool(settings.pdf_workers))
        documents = Documents(database, pool)
        worker = Worker(
            database, transports_of(settings), Composer(database, documents, settings).compose, report,
            settings, clock=clock, committed=outbox.wake,
        )  # fmt: skip
        engine = EmbeddedEngine(worker)
        front = Front(build_application(context, bot), database, outbox, locks, engine, clock)
        outbox.errands = {
            **InvoiceErrands(database, bot, documents, context, clock).by_name(),
            **BookErrands(database, bot, clock).by_name(),
            "take_logo": LogoErrand(database, bot, pool),
            "invoice_xml": XmlErrand(database, bot),
            "favourites": FavouritesErrand(database, bot),
            "preview": PreviewErrand(database, bot, pool, clock),
            "verify_pdf": VerifyErrand(database, bot),
            "selftest": Selftest(bot, partial(examine, settings)),
        }
        front.inline = InlineAnswers(database, bot, context, clock)
        await stack.enter_async_context(front.running())
        await register_commands(bot)
        await register_admin_menu(bot, settings.admin_ids)
        await stack.enter_async_context(engine)
        await stack.enter_async_context(_beside(keep_house(database, clock)))
        if database.is_sqlite or not settings.webhook_url:  # an SQLite file, or long polling, has one process
            await outbox.take_over()
        secret = settings.webhook_secret
        routes: Sequence[BaseRoute] = [webhook_route(front, secret.get_secret_value())] if secret else []
        web = build_web(settings, database, documents, report, committed=outbox.wake, extra_routes=routes)
        address = await stack.enter_async_context(serving(web, settings.host, settings.port))
        gc.freeze()  # what stands now stays: no collection needs to walk through it again
        yield Parts(front, database, documents, engine, address)


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Work that goes on for as long as the rest does."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def report(session: AsyncSession, delivery: Delivery) -> None:
    """The news of a delivery is owed to the chat in the transaction that records it."""
    issued = await session.get(Invoice, delivery.invoice_id)
    if issued is not None:
        call = {"do": "invoice_card", "with": {"invoice_id": issued.key}}
        notice(session, issued.chat_id, utc_now(), [call])
