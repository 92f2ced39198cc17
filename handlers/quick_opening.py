"""The draft that a whole invoice in one message becomes: checked, its customer found or asked for, its card shown."""

from bot.context import Context
from bot.customers import add_customer, customer
from bot.drafts import check_lines, keep, open_new
from bot.quick import composition_of_line
from bot.quickline.line.values import Line, Notice
from bot.registration import totals_for
from bot.turn import Turn
from handlers.charges import LONGEST_REASON, check_room
from handlers.customers import new_name_answered
from handlers.desk import Desk
from handlers.express import Laying, laying_of
from handlers.extras import check_paid
from handlers.fields import within
from handlers.lines import LONGEST_ITEM
from handlers.routing import merchant_of
from models.customer import Customer
from models.draft import Composition, TypedMessage
from models.merchant import Merchant


async def open_line(line: Line, message: TypedMessage | None, turn: Turn, context: Context) -> None:
    """The invoice, in place of any other draft; the card, or what it still lacks. UserError where it cannot be.

    It is issued at once where its writer wants that and nothing stands in the way.
    """
    merchant = merchant_of(turn)
    composition = await composition_of_line(turn.session, line, merchant)
    check(composition, merchant)
    lay = await laying_of(line, turn)
    chosen = await customer_said(line, turn, merchant)
    open_new(turn.draft)
    turn.draft.heard_message_id = None
    composition.customer_id, composition.typed = chosen.key if chosen else None, message
    await show_line(line, Desk(turn, context, merchant, composition), lay)


async def show_line(line: Line, desk: Desk, lay: Laying = Desk.lay) -> None:
    """What is open next: where somebody new is reached, who is reached where the message says, or what `lay` shows."""
    draft, composition = desk.turn.draft, desk.composition
    if composition.customer_id is not None:
        await lay(desk)
    elif line.customer:
        keep(draft, composition)
        await new_name_answered(line.customer.name, desk)
    else:
        await lay(desk)
        reach = {"email": line.email, "phone": line.phone}
        draft.scratch = {key: address for key, address in reach.items() if address}


async def doubtful_guess(line: Line, turn: Turn) -> Notice | None:
    """The guess at a customer who is reached elsewhere than the message says: there it may be somebody else."""
    guess = next((notice for notice in line.notices if notice.code == "N_CUSTOMER_GUESSED"), None)
    if guess is None or line.customer is None or line.customer.id is None:
        return None
    known = await customer(turn.session, merchant_of(turn).key, line.customer.id)
    said = ((line.email, known.email), (line.phone, known.phone))
    return guess if any(typed and typed != stored for typed, stored in said) else None


def check(composition: Composition, merchant: Merchant) -> None:
    """What would be refused question by question is refused before any is asked."""
    check_lines(composition)
    check_room(composition.charges)
    for charge in composition.charges:
        within(charge.reason, LONGEST_REASON)
    for line in composition.lines:
        within(line.item_name, LONGEST_ITEM)
    check_paid(composition.prepaid_amount, totals_for(composition, merchant).tax_inclusive_amount)


async def customer_said(line: Line, turn: Turn, merchant: Merchant) -> Customer | None:
    """Who it is for, reached as the message says; None where somebody new has no address yet, or nobody is named."""
    named = line.customer
    if named is None:
        return None
    if named.id is not None:
        known = await customer(turn.session, merchant.key, named.id)
        known.email, known.phone = line.email or known.email, line.phone or known.phone
        return known
    if not (line.email or line.phone):
        return None
    return await add_customer(
        turn.session, merchant.key, named.name, turn.now, email=line.email, phone=line.phone
    )
