"""The currency beside a number: the merchant's own is welcome, another one is not, £ is asked about."""

from typing import Final

from bot.quickline.answers import refusal

_DOLLARS: Final = "USD AUD CAD HKD NZD SGD"
_POUNDS: Final = "GBP EGP LBP SDG SYP"
_RIYALS: Final = "SAR QAR OMR YER"
_DIRHAMS: Final = "AED MAD"
_DINARS: Final = "KWD BHD DZD IQD JOD LYD TND"
_LIRAS: Final = "TRY LBP SYP"

_KNOWN: Final = f"{_DOLLARS} {_POUNDS} {_RIYALS} {_DIRHAMS} {_DINARS} EUR JPY CNY INR CHF"  # no English words

# What may stand on either side of the number, and what stands after it only: "pound cake 30" is a cake.
SIGNS: Final = {
    "$": _DOLLARS, "€": "EUR", "£": _POUNDS, "¥": "JPY CNY", "₹": "INR", "₺": "TRY", "﷼": _RIYALS, "\u20c1": "SAR",
}  # fmt: skip
_SHORT: Final = {
    "le": "EGP", "l.e": "EGP", "egp£": "EGP", "sr": "SAR", "dh": _DIRHAMS, "dhs": "AED", "kd": "KWD", "jd": "JOD",
    "د.إ": "AED", "د.ب": "BHD", "د.ج": "DZD", "ج.م": "EGP", "د.ع": "IQD", "د.أ": "JOD", "د.ك": "KWD",
    "ل.ل": "LBP", "د.ل": "LYD", "د.م": "MAD", "ر.ع": "OMR", "ر.ق": "QAR", "ر.س": "SAR", "ج.س": "SDG",
    "ل.س": "SYP", "د.ت": "TND", "ر.ي": "YER",
    **{code.lower(): code for code in _KNOWN.split()},
}  # fmt: skip
_WORDS: Final = {
    word: codes
    for words, codes in {
        "dollar dollars دولار دولارات": _DOLLARS,
        "euro euros يورو": "EUR",
        "pound pounds جنيه جنيها جنيهًا جنيهات ج": _POUNDS,
        "riyal riyals rial rials ريال ريالا ريالًا ريالات": _RIYALS,
        "dirham dirhams درهم درهما درهمًا دراهم": _DIRHAMS,
        "dinar dinars دينار دينارا دينارًا دنانير": _DINARS,
        "lira liras ليرة ليره ليرات": _LIRAS,
    }.items()
    for word in words.split()
}
_AMBIGUOUS: Final = {"£": "GBP"}  # whose sign it is first


def codes_of(typed: str, *, before: bool = False) -> frozenset[str]:
    """The ISO 4217 codes that a sign, a code or a word beside a number can mean; none if it is no currency."""
    word = typed.casefold().strip(".")
    codes = SIGNS.get(word) or _SHORT.get(word) or ("" if before else _WORDS.get(word, ""))
    return frozenset(codes.split())


def is_currency(typed: str, own: str, *, before: bool = False) -> bool:
    """Whether it is one, `own` (the merchant's) included; `before`: as it stands before the number."""
    return typed.casefold() == own.casefold() or bool(codes_of(typed, before=before))


def is_doubtful(typed: str, own: str) -> bool:
    """Whether the merchant's own currency is meant (False), or is it doubtful. Raises E_CURRENCY_MIX for another."""
    if typed.casefold() == own.casefold():
        return False
    if own not in codes_of(typed):
        raise refusal("E_CURRENCY_MIX", typed, currency=own)
    return _AMBIGUOUS.get(typed, own) != own
