"""The four fonts the documents are set in, taken from the system's packages (Debian: fonts-noto-core).

A private fontconfig shows them alone to the renderer: a font that happens to be installed changes no invoice,
and matching among four files costs half of matching among hundreds.
"""

import struct
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

FONTS = (
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansArabic-Bold.ttf",
)
FOLDERS = (
    Path("/usr/share/fonts/truetype/noto"),  # Debian, Ubuntu
    Path("/usr/share/fonts/noto"),  # Arch, Alpine, openSUSE
    Path("/usr/share/fonts/google-noto"),  # Fedora
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path("/Library/Fonts"),
)
_FONTCONFIG = """<?xml version="1.0"?>
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


def font_files() -> list[Path]:
    """The font files found, in the order of FONTS."""
    found = (next((folder / name for folder in FOLDERS if (folder / name).is_file()), None) for name in FONTS)
    return [path for path in found if path]


def missing_fonts() -> list[str]:
    """Names of the font files that are not installed; without all of them no PDF is made."""
    present = {path.name for path in font_files()}
    return [name for name in FONTS if name not in present]


@cache
def fonts_version() -> str:
    """What the fonts are, to keep beside a PDF: their revisions and a hash over their bytes."""
    contents = [path.read_bytes() for path in font_files()]
    revisions = ", ".join(dict.fromkeys(_revision(content) for content in contents))
    return f"Noto Sans {revisions} ({sha256(b''.join(contents)).hexdigest()[:12]})"


def write_fontconfig(folder: Path) -> Path:
    """Fill an empty folder with links to the fonts and a configuration that knows no others; its path."""
    (folder / "fonts").mkdir()
    for path in font_files():
        (folder / "fonts" / path.name).symlink_to(path)
    configuration = folder / "fonts.conf"
    configuration.write_text(_FONTCONFIG.format(folder=folder))
    return configuration


def is_whole(folder: Path) -> bool:
    """Whether all that `write_fontconfig` has put there is there still: old files in /tmp are often cleared away."""
    links = [folder / "fonts" / name for name in FONTS]
    return (folder / "fonts.conf").exists() and all(link.exists() for link in links)


@cache
def drawable() -> frozenset[int]:
    """The code points the fonts have a glyph for."""
    return frozenset(point for path in font_files() for point in _code_points(path.read_bytes()))


def _table(font: bytes, tag: bytes) -> int:
    """Where a table begins (OpenType, "The table directory"); 0 if there is none."""
    for at in range(12, 12 + 16 * int.from_bytes(font[4:6]), 16):
        if font[at : at + 4] == tag:
            return int.from_bytes(font[at + 8 : at + 12])
    return 0


def _code_points(font: bytes) -> Iterator[int]:
    """What the table `cmap` maps to a glyph, from its subtables of format 4: all that is below U+10000."""
    cmap = _table(font, b"cmap")
    for at in range(cmap + 4, cmap + 4 + 8 * int.from_bytes(font[cmap + 2 : cmap + 4]), 8):
        subtable = cmap + int.from_bytes(font[at + 4 : at + 8])
        if font[subtable : subtable + 2] == b"\0\4":
            yield from _segments(font, subtable)


def _segments(font: bytes, subtable: int) -> Iterator[int]:
    """Format 4: ranges of code points, each with a shift to its glyphs or a list of them."""
    (double,) = struct.unpack_from(">H", font, subtable + 6)
    columns = f">{double // 2}H"
    ends, starts, shifts, lists = (
        struct.unpack_from(columns, font, subtable + at + column * double)
        for column, at in enumerate((14, 16, 16, 16))
    )
    for segment, (end, start, shift, listed) in enumerate(zip(ends, starts, shifts, lists, strict=True)):
        at = subtable + 16 + 3 * double + 2 * segment + listed
        for point in range(start, end + 1):
            glyph = point + shift
            if listed:
                (glyph,) = struct.unpack_from(">H", font, at + 2 * (point - start))
            if glyph & 0xFFFF:
                yield point


def _revision(font: bytes) -> str:
    """`fontRevision` of the table `head`."""
    head = _table(font, b"head")
    return f"{struct.unpack_from('>4xi', font, head)[0] / 65536:.3f}" if head else "unknown"
