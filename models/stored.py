"""What most tables have in common: a row is known by a number the database gives it."""

from typing import Any, ClassVar

from sqlmodel import Field, SQLModel


class Stored(SQLModel):
    """A row with an id; None until it is stored. A table with `__table_args__` of its own is strict by itself."""

    __table_args__: ClassVar[dict[str, bool] | tuple[Any, ...]] = {"sqlite_strict": True}

    id: int | None = Field(default=None, primary_key=True)

    @property
    def key(self) -> int:
        """The id of a row that is stored. LookupError for one that is not."""
        if self.id is None:
            raise LookupError(f"this {type(self).__name__} is not stored yet")
        return self.id
