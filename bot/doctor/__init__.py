"""`sanad doctor` and /selftest: every setting tried for real, each with a fix a person can follow."""

import asyncio

from bot.doctor import sending, storage, telegram
from bot.doctor.finding import Check, Finding, examined
from bot.settings import Settings

__all__ = ["CHECKS", "Finding", "examine"]

CHECKS: dict[str, Check] = {
    telegram.TELEGRAM: telegram.check_token,
    telegram.WEBHOOK: telegram.check_webhook,
    storage.DATABASE: storage.check_database,
    sending.EMAIL: sending.check_email,
    sending.SMS: sending.check_sms,
    sending.FONTS: sending.check_fonts,
    sending.PDF: sending.check_pdf,
    sending.PUBLIC: sending.check_public_address,
    telegram.CLOCK: telegram.check_clock,
    storage.DISK: storage.check_disk,
    storage.SECRETS: storage.check_secrets,
}


async def examine(settings: Settings) -> list[Finding]:
    """All checks at once, each within a time limit; findings in the order of CHECKS. Nothing is sent."""
    return await asyncio.gather(*(examined(name, check, settings) for name, check in CHECKS.items()))
