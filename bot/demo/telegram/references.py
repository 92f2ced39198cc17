"""Character references in Telegram's HTML: &lt; &gt; &amp; &quot; and numbers; others stay as written."""

import re

REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([A-Za-z]+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_LONGEST = 9  # characters of a number with its "&#"


def decoded(match: "re.Match[str]") -> str | None:
    """The character a match of REFERENCE means, None when Telegram does not know it."""
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED.get(name)
    if len(match[0].removesuffix(";")) > _LONGEST:
        return None
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < 0x10FFFF else None


def unescape(text: str) -> str:
    """Every reference replaced."""
    return REFERENCE.sub(lambda match: decoded(match) or match[0], text)
