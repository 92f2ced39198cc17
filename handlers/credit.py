"""Taking an issued invoice back: all of it, a part, or to correct it. It is never edited or deleted."""

from decimal import Decimal

from bot.context import Context
from bot.conversation import Handler
from bot.correcting import correct_invoice, taken_over
from bot.crediting import Case, case_of, open_credit_note
from bot.customers import customer_if_any
from bot.drafts import composition_of, keep
from bot.quickline.card_words import wish_of
from bot.quickline.numbers import parse_quantity
from bot.quickline.payments import ALL
from bot.rendering.credit_words import REASONS
from bot.screens import Screen
from bot.turn import Turn
from handlers.card_words import ON_CREDIT_NOTE, UNCHANGING, act_on_draft, fits
from handlers.compose import ask_still_open
from handlers.credit_card import CARD, QUANTITY, REASON
from handlers.desk import Answer, Desk, desk_of, on_draft
from handlers.fields import within
from handlers.issue import queue_document
from handlers.quick_reading import is_invoice
from handlers.routing import OnTap, Tap, merchant_of
from handlers.taps.drafts import StartQuick
from handlers.taps.issued import CorrectInvoice, CreditInvoice, CreditRest, KeepLine, PickCredited, TakeBack
from handlers.till import redraw_at_issuer
from handlers.views import credit_questions as views
from models.delivery import Channel
from models.draft import DraftLine
from models.text import folded

LONGEST_REASON = 200


async def credit_said(invoice_id: int, reason: str, turn: Turn, context: Context) -> None:
    """Cancel it, in words: the credit note's card with this reason (""; it is asked for), which only a tap issues."""
    said = {"invoice_id": invoice_id, "reason": within(reason, LONGEST_REASON)}
    turn.draft.scratch = {**turn.draft.scratch, "cancel": said}
    await credit_tapped(Tap(CreditInvoice(invoice_id, "whole"), None), turn, context)


async def credit_tapped(tap: Tap[CreditInvoice], turn: Turn, context: Context) -> None:
    """Cancel it, or take back a part: a credit note is composed, like an invoice. Correct it: asked once more."""
    merchant, wish = merchant_of(turn), tap.data
    said = turn.draft.scratch.get("cancel", {})
    case = await case_of(turn.session, merchant.key, wish.invoice_id)
    case.check_open()
    composing = turn.draft.composition
    is_same = (composing or {}).get("credits_id") == wish.invoice_id
    if composing and wish.over != turn.draft.number and (not is_same or wish.kind == "anew"):
        await _ask_about_draft(tap, turn, case)
    elif wish.kind == "anew":
        paid = await taken_over(turn.session, case)
        turn.show_at(tap.message_id, views.correct_question(turn.t, case, paid, wish.over))
    else:
        if not is_same:
            await open_credit_note(turn.session, turn.draft, case, whole=wish.kind == "whole")
        desk = desk_of(turn, context)
        desk.composition.takes_rest = wish.kind == "whole"
        if desk.composition.takes_rest and said.get("invoice_id") == wish.invoice_id:
            desk.composition.reason = said["reason"] or desk.composition.reason
        turn.owe("invoice_card", invoice_id=case.invoice.key, message_id=tap.message_id)
        await desk.lay()


async def correct_tapped(tap: Tap[CorrectInvoice], turn: Turn, context: Context) -> None:
    """One transaction: the credit note, its deliveries, and the draft of the invoice to come."""
    merchant, person = merchant_of(turn), turn.arrival.person
    case = await case_of(turn.session, merchant.key, tap.data.invoice_id)
    case.check_open()
    if turn.draft.composition and tap.data.over != turn.draft.number:
        await _ask_about_draft(Tap(CreditInvoice(tap.data.invoice_id, "anew"), tap.message_id), turn, case)
        return
    done = await correct_invoice(turn.session, turn.draft, merchant, tap.data.invoice_id, person, turn.now)
    for channel, recipient in done.recipients:
        await queue_document(turn, context, done.note, Channel(channel), recipient)
    turn.answer(turn.t.plain("Issued: {number}", number=done.note.number))
    turn.owe("invoice_card", invoice_id=case.invoice.key, message_id=tap.message_id)
    redraw_at_issuer(turn, case.invoice.chat_id, case.invoice.key)
    turn.owe("invoice_card", invoice_id=done.note.key)
    await desk_of(turn, context).lay()


async def _ask_about_draft(tap: Tap[CreditInvoice], turn: Turn, case: Case) -> None:
    """What is open is not dropped unasked; a draft with nothing on it is no loss."""
    merchant = merchant_of(turn)
    whose = composition_of(turn.draft, merchant).customer_id
    buyer = await customer_if_any(turn.session, merchant.key, whose)
    kind, number, name = tap.data.kind, turn.draft.number, buyer.name if buyer else None
    turn.show_at(tap.message_id, views.in_the_way_view(turn.t, case.invoice, kind, number, name))


