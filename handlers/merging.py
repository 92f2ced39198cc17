"""Customers who are in the address book twice: shown pair by pair, merged, or kept apart for good."""

from collections.abc import Awaitable, Callable

from bot.books.book import CUSTOMERS
from bot.context import Context
from bot.conversation import Handler
from bot.duplicates import DUPLICATES
from bot.merging import keep_apart, merge, merging_of
from bot.turn import Turn
from handlers.book_entry import show_entry
from handlers.desk import desk_of
from handlers.routing import C, OnTap, Tap, merchant_of
from handlers.shelves import LIST, open_beside
from handlers.taps.books import AskMerge, KeepApart, ListDuplicates, MergeCustomers
from handlers.views import merging as views


async def duplicates_tapped(tap: Tap[ListDuplicates], turn: Turn) -> None:
    """The pairs, one by one."""
    await _show_pair(turn, tap.data.at)


async def merge_asked(tap: Tap[AskMerge], turn: Turn) -> None:
    """What merging these two would do; the other way round, what that would."""
    count = len(await DUPLICATES.pairs(turn.session, merchant_of(turn).key)) if tap.data.at >= 0 else 0
    await _ask(turn, tap.data, count)


async def merge_tapped(tap: Tap[MergeCustomers], turn: Turn, context: Context) -> None:
    """They are one from now on."""
    merchant, wanted = merchant_of(turn), tap.data
    done = await merge(turn.session, merchant.key, wanted.stays, wanted.goes)
    turn.answer(turn.t.plain("They are one now: {name}", name=done.stays.name))
    await _go_on(turn, context, wanted)


async def apart_tapped(tap: Tap[KeepApart], turn: Turn, context: Context) -> None:
    """They are two, and this is asked no more."""
    await keep_apart(turn.session, merchant_of(turn).key, tap.data.stays, tap.data.goes)
    turn.answer(turn.t.plain("They stay two customers."))
    await _go_on(turn, context, tap.data)


async def _go_on(turn: Turn, context: Context, wanted: MergeCustomers | KeepApart) -> None:
    """Back to where the question led from; in the list to the pair that has moved up."""
    if wanted.at >= 0:
        await _show_pair(turn, wanted.at)
    elif wanted.at == views.CARD and turn.draft.composition is not None:
        await desk_of(turn, context).lay()
    else:
        await show_entry(turn, CUSTOMERS, wanted.stays)


async def _show_pair(turn: Turn, at: int) -> None:
    """The pair at this place; after the last one the first again."""
    pairs = await DUPLICATES.pairs(turn.session, merchant_of(turn).key)
    if not pairs:
        open_beside(turn, LIST, views.no_duplicates_view(turn.t), book=CUSTOMERS.key)
        return
    at = at if at < len(pairs) else 0
    await _ask(turn, AskMerge(*pairs[at], at), len(pairs))


async def _ask(turn: Turn, wanted: AskMerge, count: int) -> None:
    merchant = merchant_of(turn)
    merging = await merging_of(turn.session, merchant.key, wanted.stays, wanted.goes)
    screen = views.merge_view(turn.t, merchant, merging, wanted.at, count)
    open_beside(turn, LIST, screen, book=CUSTOMERS.key)


def _in_place(
    handler: Callable[[Tap[C], Turn], Awaitable[None]],
) -> Callable[[Tap[C], Turn], Awaitable[None]]:
    """The tapped message shows what comes next, even where the chat's draft has become an invoice."""

    async def tapped(tap: Tap[C], turn: Turn) -> None:
        turn.tapped_card = True
        await handler(tap, turn)

    return tapped


def entry(context: Context) -> list[Handler]:
    """Taps, always there."""
    return [
        OnTap(ListDuplicates, _in_place(duplicates_tapped)),
        OnTap(AskMerge, _in_place(merge_asked)),
        OnTap(MergeCustomers, _in_place(lambda tap, turn: merge_tapped(tap, turn, context))),
        OnTap(KeepApart, _in_place(lambda tap, turn: apart_tapped(tap, turn, context))),
    ]


def states(_context: Context) -> dict[str, list[Handler]]:
    """Its question is answered by a tap; what is typed searches the address book."""
    return {}
