"""The headed texts at the end of the page: how to pay, on what terms, why no tax, why credited."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.rendering import twins
from bot.rendering.codes.captions import CAPTIONS
from bot.rendering.lettering import apart
from bot.rendering.paying import account_of, payment_reference
from bot.rendering.reader import Label, Reader
from bot.rendering.words import EXEMPTIONS
from models.allowance_charge import DocumentCharge
from models.code import Kind
from models.document import DocumentLine, InvoiceDocument


@dataclass(frozen=True)
class Remark:
    """A headed text below the sums, or beside them."""

    label: Label
    text: str


@dataclass(frozen=True)
class Mark:
    """The document's code: what stands below it, and what opens when it is tapped ("" if nothing)."""

    caption: Label
    link: str


def remarks_of(document: InvoiceDocument, reader: Reader) -> tuple[Remark, ...]:
    """What there is to say, the most important first."""
    return tuple(Remark(label, text) for label, text in _texts(document, reader) if text)


def mark_of(document: InvoiceDocument, reader: Reader) -> Mark | None:
    """What belongs to the document's code; None if it has none, or one to pay a credit note by."""
    code = document.code
    if code is None or (document.is_credit_note and code.kind is not Kind.ZATCA):
        return None
    return Mark(reader.both(lambda each: CAPTIONS[each.language][code.caption_key]), code.link or "")


def _texts(document: InvoiceDocument, reader: Reader) -> Iterator[tuple[Label, str]]:
    """A credit note asks for no payment."""
    if document.is_credit_note:
        yield reader.label("reason"), twins.credit_reason(document, reader)
    else:
        yield reader.label("bank_details"), "\n".join(_payment(document, reader))
        yield reader.label("payment_terms"), reader.text(document.payment_terms or "", lines=True)
    yield from _exemptions(document, reader)
    yield reader.label("note"), reader.text(document.note or "", lines=True)


def _payment(document: InvoiceDocument, reader: Reader) -> Iterator[str]:
    """What the merchant wrote about paying, then the account and the number to name, if something is to be paid."""
    if document.bank_details:
        yield reader.text(document.bank_details, lines=True)
    account = list(account_of(document))
    for name, value in account:
        shown = reader.text(value) if name == "account_name" else reader.code(value)
        yield reader.label(name).before(shown, mark=":")
    if account:
        yield reader.label("reference").before(reader.code(payment_reference(document)), mark=":")


def _exemptions(document: InvoiceDocument, reader: Reader) -> Iterator[tuple[Label, str]]:
    """Why a group bears no tax: the law's own words, then the merchant's (BT-120)."""
    taxables: list[DocumentLine | DocumentCharge] = [*document.lines, *document.charges]
    for category in dict.fromkeys(group.tax_category for group in document.totals.tax_subtotals):
        if category not in EXEMPTIONS[reader.language]:
            continue
        reasons = dict.fromkeys(each.exemption_reason for each in taxables if each.tax_category == category)
        own = (twins.exemption(reason, document, reader) for reason in reasons if reason)
        words = [EXEMPTIONS[each.language][category] for each in reader.languages]
        law = (apart(sentence) for _, sentence in words if sentence)
        yield Label(*(name for name, _ in words)), "\n".join((*law, *own))
