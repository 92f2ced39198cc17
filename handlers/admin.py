"""For those who run the bot: how it is, whether everything works. For everybody else none of this exists."""

from bot.context import Context
from bot.conversation import Handler
from bot.turn import Turn
from bot.vitals import data_folder, vitals
from handlers import merchants, queue
from handlers.gate import ForAdmins, moment_of, noted
from handlers.routing import OnCommand, OnTap
from handlers.taps.admin import RunSelftest, ShowVitals
from handlers.views import admin as views


async def vitals_wanted(turn: Turn, context: Context) -> None:
    """/admin, and every way back to it."""
    moment = moment_of(turn)
    folder = data_folder(context.settings.database_url)
    found = await vitals(turn.session, folder, turn.now, moment.midnight)
    screen = views.vitals_view(turn.t, found, context.started_at, moment)
    turn.show_at(turn.arrival.message_id, screen)


async def selftest_wanted(turn: Turn) -> None:
    """It talks to the network, so it is owed; its result takes the place of what is shown until then."""
    noted(turn, "selftest")
    message_id = turn.arrival.message_id
    if message_id is not None:
        turn.show_at(message_id, views.checking_view(turn.t))
    turn.send_on("selftest", language=turn.language, message_id=message_id)


def entry(context: Context) -> list[Handler]:
    """Commands and taps, always there, for admins alone."""
    ours: list[Handler] = [
        OnCommand("admin", lambda _rest, turn: vitals_wanted(turn, context)),
        OnTap(ShowVitals, lambda _tap, turn: vitals_wanted(turn, context)),
        OnCommand("selftest", lambda _rest, turn: selftest_wanted(turn)),
        OnTap(RunSelftest, lambda _tap, turn: selftest_wanted(turn)),
    ]
    admin_ids = context.settings.admin_ids
    return [ForAdmins(handler, admin_ids) for handler in (*ours, *queue.handlers(), *merchants.handlers())]


def states(_context: Context) -> dict[str, list[Handler]]:
    """Nothing of this is asked for by a question."""
    return {}
