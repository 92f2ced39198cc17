"""Facts that follow from a style alone, found once and kept with it."""

from collections.abc import Callable
from typing import Any


def kept(work: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The function of a style, its result kept with the style."""
    name = f"kept_{work.__module__}_{work.__name__}"

    def recalled(style: Any) -> Any:
        facts = style.__dict__
        if name not in facts:
            facts[name] = work(style)
        return facts[name]

    return recalled
