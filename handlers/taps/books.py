"""Buttons of the catalogue and the address book."""

from dataclasses import dataclass

from bot.callbacks import Callback


@dataclass(frozen=True)
class ListBook(Callback, tag="bk"):
    """A page of the products or customers: below (`newer` 1: above) what was used at `at`; 0 is no bound."""

    book: str
    archived: int = 0
    at: int = 0
    key: int = 0
    newer: int = 0


@dataclass(frozen=True)
class OpenEntry(Callback, tag="be"):
    """One product or customer."""

    book: str
    entry_id: int


@dataclass(frozen=True)
class AskEntry(Callback, tag="ba"):
    """Ask for one field of it."""

    book: str
    entry_id: int
    field: str


@dataclass(frozen=True)
class SetEntry(Callback, tag="bs"):
    """A ready answer, as if it had been typed."""

    book: str
    entry_id: int
    field: str
    answer: str


@dataclass(frozen=True)
class ClearEntry(Callback, tag="bx"):
    """Nothing in this field."""

    book: str
    entry_id: int
    field: str


@dataclass(frozen=True)
class PickReading(Callback, tag="br"):
    """One of the readings of an unclear answer about a product or customer."""

    index: int


@dataclass(frozen=True)
class ArchiveEntry(Callback, tag="bz"):
    """Offer it nowhere any more (1), or again (0)."""

    book: str
    entry_id: int
    archived: int


@dataclass(frozen=True)
class UseEntry(Callback, tag="bu"):
    """An invoice for this customer, or with this product."""

    book: str
    entry_id: int


@dataclass(frozen=True)
class NewEntry(Callback, tag="bn"):
    """A new product or customer."""

    book: str


@dataclass(frozen=True)
class AskImport(Callback, tag="bi"):
    """How is a list imported?"""

    book: str


@dataclass(frozen=True)
class ExportBook(Callback, tag="bo"):
    """All of them as a file."""

    book: str


@dataclass(frozen=True)
class ConfirmImport(Callback, tag="bp"):
    """Yes, import what the preview showed."""

    batch_id: int


@dataclass(frozen=True)
class DropImport(Callback, tag="bq"):
    """No, import nothing of it."""

    batch_id: int


@dataclass(frozen=True)
class AskMerge(Callback, tag="ms"):
    """Are these two customers one? The first would stay; `at` says where it leads to afterwards."""

    stays: int
    goes: int
    at: int


@dataclass(frozen=True)
class MergeCustomers(Callback, tag="mg"):
    """Yes, merge them."""

    stays: int
    goes: int
    at: int


@dataclass(frozen=True)
class KeepApart(Callback, tag="mk"):
    """No, they are two."""

    stays: int
    goes: int
    at: int


@dataclass(frozen=True)
class ListDuplicates(Callback, tag="md"):
    """The customers who may be the same, from this pair on."""

    at: int = 0
