"""A code as data: what it says and how it has to be drawn."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

ErrorCorrection = Literal["L", "M", "Q", "H"]


class Kind(StrEnum):
    """What a code is for; each has its caption in `bot.rendering.codes.captions`."""

    ZATCA = "zatca"  # Saudi tax authority, phase 1
    SWISS = "swiss"
    EPC = "epc"  # SEPA credit transfer, GiroCode
    PIX = "pix"
    UPI = "upi"
    INSTAPAY = "instapay"
    LINK = "link"


@dataclass(frozen=True)
class Code:
    """A QR code to print. `payload` is its text, exactly; nothing of it is for people to read."""

    kind: Kind
    payload: str
    error_correction: ErrorCorrection = "M"

    @property
    def caption_key(self) -> str:
        """The caption that stands beside it: code_epc."""
        return f"code_{self.kind}"

    @property
    def link(self) -> str | None:
        """What opens when the code is tapped on a screen; None if it is for cameras alone."""
        return self.payload if self.payload.startswith(_TAPPABLE) else None


_TAPPABLE: Final = ("https://", "upi://pay?")
