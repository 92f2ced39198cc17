"""What reading a text can end in, other than its value: a refusal, or one question with its readings."""

from typing import Any, Final

from models.errors import N_, UserError

LONGEST: Final = 1000  # characters
_SHOWN: Final = 100  # characters of it in an answer


class UnreadableError(UserError):
    """A plain refusal; `code` is its stable name, E_... of the domain's vectors."""

    def __init__(self, code: str, message: str, **values: Any) -> None:
        super().__init__(message, **values)
        self.code = code


class UnclearError(UserError):
    """One question: `code` is its name, A_... of the domain's vectors; `choices` are what was meant, perhaps.

    Each choice is a text that the same reader reads in one way only. There may be none: then only the writer knows.
    """

    def __init__(self, code: str, message: str, choices: tuple[str, ...], **values: Any) -> None:
        super().__init__(message, **values)
        self.code = code
        self.choices = choices


def refusal(code: str, text: str, **values: Any) -> UnreadableError:
    """The refusal `code` of `text`, which is shown cut short."""
    return UnreadableError(code, REFUSALS[code], text=_shown(text), **values)


def question(code: str, text: str, choices: tuple[str, ...], **values: Any) -> UnclearError:
    """The question `code` about `text`, which is shown cut short."""
    return UnclearError(code, QUESTIONS[code], choices, text=_shown(text), **values)


def check_length(text: str) -> None:
    """Refuse what no person types in one message: E_TOO_LONG."""
    if len(text) > LONGEST:
        raise refusal("E_TOO_LONG", text)


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


REFUSALS: Final = {
    "E_EMPTY": N_("Send the item with its price, like: 2x Coffee 15"),
    "E_NO_ITEMS": N_("What was sold? Send the items, like: Ahmed: 2x Coffee 15"),
    "E_TOO_LONG": N_("Too long for one message; send at most 1,000 characters."),
    "E_NO_PRICE": N_("I see no price in “{text}”. Add it at the end: {text} 50"),
    "E_NO_DESC": N_("What is “{text}” for? Write the item name before the price, like: Coffee 15"),
    "E_ITEM_SHAPE": N_("I did not understand “{text}”. Try: 2x Coffee 15"),
    "E_ITEM_MANY": N_("I see more than one item in “{text}”. Send them one at a time, like: 2x Coffee 15"),
    "E_QTY_ZERO": N_("The quantity in “{text}” is 0. Type how many, like: 2x Coffee 15"),
    "E_QTY_NEG": N_("The quantity in “{text}” is below 0. Type how many, like: 2x Coffee 15"),
    "E_PRICE_NEG": N_("“{text}” is below 0. Type it without the minus, or use a credit note for a refund."),
    "E_BAD_NUMBER": N_("I cannot read the number “{text}”. Type it like 1500 or 12.50"),
    "E_TOO_MANY_DECIMALS": N_(
        "The number “{text}” has too many decimals. The most that fits here is {decimals}."
    ),
    "E_TOO_LARGE": N_(
        "The number “{text}” is too large. Use at most {digits} digits before the decimal point."
    ),
    "E_PERCENT_RANGE": N_("“{text}” is not a percentage from 0 to 100. Type it like 14%"),
    "E_DISCOUNT_RANGE": N_("The discount “{text}” is larger than the price. Type it like -10%"),
    "E_DISCOUNT_GT_TOTAL": N_(
        "The discount “{text}” is larger than the {total} {currency} it is on. Type a smaller one."
    ),
    "E_DISCOUNT_AMOUNT": N_(
        "I read “{text}” as a discount. On an item it is a percentage, like: Coffee 15 -10%"
    ),
    "E_CURRENCY_MIX": N_("One invoice, one currency: this one is in {currency}. You used {text}."),
    "E_RATE_ZERO": N_("A rate of exchange is above 0, unlike “{text}”. Type it like 3.75"),
    "E_RATE_CURRENCY": N_("Which rate is “{text}”? Type how many {foreign} one {own} is, like 3.75"),
    "E_DATE_BAD": N_("I cannot read the date “{text}”. Try: 7d, friday, 15/12"),
    "E_DATE_PAST": N_("“{text}” is in the past. Type a day from today on, like: 7d, friday, 15/12"),
    "E_PHONE_BAD": N_(
        "“{text}” is not a valid phone number. Type it with its country code, like +201001234567"
    ),
    "E_EMAIL_BAD": N_("“{text}” is not a valid e-mail address. Type it like mona@example.com"),
    "E_CONTACT_MANY": N_("I found more than one e-mail address in “{text}”. Send only one."),
    "E_PHONE_MANY": N_("I found more than one phone number in “{text}”. Send only one."),
    "E_REPEATED": N_("“{first}” and “{text}” do not go together. Send only one of them."),
    "E_CONTACT_EMPTY": N_(
        "Send an e-mail address or a mobile number, like mona@example.com or +201001234567"
    ),
}

QUESTIONS: Final = {
    "A_NUMBER_FORMAT": N_("Is “{text}” {first} or {second}?"),
    "A_NUMBERS": N_("“{text}”: which number is the price?"),
    "A_QUANTITY": N_("“{text}”: is the number how many, or part of the name?"),
    "A_TOTAL_OR_UNIT": N_("“{text}”: is the price for each one or for all?"),
    "A_TOTAL_NOT_DIVISIBLE": N_("“{text}” does not divide evenly. One line for all?"),
    "A_COMMA": N_("Is the comma in “{text}” between two items? Then put a space after it."),
    "A_AND": N_("Is “{text}” one item or two?"),
    "A_CUSTOMER_WHICH": N_("Which customer is “{text}”?"),
    "A_PRODUCT": N_("Which item of your catalogue is “{text}”?"),
    "A_CURRENCY": N_("Which currency is “{text}”?"),
    "A_DATE": N_("“{text}” is not a day as you write dates. Did you mean one of these?"),
    "A_PHONE_NOT_MOBILE": N_(
        "“{text}” is not a mobile number here, so SMS cannot reach it. Type it with its country code: +201001234567"
    ),
}

# Said of a line that was read; see Notice in bot.quickline.line.values.
NOTICES: Final = {
    "A_CUSTOMER": N_("Who is the invoice for?"),
    "A_CUSTOMER_OR_ITEM": N_("Is “{text}” a customer?"),
    "N_DISCOUNT_ALL": N_("The discount “{text}” is on the whole invoice."),
    "N_CUSTOMER_GUESSED": N_("I took “{text}” for {name}."),
    "N_COUNTED": N_(
        "I took the number in “{text}” for the quantity. "
        "If it is the price, edit your message and write in its place: 1 x {text}"
    ),
    "N_PRODUCT_GUESSED": N_("I took “{text}” for {name}."),
}
