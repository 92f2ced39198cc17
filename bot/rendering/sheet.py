"""What stands on the page, ready to be arranged: every decision about the printed document is made by now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from bot.rendering import twins
from bot.rendering.amount_words import in_words
from bot.rendering.columns import Grid, grid_of, is_taxed
from bot.rendering.facts import Fact, PartyBlock, are_abroad, facts_of, party_of
from bot.rendering.lettering import lettered, may_overflow
from bot.rendering.placing import placed
from bot.rendering.reader import Label, Reader
from bot.rendering.remarks import Mark, Remark, mark_of, remarks_of
from bot.rendering.sums import Sum, converted_tax, sums_of
from models.document import InvoiceDocument, Party

_FOOT_LETTERS = 60


@dataclass(frozen=True)
class Sheet:
    """A whole invoice or credit note as strings that can stand on the page as they are."""

    language: str
    second_language: str  # "" on a document in one language
    reader: Reader
    title: Label
    number: str
    brand: str
    second_brand: str
    seller: PartyBlock
    buyer: PartyBlock
    facts: tuple[Fact, ...]
    grid: Grid
    hint: Label
    sums: tuple[Sum, ...]
    due_label: Label
    due: str
    due_size: float  # points
    converted_tax: Sum | None
    words: tuple[tuple[str, str], ...]  # language and the amount due in its words
    mark: Mark | None
    mark_under_sums: bool  # or beside them, below the remarks there
    foot: str
    disclaimer: str
    beside: tuple[Remark, ...]
    below: tuple[Remark, ...]
    author: str
    created: str  # W3C date and time, UTC

    @property
    def dates(self) -> tuple[tuple[Label, str], ...]:
        """The facts without their small letters."""
        return tuple((fact.label, fact.value) for fact in self.facts)

    @property
    def has_long_words(self) -> bool:
        """Whether a word may be wider than its place. Rare; the renderer is spared looking for them elsewhere."""
        return any(may_overflow(*place) for place in self._places())

    def _places(self) -> Iterator[tuple[str, float, float]]:
        """The texts people write, their size in points and the width of their place in mm (classic, modern)."""
        for item in self.grid.columns[0].cells:
            yield item, self.grid.size, self.grid.item_room
        for party in (self.seller, self.buyer):
            yield f"{party.name} {party.second_name}", 10.5, 58
            yield from ((text, 9, 58) for text in party.details)
        yield from ((fact.value, 9, 41) for fact in self.facts)
        yield from ((label, self.grid.size, 28 if self.second_language else 50) for label, _ in self.sums)
        yield self.number, 11, 69
        yield (
            f"{self.brand} {self.second_brand}",
            {"large": 21, "middle": 16, "small": 12}[self.brand_size],
            96,
        )
        yield from ((remark.text, 9, 74) for remark in (*self.beside, *self.below))

    @property
    def brand_size(self) -> str:
        """Which of three sizes the merchant's name is set in where there is no logo."""
        return "large" if len(self.author) <= 18 else "middle" if len(self.author) <= 36 else "small"


def sheet_of(document: InvoiceDocument, *, with_logo: bool) -> Sheet:
    """Arrange a document's words and figures; without a logo the merchant's name stands in its place."""
    reader = Reader.of(document)
    sums = sums_of(document, reader)
    due = reader.money(document.totals.payable_amount)
    words = tuple(_words(document, reader))
    mark = mark_of(document, reader)
    end = placed(
        remarks_of(document, reader), document.code if mark else None, sums=len(sums), words=len(words)
    )
    abroad = are_abroad(document)
    has_hint = document.prices_include_tax and is_taxed(document)
    return Sheet(
        language=document.language,
        second_language=reader.second.language if reader.second else "",
        reader=reader,
        title=reader.label(document.title),
        number=reader.code(document.number),
        brand=reader.text(document.seller.name),
        second_brand=reader.text(document.seller.second_name or "") if reader.second else "",
        seller=party_of("seller", _unrepeated(document.seller, with_logo), reader, names_country=abroad),
        buyer=party_of("buyer", document.buyer, reader, names_country=abroad),
        facts=tuple(facts_of(document, reader)),
        grid=grid_of(document, reader, [figure for _, figure in sums]),
        hint=reader.label("prices_include_tax") if has_hint else Label(""),
        sums=sums,
        due_label=reader.label("credited" if document.is_credit_note else "due"),
        due=due,
        due_size=14 if len(due) <= 20 else 11 if len(due) <= 26 else 9,
        converted_tax=converted_tax(document, reader),
        words=words,
        mark=mark,
        mark_under_sums=end.code_under_sums,
        foot=_foot(document, reader),
        disclaimer=twins.disclaimer(document, reader),
        beside=end.beside,
        below=end.below,
        author=lettered(document.seller.name),
        created=document.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _unrepeated(seller: Party, with_logo: bool) -> Party:
    """The seller under its legal name where the name itself stands at the top already."""
    if with_logo:
        return seller
    return seller.model_copy(update={"name": seller.legal_name or seller.name, "second_name": None})


def _words(document: InvoiceDocument, reader: Reader) -> Iterator[tuple[str, str]]:
    if not document.shows_words:
        return
    for each in reader.languages:
        if said := in_words(document.totals.payable_amount, document.currency, each.language):
            start, _, end = said.rpartition(" ")
            yield each.language, f"{start}\N{NO-BREAK SPACE}{end}"  # a last line of one word looks lost


def _foot(document: InvoiceDocument, reader: Reader) -> str:
    name = lettered(document.seller.name)
    short = name if len(name) <= _FOOT_LETTERS else f"{name[:_FOOT_LETTERS].rstrip()}…"
    return f"{reader.text(short)} · {reader.code(document.number)}"
