"""Favourites: kept from an issued invoice, a tap away at the top of the chat, renamed and removed."""

from bot.context import Context
from bot.conversation import Handler
from bot.favourites import (
    LONGEST_NAME,
    drop_favourite,
    favourite,
    favourites,
    rename,
    save_favourite,
    tell_of_change,
)
from bot.invoices import invoice
from bot.screens import Screen
from bot.turn import Turn
from handlers.aside import ask_aside, close_aside
from handlers.more import show_more
from handlers.routing import OnCommand, OnTap, OnText, Tap, merchant_of
from handlers.taps.issued import (
    DropFavourite,
    EditFavourites,
    OpenFavourite,
    RemoveFavourite,
    RenameFavourite,
    SaveFavourite,
)
from handlers.views import favourites as views
from models.errors import UserError

STEP = "favourite"


async def favourites_wanted(turn: Turn) -> None:
    """/favourites: the list below everything, pinned in place of the older one."""
    merchant = merchant_of(turn)
    if await favourites(turn.session, merchant.key, limit=1):
        turn.owe("favourites", known=_shown(turn), below=True)
    else:
        turn.say(views.none_view(turn.t))


def draw_anew(turn: Turn) -> None:
    """The list in this chat, if it has one, as it is now."""
    if shown := _shown(turn):
        turn.owe("favourites", known=shown)


async def save_tapped(tap: Tap[SaveFavourite], turn: Turn, context: Context) -> None:
    """One more; the first one brings the list into the chat."""
    merchant = merchant_of(turn)
    kept = await save_favourite(turn.session, merchant.key, tap.data.invoice_id, turn.t, turn.now)
    turn.answer(turn.t.plain("Saved as “{name}”.", name=kept.name))
    await show_more(turn, context, tap.data.invoice_id, tap.message_id)
    await _tell(turn)


async def drop_tapped(tap: Tap[DropFavourite], turn: Turn, context: Context) -> None:
    """One less, from its invoice."""
    issued = await invoice(turn.session, merchant_of(turn).key, tap.data.invoice_id)
    await drop_favourite(turn.session, issued)
    turn.answer(turn.t.plain("Removed from the favourites."))
    await show_more(turn, context, issued.key, tap.message_id)
    await _tell(turn)


async def edit_tapped(tap: Tap[EditFavourites], turn: Turn) -> None:
    """Which one? Not in place of the pinned list, which stays as it is."""
    close_aside(turn)
    kept = await favourites(turn.session, merchant_of(turn).key)
    place = None if tap.message_id == _shown(turn) else tap.message_id
    turn.show_at(place, views.which_view(turn.t, kept))


async def favourite_tapped(tap: Tap[OpenFavourite], turn: Turn) -> None:
    """One of them."""
    close_aside(turn)
    await _show(turn, tap.data.favourite_id, tap.message_id)


async def rename_tapped(tap: Tap[RenameFavourite], turn: Turn) -> None:
    """Ask what it shall be called."""
    kept = await favourite(turn.session, merchant_of(turn).key, tap.data.favourite_id)
    ask_aside(turn, STEP, favourite_id=kept.key)
    turn.show_at(tap.message_id, views.name_question(turn.t, kept, LONGEST_NAME))


async def name_answered(text: str, turn: Turn) -> None:
    """Its new name; where it was removed while that was asked, the question is over."""
    try:
        kept = await favourite(turn.session, merchant_of(turn).key, int(turn.draft.scratch["favourite_id"]))
    except UserError as gone:
        close_aside(turn)
        turn.not_understood()
        turn.say(Screen(turn.t(gone.message, **gone.values)))
        return
    rename(kept, text)
    close_aside(turn)
    await _show(turn, kept.key, None)
    await _tell(turn)


async def remove_tapped(tap: Tap[RemoveFavourite], turn: Turn) -> None:
    """One less, from the list; a second tap finds it gone."""
    close_aside(turn)
    merchant = merchant_of(turn)
    kept = await favourite(turn.session, merchant.key, tap.data.favourite_id)
    await turn.session.delete(kept)
    left = await favourites(turn.session, merchant.key)
    turn.answer(turn.t.plain("Removed from the favourites."))
    turn.show_at(tap.message_id, views.which_view(turn.t, left))
    await _tell(turn)


async def _show(turn: Turn, favourite_id: int, message_id: int | None) -> None:
    merchant = merchant_of(turn)
    kept = await favourite(turn.session, merchant.key, favourite_id)
    issued = await invoice(turn.session, merchant.key, kept.invoice_id)
    turn.show_at(message_id, views.favourite_view(turn.t, kept, issued))


async def _tell(turn: Turn) -> None:
    """The list in each chat of the business shows the change."""
    turn.owe("favourites", known=_shown(turn))
    await tell_of_change(turn.session, merchant_of(turn).key, turn.arrival.chat_id, turn.now)


def _shown(turn: Turn) -> int | None:
    """The message that is the list."""
    return turn.member.favourites_message_id if turn.member else None


def entry(context: Context) -> list[Handler]:
    """The command and taps, always there."""
    return [
        OnCommand("favourites", lambda _rest, turn: favourites_wanted(turn)),
        OnTap(SaveFavourite, lambda tap, turn: save_tapped(tap, turn, context)),
        OnTap(DropFavourite, lambda tap, turn: drop_tapped(tap, turn, context)),
        OnTap(EditFavourites, edit_tapped),
        OnTap(OpenFavourite, favourite_tapped),
        OnTap(RenameFavourite, rename_tapped),
        OnTap(RemoveFavourite, remove_tapped),
    ]


def states(_context: Context) -> dict[str, list[Handler]]:
    """What a typed answer means."""
    return {STEP: [OnText(name_answered)]}
