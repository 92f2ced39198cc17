"""Flood control: how many messages one chat takes in a while; off unless asked for."""

import math
import time
from collections import defaultdict, deque

from bot.demo.telegram.refusals import too_many_requests


class FloodLimit:
    """At most `messages` sent or edited per chat in any `seconds`."""

    def __init__(self, messages: int, seconds: float) -> None:
        self.messages = messages
        self.seconds = seconds
        self._sent: defaultdict[int, deque[float]] = defaultdict(deque)

    def take(self, chat_id: int) -> None:
        """Count one message; raises 429 with `retry_after` (whole seconds) when it is one too many."""
        now, sent = time.monotonic(), self._sent[chat_id]
        while sent and now - sent[0] >= self.seconds:
            sent.popleft()
        if len(sent) >= self.messages:
            raise too_many_requests(max(1, math.ceil(self.seconds - (now - sent[0]))))
        sent.append(now)
