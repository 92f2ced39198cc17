"""A message taken for a whole invoice: how it reads to this merchant, and whether it can be anything less."""

from datetime import timedelta
from typing import NamedTuple

from bot.context import Context
from bot.drafts import today
from bot.invoices import last_issued
from bot.quick import Indexes
from bot.quickline.answers import UnclearError, UnreadableError
from bot.quickline.items import parse_item
from bot.quickline.line.reading import parse_line
from bot.quickline.line.values import Context as Reading
from bot.quickline.line.values import Line, UnclearLineError
from bot.screens import Screen
from bot.turn import Turn
from handlers.routing import merchant_of
from handlers.views import quick as views
from models.text import folded

_A_MOMENT = timedelta(minutes=5)
_INDEXES = Indexes()


class Typed(NamedTuple):
    """A message, and what it takes to read it."""

    text: str
    turn: Turn
    context: Context
    reading: Reading

    def line(self) -> Line:
        """What it says. Raises what `parse_line` raises."""
        return parse_line(self.text, context=self.reading)


async def typed_in(text: str, turn: Turn, context: Context) -> Typed:
    """With the names the merchant knows. UserError for a stranger."""
    merchant = merchant_of(turn)
    reading = Reading(
        today(merchant, turn.now), merchant.currency, turn.language, merchant.country,
        customers=await _INDEXES.customers(turn.session, merchant.key),
        products=await _INDEXES.products(turn.session, merchant.key),
    )  # fmt: skip
    return Typed(text, turn, context, reading)


def is_another(typed: Typed) -> bool:
    """Whether it names a customer or several items; what can be one item is one."""
    try:
        line = typed.line()
    except UnclearLineError:
        return not _is_item(typed)
    except UnreadableError:
        return False
    return line.customer is not None or len(line.items) > 1


async def is_invoice(text: str, turn: Turn, context: Context) -> bool:
    """Whether what is typed while something else listens is a whole invoice all the same."""
    return any(map(str.isdigit, text)) and is_another(await typed_in(text, turn, context))


async def is_for_somebody(text: str, turn: Turn, context: Context) -> bool:
    """Whether it is an invoice that names its customer, and no name with figures in it: Studio 54."""
    return any(map(str.isdigit, text)) and names_somebody(await typed_in(text, turn, context))


def names_somebody(typed: Typed) -> bool:
    """Whether it can be read as an invoice for a customer it names."""
    try:
        return typed.line().customer is not None
    except (UnclearLineError, UnreadableError):
        return False


def _is_item(typed: Typed) -> bool:
    try:
        parse_item(typed.text, currency=typed.reading.currency, language=typed.reading.language)
    except UnreadableError:
        return False
    except UnclearError:
        return True
    return True


async def just_invoiced(typed: Typed) -> Screen | None:
    """Said where the message is one item and that is on the invoice this chat issued a moment ago.

    Who typed it again saw nothing come of it, as when an answer got lost; a second invoice would be a mistake.
    """
    try:
        item = parse_item(typed.text, currency=typed.reading.currency, language=typed.reading.language)
    except (UnreadableError, UnclearError):
        return None
    turn = typed.turn
    last = await last_issued(turn.session, merchant_of(turn).key, turn.draft.chat_id)
    if last is None or turn.now - last.issued_at > _A_MOMENT:
        return None
    names = {folded(line.item_name) for line in last.read_document().lines}
    return views.invoiced_view(turn.t, item.item_name, last) if folded(item.item_name) in names else None
