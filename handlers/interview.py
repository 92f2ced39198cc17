"""The open question about the account: asked from the settings, or by a new account one after the other."""

from bot.numbers import PATTERNS, next_number
from bot.preferences import SETTINGS, Setting
from bot.screens import Screen
from bot.turn import Turn
from handlers.routing import merchant_of
from handlers.views.settings import question_view
from handlers.views.values import Account
from models.member import Member
from models.merchant import Merchant

STEP = "settings."


async def ask(turn: Turn, setting: Setting, *, is_new: bool = False) -> None:
    """Ask for one setting."""
    screen = question_view(turn.t, await account_of(turn), setting, is_new=is_new)
    open_question(turn, setting.name, screen, is_new=is_new)


async def ask_registration(turn: Turn) -> None:
    """The question a new account still has: whoever does not answer it is not registered."""
    turn.draft.step, turn.draft.scratch = None, {}
    await ask(turn, SETTINGS["tax_registered"], is_new=True)


async def ask_newcomer_again(turn: Turn) -> bool:
    """Whether a new account's questions are still open; the one that is gets asked again."""
    if not is_new(turn):
        return False
    await ask(turn, asked(turn), is_new=True)
    return True


def asked(turn: Turn) -> Setting:
    """The setting whose question is open; while one is confirmed, a typed answer is a better one."""
    name = (turn.draft.step or "").removeprefix(STEP)
    return SETTINGS[turn.draft.scratch["name"] if name == "confirm" else name]


def open_question(turn: Turn, step: str, screen: Screen, **scratch: str | bool | None) -> None:
    """Ask; the question this interrupts waits with its half answer."""
    draft = turn.draft
    waiting = (
        draft.scratch.get("waiting") if is_open(turn) else {"step": draft.step, "scratch": draft.scratch}
    )
    turn.ask(f"{STEP}{step}", screen, waiting=waiting, **scratch)


def close_question(turn: Turn) -> None:
    """Close a question of the settings; the one it interrupted is open again."""
    if is_open(turn):
        waiting = turn.draft.scratch["waiting"]
        turn.draft.step, turn.draft.scratch = waiting["step"], waiting["scratch"]


def is_open(turn: Turn) -> bool:
    """Whether a question about the account is."""
    return (turn.draft.step or "").startswith(STEP)


def is_new(turn: Turn) -> bool:
    """Whether it is one of a new account."""
    return is_open(turn) and bool(turn.draft.scratch.get("is_new"))


def people(turn: Turn) -> tuple[Merchant, Member]:
    """Whose account it is, and who acts for it."""
    merchant, member = merchant_of(turn), turn.member
    if member is None:
        raise LookupError("a merchant is found through its member")
    return merchant, member


async def account_of(turn: Turn) -> Account:
    """What the settings' screens show."""
    merchant, member = people(turn)
    numbers = {name: await next_number(turn.session, merchant, name, turn.now) for name in PATTERNS}
    return Account(merchant, member, numbers)
