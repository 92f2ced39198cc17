"""What is invoiced: lines added by a tap or by typing, and changed one field at a time."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from bot.context import Context
from bot.conversation import Handler
from bot.drafts import add_line, line_at
from bot.edits import forgotten_line, merged_line
from bot.products import line_of, priced, product, product_named, taxed_as
from bot.quickline.bases import one_unit, parse_unit_price
from bot.quickline.items import Item, parse_item
from bot.quickline.numbers import canonical, parse_quantity
from bot.quickline.words import plain
from bot.taxation import check_no_tax_said, read_tax, tax_alike, usual_tax
from bot.turn import Turn
from handlers.desk import Answer, Desk, on_draft
from handlers.fields import discount_of, within
from handlers.routing import Tap
from handlers.taps.drafts import AddProduct, AskLine, OpenLine, OpenLines, RemoveLine
from handlers.views import lines as views
from models.draft import Composition, DraftLine, TypedMessage
from models.errors import N_, UserError
from models.product import Product

LONGEST_ITEM = 500
_EMPTY = N_("Please type the item's name, like: Logo design")


async def product_tapped(tap: Tap[AddProduct], desk: Desk) -> None:
    """One of a known product; a second tap on the same button finds the question closed and adds nothing."""
    if desk.turn.draft.step != "item":
        await desk.lay()
        return
    known = await product(desk.turn.session, desk.merchant.key, tap.data.product_id)
    line = line_of(known, usual_tax(desk.composition, desk.merchant))
    add_line(desk.composition, line)
    await desk.lay()


async def item_answered(text: str, desk: Desk) -> None:
    """A typed line, like: 2 x Logo 150. A known item needs no price."""
    line, message = await _line_said(text, desk), said_in(desk.turn, text)
    line.typed, lines = message, desk.composition.lines
    at = typed_at(desk.composition, message.message_id) if message else None
    if at is None:
        add_line(desk.composition, line)
    else:
        lines[at] = merged_line(await _line_before(lines[at], desk), line, lines[at])
    await desk.lay()


def typed_at(composition: Composition, message_id: int) -> int | None:
    """The index of the line that this message alone was."""
    typed = (line.typed.message_id if line.typed else None for line in composition.lines)
    return next((at for at, message in enumerate(typed) if message == message_id), None)


def said_in(turn: Turn, text: str) -> TypedMessage | None:
    """The message that these words are from, or were chosen as a reading of."""
    if turn.words_from is None:
        return None
    said = turn.draft.scratch.get("said") if turn.arrival.said_id is None else None
    return TypedMessage(message_id=turn.words_from, text=text, said=said, update_id=turn.arrival.update_id)


async def _line_before(line: DraftLine, desk: Desk) -> DraftLine:
    """What its message said so far; read with today's names, so that only the edit makes a difference."""
    remarks = list(desk.composition.remarks)
    try:
        return await _line_said(line.typed.text if line.typed else "", desk)
    except UserError:
        return forgotten_line(line)
    finally:
        desk.composition.remarks = remarks


async def _line_said(text: str, desk: Desk) -> DraftLine:
    item, known = await _product_of(text, desk)
    if known is None and item.unit_price is None:
        check_no_tax_said(text, desk.merchant)
    sold = priced(item, known)
    if sold.remark is not None:
        desk.composition.remarks.append(sold.remark)
    unit = known.unit_code if known and item.unit_code == "C62" else item.unit_code
    return DraftLine(
        item_name=known.name if known else item.item_name, quantity=sold.quantity, unit_code=unit,
        unit_price=sold.unit_price, base_quantity=sold.base_quantity, discount_percent=item.discount_percent,
        **dict(taxed_as(known, usual_tax(desk.composition, desk.merchant))),
    )  # fmt: skip


