"""Words for an issued invoice's card, said without a reply while nothing is composed: whose they are is asked."""

import re
from collections.abc import Sequence
from typing import Final

from sqlmodel import col, select

from bot.balances import balances_of
from bot.context import Context
from bot.conversation import Handler
from bot.drafts import today
from bot.invoices import invoice, page_of
from bot.quick import knows_any
from bot.quickline.answers import UnclearError
from bot.quickline.card_words import Kind, Wish, wish_of
from bot.quickline.contacts import parse_contact
from bot.quickline.payments import parse_payment
from bot.screens import Screen
from bot.turn import Turn
from handlers.card_replies import act_on_issued
from handlers.quick_reading import Typed, names_somebody
from handlers.routing import OnTap, Tap, merchant_of
from handlers.taps.issued import SayTo
from handlers.views import card_replies as views
from models.errors import UserError
from models.invoice import Invoice

_MOST_WORDS: Final = 40  # among which a number is looked for


async def which_card(typed: Typed) -> Screen | None:
    """The question, if these words can be said to an issued invoice and there is one they can be said to."""
    if wish_of(typed.text) is None or knows_any(typed.reading.products, typed.text) or names_somebody(typed):
        return None
    named = await _named(typed)
    wish = _wish(typed.text, named)
    if wish is None or not _fits(wish, typed):
        return None
    likely = named or await _likely(wish, typed.turn)
    if not likely:
        return None
    balances = await balances_of(typed.turn.session, merchant_of(typed.turn).key, likely)
    amounts = {
        one.key: balances[one.key].open if wish.kind is Kind.PAID else one.payable_amount for one in likely
    }
    question = typed.turn.arrival.update_id
    return views.which_card_view(typed.turn.t, question, typed.text, likely, amounts)


async def _named(typed: Typed) -> Sequence[Invoice]:
    """Those whose number stands among the words."""
    words = {form for word in typed.text.split()[:_MOST_WORDS] for form in (word, word.upper())}
    mine = select(Invoice).where(
        Invoice.merchant_id == merchant_of(typed.turn).key, col(Invoice.number).in_(words)
    )
    found = (await typed.turn.session.exec(mine)).all()
    return [one for one in found if not (one.is_credit_note or one.number.isdigit())]


def _wish(text: str, named: Sequence[Invoice]) -> Wish | None:
    """What is wanted, without the numbers of invoices."""
    for issued in named:
        text = re.sub(re.escape(issued.number), "", text, flags=re.IGNORECASE)
    return wish_of(text)


def _fits(wish: Wish, typed: Typed) -> bool:
    """Whether the rest is a payment, an address, or a reason, in which no price stands."""
    reading = typed.reading
    try:
        match wish.kind:
            case Kind.PAID if wish.text:
                parse_payment(
                    wish.text, today=reading.today, currency=reading.currency, language=reading.language
                )
            case Kind.RESEND if wish.text:
                parse_contact(wish.text, country=reading.country)
    except UnclearError:
        return True
    except UserError:
        return False
    return wish.kind in {Kind.PAID, Kind.RESEND} or (
        wish.kind is Kind.CANCEL and not any(map(str.isdigit, wish.text))
    )


async def _likely(wish: Wish, turn: Turn) -> Sequence[Invoice]:
    """The latest ones: those that something is open on, to be paid; else any that is no credit note."""
    merchant = merchant_of(turn)
    kept = "unpaid" if wish.kind is Kind.PAID else "all"
    page = await page_of(turn.session, merchant.key, today(merchant, turn.now), kept=kept)
    return [one for one in page.invoices if not one.is_credit_note]


async def card_tapped(tap: Tap[SayTo], turn: Turn, context: Context) -> None:
    """This one: the words do what they do in a reply to its card."""
    merchant, scratch = merchant_of(turn), turn.draft.scratch
    said = str(scratch["said"]) if scratch.get("question") == tap.data.question else ""
    issued = await invoice(turn.session, merchant.key, tap.data.invoice_id)
    wish = _wish(said, [issued])
    if wish is None:
        turn.answer(turn.t.plain("This question has been answered."))
        return
    turn.draft.step, turn.draft.scratch = None, {}
    turn.show_at(tap.message_id, views.said_to_view(turn.t, said, issued))
    await act_on_issued(wish, issued, turn, context)


def entry(context: Context) -> list[Handler]:
    """Its buttons; the words themselves come by `handlers.quick`."""
    return [OnTap(SayTo, lambda tap, turn: card_tapped(tap, turn, context))]


def states(_context: Context) -> dict[str, list[Handler]]:
    """Typed instead of a tap is said anew."""
    return {}
