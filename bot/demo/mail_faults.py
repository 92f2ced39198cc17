"""Trouble at the mail server: planned by a test, or called by name with a magic address."""

from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

Phase = Literal["connect", "mail", "rcpt", "start", "data"]  # start: DATA's own answer; data: the message's


@dataclass
class Fault:
    """One planned trouble; `left` counts the conversations it still hits (None: every one).

    `reply` is said instead of 250 (None: all is well); `delay` seconds come before it; `drop_answer` cuts the
    connection in its place. A message that is not refused is kept before all that.
    """

    phase: Phase
    recipient: str | None = None
    reply: str | None = None
    delay: float = 0.0
    drop_answer: bool = False
    left: int | None = 1

    @property
    def refuses(self) -> bool:
        """Whether the server says no."""
        return self.reply is not None and not self.reply.startswith("2")


# Local part -> phase, reply, delay, drop_answer, how often (None: always). See `bot.demo.mailbox`.
MAGIC: Final[dict[str, Fault]] = {
    "unknown": Fault("rcpt", reply="550 5.1.1 This account does not exist", left=None),
    "full": Fault("rcpt", reply="552 5.2.2 Mailbox full", left=None),
    "later": Fault("rcpt", reply="451 4.7.1 Greylisted, please come back later", left=2),
    "refused": Fault("data", reply="550 5.7.1 Message refused by policy", left=None),
    "big": Fault("data", reply="552 5.3.4 Message size exceeds the limit", left=None),
    "slow": Fault("data", delay=3.0, left=None),
    "lost": Fault("data", drop_answer=True, left=1),
}


class Faults:
    """The queue of planned troubles; the first that fits is used, then the magic addresses."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self._met: Counter[str] = Counter()

    def add(
        self,
        recipient: str | None = None,
        phase: Phase = "rcpt",
        reply: str | None = None,
        *,
        delay: float = 0.0,
        drop_answer: bool = False,
        times: int | None = 1,
    ) -> Fault:
        """Plan a trouble. `recipient` counts from "rcpt" on; None is anybody; `times` None: until `clear`."""
        fault = Fault(phase, recipient, reply, delay, drop_answer, times)
        self._planned.append(fault)
        return fault

    def clear(self) -> None:
        """From now on all is well, magic addresses aside."""
        self._planned.clear()

    def take(self, phase: Phase, recipient: str | None = None) -> Fault | None:
        """The trouble for this moment, counted down."""
        for fault in self._planned:
            if fault.phase == phase and fault.recipient in (None, recipient):
                if fault.left is not None:
                    fault.left -= 1
                    if fault.left == 0:
                        self._planned.remove(fault)
                return fault
        return self._magic(phase, recipient) if recipient else None

    def _magic(self, phase: Phase, recipient: str) -> Fault | None:
        """A counted one hits an address `left` times, lets it through once, and starts anew."""
        fault = MAGIC.get(recipient.partition("@")[0].partition("+")[0].lower())
        if fault is None or fault.phase != phase:
            return None
        if fault.left is None:
            return fault
        self._met[recipient] += 1
        if self._met[recipient] <= fault.left:
            return fault
        del self._met[recipient]
        return None
