"""What happened to an issued document, in order, and by whom."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.delivery.transport import REASONS
from bot.invoices import Event
from bot.language import Texts
from bot.rendering.formats import clock, money, short_day
from bot.screens import Button, Screen
from handlers.taps.issued import OpenMore
from handlers.views.parts import ICONS, shortened
from models.errors import N_
from models.invoice import Invoice
from models.merchant import Merchant

_SHOWN = 30


def timeline_view(t: Texts, merchant: Merchant, issued: Invoice, events: Sequence[Event]) -> Screen:
    """What happened, in order."""
    lines = [t("🕘 <b>{number}</b> for {name}", number=issued.number, name=shortened(issued.buyer_name, 60))]
    hidden = len(events) - _SHOWN
    if hidden > 0:
        lines.append(t.plural("… {n} earlier event", "… {n} earlier events", hidden))
    lines += [_event_text(t, merchant, issued, event) for event in events[-_SHOWN:]]
    return Screen("\n".join(lines), ((Button(t.plain("‹ Back"), OpenMore(issued.key)),),))


def _event_text(t: Texts, merchant: Merchant, issued: Invoice, event: Event) -> str:
    local = event.at.astimezone(ZoneInfo(merchant.time_zone))
    return t(
        EVENTS[event.what],
        time=f"{short_day(local.date(), t.language, t.digits)} {clock(local.time(), t.language, t.digits)}",
        by=event.by,
        icon=f"{'🧾 ' * event.is_receipt}{ICONS.get(event.channel, '')}",
        to=event.recipient,
        amount=money(event.amount, issued.currency, t.language, t.digits) if event.amount is not None else "",
        reason=t.plain(REASONS[event.reason]) if event.reason else "",
    )


EVENTS = {
    "issued": N_("{time}: issued by {by}"),
    "paid": N_("{time}: payment of {amount} recorded by {by}"),
    "paid_reversed": N_("{time}: payment of {amount} taken back by {by}"),
    "refunded": N_("{time}: {amount} given back, recorded by {by}"),
    "refunded_reversed": N_("{time}: {amount} not given back after all, says {by}"),
    "moved": N_("{time}: {amount} stands on another invoice as already paid, says {by}"),
    "moved_reversed": N_("{time}: {amount} does not stand on another invoice after all, says {by}"),
    "credited": N_("{time}: credited by {by}, {to}"),
    "requested": N_("{time}: {icon} {to} asked for by {by}"),
    "sent": N_("{time}: {icon} sent to {to}"),
    "retry": N_("{time}: {icon} {to} not sent yet: {reason}"),
    "failed": N_("{time}: {icon} {to} failed: {reason}"),
    "delivered": N_("{time}: {icon} delivered to {to}"),
}
