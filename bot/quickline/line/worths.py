"""How much: a percentage, or an amount in the currency of the invoice."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bot.quickline.answers import UnclearError, UnreadableError, refusal
from bot.quickline.charges import parse_amount
from bot.quickline.line.currency import which_currency
from bot.quickline.line.values import Context
from bot.quickline.numbers import parse_percent
from models.allowance_charge import AllowanceCharge

PERCENT: Final = r"(?P<percent>\d[\d.,٫]{0,11})\s?%"
MONEY: Final = r"(?P<money>(?:[^\d\s.,+-]{1,7}\.?\s?)?[.,٫]?\d[\d.,٫٬' ]{0,24}[kK]?(?:\s?[^\d\s%]{1,8})?)"


def worth_of(found: re.Match[str], code: str, context: Context, currency: str) -> AllowanceCharge | None:
    """What a match of PERCENT or MONEY says; None if what looks like an amount is none.

    Raises what `parse_amount` does, the choices of a question being the whole match; `code` refuses what is no
    percentage.
    """
    said = found.groupdict()
    try:
        if said.get("percent"):
            return AllowanceCharge(percent=parse_percent(said["percent"]))
        return AllowanceCharge(amount=parse_amount(said["money"], currency, context.language))
    except UnreadableError as refused:
        if refused.code == "E_BAD_NUMBER":
            return None
        raise refusal(code, found[0]) if refused.code == "E_PERCENT_RANGE" else refused from None
    except UnclearError as unclear:
        if unclear.code == "A_CURRENCY":
            raise which_currency(str(unclear.values["text"]), found[0], currency) from None
        named = "" if currency == context.currency else f" {currency}"
        choices = tuple(found[0].replace(said["money"], f"{choice}{named}") for choice in unclear.choices)
        raise UnclearError(unclear.code, unclear.message, choices, **unclear.values) from None


@contextmanager
def saying(before: str, after: str = "") -> Iterator[None]:
    """A question within has its choices told with what stands around them: due 15/12, not 15/12."""
    try:
        yield
    except UnclearError as unclear:
        choices = tuple(f"{before}{choice}{after}" for choice in unclear.choices)
        raise UnclearError(unclear.code, unclear.message, choices, **unclear.values) from None
