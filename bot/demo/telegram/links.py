"""Addresses in links and buttons, judged as Telegram judges them."""

from urllib.parse import urlsplit


def completed(address: str) -> str:
    """With "http://" where no scheme is written and "/" where nothing follows the host."""
    address = address.strip()
    if "://" not in address and ":" not in address.partition("/")[0]:
        address = f"http://{address}"
    scheme, _, rest = address.partition("://")
    return f"{address}/" if scheme in {"http", "https"} and rest and not set(rest) & set("/?#") else address


def link_flaw(address: str, loopback: bool) -> str | None:
    """Telegram's words for what is wrong with an address, None for nothing; `loopback`: localhost is fine."""
    try:
        parts = urlsplit(completed(address))
        host = parts.hostname or ""
    except ValueError:
        return "Wrong HTTP URL"
    if parts.scheme == "tg":
        return None
    if parts.scheme not in {"http", "https"}:
        return "Unsupported URL protocol"
    if not host:
        return "URL host is empty"
    here = host == "localhost" or host.startswith("127.")
    named = "." in host.strip(".") and " " not in address
    return None if (loopback if here else named) else "Wrong HTTP URL"
