"""What a credit note says in e-mails, SMS and on its page in place of an invoice's words; and its ready reasons."""

from typing import Final

from models.document import Language

CREDIT_MESSAGE_WORDS: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "subject": "{title} {number} for {preceding} from {merchant}: {total}",
        "preview": "{total} credited for {preceding}",
        "intro": "{merchant} has sent you {title} {number} for invoice {preceding}. It is attached as a PDF.",
        "due_by": "For invoice {preceding}",
        "open": "View credit note",
        "sms": "Credit note {number} for {preceding} from {merchant}: {total}. {link}",
        "sms_short": "Credit note {number} from {merchant}: {total}. {link}",
        "sms_no_link": "Credit note {number} for {preceding} from {merchant}: {total}. Ask us for the PDF. {mark}",
        "sms_no_link_short": "Credit note {number} from {merchant}: {total}. {mark}",
    },
    "ar": {
        "subject": "{title} {number} عن {preceding} من {merchant}: {total}",
        "preview": "إشعار دائن بمبلغ {total} عن {preceding}",
        "intro": "وصلك {title} رقم {number} من {merchant} عن الفاتورة {preceding}، وتجده مرفقًا بصيغة PDF.",
        "due_by": "عن الفاتورة {preceding}",
        "open": "عرض الإشعار الدائن",
        "sms": "إشعار دائن {number} عن {preceding} من {merchant} بمبلغ {total}\n{link}",
        "sms_short": "إشعار دائن {number} من {merchant} بمبلغ {total}\n{link}",
        "sms_no_link": "إشعار دائن {number} عن {preceding} من {merchant} بمبلغ {total}. اطلب منا نسخة PDF\n{mark}",
        "sms_no_link_short": "إشعار دائن {number} من {merchant} بمبلغ {total}\n{mark}",
    },
}

CREDIT_PAGE_WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {"due": "For invoice", "questions": "Questions about this credit note?"},
    "ar": {"due": "عن الفاتورة", "questions": "هل لديك استفسار عن هذا الإشعار الدائن؟"},
}

# Why a credit note is made, as printed on it; the chat has its own names for them.
REASONS: Final[dict[str, dict[str, str]]] = {
    "amounts": {"en": "Wrong amounts", "ar": "خطأ في المبالغ"},
    "customer": {"en": "Wrong customer", "ar": "خطأ في بيانات العميل"},
    "returned": {"en": "Goods returned", "ar": "إرجاع البضاعة"},
    "order": {"en": "Order cancelled", "ar": "إلغاء الطلب"},
    "mistake": {"en": "Issued by mistake", "ar": "صدرت بالخطأ"},
    "corrected": {"en": "Invoice corrected and issued anew", "ar": "تصحيح الفاتورة وإصدارها من جديد"},
}

# The one line a tax group has on a credit note for all that earlier ones left.
REMAINDER: Final[dict[Language, str]] = {
    "en": "Remainder of {number}",
    "ar": "المتبقي من الفاتورة {number}",
}
