"""Screens of the lines of an invoice in the making."""

from bot.language import Texts
from bot.rendering.formats import number
from bot.screens import Button, Rows, Screen, columns
from handlers.taps.drafts import AskLine, OpenLine, OpenLines, RemoveLine
from handlers.views.card import line_text
from handlers.views.parts import shortened, way_out
from handlers.views.prices import price_text
from handlers.views.taxes import tax_rows, tax_text
from models.draft import Composition
from models.errors import N_
from models.merchant import Merchant

PAGE = 20

LINE_LABELS = {
    "quantity": N_("Quantity"),
    "price": N_("Price"),
    "name": N_("Name"),
    "discount": N_("Discount"),
    "tax": N_("Tax"),
}
LINE_QUESTIONS = {
    "quantity": N_("How many of {item}? Now: {quantity}."),
    "price": N_("What does one {item} cost? Now: {price}. Type it like 150, or 12 per 100."),
    "name": N_("What shall this line be called? Now: {item}."),
    "discount": N_(
        "How much discount on {item}? A percentage or an amount, like 10% or 50; 0 for none. "
        "With a plus, like +10% or +5, it is a surcharge."
    ),
    "tax": N_("How is {item} taxed? Now: {tax}. Tap it, or type a rate like 14%; 0 for none."),
}


def lines_view(t: Texts, draft: int, composition: Composition, first: int = 0) -> Screen:
    """A page of the lines, each a button."""
    buttons = [
        Button(
            t.plain("{position}. {item}", position=i + 1, item=shortened(line.item_name, 46)),
            OpenLine(draft, i),
        )
        for i, line in enumerate(composition.lines)
    ]
    before = (Button(t.plain("‹ Earlier lines"), OpenLines(draft, first - PAGE)),) if first else ()
    after = (
        (Button(t.plain("Later lines ›"), OpenLines(draft, first + PAGE)),)
        if first + PAGE < len(buttons)
        else ()
    )
    shown = columns(buttons[first : first + PAGE], 1)
    return Screen(t("Which line do you want to change?"), (*shown, (*before, *after), way_out(t, draft)))


def line_view(t: Texts, draft: int, merchant: Merchant, composition: Composition, index: int) -> Screen:
    """One line and what can be changed on it."""
    line = composition.lines[index]
    fields = [
        Button(t.plain(label), AskLine(draft, index, field))
        for field, label in LINE_LABELS.items()
        if field != "tax" or merchant.charges_tax
    ]
    remove = Button(t.plain("🗑 Remove this line"), RemoveLine(draft, index))
    rows: Rows = (*columns(fields, 2), (remove,), way_out(t, draft, "lines"))
    shown = [line_text(t, merchant, index + 1, line)]
    if merchant.charges_tax:
        shown.append(t("Tax: {tax}", tax=tax_text(t, composition, line)))
    return Screen("\n".join(shown), rows)


def line_question(
    t: Texts, draft: int, merchant: Merchant, composition: Composition, index: int, field: str
) -> Screen:  # fmt: skip
    """One field of a line."""
    line = composition.lines[index]
    text = t(
        LINE_QUESTIONS[field],
        item=shortened(line.item_name, 60),
        quantity=number(line.quantity, t.language, t.digits),
        price=price_text(t, merchant.currency, line),
        tax=tax_text(t, composition, line),
    )
    back = Button(t.plain("‹ Back"), OpenLine(draft, index))
    ready = tax_rows(t, draft, merchant, "line") if field == "tax" else ()
    return Screen(text, (*ready, (back, way_out(t, draft)[1])))
