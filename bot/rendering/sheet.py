"""What stands on the page, ready to be arranged: every decision about the printed invoice is made by now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC

from bot.rendering.columns import Grid, grid_of, is_taxed
from bot.rendering.lettering import lettered, may_overflow
from bot.rendering.reader import Reader
from bot.rendering.sums import Sum, sums_of
from models.document import InvoiceDocument, Party

_FOOT_LETTERS = 60
_BESIDE_LINES, _BESIDE_LETTERS = 16, 44  # room beside the sums, and how much fills a line there


@dataclass(frozen=True)
class PartyBlock:
    """Seller or buyer: the name, then lines of address and contact."""

    label: str
    name: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class Remark:
    """A headed text below the sums, or beside them."""

    label: str
    text: str


@dataclass(frozen=True)
class Sheet:
    """A whole invoice as strings that can stand on the page as they are."""

    language: str
    reader: Reader
    title: str
    number: str
    brand: str
    seller: PartyBlock
    buyer: PartyBlock
    dates: tuple[Sum, ...]
    grid: Grid
    hint: str
    sums: tuple[Sum, ...]
    due: str
    due_size: float  # points
    foot: str
    disclaimer: str
    beside: tuple[Remark, ...]
    below: tuple[Remark, ...]
    author: str
    created: str  # W3C date and time, UTC

    @property
    def has_long_words(self) -> bool:
        """Whether a word may be wider than its place. Rare; the renderer is spared looking for them elsewhere."""
        return any(may_overflow(*place) for place in self._places())

    def _places(self) -> Iterator[tuple[str, float, float]]:
        """The texts people write, with their size in points and the width of their place in mm (invoice.css)."""
        for item in self.grid.columns[0].cells:
            yield item, self.grid.size, self.grid.item_room
        for party in (self.seller, self.buyer):
            yield party.name, 10.5, 58
            yield from ((text, 9, 58) for text in party.details)
        yield self.number, 11, 69
        yield self.brand, {"large": 21, "middle": 16, "small": 12}[self.brand_size], 96
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
    remarks = tuple(_remarks(document, reader))
    beside = tuple(_beside(remarks))
    return Sheet(
        language=document.language,
        reader=reader,
        title=reader.word(document.title),
        number=reader.code(document.number),
        brand=reader.text(document.seller.name),
        seller=_party("seller", _unrepeated(document.seller, with_logo), reader),
        buyer=_party("buyer", document.buyer, reader),
        dates=_dates(document, reader),
        grid=grid_of(document, reader, [figure for _, figure in sums]),
        hint=reader.word("prices_include_tax") if document.prices_include_tax and is_taxed(document) else "",
        sums=sums,
        due=due,
        due_size=14 if len(due) <= 20 else 11 if len(due) <= 26 else 9,
        foot=_foot(document, reader),
        disclaimer=reader.text(document.disclaimer or "", lines=True),
        beside=beside,
        below=tuple(remark for remark in remarks if remark not in beside),
        author=lettered(document.seller.name),
        created=document.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _dates(document: InvoiceDocument, reader: Reader) -> tuple[Sum, ...]:
    return (
        (reader.word("issue_date"), reader.day(document.issue_date)),
        (reader.word("due_date"), reader.day(document.due_date)),
    )


def _party(label: str, party: Party, reader: Reader) -> PartyBlock:
    texts = {name: lettered(value, lines=True) for name, value in party.model_dump().items() if value}
    party = party.model_copy(update=texts)
    return PartyBlock(reader.word(label), reader.text(party.name), tuple(_details(party, reader)))


def _unrepeated(seller: Party, with_logo: bool) -> Party:
    """The seller under its legal name where the name itself stands at the top already."""
    return seller if with_logo else seller.model_copy(update={"name": seller.legal_name or seller.name})


def _foot(document: InvoiceDocument, reader: Reader) -> str:
    name = lettered(document.seller.name)
    short = name if len(name) <= _FOOT_LETTERS else f"{name[:_FOOT_LETTERS].rstrip()}…"
    return f"{reader.text(short)} · {reader.code(document.number)}"


def _details(party: Party, reader: Reader) -> Iterator[str]:
    if party.legal_name and party.legal_name != party.name:
        yield reader.text(party.legal_name)
    if party.address:
        yield reader.text(party.address, lines=True)
    if party.tax_number:
        yield f"{reader.word('tax_number')} {reader.code(party.tax_number)}"
    if party.phone:
        yield reader.code(party.phone)
    if party.email:
        yield reader.code(party.email)


def _remarks(document: InvoiceDocument, reader: Reader) -> Iterator[Remark]:
    for label in ("bank_details", "payment_terms", "note"):
        if text := reader.text(getattr(document, label) or "", lines=True):
            yield Remark(reader.word(label), text)


def _beside(remarks: Iterable[Remark]) -> Iterator[Remark]:
    """Those that fit beside the sums without making the block they form too tall to keep on one page."""
    room = _BESIDE_LINES
    for remark in remarks:
        room -= 2 + sum(1 + len(line) // _BESIDE_LETTERS for line in remark.text.split("\n"))
        if room >= 0:
            yield remark
