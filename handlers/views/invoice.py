"""Screens of an issued invoice: the live delivery card, its questions, its timeline."""

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.delivery.transport import REASONS
from bot.invoices import Event
from bot.language import Texts
from bot.rendering.formats import day, money, short_day
from bot.screens import Button, Rows, Screen, columns
from handlers.taps import (
    FixAddress,
    ListInvoices,
    NewInvoice,
    RetryDelivery,
    SendBy,
    SendPdf,
    ShowInvoice,
    ShowTimeline,
)
from handlers.views.parts import ICONS, shortened
from models.delivery import Channel, Delivery, State
from models.errors import N_
from models.invoice import Invoice
from models.merchant import Merchant


def invoice_card(
    t: Texts,
    merchant: Merchant,
    issued: Invoice,
    deliveries: Sequence[Delivery],
    link: str,
    here: tuple[str, ...],
    paused: Collection[str] = (),
) -> Screen:
    """The live card: what is known of each delivery, nothing more. `paused`: channels an admin has stopped."""
    head = t(
        "🧾 <b>{number}</b> for {name}\n<b>{amount}</b>, due {date}",
        number=issued.number,
        name=shortened(issued.buyer_name, 60),
        amount=money(issued.payable_amount, issued.currency, t.language),
        date=day(issued.due_date, t.language),
    )
    news = [
        delivery_text(t, merchant, delivery, paused=delivery.channel in paused)
        for delivery in deliveries[-8:]
    ]
    body = news or [t("Issued. It has not been sent to anybody.")]
    return Screen("\n\n".join((head, *body)), _buttons(t, issued, deliveries, link, here))


def delivery_text(t: Texts, merchant: Merchant, delivery: Delivery, *, paused: bool = False) -> str:
    """One delivery in plain words."""
    values = {"icon": ICONS[delivery.channel], "to": delivery.recipient, "time": "", "reason": ""}
    if delivery.state == State.QUEUED and paused:
        return t("{icon} {to}\n⏸ Waiting: the admins have paused sending. It goes out by itself.", **values)
    if delivery.state == State.QUEUED and delivery.reason:
        values["time"] = clock_time(delivery.next_at, merchant)
        values["reason"] = t.plain(REASONS[delivery.reason])
        return t("{icon} {to}\n⏳ Not sent yet: {reason} Next try at {time}.", **values)
    if delivery.state == State.SENT and delivery.sent_at:
        values["time"] = clock_time(delivery.sent_at, merchant)
    if delivery.state == State.DELIVERED and delivery.delivered_at:
        values["time"] = clock_time(delivery.delivered_at, merchant)
    if delivery.state == State.FAILED:
        reason = delivery.reason or "provider"
        values["reason"] = t.plain(REASONS[reason])
    return t(NEWS[State(delivery.state)], **values)


NEWS = {
    State.QUEUED: N_("{icon} {to}\n⏳ Queued"),
    State.SENDING: N_("{icon} {to}\n📤 Sending …"),
    State.SENT: N_("{icon} {to}\n✅ Sent at {time}"),
    State.DELIVERED: N_("{icon} {to}\n✅ Delivered at {time}"),
    State.FAILED: N_("{icon} {to}\n❌ Not sent: {reason}"),
}


def _buttons(
    t: Texts, issued: Invoice, deliveries: Sequence[Delivery], link: str, here: tuple[str, ...]
) -> Rows:
    rows: list[tuple[Button, ...]] = []
    troubled = _troubled(deliveries)
    for delivery in troubled:
        fix, again = (ICONS[delivery.channel],) * 2 if len(troubled) > 1 else ("✏️", "🔁")
        rows.append(
            (
                Button(t.plain("{icon} Fix address", icon=fix), FixAddress(delivery.key)),
                Button(t.plain("{icon} Retry", icon=again), RetryDelivery(delivery.key)),
            )
        )
    used = {d.channel for d in deliveries}
    sends = [Button(t.plain(SEND_LABELS[Channel(c)][c in used]), SendBy(issued.key, c)) for c in here]
    rows.extend(columns(sends, 2))
    rows.append(
        (
            Button(t.plain("🔗 Copy link"), copy=link),
            Button(t.plain("📄 PDF"), SendPdf(issued.key)),
            Button(t.plain("🕘 Timeline"), ShowTimeline(issued.key)),
        )
    )
    rows.append(
        (Button(t.plain("🧾 New invoice"), NewInvoice()), Button(t.plain("📚 All invoices"), ListInvoices()))
    )
    return tuple(rows)


def _troubled(deliveries: Sequence[Delivery]) -> list[Delivery]:
    """The last delivery of each channel, where it has not got through."""
    last = {delivery.channel: delivery for delivery in deliveries}
    return [d for d in last.values() if d.state == State.FAILED or (d.state == State.QUEUED and d.reason)]


SEND_LABELS = {
    Channel.EMAIL: (N_("✉️ Send by e-mail"), N_("✉️ E-mail again")),
    Channel.SMS: (N_("💬 Send by SMS"), N_("💬 SMS again")),
}


def fix_address_question(t: Texts, delivery: Delivery) -> Screen:
    """A better address."""
    text = t(
        "It did not reach {to}. Which address shall it go to? Send an e-mail address or a mobile number.",
        to=delivery.recipient,
    )
    return Screen(text, ((Button(t.plain("‹ Back"), ShowInvoice(delivery.invoice_id)),),))


def missing_address_question(t: Texts, issued: Invoice, channel: Channel) -> Screen:
    """An address for a channel that has none yet."""
    question = {
        Channel.EMAIL: N_("What is the e-mail address of {name}?"),
        Channel.SMS: N_("What is the mobile number of {name}?"),
    }
    text = t(question[channel], name=issued.buyer_name)
    return Screen(text, ((Button(t.plain("‹ Back"), ShowInvoice(issued.key)),),))


def timeline_view(t: Texts, merchant: Merchant, issued: Invoice, events: Sequence[Event]) -> Screen:
    """What happened, in order."""
    lines = [t("🕘 <b>{number}</b> for {name}", number=issued.number, name=shortened(issued.buyer_name, 60))]
    hidden = len(events) - 30
    if hidden > 0:
        lines.append(t.plural("… {n} earlier event", "… {n} earlier events", hidden))
    lines += [_event_text(t, merchant, event) for event in events[-30:]]
    return Screen("\n".join(lines), ((Button(t.plain("‹ Back"), ShowInvoice(issued.key)),),))


def _event_text(t: Texts, merchant: Merchant, event: Event) -> str:
    local = event.at.astimezone(ZoneInfo(merchant.time_zone))
    return t(
        EVENTS[event.what],
        time=f"{short_day(local.date(), t.language)} {local:%H:%M}",
        by=event.by,
        icon=ICONS.get(event.channel, ""),
        to=event.recipient,
        reason=t.plain(REASONS[event.reason]) if event.reason else "",
    )


EVENTS = {
    "issued": N_("{time}: issued by {by}"),
    "requested": N_("{time}: {icon} {to} asked for by {by}"),
    "sent": N_("{time}: {icon} sent to {to}"),
    "retry": N_("{time}: {icon} {to} not sent yet: {reason}"),
    "failed": N_("{time}: {icon} {to} failed: {reason}"),
    "delivered": N_("{time}: {icon} delivered to {to}"),
}


def clock_time(at: datetime, merchant: Merchant) -> str:
    """14:03, where the merchant is."""
    return f"{at.astimezone(ZoneInfo(merchant.time_zone)):%H:%M}"
