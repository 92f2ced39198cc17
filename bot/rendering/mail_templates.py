"""The templates of e-mails: HTML escaped, text not."""

from functools import cache
from pathlib import Path

import jinja2

from bot.rendering.lettering import isolated, left_to_right


@cache
def templates() -> jinja2.Environment:
    """With the filters `own` (in its own direction) and `ltr` (left to right within a text that is not)."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=jinja2.select_autoescape(["html"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["own"] = lambda value, rtl: isolated(value, rtl=rtl)
    environment.filters["ltr"] = lambda value, rtl: left_to_right(value) if rtl else value
    return environment
