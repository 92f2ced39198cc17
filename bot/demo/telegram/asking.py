"""Asking the bot from any chat: type its name and some words, choose one of its answers."""

import secrets

from bot.demo.telegram.bubbles import Bubble
from bot.demo.telegram.questions import Question
from bot.demo.telegram.watching import Watcher
from bot.demo.telegram.world import Json

QUERY_LIMIT = 256  # characters; the rest of what is typed does not reach the bot


class Asker(Watcher):
    """The inline half of a Person."""

    _asked: Question | None = None

    def ask(self, text: str, beside: "Asker | None" = None) -> Json:
        """Type "@bot text" in the chat with somebody (None: with the bot itself). Returns the Update."""
        question = Question(
            str(secrets.randbits(62)), self.id, text[:QUERY_LIMIT], beside.id if beside else None
        )
        self._world.questions[question.id] = self._asked = question
        self._chat.signal.fire()
        content = {"id": question.id, "from": self.user, "query": question.text, "offset": ""}
        where = {"chat_type": "private" if beside else "sender"}
        return self._world.push("inline_query", content | where, f"inline:{self.id}").body

    @property
    def offer(self) -> Question | None:
        """What was asked last, with the answer once there is one."""
        return self._asked

    async def wait_for_offer(self) -> Question:
        """The same as soon as it is answered."""

        def answered() -> Question | None:
            asked = self._asked
            return asked if asked is not None and asked.results is not None else None

        return await self.wait_until(answered)

    def choose(self, wanted: str) -> Bubble:
        """Put the answer with this id, or this in its title, into the chat where it was asked for.

        LookupError when there is none, or when it would have to be fetched from an address.
        """
        question = self._asked
        results = (question.results if question else None) or []
        result = next((each for each in results if wanted == each.id or wanted in each.title), None)
        if question is None or result is None:
            raise LookupError(f"nothing like {wanted!r} is offered")
        if result.content is None:
            raise LookupError(f"nothing is fetched here: {result.url}")
        self._asked = None
        content = {"via_bot": self._world.me, **result.content}
        if question.beside is not None:
            return self._tell_them(question.beside, content)
        message = self._chat.keep(self._world.new_message(self._chat, self.user, content))
        self._world.push("message", message, f"chat:{self.id}")
        return Bubble(message)

    def _tell_them(self, other: int, content: Json) -> Bubble:
        """A message between two people: the bot does not hear of it."""
        message = self._world.new_message(self._world.chats[other], self.user, content)
        self._world.talks[frozenset((self.id, other))].append(message)
        return Bubble(message)

    def chat_with(self, other: "Asker") -> list[Bubble]:
        """Every message between the two, oldest first."""
        return [Bubble(message) for message in self._world.talks[frozenset((self.id, other.id))]]
