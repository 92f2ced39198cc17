"""/settings: sections, their lists, one question at a time; an invoice being composed waits untouched."""

from telegram import Update

from bot.context import Context
from bot.conversation import Handler
from bot.language import texts
from bot.merchants import change, clear, others
from bot.preferences import SETTINGS, Setting
from bot.receipts import notice
from bot.registration import take_warning
from bot.relevance import is_asked_for, question_after
from bot.turn import Turn, current
from handlers.interview import (
    STEP,
    account_of,
    ask,
    asked,
    close_question,
    is_new,
    is_open,
    open_question,
    people,
)  # fmt: skip
from handlers.pictures import has_file, picture_in
from handlers.routing import OnCommand, OnMessage, OnTap, OnText, Tap, merchant_of
from handlers.taps.account import (
    AskSetting,
    ChooseSetting,
    ClearSetting,
    ConfirmSetting,
    OpenSection,
    OpenSettings,
)
from handlers.views import settings as views
from handlers.views.registration import warning_view
from handlers.views.sections import SECTIONS, section_of
from handlers.views.start import account_opened

CONFIRM = f"{STEP}confirm"


async def show_settings(turn: Turn) -> None:
    """The sections; an open question of ours is closed."""
    account = await account_of(turn)
    close_question(turn)
    turn.show(views.settings_view(turn.t, account, composing=turn.draft.composition is not None))


async def show_section(turn: Turn, key: str, saved: Setting | None = None) -> None:
    """One section; all of them instead of one that is unknown, or empty for this merchant."""
    account = await account_of(turn)
    if key not in SECTIONS or not SECTIONS[key].asked(account.merchant):
        await show_settings(turn)
        return
    close_question(turn)
    composing = turn.draft.composition is not None
    screen = views.section_view(
        turn.t, account, key, composing=composing, saved=saved.name if saved else None
    )
    turn.show(screen)


async def setting_tapped(tap: Tap[AskSetting], turn: Turn) -> None:
    """Ask for one setting; a name of another version leads back to the list."""
    setting = _known(tap.data.name, turn)
    if setting is None:
        await show_settings(turn)
    else:
        await ask(turn, setting)


async def value_answered(text: str, turn: Turn) -> None:
    """A typed answer to the open question."""
    await _take(turn, asked(turn), text)


async def value_tapped(tap: Tap[ChooseSetting], turn: Turn) -> None:
    """A ready answer, whatever question is open."""
    setting = _known(tap.data.name, turn)
    if setting is None:
        await show_settings(turn)
    else:
        await _take(turn, setting, tap.data.answer)


async def clear_tapped(tap: Tap[ClearSetting], turn: Turn) -> None:
    """Nothing instead of a value."""
    setting = _known(tap.data.name, turn)
    if setting is not None and setting.confirmed:
        _ask_twice(turn, setting, None)
    elif setting is not None:
        clear(setting, people(turn)[0])
        await _go_on(turn, setting)
    else:
        await show_settings(turn)


async def confirm_tapped(tap: Tap[ConfirmSetting], turn: Turn) -> None:
    """The second yes; a button of another value, or of a closed question, confirms nothing."""
    if turn.draft.step != CONFIRM:
        await show_settings(turn)
        return
    setting, value = SETTINGS[turn.draft.scratch["name"]], turn.draft.scratch["value"]
    if tap.data.digest != views.digest(setting, value):
        await show_settings(turn)
        return
    merchant, member = people(turn)
    if value is None:
        clear(setting, merchant)
    else:
        await change(turn.session, setting, value, merchant, member)
    await _tell_others(turn, setting, value)
    await _go_on(turn, setting)


async def picture_sent(update: Update, turn: Turn) -> None:
    """A logo: taken after this turn, by an errand that closes the question; until one fits, the next is taken too."""
    merchant_of(turn)
    file_id = picture_in(update)
    looking = views.looking_view(turn.t, composing=turn.draft.composition is not None)
    turn.show(looking)
    buttons = looking.as_json()["reply_markup"]
    turn.send_on("take_logo", file_id=file_id, sent_at=turn.now.isoformat(), buttons=buttons)


async def _take(turn: Turn, setting: Setting, text: str) -> None:
    merchant, member = people(turn)
    if setting.confirmed:
        _ask_twice(turn, setting, setting.read(text, merchant))
    else:
        await change(turn.session, setting, text, merchant, member)
        await _go_on(turn, setting)


def _ask_twice(turn: Turn, setting: Setting, value: str | None) -> None:
    open_question(turn, "confirm", views.confirm_view(turn.t, setting, value), name=setting.name, value=value)


async def _tell_others(turn: Turn, setting: Setting, value: str | None) -> None:
    """Whoever else acts for this merchant learns at once that money goes elsewhere."""
    _, member = people(turn)
    for other in await others(turn.session, member):
        told = views.changed_view(texts(other.language), setting, member.name, value)
        call = {"do": "send_message", "with": {"chat_id": other.user_id, **told.as_json()}}
        notice(turn.session, other.user_id, turn.now, [call])


async def _go_on(turn: Turn, setting: Setting) -> None:
    """What the new value leaves open is asked at once; then what has to be said, and below it the list."""
    merchant, newcomer = merchant_of(turn), is_new(turn)
    following = question_after(setting.name, merchant)
    if following is not None:
        await ask(turn, SETTINGS[following], is_new=newcomer)
        return
    if warning := take_warning(merchant):
        turn.show_at(turn.arrival.message_id, warning_view(turn.t, warning, merchant))
    if newcomer:
        turn.ask(None, account_opened(turn.t, merchant))
    else:
        await show_section(turn, section_of(setting.name), setting)


def _known(name: str, turn: Turn) -> Setting | None:
    """The setting of a button, unless it means nothing to this merchant."""
    setting = SETTINGS.get(name)
    return setting if setting is not None and is_asked_for(name, merchant_of(turn)) else None


class _OnCancel(OnCommand):
    """/cancel while a question of the settings is open: it closes that, the invoice stays."""

    def check_update(self, update: object) -> bool:
        return super().check_update(update) and is_open(current.get())


def entry(_context: Context) -> list[Handler]:
    """Always there."""
    return [
        _OnCancel("cancel", lambda _rest, turn: show_settings(turn)),
        OnCommand("settings", lambda _rest, turn: show_settings(turn)),
        OnTap(OpenSettings, lambda _tap, turn: show_settings(turn)),
        OnTap(OpenSection, lambda tap, turn: show_section(turn, tap.data.name)),
        OnTap(AskSetting, setting_tapped),
        OnTap(ChooseSetting, value_tapped),
        OnTap(ClearSetting, clear_tapped),
        OnTap(ConfirmSetting, confirm_tapped),
    ]


def states(_context: Context) -> dict[str, list[Handler]]:
    """What a typed answer means."""
    typed: dict[str, list[Handler]] = {
        f"{STEP}{setting.name}": [OnText(value_answered, lines=setting.lines)]
        for setting in SETTINGS.values()
    }
    typed[f"{STEP}logo_id"].insert(0, OnMessage(has_file, picture_sent))
    return typed | {CONFIRM: [OnText(value_answered, lines=True)]}
