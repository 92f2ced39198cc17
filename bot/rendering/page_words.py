"""The words of the customer's page beyond those of the printed invoice, and of the notices in its place."""

from typing import Final, NamedTuple

PAGE_WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "title": "{title} {number} from {seller}",
        "due": "Due",
        "view_pdf": "View PDF",
        "download_pdf": "Download",
        "pay": "Pay now",
        "pix_code": "Pix copy-and-paste code",
        "how_to_pay": "How to pay",
        "due_at_issue": "Amount due when issued",
        "copy_hint": "Press and hold a line to copy it.",
        "reference": "Payment reference",
        "items": "Items",
        "details": "Details",
        "questions": "Questions about this invoice?",
        "sent_with": "Sent with {product}",
        "language": "Language",
    },
    "ar": {
        "title": "{title} {number} من {seller}",
        "due": "تُستحق في",
        "view_pdf": "عرض PDF",
        "download_pdf": "تنزيل",
        "pay": "ادفع الآن",
        "pix_code": "رمز Pix للنسخ واللصق",
        "how_to_pay": "طريقة الدفع",
        "due_at_issue": "المبلغ المستحق عند الإصدار",
        "copy_hint": "اضغط مطولًا على السطر لنسخه.",
        "reference": "مرجع الدفع",
        "items": "البنود",
        "details": "التفاصيل",
        "questions": "هل لديك استفسار عن هذه الفاتورة؟",
        "sent_with": "أُرسلت عبر {product}",
        "language": "اللغة",
    },
}
LANGUAGE_NAMES: Final = {"en": "English", "ar": "العربية"}


class Notice(NamedTuple):
    """A heading and what to do about it."""

    heading: str
    advice: str


# By HTTP status; each page carries both languages, for we do not know who came.
NOTICES: Final[dict[int, dict[str, Notice]]] = {
    404: {
        "en": Notice(
            "There is no invoice here",
            "Check that the whole link was copied, or ask the business that sent it for a new one.",
        ),
        "ar": Notice(
            "لا توجد فاتورة هنا", "تأكد من نسخ الرابط كاملًا، أو اطلب رابطًا جديدًا من الجهة التي أرسلته إليك."
        ),
    },
    429: {
        "en": Notice("Too many requests", "Please wait a minute, then open the link again."),
        "ar": Notice("طلبات كثيرة جدًا", "يرجى الانتظار دقيقة ثم فتح الرابط مرة أخرى."),
    },
    500: {
        "en": Notice("Something went wrong on our side", "Please open the link again later."),
        "ar": Notice("حدث خطأ من جانبنا", "يرجى فتح الرابط مرة أخرى لاحقًا."),
    },
    503: {
        "en": Notice("We cannot answer right now", "Please open the link again in a minute."),
        "ar": Notice("لا يمكننا الرد الآن", "يرجى فتح الرابط مرة أخرى بعد دقيقة."),
    },
}
