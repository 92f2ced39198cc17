"""A second invoice like one issued a moment ago: is it meant?"""

from bot.guards import just_issued_like
from bot.registration import totals_for
from handlers.desk import Desk
from handlers.views.guards import again_view


async def asks_again(desk: Desk) -> bool:
    """Whether that is asked, in place of the card; what is typed then still adds a line and brings the card back."""
    turn, customer = desk.turn, await desk.customer()
    if customer is None or desk.composition.credits_id is not None:
        return False
    totals = totals_for(desk.composition, desk.merchant, customer.tax_number)
    issued = await just_issued_like(turn.session, desk.merchant, desk.composition, totals, turn.now)
    if issued is None:
        return False
    turn.ask("card", again_view(turn.t, desk.number, issued, turn.now))
    return True
