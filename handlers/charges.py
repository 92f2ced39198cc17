"""Charges on the whole invoice, such as delivery: added in one message or two, taxed otherwise, taken off."""

from bot.context import Context
from bot.conversation import Handler
from bot.quickline.charges import Charge, parse_charge
from bot.taxation import read_tax, tax_alike, usual_tax
from handlers.desk import Answer, Desk, on_draft
from handlers.fields import within
from handlers.routing import Tap
from handlers.taps.drafts import AskChargeTax, OpenCharge, RemoveCharge
from handlers.views import charges as views
from models.draft import DraftCharge
from models.errors import N_, UserError

MOST_CHARGES = 10
LONGEST_REASON = 100
_TOO_MANY = N_("An invoice holds at most {most} charges. Remove one, or add it as an item.")
_NO_SUCH_CHARGE = N_("That charge is no longer on the invoice.")
_NO_CHARGE = N_("A charge of 0 adds nothing. Type how much it is, like 35 or 12%.")


async def ask_charges(desk: Desk) -> None:
    """The charges there are; without any, the first one."""
    if not desk.composition.charges:
        await ask_charge(desk)
        return
    charges = desk.composition.charges
    desk.turn.ask("card", views.charges_view(desk.turn.t, desk.number, desk.merchant, charges))


async def ask_charge(desk: Desk) -> None:
    """What is added, and how much?"""
    back, language = "charges" if desk.composition.charges else "more", await desk.document_language()
    desk.turn.ask("charge", views.charge_question(desk.turn.t, desk.number, language, back))


async def charge_answered(text: str, desk: Desk) -> None:
    """What for and how much, in one message or in two: what is known already waits with the question."""
    said = parse_charge(text, currency=desk.merchant.currency, language=desk.turn.language)
    known = _remembered(desk)
    charge = Charge(
        within(said.reason or known.reason, LONGEST_REASON),
        *((said.percent, said.amount) if said.has_worth else (known.percent, known.amount)),
    )
    if charge.has_worth and not (charge.percent or charge.amount):
        raise UserError(_NO_CHARGE)
    if charge.reason and charge.has_worth:
        _add(charge, desk)
        await desk.lay()
    else:
        await _ask_rest(charge, text, desk)


async def _ask_rest(charge: Charge, text: str, desk: Desk) -> None:
    """The half that is still missing."""
    if charge.reason:
        screen = views.charge_worth_question(desk.turn.t, desk.number, charge.reason)
        desk.turn.ask("charge", screen, reason=charge.reason)
    else:
        language = await desk.document_language()
        desk.turn.ask(
            "charge", views.charge_reason_question(desk.turn.t, desk.number, language, text), worth=text
        )


def _remembered(desk: Desk) -> Charge:
    """The half that was said before."""
    scratch = desk.turn.draft.scratch
    if "worth" in scratch:
        return parse_charge(scratch["worth"], currency=desk.merchant.currency, language=desk.turn.language)
    return Charge(scratch.get("reason", ""))


def check_room(charges: list[DraftCharge]) -> None:
    """UserError above the most an invoice holds."""
    if len(charges) > MOST_CHARGES:
        raise UserError(_TOO_MANY, most=MOST_CHARGES)


def _add(charge: Charge, desk: Desk) -> None:
    tax = dict(usual_tax(desk.composition, desk.merchant))
    added = DraftCharge(reason=charge.reason, percent=charge.percent, amount=charge.amount, **tax)
    check_room([*desk.composition.charges, added])
    desk.composition.charges.append(added)


async def charge_tapped(tap: Tap[OpenCharge], desk: Desk) -> None:
    """One charge."""
    _charge_at(desk, tap.data.index)
    screen = views.charge_view(desk.turn.t, desk.number, desk.merchant, desk.composition, tap.data.index)
    desk.turn.ask("card", screen)


async def charge_tax_tapped(tap: Tap[AskChargeTax], desk: Desk) -> None:
    """How is it taxed?"""
    index = tap.data.index
    _charge_at(desk, index)
    if not desk.merchant.charges_tax:
        await desk.lay()
        return
    screen = views.charge_tax_question(desk.turn.t, desk.number, desk.merchant, desk.composition, index)
    desk.turn.ask("charge_tax", screen, index=index)


async def charge_tax_answered(text: str, desk: Desk) -> None:
    """A rate or a treatment for one charge."""
    charge = _charge_at(desk, int(desk.turn.draft.scratch["index"]))
    tax_alike([charge], read_tax(text, desk.merchant.country, await desk.document_language()))
    await desk.lay()


async def remove_charge_tapped(tap: Tap[RemoveCharge], desk: Desk) -> None:
    """Take a charge off."""
    _charge_at(desk, tap.data.index)
    del desk.composition.charges[tap.data.index]
    await desk.lay()


def _charge_at(desk: Desk, index: int) -> DraftCharge:
    if not 0 <= index < len(desk.composition.charges):
        raise UserError(_NO_SUCH_CHARGE)
    return desk.composition.charges[index]


ANSWERS: dict[str, Answer] = {"charge": charge_answered, "charge_tax": charge_tax_answered}


def entry(context: Context) -> list[Handler]:
    """Taps, always there."""
    return [
        on_draft(OpenCharge, context, charge_tapped),
        on_draft(AskChargeTax, context, charge_tax_tapped),
        on_draft(RemoveCharge, context, remove_charge_tapped),
    ]
