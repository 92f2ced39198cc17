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
class SharePdf(Callback, tag="sh"):
    """The PDF into the chat, to be sent on into another one."""

    invoice_id: int


@dataclass(frozen=True)
class SendXml(Callback, tag="xml"):
    """The electronic invoice's files into the chat."""

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
class OpenSection(Callback, tag="ss"):
    """One section of the settings."""

    name: str


@dataclass(frozen=True)
class ShowPreview(Callback, tag="pv"):
    """The merchant's own invoice as pictures, as it would look now."""


@dataclass(frozen=True)
class ChangePreview(Callback, tag="pw"):
    """The same pictures with another document language; `album` are their messages' ids, joined by commas."""

    language: str
    album: str


@dataclass(frozen=True)
class UseTemplate(Callback, tag="pu"):
    """This one of the pictures it shall be."""

    name: str


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


@dataclass(frozen=True)
class ListBook(Callback, tag="bk"):
    """A page of the products or customers: below (`newer` 1: above) what was used at `at`; 0 is no bound."""

    book: str
    archived: int = 0
    at: int = 0
    key: int = 0
    newer: int = 0


@dataclass(frozen=True)
class OpenEntry(Callback, tag="be"):
    """One product or customer."""

    book: str
    entry_id: int


@dataclass(frozen=True)
class AskEntry(Callback, tag="ba"):
    """Ask for one field of it."""

    book: str
    entry_id: int
    field: str


@dataclass(frozen=True)
class SetEntry(Callback, tag="bs"):
    """A ready answer, as if it had been typed."""

    book: str
    entry_id: int
    field: str
    answer: str


@dataclass(frozen=True)
class ClearEntry(Callback, tag="bx"):
    """Nothing in this field."""

    book: str
    entry_id: int
    field: str


@dataclass(frozen=True)
class PickReading(Callback, tag="br"):
    """One of the readings of an unclear answer about a product or customer."""

    index: int


@dataclass(frozen=True)
class ArchiveEntry(Callback, tag="bz"):
    """Offer it nowhere any more (1), or again (0)."""

    book: str
    entry_id: int
    archived: int


@dataclass(frozen=True)
class UseEntry(Callback, tag="bu"):
    """An invoice for this customer, or with this product."""

    book: str
    entry_id: int


@dataclass(frozen=True)
class NewEntry(Callback, tag="bn"):
    """A new product or customer."""

    book: str


@dataclass(frozen=True)
class AskImport(Callback, tag="bi"):
    """How is a list imported?"""

    book: str


@dataclass(frozen=True)
class ExportBook(Callback, tag="bo"):
    """All of them as a file."""

    book: str


@dataclass(frozen=True)
class ConfirmImport(Callback, tag="bp"):
    """Yes, import what the preview showed."""

    batch_id: int


@dataclass(frozen=True)
class DropImport(Callback, tag="bq"):
    """No, import nothing of it."""

    batch_id: int
