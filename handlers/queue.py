"""For admins: deliveries of all merchants that wait or fail, and the channels they wait for."""

from bot.conversation import Handler
from bot.delivery.oversight import Cards, cards_of, cards_waiting, deliveries_page, retry_any
from bot.delivery.queue import due, pause, paused, resume, retry_failed
from bot.paging import Window
from bot.receipts import notice
from bot.turn import Turn
from handlers.gate import moment_of, noted
from handlers.routing import OnCommand, OnTap, Tap
from handlers.taps.admin import AskSwitch, RetryAny, RetryFailed, ShowQueue, SwitchChannel
from handlers.views import queue as views
from models.delivery import Channel, State
from models.errors import N_, UserError

_AT_ONCE = 200  # deliveries kicked when a channel opens; the engine's sweep finds the rest
_LONGEST_ID = 9  # digits
_CHANNELS = {"email": Channel.EMAIL, "e-mail": Channel.EMAIL, "sms": Channel.SMS}
_WHICH_CHANNEL = N_("Which channel? Send it like this: {email}, or {sms}")
_WHICH_DELIVERY = N_(
    "Which delivery? Send its number, like /retry 12, or send /retry failed. /queue lists them."
)


async def queue_wanted(wanted: ShowQueue, turn: Turn) -> None:
    """/queue, a page or a filter of it."""
    window = Window(wanted.before, wanted.after, views.PAGE)
    page = await deliveries_page(turn.session, wanted.kept, window, turn.now)
    stopped = await paused(turn.session)
    turn.show_at(turn.arrival.message_id, views.queue_view(turn.t, wanted, page, stopped, moment_of(turn)))


async def retry_sent(text: str, turn: Turn) -> None:
    """/retry 12, or /retry failed."""
    if text.lower() == "failed":
        await failed_retried(turn)
    elif text.isdecimal() and len(text) <= _LONGEST_ID:
        turn.say(views.done_view(turn.t, await _retry(int(text), turn)))
    else:
        raise UserError(_WHICH_DELIVERY)


async def retry_tapped(tap: Tap[RetryAny], turn: Turn) -> None:
    """One of the page: the page again, as it is now."""
    turn.answer(await _retry(tap.data.delivery_id, turn))
    await queue_wanted(ShowQueue(tap.data.kept, tap.data.before, tap.data.after), turn)


async def failed_retried(turn: Turn) -> None:
    """Everything that failed through our own fault."""
    delivery_ids = await retry_failed(turn.session, turn.now)
    turn.kicks.extend(delivery_ids)
    _redraw(turn, await cards_of(turn.session, delivery_ids))
    noted(turn, "retry failed", deliveries=len(delivery_ids))
    text = views.all_retried_text(turn.t, len(delivery_ids))
    turn.show_at(turn.arrival.message_id, views.done_view(turn.t, text))


async def switch_sent(text: str, turn: Turn, *, opened: bool) -> None:
    """/pause or /resume: sure?"""
    channel = _channel(text, opened=opened)
    turn.say(views.switch_question(turn.t, channel, opened=opened))


async def switch_asked(tap: Tap[AskSwitch], turn: Turn) -> None:
    """The same by a button."""
    opened = bool(tap.data.opened)
    channel = _channel(tap.data.channel, opened=opened)
    turn.show_at(tap.message_id, views.switch_question(turn.t, channel, opened=opened))


async def switched(tap: Tap[SwitchChannel], turn: Turn) -> None:
    """Sure. The cards of what waits say so; what is due goes at once."""
    opened = bool(tap.data.opened)
    channel = _channel(tap.data.channel, opened=opened)
    if opened:
        await resume(turn.session, channel)
        turn.kicks.extend(await due(turn.session, channel, turn.now, _AT_ONCE))
    else:
        await pause(turn.session, channel, turn.now)
    _redraw(turn, await cards_waiting(turn.session, channel))
    noted(turn, "resume" if opened else "pause", channel=channel)
    turn.show_at(tap.message_id, views.switched_view(turn.t, channel, opened=opened))


async def _retry(delivery_id: int, turn: Turn) -> str:
    """The sentence for what came of it."""
    delivery = await retry_any(turn.session, delivery_id, turn.now)
    if delivery.state == State.QUEUED:
        turn.kicks.append(delivery.key)
        _redraw(turn, await cards_of(turn.session, [delivery.key]))
    noted(turn, "retry", delivery=delivery.key)
    return views.retried_text(turn.t, delivery, await paused(turn.session))


def _redraw(turn: Turn, cards: Cards) -> None:
    for chat_id, invoice_ids in cards.items():
        calls = [{"do": "invoice_card", "with": {"invoice_id": invoice_id}} for invoice_id in invoice_ids]
        notice(turn.session, chat_id, turn.now, calls)


def _channel(text: str, *, opened: bool) -> Channel:
    channel = _CHANNELS.get(text.lower())
    if channel is None:
        word = "/resume" if opened else "/pause"
        raise UserError(_WHICH_CHANNEL, email=f"{word} email", sms=f"{word} sms")
    return channel


def handlers() -> list[Handler]:
    """Commands and taps."""
    return [
        OnCommand("queue", lambda _rest, turn: queue_wanted(ShowQueue(), turn)),
        OnTap(ShowQueue, lambda tap, turn: queue_wanted(tap.data, turn)),
        OnCommand("retry", retry_sent),
        OnTap(RetryAny, retry_tapped),
        OnTap(RetryFailed, lambda _tap, turn: failed_retried(turn)),
        OnCommand("pause", lambda text, turn: switch_sent(text, turn, opened=False)),
        OnCommand("resume", lambda text, turn: switch_sent(text, turn, opened=True)),
        OnTap(AskSwitch, switch_asked),
        OnTap(SwitchChannel, switched),
    ]
