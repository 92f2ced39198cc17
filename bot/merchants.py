"""Accounts: opening one in two answers, and changing what it is set to afterwards."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.entries import LONGEST_NAME, fitting
from bot.numbers import PATTERNS, check_unused
from bot.preferences import Setting
from bot.registration import settle
from bot.relevance import is_asked_for
from models.countries import Country, country
from models.errors import N_, UserError
from models.member import Member
from models.merchant import Merchant

log = structlog.get_logger(__name__)

_UNKNOWN_COUNTRY = N_("This country is not on the list any more. Please choose another one.")
_NEEDED = N_("Every invoice needs this. Type what it should say instead.")


@dataclass(frozen=True)
class Newcomer:
    """Who opens an account, and in what language they chat."""

    user_id: int
    person: str
    language: str


def checked_business_name(text: str) -> str:
    """A business name fit to print; UserError otherwise."""
    return fitting(text, LONGEST_NAME)


def chosen_country(code: str) -> Country:
    """The country of a button; UserError for a code there is none for."""
    found = country(code)
    if found is None:
        raise UserError(_UNKNOWN_COUNTRY)
    return found


async def open_account(
    session: AsyncSession, newcomer: Newcomer, name: str, home: Country, now: datetime
) -> tuple[Merchant, Member]:
    """A merchant with everything its country settles, not registered for tax, and its first member."""
    merchant = Merchant(
        name=checked_business_name(name), country=home.code, currency=home.currency, time_zone=home.time_zone,
        tax_rate=Decimal(0), document_language=newcomer.language, created_at=now,
    )  # fmt: skip
    session.add(merchant)
    await session.flush()
    member = Member(
        user_id=newcomer.user_id, merchant_id=merchant.key, name=newcomer.person, language=newcomer.language,
        created_at=now,
    )  # fmt: skip
    session.add(member)
    return merchant, member


async def change(
    session: AsyncSession, setting: Setting, text: str, merchant: Merchant, member: Member
) -> None:
    """Set it to what was typed (or chosen). UserError, and nothing changed, where that cannot be read."""
    value, charged = setting.read(text, merchant), merchant.charges_tax
    if setting.name in PATTERNS:
        await check_unused(session, merchant, setting.name, value)
    moves = setting.name == "country" and value != merchant.country
    currency = merchant.currency
    setattr(member if setting.personal else merchant, setting.name, value)
    if moves:
        _adopt(merchant, chosen_country(merchant.country))
    if merchant.currency != currency:
        merchant.cash_rounding, merchant.tax_exchange_rate = None, None  # of the currency left
    settle(merchant, charged_before=charged)
    _note(setting, merchant)


def clear(setting: Setting, merchant: Merchant) -> None:
    """Set it to nothing; UserError where there has to be something."""
    if not setting.optional:
        raise UserError(_NEEDED)
    charged = merchant.charges_tax
    setattr(merchant, setting.name, None)
    settle(merchant, charged_before=charged)
    _note(setting, merchant)


async def others(session: AsyncSession, member: Member) -> list[Member]:
    """Who else acts for the same merchant."""
    rest = select(Member).where(Member.merchant_id == member.merchant_id, Member.user_id != member.user_id)
    return list((await session.exec(rest.order_by(col(Member.user_id)))).all())


def _adopt(merchant: Merchant, home: Country) -> None:
    """What the country settles; a registration is one of the country left."""
    merchant.currency, merchant.time_zone, merchant.tax_registered = home.currency, home.time_zone, False
    merchant.exemption_reasons = {}
    merchant.shows_hijri = merchant.shows_hijri and is_asked_for("shows_hijri", merchant)


def _note(setting: Setting, merchant: Merchant) -> None:
    """For the operators, should a merchant's money ever go astray: that it was changed, not to what."""
    if setting.confirmed:
        log.info("payment details changed", merchant=merchant.id, setting=setting.name)
