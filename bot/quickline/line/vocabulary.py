"""The words that say something about the whole invoice, in the form `folded` gives them."""

import re
from collections.abc import Iterable
from typing import Final

from bot.quickline.words import latin
from models.text import folded


def _phrases(text: str) -> frozenset[str]:
    return frozenset(folded(phrase) for phrase in text.split("|"))


_ARABIC: Final = re.compile("[\u0621-\u064a]")
TRIGGERS: Final = _phrases("invoice|bill|new invoice|new bill|فاتورة|فاتورة جديدة")
FOR: Final = _phrases("for|to|إلى|الى|لـ|ل")
NOTES: Final = "note|notes|ملاحظة|ملاحظه|ملاحظات"

DUE: Final = _phrases("due|payable|يستحق|تستحق|استحقاق|الاستحقاق|تاريخ الاستحقاق")
NET: Final = _phrases("net|نت|صافي")
BY: Final = _phrases("by|before|قبل|بحلول")
_TAX: Final = "ضريبة القيمة المضافة|ضريبة قيمة مضافة|القيمة المضافة|ضريبة|الضريبة|ض.ق.م|sales tax|vat|tax|gst"
TAX: Final = _phrases(_TAX)
TAX_PATTERN: Final = _TAX.replace(".", r"\.")
NO_TAX: Final = _phrases(
    "no tax|no vat|no gst|without tax|without vat|tax free|vat free|tax-free|vat-free|untaxed|"
    "بدون ضريبة|بدون الضريبة|بلا ضريبة|من غير ضريبة|دون ضريبة|لا ضريبة"
)
INCLUDED: Final = _phrases("incl|incl.|inclusive|شامل|شاملة") | {
    folded(f"{before}{tax}{after}")
    for tax in _TAX.split("|")
    for before, after in [
        ("incl ", ""), ("incl. ", ""), ("including ", ""), ("inclusive of ", ""), ("with ", ""), ("inc ", ""),
        ("", " incl"), ("", " incl."), ("", " included"), ("", " inclusive"), ("شامل ", ""), ("شاملة ", ""),
        ("مع ", ""), ("بعد ", ""), ("متضمن ", ""),
    ]
}  # fmt: skip
EXCLUDED: Final = _phrases("excl|excl.|exclusive|غير شامل|غير شاملة") | {
    folded(f"{before}{tax}{after}")
    for tax in _TAX.split("|")
    for before, after in [
        ("excl ", ""), ("excl. ", ""), ("excluding ", ""), ("exclusive of ", ""), ("plus ", ""), ("+ ", ""),
        ("+", ""), ("before ", ""), ("", " excl"), ("", " excl."), ("", " excluded"), ("", " exclusive"),
        ("غير شامل ", ""), ("غير شاملة ", ""), ("قبل ", ""),
    ]
}  # fmt: skip
DISCOUNT: Final = _phrases("discount|less|خصم|الخصم|تخفيض")
PREPAID: Final = _phrases(
    "paid|prepaid|deposit|down payment|advance|advance payment|already paid|"
    "عربون|مدفوع|مقدم|دفعة مقدمة|دفعة أولى|دفع|مسدد"
)
CHARGES: Final = _phrases(
    "shipping|delivery|freight|postage|courier|packing|handling|shipping fee|delivery fee|delivery charge|"
    "service charge|service fee|شحن|الشحن|توصيل|التوصيل|توصيلة|تغليف|رسوم خدمة|رسوم الخدمة|رسوم شحن|رسوم الشحن|"
    "رسوم توصيل|رسوم التوصيل|مصاريف شحن|مصاريف الشحن|مصاريف توصيل|أجرة توصيل"
)
SERVICE: Final = _phrases("service|خدمة|الخدمة")  # a charge only as a percentage: service 500 is an item
IN: Final = _phrases("in|بعملة|العملة|currency")
OFF: Final = "off|discount|خصم|تخفيض"  # 10% off

WORDS: Final = DUE | NET | BY | TAX | NO_TAX | INCLUDED | EXCLUDED | DISCOUNT | PREPAID | CHARGES | SERVICE
FIRST_WORDS: Final = frozenset(phrase.split()[0] for phrase in WORDS | IN | FOR)
LONGEST: Final = 8  # words of one of them: due on the end of the next month


def keys_of(words: Iterable[str]) -> list[str]:
    """Each word in the form these are in."""
    return [folded(latin(word)).strip("،,;").rstrip(".:=") or word for word in words]


def is_arabic(text: str) -> bool:
    """Whether there is an Arabic letter in it."""
    return _ARABIC.search(text) is not None
