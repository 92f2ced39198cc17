"""Screens of /settings: the list, one question, the second look at bank details."""

from hashlib import sha256

from markupsafe import Markup

from bot.language import Texts
from bot.preferences import SETTINGS, Setting
from bot.registration import is_asked_for
from bot.screens import Button, Screen, columns
from handlers.taps import AskSetting, ClearSetting, ConfirmSetting, OpenSettings
from handlers.views.questions import QUESTIONS
from handlers.views.registration import REGISTRATION
from handlers.views.start import invoice_button
from handlers.views.values import Account, choices, shown

SHOWN = 60  # characters of a value in the list
BACK = OpenSettings()


def settings_view(t: Texts, account: Account, *, composing: bool, saved: str | None = None) -> Screen:
    """Every setting with its value; `saved` names the one that was just changed."""
    asked = [setting for setting in SETTINGS.values() if is_asked_for(setting.name, account.merchant)]
    lines = [_line(t, account, setting) for setting in asked]
    if saved is not None:
        title = t("✅ Saved: {label}", label=t.plain(QUESTIONS[saved].label))
    else:
        title = t(
            "⚙️ <b>Settings</b>\nThey hold for invoices issued from now on; issued ones stay as they are."
        )
    fields = [Button(t.plain(QUESTIONS[setting.name].label), AskSetting(setting.name)) for setting in asked]
    last = (invoice_button(t, composing=composing),)
    return Screen("\n".join((title, "", *lines)), (*columns(fields, 2), last))


def question_view(t: Texts, account: Account, setting: Setting, *, is_new: bool = False) -> Screen:
    """One setting: what it is for, its present value, an example, ready answers and the way back."""
    special = REGISTRATION.get(setting.name)
    if special is not None:
        return special(t, account.merchant, () if is_new else _ways_out(t, account, setting))
    asked = QUESTIONS[setting.name]
    parts = [
        t("<b>{label}</b>", label=t.plain(asked.label)),
        t(asked.about, most=setting.most or asked.most, **{k: t.code(v) for k, v in asked.tokens.items()}),
        t("Now: {value}", value=shown(t, account, setting)),
    ]
    if asked.example:
        parts.append(t("For example:\n{example}", example=t.code(t.plain(asked.example))))
    return Screen("\n\n".join(parts), (*choices(t, account, setting), _ways_out(t, account, setting)))


def confirm_view(t: Texts, value: str | None) -> Screen:
    """Money will go where this says: look twice."""
    if value is None:
        text = t("No bank details will stand on new invoices any more. Is that right?")
    else:
        text = t(
            "Customers will pay to these details, on every new invoice:\n\n{value}\n\nIs every digit right?",
            value=Markup("<blockquote>{}</blockquote>").format(t.isolated(value)),
        )
    yes = Button(t.plain("✅ Yes, that is right"), ConfirmSetting(digest(value)))
    return Screen(text, ((yes,), (Button(t.plain("‹ Back"), BACK),)))


def digest(value: str | None) -> str:
    """Names a value in 12 characters, so that an old button confirms nothing else."""
    return sha256((value or "").encode()).hexdigest()[:12]


def looking_view(t: Texts, *, composing: bool) -> Screen:
    """The picture has come; what it is good for is seen after this turn."""
    settings = Button(t.plain("⚙️ Settings"), BACK)
    return Screen(t("Looking at your picture …"), ((settings,), (invoice_button(t, composing=composing),)))


def _line(t: Texts, account: Account, setting: Setting) -> str:
    label = t.plain(QUESTIONS[setting.name].label)
    return t("<b>{label}</b>: {value}", label=label, value=shown(t, account, setting, SHOWN))


def _ways_out(t: Texts, account: Account, setting: Setting) -> tuple[Button, ...]:
    back = Button(t.plain("‹ Back"), BACK)
    if setting.optional and account.value(setting) is not None:
        return (Button(t.plain("🗑 Clear"), ClearSetting(setting.name)), back)
    return (back,)
