"""What Express says: when an invoice goes out and how it is taken back, or why it was not issued at once."""

from zoneinfo import ZoneInfo

from bot.express import Obstacle
from bot.language import Texts
from bot.rendering.formats import in_digits
from bot.screens import Button
from handlers.taps.issued import UndoInvoice
from handlers.views.parts import ICONS
from models.delivery import Delivery
from models.draft import Remark
from models.errors import N_
from models.invoice import Invoice
from models.merchant import Merchant

WHY_NOT: dict[str, str] = {
    Obstacle.OFF: N_(
        "⚡ A message that ends in “!” can issue its invoice at once: switch on Express in /settings."
    ),
    Obstacle.ASKED: N_("⚡ Not issued at once, because something had to be asked."),
    Obstacle.CUSTOMER: N_("⚡ Not issued at once, because the customer or the address is new."),
    Obstacle.GUESSED: N_("⚡ Not issued at once, because I am not sure that I read it right."),
    Obstacle.UNSENT: N_("⚡ Not issued at once, because it would not reach the customer."),
    Obstacle.ISSUED: N_("⚡ Not issued at once, because you issued one just like it a moment ago."),
    Obstacle.DOUBTED: N_("⚡ Not issued at once, because something about it is unusual."),
}


def obstacle_text(t: Texts, remark: Remark) -> str | None:
    """Why the card is here; None for a remark about something else."""
    why = WHY_NOT.get(remark.code)
    return t(why) if why else None


def put_off_text(t: Texts, merchant: Merchant, delivery: Delivery) -> str:
    """It goes out by itself, on the second."""
    local = delivery.next_at.astimezone(ZoneInfo(merchant.time_zone))
    icon, to, time = (
        ICONS[delivery.channel],
        delivery.recipient,
        in_digits(f"{local:%H:%M:%S}", t.language, t.digits),
    )
    return t("{icon} {to}\n⚡ Goes out at {time}", icon=icon, to=to, time=time)


def undo_button(t: Texts, issued: Invoice) -> Button:
    """As long as it has not gone out."""
    return Button(t.plain("↩ Undo"), UndoInvoice(issued.key))


def undone_text(t: Texts, note: Invoice) -> str:
    """The answer to the tap."""
    return t.plain("Taken back: nothing was sent. {number} credits all of it.", number=note.number)


def too_late_text(t: Texts) -> str:
    """The answer to a tap that came after the worker."""
    return t.plain(
        "Too late: it is on its way. Cancel it by “⋯ More”; the customer then gets the credit note."
    )
