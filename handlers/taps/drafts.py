"""Buttons of an invoice in the making. `draft` is the draft's number: an old card's buttons are known by it."""

from dataclasses import dataclass

from bot.callbacks import Callback


@dataclass(frozen=True)
class NewInvoice(Callback, tag="n"):
    """Start an invoice (or go on with the open one)."""


@dataclass(frozen=True)
class StartOver(Callback, tag="so"):
    """Put the open draft aside and start another."""

    draft: int


@dataclass(frozen=True)
class StartQuick(Callback, tag="qs"):
    """Put the open draft aside for the invoice that was typed as one message."""

    draft: int


@dataclass(frozen=True)
class ChooseLine(Callback, tag="qc"):
    """One of the ways to read a message; `question` is the update that led to it."""

    question: int
    index: int


@dataclass(frozen=True)
class DropLine(Callback, tag="qx"):
    """Nothing of the message is kept."""

    question: int


@dataclass(frozen=True)
class ShowCard(Callback, tag="c"):
    """Back to what is being composed."""


@dataclass(frozen=True)
class GoTo(Callback, tag="g"):
    """Open a question of the draft: the step's name."""

    draft: int
    step: str


@dataclass(frozen=True)
class ChooseCustomer(Callback, tag="cc"):
    """This customer it is."""

    draft: int
    customer_id: int


@dataclass(frozen=True)
class InvoiceThem(Callback, tag="ci"):
    """Start an invoice for this customer."""

    customer_id: int


@dataclass(frozen=True)
class NewNamed(Callback, tag="cn"):
    """Add a customer by the name just typed."""

    draft: int


@dataclass(frozen=True)
class SkipAddress(Callback, tag="sk"):
    """The new customer has no address for now."""

    draft: int


@dataclass(frozen=True)
class AddProduct(Callback, tag="ap"):
    """One more line: this product at its price."""

    draft: int
    product_id: int


@dataclass(frozen=True)
class OpenLines(Callback, tag="lp"):
    """A page of the lines, from this index on."""

    draft: int
    first: int


@dataclass(frozen=True)
class OpenLine(Callback, tag="ln"):
    """One line, to change it."""

    draft: int
    index: int


@dataclass(frozen=True)
class AskLine(Callback, tag="lf"):
    """Ask for one field of a line."""

    draft: int
    index: int
    field: str


@dataclass(frozen=True)
class RemoveLine(Callback, tag="lr"):
    """Take a line off."""

    draft: int
    index: int


@dataclass(frozen=True)
class OpenCharge(Callback, tag="xc"):
    """One charge, to tax it otherwise or take it off."""

    draft: int
    index: int


@dataclass(frozen=True)
class AskChargeTax(Callback, tag="xt"):
    """How is this charge taxed?"""

    draft: int
    index: int


@dataclass(frozen=True)
class RemoveCharge(Callback, tag="xr"):
    """Take a charge off."""

    draft: int
    index: int


@dataclass(frozen=True)
class GiveReason(Callback, tag="xg"):
    """Why something is free of tax: one of the usual reasons by its key, or the one given "last"."""

    draft: int
    key: str


@dataclass(frozen=True)
class Choose(Callback, tag="v"):
    """A ready answer to the open question, as if it had been typed; with a `step`, to that question and no other."""

    draft: int
    answer: str
    step: str = ""


@dataclass(frozen=True)
class ChooseReading(Callback, tag="r"):
    """One of the readings of an unclear answer."""

    draft: int
    index: int


@dataclass(frozen=True)
class SetChannels(Callback, tag="av"):
    """How it shall go: channels joined by commas, "" for not at all."""

    draft: int
    channels: str


@dataclass(frozen=True)
class CancelDraft(Callback, tag="x"):
    """Put the draft aside."""

    draft: int


@dataclass(frozen=True)
class BringBack(Callback, tag="bb"):
    """Undo a cancel."""

    draft: int


@dataclass(frozen=True)
class IssueInvoice(Callback, tag="i"):
    """Issue it, and send it."""

    draft: int


@dataclass(frozen=True)
class IssueAgain(Callback, tag="ia"):
    """Yes, another invoice like the one issued a moment ago."""

    draft: int
