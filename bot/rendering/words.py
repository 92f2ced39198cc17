"""The printed document's own words, per language: part of its design, so they are no catalogue's."""

from typing import Final

from models.tax import TaxCategory

LABELS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "invoice": "Invoice",
        "tax_invoice": "Tax invoice",
        "simplified_tax_invoice": "Simplified tax invoice",
        "credit_note": "Credit note",
        "tax_credit_note": "Tax credit note",
        "issue_date": "Issue date",
        "moment": "{day}, {clock}",
        "due_date": "Due date",
        "supply_date": "Supply date",
        "order_reference": "Order no.",
        "preceding": "For invoice",
        "seller": "From",
        "buyer": "Bill to",
        "tax_number": "Tax no.",
        "registration_number": "Reg. no.",
        "item": "Description",
        "quantity": "Quantity",
        "unit_price": "Unit price",
        "unit_price_with_tax": "Unit price incl. tax",
        "per": "per {quantity}",
        "discount": "Discount",
        "discount_of": "Discount {rate}",
        "surcharge": "Surcharge",
        "charge": "Charges",
        "charge_of": "{reason} {rate}",
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
        "reverse_charge": "Reverse charge",
        "reverse_charge_on": "Reverse charge on {base}",
        "tax_in": "Tax in {currency}",
        "tax_in_at": "Tax in {currency} at {rate}",
        "total": "Total",
        "prepaid": "Already paid",
        "rounding": "Rounding",
        "due": "Amount due",
        "pay": "Pay now",
        "credited": "Credited",
        "prices_include_tax": "Prices include tax",
        "note": "Note",
        "payment_terms": "Payment terms",
        "bank_details": "Payment details",
        "account_name": "Account holder",
        "iban": "IBAN",
        "bic": "BIC",
        "instapay": "InstaPay",
        "pix_key": "Pix key",
        "upi_id": "UPI ID",
        "reference": "Reference",
        "reason": "Reason",
        "page": "Page",
        "of": "of",
    },
    "ar": {
        "invoice": "فاتورة",
        "tax_invoice": "فاتورة ضريبية",
        "simplified_tax_invoice": "فاتورة ضريبية مبسطة",
        "credit_note": "إشعار دائن",
        "tax_credit_note": "إشعار دائن ضريبي",
        "issue_date": "تاريخ الإصدار",
        "moment": "{day}، {clock}",
        "due_date": "تاريخ الاستحقاق",
        "supply_date": "تاريخ التوريد",
        "order_reference": "رقم الطلب",
        "preceding": "عن الفاتورة",
        "seller": "من",
        "buyer": "فاتورة إلى",
        "tax_number": "الرقم الضريبي",
        "registration_number": "رقم السجل التجاري",
        "item": "الوصف",
        "quantity": "الكمية",
        "unit_price": "سعر الوحدة",
        "unit_price_with_tax": "سعر الوحدة شامل الضريبة",
        "per": "لكل {quantity}",
        "discount": "الخصم",
        "discount_of": "الخصم {rate}",
        "surcharge": "رسم إضافي",
        "charge": "رسوم إضافية",
        "charge_of": "{reason} {rate}",
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
        "reverse_charge": "الاحتساب العكسي",
        "reverse_charge_on": "الاحتساب العكسي على {base}",
        "tax_in": "الضريبة بعملة {currency}",
        "tax_in_at": "الضريبة بعملة {currency} بسعر {rate}",
        "total": "الإجمالي",
        "prepaid": "المدفوع مقدمًا",
        "rounding": "فرق التقريب",
        "due": "المبلغ المستحق",
        "pay": "ادفع الآن",
        "credited": "قيمة الإشعار الدائن",
        "prices_include_tax": "الأسعار شاملة الضريبة",
        "note": "ملاحظات",
        "payment_terms": "شروط الدفع",
        "bank_details": "بيانات الدفع",
        "account_name": "صاحب الحساب",
        "iban": "IBAN",
        "bic": "BIC",
        "instapay": "إنستاباي",
        "pix_key": "مفتاح Pix",
        "upi_id": "معرف UPI",
        "reference": "المرجع",
        "reason": "السبب",
        "page": "صفحة",
        "of": "من",
    },
}

# Why a tax category bears no tax, with the words the law wants (directive 2006/112/EC, art. 226 no. 11 and 11a);
# K and G are for members of the EU alone. An empty sentence: the merchant's own reason says it all.
EXEMPTIONS: Final[dict[str, dict[TaxCategory, tuple[str, str]]]] = {
    "en": {
        TaxCategory.AE: ("Reverse charge", "The tax is accounted for by the customer."),
        TaxCategory.K: (
            "Intra-Community supply",
            "Exempt from VAT under article 138 of Directive 2006/112/EC.",
        ),
        TaxCategory.G: ("Export", "Exempt from VAT under article 146 of Directive 2006/112/EC."),
        TaxCategory.E: ("Tax exempt", ""),
        TaxCategory.Z: ("Zero-rated", ""),
        TaxCategory.O: ("Not subject to tax", ""),
    },
    "ar": {
        TaxCategory.AE: ("الاحتساب العكسي", "يتولى العميل احتساب الضريبة وسدادها."),
        TaxCategory.K: (
            "توريد داخل الاتحاد الأوروبي",
            "معفى من ضريبة القيمة المضافة بموجب المادة 138 من التوجيه \u20662006/112/EC\u2069.",
        ),
        TaxCategory.G: (
            "تصدير",
            "معفى من ضريبة القيمة المضافة بموجب المادة 146 من التوجيه \u20662006/112/EC\u2069.",
        ),
        TaxCategory.E: ("معفى من الضريبة", ""),
        TaxCategory.Z: ("خاضع للضريبة بنسبة صفر", ""),
        TaxCategory.O: ("غير خاضع للضريبة", ""),
    },
}

# What is usually charged on top, to choose from; the merchant may type anything else.
CHARGES: Final[tuple[dict[str, str], ...]] = (
    {"en": "Delivery", "ar": "توصيل"},
    {"en": "Service charge", "ar": "رسم خدمة"},
    {"en": "Packaging", "ar": "تغليف"},
)

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
