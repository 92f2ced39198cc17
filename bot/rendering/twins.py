"""Sentences of ours among a document's texts, which it keeps as they were chosen: said in both its languages."""

from collections.abc import Iterable, Mapping

from bot.rendering.credit_words import REASONS
from bot.rendering.reader import Label, Reader
from bot.rendering.words import CHARGES, DISCLAIMERS
from models.document import InvoiceDocument
from models.treatment import reason_of

Sayings = Mapping[str, str]
"""A sentence by its languages."""


def credit_reason(document: InvoiceDocument, reader: Reader) -> str:
    """Why it was credited."""
    return _said(document.reason or "", _found(document.reason, REASONS.values()), reader)


def disclaimer(document: InvoiceDocument, reader: Reader) -> str:
    """What the document is not."""
    return _said(document.disclaimer or "", _found(document.disclaimer, DISCLAIMERS.values()), reader)


def exemption(reason: str, document: InvoiceDocument, reader: Reader) -> str:
    """Why there is no tax; a usual reason of the seller's country may stand in it in one language or in both."""
    usual = reason_of(document.seller.country or "", reason)
    return _said(reason, {"en": usual.en, "ar": usual.ar} if usual else None, reader)


def charge(reason: str, reader: Reader) -> Label:
    """What is charged on top; beside a typed reason stands the word for charges in the second language."""
    if reader.second is None:
        return Label(reader.text(reason))
    leading, second = reader.language, reader.second.language
    said = _found(reason, CHARGES) or {leading: reason, second: reader.second.word("charge")}
    return Label(reader.text(said[leading]), said[second])


def _found(text: str | None, known: Iterable[Sayings]) -> Sayings | None:
    return next((sayings for sayings in known if text in sayings.values()), None)


def _said(text: str, sayings: Sayings | None, reader: Reader) -> str:
    """A line for each language of the document; what somebody typed stays as it is."""
    if sayings is None or reader.second is None:
        return reader.text(text, lines=True)
    return "\n".join(dict.fromkeys(reader.text(sayings[each.language]) for each in reader.languages))
