"""Words for an issued invoice's card, said without a reply while nothing is composed: whose they are is asked."""

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from sqlmodel import col, select

from bot.balances import OWED_BACK, balances_of
from bot.context import Context
from bot.conversation import Handler
from bot.drafts import today
from bot.invoices import invoice, page_of
from bot.quick import knows_any
from bot.quickline.answers import UnclearError
from bot.quickline.card_words import Kind, Wish, wish_of
from bot.quickline.contacts import parse_contact
from bot.quickline.payers import ANYBODY, Payer, payers
from bot.quickline.payments import parse_payment
from bot.screens import Screen
from bot.turn import Turn
from handlers.card_replies import act_on_issued
from handlers.quick_reading import Typed, names_somebody, typed_in
from handlers.routing import OnTap, Tap, merchant_of
from handlers.taps.issued import SayTo
from handlers.views import card_replies as views
from models.balance import Balance
from models.errors import UserError
from models.invoice import Invoice

_MOST_LIKELY: Final = 10
_MOST_WORDS: Final = 40  # among which a number is looked for


async def which_card(typed: Typed) -> Screen | None:
    """The question, if these words can be said to an issued invoice and there is one they can be said to."""
    if wish_of(typed.text) is None and not _payers(typed.text, typed):
        return None
    if knows_any(typed.reading.products, typed.text):
        return None
    named = await _named(typed)
    wish, whose = next((said for said in _readings(typed, named) if _fits(said.wish, typed)), (None, ()))
    if wish is None:
        return None
    likely = named or await _likely(wish, whose, typed.turn)
    question = typed.turn.arrival.update_id
    if not likely:
        return views.nothing_open_view(typed.turn.t, question, typed.text) if whose else None
    balances = await balances_of(typed.turn.session, merchant_of(typed.turn).key, likely)
    amounts = {one.key: _amount(wish, one, balances[one.key]) for one in likely}
    return views.which_card_view(typed.turn.t, question, typed.text, likely, amounts)


def _amount(wish: Wish, issued: Invoice, balance: Balance) -> Decimal:
    """Which one is best told apart by."""
    match wish.kind:
        case Kind.PAID:
            return balance.open
        case Kind.REFUND:
            return balance.owed_back
        case _:
            return issued.payable_amount


async def _named(typed: Typed) -> Sequence[Invoice]:
    """Those whose number stands among the words."""
    words = {form for word in typed.text.split()[:_MOST_WORDS] for form in (word, word.upper())}
    mine = select(Invoice).where(
        Invoice.merchant_id == merchant_of(typed.turn).key, col(Invoice.number).in_(words)
    )
    found = (await typed.turn.session.exec(mine)).all()
    return [one for one in found if not (one.is_credit_note or one.number.isdigit())]


class _Said(NamedTuple):
    """What may be wanted, and whose invoice it is about; nobody's: anybody's."""

    wish: Wish
    whose: frozenset[int] = frozenset()


def _readings(typed: Typed, named: Sequence[Invoice]) -> Iterator[_Said]:
    """As it begins, or a payment of somebody; without the numbers of invoices."""
    text = typed.text
    for issued in named:
        text = re.sub(re.escape(issued.number), "", text, flags=re.IGNORECASE)
    wish = wish_of(text)
    if wish is not None and not names_somebody(typed):
        yield _Said(wish)
    for payer in _payers(text, typed):
        yield _Said(payer.wish, payer.ids - {0})


def _payers(text: str, typed: Typed) -> list[Payer]:
    """Somebody of the address book, or anybody."""
    return [*payers(text, typed.reading.customers), *payers(text, ANYBODY)]


def _fits(wish: Wish, typed: Typed) -> bool:
    """Whether the rest is a payment, an address, or a reason, in which no price stands."""
    reading = typed.reading
    try:
        match wish.kind:
            case Kind.PAID | Kind.REFUND if wish.text:
                parse_payment(
                    wish.text, today=reading.today, currency=reading.currency, language=reading.language
                )
            case Kind.RESEND if wish.text:
                parse_contact(wish.text, country=reading.country)
    except UnclearError:
        return True
    except UserError:
        return False
    return wish.kind in {Kind.PAID, Kind.REFUND, Kind.RESEND} or (
        wish.kind is Kind.CANCEL and not any(map(str.isdigit, wish.text))
    )


async def _likely(wish: Wish, whose: Collection[int], turn: Turn) -> Sequence[Invoice]:
    """The latest ones: those that something is open on, to be paid, or owed back; else any that is no credit note."""
    merchant = merchant_of(turn)
    kept = {Kind.PAID: "unpaid", Kind.REFUND: OWED_BACK}.get(wish.kind, "all")
    pages = [
        await page_of(turn.session, merchant.key, today(merchant, turn.now), kept=kept, customer_id=one)
        for one in whose or (None,)
    ]
    return [one for page in pages for one in page.invoices if not one.is_credit_note][:_MOST_LIKELY]


async def card_tapped(tap: Tap[SayTo], turn: Turn, context: Context) -> None:
    """This one: the words do what they do in a reply to its card."""
    merchant, scratch = merchant_of(turn), turn.draft.scratch
    said = str(scratch["said"]) if scratch.get("question") == tap.data.question else ""
    issued = await invoice(turn.session, merchant.key, tap.data.invoice_id)
    typed = await typed_in(said, turn, context)
    wish = next((one.wish for one in _readings(typed, [issued]) if _fits(one.wish, typed)), None)
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
