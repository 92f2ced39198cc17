"""How many requests one client may make."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send


class Buckets:
    """A token bucket per key, the least recently used dropped beyond `capacity` keys."""

    def __init__(
        self,
        burst: float,
        per_second: float,
        capacity: int = 20_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._capacity = capacity
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()  # key -> tokens, when counted

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, key: str) -> float:
        """Take a token: 0 if there was one, else the seconds until there will be."""
        now = self._clock()
        tokens, counted = self._buckets.pop(key, (self._burst, now))
        tokens = min(self._burst, tokens + (now - counted) * self._per_second)
        taken = tokens >= 1
        self._buckets[key] = (tokens - taken, now)
        if len(self._buckets) > self._capacity:
            self._buckets.popitem(last=False)
        return 0.0 if taken else (1 - tokens) / self._per_second


def client_key(scope: Scope, trust_proxy: bool) -> str:
    """The client's address; for IPv6 its /64, which one customer has whole.

    Behind a proxy the last entry of X-Forwarded-For counts, the only one the proxy wrote itself.
    """
    address = scope["client"][0] if scope.get("client") else ""
    if trust_proxy:
        forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
        address = forwarded.rpartition(",")[2].strip() or address
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))
    return str(parsed)


class RateLimit:
    """ASGI middleware: 429 with Retry-After when a client's bucket is empty."""

    def __init__(self, app: ASGIApp, buckets: Buckets, trust_proxy: bool) -> None:
        self._app = app
        self._buckets = buckets
        self._trust_proxy = trust_proxy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wait = self._buckets.take(client_key(scope, self._trust_proxy))
        if wait:
            raise HTTPException(429, headers={"Retry-After": str(math.ceil(wait))})
        await self._app(scope, receive, send)
