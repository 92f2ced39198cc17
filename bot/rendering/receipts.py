"""What a customer receives for a payment: an e-mail beside the invoice's, or an SMS. No PDF goes with it."""

from dataclasses import dataclass

from bot.delivery.transport import Message
from bot.rendering import formats
from bot.rendering.mail_templates import templates
from bot.rendering.message_words import MESSAGE_WORDS, TITLES
from bot.rendering.receipt_words import RECEIPT_WORDS
from bot.rendering.sms_text import base36, cheapest, link_allowed
from bot.rendering.words import LABELS
from models.balance import Balance
from models.document import InvoiceDocument, Language
from models.payment import Method, Payment
from models.text import cleaned

_SUBJECT = 78
_SHORT_NAME = 24


@dataclass(frozen=True)
class Acknowledged:
    """A payment for this document, and the balance it left."""

    document: InvoiceDocument
    payment: Payment
    balance: Balance
    link: str  # the customer's page

    @property
    def said(self) -> str:
        """What came of it: money, or tax withheld, for which nobody is thanked."""
        return "withheld" if self.payment.method == Method.WITHHELD else "received"

    @property
    def standing(self) -> str:
        """What is left."""
        if self.balance.is_open:
            return "open"
        return "overpaid" if self.balance.open < 0 else "settled"

    def money(self, digits: str = "latn") -> dict[str, str]:
        """The amounts in the document's language; what is open, or paid too much, is 0 or more."""
        language, currency, left = self.document.language, self.document.currency, self.balance.open
        amounts = {"amount": self.payment.amount, "open": max(left, left * 0), "excess": max(-left, left * 0)}
        return {name: formats.money(value, currency, language, digits) for name, value in amounts.items()}


@dataclass(frozen=True)
class Notice:
    """An e-mail's facts, plain; text and HTML each isolate them in their own way."""

    language: Language
    rtl: bool
    title: str
    number: str
    merchant: str
    buyer: str
    total: str  # what was received: it stands where an invoice's e-mail has its total
    open: str
    excess: str
    day: str
    due: str
    said: str
    standing: str
    link: str
    can_reply: bool
    product: str


def receipt_email(
    receipt: Acknowledged, *, delivery_id: int, recipient: str, message_id: str, in_reply_to: str | None,
    product_name: str,
) -> Message:  # fmt: skip
    """The e-mail in the document's language, in the thread of the invoice's if that went by e-mail."""
    document = receipt.document
    words, notice = MESSAGE_WORDS[document.language], _notice(receipt, product_name)
    own_words = RECEIPT_WORDS[document.language]
    values = {"notice": notice, "word": words, "own_word": own_words, "label": LABELS[document.language]}
    return Message(
        delivery_id=delivery_id,
        recipient=recipient,
        subject=_subject(receipt),
        text=templates().get_template("receipt_email.txt").render(values),
        html=templates().get_template("receipt_email.html").render(values),
        sender_name=words["sender"].format(merchant=notice.merchant, product=product_name),
        reply_to=document.seller.email,
        message_id=message_id,
        in_reply_to=in_reply_to,
        language=document.language,
    )


def receipt_sms(receipt: Acknowledged, *, delivery_id: int, recipient: str) -> Message:
    """The SMS in the document's language; its last word belongs to this delivery alone, see `sms_text`."""
    document, words = receipt.document, RECEIPT_WORDS[receipt.document.language]
    mark = base36(delivery_id)
    end = f"{receipt.link}?d={mark}" if link_allowed(recipient) else f"#{mark}"
    long, short = (
        f"{words[f'sms_{receipt.said}{size}']} {words[f'sms_{receipt.standing}']}{words['sms_end']}"
        for size in ("", "_short")
    )
    values = {"number": document.number, "end": end, **receipt.money()}
    text = cheapest((long, short), document.seller.name, values)
    return Message(delivery_id=delivery_id, recipient=recipient, text=text, language=document.language)


def _notice(receipt: Acknowledged, product: str) -> Notice:
    document, money = receipt.document, receipt.money(receipt.document.digits)
    language, digits = document.language, document.digits
    return Notice(
        language=language,
        rtl=language == "ar",
        title=TITLES[language][document.title],
        number=document.number,
        merchant=cleaned(document.seller.name),
        buyer=cleaned(document.buyer.name),
        total=money["amount"],
        open=money["open"],
        excess=money["excess"],
        day=formats.day(receipt.payment.paid_on, language, digits),
        due=formats.day(document.due_date, language, digits),
        said=receipt.said,
        standing=receipt.standing,
        link=receipt.link,
        can_reply=bool(document.seller.email),
        product=product,
    )


def _subject(receipt: Acknowledged) -> str:
    """At most 78 characters if the number allows: the end of a long name goes."""
    name = cleaned(receipt.document.seller.name)
    short = name if len(name) <= _SHORT_NAME else f"{name[:_SHORT_NAME].rstrip()}…"
    wording = RECEIPT_WORDS[receipt.document.language][f"subject_{receipt.said}"]
    values = {"number": receipt.document.number, **receipt.money()}
    subject = wording.format(merchant=name, **values)
    return subject if len(subject) <= _SUBJECT else wording.format(merchant=short, **values)
