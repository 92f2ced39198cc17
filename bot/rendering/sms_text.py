"""The text of an SMS: as much as one segment holds, in ASCII digits, without direction marks, the link never cut.

Its last word belongs to one delivery alone: the link with `?d=` and the delivery in base 36, or "#" and the same
where links are not let through. By it a message is found again at the provider after a lost answer.
"""

from collections.abc import Iterator

import phonenumbers

from bot.rendering import formats
from bot.rendering.message_words import SMS_LINK_ALLOWED, words_of
from bot.rendering.segments import measured
from bot.rendering.words import MONTHS
from models.document import InvoiceDocument, Language
from models.text import cleaned

_NAME_LENGTHS = (30, 20, 12)
# Typographic signs that alone would turn 160 characters into 70.
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "}
)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def sms_text(
    document: InvoiceDocument, language: Language, recipient: str, link: str, delivery_id: int
) -> str:
    """The fullest wording among those that cost the fewest segments. `recipient` is E.164."""
    mark = base36(delivery_id)
    kind = "sms" if link_allowed(recipient) else "sms_no_link"
    values = {
        "number": document.number,
        "preceding": document.preceding.number if document.preceding else "",
        "total": formats.money(document.totals.payable_amount, document.currency, language),
        "due": f"{document.due_date.day} {MONTHS[language][document.due_date.month - 1]}",
        "link": f"{link}?d={mark}",
        "mark": f"#{mark}",
    }
    words = words_of(document.model_copy(update={"language": language}))
    full = kind if document.totals.payable_amount > 0 else f"{kind}_short"  # nothing is due of nothing
    return cheapest((words[full], words[f"{kind}_short"]), document.seller.name, values)


def cheapest(wordings: tuple[str, str], merchant: str, values: dict[str, str]) -> str:
    """The fullest of a long and a short wording among those that cost the fewest segments."""
    name = cleaned(merchant).translate(_PLAIN)
    texts = [wording.format(merchant=short, **values) for wording, short in _steps(wordings, name)]
    return min(texts, key=lambda text: measured(text).segments)


def link_allowed(recipient: str) -> bool:
    """Whether the networks of the number's country let a link through."""
    try:
        number = phonenumbers.parse(recipient)
    except phonenumbers.NumberParseException:
        return True
    return SMS_LINK_ALLOWED.get(phonenumbers.region_code_for_number(number) or "", True)


def base36(number: int) -> str:
    """0-9a-z, the shortest a phone types and a link carries."""
    digits = _DIGITS[number % 36]
    return base36(number // 36) + digits if number >= 36 else digits


def _steps(wordings: tuple[str, str], name: str) -> Iterator[tuple[str, str]]:
    """From the fullest to the shortest: first the due date goes, then the end of the merchant's name."""
    yield from ((wording, name) for wording in wordings)
    for length in _NAME_LENGTHS:
        if length < len(name):
            yield wordings[1], _cut(name, length)


def _cut(name: str, length: int) -> str:
    """At a blank if one is near, with no ellipsis: that sign is not in the alphabet of SMS."""
    cut = name[: length + 1].rpartition(" ")[0]
    return (cut if len(cut) > length // 2 else name[:length]).rstrip(" ,-&")
