"""How the reader of one document reads: language, digits, currency and direction, asked for every string."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.rendering import formats
from bot.rendering.lettering import isolated, left_to_right, lettered
from bot.rendering.words import LABELS
from models.document import InvoiceDocument


@dataclass(frozen=True)
class Reader:
    """Gives strings that can stand on the page as they are."""

    language: str
    digits: str
    currency: str

    @classmethod
    def of(cls, document: InvoiceDocument) -> "Reader":
        """The reader of a document."""
        return cls(document.language, document.digits, document.currency)

    @property
    def rtl(self) -> bool:
        """Whether the page runs right to left."""
        return self.language == "ar"

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

    def _isolated_figure(self, value: str) -> str:
        """Latin figures keep their order (14%) in Arabic text; Arabic-Indic ones are at home there."""
        return left_to_right(value) if self.rtl and value.isascii() else value
