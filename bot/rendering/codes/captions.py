"""What stands beside a code, per language of the document."""

from typing import Final

CAPTIONS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "code_zatca": "Tax QR code",
        "code_swiss": "Scan with your banking app to pay",
        "code_epc": "Scan with your banking app to pay",
        "code_pix": "Scan to pay with Pix",
        "code_upi": "Scan to pay with any UPI app",
        "code_instapay": "Scan to pay with InstaPay",
        "code_link": "Scan to pay online",
    },
    "ar": {
        "code_zatca": "رمز الفاتورة الضريبية",
        "code_swiss": "امسح الرمز بتطبيق البنك للدفع",
        "code_epc": "امسح الرمز بتطبيق البنك للدفع",
        "code_pix": "امسح الرمز للدفع عبر Pix",
        "code_upi": "امسح الرمز للدفع بأي تطبيق UPI",
        "code_instapay": "امسح الرمز للدفع عبر إنستاباي",
        "code_link": "امسح الرمز للدفع عبر الإنترنت",
    },
}
