"""Where a customer is reached: an e-mail address, a mobile number, or both in one message."""

import re
from dataclasses import dataclass
from typing import Final

from email_validator import EmailNotValidError, validate_email

from bot.quickline.answers import UnclearError, check_length, refusal
from bot.quickline.phones import parse_phone

_LONGEST_EMAIL: Final = 254  # RFC 5321
_SEPARATORS: Final = re.compile(r"[\s,;،؛|<>]+")
_LABEL: Final = re.compile(
    r"(?:e-?mail|phone|mobile|mob|tel|sms|and|ايميل|إيميل|البريد|بريد|هاتف|تليفون|موبايل|جوال|رقم|و)(?:[:.]*$|:)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Contact:
    """An address for each channel that was given."""

    email: str | None = None
    phone: str | None = None  # E.164


def parse_email(text: str) -> str:
    """The address in its normal form, by its syntax alone. Raises UnreadableError E_EMAIL_BAD."""
    check_length(text)
    typed = text.strip().removeprefix("mailto:")
    try:
        if len(typed) > _LONGEST_EMAIL:
            raise refusal("E_EMAIL_BAD", typed[:_LONGEST_EMAIL])
        return validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError:
        raise refusal("E_EMAIL_BAD", text) from None


def parse_contact(text: str, *, country: str) -> Contact:
    """An e-mail address and a mobile number, or one of them, in any order and with or without their labels.

    Raises what `parse_email` and `parse_phone` raise, E_CONTACT_MANY and E_CONTACT_EMPTY.
    """
    check_length(text)
    parts = [_LABEL.sub("", part, count=1).rstrip(".") for part in _SEPARATORS.split(text)]
    emails = [part for part in parts if "@" in part]
    phone = " ".join(part for part in parts if part and "@" not in part)
    if len(emails) > 1:
        raise refusal("E_CONTACT_MANY", text)
    if not emails and not phone:
        raise refusal("E_CONTACT_EMPTY", text)
    email = parse_email(emails[0]) if emails else None
    try:
        return Contact(email, parse_phone(phone, country=country) if phone else None)
    except UnclearError as unclear:
        choices = tuple(f"{email} {choice}" for choice in unclear.choices) if email else unclear.choices
        raise UnclearError(unclear.code, unclear.message, choices, **unclear.values) from None
