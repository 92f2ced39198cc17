"""ConversationHandler's vocabulary over a step that lives in the draft's row; PTB's public API only."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from telegram import Update
from telegram.ext import Application, BaseHandler

from bot.turn import current

Handler = BaseHandler[Update, Any, None]


class PassedOnError(Exception):
    """Raised by a handler that has looked and changed nothing: the update is for the next one that wants it."""


class Conversation(BaseHandler[Update, Any, None]):
    """Entry points, states, fallbacks; nothing in memory, so any process can take the next update."""

    def __init__(
        self,
        entry_points: Sequence[Handler],
        states: Mapping[str, Sequence[Handler]],
        fallbacks: Sequence[Handler],
    ) -> None:
        super().__init__(callback=_never)
        self.entry_points, self.states, self.fallbacks = entry_points, states, fallbacks

    def check_update(self, update: object) -> Iterator[tuple[Handler, object]] | None:
        """The handlers that want the update, given the question that is open; None where there is none."""
        wanting = self._wanting(update)
        first = next(wanting, None)
        return None if first is None else chain((first,), wanting)

    async def handle_update(
        self,
        update: Update,
        application: Application[Any, Any, Any, Any, Any, Any],
        check_result: Any,
        context: Any,
    ) -> None:
        """Hand over to the first that `check_update` found; where that one passes it on, to the next."""
        for handler, check in check_result:
            try:
                await handler.handle_update(update, application, check, context)
            except PassedOnError:
                continue
            return

    def _wanting(self, update: object) -> Iterator[tuple[Handler, object]]:
        turn = current.get(None)
        if not isinstance(update, Update) or turn is None:
            return
        for handler in (*self.entry_points, *self.states.get(turn.draft.step or "", ()), *self.fallbacks):
            check = handler.check_update(update)
            if check is not None and check is not False:
                yield handler, check


async def _never(_update: Update, _context: Any) -> None:
    raise AssertionError("a conversation hands over to its handlers")
