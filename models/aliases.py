"""Other names of somebody or something, kept in one column as typed and in one as they are searched."""

from collections.abc import Iterable

from models.text import folded


def kept(names: Iterable[str]) -> str:
    """As the column `aliases` has them: one a line, each once however it is spelled."""
    once: dict[str, str] = {}
    for name in names:
        once.setdefault(folded(name), name)
    return "\n".join(name for key, name in once.items() if key)


def searched(aliases: str) -> str:
    """As the column `search_aliases` has them: folded, each between line feeds; "" for none."""
    names = [folded(name) for name in aliases.splitlines()]
    return "\n".join(("", *names, "")) if names else ""


def as_searched(name: str) -> str:
    """What `search_aliases` holds where one of them is this name."""
    return f"\n{folded(name)}\n"
