"""What stands at the head of the page: dates and references, and the two parties."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.rendering.lettering import lettered
from bot.rendering.reader import Label, Reader
from models.code import Kind
from models.countries import country
from models.document import InvoiceDocument, Party


class Fact(NamedTuple):
    """A label, what it labels, and what may stand below that in small letters."""

    label: Label
    value: str
    small: str = ""


@dataclass(frozen=True)
class PartyBlock:
    """Seller or buyer: the name, the same in the other script, then lines of address and contact."""

    label: Label
    name: str
    second_name: str
    details: tuple[str, ...]


def facts_of(document: InvoiceDocument, reader: Reader) -> Iterator[Fact]:
    """When it was issued, for what, and until when it is to be paid."""
    yield _issue_date(document, reader)
    if document.preceding:
        value, small = reader.code(document.preceding.number), reader.day(document.preceding.issue_date)
        yield Fact(reader.label("preceding"), value, small)
    if document.supply_date and document.supply_date != document.issue_date:
        yield _dated("supply_date", document.supply_date, document, reader)
    if not document.is_credit_note:
        yield _dated("due_date", document.due_date, document, reader)
    if document.order_reference:
        yield Fact(reader.label("order_reference"), reader.code(document.order_reference))


def party_of(label: str, party: Party, reader: Reader, *, names_country: bool = False) -> PartyBlock:
    """A party as its own lines say it; with its country where the other one is in another."""
    texts = {name: lettered(value, lines=True) for name, value in party.model_dump().items() if value}
    party = party.model_copy(update=texts)
    second = reader.text(party.second_name or "") if reader.second else ""
    home = country(party.country or "") if names_country else None
    details = _details(party, home.name(reader.language) if home else "", reader)
    return PartyBlock(reader.label(label), reader.text(party.name), second, tuple(details))


def are_abroad(document: InvoiceDocument) -> bool:
    """Whether the parties are in different countries."""
    return None not in {document.seller.country, document.buyer.country} and (
        document.seller.country != document.buyer.country
    )


def _dated(label: str, value: date, document: InvoiceDocument, reader: Reader) -> Fact:
    hijri = reader.hijri_day(value) if document.shows_hijri else ""
    return Fact(reader.label(label), reader.day(value), hijri)


def _issue_date(document: InvoiceDocument, reader: Reader) -> Fact:
    fact = _dated("issue_date", document.issue_date, document, reader)
    clock = _time_of_issue(document, reader)
    return fact._replace(value=reader.word("moment", day=fact.value, clock=clock)) if clock else fact


def _time_of_issue(document: InvoiceDocument, reader: Reader) -> str:
    """Of what is sold over the counter, and of what has a tax authority's code, which names it (KSA-25).

    By the clock of the seller's country, if it has only one.
    """
    home = country(document.seller.country or "")
    is_wanted = document.title == "simplified_tax_invoice" or (
        document.code and document.code.kind is Kind.ZATCA
    )
    if home is None or not is_wanted:
        return ""
    local = document.issued_at.astimezone(ZoneInfo(home.time_zone))
    is_sure = len(home.time_zones) == 1 and local.date() == document.issue_date
    return reader.clock(local.time()) if is_sure else ""


def _details(party: Party, home: str, reader: Reader) -> Iterator[str]:
    if party.legal_name and party.legal_name != party.name:
        yield reader.text(party.legal_name)
    if party.address:
        yield reader.text(party.address, lines=True)
    if home and home not in (party.address or ""):
        yield home
    if party.tax_number:
        yield reader.label("tax_number").before(reader.code(party.tax_number))
    if party.registration_number:
        yield reader.label("registration_number").before(reader.code(party.registration_number))
    if party.phone:
        yield reader.code(party.phone)
    if party.email:
        yield reader.code(party.email)
