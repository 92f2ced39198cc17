"""The words of receipts for payments, in the customer's language; gaps are filled with plain values."""

from typing import Final

from models.document import Language

RECEIPT_WORDS: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "subject_received": "Receipt from {merchant}: {amount} received for {number}",
        "subject_withheld": "Note from {merchant}: {amount} withheld as tax from {number}",
        "received": "Payment received",
        "withheld": "Withheld as tax",
        "intro_received": "We have received {amount} from you for {title} {number}, paid on {day}. Thank you.",
        "intro_withheld": "We have noted that you withheld {amount} as tax from {title} {number} on {day}.",
        "open": "{open} is still open, due {due}.",
        "settled": "The invoice is paid in full.",
        "overpaid": "The invoice is paid in full, and {excess} more than it asked for.",
        "sms_received": "{merchant}: we have received {amount} for {number}.",
        "sms_received_short": "{merchant}: {amount} received for {number}.",
        "sms_withheld": "{merchant}: we have noted {amount} withheld as tax from {number}.",
        "sms_withheld_short": "{merchant}: {amount} withheld as tax from {number}.",
        "sms_open": "{open} is still open.",
        "sms_settled": "Paid in full, thank you.",
        "sms_overpaid": "Paid in full, and {excess} more.",
        "sms_end": " {end}",
    },
    # An SMS begins with an Arabic word, so that it runs right to left; its link has a line of its own.
    "ar": {
        "subject_received": "إيصال من {merchant}: استلام {amount} عن {number}",
        "subject_withheld": "إشعار من {merchant}: خصم ضريبي {amount} من {number}",
        "received": "تم استلام الدفعة",
        "withheld": "خُصم كضريبة",
        "intro_received": "استلمنا منك {amount} عن {title} رقم {number} بتاريخ {day}. شكرًا لك.",
        "intro_withheld": "سجّلنا أنك خصمت {amount} كضريبة من {title} رقم {number} بتاريخ {day}.",
        "open": "المبلغ المتبقي {open}، ويُستحق في {due}.",
        "settled": "سُددت الفاتورة بالكامل.",
        "overpaid": "سُددت الفاتورة بالكامل، وبزيادة قدرها {excess} على المطلوب.",
        "sms_received": "من {merchant}: استلمنا {amount} عن الفاتورة {number}.",
        "sms_received_short": "من {merchant}: تم استلام {amount} عن {number}.",
        "sms_withheld": "من {merchant}: سجلنا خصم {amount} كضريبة من الفاتورة {number}.",
        "sms_withheld_short": "من {merchant}: خصم {amount} كضريبة من {number}.",
        "sms_open": "المتبقي {open}",
        "sms_settled": "مسددة بالكامل، شكرًا لك",
        "sms_overpaid": "مسددة بالكامل وبزيادة {excess}",
        "sms_end": "\n{end}",
    },
}
