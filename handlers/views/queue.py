"""Screens for admins: deliveries that wait or fail, trying again, stopping and opening a channel."""

from collections.abc import Collection

from markupsafe import Markup

from bot.delivery.oversight import Entry
from bot.delivery.transport import REASONS
from bot.language import Texts
from bot.paging import Page
from bot.screens import Button, Rows, Screen, columns
from handlers.taps.admin import AskSwitch, RetryAny, RetryFailed, ShowQueue, SwitchChannel
from handlers.views.admin_parts import Moment, to_vitals
from handlers.views.parts import ICONS, shortened
from models.delivery import Channel, Delivery, State
from models.errors import N_

PAGE = 5


def queue_view(
    t: Texts, wanted: ShowQueue, page: Page[Entry], paused: Collection[Channel], moment: Moment
) -> Screen:
    """A page of deliveries, each with its number on a button that tries it again."""
    parts = [t("📮 <b>Deliveries</b> that wait, or failed in the last three days")]
    parts += [_entry(t, entry, paused, moment) for entry in page.rows] or [t("Nothing here yet.")]
    retries = [
        Button(t.plain("🔁 Retry {id}", id=entry.delivery.key),
               RetryAny(entry.delivery.key, wanted.kept, wanted.before, wanted.after))
        for entry in page.rows if entry.delivery.state != State.SENDING
    ]  # fmt: skip
    filters = [
        Button(f"● {t.plain(word)}" if kept == wanted.kept else t.plain(word), ShowQueue(kept))
        for kept, word in KEPT.items()
    ]
    newer = (Button(t.plain("‹ Newer"), ShowQueue(wanted.kept, after=page.newer)),) if page.newer else ()
    older = (Button(t.plain("Older ›"), ShowQueue(wanted.kept, before=page.older)),) if page.older else ()
    all_failed = Button(t.plain("🔁 Retry what failed"), RetryFailed())
    rows: Rows = (*columns(retries, 3), (*newer, *older), tuple(filters), (all_failed, to_vitals(t)))
    return Screen("\n\n".join(parts), rows)


def _entry(t: Texts, entry: Entry, paused: Collection[Channel], moment: Moment) -> str:
    delivery = entry.delivery
    waits = delivery.state == State.QUEUED and delivery.channel in paused
    lines = [
        t(
            "<b>{id}</b> {icon} {to} · {number} · {merchant}",
            id=delivery.key, icon=ICONS[delivery.channel], to=masked(delivery.recipient),
            number=entry.number, merchant=shortened(entry.merchant, 30),
        ),
        t(
            PAUSED if waits else STATES[State(delivery.state)],
            attempts=delivery.attempts, time=moment.clock(t, delivery.ended_at or delivery.next_at),
        ),
    ]  # fmt: skip
    if delivery.reason:
        lines.append(t(REASONS[delivery.reason]))
    if delivery.detail:
        lines.append(Markup("<i>{}</i>").format(t.isolated(shortened(delivery.detail, 100))))
    return "\n".join(lines)


def masked(recipient: str) -> str:
    """Enough to tell one address from another: m…@acme.example, +201…67."""
    local, _, domain = recipient.rpartition("@")
    return f"{local[:1]}…@{domain}" if domain and local else f"{recipient[:4]}…{recipient[-2:]}"


def retried_text(t: Texts, delivery: Delivery, paused: Collection[Channel]) -> str:
    """What trying again came to."""
    waits = delivery.state == State.QUEUED and delivery.channel in paused
    sentence = WAITS[Channel(delivery.channel)] if waits else RETRIED[State(delivery.state)]
    return t.plain(sentence, id=delivery.key)


def all_retried_text(t: Texts, number: int) -> str:
    """How many go out again."""
    if not number:
        return t("There is nothing to try again: what failed lately failed because of the addresses.")
    return t.plural("{n} delivery is tried again.", "{n} deliveries are tried again.", number)


def done_view(t: Texts, text: str) -> Screen:
    """A sentence, and the way on."""
    return Screen(text, ((Button(t.plain("📮 Queue"), ShowQueue()), to_vitals(t)),))


def switch_question(t: Texts, channel: Channel, *, opened: bool) -> Screen:
    """Are you sure?"""
    sure = Button(t.plain(SWITCH[channel, opened]), SwitchChannel(channel, int(opened)))
    return Screen(t(ASKED[channel, opened]), ((sure, to_vitals(t)),))


def switched_view(t: Texts, channel: Channel, *, opened: bool) -> Screen:
    """It is done."""
    undo = Button(t.plain(SWITCH[channel, not opened]), AskSwitch(channel, int(not opened)))
    return Screen(t(SWITCHED[channel, opened]), ((undo, to_vitals(t)),))


def switch_button(t: Texts, channel: Channel, *, opened: bool) -> Button:
    """Asks whether to open or stop it."""
    return Button(t.plain(SWITCH[channel, opened]), AskSwitch(channel, int(opened)))


KEPT = {"all": N_("All"), "waiting": N_("On their way"), "failed": N_("Failed")}
PAUSED = N_("⏸ paused · attempts: {attempts}")
STATES = {
    State.QUEUED: N_("⏳ waiting · attempts: {attempts} · next try: {time}"),
    State.SENDING: N_("📤 being sent · attempts: {attempts}"),
    State.FAILED: N_("❌ failed · attempts: {attempts} · {time}"),
}
RETRIED = {
    State.QUEUED: N_("Delivery {id} is tried again now."),
    State.SENDING: N_("Delivery {id} is being sent this moment."),
    State.SENT: N_("Delivery {id} has been sent; there is nothing to try again."),
    State.DELIVERED: N_("Delivery {id} has arrived; there is nothing to try again."),
}
WAITS = {
    Channel.EMAIL: N_("Delivery {id} waits: e-mail is paused. It goes after /resume email"),
    Channel.SMS: N_("Delivery {id} waits: SMS is paused. It goes after /resume sms"),
}
SWITCH = {
    (Channel.EMAIL, False): N_("⏸ Pause e-mail"),
    (Channel.EMAIL, True): N_("▶️ Resume e-mail"),
    (Channel.SMS, False): N_("⏸ Pause SMS"),
    (Channel.SMS, True): N_("▶️ Resume SMS"),
}
ASKED = {
    (Channel.EMAIL, False): N_("Stop all e-mail? Invoices wait until you resume, and merchants see that."),
    (Channel.EMAIL, True): N_("Send e-mail again? What waits goes out at once."),
    (Channel.SMS, False): N_("Stop all SMS? Invoices wait until you resume, and merchants see that."),
    (Channel.SMS, True): N_("Send SMS again? What waits goes out at once."),
}
SWITCHED = {
    (Channel.EMAIL, False): N_("⏸ E-mail is paused. What is being sent this moment still goes."),
    (Channel.EMAIL, True): N_("▶️ E-mail is sent again."),
    (Channel.SMS, False): N_("⏸ SMS is paused. What is being sent this moment still goes."),
    (Channel.SMS, True): N_("▶️ SMS is sent again."),
}
