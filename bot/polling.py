"""No public address needed: an update is confirmed to Telegram only after its turn has been committed."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import structlog
from telegram import Update
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.database import UNAVAILABLE
from bot.front import Front

log = structlog.get_logger(__name__)

UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY]


async def poll(front: Front, stop: asyncio.Event) -> None:
    """Take updates until `stop` is set. Raises InvalidToken when Telegram does not know the bot."""
    bot = front.application.bot
    await bot.delete_webhook()
    offset = 0
    while not stop.is_set():
        updates = await _next(front, offset, stop)
        await _handle(front, updates)
        if updates:
            offset = max(offset, updates[-1].update_id + 1)
    if offset:
        await bot.get_updates(offset=offset, limit=1, timeout=0)  # confirm the last batch


@asynccontextmanager
async def polling(front: Front) -> AsyncIterator[None]:
    """Updates are taken for as long as this is entered."""
    stop = asyncio.Event()
    task = asyncio.create_task(poll(front, stop))
    try:
        yield
    finally:
        stop.set()
        await task


async def _next(front: Front, offset: int, stop: asyncio.Event) -> Sequence[Update]:
    bot = front.application.bot
    waiting = asyncio.create_task(bot.get_updates(offset=offset, timeout=25, allowed_updates=UPDATES))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((waiting, stopping), return_when=asyncio.FIRST_COMPLETED)
        return await waiting if waiting.done() else ()
    except InvalidToken:
        raise
    except TelegramError as failure:
        log.warning("getUpdates failed", why=type(failure).__name__)
        await asyncio.sleep(_pause(failure))
        return ()
    finally:
        waiting.cancel()
        stopping.cancel()
        await asyncio.gather(waiting, stopping, return_exceptions=True)


def _pause(failure: TelegramError) -> float:
    if isinstance(failure, RetryAfter):
        wait = failure.retry_after
        return float(wait) if isinstance(wait, int) else wait.total_seconds()
    return 1.0


async def _handle(front: Front, updates: Sequence[Update]) -> None:
    """Chats side by side, each chat's updates in order."""
    chats: dict[int, list[Update]] = defaultdict(list)
    for update in updates:
        chats[update.effective_chat.id if update.effective_chat else 0].append(update)
    await asyncio.gather(*(_in_order(front, batch) for batch in chats.values()))


async def _in_order(front: Front, updates: Sequence[Update]) -> None:
    for update in updates:
        while True:
            try:
                await front.take(update)
                break
            except UNAVAILABLE as failure:  # never confirm what was not kept
                log.error(
                    "update not stored, trying again", update_id=update.update_id, why=type(failure).__name__
                )
                await asyncio.sleep(1)
