"""One form for what is typed in many, and the units people write beside a quantity."""

import re
from typing import Final

_FIRST_ARABIC: Final = "\u0600"  # m² is no ASCII either
_DIGIT: Final = re.compile(r"(?![0-9])\d")
_SIGNS: Final = str.maketrans(
    {"٪": "%", "،": ",", "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "’": "'"}
)

# Rec 20 codes by what is written; the first word of each language is the one choices are written with.
_WRITTEN: Final = {
    "H87": "pc pcs piece pieces قطعة قطع قطعه حبة حبات",
    "MIN": "min mins minute minutes دقيقة دقائق دقيقه",
    "HUR": "h hr hrs hour hours ساعة ساعات ساعه",
    "DAY": "day days يوم أيام ايام",
    "WEE": "week weeks أسبوع أسابيع اسبوع اسابيع",
    "MON": "month months شهر أشهر شهور اشهر",
    "ANN": "year years سنة سنوات سنه سنين",
    "GRM": "g gr gram grams جرام جم غرام جرامات",
    "KGM": "kg kgs kilo kilos كيلو كجم كيلوجرام كغ كغم",
    "TNE": "ton tons tonne tonnes طن أطنان اطنان",
    "MLT": "ml مل",
    "LTR": "l ltr liter liters litre litres لتر لترات ليتر",
    "CMT": "cm سم",
    "MTR": "m meter meters metre metres متر أمتار امتار",
    "KMT": "km كم",
    "MTK": "m² m2 sqm م²",
    "MTQ": "m³ m3 cbm م³",
    "KWH": "kwh",
    "XBX": "box boxes صندوق صناديق علبة علب",
    "SET": "set sets طقم أطقم",
}
UNITS: Final = {word: code for code, words in _WRITTEN.items() for word in words.split()}
PACK_UNITS: Final = frozenset({"GRM", "KGM", "MLT", "LTR", "CMT", "MTR"})  # of names such as Water 1.5L


def latin(text: str) -> str:
    """The same text, character by character, with 0-9 for the digits of any script."""
    return text if text.isascii() else _DIGIT.sub(lambda digit: str(int(digit[0])), text)


def plain(text: str) -> str:
    """`latin`, with one form of each sign: % - ' and the comma."""
    return text if text.isascii() else latin(text).translate(_SIGNS)


def unit_word(unit_code: str, language: str) -> str:
    """How people write the unit; the first Arabic word in Arabic."""
    words = _WRITTEN[unit_code].split()
    arabic = (word for word in words if language[:2] == "ar" and word[0] >= _FIRST_ARABIC)
    return next(arabic, words[0])
