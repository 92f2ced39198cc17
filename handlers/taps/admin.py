"""Buttons of the admins."""

from dataclasses import dataclass

from bot.callbacks import Callback


@dataclass(frozen=True)
class ShowVitals(Callback, tag="za"):
    """For admins: how the bot is."""


@dataclass(frozen=True)
class ShowQueue(Callback, tag="zq"):
    """For admins: a page of deliveries that wait or fail; 0 is no bound."""

    kept: str = "all"
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class RetryAny(Callback, tag="zr"):
    """For admins: try this delivery again, and show the page it stands on."""

    delivery_id: int
    kept: str = "all"
    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class RetryFailed(Callback, tag="zf"):
    """For admins: try everything again that failed through our own fault."""


@dataclass(frozen=True)
class AskSwitch(Callback, tag="zs"):
    """For admins: shall this channel be opened (1) or stopped (0)?"""

    channel: str
    opened: int


@dataclass(frozen=True)
class SwitchChannel(Callback, tag="zc"):
    """For admins: yes, open or stop it."""

    channel: str
    opened: int


@dataclass(frozen=True)
class ListMerchants(Callback, tag="zm"):
    """For admins: a page of merchants; 0 is no bound."""

    before: int = 0
    after: int = 0


@dataclass(frozen=True)
class OpenMerchant(Callback, tag="zo"):
    """For admins: one merchant."""

    merchant_id: int


@dataclass(frozen=True)
class AskAccess(Callback, tag="zb"):
    """For admins: shall this merchant go on (1) or be suspended (0)?"""

    merchant_id: int
    allowed: int


@dataclass(frozen=True)
class SetAccess(Callback, tag="zx"):
    """For admins: yes, suspend or restore it."""

    merchant_id: int
    allowed: int


@dataclass(frozen=True)
class RunSelftest(Callback, tag="zt"):
    """For admins: check every setting for real."""
