"""What a button says when it is tapped: frozen values, packed into 64 bytes and unpacked here alone."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

_KINDS: dict[str, type["Callback"]] = {}


@dataclass(frozen=True)
class Callback:
    """Base of all buttons' values. Fields are int or str; a str must not hold ':'."""

    tag: ClassVar[str]

    def __init_subclass__(cls, tag: str, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if tag in _KINDS:
            raise TypeError(f"two callbacks share the tag {tag!r}")
        cls.tag = tag
        _KINDS[tag] = cls

    def pack(self) -> str:
        """Telegram's callback_data; ValueError above its 64 bytes."""
        packed = ":".join((self.tag, *(str(getattr(self, f.name)) for f in fields(self))))
        if len(packed.encode()) > 64:
            raise ValueError(f"button value too long: {packed}")
        return packed

    @classmethod
    def _from(cls, parts: list[str]) -> Self:
        declared = fields(cls)
        if len(parts) != len(declared):
            raise ValueError("another version of this button")
        return cls(*(int(p) if f.type is int else p for f, p in zip(declared, parts, strict=True)))


def unpack(data: str | None) -> Callback | None:
    """The value of a tapped button, or None if no button of ours says that (an older version's may)."""
    tag, *parts = (data or "").split(":")
    try:
        return _KINDS[tag]._from(parts)
    except (KeyError, ValueError):
        return None
