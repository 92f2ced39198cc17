"""What /help says about cards can be said to them, word by word, in either language."""

import re

import pytest

from bot.database import Database
from bot.demo.telegram import Bubble
from bot.language import texts
from handlers.views.card_replies import ON_DRAFT, ON_ISSUED
from tests.books import knows
from tests.chatting import Talk, on_sqlite, talk
from tests.test_card_replies import BOTH

LANGUAGES = pytest.mark.parametrize("language", ["en", "ar"])
_MARKS = re.compile("[\u200e\u200f\u2066-\u2069]")


async def at_the_card(mona: Talk) -> Bubble:
    """A draft over 300 for a customer who can be mailed."""
    for answer in ("/start", "Studio", "EG", "no"):
        await mona.says(answer)
    await knows(mona, "Acme", email="pay@acme.example")
    return await mona.says("Acme: Logo 300")


async def state(mona: Talk) -> tuple[object, ...]:
    """Everything a saying could have changed."""
    draft = await mona.draft()
    shown = [(one.id, one.text) for one in mona.person.chat if one.from_bot and "/help" not in one.text]
    return draft.composition, draft.step, shown


@on_sqlite
@LANGUAGES
@pytest.mark.parametrize("said", [*ON_DRAFT, *ON_ISSUED])
async def test_every_saying_of_help_acts(database: Database, language: str, said: str) -> None:
    async with talk(database, language, **BOTH) as mona:
        card = await at_the_card(mona)
        if said in ON_ISSUED:
            card = await mona.taps("✅")
        t = texts(language)
        saying = _MARKS.sub("", t.plain(said))
        helped = await mona.says("/help")
        assert saying in _MARKS.sub("", helped.text)
        before = await state(mona)
        answer = await mona.replies(saying, card)
        assert await state(mona) != before
        assert len(answer.buttons) > 0, "a card or a question, no refusal"
        if said in ON_DRAFT and said != "cancel":
            assert (await mona.draft()).composition not in (None, before[0])
