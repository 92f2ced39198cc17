"""How the pool and its processes talk: a kind, a text and bytes, each frame with its lengths before it."""

import json
import socket
import struct
from typing import NamedTuple

HEADER = struct.Struct(">cII")


class Frame(NamedTuple):
    """One question or answer."""

    kind: bytes
    text: str = ""
    content: bytes = b""


class Page(NamedTuple):
    """A page to print, as XHTML with its style sheet."""

    markup: str
    css: str
    language: str
    title: str
    author: str
    created: str  # W3C date and time, UTC
    identifier: str  # 32 hexadecimal digits, the same for the same document
    code: tuple[str, ...] = ()  # kind, payload and error correction of the code on it; none: no code
    xml: str = ""  # the same invoice for machines (Factur-X), to be carried in the PDF; empty: none
    profile: str = ""  # how much of EN 16931 that holds
    is_roll: bool = False  # for thermal paper: nothing in colour, each page cut where it ends

    def as_text(self) -> str:
        """As it travels."""
        return json.dumps(self, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "Page":
        """As it was sent."""
        return cls(*json.loads(text))


LOGO, CODE = "logo:", "code:"
"""The pictures' addresses on a page."""
CODE_SIDE = "&code-side;"
"""Stands where the code's width and height will, which are known once it is drawn; escaped texts cannot say it."""
WARM, RENDER, NORMALISE, PICTURE = b"W", b"R", b"N", b"P"
"""Questions: a Page to get warm with; a Page with its logo (an empty one: none); an upload; a PDF to draw."""
READY, DONE, REFUSED = b"!", b"+", b"-"
"""Answers: once, at the start; with the result; with the UserError as JSON."""


def packed(frame: Frame) -> bytes:
    """The frame as it travels."""
    text = frame.text.encode()
    return HEADER.pack(frame.kind, len(text), len(frame.content)) + text + frame.content


def receive(connection: socket.socket) -> Frame | None:
    """The next frame, waiting for it; None when the other side is gone."""
    with connection.makefile("rb") as stream:
        header = stream.read(HEADER.size)
        if len(header) < HEADER.size:
            return None
        kind, text, content = HEADER.unpack(header)
        return Frame(kind, stream.read(text).decode(), stream.read(content))
