"""Values that never change once made, and the decimals they are made of."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict


class Frozen(BaseModel):
    """An immutable value; decimals travel as text in its JSON and come back with the same digits."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _no_float(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        # pydantic reports a ValueError among its own; a TypeError would fall through it
        raise ValueError(f"a {type(value).__name__} is not an exact number; write it as text")  # noqa: TRY004
    return value


ExactDecimal = Annotated[Decimal, BeforeValidator(_no_float)]
"""A finite Decimal given as text, int or Decimal. A float, which may have lost digits, is refused."""
