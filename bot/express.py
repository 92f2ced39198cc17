"""Express: a typed invoice that ends in "!" is issued at once, unless something stands in the way."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.customers import customer
from bot.drafts import channels_of
from bot.guards import doubts, just_issued_like
from bot.quickline.line.values import Line
from bot.quickline.names import Found
from bot.registration import totals_for
from bot.taxation import lack_of
from models.customer import Customer
from models.delivery import Delivery
from models.draft import Composition
from models.merchant import Merchant


class Obstacle(StrEnum):
    """Why it is not issued at once: the code of a remark, for the card says it."""

    OFF = "X_OFF"
    ASKED = "X_ASKED"
    CUSTOMER = "X_CUSTOMER"
    GUESSED = "X_GUESSED"
    UNSENT = "X_UNSENT"
    ISSUED = "X_ISSUED"
    DOUBTED = "X_DOUBTED"


async def obstacle_in(
    session: AsyncSession, line: Line, merchant: Merchant, *, was_asked: bool
) -> Obstacle | None:
    """What the message alone tells. To be asked before an address in it becomes the customer's."""
    if not merchant.is_express:
        return Obstacle.OFF
    if was_asked:
        return Obstacle.ASKED
    if line.customer is None or line.customer.id is None:
        return Obstacle.CUSTOMER
    known = await customer(session, merchant.key, line.customer.id)
    if (line.email or known.email, line.phone or known.phone) != (known.email, known.phone):
        return Obstacle.CUSTOMER
    is_part = line.customer.found is Found.PART  # of one name alone: who is shown, and can be undone
    guesses = [one for one in line.notices if not (is_part and one.code == "N_CUSTOMER_GUESSED")]
    return Obstacle.GUESSED if guesses else None


async def obstacle_to(
    session: AsyncSession, merchant: Merchant, buyer: Customer, composition: Composition, now: datetime
) -> Obstacle | None:
    """What the whole invoice tells: something it lacks, or that is unlike the usual."""
    if lack_of(composition, merchant, buyer) is not None:
        return Obstacle.ASKED
    if any(remark.code == "N_COUNTED" for remark in composition.remarks):
        return Obstacle.GUESSED
    totals = totals_for(composition, merchant, buyer.tax_number)
    if await just_issued_like(session, merchant, composition, totals, now):
        return Obstacle.ISSUED
    return Obstacle.DOUBTED if await doubts(session, merchant, buyer, composition, totals) else None


def can_be_undone(sendings: Collection[Delivery], now: datetime) -> bool:
    """Whether all of them wait to go out, so that the invoice can still be taken back."""
    return bool(sendings) and all(delivery.is_put_off and delivery.next_at > now for delivery in sendings)


def is_sent(composition: Composition, buyer: Customer, here: Collection[str]) -> bool:
    """Whether it reaches the customer, by every channel that is wanted; `here` are those set up."""
    wanted = channels_of(composition, buyer)
    return bool(wanted) and all(channel in here for channel in wanted)
