"""The sentences of the chat, in the reader's language."""

import gettext
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from markupsafe import Markup

from bot.direction import RLM, arranged, has_right_to_left, isolated
from bot.rendering.formats import in_digits

LANGUAGES = {"en": "English", "ar": "العربية"}
LOCALES = Path(__file__).parent / "locales"
_RTL = {"ar"}


def language_for(code: str | None) -> str:
    """Telegram's language_code to one of ours: Arabic, else English."""
    base = (code or "").split("-")[0].lower()
    return base if base in LANGUAGES else "en"


@cache
def _catalog(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    with (LOCALES / language / "LC_MESSAGES" / "bot.po").open("rb") as source:
        catalog = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Texts:
    """`t("Whole sentence with {gap}", gap=value)`: translated, its direction seen to, values escaped and isolated."""

    def __init__(self, language: str, digits: str) -> None:
        self.language = language
        self.digits = digits if self.language in _RTL else "latn"
        self._catalog = _catalog(language)
        self._is_rtl = language in _RTL

    def __call__(self, message: str, /, **values: Any) -> str:
        """The sentence as Telegram HTML; a `Markup` value goes in as it is, a whole number in the reader's digits."""
        return _filled(self._said(message), {name: self._safe(value) for name, value in values.items()})

    def plural(self, one: str, many: str, count: int, /, **values: Any) -> str:
        """The sentence for `count`, which fills the gap {n}."""
        sentence = self._directed(self._catalog.ngettext(one, many, count))
        return _filled(sentence, {name: self._safe(value) for name, value in {"n": count, **values}.items()})

    def plain(self, message: str, /, **values: Any) -> str:
        """The same without HTML: alerts and buttons."""
        return _filled(
            self._said(message), {name: self.isolated(self._text(value)) for name, value in values.items()}
        )

    def code(self, example: str) -> Markup:
        """Something to type, which a tap copies; as it is, so translate it first where it has words."""
        return Markup(self.isolated(str(Markup("<code>{}</code>").format(example))))  # noqa: S704 - escaped

    def beside(self, *values: str) -> str:
        """Values in a row, in the reader's direction: a · b · c."""
        return (RLM if self._is_rtl else "") + " · ".join(self.isolated(value) for value in values)

    def isolated(self, value: str) -> str:
        """The value in FSI ... PDI where its direction could differ from the sentence's."""
        return isolated(value) if self._is_rtl or has_right_to_left(value) else value

    def _said(self, message: str) -> str:
        return self._directed(self._catalog.gettext(message))

    def _directed(self, sentence: str) -> str:
        return arranged(sentence) if self._is_rtl else sentence

    def _safe(self, value: Any) -> str:
        if isinstance(value, Markup):
            return str(value)
        return self.isolated(escape(self._text(value), quote=False))

    def _text(self, value: Any) -> str:
        """Whole numbers are counts, in the reader's digits; texts are somebody's own or formatted already."""
        return in_digits(str(value), self.language, self.digits) if type(value) is int else str(value)


def _filled(sentence: str, values: dict[str, str]) -> str:
    return sentence.format_map(values) if values else sentence


@cache
def texts(language: str, digits: str = "latn") -> Texts:
    """The sentences in `language`, shared; `digits` as the merchant likes them in Arabic ("latn", "arab")."""
    return Texts(language, digits)
