"""An SMS at the demo's gateway, as Twilio's Message resource shows it."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Final

from bot.rendering.segments import Measure, measured

FINAL: Final = frozenset({"delivered", "undelivered", "failed"})
API_VERSION: Final = "2010-04-01"


@dataclass
class Sms:
    """One accepted message. `sender` is a number, a name or a messaging service."""

    sid: str
    account_sid: str
    sender: str
    recipient: str
    body: str
    created_at: datetime
    status_callback: str | None = None
    status: str = "queued"
    error_code: int | None = None
    sent_at: datetime | None = None

    @property
    def measure(self) -> Measure:
        """What it costs."""
        return measured(self.body)

    def resource(self) -> dict[str, Any]:
        """Twilio's JSON."""
        service = self.sender if self.sender.startswith("MG") else None
        return {
            "sid": self.sid,
            "account_sid": self.account_sid,
            "api_version": API_VERSION,
            "from": None if service else self.sender,
            "messaging_service_sid": service,
            "to": self.recipient,
            "body": self.body,
            "direction": "outbound-api",
            "num_segments": str(self.measure.segments),
            "num_media": "0",
            "status": self.status,
            "error_code": self.error_code,
            "error_message": None,
            "price": None,
            "price_unit": "USD",
            "date_created": format_datetime(self.created_at),
            "date_updated": format_datetime(self.sent_at or self.created_at),
            "date_sent": format_datetime(self.sent_at) if self.sent_at else None,
            "uri": f"/{API_VERSION}/Accounts/{self.account_sid}/Messages/{self.sid}.json",
            "subresource_uris": {},
        }

    def summary(self) -> dict[str, Any]:
        """What the demo page shows."""
        return {
            "sid": self.sid,
            "created_at": self.created_at.isoformat(timespec="milliseconds"),
            "from": self.sender,
            "to": self.recipient,
            "body": self.body,
            "encoding": self.measure.encoding,
            "units": self.measure.units,
            "segments": self.measure.segments,
            "status": self.status,
            "error_code": self.error_code,
        }
