"""Units of measure as people write them, per language."""

from typing import Final

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
