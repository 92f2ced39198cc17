"""For admins: who uses the bot; stopping a merchant and letting it go on."""

from bot.accounts import account, find_merchants, merchants_page, restore, suspend
from bot.conversation import Handler
from bot.paging import Window
from bot.turn import Turn
from handlers.gate import moment_of, noted
from handlers.routing import OnCommand, OnTap, Tap
from handlers.taps.admin import AskAccess, ListMerchants, OpenMerchant, SetAccess
from handlers.views import merchants as views


async def merchants_wanted(text: str, turn: Turn) -> None:
    """/merchants, or /merchants with something to look for."""
    if not text:
        await merchants_listed(ListMerchants(), turn)
        return
    found = await find_merchants(turn.session, text, views.PAGE + 1)
    turn.say(views.found_merchants_view(turn.t, text, found))


async def merchants_listed(wanted: ListMerchants, turn: Turn) -> None:
    """A page of them."""
    page = await merchants_page(turn.session, Window(wanted.before, wanted.after, views.PAGE))
    turn.show_at(turn.arrival.message_id, views.merchants_view(turn.t, page))


async def merchant_shown(merchant_id: int, turn: Turn) -> None:
    """One of them."""
    found = await account(turn.session, merchant_id)
    turn.show_at(turn.arrival.message_id, views.account_view(turn.t, found, moment_of(turn)))


async def access_asked(tap: Tap[AskAccess], turn: Turn) -> None:
    """Suspend or restore: sure?"""
    found = await account(turn.session, tap.data.merchant_id)
    screen = views.access_question(turn.t, found.merchant, allowed=bool(tap.data.allowed))
    turn.show_at(tap.message_id, screen)


async def access_set(tap: Tap[SetAccess], turn: Turn) -> None:
    """Sure."""
    if tap.data.allowed:
        await restore(turn.session, tap.data.merchant_id)
    else:
        await suspend(turn.session, tap.data.merchant_id, turn.now)
    noted(turn, "restore" if tap.data.allowed else "suspend", merchant=tap.data.merchant_id)
    await merchant_shown(tap.data.merchant_id, turn)


def handlers() -> list[Handler]:
    """Commands and taps."""
    return [
        OnCommand("merchants", merchants_wanted),
        OnTap(ListMerchants, lambda tap, turn: merchants_listed(tap.data, turn)),
        OnTap(OpenMerchant, lambda tap, turn: merchant_shown(tap.data.merchant_id, turn)),
        OnTap(AskAccess, access_asked),
        OnTap(SetAccess, access_set),
    ]
