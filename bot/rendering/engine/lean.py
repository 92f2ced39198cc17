"""WeasyPrint imported without what no invoice needs: a third of the memory of a process that makes PDFs.

It imports fontTools for variable and web fonts and for a HarfBuzz without its subsetter, 147 modules; and it reads the
style sheets of HTML's own elements, where ours says all. Should the engine ever ask for fontTools, it gets it then.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pkgutil import resolve_name
from types import ModuleType
from typing import Any

_NAMES = {
    "fontTools": ("subset",),
    "fontTools.ttLib": ("TTFont", "ttFont", "woff2"),
    "fontTools.varLib": (),
    "fontTools.varLib.instancer": ("instantiateVariableFont",),
}


class _Later:
    """A class, function or module of fontTools, imported when it is used."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return resolve_name(self._name)(*arguments, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(resolve_name(self._name), name)


@contextmanager
def lean_imports() -> Iterator[None]:
    """Import `bot.rendering.pdf` within."""
    if "fontTools" in sys.modules:
        yield
        return
    stand_ins = {module: _stand_in(module) for module in _NAMES}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for module in stand_ins:
            del sys.modules[module]
    import weasyprint  # the caller has, by now

    for name in ("UA_STYLESHEET", "UA_FORM_STYLESHEET", "PH_STYLESHEET"):
        setattr(weasyprint, name, None)
        setattr(weasyprint.html, name, None)


def _stand_in(name: str) -> ModuleType:
    module = ModuleType(name)
    module.__path__ = []
    vars(module)["TTLibError"] = OSError  # only ever caught, around what is imported later
    for attribute in _NAMES[name]:
        setattr(module, attribute, _Later(f"{name}.{attribute}"))
    return module
