"""Accounts: opening one in two answers, and changing what it is set to afterwards."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.drafts import today
from bot.preferences import LONGEST_NAME, Setting, fitting
from bot.registration import settle
from models.countries import Country, country
from models.document import INVOICE
from models.errors import N_, UserError
from models.invoice import Series
from models.member import Member
from models.merchant import Merchant
from models.numbering import number_of, period_of

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


def change(setting: Setting, text: str, merchant: Merchant, member: Member) -> None:
    """Set it to what was typed (or chosen). UserError, and nothing changed, where that cannot be read."""
    value, charged = setting.read(text, merchant), merchant.charges_tax
    moves = setting.name == "country" and value != merchant.country
    setattr(member if setting.personal else merchant, setting.name, value)
    if moves:
        _adopt(merchant, chosen_country(merchant.country))
    settle(merchant, charged_before=charged)


def clear(setting: Setting, merchant: Merchant) -> None:
    """Set it to nothing; UserError where there has to be something."""
    if not setting.optional:
        raise UserError(_NEEDED)
    charged = merchant.charges_tax
    setattr(merchant, setting.name, None)
    settle(merchant, charged_before=charged)


def _adopt(merchant: Merchant, home: Country) -> None:
    """What the country settles; a registration is one of the country left."""
    merchant.currency, merchant.time_zone, merchant.tax_registered = home.currency, home.time_zone, False


async def next_number(session: AsyncSession, merchant: Merchant, now: datetime) -> str:
    """The number the next invoice would get if it were issued now; taking it is `bot.issuing`'s."""
    issue_date = today(merchant, now)
    period = period_of(merchant.number_pattern, issue_date)
    counter = select(Series.next).where(
        Series.merchant_id == merchant.key, Series.type_code == INVOICE, Series.period == period
    )
    sequence = (await session.exec(counter)).one_or_none()
    return number_of(merchant.number_pattern, issue_date, sequence or 1)
