"""Every button's value. `draft` is the draft's number: an old card's buttons are known by it."""

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
class OpenSettings(Callback, tag="s"):
    """The settings screen."""


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
class Choose(Callback, tag="v"):
    """A ready answer to the open question, as if it had been typed."""

    draft: int
    answer: str


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
class ShowInvoice(Callback, tag="w"):
    """An issued invoice's live card, in place of the tapped message."""

    invoice_id: int


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
class FixAddress(Callback, tag="fa"):
    """Another address for a delivery that did not get through."""

    delivery_id: int


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
class ShowTimeline(Callback, tag="tl"):
    """What happened to an invoice, and by whom."""

    invoice_id: int


@dataclass(frozen=True)
class Speak(Callback, tag="sl"):
    """Go on in this language."""

    language: str


@dataclass(frozen=True)
class ChooseCountry(Callback, tag="st"):
    """The business is in this country (ISO 3166-1)."""

    code: str


@dataclass(frozen=True)
class OpenHelp(Callback, tag="h"):
    """What there is to type and tap."""


@dataclass(frozen=True)
class AskSetting(Callback, tag="sa"):
    """Open the question for one setting."""

    name: str


@dataclass(frozen=True)
class ChooseSetting(Callback, tag="sv"):
    """A ready answer, as if it had been typed."""

    name: str
    answer: str


@dataclass(frozen=True)
class ClearSetting(Callback, tag="sx"):
    """Set it to nothing."""

    name: str


@dataclass(frozen=True)
class ConfirmSetting(Callback, tag="sy"):
    """Yes, this value: `digest` names the one that was shown."""

    digest: str


@dataclass(frozen=True)
class VerifyPdf(Callback, tag="y"):
    """Is a PDF genuine? Asks for it."""


@dataclass(frozen=True)
class ShowVitals(Callback, tag="za"):
    """For admins: how the bot is."""


@dataclass(frozen=True)
class ShowQueue(Callback, tag="zq"):
    """For admins: a page of deliveries that wait or fail; 0 is no bound."""

    kept: str = "all"
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class RetryAny(Callback, tag="zr"):
    """For admins: try this delivery again, and show the page it stands on."""

    delivery_id: int
    kept: str = "all"
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class RetryFailed(Callback, tag="zf"):
    """For admins: try everything again that failed through our own fault."""


@dataclass(frozen=True)
class AskSwitch(Callback, tag="zs"):
    """For admins: shall this channel be opened (1) or stopped (0)?"""

    channel: str
    opened: int


@dataclass(frozen=True)
class SwitchChannel(Callback, tag="zc"):
    """For admins: yes, open or stop it."""

    channel: str
    opened: int


@dataclass(frozen=True)
class ListMerchants(Callback, tag="zm"):
    """For admins: a page of merchants; 0 is no bound."""

    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class OpenMerchant(Callback, tag="zo"):
    """For admins: one merchant."""

    merchant_id: int


@dataclass(frozen=True)
class AskAccess(Callback, tag="zb"):
    """For admins: shall this merchant go on (1) or be suspended (0)?"""

    merchant_id: int
    allowed: int


@dataclass(frozen=True)
class SetAccess(Callback, tag="zx"):
    """For admins: yes, suspend or restore it."""

    merchant_id: int
    allowed: int


@dataclass(frozen=True)
class RunSelftest(Callback, tag="zt"):
    """For admins: check every setting for real."""
