"""What is asked before an invoice is credited: what of it, how much, why, and whether."""

from decimal import Decimal

from bot.crediting import Case
from bot.language import Texts
from bot.rendering.formats import money, number, quantity
from bot.screens import Button, Screen, columns
from handlers.taps.drafts import CancelDraft, Choose, ShowCard
from handlers.taps.issued import (
    CorrectInvoice,
    CreditInvoice,
    CreditRest,
    KeepLine,
    OpenMore,
    PickCredited,
    ShowInvoice,
    TakeBack,
)
from handlers.views.parts import shortened, way_out
from models.draft import Composition
from models.errors import N_
from models.invoice import Invoice

PAGE = 10
REASON_LABELS = {
    "amounts": N_("Wrong amounts"),
    "customer": N_("Wrong customer"),
    "returned": N_("Goods returned"),
    "order": N_("Order cancelled"),
}


def lines_question(
    t: Texts, draft: int, case: Case, composition: Composition, first: int, *, has_changed: bool = False
) -> Screen:
    """What is taken back? Each line with what is left of it; those chosen are ticked.

    `has_changed`: what was chosen is not there any more.
    """
    chosen = {line.source: line.quantity for line in composition.lines}
    open_lines = case.open_lines
    first = first if first < len(open_lines) else 0
    shown = [
        Button(_choice(t, case, index, chosen.get(index)), TakeBack(draft, index))
        for index in open_lines[first : first + PAGE]
    ]
    turns = (
        *((Button(t.plain("‹ Earlier lines"), PickCredited(draft, first - PAGE)),) if first else ()),
        *((Button(t.plain("Later lines ›"), PickCredited(draft, first + PAGE)),)
          if first + PAGE < len(open_lines) else ()),
    )  # fmt: skip
    done = (Button(t.plain("✅ Done"), ShowCard()),) if chosen else ()
    rest = (Button(t.plain("All that is left"), CreditRest(draft)),)
    out = (Button(t.plain("✕ Cancel"), CancelDraft(draft)),)
    text = t(
        "↩ <b>Credit note for {number}</b>\nWhat is taken back? Tap a line to say how much of it.",
        number=case.document.number,
    )
    if has_changed:
        text += "\n\n" + t("Some of it has been taken back meanwhile, so please choose again.")
    if case.document.charges:
        text += "\n\n" + t(
            "Delivery and other charges are taken back with all that is left, not with single lines."
        )
    return Screen(text, (*columns(shown, 1), turns, done, rest, out))


def _choice(t: Texts, case: Case, index: int, taken: Decimal | None) -> str:
    line, left = case.document.lines[index], case.left[index]
    most = quantity(left, line.unit_code, t.language, t.digits)
    name = shortened(line.item_name, 36)
    if taken is None:
        return t.plain("{item}: {quantity} left", item=name, quantity=most)
    return t.plain(
        "✓ {item}: {taken} of {quantity}", item=name, taken=number(taken, t.language, t.digits), quantity=most
    )


def quantity_question(t: Texts, draft: int, case: Case, line: int, *, chosen: bool) -> Screen:
    """How much of one line?"""
    printed, left = case.document.lines[line], case.left[line]
    most = quantity(left, printed.unit_code, t.language, t.digits)
    every = Button(t.plain("All: {quantity}", quantity=most), Choose(draft, "all"))
    none = (Button(t.plain("Nothing of it"), KeepLine(draft, line)),) if chosen else ()
    text = t(
        "How much of {item} is taken back? {quantity} can be.",
        item=shortened(printed.item_name, 60),
        quantity=most,
    )
    back = Button(t.plain("‹ Back"), PickCredited(draft))
    return Screen(text, ((every, *none), (back, Button(t.plain("✕ Cancel"), CancelDraft(draft)))))


def reason_question(t: Texts, draft: int, case: Case, *, chosen: bool) -> Screen:
    """Why? It is printed on the credit note."""
    ready = [Button(t.plain(label), Choose(draft, code)) for code, label in REASON_LABELS.items()]
    text = t(
        "Why is {number} credited? Tap a reason or type one; it is printed on the credit note.",
        number=case.document.number,
    )
    out = way_out(t, draft) if chosen else (Button(t.plain("✕ Cancel"), CancelDraft(draft)),)
    return Screen(text, (*columns(ready, 2), out))


def correct_question(t: Texts, case: Case, paid: Decimal, over: int) -> Screen:
    """Shall it be credited and opened anew? `paid`: what the draft has as already paid then."""
    issued, amount = case.invoice, case.rest().totals.payable_amount
    text = t(
        "Correct {number}? A credit note over {amount} is issued and sent now, the way the invoice went. Then a draft "
        "with the same content opens, for you to change and issue.",
        number=issued.number,
        amount=money(amount, issued.currency, t.language, t.digits),
    )
    if case.notes:
        text += "\n\n" + t("What earlier credit notes took back is not on the draft.")
    if paid > case.document.totals.prepaid_amount:
        text += "\n\n" + t(
            "What was paid is taken over: the draft has {amount} as already paid.",
            amount=money(paid, issued.currency, t.language, t.digits),
        )
    yes = Button(t.plain("✅ Credit it and open a draft"), CorrectInvoice(issued.key, over))
    return Screen(text, ((yes,), (Button(t.plain("‹ Back"), OpenMore(issued.key)),)))


def settled_view(t: Texts, issued: Invoice) -> Screen:
    """Somebody was faster."""
    text = t(
        "Credit notes have taken back all of {number} meanwhile, so nothing is left for this one.",
        number=issued.number,
    )
    show = Button(t.plain("📄 {number}", number=issued.number), ShowInvoice(issued.key, below=1))
    return Screen(text, ((show,),))


def in_the_way_view(t: Texts, issued: Invoice, kind: str, open_draft: int, name: str | None) -> Screen:
    """Something else is being composed; nothing is dropped unasked."""
    text = t(
        "You have a draft open, for {name}. Finish it first, or drop it and go on with {number}.",
        name=name or t.plain("nobody yet"),
        number=issued.number,
    )
    drop = Button(t.plain("🗑 Drop the draft"), CreditInvoice(issued.key, kind, open_draft))
    return Screen(
        text,
        (
            (Button(t.plain("Go on with it"), ShowCard()),),
            (drop,),
            (Button(t.plain("‹ Back"), OpenMore(issued.key)),),
        ),
    )
