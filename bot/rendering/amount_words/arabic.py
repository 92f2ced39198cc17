"""Arabic tafqit: numbers as counted nouns, by the classical rules of العدد والمعدود, in the nominative.

One ريال واحد, two ريالان, 3 to 10 the plural with the number in the other gender, 11 to 99 the accusative singular,
hundreds, thousands and more the genitive singular, before which a dual loses its nūn (مائتا ريال, ألفا ريال). A
number that ends in 1 or 2 counts the noun twice: 101 is مائة ريال وريال واحد. Thousands and millions are nouns
counted in the same way.
"""

from typing import Final

from bot.rendering.amount_words.arabic_nouns import CURRENCIES, SCALES, Noun

_AND: Final = " و"  # written onto the next word
_ONES_MASCULINE: Final = (  # for masculine nouns: three to ten take the other gender
    "", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة",
)  # fmt: skip
_ONES_FEMININE: Final = (
    "", "إحدى", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر",
)  # fmt: skip
_TENS: Final = ("", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون")
_HUNDREDS: Final = (
    "", "مائة", "مائتان", "ثلاثمائة", "أربعمائة", "خمسمائة", "ستمائة", "سبعمائة", "ثمانمائة", "تسعمائة",
)  # fmt: skip


def in_arabic(major: int, minor: int, currency: str) -> str | None:
    """The amount between فقط and لا غير; None if the currency, or its minor unit, has no name here."""
    names = CURRENCIES.get(currency)
    if names is None or (minor and names.minor is None):
        return None
    said = [counted(major, names.major)] if major or not minor else []
    if minor and names.minor:
        said.append(counted(minor, names.minor))
    return f"فقط {_AND.join(said)} لا غير"


def counted(number: int, noun: Noun) -> str:
    """The number, 0 or more, and what it counts."""
    if number == 0:
        return f"صفر {noun.one}"
    if number == 1:
        return f"{noun.one} {'واحدة' if noun.feminine else 'واحد'}"
    if number == 2:
        return noun.two
    rest = number % 100
    if rest in {1, 2}:
        return f"{counted(number - rest, noun)}{_AND}{counted(rest, noun)}"
    return f"{_numeral(number, noun)} {noun.after(rest)}"


def _numeral(number: int, noun: Noun) -> str:
    """The number right before its noun: thousands and more, then the last three digits."""
    parts = []
    for scale, power in zip(SCALES, range(3 * len(SCALES), 0, -3), strict=True):
        count, below = number // 10**power % 1000, number % 10**power
        if count:
            parts.append(_of_scale(count, scale, bound=not below))
    if last := number % 1000:
        parts.append(_below_thousand(last, feminine=noun.feminine, bound=True))
    return _AND.join(parts)


def _of_scale(count: int, scale: Noun, *, bound: bool) -> str:
    """Thousands, millions ...: `bound` to the noun that follows, they lose nūn and tanwīn."""
    if count == 1:
        return scale.one
    if count == 2:
        return scale.two.removesuffix("ن") if bound else scale.two
    rest = count % 100
    if rest in {1, 2}:
        hundreds = _of_scale(count - rest, scale, bound=False)
        return f"{hundreds}{_AND}{_of_scale(rest, scale, bound=bound)}"
    form = scale.one if bound and rest > 10 else scale.after(rest)
    return f"{_below_thousand(count, feminine=False, bound=True)} {form}"


def _below_thousand(number: int, *, feminine: bool, bound: bool) -> str:
    hundreds, rest = divmod(number, 100)
    parts = []
    if hundreds:
        word = _HUNDREDS[hundreds]
        parts.append(word.removesuffix("ن") if bound and number == 200 else word)
    if rest:
        parts.append(_below_hundred(rest, feminine=feminine))
    return _AND.join(parts)


def _below_hundred(number: int, *, feminine: bool) -> str:
    ones = _ONES_FEMININE if feminine else _ONES_MASCULINE
    if number <= 10:
        return ones[number]
    tens, one = divmod(number, 10)
    if tens == 1:
        return f"{_in_teens(one, ones)} {'عشرة' if feminine else 'عشر'}"
    if not one:
        return _TENS[tens]
    word = "ثمانٍ" if feminine and one == 8 else ones[one]
    return f"{word}{_AND}{_TENS[tens]}"


def _in_teens(one: int, ones: tuple[str, ...]) -> str:
    """One and two of eleven and twelve, which are bound; the others stay."""
    if one == 1 and ones is _ONES_MASCULINE:
        return "أحد"
    return ones[one].removesuffix("ن") if one == 2 else ones[one]
