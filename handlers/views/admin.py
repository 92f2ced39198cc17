"""Screens for admins: how the bot is, the self-test."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from bot.doctor.finding import Finding
from bot.language import Texts
from bot.screens import Button, Rows, Screen
from bot.vitals import Vitals
from handlers.taps.admin import ListMerchants, RunSelftest, ShowQueue, ShowVitals
from handlers.views.admin_parts import Moment, to_vitals
from handlers.views.parts import ICONS, shortened
from handlers.views.queue import switch_button
from models.delivery import Channel, State
from models.errors import N_


def vitals_view(t: Texts, vitals: Vitals, started_at: datetime, moment: Moment) -> Screen:
    """How the bot is, and the way to everything else."""
    running = t("🩺 <b>Running for {time}</b>", time=moment.since(t, started_at))
    sections = (running, _storage(t, vitals), _business(t, vitals), _post(t, vitals, moment))
    return Screen("\n\n".join(sections), _doors(t, vitals.paused))


def _storage(t: Texts, vitals: Vitals) -> str:
    storage = vitals.storage
    return t(
        "🗄 {database}, {size}, migration {migration}\n💽 {free} free",
        database=storage.database, size=_size(storage.size), migration=storage.migration or "–",
        free=_size(storage.disk_free),
    )  # fmt: skip


def _business(t: Texts, vitals: Vitals) -> str:
    return t(
        "🏪 Merchants: {merchants}, suspended: {suspended}\n🧾 Invoices: {invoices}, today: {today}",
        merchants=f"{vitals.merchants:,}", suspended=f"{vitals.suspended:,}",
        invoices=f"{vitals.invoices:,}", today=f"{vitals.invoices_today:,}",
    )  # fmt: skip


def _post(t: Texts, vitals: Vitals, moment: Moment) -> str:
    lines = [_today(t, channel, vitals) for channel in Channel]
    lines.append(t("❌ Failed in the last 24 hours: {n}", n=f"{vitals.failures:,}"))
    lines.append(t("📮 In the queue: {n}", n=f"{vitals.waiting:,}"))
    if vitals.oldest_due is not None:
        waited = moment.since(t, vitals.oldest_due)
        lines.append(t("⏰ The oldest should have gone {time} ago.", time=waited))
    lines += [t(PAUSED[c], time=moment.clock(t, at)) for c, at in vitals.paused.items()]
    return "\n".join(lines)


def _today(t: Texts, channel: Channel, vitals: Vitals) -> str:
    numbers = [(state, vitals.deliveries_today.get((channel, state), 0)) for state in State]
    said = [t(TODAY[state], n=f"{number:,}") for state, number in numbers if number]
    return t("{icon} Today: {states}", icon=ICONS[channel], states=Markup(t.beside(*said or ["0"])))  # noqa: S704


def _doors(t: Texts, paused: Mapping[Channel, datetime]) -> Rows:
    switches = [switch_button(t, channel, opened=channel in paused) for channel in Channel]
    return (
        (Button(t.plain("📮 Queue"), ShowQueue()), Button(t.plain("🏪 Merchants"), ListMerchants())),
        tuple(switches),
        (Button(t.plain("🩺 Self-test"), RunSelftest()), Button(t.plain("🔄 Refresh"), ShowVitals())),
    )


def checking_view(t: Texts) -> Screen:
    """While it runs."""
    return Screen(t("🩺 Checking every setting …"))


def selftest_view(t: Texts, findings: Sequence[Finding]) -> Screen:
    """Green and red, each red one with its fix."""
    bad = sum(not finding.ok for finding in findings)
    title = (
        t.plural("🔴 {n} thing needs fixing", "🔴 {n} things need fixing", bad)
        if bad
        else t("🟢 Everything works")
    )
    again = Button(t.plain("🔄 Check again"), RunSelftest())
    return Screen("\n\n".join((title, *(_finding(t, found) for found in findings))), ((again, to_vitals(t)),))


def _finding(t: Texts, found: Finding) -> str:
    head = t(
        "{mark} <b>{name}</b>: {detail}",
        mark="🟢" if found.ok else "🔴",
        name=t.plain(found.name),
        detail=shortened(found.detail, 200),
    )
    return f"{head}\n➡️ {t(found.fix)}" if found.fix else head


def _size(size: int) -> str:
    for unit, one in (("GB", 10**9), ("MB", 10**6)):
        if size >= one:
            return f"{size / one:,.1f} {unit}"
    return f"{size / 1000:,.0f} kB"


TODAY = {
    State.QUEUED: N_("waiting: {n}"),
    State.SENDING: N_("being sent: {n}"),
    State.SENT: N_("sent: {n}"),
    State.DELIVERED: N_("delivered: {n}"),
    State.FAILED: N_("failed: {n}"),
}
PAUSED = {
    Channel.EMAIL: N_("⏸ E-mail is paused since {time}"),
    Channel.SMS: N_("⏸ SMS is paused since {time}"),
}
