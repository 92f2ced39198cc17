"""Margins, paddings, borders and sizes of a box: some twenty properties, asked for each box twice or more."""

from types import SimpleNamespace
from typing import Any

from weasyprint.layout import percent

from bot.rendering.engine.keeping import kept

_resolve = percent.resolve_percentages


@kept
def lengths_of(style: Any) -> dict[str, Any] | None:
    """The used lengths, if they are the same whatever they may be a percentage of."""
    if style["border_collapse"] == "collapse":
        return None
    narrow, wide = SimpleNamespace(style=style), SimpleNamespace(style=style)
    _resolve(narrow, (1000, "auto"))
    _resolve(wide, (2000, 3000))
    return vars(narrow) if vars(narrow) == vars(wide) else None


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """`weasyprint.layout.percent.resolve_percentages`."""
    lengths = lengths_of(box.style)
    if lengths is None:
        _resolve(box, containing_block)
    else:
        box.__dict__.update(lengths)