async def pick_tapped(tap: Tap[PickCredited], desk: Desk) -> None:
    """The lines to take back from."""
    case = await _case(desk)
    if case.is_settled:
        await desk.lay()
    else:
        _pick(desk, case, max(tap.data.first, 0))


async def line_tapped(tap: Tap[TakeBack], desk: Desk) -> None:
    """How much of a line?"""
    case, line = await _case(desk), tap.data.line
    if line not in case.open_lines:  # somebody else took it back meanwhile
        await desk.lay()
    else:
        chosen = any(taken.source == line for taken in desk.composition.lines)
        screen = views.quantity_question(desk.turn.t, desk.number, case, line, chosen=chosen)
        desk.turn.ask(QUANTITY, screen, line=line)


async def quantity_answered(text: str, desk: Desk) -> None:
    """So much of the line; "all" for what is left of it."""
    case, line = await _case(desk), int(desk.turn.draft.scratch["line"])
    if line not in case.open_lines:
        await desk.lay()
        return
    quantity = case.left[line] if folded(text) in ALL else parse_quantity(text, language=desk.turn.language)
    case.check_quantity(line, quantity)
    printed = case.document.lines[line]
    taken = DraftLine(
        item_name=printed.item_name, quantity=quantity, unit_code=printed.unit_code,
        unit_price=printed.unit_price, tax_rate=printed.tax_rate or Decimal(0), source=line,
    )  # fmt: skip
    _put(desk, line, [taken])
    _pick(desk, case, case.open_lines.index(line) // views.PAGE * views.PAGE)


async def keep_tapped(tap: Tap[KeepLine], desk: Desk) -> None:
    """Nothing of the line."""
    _put(desk, tap.data.line, [])
    await pick_tapped(Tap(PickCredited(desk.number), tap.message_id), desk)


async def rest_tapped(tap: Tap[CreditRest], desk: Desk) -> None:
    """All that is left, whatever was chosen before."""
    desk.composition.takes_rest, desk.composition.lines = True, []
    await desk.lay()


async def ask_reason(desk: Desk) -> None:
    """Why?"""
    chosen = desk.composition.reason is not None
    screen = views.reason_question(desk.turn.t, desk.number, await _case(desk), chosen=chosen)
    desk.turn.ask(REASON, screen)


async def reason_answered(text: str, desk: Desk) -> None:
    """A ready reason, in the language of the document, or a typed one."""
    language = (await _case(desk)).document.language
    ready = REASONS.get(text)
    desk.composition.reason = ready[language] if ready else within(text, LONGEST_REASON)
    await desk.lay()


async def words_said(text: str, desk: Desk) -> None:
    """A note, an address or the end of it, or another invoice; other words change nothing, and it says so."""
    wish = wish_of(text)
    if wish is not None and wish.kind in ON_CREDIT_NOTE and fits(wish, desk):
        await act_on_draft(wish, desk)
    elif await is_invoice(text, desk.turn, desk.context):
        desk.turn.not_understood()
        await ask_still_open(desk, StartQuick(desk.number), line=text)
    elif desk.composition.takes_rest or desk.composition.reason is not None:
        desk.turn.say(Screen(desk.turn.t(UNCHANGING)))
        await desk.lay()
    else:
        _pick(desk, await _case(desk), 0)


def _pick(desk: Desk, case: Case, first: int) -> None:
    desk.turn.ask(CARD, views.lines_question(desk.turn.t, desk.number, case, desk.composition, first))


async def _case(desk: Desk) -> Case:
    return await case_of(desk.turn.session, desk.merchant.key, desk.composition.credits_id or 0)


def _put(desk: Desk, line: int, taken: list[DraftLine]) -> None:
    """These in place of what was taken of the line, in the invoice's order."""
    others = [other for other in desk.composition.lines if other.source not in (line, None)]
    desk.composition.lines = sorted((*others, *taken), key=lambda one: one.source or 0)
    keep(desk.turn.draft, desk.composition)


ANSWERS: dict[str, Answer] = {CARD: words_said, REASON: reason_answered, QUANTITY: quantity_answered}


def entry(context: Context) -> list[Handler]:
    """Taps, always there."""
    return [
        OnTap(CreditInvoice, lambda tap, turn: credit_tapped(tap, turn, context)),
        OnTap(CorrectInvoice, lambda tap, turn: correct_tapped(tap, turn, context)),
        on_draft(PickCredited, context, pick_tapped),
        on_draft(TakeBack, context, line_tapped),
        on_draft(KeepLine, context, keep_tapped),
        on_draft(CreditRest, context, rest_tapped),
    ]
