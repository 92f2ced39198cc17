"""The live card of an issued invoice or credit note."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.delivery.queue import UNDONE
from bot.delivery.receipts import REVERSED, has_gone_out
from bot.drafts import today
from bot.express import can_be_undone
from bot.language import Texts
from bot.rendering.formats import day, money
from bot.screens import Button, Rows, Screen, columns
from handlers.taps.drafts import NewInvoice
from handlers.taps.issued import (
    FixAddress,
    ListInvoices,
    OpenMore,
    RepeatInvoice,
    RetryDelivery,
    SendBy,
    SendPdf,
    ShowInvoice,
)
from handlers.views.deliveries import delivery_text
from handlers.views.express import undo_button
from handlers.views.parts import ICONS, shortened
from handlers.views.standing import card_buttons, card_lines
from models.balance import Balance
from models.delivery import Channel, Delivery, State
from models.errors import N_
from models.invoice import Invoice
from models.merchant import Merchant

_TAKEN_BACK = N_("⚠️ This payment was taken back since, so please tell the customer.")
_MEANT = (REVERSED, UNDONE)  # why something was not sent, on purpose
SHOWN_NOTES = 8  # of a card's credit notes; the timeline has all


@dataclass(frozen=True)
class Issued:
    """What the live card shows of an invoice or a credit note: what is known of it now, nothing more."""

    invoice: Invoice
    merchant: Merchant
    deliveries: Sequence[Delivery]
    link: str  # the customer's page
    here: tuple[str, ...]  # channels that are set up
    now: datetime
    paused: Collection[str] = ()  # those an admin has stopped
    notes: Sequence[Invoice] = ()  # of an invoice: its credit notes
    credits: Invoice | None = None  # of a credit note: its invoice
    balance: Balance | None = None  # of an invoice: what is paid and open
    reversed: Collection[int | None] = ()  # payments that were taken back

    @property
    def today(self) -> date:
        """Where the merchant is."""
        return today(self.merchant, self.now)

    @property
    def sendings(self) -> Sequence[Delivery]:
        """The deliveries of the document itself; the others are receipts for its payments."""
        return [delivery for delivery in self.deliveries if delivery.payment_id is None]

    @property
    def can_be_undone(self) -> bool:
        """Whether all of it waits to go out, and nothing has happened to it meanwhile."""
        if self.notes or (self.balance and self.balance.entries):
            return False
        return can_be_undone(self.sendings, self.now)


def invoice_card(t: Texts, card: Issued) -> Screen:
    """The live card."""
    news = [
        delivery_text(t, card.merchant, delivery, paused=delivery.channel in card.paused)
        + (f"\n{t(_TAKEN_BACK)}" if delivery.payment_id in card.reversed and has_gone_out(delivery) else "")
        for delivery in card.deliveries[-8:]
    ]
    unsent = [] if card.sendings else [t("Issued. It has not been sent to anybody.")]
    return Screen(
        "\n\n".join((_head(t, card), *_credited(t, card), *_paid(t, card), *unsent, *news)), _buttons(t, card)
    )


def _head(t: Texts, card: Issued) -> str:
    issued = card.invoice
    values = {
        "number": issued.number,
        "name": shortened(issued.buyer_name, 60),
        "amount": money(issued.payable_amount, issued.currency, t.language, t.digits),
        "date": day(issued.due_date, t.language, t.digits),
    }
    if card.credits is not None:
        values["invoice"] = card.credits.number
        return t("↩ <b>{number}</b> for {name}\n<b>{amount}</b> credited, for {invoice}", **values)
    if issued.payable_amount <= 0:  # paid before: nothing is due
        return t("🧾 <b>{number}</b> for {name}\n<b>{amount}</b>", **values)
    return t("🧾 <b>{number}</b> for {name}\n<b>{amount}</b>, due {date}", **values)


def _credited(t: Texts, card: Issued) -> list[str]:
    said = [
        t("↩ Credited by {number}: {amount}", number=note.number,
          amount=money(note.payable_amount, note.currency, t.language, t.digits))
        for note in card.notes[-SHOWN_NOTES:]
    ]  # fmt: skip
    return ["\n".join(said)] if said else []


def _paid(t: Texts, card: Issued) -> list[str]:
    said = card_lines(t, card.balance, card.today) if card.balance else []
    return ["\n".join(said)] if said else []


def _buttons(t: Texts, card: Issued) -> Rows:
    issued, troubled = card.invoice, _troubled(card.deliveries)
    rows: list[tuple[Button, ...]] = [(undo_button(t, issued),)] if card.can_be_undone else []
    for delivery in troubled:
        fix, again = (ICONS[delivery.channel],) * 2 if len(troubled) > 1 else ("✏️", "🔁")
        rows.append(
            (
                Button(t.plain("{icon} Fix address", icon=fix), FixAddress(delivery.key)),
                Button(t.plain("{icon} Retry", icon=again), RetryDelivery(delivery.key)),
            )
        )
    if card.balance is not None:
        rows.append(card_buttons(t, issued, card.balance))
    used = {d.channel for d in card.sendings if d.reason != UNDONE}
    sends = [Button(t.plain(SEND_LABELS[Channel(c)][c in used]), SendBy(issued.key, c)) for c in card.here]
    rows.extend(columns(sends, 2))
    linked = [card.credits] if card.credits else card.notes[-SHOWN_NOTES:]
    rows.extend(
        columns([Button(f"↪ {other.number}", ShowInvoice(other.key, below=1)) for other in linked], 2)
    )
    rows.append(
        (
            Button(t.plain("🔗 Copy link"), copy=card.link),
            Button(t.plain("📄 PDF"), SendPdf(issued.key)),
            Button(t.plain("⋯ More"), OpenMore(issued.key)),
        )
    )
    repeat = () if issued.is_credit_note else (Button(t.plain("🔁 Again"), RepeatInvoice(issued.key)),)
    rows.append((*repeat, Button(t.plain("🧾 New invoice"), NewInvoice())))
    rows.append((Button(t.plain("📚 All invoices"), ListInvoices()),))
    return tuple(rows)


def _troubled(deliveries: Sequence[Delivery]) -> list[Delivery]:
    """The last delivery of each channel, and the last receipt, where it has not got through."""
    last = {(delivery.channel, delivery.payment_id is None): delivery for delivery in deliveries}
    failed = [d for d in last.values() if d.state == State.FAILED and d.reason not in _MEANT]
    return failed + [d for d in last.values() if d.state == State.QUEUED and d.reason]


SEND_LABELS = {
    Channel.EMAIL: (N_("✉️ Send by e-mail"), N_("✉️ E-mail again")),
    Channel.SMS: (N_("💬 Send by SMS"), N_("💬 SMS again")),
}
