"""What an inline query shows, as Telegram's JSON: documents to send, and the way to the bot where there are none."""

from datetime import date
from typing import Any

from bot.language import Texts, texts
from bot.rendering.formats import money, pdf_filename, short_day
from bot.rendering.message_words import words_of
from bot.rendering.words import LABELS
from bot.screens import Button
from bot.sharing import Found
from handlers.taps.issued import SharePdf
from handlers.views.parts import shortened
from handlers.views.standing import standing_words
from models.balance import Standing
from models.document import InvoiceDocument
from models.invoice import Invoice

Json = dict[str, Any]
PDF_PREFIX = "pdf-"
"""What a start parameter begins with that asks for a PDF; the invoice's id follows."""


def share_button(t: Texts, issued: Invoice, *, is_ready: bool) -> Button:
    """To the choice of a chat where the PDF is at hand; else it comes into this chat first."""
    label = t.plain("📤 Send in Telegram")
    return Button(label, find=issued.number) if is_ready else Button(label, SharePdf(issued.key))


def offered(t: Texts, found: Found, today: date, link: str | None) -> Json | None:
    """An InlineQueryResult, or None where Telegram has no way to the PDF. `link`: the customer's page, if public."""
    if found.file_id is None and link is None:
        return None
    issued, document = found.invoice, found.invoice.read_document()
    total = money(issued.payable_amount, issued.currency, t.language)
    result: Json = {
        "type": "document",
        "id": str(issued.key),
        "title": t.beside(issued.number, shortened(issued.buyer_name, 40)),
        "description": t.beside(total, _standing(t, found, today)),
        "caption": caption_of(document),
    }
    if link is not None:
        page = Button(words_of(document)["open"], url=link)
        result["reply_markup"] = {"inline_keyboard": [[page.as_json()]]}
    if found.file_id is not None:
        return result | {"document_file_id": found.file_id}
    return result | {
        "document_url": f"{link}/{pdf_filename(issued.number)}",
        "mime_type": "application/pdf",
    }


def caption_of(document: InvoiceDocument) -> str:
    """One line under the PDF, in the document's leading language."""
    wording = words_of(document)["subject"]
    return texts(document.language).plain(
        wording,
        title=LABELS[document.language][document.title],
        number=document.number,
        merchant=document.seller.name,
        preceding=document.preceding.number if document.preceding else "",
        total=money(document.totals.payable_amount, document.currency, document.language, document.digits),
        due=short_day(document.due_date, document.language, document.digits),
    )


def _standing(t: Texts, found: Found, today: date) -> str:
    balance = found.balance
    if balance is None:
        return t.plain("↩ Credit note")
    due = short_day(balance.due_date, t.language, t.digits)
    if balance.is_overdue(today):
        return t.plain("⚠️ Overdue since {date}", date=due)
    if balance.standing == Standing.UNPAID:
        return t.plain("Due {date}", date=due)
    sentence, values = standing_words(t, balance)
    return t.plain(sentence, **values)


def fetch_button(t: Texts, issued: Invoice) -> Json:
    """Above the results: this one's PDF has to come into the chat with the bot before it can go elsewhere."""
    label = t.plain("📥 Fetch {number} first", number=issued.number)
    return {"text": label, "start_parameter": f"{PDF_PREFIX}{issued.key}"}


def set_up_button(t: Texts) -> Json:
    """For a stranger."""
    return _to_bot(t.plain("Set up your business"))


def suspended_button(t: Texts) -> Json:
    """For a suspended account; the chat says more."""
    return _to_bot(t.plain("This account is suspended"))


def nothing_button(t: Texts, typed: str) -> Json:
    """For a merchant without such documents."""
    return _to_bot(t.plain("No invoice has that") if typed.strip() else t.plain("No invoice yet"))


def _to_bot(label: str) -> Json:
    return {"text": label, "start_parameter": "share"}
