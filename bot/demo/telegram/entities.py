"""parse_mode HTML: Telegram's small HTML read into text and entities, or refused in Telegram's words.

Follows https://core.telegram.org/bots/api#html-style; a refusal names a UTF-8 byte offset, as Telegram's do.
"""

import re
from typing import NamedTuple

from bot.demo.telegram.links import completed, link_flaw
from bot.demo.telegram.references import REFERENCE, decoded, unescape
from bot.demo.telegram.refusals import RefusalError, bad_request
from bot.demo.telegram.spans import Entity, arrange, clean, utf16_length

_STYLES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
}
_TAGS = frozenset({*_STYLES, "a", "code", "pre", "blockquote", "tg-emoji"})
_LITERAL = re.compile(r"[^<&]+")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"[^\s=>]*")
_SPACE = re.compile(r"\s*")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_ARGUMENT = {
    ("a", "href"): "",
    ("code", "class"): "language-",
    ("span", "class"): "tg-",
    ("tg-emoji", "emoji-id"): "",
}


class _Open(NamedTuple):
    name: str
    argument: str
    offset: int
    piece: int


def parse_html(source: str, loopback_links: bool = True) -> tuple[str, list[Entity]]:
    """(text, entities), trimmed and in order. Raises 400 "Bad Request: can't parse entities: ..."."""
    return arrange(*_Reader(clean(source), loopback_links).read())


class _Reader:
    """One pass over the source; `_at` is where it stands."""

    def __init__(self, source: str, loopback_links: bool) -> None:
        self._source = source
        self._loopback_links = loopback_links
        self._at = 0
        self._offset = 0
        self._pieces: list[str] = []
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._source):
            if literal := _LITERAL.match(self._source, self._at):
                self._add(literal[0], literal.end())
            elif self._source[self._at] == "&":
                match = REFERENCE.match(self._source, self._at)
                text = decoded(match) if match else None
                self._add(text or "&", match.end() if match and text else self._at + 1)
            elif self._source.startswith("</", self._at):
                self._end_tag()
            else:
                self._start_tag()
        if self._open:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        text = "".join(self._pieces)
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise _refusal("Text contains invalid Unicode characters after decoding HTML entities")
        for entity in self._entities:
            if entity["type"] == "code":  # a language is for blocks alone
                entity.pop("language", None)
        return text, self._entities

    def _add(self, text: str, end: int) -> None:
        self._pieces.append(text)
        self._offset += utf16_length(text)
        self._at = end

    def _take(self, pattern: "re.Pattern[str]") -> str:
        match = pattern.match(self._source, self._at)
        self._at = match.end() if match else self._at
        return match[0] if match else ""

    def _peek(self) -> str:
        return self._source[self._at : self._at + 1]

    def _byte(self, position: int) -> str:
        return f"at byte offset {len(self._source[:position].encode())}"

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        name = self._take(_NAME).lower()
        if not self._peek():
            raise _refusal(f"Unclosed start tag {self._byte(begin)}")
        if name not in _TAGS:
            raise _refusal(f'Unsupported start tag "{name}" {self._byte(begin)}')
        argument = ""
        while self._take(_SPACE) is not None and self._peek() != ">":
            attribute, value = self._attribute(name, begin)
            prefix = _ARGUMENT.get((name, attribute))
            if prefix is not None and value.startswith(prefix):
                argument = value.removeprefix(prefix)
            elif (name, attribute) == ("blockquote", "expandable"):
                argument = attribute
        self._at += 1
        if name == "span" and argument != "spoiler":
            raise _refusal(f'Tag "span" must have class "tg-spoiler" {self._byte(begin)}')
        self._open.append(_Open(name, argument, self._offset, len(self._pieces)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._take(_ATTRIBUTE).lower()
        if not name:
            raise _refusal(f'Empty attribute name in the tag "{tag}" {self._byte(begin)}')
        self._take(_SPACE)
        if self._peek() != "=":
            if (tag, name) == ("blockquote", "expandable") and self._peek():
                return name, ""
            words = f'Expected equal sign in declaration of an attribute of the tag "{tag}"'
            raise _refusal(f"{words} {self._byte(begin)}")
        self._at += 1
        self._take(_SPACE)
        value = self._value()
        if not self._peek():
            raise _refusal(f"Unclosed start tag {self._byte(begin)}")
        return name, value

    def _value(self) -> str:
        begin, quote = self._at, self._peek()
        if quote in {"'", '"'} and quote:
            end = self._source.find(quote, begin + 1)
            self._at = len(self._source) if end < 0 else end + 1
            return unescape(self._source[begin + 1 : end])
        token = self._take(_TOKEN).lower()
        if self._peek() not in {"", ">"} and not self._peek().isspace():
            raise _refusal(f"Unexpected end of name token {self._byte(begin)}")
        return token

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise _refusal(f"Unexpected end tag {self._byte(begin)}")
        self._at += 2
        name = self._take(_NAME).lower()
        self._take(_SPACE)
        if self._peek() != ">":
            raise _refusal(f"Unclosed end tag {self._byte(begin)}")
        self._at += 1
        opened = self._open.pop()
        if name and name != opened.name:
            words = f'Unmatched end tag {self._byte(begin)}, expected "</{opened.name}>", found "</{name}>"'
            raise _refusal(words)
        if self._offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        span: Entity = {"offset": opened.offset, "length": self._offset - opened.offset}
        if opened.name in _STYLES:
            self._entities.append({"type": _STYLES[opened.name], **span})
        elif opened.name == "blockquote":
            kind = "expandable_blockquote" if opened.argument else "blockquote"
            self._entities.append({"type": kind, **span})
        elif opened.name == "a":
            address = opened.argument or "".join(self._pieces[opened.piece :])
            if link_flaw(address, self._loopback_links) is None:  # else Telegram shows plain text
                self._entities.append({"type": "text_link", **span, "url": completed(address)})
        elif opened.name == "tg-emoji":
            if not opened.argument.isdecimal() or int(opened.argument) == 0:
                raise _refusal("Invalid custom emoji identifier specified")
            self._entities.append({"type": "custom_emoji", **span, "custom_emoji_id": opened.argument})
        else:
            self._close_code(opened, span)

    def _close_code(self, opened: _Open, span: Entity) -> None:
        """pre around code with a language, or the other way round, is one block in that language."""
        last = self._entities[-1] if self._entities else {}
        same = (last.get("offset"), last.get("length")) == (span["offset"], span["length"])
        if opened.name == "pre" and same and last.get("type") == "code" and last.get("language"):
            last["type"] = "pre"
        elif opened.name == "code" and same and last.get("type") == "pre" and opened.argument:
            last["language"] = opened.argument
        else:
            language = {"language": opened.argument} if opened.argument else {}
            self._entities.append({"type": opened.name, **span, **language})


def _refusal(words: str) -> RefusalError:
    return bad_request(f"can't parse entities: {words}")
