"""A file's rows against the book and against each other: what is new, what would change, what cannot be told apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.books.book import PRODUCTS, Book
from bot.books.fields import Columns
from bot.books.reading import Trouble
from models.errors import N_
from models.text import folded

_TWICE = N_("it is the same as row {other}, but says something else. Keep one of the two.")
_BETWEEN = N_("it belongs to “{first}” and to “{second}” at once. Correct its name, e-mail or phone.")
_SEVERAL = N_("several customers are called “{name}”. Add the e-mail or phone that says which one it is.")
_NO_PRICE = N_("“{name}” is new, so it needs a price.")
Sign = tuple[str, str]
"""What somebody is known by: ("name", folded), ("email", ...) or ("phone", ...)."""


@dataclass(frozen=True)
class Known:
    """An entry of the book as it is now."""

    id: int
    columns: Columns
    is_archived: bool = False


@dataclass(frozen=True)
class Change:
    """What a row would change of an entry."""

    known: Known
    columns: Columns

    @property
    def before(self) -> Columns:
        """The same columns as they are."""
        return {column: self.known.columns[column] for column in self.columns}


@dataclass
class Plan:
    """What importing would do."""

    new: list[Columns] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    same: int = 0  # rows that say nothing new
    troubles: list[Trouble] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)  # rows in trouble, and those that say the same

    @property
    def count(self) -> int:
        """How many entries importing would add or change."""
        return len(self.new) + len(self.changes)

    def refuse(self, trouble: Trouble, rows: Iterable[int]) -> None:
        """These rows stay out."""
        self.troubles.append(trouble)
        self.refused |= set(rows)


def planned(book: Book, rows: Mapping[int, Columns], known: Sequence[Known]) -> Plan:
    """The plan for these rows. Each of a million signs is looked up once: it takes as long as reading them."""
    plan = Plan()
    directory = _Directory(known)
    taken: dict[int, int] = {}  # the row that is about this entry
    kept, members = _each_once(rows, plan)
    for number, columns in kept.items():
        found = directory.find(number, columns)
        if isinstance(found, Trouble):
            plan.refuse(found, members[number])
        elif found is None:
            _add(book, columns, members[number], plan)
        elif taken.setdefault(found.id, number) != number:
            plan.refuse(Trouble(number, _TWICE, {"other": taken[found.id]}), members[number])
        else:
            _mend(found, columns, plan)
    plan.troubles.sort(key=lambda trouble: trouble.row)
    return plan


def signs_of(columns: Columns) -> Iterator[Sign]:
    """By what an entry is recognised; by its addresses first."""
    for column in ("email", "phone"):
        if columns.get(column):
            yield column, str(columns[column]).casefold()
    yield "name", columns["search_name"]


def _add(book: Book, columns: Columns, members: Sequence[int], plan: Plan) -> None:
    if book is PRODUCTS and "unit_price" not in columns:
        plan.refuse(Trouble(members[0], _NO_PRICE, {"name": columns["name"][:60]}), members)
    else:
        plan.new.append(columns)


def _mend(found: Known, columns: Columns, plan: Plan) -> None:
    """Only what is said and differs; another spelling of a name, or another name it is known by, is no change."""
    names = {found.columns["search_name"], *map(folded, found.columns["aliases"].splitlines())}
    named = {"name", "search_name"} if columns["search_name"] in names else set()
    changed = {
        column: value
        for column, value in columns.items()
        if column not in named and found.columns[column] != value
    }
    if changed or found.is_archived:
        plan.changes.append(Change(found, changed))
    else:
        plan.same += 1


def _each_once(
    rows: Mapping[int, Columns], plan: Plan
) -> tuple[Mapping[int, Columns], Mapping[int, Sequence[int]]]:
    """Rows about the same are one, if they agree: by the first one's number, with the numbers of all of them.

    The later one is in trouble otherwise.
    """
    met: dict[Sign, int] = {}
    kept: dict[int, Columns] = {}
    members: dict[int, list[int]] = {}
    for number, columns in rows.items():
        others = dict.fromkeys(met[sign] for sign in signs_of(columns) if sign in met)
        first = next(iter(others), number)
        if len(others) > 1 or (others and not _agree(kept[first], columns)):
            plan.refuse(Trouble(number, _TWICE, {"other": first}), [number])
            continue
        kept[first] = {**columns, **kept.get(first, {})}
        members.setdefault(first, []).append(number)
        plan.same += bool(others)
        met |= dict.fromkeys(signs_of(kept[first]), first)
    return kept, members


def _agree(one: Columns, other: Columns) -> bool:
    shared = (one.keys() & other.keys()) - {"name"}
    return all(one[column] == other[column] for column in shared)


class _Directory:
    """The book by its signs."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._by_sign: dict[Sign, list[Known]] = {}
        for entry in known:
            aliases = (("name", folded(alias)) for alias in entry.columns["aliases"].splitlines())
            for sign in dict.fromkeys((*signs_of(entry.columns), *aliases)):
                self._by_sign.setdefault(sign, []).append(entry)

    def find(self, number: int, columns: Columns) -> Known | Trouble | None:
        """The one entry a row is about; None: nobody yet."""
        *addresses, named = ({k.id: k for k in self._by_sign.get(sign, ())} for sign in signs_of(columns))
        reached = [entries for entries in addresses if entries]
        if not reached:
            return self._named(number, columns, list(named.values()))
        common = {key: known for key, known in reached[0].items() if all(key in other for other in reached)}
        if named.keys() & common.keys():
            common = {key: known for key, known in common.items() if key in named}
            named = common
        if len(common) == 1 and (not named or named is common):
            return next(iter(common.values()))
        between = [*common.values(), *named.values(), *(k for entries in reached for k in entries.values())]
        return Trouble(number, _BETWEEN, _names(list({known.id: known for known in between}.values())))

    @staticmethod
    def _named(number: int, columns: Columns, named: Sequence[Known]) -> Known | Trouble | None:
        if len(named) > 1:
            return Trouble(number, _SEVERAL, {"name": columns["name"][:60]})
        return named[0] if named else None


def _names(known: Sequence[Known]) -> dict[str, Any]:
    first, second = known[:2]
    return {"first": first.columns["name"][:60], "second": second.columns["name"][:60]}
