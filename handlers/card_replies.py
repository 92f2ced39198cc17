"""Replies to a card act on it: to that of an issued invoice or credit note, or of what is being composed."""

import re

from telegram import Update

from bot.context import Context
from bot.conversation import Handler, PassedOnError
from bot.drafts import today
from bot.quickline.card_words import Kind, Wish, wish_of
from bot.quickline.names import NameIndex, Row
from bot.quickline.payers import ANYBODY, payers
from bot.quickline.payments import Typed, parse_payment
from bot.turn import Turn
from handlers.aside import close_aside
from handlers.card_words import act_on_draft, wish_replied
from handlers.credit import credit_said
from handlers.desk import desk_of
from handlers.express import say_unchanging
from handlers.payments import read
from handlers.quick_reading import is_invoice
from handlers.refunds import Refunding
from handlers.replied_cards import is_ours, issued_at
from handlers.resending import STEP as ADDRESS
from handlers.resending import send_again, send_by, send_to
from handlers.routing import LONGEST_ANSWER, OnMessage, merchant_of
from handlers.till import Till
from handlers.views import card_replies as views
from models.errors import UserError
from models.invoice import Invoice
from models.text import cleaned

_MAY_BE_PAYMENT = (
    Kind.PAID,
    Kind.REFUND,
    Kind.DISCOUNT,
)  # "withheld" begins with the word for a discount in Arabic
_AT_CARD = frozenset({"card", "credit"})
_LISTENING = frozenset({None, "invoices", *_AT_CARD})  # to words that answer no question


async def replied(update: Update, turn: Turn, context: Context) -> None:
    """What the words say of the card; a reply to anything else is a message like any other."""
    message = update.message
    reply = message.reply_to_message if message else None
    if message is None or reply is None or turn.merchant is None:
        raise PassedOnError
    text = cleaned((message.text or "")[:LONGEST_ANSWER], lines=True)
    if issued := await issued_at(reply, turn):
        await _said_to_issued(text, issued, turn, context)
    elif turn.draft.composition is not None and reply.message_id == turn.draft.card_message_id:
        await _said_to_draft(text, turn, context)
    elif is_ours(reply) and views.is_draft_card(reply.text or ""):
        set_aside = turn.draft.number if "set_aside" in turn.draft.scratch else None
        is_composing = turn.draft.composition is not None
        turn.say(views.old_card_view(turn.t, is_open=is_composing, set_aside=set_aside))
    else:
        raise PassedOnError


async def _said_to_draft(text: str, turn: Turn, context: Context) -> None:
    """A question in the card's place is answered as ever; what waits behind another question is the card still."""
    draft = turn.draft
    step = (draft.scratch.get("waiting") or {"step": draft.step})["step"]
    desk = desk_of(turn, context)
    wish = await wish_replied(text, desk) if step in _AT_CARD else None
    if wish is None:
        raise PassedOnError
    await act_on_draft(wish, desk)


async def _said_to_issued(text: str, issued: Invoice, turn: Turn, context: Context) -> None:
    wish = _wish(text, issued, turn)
    if wish is not None:
        await act_on_issued(wish, issued, turn, context)
    elif _asks_of_another(issued, turn) or (
        turn.draft.step in _LISTENING and not await _may_be_invoice(text, turn, context)
    ):
        turn.not_understood()
        turn.say(views.unclear_reply_view(turn.t, issued))
    else:
        raise PassedOnError


def _asks_of_another(issued: Invoice, turn: Turn) -> bool:
    """Whether the open question is about another invoice, which the words would be taken for."""
    return turn.draft.scratch.get("invoice_id") not in {None, issued.key}


async def _may_be_invoice(text: str, turn: Turn, context: Context) -> bool:
    """Whether the words can be a new invoice. While one is open, its items are not said to the card of another."""
    if turn.draft.composition is None:
        return any(map(str.isdigit, text))
    return await is_invoice(text, turn, context)


def _wish(text: str, issued: Invoice, turn: Turn) -> Wish | None:
    """As it begins; or a payment without the word for it: 200 cash."""
    text = re.sub(re.escape(issued.number), "", text, flags=re.IGNORECASE).strip()
    wish = wish_of(text)
    if wish is not None and (wish.kind not in _MAY_BE_PAYMENT or _pays(wish.text, issued, turn)):
        return wish
    buyer = NameIndex([Row(issued.customer_id, issued.buyer_name)])
    said = (*payers(text, buyer), *payers(text, ANYBODY))
    if paid := next((one.wish for one in said if _pays(one.wish.text, issued, turn) is not None), None):
        return paid
    paid_alone = _pays(text, issued, turn)
    return wish if paid_alone is None or paid_alone.amount is None else Wish(Kind.PAID, text)


def _pays(text: str, issued: Invoice, turn: Turn) -> Typed | None:
    """What is said of a payment; None: it is none, or not clear."""
    day = today(merchant_of(turn), turn.now)
    try:
        return parse_payment(text or "all", today=day, currency=issued.currency, language=turn.language)
    except UserError:
        return None


async def act_on_issued(wish: Wish, issued: Invoice, turn: Turn, context: Context) -> None:
    """Do what is wanted of an issued document; an issued one is not changed, and says so. UserError as told."""
    match wish.kind:
        case Kind.PAID:
            await read(wish.text or "all", await Till.at(turn, context, issued.key))
        case Kind.REFUND:
            owing = issued.credits_id or issued.key  # a credit note's card may be told it too
            await read(wish.text or "all", await Refunding.at(turn, context, owing))
        case Kind.RESEND:
            await _resend(wish, issued, turn, context)
        case Kind.CANCEL:
            await credit_said(issued.key, wish.text, turn, context)
        case _:
            await say_unchanging(turn, issued)


async def _resend(wish: Wish, issued: Invoice, turn: Turn, context: Context) -> None:
    """To an address, by a channel, or as it went before; the card tells how it goes."""
    draft = turn.draft
    was_asked = draft.step == ADDRESS and draft.scratch.get("invoice_id") == issued.key
    if wish.text:
        places = await send_to(wish.text, issued, turn, context)
    elif wish.channel is not None:
        places = await send_by([wish.channel], issued, turn, context)
    else:
        places = await send_again(issued, turn, context)
    if places:
        if was_asked:
            close_aside(turn)
        turn.owe("invoice_card", invoice_id=issued.key)
        turn.say(views.resent_view(turn.t, issued, places, is_kept=bool(wish.text)))


def _is_reply(update: Update) -> bool:
    message = update.message
    if message is None or not message.text or message.text.startswith("/"):
        return False
    return message.reply_to_message is not None


def entry(context: Context) -> list[Handler]:
    """Before every question: a reply names what it is about."""
    return [OnMessage(_is_reply, lambda update, turn: replied(update, turn, context))]


def states(_context: Context) -> dict[str, list[Handler]]:
    """It asks nothing."""
    return {}
