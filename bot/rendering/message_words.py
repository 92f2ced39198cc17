"""The words of e-mails and SMS, in the customer's language. Gaps are filled with plain values, see `messages`."""

from typing import Final

from bot.rendering.credit_words import CREDIT_MESSAGE_WORDS
from models.document import InvoiceDocument, Language
from models.registration import Title

MESSAGE_WORDS: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "sender": "{merchant} via {product}",
        "subject": "{title} {number} from {merchant}: {total}, due {due}",
        "subject_short": "{title} {number} from {merchant}: {total}",
        "preview": "{total}, due {due}",
        "greeting": "Hello {buyer},",
        "intro": "{merchant} has sent you {title} {number}. It is attached as a PDF.",
        "due_by": "Due {due}",
        "items": "Items",
        "how_to_pay": "How to pay",
        "pay_online": "Pay online",
        "reference": "Payment reference",
        "open": "View invoice",
        "questions": "Questions? Reply to this e-mail.",
        "sent_with": "Sent by {merchant} with {product}",
        "sms": "Invoice {number} from {merchant}: {total}, due {due}. {link}",
        "sms_short": "Invoice {number} from {merchant}: {total}. {link}",
        "sms_no_link": "Invoice {number} from {merchant}: {total}, due {due}. Ask us for the PDF. {mark}",
        "sms_no_link_short": "Invoice {number} from {merchant}: {total}. {mark}",
    },
    # An SMS begins with an Arabic word, so that it runs right to left; its link has a line of its own.
    "ar": {
        "sender": "{merchant} عبر {product}",
        "subject": "{title} {number} من {merchant}: {total}، تُستحق في {due}",
        "subject_short": "{title} {number} من {merchant}: {total}",
        "preview": "{total}، تُستحق في {due}",
        "greeting": "مرحبًا {buyer}،",
        "intro": "وصلتك {title} رقم {number} من {merchant}، وتجدها مرفقة بصيغة PDF.",
        "due_by": "تُستحق في {due}",
        "items": "البنود",
        "how_to_pay": "طريقة الدفع",
        "pay_online": "الدفع عبر الإنترنت",
        "reference": "مرجع الدفع",
        "open": "عرض الفاتورة",
        "questions": "هل لديك استفسار؟ يمكنك الرد على هذه الرسالة مباشرة.",
        "sent_with": "أُرسلت من {merchant} عبر {product}",
        "sms": "فاتورة {number} من {merchant} بمبلغ {total}، تستحق في {due}\n{link}",
        "sms_short": "فاتورة {number} من {merchant} بمبلغ {total}\n{link}",
        "sms_no_link": "فاتورة {number} من {merchant} بمبلغ {total}، تستحق في {due}. اطلب منا نسخة PDF\n{mark}",
        "sms_no_link_short": "فاتورة {number} من {merchant} بمبلغ {total}\n{mark}",
    },
}

# The document's title within the sentence "intro".
TITLES: Final[dict[Language, dict[Title, str]]] = {
    "en": {
        "invoice": "invoice",
        "tax_invoice": "tax invoice",
        "simplified_tax_invoice": "simplified tax invoice",
        "credit_note": "credit note",
        "tax_credit_note": "tax credit note",
    },
    "ar": {
        "invoice": "الفاتورة",
        "tax_invoice": "الفاتورة الضريبية",
        "simplified_tax_invoice": "الفاتورة الضريبية المبسطة",
        "credit_note": "الإشعار الدائن",
        "tax_credit_note": "الإشعار الدائن الضريبي",
    },
}

# After the tenth item, by CLDR plural category.
MORE_ITEMS: Final[dict[Language, dict[str, str]]] = {
    "en": {"one": "and 1 more item", "other": "and {n} more items"},
    "ar": {
        "one": "وبند واحد آخر",
        "two": "وبندان آخران",
        "few": "و{n} بنود أخرى",
        "many": "و{n} بندًا آخر",
        "other": "و{n} بند آخر",
    },
}

# Country of the number -> whether its networks let a link through; UAE: Twilio's guideline, Turkey: since 2026-04-01.
SMS_LINK_ALLOWED: Final[dict[str, bool]] = {"AE": False, "TR": False}


def words_of(document: InvoiceDocument) -> dict[str, str]:
    """The words for an invoice or a credit note, in the document's leading language."""
    words = MESSAGE_WORDS[document.language]
    return words | CREDIT_MESSAGE_WORDS[document.language] if document.is_credit_note else words
