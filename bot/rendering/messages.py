"""What the customer receives: an e-mail with the invoice, or an SMS with its link. Same facts, their language."""

from typing import get_args

from bot.delivery.transport import Attachment, Message
from bot.rendering import formats
from bot.rendering.mail_templates import templates
from bot.rendering.message_words import words_of
from bot.rendering.notice import notice_of
from bot.rendering.sms_text import sms_text
from bot.rendering.words import LABELS
from models.document import InvoiceDocument, Language
from models.text import cleaned

_SUBJECT = 78
_SHORT_NAME = 24


def email_message(
    document: InvoiceDocument,
    *,
    delivery_id: int,
    recipient: str,
    link: str,
    message_id: str,
    pdf: bytes,
    product_name: str,
    language: str | None = None,
    in_reply_to: str | None = None,
) -> Message:
    """The e-mail, in `language` or the document's own; replies go to the seller printed on the document.

    A credit note's stands in the thread of the invoice's, whose Message-ID is `in_reply_to`.
    """
    shown = _in_language(document, language)
    words, notice = words_of(shown), notice_of(shown, link, product_name)
    template = "credit_email" if shown.is_credit_note else "email"
    values = {"notice": notice, "word": words, "label": LABELS[shown.language]}
    return Message(
        delivery_id=delivery_id,
        recipient=recipient,
        subject=_subject(shown),
        text=templates().get_template(f"{template}.txt").render(values),
        html=templates().get_template(f"{template}.html").render(values),
        sender_name=words["sender"].format(merchant=notice.merchant, product=product_name),
        reply_to=shown.seller.email,
        message_id=message_id,
        in_reply_to=in_reply_to,
        language=shown.language,
        attachment=Attachment(formats.pdf_filename(document.number), pdf),
    )


def sms_message(
    document: InvoiceDocument, *, delivery_id: int, recipient: str, link: str, language: str | None = None
) -> Message:
    """The SMS, in `language` or the document's own; see `sms_text` for its length and its last word."""
    shown = _in_language(document, language).language
    text = sms_text(document, shown, recipient, link, delivery_id)
    return Message(delivery_id=delivery_id, recipient=recipient, text=text, language=shown)


def _in_language(document: InvoiceDocument, language: str | None) -> InvoiceDocument:
    known = next((known for known in get_args(Language) if known == language), document.language)
    return document.model_copy(update={"language": known, "second_language": None})


def _subject(document: InvoiceDocument) -> str:
    """At most 78 characters if the number allows: first the due date goes, then the end of a long name.

    Where nothing is left to pay, nothing is due.
    """
    words, name = words_of(document), cleaned(document.seller.name)
    values = {
        "title": LABELS[document.language][document.title],
        "number": document.number,
        "preceding": document.preceding.number if document.preceding else "",
        "total": formats.money(document.totals.payable_amount, document.currency, document.language),
        "due": formats.short_day(document.due_date, document.language),
    }
    short = name if len(name) <= _SHORT_NAME else f"{name[:_SHORT_NAME].rstrip()}…"
    kinds = ("subject", "subject_short") if document.totals.payable_amount > 0 else ("subject_short",)
    choices = [words[kind].format(merchant=name, **values) for kind in kinds]
    shortest = words["subject_short"].format(merchant=short, **values)
    return next((choice for choice in choices if len(choice) <= _SUBJECT), shortest)
