"""A delivery in plain words, and the questions about one that did not get through."""

from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.delivery.queue import UNDONE
from bot.delivery.transport import REASONS
from bot.language import Texts
from bot.quickline.answers import UnclearError
from bot.rendering.formats import clock
from bot.screens import Button, Screen, columns
from handlers.taps.issued import ChooseAddress, ShowInvoice
from handlers.views.express import put_off_text
from handlers.views.parts import ICONS, shortened
from models.delivery import Channel, Delivery, State
from models.errors import N_
from models.invoice import Invoice
from models.merchant import Merchant

STILL_TOLD = N_("⚠️ The customer still has the receipt for it, so please tell them.")
"""Of a payment that was taken back."""


def delivery_text(t: Texts, merchant: Merchant, delivery: Delivery, *, paused: bool = False) -> str:
    """One delivery in plain words."""
    values: dict[str, str] = {
        "icon": ICONS[delivery.channel],
        "to": delivery.recipient,
        "time": "",
        "reason": "",
    }
    if delivery.payment_id is not None:
        said = t("{icon} Receipt to {to}", icon=ICONS[delivery.channel], to=delivery.recipient)
        values |= {"icon": "🧾", "to": Markup(said)}  # noqa: S704 - made of escaped values
    if delivery.state == State.QUEUED and paused:
        return t("{icon} {to}\n⏸ Waiting: the admins have paused sending. It goes out by itself.", **values)
    if delivery.is_put_off and delivery.payment_id is None:
        return put_off_text(t, merchant, delivery)
    if delivery.state == State.QUEUED and delivery.reason:
        values["time"] = clock_time(t, delivery.next_at, merchant)
        values["reason"] = t.plain(REASONS[delivery.reason])
        return t("{icon} {to}\n⏳ Not sent yet: {reason} Next try at {time}.", **values)
    if delivery.state == State.SENT and delivery.sent_at:
        values["time"] = clock_time(t, delivery.sent_at, merchant)
    if delivery.state == State.DELIVERED and delivery.delivered_at:
        values["time"] = clock_time(t, delivery.delivered_at, merchant)
    if delivery.reason == UNDONE:
        return t("{icon} {to}\n↩ Taken back before it was sent", **values)
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


def address_readings_question(t: Texts, issued: Invoice, unclear: UnclearError) -> Screen:
    """An unclear address and its readings."""
    readings = [
        Button(shortened(choice, 40), ChooseAddress(issued.key, index))
        for index, choice in enumerate(unclear.choices)
    ]
    back = Button(t.plain("‹ Back"), ShowInvoice(issued.key))
    return Screen(t(unclear.message, **unclear.values), (*columns(readings, 1), (back,)))


def clock_time(t: Texts, at: datetime, merchant: Merchant) -> str:
    """14:03, where the merchant is."""
    return clock(at.astimezone(ZoneInfo(merchant.time_zone)).time(), t.language, t.digits)
