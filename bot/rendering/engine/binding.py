"""The pages and everything about them written into one file (ISO 32000-1, 7.5.7 and 7.5.8).

pydyf composes and compresses every object twice, once for the file's identifier, and as hard as zlib can; that is a
tenth of the cost of a document. Here each is composed once, and the file is a thirtieth larger.
"""

import struct
import zlib
from collections.abc import Sequence
from hashlib import md5
from typing import Final

import pydyf

_HEAD: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_LEVEL: Final = 5
_ENTRY: Final = struct.Struct(">BIH")
_FREE, _OWN, _SHELVED = 0, 1, 2  # kinds of entries: none, an object of its own, one of those written together
_LAST: Final = 0xFFFF


def bound(pdf: pydyf.PDF, identifier: bytes) -> bytes:
    """The file; `identifier` says which document it is, the same for all its versions."""
    pdf.add_object(pdf.info)
    file, entries, shelf = bytearray(_HEAD), [_ENTRY.pack(_FREE, 0, _LAST)], list[pydyf.Object]()
    number = len(pdf.objects)  # of the shelf; the table of entries comes after it
    for item in pdf.objects[1:]:
        if isinstance(item, pydyf.Stream):
            entries.append(_ENTRY.pack(_OWN, len(file), 0))
            file += _object(item.number, item)
        else:
            entries.append(_ENTRY.pack(_SHELVED, number, len(shelf)))
            shelf.append(item)
    entries.append(_ENTRY.pack(_OWN, len(file), 0))
    file += _object(number, _shelved(shelf))
    start = len(file)
    entries.append(_ENTRY.pack(_OWN, start, 0))
    version = md5(file, usedforsecurity=False).hexdigest()
    table = {
        "Type": "/XRef", "W": "[1 4 2]", "Size": len(entries), "Root": pdf.catalog.reference,
        "Info": pdf.info.reference, "ID": f"[<{identifier.hex()}><{version}>]",
    }  # fmt: skip
    file += _object(number + 1, pydyf.Stream([b"".join(entries)], table, compress=True))
    file += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(file)


def _shelved(items: Sequence[pydyf.Object]) -> pydyf.Stream:
    """Small objects together: their numbers and places, then each."""
    contents, places, place = [item.data for item in items], list[str](), 0
    for item, content in zip(items, contents, strict=True):
        places.append(f"{item.number} {place}")
        place += len(content) + 1
    head = " ".join(places).encode()
    extra = {"Type": "/ObjStm", "N": len(items), "First": len(head) + 1}
    return pydyf.Stream([head, *contents], extra, compress=True)


def _object(number: int, item: pydyf.Stream) -> bytes:
    content = b"\n".join([line if type(line) is bytes else pydyf._to_bytes(line) for line in item.stream])
    extra = dict(item.extra)
    if item.compress:
        content, extra["Filter"] = zlib.compress(content, _LEVEL), "/FlateDecode"
    extra["Length"] = len(content)
    head = pydyf.Dictionary(extra).data
    return b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, head, content)
