"""What is open beside an invoice while somebody looks through a book."""

from typing import Any

from bot.books.book import BOOKS, PRODUCTS, Book
from bot.screens import Screen
from bot.turn import Turn

STEP = "book."
LIST, FIELD, NEW = f"{STEP}list", f"{STEP}field", f"{STEP}new"


def book_named(key: str) -> Book:
    """The book of a button; the catalogue for one of another version."""
    return BOOKS.get(key, PRODUCTS)


def is_open(turn: Turn) -> bool:
    """Whether a list, an entry or a question of a book is."""
    return (turn.draft.step or "").startswith(STEP)


def open_beside(turn: Turn, step: str, screen: Screen, **scratch: Any) -> None:
    """Open a list, an entry or a question; an invoice that was put aside can still be brought back afterwards."""
    before = turn.draft.scratch
    set_aside = before.get("set_aside") or before.get("waiting", {}).get("scratch", {}).get("set_aside")
    turn.ask(step, screen, **scratch, **({"set_aside": set_aside} if set_aside else {}))
