"""What has become of an invoice by the day its page is read, above what it says for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from models.balance import Balance, Standing

_WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "credited": "Credited by {number}: {amount}",
        "settled": "Nothing is left to pay.",
        "paid": "Paid in full. Thank you.",
        "received": "{amount} received.",
        "overpaid": "{amount} more than was due has been paid or credited.",
        "returned": "{amount} has been returned to you.",
    },
    "ar": {
        "credited": "إشعار دائن {number}: {amount}",
        "settled": "لا يوجد مبلغ مستحق للدفع.",
        "paid": "دُفعت بالكامل. شكرًا لك.",
        "received": "استلمنا {amount}.",
        "overpaid": "دُفع أو قُيِّد لك ما يزيد على المستحق بمقدار {amount}.",
        "returned": "رُدّ إليك {amount}.",
    },
}


@dataclass(frozen=True)
class Account:
    """Where an invoice stands today."""

    balance: Balance
    notes: Sequence[tuple[str, Decimal]] = ()  # its credit notes: number and amount

    @property
    def asks_for_money(self) -> bool:
        """Whether anything is still to be paid."""
        return self.balance.is_open


@dataclass(frozen=True)
class News:
    """A sentence with its gaps, each to be isolated by the page."""

    sentence: str
    number: str = ""
    amount: Decimal | None = None


def news_of(account: Account, language: str) -> tuple[News, ...]:
    """Credit notes, what was returned, then what was received, or how that settles it.

    What is still open is the page's own figure.
    """
    balance, words = account.balance, _WORDS[language]
    news = [News(words["credited"], number, amount) for number, amount in account.notes]
    if balance.given_back:
        news.append(News(words["returned"], amount=balance.given_back))
    match balance.standing:
        case Standing.CREDITED:
            news.append(News(words["settled"]))
        case Standing.PAID if balance.paid:
            news.append(News(words["paid"]))
        case Standing.PARTIALLY_PAID:
            news.append(News(words["received"], amount=balance.paid))
        case Standing.OVERPAID:
            news.append(News(words["overpaid"], amount=-balance.open))
    return tuple(news)
