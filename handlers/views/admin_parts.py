"""What the admins' screens share: the time where they are, the way back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.language import Texts
from bot.rendering.formats import clock, short_day
from bot.screens import Button
from handlers.taps.admin import ShowVitals


@dataclass(frozen=True)
class Moment:
    """Now, where the admin is."""

    now: datetime
    zone: ZoneInfo

    @property
    def midnight(self) -> datetime:
        """When today began."""
        return self.now.astimezone(self.zone).replace(hour=0, minute=0, second=0, microsecond=0)

    def clock(self, t: Texts, at: datetime) -> str:
        """14:03, with its day where that is not today."""
        local = at.astimezone(self.zone)
        time = clock(local.time(), t.language, t.digits)
        if local.date() == self.midnight.date():
            return time
        return f"{short_day(local.date(), t.language, t.digits)} {time}"

    def since(self, t: Texts, at: datetime) -> str:
        """3 days, 4 hours or 12 minutes."""
        passed = max(self.now - at, timedelta())
        if passed.days:
            return t.plural("{n} day", "{n} days", passed.days)
        if hours := passed.seconds // 3600:
            return t.plural("{n} hour", "{n} hours", hours)
        return t.plural("{n} minute", "{n} minutes", passed.seconds // 60)


def to_vitals(t: Texts) -> Button:
    """Back to the first screen."""
    return Button(t.plain("‹ Health"), ShowVitals())
