"""Column types that mean the same on SQLite (STRICT tables) and on PostgreSQL."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, DateTime, Dialect, LargeBinary, Numeric, String, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator, TypeEngine

# STRICT tables know INTEGER, REAL, TEXT and BLOB alone.
for _type, _name in {
    String: "TEXT", Text: "TEXT", JSON: "TEXT", Date: "TEXT",
    BigInteger: "INTEGER", Boolean: "INTEGER", LargeBinary: "BLOB",
}.items():  # fmt: skip
    compiles(_type, "sqlite")(lambda _element, _compiler, _name=_name, **_kw: _name)


class Exact(TypeDecorator[Decimal]):
    """A Decimal kept digit by digit: NUMERIC on PostgreSQL, text on SQLite, which would make it a float."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Numeric() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return format(value, "f")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC: TIMESTAMPTZ on PostgreSQL, fixed-width ISO text on SQLite so that it sorts as it passes."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=True) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if isinstance(value, datetime) else datetime.fromisoformat(value)
