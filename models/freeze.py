"""What makes an issued invoice tamper-evident: one spelling of its content, and a hash that leans on the one before."""

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from unicodedata import normalize

GENESIS = "0" * 64
"""What a merchant's first invoice leans on."""


def canonical_json(value: object) -> bytes:
    """The one spelling of a value: UTF-8, NFC, keys in order of their code points, no blanks, decimals as text.

    A key whose value is None is left out, so that None and "not there" are the same. TypeError for a float, which
    may have lost digits, for None elsewhere and for anything JSON cannot say; ValueError for a number that is not
    finite, for two keys that NFC makes one and for text that is not Unicode.
    """
    plain = _plain(value)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def chain_hash(previous_hex: str, canonical: bytes) -> str:
    """SHA-256 over the previous hash (its 32 bytes) and the canonical JSON, in hexadecimal."""
    return sha256(bytes.fromhex(previous_hex) + canonical).hexdigest()


def _plain(value: object) -> object:
    match value:
        case str():
            return normalize("NFC", value)
        case int():
            return value
        case Decimal():
            if not value.is_finite():
                raise ValueError(f"{value} is no number to write down")
            return format(value, "f")
        case Mapping():
            return _object(value)
        case list() | tuple():
            return [_plain(item) for item in value]
    raise TypeError(f"a {type(value).__name__} has no canonical form")


def _object(value: Mapping[object, object]) -> dict[str, object]:
    plain: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError(f"a {type(key).__name__} is no key of JSON")
        name = normalize("NFC", key)
        if name in plain:
            raise ValueError(f"the key {name!r} stands there twice")
        if item is not None:
            plain[name] = _plain(item)
    return plain
