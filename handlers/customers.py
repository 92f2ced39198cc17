"""Who is it for? A known customer, a new one, a shared contact."""

from telegram import Contact, Update

from bot.books.vcards import email_in
from bot.context import Context
from bot.conversation import Handler, PassedOnError
from bot.customers import add_customer, checked_name, customer, find_customers
from bot.drafts import open_new
from bot.duplicates import alike_to_newcomer
from bot.entries import one_of
from bot.preferences import WRITTEN_IN
from bot.quickline.contacts import parse_contact, parse_email
from bot.quickline.phones import parse_phone
from bot.turn import Turn
from handlers.compose import new_wanted
from handlers.desk import Answer, Desk, desk_of, on_draft
from handlers.quick_reading import is_for_somebody
from handlers.routing import OnMessage, OnTap, Tap, merchant_of
from handlers.taps.drafts import ChooseCustomer, InvoiceThem, NewNamed, SkipAddress
from handlers.views import compose as views
from models.customer import Customer
from models.errors import UserError
from models.text import cleaned


async def customer_tapped(tap: Tap[ChooseCustomer], desk: Desk) -> None:
    """A known customer chosen by a button."""
    await _choose(await customer(desk.turn.session, desk.merchant.key, tap.data.customer_id), desk)


async def invoice_them_tapped(tap: Tap[InvoiceThem], turn: Turn, context: Context) -> None:
    """An invoice for a customer shown in the chat; one that is open for somebody stays theirs."""
    opened = turn.draft.composition
    if opened is None:
        open_new(turn.draft)
    elif opened.get("credits_id") or opened.get("customer_id") not in {None, tap.data.customer_id}:
        await new_wanted(turn, context)
        return
    desk = desk_of(turn, context)
    await _choose(await customer(turn.session, desk.merchant.key, tap.data.customer_id), desk)


async def customer_answered(text: str, desk: Desk) -> None:
    """A typed name: chosen if it is exactly one, else what comes near, or an offer to add it.

    A whole invoice that says whom it is for is not searched for: it is one.
    """
    found = await find_customers(desk.turn.session, desk.merchant.key, text)
    if len(found) == 1 and found[0].is_called(text):
        await _choose(found[0], desk)
    elif not desk.composition.lines and await is_for_somebody(text, desk.turn, desk.context):
        raise PassedOnError
    else:
        name = checked_name(text)
        screen = views.found_customers(desk.turn.t, desk.number, name, found)
        desk.turn.ask("customer", screen, name=name, **_reach(desk))


async def ask_new_name(desk: Desk) -> None:
    """A new customer begins with a name."""
    desk.turn.ask("new_name", views.new_name_question(desk.turn.t, desk.number), **_reach(desk))


async def new_named_tapped(tap: Tap[NewNamed], desk: Desk) -> None:
    """Add the name that was just searched for."""
    await new_name_answered(str(desk.turn.draft.scratch.get("name", "")), desk)


async def new_name_answered(text: str, desk: Desk) -> None:
    """The name of a new customer; then where they are reached, unless the invoice's message has said so."""
    name = checked_name(text)
    if reach := _reach(desk):
        desk.turn.draft.scratch = {"name": name}
        await _add(desk, email=reach.get("email"), phone=reach.get("phone"))
        return
    desk.turn.ask("new_address", views.new_address_question(desk.turn.t, desk.number, name), name=name)


async def new_address_answered(text: str, desk: Desk) -> None:
    """Where a new customer's invoices go."""
    reach = parse_contact(text, country=desk.merchant.country)
    await _add(desk, email=reach.email, phone=reach.phone)


async def skip_address_tapped(tap: Tap[SkipAddress], desk: Desk) -> None:
    """A customer without an address for now."""
    await _add(desk, email=None, phone=None)


async def ask_language(desk: Desk) -> None:
    """In which language does the chosen customer get invoices?"""
    chosen = await desk.customer()
    if chosen is None:
        await desk.lay()
    else:
        desk.turn.ask("language", views.language_question(desk.turn.t, desk.number, chosen, desk.merchant))


async def language_answered(text: str, desk: Desk) -> None:
    """One of the languages, for all invoices to come; or again whatever the settings say."""
    chosen = await desk.customer()
    if chosen is not None:
        chosen.language = None if text == views.AS_IN_SETTINGS else one_of(WRITTEN_IN, text, desk.merchant)
    await desk.lay()


async def contact_shared(update: Update, turn: Turn, context: Context) -> None:
    """A shared or forwarded contact card becomes a customer; the open draft's, if it waits for one."""
    merchant = merchant_of(turn)
    card = update.message.contact if update.message else None
    if card is None:
        return
    name = checked_name(cleaned(" ".join(filter(None, (card.first_name, card.last_name))))[:100])
    number = card.phone_number if card.phone_number.startswith("+") else f"+{card.phone_number}"
    phone = parse_phone(number, country=merchant.country)
    email = _email_of(card)
    added = await add_customer(turn.session, merchant.key, name, turn.now, email=email, phone=phone)
    if turn.draft.composition is not None and turn.draft.step in {"customer", "new_name", "new_address"}:
        await _choose(added, desk_of(turn, context))
    else:
        other = await alike_to_newcomer(turn.session, merchant.key, added.key)
        turn.say(views.contact_saved_view(turn.t, added, other))


def _email_of(card: Contact) -> str | None:
    """The e-mail address of its vCard; None without one that could get mail."""
    typed = email_in(card.vcard or "")
    try:
        return parse_email(typed) if typed else None
    except UserError:
        return None


def _reach(desk: Desk) -> dict[str, str]:
    """The addresses that were typed before the name."""
    return {key: desk.turn.draft.scratch[key] for key in ("email", "phone") if key in desk.turn.draft.scratch}


async def _choose(chosen: Customer, desk: Desk) -> None:
    reach = _reach(desk)
    chosen.email = chosen.email or reach.get("email")
    chosen.phone = chosen.phone or reach.get("phone")
    desk.composition.customer_id = chosen.key
    desk.composition.channels = None
    await desk.lay()


async def _add(desk: Desk, *, email: str | None, phone: str | None) -> None:
    name = str(desk.turn.draft.scratch.get("name", ""))
    session, now = desk.turn.session, desk.turn.now
    await _choose(await add_customer(session, desk.merchant.key, name, now, email=email, phone=phone), desk)


def _has_contact(update: Update) -> bool:
    return update.message is not None and update.message.contact is not None


ANSWERS: dict[str, Answer] = {
    "customer": customer_answered,
    "new_name": new_name_answered,
    "new_address": new_address_answered,
    "language": language_answered,
}


def entry(context: Context) -> list[Handler]:
    """Taps and contacts, always there."""
    return [
        OnTap(InvoiceThem, lambda tap, turn: invoice_them_tapped(tap, turn, context)),
        on_draft(ChooseCustomer, context, customer_tapped),
        on_draft(NewNamed, context, new_named_tapped),
        on_draft(SkipAddress, context, skip_address_tapped),
        OnMessage(_has_contact, lambda update, turn: contact_shared(update, turn, context)),
    ]
