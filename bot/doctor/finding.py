"""What the doctor says about one thing."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from bot.doctor import fixes
from bot.settings import Settings

log = structlog.get_logger(__name__)

SECONDS = 10.0  # that one check may take


@dataclass(frozen=True)
class Finding:
    """`name` and `fix` are sentences to translate; `detail` is plain English with values, fit for a console.

    `fix` says what to do where `ok` is false, how to set it up where it is not, and is "" otherwise.
    """

    name: str
    ok: bool
    detail: str
    fix: str = ""


Check = Callable[[Settings], Awaitable[Finding]]


async def examined(name: str, check: Check, settings: Settings, seconds: float = SECONDS) -> Finding:
    """The check's finding, in time; a check that hangs or breaks is itself one, and hides no other."""
    (found,) = await asyncio.gather(asyncio.wait_for(check(settings), seconds), return_exceptions=True)
    if isinstance(found, Finding):
        return found
    if isinstance(found, TimeoutError):
        return Finding(name, False, f"no answer within {seconds:g} seconds", fixes.TRY_LATER)
    log.error("check broke", check=name, exc_info=found)
    return Finding(name, False, f"the check broke ({type(found).__name__})", fixes.REPORT)
