"""Buttons of issued invoices and of what takes them back."""

from dataclasses import dataclass

from bot.callbacks import Callback


@dataclass(frozen=True)
class ShowInvoice(Callback, tag="w"):
    """An issued invoice's live card, in place of the tapped message, or (1) below everything."""

    invoice_id: int
    below: int = 0


@dataclass(frozen=True)
class ListInvoices(Callback, tag="l"):
    """A page of issued invoices; 0 stands for "no bound" and "every customer"."""

    kept: str = "all"
    customer_id: int = 0
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class PickCustomer(Callback, tag="lc"):
    """Whose invoices shall the list show?"""

    kept: str


@dataclass(frozen=True)
class SayTo(Callback, tag="wc"):
    """What was typed is about this invoice; `question` is the update that led to it."""

    question: int
    invoice_id: int


@dataclass(frozen=True)
class FixAddress(Callback, tag="fa"):
    """Another address for a delivery that did not get through."""

    delivery_id: int


@dataclass(frozen=True)
class ChooseAddress(Callback, tag="fc"):
    """One of the readings of an address typed for an issued document."""

    invoice_id: int
    index: int


@dataclass(frozen=True)
class RetryDelivery(Callback, tag="rt"):
    """Try this delivery again, now."""

    delivery_id: int


@dataclass(frozen=True)
class SendBy(Callback, tag="sb"):
    """Send an issued invoice (again) by this channel; "" asks which."""

    invoice_id: int
    channel: str


@dataclass(frozen=True)
class SendPdf(Callback, tag="pdf"):
    """The PDF into the chat."""

    invoice_id: int


@dataclass(frozen=True)
class SharePdf(Callback, tag="sh"):
    """The PDF into the chat, to be sent on into another one."""

    invoice_id: int


@dataclass(frozen=True)
class SendXml(Callback, tag="xml"):
    """The electronic invoice's files into the chat."""

    invoice_id: int


@dataclass(frozen=True)
class UndoInvoice(Callback, tag="un"):
    """Take it back while it has not begun to go out."""

    invoice_id: int


@dataclass(frozen=True)
class ShowTimeline(Callback, tag="tl"):
    """What happened to an invoice, and by whom."""

    invoice_id: int


@dataclass(frozen=True)
class OpenMore(Callback, tag="mo"):
    """What else can be done with an issued document."""

    invoice_id: int


@dataclass(frozen=True)
class RepeatInvoice(Callback, tag="ag"):
    """A new invoice like this one."""

    invoice_id: int


@dataclass(frozen=True)
class RepeatAnyway(Callback, tag="ao"):
    """The same, in place of the open draft."""

    draft: int
    invoice_id: int


@dataclass(frozen=True)
class SaveFavourite(Callback, tag="fs"):
    """Keep the invoice among those that are made again and again."""

    invoice_id: int


@dataclass(frozen=True)
class DropFavourite(Callback, tag="fd"):
    """Not any more."""

    invoice_id: int


@dataclass(frozen=True)
class EditFavourites(Callback, tag="fe"):
    """Which of the favourites shall be changed?"""


@dataclass(frozen=True)
class OpenFavourite(Callback, tag="fo"):
    """One favourite, to rename or remove it."""

    favourite_id: int


@dataclass(frozen=True)
class RenameFavourite(Callback, tag="fn"):
    """What shall it be called?"""

    favourite_id: int


@dataclass(frozen=True)
class RemoveFavourite(Callback, tag="fx"):
    """Take it off the list."""

    favourite_id: int


@dataclass(frozen=True)
class CreditInvoice(Callback, tag="cr"):
    """Take an invoice back by a credit note: "whole", "part" or "anew". `over`: the open draft may go for it."""

    invoice_id: int
    kind: str
    over: int = 0


@dataclass(frozen=True)
class CorrectInvoice(Callback, tag="ca"):
    """Yes: credit all of it, and open a draft like it. `over`: the open draft may be dropped for it."""

    invoice_id: int
    over: int = 0


@dataclass(frozen=True)
class PickCredited(Callback, tag="cl"):
    """The lines of the invoice to take back from, from this index on."""

    draft: int
    first: int = 0


@dataclass(frozen=True)
class TakeBack(Callback, tag="ct"):
    """How much of this line of the invoice is taken back?"""

    draft: int
    line: int


@dataclass(frozen=True)
class KeepLine(Callback, tag="ck"):
    """Nothing of this line is taken back."""

    draft: int
    line: int


@dataclass(frozen=True)
class CreditRest(Callback, tag="ce"):
    """All that is left of the invoice is taken back."""

    draft: int
