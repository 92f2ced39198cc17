"""The invoice a chat is composing: opening it, changing it, reading it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from models.customer import Customer
from models.draft import Composition, Draft, DraftLine
from models.errors import N_, UserError
from models.merchant import Merchant

MOST_LINES = 200

_NOTHING_OPEN = N_("No invoice is open. Send /new to start one.")
_TOO_MANY = N_("An invoice holds at most {most} lines. Issue this one and start another.")
_NO_SUCH_LINE = N_("That line is no longer on the invoice.")


def today(merchant: Merchant, now: datetime) -> date:
    """The day it is where the merchant is."""
    return now.astimezone(ZoneInfo(merchant.time_zone)).date()


def open_new(draft: Draft) -> Composition:
    """Start the chat's next draft; its number makes every older button recognisable."""
    draft.number += 1
    draft.step, draft.scratch = None, {}
    return keep(draft, Composition())


def composition_of(draft: Draft, merchant: Merchant) -> Composition:
    """What is being composed; UserError when nothing is. Without tax since the merchant charges none, if so."""
    if draft.composition is None:
        raise UserError(_NOTHING_OPEN)
    composition = Composition.model_validate(draft.composition)
    return composition if merchant.charges_tax else composition.untaxed()


def keep(draft: Draft, composition: Composition) -> Composition:
    """Store the composition with its draft."""
    draft.composition = composition.model_dump(mode="json", exclude_defaults=True)
    return composition


def set_aside(draft: Draft) -> None:
    """Cancel: the composition leaves the table but can be brought back until the next one is opened."""
    if draft.composition is not None:
        draft.scratch = {"set_aside": draft.composition}
    draft.composition, draft.step = None, None


def bring_back(draft: Draft) -> None:
    """Undo a cancel; UserError when there is nothing to bring back."""
    if draft.composition is None:
        if "set_aside" not in draft.scratch:
            raise UserError(_NOTHING_OPEN)
        draft.composition, draft.scratch = draft.scratch["set_aside"], {}


def add_line(composition: Composition, line: DraftLine) -> None:
    """Append a line. UserError above the most an invoice holds."""
    if len(composition.lines) >= MOST_LINES:
        raise UserError(_TOO_MANY, most=MOST_LINES)
    composition.lines.append(line)


def check_lines(composition: Composition) -> None:
    """UserError above the most an invoice holds."""
    if len(composition.lines) > MOST_LINES:
        raise UserError(_TOO_MANY, most=MOST_LINES)


def line_at(composition: Composition, index: int) -> DraftLine:
    """The line at `index` (from 0); UserError when it has gone meanwhile."""
    if not 0 <= index < len(composition.lines):
        raise UserError(_NO_SUCH_LINE)
    return composition.lines[index]


def due_date_of(composition: Composition, merchant: Merchant, issue_date: date) -> date:
    """BT-9: as chosen, never before the issue date; else the merchant's payment days after it."""
    if composition.due_date is not None:
        return max(composition.due_date, issue_date)
    return issue_date + timedelta(days=merchant.payment_days)


def channels_of(composition: Composition, customer: Customer) -> list[str]:
    """How it will go: as chosen here, else as remembered, only where there is an address."""
    wanted = composition.channels if composition.channels is not None else customer.usual_channels()
    return [channel for channel in wanted if customer.address_for(channel)]
