"""A payment in one line: 200, cash, 200 transfer yesterday, ٢٠٠ نقدًا, 200 on 15/11 note: first half."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from bot.quickline.answers import UnclearError, UnreadableError, check_length, question
from bot.quickline.currencies import codes_of, is_currency, is_doubtful
from bot.quickline.days import numbered
from bot.quickline.numbers import SCALES, canonical, number_readings
from bot.quickline.past import parse_past_date
from bot.quickline.words import plain
from models.errors import N_
from models.payment import Method
from models.text import folded

# The longest phrase is looked for first: "vodafone cash" is a wallet, "cash" is not.
_SAID: Final = {
    Method.CASH: "cash|in cash|نقدا|نقدي|نقدية|بالنقد|كاش|كاشا|بالكاش|فلوس",
    Method.TRANSFER: "transfer|by transfer|transferred|bank transfer|wire|wire transfer|bank|iban|instapay|insta pay|"
    "تحويل|حوالة|تحويل بنكي|حوالة بنكية|بنك|بالتحويل|بتحويل|بحوالة|حول|حولت|"
    "انستاباي|إنستاباي|انستا باي|إنستا باي|انستا",
    Method.CARD: "card|by card|credit card|debit card|visa|mastercard|mada|meeza|apple pay|google pay|pos|"
    "بطاقة|بالبطاقة|بطاقة ائتمان|كارت|بالكارت|فيزا|بالفيزا|مدى|بمدى|ميزة",
    Method.WALLET: "wallet|mobile wallet|vodafone cash|orange cash|etisalat cash|stc pay|محفظة|محفظة إلكترونية|"
    "فودافون كاش|اورنج كاش|أورنج كاش|اتصالات كاش|اس تي سي باي",
    Method.CHEQUE: "cheque|check|by cheque|by check|شيك|بشيك|بالشيك",
    Method.WITHHELD: "withheld|withholding|withheld tax|withholding tax|tax withheld|wht|خصم من المنبع|"
    "ضريبة خصم|خصم وإضافة|محتجز|استقطاع",
    Method.OTHER: "other|أخرى|غير ذلك",
}
METHOD_WORDS: Final = {
    folded(phrase): method for method, phrases in _SAID.items() for phrase in phrases.split("|")
}
_ALSO: Final[dict[Method | None, Method]] = {Method.WALLET: Method.TRANSFER}  # what it may be called besides
_LONGEST_PHRASE: Final = max(len(phrase.split()) for phrase in METHOD_WORDS)
ALL: Final = numbered(
    "all full everything rest remaining remainder invoice bill",
    "الكل كله كامل كاملا كاملة بالكامل المبلغ باقي الباقي المتبقي الفاتورة",
)
"""Words for all that is left."""

_LEADS: Final = numbered(
    "paid received got the by in via with دفع دفعت سدد سددت استلمت وصل وصلت مبلغ تم عن طريق عبر"
)
_NOTE: Final = re.compile(r"(?:^|\s)(?:note|ملاحظة|ملاحظه)\s*:\s*(.*)$", re.IGNORECASE | re.DOTALL)
_FIGURE: Final = re.compile(r"\D{0,6}[\d½¼¾.,٫]+\D{0,6}")
_DECIMAL: Final = re.compile(r"\d+[.,٫]\d+")
# 15/11, 15th, nov 15; not the number of a cheque.
_LIKE_A_DAY: Final = re.compile(r"\d\s?[/.-]\s?\d|\d[^\W\d]|[^\W\d]\s\d")
_MOST_WORDS: Final = 5  # of an amount: 1 500 000 EGP
# What is told at once: no other reading would mend it.
_CERTAIN: Final = {"E_CURRENCY_MIX", "E_DATE_FUTURE", "E_PAYMENT", "E_TOO_LARGE"}

_UNREAD: Final = N_(
    "I cannot read “{text}” as a payment. Type the amount, how and when, and anything else as a note, like: 200 cheque "
    "yesterday note: no. 123"
)


class Typed(NamedTuple):
    """What was said of a payment; None is what was not. No amount means all that is open."""

    amount: Decimal | None = None
    method: Method | None = None
    paid_on: date | None = None
    note: str | None = None


def parse_payment(text: str, *, today: date, currency: str, language: str = "en") -> Typed:
    """Amount, method, day and note, in whatever order the first three come. `currency` is the invoice's.

    Raises UnreadableError E_PAYMENT, or what number and date refuse with; UnclearError whose choices are whole texts.
    """
    check_length(text)
    note = _NOTE.search(text)
    said = text[: note.start()] if note else text
    method, words = _method(plain(said).split())
    words = [word for word in words if folded(word) not in _LEADS]
    rest = [word for word in words if folded(word) not in ALL]
    if not rest:
        if not words and method is None:
            raise UnreadableError("E_PAYMENT", _UNREAD, text=text)
        return Typed(None, method, None, note[1].strip() if note else None)
    amount, paid_on = _amount_and_day(rest, _Reader(today, currency, language, text))
    return Typed(amount, method, paid_on, note[1].strip() if note else None)


class _Reader(NamedTuple):
    today: date
    currency: str
    language: str
    text: str

    def day(self, words: list[str]) -> date | None:
        """None of no words. Raises as `parse_past_date`; the choices of a question hold the whole text."""
        said = " ".join(words)
        try:
            return parse_past_date(said, today=self.today, language=self.language) if words else None
        except UnclearError as unclear:
            raise self._whole(unclear, said) from None

    def amount(self, words: list[str]) -> Decimal:
        """Raises as `numbers` does."""
        said = " ".join(words)
        if said.startswith("-"):
            raise UnreadableError("E_PAYMENT", _UNREAD, text=self.text)
        bare = [word for word in words if not is_currency(word, self.currency)]
        figures = " ".join(self._bare(word) for word in bare)
        for sign in (word for word in words if word not in bare):
            is_doubtful(sign, self.currency)
        values = number_readings(figures, self.currency, self.language)
        if len(values) > 1:
            choices = tuple(canonical(value) for value in values)
            first, second = (f"{value:,f}" for value in values)
            unclear = question("A_NUMBER_FORMAT", figures, choices, first=first, second=second)
            raise self._whole(unclear, said)
        return values[0]

    def _bare(self, word: str) -> str:
        """200EGP without its currency; another one is refused."""
        found = re.fullmatch(r"([^\d.,]*)(.*?\d)([^\d.,]*)", word)
        signs = [sign for sign in (found[1], found[3]) if sign and sign not in SCALES] if found else []
        for sign in signs:
            if codes_of(sign):
                is_doubtful(sign, self.currency)
                word = word.replace(sign, "")
        return word

    def _whole(self, unclear: UnclearError, said: str) -> UnclearError:
        text = plain(self.text)
        choices = tuple(text.replace(said, choice, 1) for choice in unclear.choices)
        return UnclearError(unclear.code, unclear.message, choices, **unclear.values)


def _method(words: list[str]) -> tuple[Method | None, list[str]]:
    """The method that is named, and the words without its phrases: visa card, vodafone cash transfer."""
    method, rest = _phrase(words)
    while (other := _phrase(rest))[0] is not None and other[0] in {method, _ALSO.get(method)}:
        rest = other[1]
    return method, rest


def _phrase(words: list[str]) -> tuple[Method | None, list[str]]:
    """The longest phrase for a method, and the words without it."""
    for length in range(_LONGEST_PHRASE, 0, -1):
        for at in range(len(words) - length + 1):
            method = METHOD_WORDS.get(folded(" ".join(words[at : at + length])))
            if method is not None:
                return method, words[:at] + words[at + length :]
    return None, words


def _amount_and_day(words: list[str], reader: _Reader) -> tuple[Decimal | None, date | None]:
    """A day alone, or an amount before or after its day; if none fits, the day is what could not be read."""
    refused: UnreadableError | None = None
    for figures, rest in _splits(words):
        try:
            return (reader.amount(figures) if figures else None), reader.day(rest)
        except UnreadableError as refusal:
            if refusal.code in _CERTAIN:
                raise
            is_day = refusal.code == "E_DATE_BAD" and bool(figures)
            refused = refusal if is_day or refused is None else refused
    if refused is None or (refused.code == "E_DATE_BAD" and not _LIKE_A_DAY.search(refused.values["text"])):
        raise UnreadableError("E_PAYMENT", _UNREAD, text=reader.text)
    raise refused


def _splits(words: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """The words of the amount and those of the day, the longest amount first."""
    if not _DECIMAL.fullmatch(" ".join(words)):  # 12.5 alone is no 12 May, on which all would have been paid
        yield [], words
    for size in range(min(len(words), _MOST_WORDS), 0, -1):
        for figures, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            if _FIGURE.search(" ".join(figures)):
                yield figures, rest
