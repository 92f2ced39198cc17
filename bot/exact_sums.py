"""Sums of money in SQL that are exact on both databases, however large.

PostgreSQL adds up NUMERIC. SQLite keeps money as text and would add it up as floats: there a sum is the list of its
amounts, added up by us, and `exact_sign`, which every connection of ours knows, compares such lists.
"""

from decimal import Decimal
from functools import reduce
from typing import Any

from sqlalchemy import Dialect, Integer, Numeric, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeDecorator, TypeEngine

from models.money import EXACT


class _Sum(TypeDecorator[Decimal]):
    """The amounts of a sum on their way to Python; none are 0."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Numeric() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        raise TypeError("sums are read, not written")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal:
        return added(value) if isinstance(value, str) else value or Decimal(0)


class exact_sum(GenericFunction[Decimal]):
    """The sum of a column of type `models.columns.Exact`."""

    type = _Sum()
    inherit_cache = True


@compiles(exact_sum, "postgresql")
def _sum(element: Any, compiler: Any, **options: Any) -> str:
    return f"sum({compiler.process(element.clauses, **options)})"


@compiles(exact_sum, "sqlite")
def _list(element: Any, compiler: Any, **options: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **options)})"


class exact_sign(GenericFunction[int]):
    """Whether the first amount or sum less all others is above, at or below 0: 1, 0 or -1."""

    type = Integer()
    inherit_cache = True


@compiles(exact_sign, "postgresql")
def _sign(element: Any, compiler: Any, **options: Any) -> str:
    terms = [f"coalesce({compiler.process(term, **options)}, 0)" for term in element.clauses]
    return f"sign({' - '.join(terms)})"


def sign(first: str | None, *others: str | None) -> int:
    """`exact_sign` for SQLite, of amounts joined by commas; None is 0."""
    left = added(first)
    for other in others:
        if other is not None:
            left = EXACT.subtract(left, added(other))
    return (left > 0) - (left < 0)


def added(amounts: str | None) -> Decimal:
    """The sum of amounts joined by commas; 0 of None."""
    if amounts is None:
        return Decimal(0)
    return reduce(EXACT.add, map(Decimal, amounts.split(",")))
