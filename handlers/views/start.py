"""Screens of the first minute: name, country, ready."""

from collections.abc import Sequence

from bot.entries import LONGEST_NAME, city
from bot.language import LANGUAGES, Texts
from bot.rendering.formats import percent
from bot.screens import Button, Screen, columns
from handlers.taps.account import AskSetting, ChooseCountry, OpenHelp, OpenSettings, Speak
from handlers.taps.drafts import NewInvoice, ShowCard
from handlers.taps.issued import RepeatInvoice
from models.countries import Country
from models.favourite import Favourite
from models.merchant import Merchant


def name_question(t: Texts) -> Screen:
    """Welcome, and what is the business called?"""
    text = t(
        "👋 <b>Welcome!</b> A few short questions, then you can send your first invoice, by e-mail or SMS.\n\n"
        "What is your business called? Type its name as your customers know it, up to {most} characters.",
        most=LONGEST_NAME,
    )
    return Screen(text, (other_languages(t),))


def country_question(t: Texts, name: str, likely: list[Country]) -> Screen:
    """Where is it?"""
    text = t(
        "<b>{name}</b>, a good name. Which country is it in?\n"
        "Tap it, or type any country's name. It decides your currency and time zone.",
        name=name,
    )
    return Screen(text, (*country_buttons(t, likely), other_languages(t)))


def countries_found(t: Texts, text: str, near: list[Country]) -> Screen:
    """Which of these is it?"""
    asked = t("Which country do you mean by “{text}”? Tap it, or type another name.", text=text[:40])
    return Screen(asked, (*country_buttons(t, near), other_languages(t)))


def country_buttons(t: Texts, countries: list[Country]) -> tuple[tuple[Button, ...], ...]:
    """Countries with their flags, two in a row."""
    return columns([Button(f"{c.flag} {c.name(t.language)}", ChooseCountry(c.code)) for c in countries], 2)


def account_opened(t: Texts, merchant: Merchant) -> Screen:
    """Ready: what the country has settled, and the first invoice."""
    zone = city(merchant.time_zone, t.language)
    settled = {"name": merchant.name, "currency": merchant.currency, "zone": zone}
    if merchant.tax_rate:
        text = t(
            "✅ <b>{name}</b> is ready for its first invoice.\nCurrency {currency}, tax {rate}, time of {zone}. "
            "Everything can be changed in Settings.",
            **settled,
            rate=percent(merchant.tax_rate, t.language, t.digits),
        )
    elif merchant.tax_registered and not merchant.charges_tax:
        text = t(
            "✅ <b>{name}</b> is ready for its first invoice.\nCurrency {currency}, time of {zone}. Until you give "
            "your tax number in Settings, your invoices are plain invoices without tax.",
            **settled,
        )
    else:
        text = t(
            "✅ <b>{name}</b> is ready for its first invoice.\nCurrency {currency}, no tax, time of {zone}. "
            "Everything can be changed in Settings.",
            **settled,
        )
    rows = [(Button(t.plain("🧾 Your first invoice"), NewInvoice()),)]
    if (
        merchant.charges_tax and not merchant.address
    ):  # VAT directive art. 226(5), Saudi art. 53, Emirati art. 59
        needed = t("📍 Invoices with tax have to name your address. Add it now, or later in Settings.")
        text = f"{text}\n\n{needed}"
        rows.append((Button(t.plain("📍 Add your address"), AskSetting("address")),))
    return Screen(text, (*rows, (Button(t.plain("⚙️ Settings"), OpenSettings()),)))


def welcome_back(t: Texts, merchant: Merchant, kept: Sequence[Favourite], *, composing: bool) -> Screen:
    """Somebody known: everything is where they left it; `kept` are favourites to begin with."""
    text = (
        t("Welcome back. The invoice of <b>{name}</b> is as you left it.", name=merchant.name)
        if composing
        else t("Welcome back. <b>{name}</b> is ready for the next invoice.", name=merchant.name)
    )
    more = (Button(t.plain("⚙️ Settings"), OpenSettings()), Button(t.plain("❓ Help"), OpenHelp()))
    first = (invoice_button(t, composing=composing),)
    again = [(Button(t.plain("⭐ {name}", name=one.name), RepeatInvoice(one.invoice_id)),) for one in kept]
    return Screen(text, (first, *again, more, other_languages(t)))


def invoice_button(t: Texts, *, composing: bool) -> Button:
    """Back to the open invoice, or a new one."""
    if composing:
        return Button(t.plain("‹ Back to the invoice"), ShowCard())
    return Button(t.plain("🧾 New invoice"), NewInvoice())


def other_languages(t: Texts) -> tuple[Button, ...]:
    """The same screen in another language."""
    return tuple(Button(name, Speak(code)) for code, name in LANGUAGES.items() if code != t.language)
