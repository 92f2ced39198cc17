"""The printed document's own words, per language: part of its design, so they are no catalogue's."""

from typing import Final

LABELS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "invoice": "Invoice",
        "tax_invoice": "Tax invoice",
        "simplified_tax_invoice": "Simplified tax invoice",
        "issue_date": "Issue date",
        "due_date": "Due date",
        "seller": "From",
        "buyer": "Bill to",
        "tax_number": "Tax no.",
        "item": "Description",
        "quantity": "Quantity",
        "unit_price": "Unit price",
        "unit_price_with_tax": "Unit price incl. tax",
        "discount": "Discount",
        "discount_of": "Discount {rate}",
        "charge": "Charges",
        "tax_rate": "Tax",
        "line_net": "Amount",
        "line_net_with_tax": "Amount excl. tax",
        "subtotal": "Subtotal",
        "taxable": "Net total",
        "tax": "Tax {rate}",
        "tax_on": "Tax {rate} on {base}",
        "exempt": "Exempt",
        "exempt_on": "Tax exempt: {base}",
        "tax_exempt": "Tax exempt",
        "total": "Total",
        "prepaid": "Already paid",
        "rounding": "Rounding",
        "due": "Amount due",
        "prices_include_tax": "Prices include tax",
        "note": "Note",
        "payment_terms": "Payment terms",
        "bank_details": "Payment details",
        "page": "Page",
        "of": "of",
    },
    "ar": {
        "invoice": "فاتورة",
        "tax_invoice": "فاتورة ضريبية",
        "simplified_tax_invoice": "فاتورة ضريبية مبسطة",
        "issue_date": "تاريخ الإصدار",
        "due_date": "تاريخ الاستحقاق",
        "seller": "من",
        "buyer": "فاتورة إلى",
        "tax_number": "الرقم الضريبي",
        "item": "الوصف",
        "quantity": "الكمية",
        "unit_price": "سعر الوحدة",
        "unit_price_with_tax": "سعر الوحدة شامل الضريبة",
        "discount": "الخصم",
        "discount_of": "الخصم {rate}",
        "charge": "رسوم إضافية",
        "tax_rate": "الضريبة",
        "line_net": "المبلغ",
        "line_net_with_tax": "المبلغ قبل الضريبة",
        "subtotal": "المجموع الفرعي",
        "taxable": "الصافي قبل الضريبة",
        "tax": "الضريبة {rate}",
        "tax_on": "الضريبة {rate} على {base}",
        "exempt": "معفى",
        "exempt_on": "معفى من الضريبة: {base}",
        "tax_exempt": "معفى من الضريبة",
        "total": "الإجمالي",
        "prepaid": "المدفوع مقدمًا",
        "rounding": "فرق التقريب",
        "due": "المبلغ المستحق",
        "prices_include_tax": "الأسعار شاملة الضريبة",
        "note": "ملاحظات",
        "payment_terms": "شروط الدفع",
        "bank_details": "بيانات الدفع",
        "page": "صفحة",
        "of": "من",
    },
}

# What an invoice is not, by the system it did not pass.
DISCLAIMERS: Final[dict[str, dict[str, str]]] = {
    "eta": {
        "en": "This document is not an electronic invoice issued through the system of the Egyptian Tax Authority.",
        "ar": "هذا المستند ليس فاتورة إلكترونية صادرة عبر منظومة مصلحة الضرائب المصرية",
    },
    "fatoora": {
        "en": "This document does not replace clearance or reporting through Fatoora.",
        "ar": "هذا المستند لا يغني عن اعتماد الفاتورة أو الإبلاغ عنها عبر منصة «فاتورة»",
    },
}

WEEKDAYS: Final[dict[str, tuple[str, ...]]] = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
}

MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "ar": (
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
        "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ),
}  # fmt: skip

# What Arabic readers write after an amount (CLDR's short forms, undotted); any other has its ISO code.
ARAB_CURRENCIES: Final[dict[str, str]] = {
    "AED": "د.إ", "BHD": "د.ب", "DZD": "د.ج", "EGP": "ج.م", "IQD": "د.ع", "JOD": "د.أ", "KWD": "د.ك",
    "LBP": "ل.ل", "LYD": "د.ل", "MAD": "د.م", "MRU": "أ.م", "OMR": "ر.ع", "QAR": "ر.ق", "SAR": "ر.س",
    "SDG": "ج.س", "SYP": "ل.س", "TND": "د.ت", "YER": "ر.ي",
}  # fmt: skip

# UN/ECE Rec 20 codes: after 1 and fractions, after 3 to 10 (in English: after all but 1), after 11 to 99.
# A plain piece (C62) has no word.
UNITS: Final[dict[str, dict[str, tuple[str, str, str]]]] = {
    "en": {
        "C62": ("", "", ""),
        "H87": ("pc", "pcs", "pcs"),
        "MIN": ("min", "min", "min"),
        "HUR": ("h", "h", "h"),
        "DAY": ("day", "days", "days"),
        "WEE": ("week", "weeks", "weeks"),
        "MON": ("month", "months", "months"),
        "ANN": ("year", "years", "years"),
        "GRM": ("g", "g", "g"),
        "KGM": ("kg", "kg", "kg"),
        "TNE": ("t", "t", "t"),
        "MLT": ("ml", "ml", "ml"),
        "LTR": ("l", "l", "l"),
        "CMT": ("cm", "cm", "cm"),
        "MTR": ("m", "m", "m"),
        "KMT": ("km", "km", "km"),
        "MTK": ("m²", "m²", "m²"),
        "MTQ": ("m³", "m³", "m³"),
        "KWH": ("kWh", "kWh", "kWh"),
        "XBX": ("box", "boxes", "boxes"),
        "SET": ("set", "sets", "sets"),
    },
    "ar": {
        "C62": ("", "", ""),
        "H87": ("قطعة", "قطع", "قطعة"),
        "MIN": ("دقيقة", "دقائق", "دقيقة"),
        "HUR": ("ساعة", "ساعات", "ساعة"),
        "DAY": ("يوم", "أيام", "يومًا"),
        "WEE": ("أسبوع", "أسابيع", "أسبوعًا"),
        "MON": ("شهر", "أشهر", "شهرًا"),
        "ANN": ("سنة", "سنوات", "سنة"),
        "GRM": ("جم", "جم", "جم"),
        "KGM": ("كجم", "كجم", "كجم"),
        "TNE": ("طن", "أطنان", "طنًا"),
        "MLT": ("مل", "مل", "مل"),
        "LTR": ("لتر", "لترات", "لترًا"),
        "CMT": ("سم", "سم", "سم"),
        "MTR": ("متر", "أمتار", "مترًا"),
        "KMT": ("كم", "كم", "كم"),
        "MTK": ("م²", "م²", "م²"),
        "MTQ": ("م³", "م³", "م³"),
        "KWH": ("ك.و.س", "ك.و.س", "ك.و.س"),
        "XBX": ("صندوق", "صناديق", "صندوقًا"),
        "SET": ("طقم", "أطقم", "طقمًا"),
    },
}
