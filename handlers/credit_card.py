"""A credit note on the desk: what it still lacks is asked, else its card is shown."""

from bot.context import Context
from bot.crediting import case_of
from bot.customers import customer
from bot.turn import Turn
from handlers.views import credit as views
from handlers.views import credit_questions as questions
from models.draft import Composition
from models.merchant import Merchant

CARD, REASON, QUANTITY = "credit", "why", "credit.quantity"
STEPS = (CARD, REASON, QUANTITY, "note", "address")
"""The questions a credit note has; those of an invoice in the making mean nothing to it."""


async def lay_credit_note(turn: Turn, context: Context, merchant: Merchant, composition: Composition) -> None:
    """The next question, or the card. InvoiceError where more would be taken back than is left."""
    t, draft = turn.t, turn.draft.number
    case = await case_of(turn.session, merchant.key, composition.credits_id or 0)
    if not composition.takes_rest and not composition.lines:
        case.check_open()
        turn.ask(CARD, questions.lines_question(t, draft, case, composition, 0))
    elif composition.reason is None:
        turn.ask(REASON, questions.reason_question(t, draft, case, chosen=False))
    else:
        buyer = await customer(turn.session, merchant.key, case.invoice.customer_id)
        card = views.CreditCard(draft, case, composition, buyer, context.channels)
        turn.ask(CARD, views.credit_card_view(t, card, case.correction(composition)))
