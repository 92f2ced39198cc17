"""A question asked in between leaves the one it interrupts as it was."""

from types import SimpleNamespace
from typing import Any, cast

from bot.turn import Turn
from handlers.aside import ask_aside, close_aside
from models.draft import Draft


def at(step: str | None, *, composing: bool = True, **scratch: Any) -> tuple[Turn, Draft]:
    """A turn whose draft has this question open."""
    draft = Draft(chat_id=7, number=1, step=step, scratch=scratch, composition={} if composing else None)
    return cast(Turn, SimpleNamespace(draft=draft)), draft


def test_the_interrupted_question_is_open_again_with_its_half_answer() -> None:
    turn, draft = at("new_name", name="Acme")
    ask_aside(turn, "payment", invoice_id=1)
    ask_aside(turn, "payment", invoice_id=2, told={"amount": "5"})
    assert (draft.step, draft.scratch["invoice_id"]) == ("payment", 2)
    close_aside(turn)
    assert (draft.step, draft.scratch) == ("new_name", {"name": "Acme"})
    close_aside(turn)
    assert draft.step == "new_name", "nothing is left to close"


def test_questions_in_between_do_not_pile_up() -> None:
    turn, draft = at("item")
    for _ in range(50):
        ask_aside(turn, "fix_address", invoice_id=1)
        waiting = {"step": draft.step, "scratch": draft.scratch}  # as the settings keep what they interrupt
        draft.step, draft.scratch = "settings.phone", {"waiting": waiting}
        ask_aside(turn, "payment", invoice_id=1)
    assert len(str(draft.scratch)) < 200
    close_aside(turn)
    assert (draft.step, draft.scratch) == ("item", {})


def test_what_was_composed_may_be_gone_meanwhile() -> None:
    turn, draft = at("item")
    ask_aside(turn, "payment", invoice_id=1)
    draft.composition = None
    close_aside(turn)
    assert (draft.step, draft.scratch) == (None, {})
    turn, draft = at("invoices", composing=False)
    ask_aside(turn, "payment", invoice_id=1)
    close_aside(turn)
    assert draft.step == "invoices"
