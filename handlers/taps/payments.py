"""Buttons of money received, and of money given back."""

from dataclasses import dataclass

from bot.callbacks import Callback


@dataclass(frozen=True)
class AskPayment(Callback, tag="p"):
    """Money was received for an invoice: how much, and how?"""

    invoice_id: int


@dataclass(frozen=True)
class PayAll(Callback, tag="pa"):
    """All that is open was paid like this; `open` is how much that was when the button was shown."""

    invoice_id: int
    method: str
    open: str


@dataclass(frozen=True)
class PayBy(Callback, tag="pm"):
    """How the amount just typed was paid."""

    invoice_id: int
    method: str


@dataclass(frozen=True)
class ChoosePayment(Callback, tag="pr"):
    """One of the readings of an unclear payment."""

    invoice_id: int
    index: int


@dataclass(frozen=True)
class ConfirmPayment(Callback, tag="py"):
    """Yes, this amount, although only `open` was."""

    invoice_id: int
    amount: str
    open: str


@dataclass(frozen=True)
class ListPayments(Callback, tag="pl"):
    """The payments of an invoice."""

    invoice_id: int


@dataclass(frozen=True)
class AskReversal(Callback, tag="pt"):
    """Shall this payment be taken back?"""

    payment_id: int


@dataclass(frozen=True)
class ReversePayment(Callback, tag="px"):
    """Yes, take it back."""

    payment_id: int


@dataclass(frozen=True)
class SendReceipt(Callback, tag="ps"):
    """The customer shall have a receipt for this payment."""

    payment_id: int


@dataclass(frozen=True)
class AskRefund(Callback, tag="gr"):
    """Money was given back to the customer: how much, and how?"""

    invoice_id: int


@dataclass(frozen=True)
class RefundAll(Callback, tag="ga"):
    """All that is owed back was given back like this; `owed` is how much that was when the button was shown."""

    invoice_id: int
    method: str
    owed: str


@dataclass(frozen=True)
class RefundBy(Callback, tag="gm"):
    """How the amount just typed was given back."""

    invoice_id: int
    method: str


@dataclass(frozen=True)
class ChooseRefund(Callback, tag="gc"):
    """One of the readings of an unclear line."""

    invoice_id: int
    index: int
