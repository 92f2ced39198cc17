"""The issued document that a message of the chat shows or names, where somebody replies to it."""

import re

from sqlmodel import col, select
from telegram import Message

from bot.invoices import invoice
from bot.rendering.formats import pdf_filename
from bot.turn import Turn
from handlers.routing import merchant_of
from models.invoice import Invoice
from models.receipt import Card
from models.text import cleaned

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/-]{0,40}")
_MOST_NUMBERS = 200  # looked up of one message
_HEAD = r"(?:🧾|↩) (?:[^\W\d]+ )?{} "  # how the cards of invoices and of credit notes begin, in any language


async def whose_card(reply: Message, turn: Turn) -> Invoice | None:
    """The document whose card it is. UserError for another merchant's."""
    here = Card.chat_id == turn.arrival.chat_id, Card.message_id == reply.message_id
    card = (await turn.session.exec(select(Card).where(*here).limit(1))).first()
    return None if card is None else await invoice(turn.session, merchant_of(turn).key, card.invoice_id)


async def issued_at(reply: Message, turn: Turn) -> Invoice | None:
    """The document whose card it is; or, of our own messages, the one that it names, as its PDF does."""
    if issued := await whose_card(reply, turn):
        return issued
    if not is_ours(reply) or reply.message_id == turn.draft.card_message_id:
        return None
    text = cleaned(reply.text or reply.caption or "")
    file = (reply.document.file_name if reply.document else None) or ""
    named = [word for word in _NUMBER.findall(text) if re.search(r"\d", word)]
    return await _named(named, text, file.rpartition(".")[0], turn)


async def _named(numbers: list[str], text: str, file: str, turn: Turn) -> Invoice | None:
    """The only one with such a number; of several, or of bare figures, the one whose card the text is."""
    wanted = select(Invoice).where(Invoice.merchant_id == merchant_of(turn).key)
    if file:  # whose name has a dash for a slash
        likely = col(Invoice.number).like("%".join(re.split("[^A-Za-z0-9]+", file)))
        rows = (await turn.session.exec(wanted.where(likely).limit(_MOST_NUMBERS))).all()
        found = [one for one in rows if pdf_filename(one.number) == f"{file}.pdf"]
    else:
        numbers = list(dict.fromkeys(numbers))[:_MOST_NUMBERS]
        found = list((await turn.session.exec(wanted.where(col(Invoice.number).in_(numbers)))).all())
    sure = [one for one in found if not one.number.isdigit()]  # a 7 may be anything
    if len(sure) == 1:
        return sure[0]
    return next((one for one in found if re.match(_HEAD.format(re.escape(one.number)), text)), None)


def is_ours(reply: Message) -> bool:
    """Whether the bot has sent it."""
    return reply.from_user is not None and reply.from_user.id == reply.get_bot().id
