"""Words to the card of what is being composed: each is an answer to the question behind one of the card's buttons."""

from collections.abc import Awaitable, Callable
from decimal import Decimal

from bot.drafts import channels_of
from bot.products import product_named
from bot.quickline.answers import UnclearError
from bot.quickline.card_words import Kind, Wish, wish_of
from bot.quickline.contacts import parse_contact
from bot.quickline.dates import parse_date
from bot.quickline.items import Item, parse_item
from bot.quickline.numbers import canonical
from bot.quickline.payments import parse_payment
from handlers.compose import cancel_wanted
from handlers.desk import Answer, Desk, take_answer
from handlers.extras import ask_prepaid, prepaid_answered
from handlers.fields import (
    address_answered,
    ask_address,
    ask_discount,
    ask_due,
    discount_answered,
    discount_of,
    due_answered,
    note_answered,
)
from handlers.lines import item_answered
from models.errors import N_, UserError

SURE = frozenset({Kind.PAID, Kind.RESEND, Kind.DUE, Kind.DISCOUNT})
"""What has a rest that can be nothing else: an amount, an address, a day."""

ON_CREDIT_NOTE = frozenset({Kind.RESEND, Kind.NOTE, Kind.CANCEL})
"""What a credit note in the making can be told."""

UNCHANGING = N_(
    "A credit note takes back what its invoice says; on it you can change the note, the reason and the address."
)
_NOT_ISSUED = N_("This is not issued yet. Tap “✅ Issue and send” on its card, and it goes out.")


async def wish_typed(text: str, desk: Desk) -> Wish | None:
    """What is wanted of the open card, without a reply to it. None where the words are rather one more item."""
    wish = _wish(text)
    if wish is None or not fits(wish, desk):
        return None
    if wish.kind is Kind.ADD:
        return wish
    item = _item(text, desk)
    if item is None or not await _is_sold(item, desk):
        return wish
    is_said_so = wish.kind in SURE or ":" in text.split()[0]
    return wish if is_said_so and not await _is_known(item, desk) else None


async def wish_replied(text: str, desk: Desk) -> Wish | None:
    """The same in a reply to the card. What cannot be read as it begins is an item if it can be one."""
    wish = _wish(text)
    if wish is None or fits(wish, desk):
        return wish
    item = _item(text, desk)
    return None if item and await _is_sold(item, desk) else wish


def _wish(text: str) -> Wish | None:
    """Nothing is given back on what is not issued: there those words are an item like any other."""
    wish = wish_of(text)
    return None if wish is not None and wish.kind is Kind.REFUND else wish


def fits(wish: Wish, desk: Desk) -> bool:
    """Whether the rest can be read as what it has to be; an unclear one can."""
    read = _READERS.get(wish.kind)
    if read is None or not wish.text:
        return True
    try:
        read(wish.text, desk)
    except UnclearError:
        return True
    except UserError:
        return False
    return True


async def act_on_draft(wish: Wish, desk: Desk) -> None:
    """Do it, and show the card; ask for what is missing or unclear. UserError leaves all as it was."""
    is_credit_note = desk.composition.credits_id is not None
    if is_credit_note and wish.kind not in ON_CREDIT_NOTE:
        raise UserError(UNCHANGING)
    if wish.kind is Kind.CANCEL:
        await cancel_wanted(desk.turn)
    elif wish.kind is Kind.RESEND:
        await _address(wish, desk)
    elif not wish.text and wish.kind in _QUESTIONS:
        await _QUESTIONS[wish.kind](desk)
    else:
        step, answer = _ANSWERS[wish.kind]
        await _answer(step, wish.text, desk, answer)


async def _answer(step: str, text: str, desk: Desk, answer: Answer) -> None:
    """As typed at its question, which stays open where the answer is unclear."""
    desk.turn.draft.step = step
    await take_answer(text, desk, answer)


async def _address(wish: Wish, desk: Desk) -> None:
    customer = await desk.customer()
    if wish.text:
        await _answer("address", wish.text, desk, address_answered)
    elif wish.channel is None:
        raise UserError(_NOT_ISSUED)
    elif customer is None or not customer.address_for(wish.channel):
        await ask_address(desk)
    else:
        if wish.channel not in channels_of(desk.composition, customer):
            desk.composition.channels = [wish.channel]
        await desk.lay()


async def _deposit_answered(text: str, desk: Desk) -> None:
    """What was paid before: how and when does not stand on an invoice, so only the amount counts."""
    await prepaid_answered(_deposit_of(text, desk), desk)


def _deposit_of(text: str, desk: Desk) -> str:
    """The amount as the question for it reads it. UnclearError with several, UserError with none."""
    currency, language = desk.merchant.currency, desk.turn.language
    try:
        amount = parse_payment(text, today=desk.today, currency=currency, language=language).amount
    except UnclearError as unclear:
        amounts = tuple(dict.fromkeys(_deposit_of(choice, desk) for choice in unclear.choices))
        if len(amounts) == 1:
            return amounts[0]
        raise UnclearError(unclear.code, unclear.message, amounts, **unclear.values) from None
    if amount is None:
        raise UserError(_NO_AMOUNT)
    return canonical(amount)


def _item(text: str, desk: Desk) -> Item | None:
    """The item the words can be; None: they can be none."""
    try:
        return parse_item(text, currency=desk.merchant.currency, language=desk.turn.language)
    except UnclearError:
        return Item(text, unit_price=Decimal(0))
    except UserError:
        return None


async def _is_sold(item: Item, desk: Desk) -> bool:
    return item.unit_price is not None or await _is_known(item, desk)


async def _is_known(item: Item, desk: Desk) -> bool:
    """Whether the catalogue has it."""
    return await product_named(desk.turn.session, desk.merchant.key, item.item_name) is not None


_NO_AMOUNT = N_("How much was paid before? Type the amount, like: paid 200")
_QUESTIONS: dict[Kind, Callable[[Desk], Awaitable[None]]] = {
    Kind.PAID: ask_prepaid, Kind.DUE: ask_due, Kind.DISCOUNT: ask_discount,
}  # fmt: skip
_ANSWERS: dict[Kind, tuple[str, Answer]] = {
    Kind.PAID: ("prepaid", _deposit_answered),
    Kind.DUE: ("due", due_answered),
    Kind.ADD: ("card", item_answered),
    Kind.DISCOUNT: ("discount", discount_answered),
    Kind.NOTE: ("note", note_answered),
}
_READERS: dict[Kind, Callable[[str, Desk], object]] = {
    Kind.PAID: _deposit_of,
    Kind.RESEND: lambda text, desk: parse_contact(text, country=desk.merchant.country),
    Kind.DUE: lambda text, desk: parse_date(text, today=desk.today, language=desk.turn.language),
    Kind.DISCOUNT: discount_of,
    Kind.ADD: lambda text, desk: parse_item(
        text, currency=desk.merchant.currency, language=desk.turn.language
    ),
}
