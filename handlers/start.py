"""/start: a business in two or three answers, or welcome back."""

from bot.context import Context
from bot.conversation import Handler
from bot.entries import unknown_country
from bot.favourites import favourites
from bot.language import LANGUAGES
from bot.merchants import Newcomer, checked_business_name, chosen_country, open_account
from bot.registration import question_after
from bot.screens import Screen
from bot.turn import Turn
from handlers.favourites import draw_anew
from handlers.interview import ask_newcomer_again, ask_registration, close_question
from handlers.routing import OnCommand, OnTap, OnText, Tap, merchant_of
from handlers.taps.account import ChooseCountry, Speak
from handlers.views import start as views
from models.countries import Country, countries_like, country_named, likely_countries

NAME, COUNTRY = "start.name", "start.country"
_OFFERED = 3  # favourites under the greeting


async def start_sent(turn: Turn) -> None:
    """A stranger is asked what is still missing; for somebody known everything is as it was."""
    if await ask_newcomer_again(turn):
        return
    close_question(turn)
    if turn.merchant is None:
        ask_what_is_missing(turn)
    else:
        turn.say(await _welcome_back(turn))


async def language_tapped(tap: Tap[Speak], turn: Turn) -> None:
    """The same screen in the other language."""
    if tap.data.language in LANGUAGES:
        turn.draft.language = tap.data.language
        if turn.member is not None:
            turn.member.language = tap.data.language
            draw_anew(turn)
    await go_on(turn)


async def name_answered(text: str, turn: Turn) -> None:
    """The business has a name."""
    _ask_country(turn, checked_business_name(text))


async def country_answered(text: str, turn: Turn) -> None:
    """A country typed by name or code; what comes near becomes buttons."""
    found, near = country_named(text), countries_like(text)
    if found is not None:
        await _open_account(turn, found)
    elif near:
        turn.ask(COUNTRY, views.countries_found(turn.t, text, near), **turn.draft.scratch)
    else:
        raise unknown_country(text)


async def country_tapped(tap: Tap[ChooseCountry], turn: Turn) -> None:
    """The country decides; a tap on an old button changes nothing."""
    if turn.merchant is None and turn.draft.step == COUNTRY:
        await _open_account(turn, chosen_country(tap.data.code))
    else:
        await go_on(turn)


async def go_on(turn: Turn) -> None:
    """The screen that is due: the open question, or welcome."""
    if turn.merchant is None:
        ask_what_is_missing(turn)
    elif not await ask_newcomer_again(turn):
        turn.show(await _welcome_back(turn))


def ask_what_is_missing(turn: Turn) -> None:
    """Name, then country."""
    if turn.draft.step == COUNTRY:
        _ask_country(turn, turn.draft.scratch["name"])
    else:
        turn.ask(NAME, views.name_question(turn.t))


def _ask_country(turn: Turn, name: str) -> None:
    turn.ask(COUNTRY, views.country_question(turn.t, name, likely_countries(turn.language)), name=name)


async def _open_account(turn: Turn, home: Country) -> None:
    newcomer = Newcomer(turn.arrival.chat_id, turn.arrival.person, turn.language)
    name = turn.draft.scratch["name"]
    turn.merchant, turn.member = await open_account(turn.session, newcomer, name, home, turn.now)
    if question_after("country", turn.merchant):
        await ask_registration(turn)
    else:
        turn.ask(None, views.account_opened(turn.t, turn.merchant))


async def _welcome_back(turn: Turn) -> Screen:
    merchant, composing = merchant_of(turn), turn.draft.composition is not None
    kept = [] if composing else await favourites(turn.session, merchant.key, limit=_OFFERED)
    return views.welcome_back(turn.t, merchant, kept, composing=composing)


def entry(_context: Context) -> list[Handler]:
    """Always there."""
    return [
        OnCommand("start", lambda _rest, turn: start_sent(turn)),
        OnTap(Speak, language_tapped),
        OnTap(ChooseCountry, country_tapped),
    ]


def states(_context: Context) -> dict[str, list[Handler]]:
    """What a typed answer means."""
    return {NAME: [OnText(name_answered)], COUNTRY: [OnText(country_answered)]}
