"""A question beside whatever is open in the chat: what it interrupts waits, and is open again once it is closed."""

from typing import Any

from bot.turn import Turn
from models.draft import Draft

STEPS = frozenset({"fix_address", "payment", "refund", "favourite"})


def ask_aside(turn: Turn, step: str, **scratch: Any) -> None:
    """Open the question, one of STEPS; another one beside what is composed is dropped for it."""
    turn.draft.step, turn.draft.scratch = step, {**scratch, "waiting": _interrupted(turn.draft)}


def close_aside(turn: Turn) -> None:
    """Close it, if it is still open."""
    draft = turn.draft
    if draft.step not in STEPS:
        return
    waiting = draft.scratch.get("waiting") or {"step": None, "scratch": {}}
    is_composing = draft.composition is not None
    if is_composing or waiting["step"] in {None, "invoices"}:
        draft.step, draft.scratch = waiting["step"] or ("card" if is_composing else None), waiting["scratch"]
    else:  # what was composed has been issued or put aside meanwhile
        draft.step, draft.scratch = None, {}


def _interrupted(draft: Draft) -> dict[str, Any]:
    """The question below all that were asked beside it."""
    step, scratch = draft.step, draft.scratch
    while waiting := scratch.get("waiting"):
        step, scratch = waiting["step"], waiting["scratch"]
    return {"step": None, "scratch": {}} if step in STEPS else {"step": step, "scratch": scratch}
