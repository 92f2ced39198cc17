"""Screens of /settings: the sections, the list of one, one question, the second look at where money goes."""

from hashlib import sha256

from markupsafe import Markup, escape

from bot.language import Texts
from bot.preferences import Setting
from bot.rendering.codes.iban import grouped
from bot.rendering.codes.links import host_of
from bot.screens import Button, Rows, Screen, columns
from handlers.taps.account import (
    AskSetting,
    ClearSetting,
    ConfirmSetting,
    OpenSection,
    OpenSettings,
    ShowPreview,
)
from handlers.views.questions import QUESTIONS
from handlers.views.registration import REGISTRATION
from handlers.views.sections import SECTIONS, Section, section_of
from handlers.views.start import invoice_button
from handlers.views.values import Account, choices, shown

SHOWN, TOLD = 60, 24  # characters of a value in a list, and on the first screen
LINKS = {"payment_link", "instapay_link"}
PREVIEWED = {"template", "accent"}


def settings_view(t: Texts, account: Account, *, composing: bool) -> Screen:
    """The sections, each with what it is set to in short."""
    asked = {key: section for key, section in SECTIONS.items() if section.asked(account.merchant)}
    title = t("⚙️ <b>Settings</b>\nThey hold for invoices issued from now on; issued ones stay as they are.")
    lines = [
        t("<b>{label}</b>: {value}", label=t.plain(section.label), value=_told(t, account, section))
        for section in asked.values()
    ]
    buttons = [Button(t.plain(section.label), OpenSection(key)) for key, section in asked.items()]
    last = (invoice_button(t, composing=composing),)
    return Screen("\n".join((title, "", *lines)), (*columns(buttons, 2), last))


def section_view(
    t: Texts, account: Account, key: str, *, composing: bool, saved: str | None = None
) -> Screen:
    """Every setting of a section with its value; `saved` names the one that was just changed."""
    section = SECTIONS[key]
    asked = section.asked(account.merchant)
    title = (
        t("✅ Saved: {label}", label=t.plain(QUESTIONS[saved].label))
        if saved
        else t("<b>{label}</b>", label=t.plain(section.label))
    )
    fields = [Button(t.plain(QUESTIONS[setting.name].label), AskSetting(setting.name)) for setting in asked]
    preview = (preview_button(t),) if key == "look" else ()
    ways_out = (Button(t.plain("‹ Settings"), OpenSettings()), invoice_button(t, composing=composing))
    text = "\n".join((title, "", *(_line(t, account, setting) for setting in asked)))
    return Screen(text, (*columns(fields, 2), preview, ways_out))


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
    example = asked.typed or (t.plain(asked.example) if asked.example else None)
    if example:
        parts.append(t("For example:\n{example}", example=t.code(example)))
    rows: Rows = (*choices(t, account, setting), _ways_out(t, account, setting))
    if setting.name in PREVIEWED:
        rows = (*rows[:-1], (preview_button(t),), rows[-1])
    return Screen("\n\n".join(parts), rows)


def confirm_view(t: Texts, setting: Setting, value: str | None) -> Screen:
    """Money will go where this says: look twice."""
    yes = Button(t.plain("✅ Yes, that is right"), ConfirmSetting(digest(setting, value)))
    back = Button(t.plain("‹ Back"), OpenSection(section_of(setting.name)))
    return Screen(_asked_twice(t, setting, value), ((yes,), (back,)))


def _asked_twice(t: Texts, setting: Setting, value: str | None) -> str:
    label = t.plain(QUESTIONS[setting.name].label)
    if value is None:
        return t("<b>{label}</b> will not stand on new invoices any more. Is that right?", label=label)
    if setting.name in LINKS:
        return t(
            "A code on every new invoice will take customers to <b>{host}</b>, to pay there:\n\n{value}\n\n"
            "Is that where you are paid?",
            host=host_of(value),
            value=_quoted(t, setting, value),
        )
    return t(
        "Customers will pay to these details, on every new invoice:\n\n{value}\n\nIs every digit right?",
        value=_quoted(t, setting, value),
    )


def changed_view(t: Texts, setting: Setting, by: str, value: str | None) -> Screen:
    """For the others who act for this merchant: money goes elsewhere now."""
    label = t.plain(QUESTIONS[setting.name].label)
    look = Button(t.plain("⚙️ Settings"), OpenSection(section_of(setting.name)))
    if value is None:
        text = t("⚠️ {name} took <b>{label}</b> off new invoices.", name=by, label=label)
    else:
        text = t(
            "⚠️ {name} changed <b>{label}</b>. On new invoices it says:\n\n{value}\n\nIf that is not right, change it "
            "in Settings at once.",
            name=by,
            label=label,
            value=_quoted(t, setting, value),
        )
    return Screen(text, ((look,),))


def digest(setting: Setting, value: str | None) -> str:
    """Names a setting's value in 12 characters, so that an old button confirms nothing else."""
    return sha256(f"{setting.name}\n{value or ''}".encode()).hexdigest()[:12]


def looking_view(t: Texts, *, composing: bool) -> Screen:
    """The picture has come; what it is good for is seen after this turn."""
    settings = Button(t.plain("⚙️ Settings"), OpenSection("look"))
    return Screen(t("Looking at your picture …"), ((settings,), (invoice_button(t, composing=composing),)))


def preview_button(t: Texts) -> Button:
    """To the merchant's own invoice, as pictures."""
    return Button(t.plain("👁 Preview"), ShowPreview())


def _quoted(t: Texts, setting: Setting, value: str) -> Markup:
    readable = grouped(value) if setting.name == "iban" else value
    return Markup("<blockquote>{}</blockquote>").format(t.isolated(readable))


def _line(t: Texts, account: Account, setting: Setting) -> str:
    label = t.plain(QUESTIONS[setting.name].label)
    return t("<b>{label}</b>: {value}", label=label, value=shown(t, account, setting, SHOWN))


def _told(t: Texts, account: Account, section: Section) -> Markup:
    """The values that say most; of what is paid by, only which there are."""
    asked = section.asked(account.merchant)
    if section.told:
        told = [_short(t, account, setting) for setting in asked if setting.name in section.told]
    else:
        given = [setting for setting in asked if account.value(setting) is not None]
        told = [escape(t.plain(QUESTIONS[setting.name].label)) for setting in given]
    return Markup(" · ").join(told or [escape(t.plain("not set"))])


def _short(t: Texts, account: Account, setting: Setting) -> Markup:
    number = account.next_numbers.get(setting.name)
    return escape(t.isolated(number)) if number else shown(t, account, setting, TOLD)


def _ways_out(t: Texts, account: Account, setting: Setting) -> tuple[Button, ...]:
    back = Button(t.plain("‹ Back"), OpenSection(section_of(setting.name)))
    if setting.optional and account.value(setting) is not None:
        return (Button(t.plain("🗑 Clear"), ClearSetting(setting.name)), back)
    return (back,)
