"""/help: what to type, in the merchant's words."""

from bot.context import Context
from bot.conversation import Handler
from bot.turn import Turn
from handlers.routing import OnCommand, OnTap
from handlers.taps.account import OpenHelp
from handlers.views.help import help_view


async def help_wanted(turn: Turn) -> None:
    """A message of its own: whatever question is open stays open."""
    composing = turn.draft.composition is not None
    turn.say(help_view(turn.t, stranger=turn.merchant is None, composing=composing))


def entry(_context: Context) -> list[Handler]:
    """Always there."""
    return [
        OnCommand("help", lambda _rest, turn: help_wanted(turn)),
        OnTap(OpenHelp, lambda _tap, turn: help_wanted(turn)),
    ]


def states(_context: Context) -> dict[str, list[Handler]]:
    """Help asks nothing."""
    return {}
