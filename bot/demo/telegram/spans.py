"""Entities put in order: offsets in UTF-16 units, nested the way Telegram allows."""

import re
from collections import defaultdict
from typing import Any

Entity = dict[str, Any]
Range = tuple[int, int]

_MERGED = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
_CODE = frozenset({"code", "pre"})
_RANK = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
}
_RANK |= {"bold": 90, "italic": 91, "underline": 92, "strikethrough": 93, "spoiler": 94, "custom_emoji": 99}

_FOUND = (
    ("bot_command", re.compile(r"(?<![\w/<>@.])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?(?![\w/])")),
    ("url", re.compile(r"(?<![\w@])https?://[^\s<>\"«»]*[\w/#=&]", re.ASCII)),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)),
)
_REMOVED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_SPACED = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
_MARKS = re.compile("[\u200e\u200f]+(?=[\u200e\u200f])")
_INVISIBLE = re.compile("[\\s\u200b-\u200f\ufeff\u2800\u3164]*")


def utf16_length(text: str) -> int:
    """Length as Telegram counts entity offsets."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """What Telegram does to any text: no control characters, no bidi embeddings (U+202A-E; isolates stay)."""
    if text.isprintable():
        return text
    return _MARKS.sub(lambda run: "\u200c" * len(run[0]), _SPACED.sub(" ", _REMOVED.sub("", text)))


def is_blank(text: str) -> bool:
    """Whether nobody would see anything."""
    return _INVISIBLE.fullmatch(text) is not None


def arrange(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Trim the text, find commands and addresses, merge, cut and sort the entities."""
    kept = [entity for entity in entities if entity["length"] > 0]
    text, kept = _trimmed(text, kept)
    if "/" in text or "@" in text:
        kept += _found(text)
    return text, _in_order(kept) if kept else []


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without surrounding white space, the entities moved along."""
    bare = text.strip()
    if bare == text or not entities:
        return bare, entities
    lead, size = utf16_length(text[: text.index(bare)]), utf16_length(bare)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, size)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return bare, moved


def _found(text: str) -> list[Entity]:
    return [
        {"type": kind, "offset": utf16_length(text[: match.start()]), "length": utf16_length(match[0])}
        for kind, pattern in _FOUND
        for match in pattern.finditer(text)
    ]


def _in_order(entities: list[Entity]) -> list[Entity]:
    entities.sort(key=_sort_key)
    merged = [entity for entity in entities if entity["type"] in _MERGED]
    quotes = _apart([entity for entity in entities if entity["type"] in _QUOTES])
    solid = _apart([entity for entity in entities if entity["type"] not in _MERGED | _QUOTES])
    code = [_range(entity) for entity in solid if entity["type"] in _CODE]
    return sorted([*quotes, *solid, *_styles(merged, code)], key=_sort_key)


def _sort_key(entity: Entity) -> tuple[int, int, int]:
    return entity["offset"], -entity["length"], _RANK.get(entity["type"], 50)


def _range(entity: Entity) -> Range:
    return entity["offset"], entity["offset"] + entity["length"]


def _apart(entities: list[Entity]) -> list[Entity]:
    """Those that may not overlap: the first one stays."""
    kept: list[Entity] = []
    end = 0
    for entity in entities:
        if entity["offset"] >= end:
            kept.append(entity)
            end = _range(entity)[1]
    return kept


def _styles(entities: list[Entity], code: list[Range]) -> list[Entity]:
    """Bold and the like: touching pieces become one, and none reaches into code."""
    pieces: defaultdict[str, list[Range]] = defaultdict(list)
    for entity in entities:
        start, end = _range(entity)
        ranges = pieces[entity["type"]]
        if ranges and start <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(end, ranges[-1][1]))
        else:
            ranges.append((start, end))
    return [
        {"type": kind, "offset": start, "length": end - start}
        for kind, ranges in pieces.items()
        for whole in ranges
        for start, end in _without(whole, code)
    ]


def _without(whole: Range, holes: list[Range]) -> list[Range]:
    left = []
    start, end = whole
    for hole_start, hole_end in holes:
        if hole_start < end and hole_end > start:
            if hole_start > start:
                left.append((start, hole_start))
            start = hole_end
    return [*left, (start, end)] if start < end else left
