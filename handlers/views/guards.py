"""What may be a slip of the finger: a line each on the card, and a question about an invoice issued twice."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.language import Texts
from bot.rendering.formats import money
from bot.screens import Button, Screen
from handlers.taps.drafts import IssueAgain
from handlers.taps.issued import ShowInvoice
from handlers.views.parts import SHOWN_NAME, shortened, way_out
from handlers.views.prices import price_text
from models.doubts import Doubt, PriceDoubt, TotalDoubt
from models.invoice import Invoice

_MINUTE = timedelta(minutes=1)


def doubts_text(t: Texts, currency: str, doubts: Sequence[Doubt]) -> Iterator[str]:
    """A line for each."""
    for doubt in doubts:
        match doubt:
            case PriceDoubt():
                yield _price_text(t, currency, doubt)
            case TotalDoubt():
                yield t(
                    "🤔 {total} is far more than usual: the largest of your last invoices was {largest}.",
                    total=money(doubt.total, currency, t.language, t.digits),
                    largest=money(doubt.largest, currency, t.language, t.digits),
                )
            case _:
                yield t(
                    "🤔 Their last invoice was in {then}; this one is in {now}.",
                    then=doubt.currency,
                    now=currency,
                )


def again_view(t: Texts, draft: int, issued: Invoice, now: datetime) -> Screen:
    """The same customer, the same amount, a moment later."""
    minutes = max(1, (now - issued.issued_at) // _MINUTE)
    total = issued.read_document().totals.tax_inclusive_amount
    values = {
        "number": issued.number,
        "name": shortened(issued.buyer_name, SHOWN_NAME),
        "amount": money(total, issued.currency, t.language, t.digits),
    }
    asked = t.plural(
        "You issued {number} for {name} over {amount} a minute ago. Again, or by mistake?",
        "You issued {number} for {name} over {amount} {n} minutes ago. Again, or by mistake?",
        minutes,
        **values,
    )
    issue = Button(t.plain("✅ Issue again"), IssueAgain(draft))
    show = Button(t.plain("📄 {number}", number=issued.number), ShowInvoice(issued.key, below=1))
    return Screen(asked, ((issue,), (show,), way_out(t, draft)))


def _price_text(t: Texts, currency: str, doubt: PriceDoubt) -> str:
    values = {
        "item": shortened(doubt.line.item_name, SHOWN_NAME),
        "price": price_text(t, currency, doubt.line),
        "usual": price_text(t, currency, doubt.usual),
    }
    if doubt.zeros > 0:
        return t.plural(
            "🤔 {item} is usually {usual}. One zero too many?",
            "🤔 {item} is usually {usual}. {n} zeros too many?",
            doubt.zeros,
            **values,
        )
    if doubt.zeros < 0:
        return t.plural(
            "🤔 {item} is usually {usual}. One zero too few?",
            "🤔 {item} is usually {usual}. {n} zeros too few?",
            -doubt.zeros,
            **values,
        )
    return t("🤔 {item} is usually {usual}, here it is {price}.", **values)
