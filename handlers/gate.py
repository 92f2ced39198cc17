"""The gate before what only admins may do: who passes, and the note that is kept of it."""

from typing import Any
from zoneinfo import ZoneInfo

import structlog
from telegram import Update
from telegram.ext import Application, BaseHandler

from bot.conversation import Handler
from bot.turn import Turn
from handlers.views.admin_parts import Moment

log = structlog.get_logger(__name__)


class ForAdmins(BaseHandler[Update, Any, None]):
    """A handler that only admins can find; for everybody else the search goes on as if it were not there."""

    def __init__(self, handler: Handler, admin_ids: frozenset[int]) -> None:
        super().__init__(callback=handler.callback)
        self._handler, self._admin_ids = handler, admin_ids

    def check_update(self, update: object) -> object:
        """What the handler says, for an admin."""
        person = update.effective_user if isinstance(update, Update) else None
        return person is not None and person.id in self._admin_ids and self._handler.check_update(update)

    async def handle_update(
        self,
        update: Update,
        application: Application[Any, Any, Any, Any, Any, Any],
        check_result: Any,
        context: Any,
    ) -> None:
        """Hand over."""
        await self._handler.handle_update(update, application, check_result, context)


def moment_of(turn: Turn) -> Moment:
    """An admin who is a merchant reads the business's own time; any other, UTC."""
    return Moment(turn.now, ZoneInfo(turn.merchant.time_zone if turn.merchant else "UTC"))


def noted(turn: Turn, what: str, **on: object) -> None:
    """Who did what, to the log; ids and numbers, never contents."""
    log.info("admin", who=turn.arrival.chat_id, what=what, **on)
