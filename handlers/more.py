"""⋯ More: what can be done with an issued document beside sending it."""

from bot.context import Context
from bot.conversation import Handler
from bot.crediting import is_open
from bot.favourites import favourite_of
from bot.invoices import invoice
from bot.turn import Turn
from handlers.routing import OnTap, merchant_of
from handlers.share import share_button
from handlers.taps.issued import OpenMore
from handlers.views.more import more_view


async def show_more(turn: Turn, context: Context, invoice_id: int, message_id: int | None) -> None:
    """Every rarer wish, in place of the message or in one of its own."""
    issued = await invoice(turn.session, merchant_of(turn).key, invoice_id)
    screen = more_view(
        turn.t,
        issued,
        is_open=await is_open(turn.session, issued),
        is_favourite=await favourite_of(turn.session, issued) is not None,
        share=await share_button(turn, issued, context),
    )
    turn.show_at(message_id, screen)


def entry(context: Context) -> list[Handler]:
    """A tap, always there."""
    return [OnTap(OpenMore, lambda tap, turn: show_more(turn, context, tap.data.invoice_id, tap.message_id))]


def states(_context: Context) -> dict[str, list[Handler]]:
    """It asks nothing."""
    return {}