async def _product_of(text: str, desk: Desk) -> tuple[Item, Product | None]:
    """The item, and what the catalogue has for it; a number that a product's name ends in is no price: iPhone 15."""
    item = parse_item(text, currency=desk.merchant.currency, language=desk.turn.language)
    named = partial(product_named, desk.turn.session, desk.merchant.key)
    whole = "" if item.unit_price is None else f"{item.item_name} {canonical(item.unit_price)}"
    if whole and plain(text).endswith(whole) and (known := await named(whole)):
        return replace(item, unit_price=None), known
    return item, await named(item.item_name)


async def ask_lines(desk: Desk) -> None:
    """Which line?"""
    desk.turn.ask("card", views.lines_view(desk.turn.t, desk.number, desk.composition))


async def lines_tapped(tap: Tap[OpenLines], desk: Desk) -> None:
    """Another page of them."""
    screen = views.lines_view(desk.turn.t, desk.number, desk.composition, max(tap.data.first, 0))
    desk.turn.ask("card", screen)


async def line_tapped(tap: Tap[OpenLine], desk: Desk) -> None:
    """One line with its fields."""
    line_at(desk.composition, tap.data.index)
    screen = views.line_view(desk.turn.t, desk.number, desk.merchant, desk.composition, tap.data.index)
    desk.turn.ask("card", screen)


async def ask_line_tapped(tap: Tap[AskLine], desk: Desk) -> None:
    """One field of a line."""
    line_at(desk.composition, tap.data.index)
    if tap.data.field == "tax" and not desk.merchant.charges_tax:
        await desk.lay()
        return
    screen = views.line_question(
        desk.turn.t, desk.number, desk.merchant, desk.composition, tap.data.index, tap.data.field
    )
    desk.turn.ask("line", screen, index=tap.data.index, field=tap.data.field)


async def line_answered(text: str, desk: Desk) -> None:
    """The field that was asked for."""
    line = line_at(desk.composition, int(desk.turn.draft.scratch["index"]))
    field = desk.turn.draft.scratch["field"]
    if field == "tax":
        tax_alike([line], read_tax(text, desk.merchant.country, await desk.document_language()))
    else:
        LINE_FIELDS[field](text, line, desk)
    await desk.lay()


async def remove_line_tapped(tap: Tap[RemoveLine], desk: Desk) -> None:
    """Take a line off."""
    line_at(desk.composition, tap.data.index)
    del desk.composition.lines[tap.data.index]
    await desk.lay()


def _set_name(text: str, line: DraftLine, _desk: Desk) -> None:
    if not text:
        raise UserError(_EMPTY)
    line.item_name = within(text, LONGEST_ITEM)


def _set_quantity(text: str, line: DraftLine, desk: Desk) -> None:
    line.quantity = parse_quantity(text, language=desk.turn.language)


def _set_price(text: str, line: DraftLine, desk: Desk) -> None:
    price = parse_unit_price(text, currency=desk.merchant.currency, language=desk.turn.language)
    line.unit_code = one_unit(line.unit_code, price.unit_code, text)
    line.unit_price, line.base_quantity = price.amount, price.base_quantity


def _set_discount(text: str, line: DraftLine, desk: Desk) -> None:
    """A discount, with a plus a surcharge; 0 takes off both."""
    percent, amount = discount_of(text.replace("+", " ").strip(), desk)
    if "+" not in text:
        line.discount_percent, line.discount_amount = percent, amount
    if "+" in text or not (percent or amount):
        line.charge_percent, line.charge_amount = percent, amount


LINE_FIELDS: dict[str, Callable[[str, DraftLine, Desk], None]] = {
    "name": _set_name,
    "quantity": _set_quantity,
    "price": _set_price,
    "discount": _set_discount,
}

ANSWERS: dict[str, Answer] = {"item": item_answered, "card": item_answered, "line": line_answered}


def entry(context: Context) -> list[Handler]:
    """Taps, always there."""
    return [
        on_draft(AddProduct, context, product_tapped),
        on_draft(OpenLines, context, lines_tapped),
        on_draft(OpenLine, context, line_tapped),
        on_draft(AskLine, context, ask_line_tapped),
        on_draft(RemoveLine, context, remove_line_tapped),
    ]
