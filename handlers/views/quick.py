"""Screens of an invoice typed as one message: its one question, and what the card says of how it was read."""

from collections.abc import Iterator

from markupsafe import Markup

from bot.language import Texts
from bot.products import is_counted
from bot.quickline.answers import NOTICES, QUESTIONS, UnclearError
from bot.quickline.line.values import Notice, UnclearLineError
from bot.screens import Button, Screen, columns
from handlers.taps.drafts import ChooseLine, DropLine, NewInvoice
from handlers.taps.issued import ShowInvoice
from handlers.views.express import obstacle_text
from handlers.views.parts import shortened
from models.customer import Customer
from models.draft import Composition, Remark
from models.invoice import Invoice

_LABEL = 40  # characters on a button


def unclear_view(t: Texts, question: int, unclear: UnclearError) -> Screen:
    """One question about a part of the message, each way to read it a button."""
    labels = unclear.labels if isinstance(unclear, UnclearLineError) else unclear.choices
    return _asked(t, question, t(unclear.message, **unclear.values), list(labels))


def invoiced_view(t: Texts, item: str, issued: Invoice) -> Screen:
    """The item was typed again right after its invoice was issued."""
    text = t(
        "“{item}” is on {number} for {name} already, issued a moment ago. For another one, start a new invoice.",
        item=shortened(item, _LABEL), number=issued.number, name=shortened(issued.buyer_name, _LABEL),
    )  # fmt: skip
    show = Button(t.plain("📄 {number}", number=issued.number), ShowInvoice(issued.key))
    return Screen(text, ((Button(t.plain("🧾 New invoice"), NewInvoice()), show),))


def customer_or_item_view(t: Texts, question: int, notice: Notice) -> Screen:
    """Is the beginning of the message a customer's name, or a part of the item's?"""
    names = [t.plain("👤 {name}", name=shortened(name, _LABEL)) for name in notice.labels[:-1]]
    nobody = t.plain("No, “{item}” was sold", item=shortened(notice.labels[-1], _LABEL))
    asked = NOTICES["A_CUSTOMER_OR_ITEM"]
    text = t(asked, text=shortened(notice.text, _LABEL))
    return _asked(t, question, text, [*names, nobody])


def which_customer_view(t: Texts, question: int, notice: Notice) -> Screen:
    """The one who was guessed, or somebody new?"""
    asked = QUESTIONS["A_CUSTOMER_WHICH"]
    text = t(asked, text=shortened(notice.text, _LABEL))
    return _asked(t, question, text, list(notice.labels))


def remarks_text(t: Texts, composition: Composition, customer: Customer) -> Iterator[str]:
    """What was understood of the message and still holds, a line each; once, however often it was typed."""
    yield from dict.fromkeys(_remarks(t, composition, customer))


def _remarks(t: Texts, composition: Composition, customer: Customer) -> Iterator[str]:
    for remark in composition.remarks:
        if why := obstacle_text(t, remark):
            yield why
        elif remark.code in NOTICES and _holds(remark, composition, customer):
            text, name = shortened(remark.text, _LABEL), shortened(remark.name, _LABEL)
            yield t("💡 {remark}", remark=Markup(t(NOTICES[remark.code], text=text, name=name)))  # noqa: S704 - is safe


def _holds(remark: Remark, composition: Composition, customer: Customer) -> bool:
    match remark.code:
        case "N_DISCOUNT_ALL":
            return f"{composition.discount_percent or composition.discount_amount or 0:f}" == remark.name
        case "N_CUSTOMER_GUESSED":
            return remark.name == customer.name
        case "N_COUNTED":
            return any(is_counted(line, remark) for line in composition.lines)
    return any(remark.name == line.item_name for line in composition.lines)


def _asked(t: Texts, question: int, text: str, labels: list[str]) -> Screen:
    choices = [
        Button(shortened(label, _LABEL + 20), ChooseLine(question, at)) for at, label in enumerate(labels)
    ]
    way_out = (Button(t.plain("✕ Cancel"), DropLine(question)),)
    return Screen(text, (*columns(choices, 2), way_out))
