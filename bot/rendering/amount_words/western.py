"""Amounts in English, French, German, Spanish and Portuguese: numbers by num2words, nouns and their grammar ours.

num2words' own currencies are not used: few are there (no Egyptian pound, no dinar in English), a dinar has a
hundred fils, and some are wrong: "un million euros", "dois libras", "un livre". Two of its numbers are mended too:
"einhunderteinstausend" and "veintiuno mil".
"""

import re
from collections.abc import Callable
from typing import Final

from bot.rendering.amount_words.western_nouns import CURRENCIES, Noun

_AND: Final = {"en": " and ", "fr": " et ", "de": " und ", "es": " con ", "pt": " e "}
LANGUAGES: Final = frozenset(_AND)
_MILLIONS = re.compile(r".*(?:ill[oó]n(?:es)?|ilh(?:ão|ões)|ili(?:ão|ões))\b")
_FEMININE: Final = {
    "es": (("cientos", "cientas"), ("quinientos", "quinientas"), ("veintiún", "veintiuna"), (r"\bun\b", "una")),
    "pt": (("entos", "entas"), (r"\bum\b", "uma"), (r"\bdois\b", "duas")),
    "fr": ((r"\bun$", "une"),),
}  # fmt: skip


def in_western(major: int, minor: int, currency: str, language: str) -> str | None:
    """The amount as a phrase that begins with a capital; None if the currency has no name in the language."""
    names = CURRENCIES[language].get(currency)
    if names is None or (minor and names.minor is None):
        return None
    voice = "pt_BR" if (language, currency) == ("pt", "BRL") else language  # bilhões, not mil milhões
    said = [_counted(major, names.major, language, voice)] if major or not minor else []
    if minor and names.minor:
        said.append(_counted(minor, names.minor, language, voice))
    phrase = _AND[language].join(said)
    return phrase[0].upper() + phrase[1:] + (" only" if language == "en" else "")


def _counted(number: int, noun: Noun, language: str, voice: str) -> str:
    from num2words import num2words  # only now: it knows fifty languages, 3 MB of them

    cardinal = _MENDED.get(language, str)(str(num2words(number, lang=voice)))
    if noun.feminine:
        cardinal = _feminine(cardinal, language)
    name = noun.one if number == 1 or (number == 0 and language == "fr") else noun.many
    return f"{cardinal}{_link(number, name, language)}{name}"


def _feminine(cardinal: str, language: str) -> str:
    """What stands below the millions agrees with the noun; they are nouns of their own."""
    millions = _MILLIONS.match(cardinal)
    below = cardinal[millions.end() :] if millions else cardinal
    for masculine, feminine in _FEMININE[language]:
        below = re.sub(masculine, feminine, below)
    return f"{millions[0] if millions else ''}{below}"


def _link(number: int, name: str, language: str) -> str:
    """Round millions are followed by "of": un million d'euros, um milhão de reais."""
    if language not in {"fr", "es", "pt"} or not number or number % 1_000_000:
        return " "
    return " d'" if language == "fr" and name[0] in "aeiou" else " de "


def _german(cardinal: str) -> str:
    """Eins stands alone; before thousands and nouns it is ein."""
    return re.sub("eins(?=tausend|$)", "ein", cardinal)


def _spanish(cardinal: str) -> str:
    """Before nouns, and mil and millones are some, uno is un."""
    return re.sub(r"\buno\b", "un", cardinal.replace("veintiuno", "veintiún"))


_MENDED: Final[dict[str, Callable[[str], str]]] = {"de": _german, "es": _spanish}
