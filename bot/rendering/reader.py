"""How the reader of one document reads: language, digits, currency and direction, asked for every string."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time
from decimal import Decimal

from bot.rendering import formats
from bot.rendering.lettering import apart, isolated, left_to_right, lettered
from bot.rendering.words import LABELS
from models.document import InvoiceDocument


class Label(str):
    """Words of ours in the leading language; on a document in two languages they know themselves in the second."""

    __slots__ = ("second",)
    second: str

    def __new__(cls, first: str, second: str = "") -> "Label":
        """`second` is empty on a document in one language."""
        label = super().__new__(cls, first)
        label.second = second
        return label

    @property
    def both(self) -> str:
        """In both languages, one after the other: Issue date · تاريخ الإصدار."""
        return f"{self} · {apart(self.second)}" if self.is_double else str(self)

    @property
    def is_double(self) -> bool:
        """Whether the second language has a word of its own for it."""
        return self.second not in {"", self}

    def before(self, value: str, *, mark: str = "") -> str:
        """Label and value, on two lines if the label is in two languages: IBAN: DE89 3704 0044 0532 0130 00."""
        return f"{self.both}\n{value}" if self.is_double else f"{self}{mark} {value}"


@dataclass(frozen=True)
class Reader:
    """Gives strings that can stand on the page as they are; `second` reads the same in the second language."""

    language: str
    digits: str
    currency: str
    second: "Reader | None" = None

    @classmethod
    def of(cls, document: InvoiceDocument) -> "Reader":
        """The reader of a document."""
        first = cls(document.language, document.digits, document.currency)
        if document.second_language in {None, document.language}:
            return first
        return replace(first, second=replace(first, language=str(document.second_language)))

    @property
    def rtl(self) -> bool:
        """Whether the page runs right to left."""
        return self.language == "ar"

    @property
    def languages(self) -> tuple["Reader", ...]:
        """The reader in each language of the document, the leading one first."""
        return (self, self.second) if self.second else (self,)

    def both(self, say: Callable[["Reader"], str]) -> Label:
        """What `say` says, in each language of the document."""
        return Label(say(self), say(self.second) if self.second else "")

    def label(self, name: str) -> Label:
        """One of the document's own words, in each of its languages."""
        return self.both(lambda reader: reader.word(name))

    def word(self, label: str, **values: str) -> str:
        """One of the document's own words, its gaps filled with values isolated for direction."""
        isolates = {name: self._isolated_figure(value) for name, value in values.items()}
        return LABELS[self.language][label].format_map(isolates)

    def text(self, value: str, *, lines: bool = False) -> str:
        """Somebody's own text, in its own direction."""
        return isolated(lettered(value, lines=lines), rtl=self.rtl)

    def code(self, value: str) -> str:
        """A number, phone or address that reads left to right."""
        return left_to_right(lettered(value)) if self.rtl else lettered(value)

    def figure(self, value: Decimal) -> str:
        """An amount in a column: Latin digits; Arabic-Indic ones differ in width and would not line up."""
        return formats.amount(value, self.currency)

    def amount(self, value: Decimal) -> str:
        """An amount in a sentence."""
        return formats.amount(value, self.currency, self.language, self.digits)

    def money(self, value: Decimal) -> str:
        """An amount with its currency."""
        return formats.money(value, self.currency, self.language, self.digits)

    def percent(self, value: Decimal) -> str:
        """A rate in a sentence."""
        return formats.percent(value, self.language, self.digits)

    def day(self, value: date) -> str:
        """A date."""
        return formats.short_day(value, self.language, self.digits)

    def hijri_day(self, value: date) -> str:
        """The same by the Umm al-Qura calendar; empty where it is not made for."""
        return formats.hijri_day(value, self.language, self.digits) or ""

    def clock(self, value: time) -> str:
        """A time of day."""
        return formats.clock(value, self.language, self.digits)

    def _isolated_figure(self, value: str) -> str:
        """Latin figures keep their order (14%) in Arabic text; Arabic-Indic ones are at home there."""
        return left_to_right(value) if self.rtl and value.isascii() else value
