"""What is said of the whole invoice, or behind an item of that item: one directive as text to its meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from bot.quickline.answers import UnreadableError, refusal
from bot.quickline.currencies import codes_of, is_doubtful
from bot.quickline.dates import parse_date
from bot.quickline.line import vocabulary as said_as
from bot.quickline.line.values import Context
from bot.quickline.line.worths import MONEY, PERCENT, saying, worth_of
from bot.quickline.numbers import parse_percent
from bot.quickline.tails import FOR_ALL
from bot.quickline.words import plain
from models.allowance_charge import AllowanceCharge

_OFF: Final = [
    re.compile(rf"-\s?{PERCENT}"),
    re.compile(rf"{PERCENT}\s(?:{said_as.OFF})", re.IGNORECASE),
    re.compile(rf"-{MONEY}"),
]
_MONEY_OFF: Final = re.compile(rf"{MONEY}\s(?:{said_as.OFF})", re.IGNORECASE)
_ADDED: Final = re.compile(rf"\+\s?(?:{PERCENT}|{MONEY})")
_TAXED: Final = re.compile(rf"(?:\+\s?)?{PERCENT}(?:\s(?P<tax>{said_as.TAX_PATTERN}))?", re.IGNORECASE)
_WORTH: Final = re.compile(rf"{PERCENT}|{MONEY}")
_RATE: Final = re.compile(r"\d[\d.,٫]{0,11}\s?%?")
_BRACKETED: Final = re.compile(r"\(\s?(.*\S)\s?\)")
_IN_THE: Final = "بال"  # in, as Arabic writes it before a currency
_NET: Final = re.compile(r"net\d{1,3}")
_LONGEST: Final = 80  # characters of a directive
_LONGEST_PHRASE: Final = 4  # words: ضريبة القيمة المضافة


@dataclass(frozen=True)
class Said:
    """What one directive says; all else is None."""

    text: str = ""  # as typed
    for_item: bool = False  # in brackets behind an item
    due_date: date | None = None
    allowance: AllowanceCharge | None = None
    charge: AllowanceCharge | None = None
    prepaid_amount: Decimal | None = None
    tax_rate: Decimal | None = None
    prices_include_tax: bool | None = None
    currency: str | None = None
    customer: str | None = None

    @property
    def may_be_of_item(self) -> bool:
        """Whether it concerns the item before it where another item follows."""
        rated = self.tax_rate is not None and self.prices_include_tax is None
        return self.allowance is not None or rated


class Reader:
    """Reads directives, their amounts in the invoice's `currency` (ISO 4217)."""

    def __init__(self, context: Context, currency: str, *, is_named: bool = True) -> None:
        self.context, self.currency = context, currency
        self._is_named = is_named  # the customer: what is for somebody is for nobody else

    def read(self, words: Sequence[str], keys: Sequence[str], *, closed: bool) -> Said | None:
        """The one directive that the words are, if they are one; `keys` are the words folded.

        `closed`: nothing stands before them that could be the name they belong to. Raises what the readers of dates,
        percentages and amounts raise where the words can be nothing else; UnreadableError E_DATE_BAD for `due` alone.
        """
        typed = " ".join(words)
        text = plain(typed).rstrip(" .,;:")
        if len(text) > _LONGEST:
            return None
        said, sign = None, text[:1]
        if sign == "-" or sign.isdigit():
            said = self._off(text, closed=closed) or self._taxed(text)
        elif sign == "+":
            said = self._taxed(text)
        elif sign == "(":
            said = self._bracketed(text, closed=closed)
        said = said or self._phrase(text, words, keys, closed=closed)
        return replace(said, text=typed) if said else None

    def _off(self, text: str, *, closed: bool) -> Said | None:
        """-10%, 10% off, -50, 50 off."""
        for pattern in (*_OFF, *([_MONEY_OFF] if closed else [])):
            found = pattern.fullmatch(text)
            if found and (worth := self._worth(found, "E_DISCOUNT_RANGE")):
                return Said(allowance=worth)
        return None

    def _taxed(self, text: str) -> Said | None:
        """+14%, 14% vat."""
        found = _TAXED.fullmatch(text)
        if found and (found["tax"] or text.startswith("+")):
            return Said(tax_rate=parse_percent(found["percent"]))
        return None

    def _bracketed(self, text: str, *, closed: bool) -> Said | None:
        """(-10%), (+5), (vat 14%) behind an item."""
        inside = _BRACKETED.fullmatch(text)
        if inside is None:
            return None
        added, words = _ADDED.fullmatch(inside[1]), inside[1].split()
        with saying("(", ")"):
            worth = self._worth(added, "E_PERCENT_RANGE") if added else None
            said = Said(charge=worth) if worth else self.read(words, said_as.keys_of(words), closed=closed)
        mods = said and (said.allowance or said.charge or said.tax_rate is not None)
        if said is None or not mods or (said.charge and said.charge.reason):
            return None
        return replace(said, for_item=True)

    def _phrase(self, text: str, words: Sequence[str], keys: Sequence[str], *, closed: bool) -> Said | None:
        """A word or some with what belongs to them."""
        whole = " ".join(keys)
        if whole in said_as.NO_TAX:
            return Said(tax_rate=Decimal(0))
        if whole in said_as.INCLUDED or whole in said_as.EXCLUDED:
            return Said(prices_include_tax=whole in said_as.INCLUDED)
        for count in range(min(len(keys), _LONGEST_PHRASE) if keys[0] in said_as.FIRST_WORDS else 0, 0, -1):
            phrase = " ".join(keys[:count])
            if phrase in said_as.WORDS and len(keys) > count:
                rest = " ".join(plain(word) for word in words[count:]).lstrip(" :=+").rstrip(" :=.,;")
                typed = " ".join(words[:count]).rstrip(" :=")
                with saying(f"{typed} "):
                    return self._argued(phrase, typed, rest, closed=closed)
        if closed and _NET.fullmatch(whole):
            return self._day(text)
        if closed and keys[0] in said_as.FOR and not self._is_named:
            return self._customer(words[1:], keys[1:])
        return self._currency(words, keys, closed=closed)

    def _argued(self, phrase: str, typed: str, rest: str, *, closed: bool) -> Said | None:
        if phrase in said_as.DUE:
            return self._day(rest)
        if phrase in said_as.NET or phrase in said_as.BY:
            return self._net(f"net {rest}" if phrase in said_as.NET else rest) if closed else None
        if phrase in said_as.TAX or phrase in said_as.INCLUDED or phrase in said_as.EXCLUDED:
            rated = _RATE.fullmatch(rest) and (closed or rest.endswith("%"))
            included = None if phrase in said_as.TAX else phrase in said_as.INCLUDED
            return Said(tax_rate=parse_percent(rest), prices_include_tax=included) if rated else None
        found = _WORTH.fullmatch(rest) if phrase not in said_as.NO_TAX else None
        if not found or not (closed or (found["percent"] and phrase in said_as.DISCOUNT)):
            return None
        if phrase in said_as.DISCOUNT:
            worth = self._worth(found, "E_DISCOUNT_RANGE")
            return Said(allowance=worth) if worth else None
        return self._asked(phrase, typed, found)

    def _asked(self, phrase: str, typed: str, found: re.Match[str]) -> Said | None:
        """What is paid before, and what is paid on top."""
        if found["percent"] is None and phrase in said_as.SERVICE:
            return None
        if found["percent"] and phrase in said_as.PREPAID:
            return None
        worth = self._worth(found, "E_PERCENT_RANGE")
        if worth is None:
            return None
        if phrase in said_as.PREPAID:
            return Said(prepaid_amount=worth.amount)
        return Said(charge=worth.model_copy(update={"reason": typed}))

    def _worth(self, found: re.Match[str], code: str) -> AllowanceCharge | None:
        return worth_of(found, code, self.context, self.currency)

    def _day(self, text: str) -> Said:
        context = self.context
        day = parse_date(text, today=context.today, language=context.language, order=context.order)
        return Said(due_date=day)

    def _customer(self, words: Sequence[str], keys: Sequence[str]) -> Said | None:
        """coffee 15 for Ahmed"""
        name = " ".join(words).strip(" ,;:-–—،؛")
        figures = any(not sign.isalpha() and sign.isalnum() for sign in name)
        return None if figures or not name[:1].isalpha() or keys[-1] in FOR_ALL else Said(customer=name)

    def _net(self, text: str) -> Said | None:
        try:
            return self._day(text)
        except UnreadableError:
            return None

    def _currency(self, words: Sequence[str], keys: Sequence[str], *, closed: bool) -> Said | None:
        """USD, in USD, بالدولار."""
        if len(words) > 2 or (len(words) == 2 and keys[0] not in said_as.IN):
            return None
        own, typed = self.currency, words[-1].strip(".,:()")
        typed = typed if codes_of(typed) or typed == own else typed.removeprefix(_IN_THE)
        codes = codes_of(typed) or ({own} if typed == own else set())
        if not codes or not (closed or typed in codes or len(words) == 2):
            return None
        if own not in codes:
            raise refusal("E_CURRENCY_MIX", typed, currency=own)
        return None if is_doubtful(typed, own) else Said(currency=own)
