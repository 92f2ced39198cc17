"""Screens for the parts of an invoice in the making: one question each, with ready answers where some serve."""

from datetime import date, timedelta

from bot.language import Texts
from bot.rendering.formats import day
from bot.screens import Button, Screen, columns
from handlers.taps.drafts import Choose, GoTo, SetChannels
from handlers.views.parts import addressed, way_out
from models.customer import Customer
from models.draft import Composition


def discount_question(t: Texts, draft: int) -> Screen:
    """Discount on the whole invoice."""
    ready = [Button(f"{p}%", Choose(draft, f"{p}%", "discount")) for p in (5, 10, 15, 20)]
    none = (Button(t.plain("No discount"), Choose(draft, "0", "discount")),)
    text = t("How much discount on the whole invoice? A percentage or an amount, like 10% or 50.")
    return Screen(text, (*columns(ready, 4), none, way_out(t, draft)))


def due_question(t: Texts, draft: int, today: date) -> Screen:
    """When it is to be paid."""
    days = (0, 7, 14, 30)
    labels = (t.plain("Today"), *(t.plural("In {n} day", "In {n} days", n) for n in days[1:]))
    ready = [
        Button(label, Choose(draft, (today + timedelta(days=n)).isoformat(), "due"))
        for n, label in zip(days, labels, strict=True)
    ]
    usual = (Button(t.plain("My usual terms"), Choose(draft, "default", "due")),)
    text = t(
        "When is it due? Today is {date}. Type a date like 15/12, friday or 10 days.",
        date=day(today, t.language, t.digits),
    )
    return Screen(text, (*columns(ready, 2), usual, way_out(t, draft)))


def note_question(t: Texts, draft: int, composition: Composition) -> Screen:
    """A note to the customer."""
    none = ((Button(t.plain("No note"), Choose(draft, "-", "note")),),) if composition.note else ()
    text = t(
        "What would you like to tell the customer? It is printed on the invoice, at most {most} characters.",
        most=2000,
    )
    return Screen(text, (*none, way_out(t, draft)))


def channels_question(
    t: Texts, draft: int, customer: Customer, chosen: list[str], channels_here: tuple[str, ...]
) -> Screen:  # fmt: skip
    """How it shall go."""
    ways = [c for c in customer.reachable_by() if c in channels_here]
    options: list[tuple[tuple[str, ...], str]] = [((way,), addressed(t, customer, way)) for way in ways]
    if len(ways) > 1:
        options.append((tuple(ways), t.plain("Both")))
    options.append(((), t.plain("Do not send it")))
    buttons = [
        Button(
            f"{'● ' if set(way) == set(chosen) else ''}{label}",
            SetChannels(draft, ",".join(way)),
        )
        for way, label in options
    ]
    other = (Button(t.plain("✏️ Another address"), GoTo(draft, "address")),)
    text = t(
        "How shall {name} get it? You can also type an e-mail address or a mobile number.", name=customer.name
    )
    return Screen(text, (*columns(buttons, 1), other, way_out(t, draft)))


def address_question(t: Texts, draft: int, customer: Customer) -> Screen:
    """An address of the customer."""
    text = t(
        "Where shall the invoices for {name} go? Send an e-mail address, a mobile number, or both. "
        "For example: mona@example.com 0100 123 4567",
        name=customer.name,
    )
    return Screen(text, (way_out(t, draft),))
