"""A credit note on the desk: what it still lacks is asked, else its card is shown."""

from bot.balances import balance_of
from bot.context import Context
from bot.crediting import Case, case_of
from bot.customers import customer
from bot.drafts import keep
from bot.turn import Turn
from handlers.views import credit as views
from handlers.views import credit_questions as questions
from models.draft import Composition
from models.merchant import Merchant

CARD, REASON, QUANTITY = "credit", "why", "credit.quantity"
STEPS = (CARD, REASON, QUANTITY, "note", "address")
"""The questions a credit note has; those of an invoice in the making mean nothing to it."""


async def lay_credit_note(turn: Turn, context: Context, merchant: Merchant, composition: Composition) -> None:
    """The next question, or the card; what others have taken back meanwhile is not taken back again."""
    t, draft = turn.t, turn.draft.number
    case = await case_of(turn.session, merchant.key, composition.credits_id or 0)
    if case.is_settled:
        turn.draft.composition = None
        turn.ask(None, questions.settled_view(t, case.invoice))
    elif _is_out_of_date(composition, case):
        composition.lines = []
        keep(turn.draft, composition)
        turn.ask(CARD, questions.lines_question(t, draft, case, composition, 0, has_changed=True))
    elif not composition.takes_rest and not composition.lines:
        turn.ask(CARD, questions.lines_question(t, draft, case, composition, 0))
    elif composition.reason is None:
        turn.ask(REASON, questions.reason_question(t, draft, case, chosen=False))
    else:
        buyer = await customer(turn.session, merchant.key, case.invoice.customer_id)
        balance = await balance_of(turn.session, case.invoice)
        card = views.CreditCard(draft, case, composition, buyer, context.channels, balance.open)
        turn.ask(CARD, views.credit_card_view(t, card, case.correction(composition)))


def _is_out_of_date(composition: Composition, case: Case) -> bool:
    """Whether somebody has taken back, meanwhile, some of what was chosen."""
    chosen = () if composition.takes_rest else composition.lines
    return any(line.quantity > case.left[line.source or 0] for line in chosen)
