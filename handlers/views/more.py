"""What can be done with an issued document beside sending it; what cannot, and what to do instead."""

from bot.language import Texts
from bot.rendering.formats import day
from bot.screens import Button, Rows, Screen
from handlers.taps.issued import CreditInvoice, ShowInvoice, ShowTimeline
from handlers.views.exports import xml_buttons
from handlers.views.favourites import star_button
from handlers.views.parts import shortened
from models.invoice import Invoice


def more_view(
    t: Texts, issued: Invoice, *, is_open: bool, is_favourite: bool, share: Button | None = None
) -> Screen:
    """Every rarer wish has its row here. `is_open`: something of the invoice can still be credited."""
    star = () if issued.is_credit_note else (star_button(t, issued, is_kept=is_favourite),)
    rows: Rows = (
        star,
        *(((share,),) if share else ()),
        (Button(t.plain("🕘 Timeline"), ShowTimeline(issued.key)), *xml_buttons(t, issued)),
        *(_corrections(t, issued) if is_open else ()),
        (Button(t.plain("‹ Back"), ShowInvoice(issued.key)),),
    )
    return Screen("\n\n".join(_words(t, issued, is_open=is_open)), rows)


def _words(t: Texts, issued: Invoice, *, is_open: bool) -> tuple[str, ...]:
    name = shortened(issued.buyer_name, 60)
    values = {"number": issued.number, "name": name, "date": day(issued.issue_date, t.language, t.digits)}
    head = t("<b>{number}</b> for {name}, issued on {date}", **values)
    if issued.is_credit_note:
        return head, t("A credit note is never changed, deleted or taken back.")
    if not is_open:
        return head, t("Credit notes have taken back all of this invoice. It is never changed or deleted.")
    rule = t(
        "An issued invoice is never changed or deleted: a credit note takes back all of it, or a part. To correct it, "
        "it is credited and issued anew."
    )
    return head, rule


def _corrections(t: Texts, issued: Invoice) -> Rows:
    wish = {
        "whole": t.plain("✕ Cancel invoice"),
        "part": t.plain("↩ Credit part of it"),
        "anew": t.plain("✏️ Correct"),
    }
    whole, part, anew = (Button(label, CreditInvoice(issued.key, kind)) for kind, label in wish.items())
    return (whole, part), (anew,)
