"""The names of currencies in Arabic, in the four forms counting needs."""

from typing import Final, NamedTuple


class Noun(NamedTuple):
    """What is counted: one ريال, two ريالان, few ريالات, many ريالاً."""

    one: str
    two: str
    few: str
    many: str
    feminine: bool = False

    def after(self, rest: int) -> str:
        """The form after a number whose last two digits are `rest`, neither 1 nor 2."""
        return self.few if 3 <= rest <= 10 else self.many if rest > 10 else self.one


class Names(NamedTuple):
    """A currency and its minor unit, None where ISO 4217's decimals are no coin of its own."""

    major: Noun
    minor: Noun | None = None


_RIYAL = Noun("ريال", "ريالان", "ريالات", "ريالاً")
_POUND = Noun("جنيه", "جنيهان", "جنيهات", "جنيهاً")
_STERLING = Noun("جنيه إسترليني", "جنيهان إسترلينيان", "جنيهات إسترلينية", "جنيهاً إسترلينياً")
_DIRHAM = Noun("درهم", "درهمان", "دراهم", "درهماً")
_DINAR = Noun("دينار", "ديناران", "دنانير", "ديناراً")
_LIRA = Noun("ليرة", "ليرتان", "ليرات", "ليرة", feminine=True)
_TURKISH_LIRA = Noun("ليرة تركية", "ليرتان تركيتان", "ليرات تركية", "ليرة تركية", feminine=True)
_OUGUIYA = Noun("أوقية", "أوقيتان", "أوقيات", "أوقية", feminine=True)
_FRANC = Noun("فرنك", "فرنكان", "فرنكات", "فرنكاً")
_SWISS_FRANC = Noun("فرنك سويسري", "فرنكان سويسريان", "فرنكات سويسرية", "فرنكاً سويسرياً")
_SHILLING = Noun("شلن", "شلنان", "شلنات", "شلناً")
_DOLLAR = Noun("دولار", "دولاران", "دولارات", "دولاراً")
_SHEKEL = Noun("شيكل", "شيكلان", "شواكل", "شيكلاً")
_EURO = Noun("يورو", "يوروان", "يورو", "يورو")

_HALALA = Noun("هللة", "هللتان", "هللات", "هللة", feminine=True)
_PIASTRE = Noun("قرش", "قرشان", "قروش", "قرشاً")
_FILS = Noun("فلس", "فلسان", "فلوس", "فلساً")
_BAISA = Noun("بيسة", "بيستان", "بيسات", "بيسة", feminine=True)
_MILLIME = Noun("مليم", "مليمان", "مليمات", "مليماً")
_CENTIME = Noun("سنتيم", "سنتيمان", "سنتيمات", "سنتيماً")
_CENT = Noun("سنت", "سنتان", "سنتات", "سنتاً")
_AGORA = Noun("أغورة", "أغورتان", "أغورات", "أغورة", feminine=True)
_PENNY = Noun("بنس", "بنسان", "بنسات", "بنساً")

CURRENCIES: Final[dict[str, Names]] = {
    "AED": Names(_DIRHAM, _FILS),
    "BHD": Names(_DINAR, _FILS),
    "DJF": Names(_FRANC),
    "DZD": Names(_DINAR, _CENTIME),
    "EGP": Names(_POUND, _PIASTRE),
    "ILS": Names(_SHEKEL, _AGORA),  # what Palestine pays in
    "IQD": Names(_DINAR, _FILS),
    "JOD": Names(_DINAR, _FILS),
    "KMF": Names(_FRANC),
    "KWD": Names(_DINAR, _FILS),
    "LBP": Names(_LIRA, _PIASTRE),
    "LYD": Names(_DINAR, _DIRHAM),
    "MAD": Names(_DIRHAM, _CENTIME),
    "MRU": Names(_OUGUIYA),  # five khoums each: hundredths have no name
    "OMR": Names(_RIYAL, _BAISA),
    "QAR": Names(_RIYAL, _DIRHAM),
    "SAR": Names(_RIYAL, _HALALA),
    "SDG": Names(_POUND, _PIASTRE),
    "SOS": Names(_SHILLING, _CENT),
    "SYP": Names(_LIRA, _PIASTRE),
    "TND": Names(_DINAR, _MILLIME),
    "YER": Names(_RIYAL, _FILS),
    "CHF": Names(_SWISS_FRANC, _CENTIME),
    "EUR": Names(_EURO, _CENT),
    "GBP": Names(_STERLING, _PENNY),
    "TRY": Names(_TURKISH_LIRA, _PIASTRE),
    "USD": Names(_DOLLAR, _CENT),
}

# 10^15 down to 10^3: all masculine, counted like any noun.
SCALES: Final = (
    Noun("كوادريليون", "كوادريليونان", "كوادريليونات", "كوادريليوناً"),
    Noun("تريليون", "تريليونان", "تريليونات", "تريليوناً"),
    Noun("مليار", "ملياران", "مليارات", "ملياراً"),
    Noun("مليون", "مليونان", "ملايين", "مليوناً"),
    Noun("ألف", "ألفان", "آلاف", "ألفاً"),
)
