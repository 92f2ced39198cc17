"""A whole invoice in one message, as merchants type it."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.quickline.answers import UnreadableError
from bot.quickline.line.reading import parse_line
from bot.quickline.line.values import Context, Line, LineItem, UnclearLineError
from bot.quickline.names import NameIndex, Row
from models.allowance_charge import AllowanceCharge
from tests.quicklines import read

TABLE = json.loads((Path(__file__).parent / "vectors" / "oneline.json").read_text())


@pytest.mark.parametrize("vector", TABLE["vectors"], ids=lambda vector: vector["id"])
def test_a_line_is_read_as_the_merchant_means_it(vector: dict[str, Any]) -> None:
    within = _context({**TABLE["default_context"], **vector["context"]})
    expected = vector["expected"]
    if expected["ok"]:
        assert _told(parse_line(vector["input"], context=within)) == _expected(expected, within)
        return
    told = _failure(vector["input"], within)
    assert told.code == expected["code"]
    assert told.values["text"] == expected.get("text", told.values["text"])
    if isinstance(told, UnclearLineError) and "options" in expected:
        assert _options(told) == expected["options"]


def _failure(text: str, within: Context) -> UnclearLineError | UnreadableError:
    try:
        line = parse_line(text, context=within)
    except (UnclearLineError, UnreadableError) as told:
        return told
    raise AssertionError(line)


def _context(said_of_it: dict[str, Any]) -> Context:
    return Context(
        date.fromisoformat(said_of_it["today"]), said_of_it["currency"], said_of_it["locale"], said_of_it["region"],
        said_of_it["date_order"], NameIndex(Row(i, name) for i, name in enumerate(said_of_it["contacts"])),
    )  # fmt: skip


def _told(line: Line) -> dict[str, Any]:
    """The line in the form of the vectors, every key there."""
    return {
        "customer": line.customer.name if line.customer else None,
        "items": [_item(item) for item in line.items],
        "discount": _worth(line.allowance),
        "charges": [{"reason": charge.reason, **(_worth(charge) or {})} for charge in line.charges],
        "due": line.due_date.isoformat() if line.due_date else None,
        "prepaid": line.prepaid_amount,
        "tax_rate": line.tax_rate,
        "prices_include_tax": line.prices_include_tax,
        "email": line.email,
        "note": line.note,
        "currency": line.currency,
        "notices": [notice.code for notice in line.notices],
    }


def _item(item: LineItem) -> dict[str, Any]:
    price, unit_code = item.unit_price, item.unit_code
    return {"desc": item.item_name, "qty": item.quantity, "price": price, "unit": unit_code,
            "discount": _worth(item.allowance)}  # fmt: skip


def _worth(worth: AllowanceCharge | None) -> dict[str, Decimal] | None:
    both = {"percent": worth.percent, "amount": worth.amount} if worth else {}
    return {name: value for name, value in both.items() if value is not None} or None


def _expected(vector: dict[str, Any], within: Context) -> dict[str, Any]:
    """The vector with every key, its numbers as decimals."""
    usual: dict[str, Any] = {
        "discount": None, "charges": [], "due": None, "prepaid": None, "tax_rate": None, "email": None, "note": None,
        "prices_include_tax": None, "currency": within.currency, "notices": [],
    }  # fmt: skip
    told = {**usual, **{name: value for name, value in vector.items() if name != "ok"}}
    told["items"] = [{"unit": "C62", "discount": None, **item} for item in told["items"]]
    return {name: value if name in _TEXTS else _decimals(value) for name, value in told.items()}


_TEXTS = {"customer", "due", "email", "note", "currency", "notices", "prices_include_tax"}


def _decimals(value: Any) -> Any:
    if isinstance(value, list):
        return [_decimals(one) for one in value]
    if isinstance(value, dict):
        return {
            key: one if key in {"desc", "unit", "reason"} else _decimals(one) for key, one in value.items()
        }
    return Decimal(value) if isinstance(value, str) else value


def _options(unclear: UnclearLineError) -> list[str]:
    """What tells its choices apart, as the vectors name it."""
    lines = [read(choice) for choice in unclear.choices]
    if unclear.code == "A_DATE":
        return [str(line.due_date) for line in lines]
    if unclear.code == "A_CURRENCY":
        return [line.currency for line in lines]
    each, shared = (item.unit_price or 0 for line in lines for item in line.items)
    return ["unit", "total"] if each == shared * lines[0].items[0].quantity else []
