"""The draft on the merchant's desk during a turn: checked once, then handed to the conversation's handlers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from bot.callbacks import Callback
from bot.context import Context
from bot.conversation import Handler
from bot.customers import customer_if_any, recent_customers
from bot.drafts import composition_of, keep, today
from bot.duplicates import alike_to_newcomer
from bot.guards import doubts
from bot.issuing import issued_from
from bot.products import recent_products
from bot.quickline.answers import UnclearError
from bot.registration import totals_for
from bot.taxation import lack_of
from bot.turn import Turn
from handlers.credit_card import STEPS as CREDIT_STEPS
from handlers.credit_card import lay_credit_note
from handlers.routing import OnTap, OnText, Tap, merchant_of
from handlers.views import card as card_views
from handlers.views import compose as views
from handlers.views.lacks import Asked, lack_question
from models.customer import Customer
from models.draft import Composition
from models.merchant import Merchant


@dataclass
class Desk:
    """An open draft with its merchant; `lay` stores what changed and shows what comes next."""

    turn: Turn
    context: Context
    merchant: Merchant
    composition: Composition

    @property
    def number(self) -> int:
        """The draft's number."""
        return self.turn.draft.number

    @property
    def today(self) -> date:
        """The day it is where the merchant is."""
        return today(self.merchant, self.turn.now)

    def asked(self, customer: Customer) -> Asked:
        """The draft as questions about it show it."""
        return Asked(self.number, self.merchant, customer, self.composition, self.today)

    async def customer(self) -> Customer | None:
        """The customer chosen so far."""
        return await customer_if_any(self.turn.session, self.merchant.key, self.composition.customer_id)

    async def is_lacking(self) -> bool:
        """Whether something has to be asked before this can be issued with its tax."""
        customer = await self.customer()
        return customer is not None and lack_of(self.composition, self.merchant, customer) is not None

    async def document_language(self) -> str:
        """What the invoice will be written in, one of `models.document.DOCUMENT_LANGUAGES`."""
        customer = await self.customer()
        return (customer.language if customer else None) or self.merchant.document_language

    async def lay(self) -> None:
        """Keep the composition; ask for what it still lacks, or show the card. Refuses what totals refuse."""
        keep(self.turn.draft, self.composition)
        if self.composition.credits_id is not None:
            await lay_credit_note(self.turn, self.context, self.merchant, self.composition)
            return
        customer = await self.customer()
        if customer is None:
            await self.ask_customer()
        elif not self.composition.lines:
            await self.ask_item()
        elif lack := lack_of(self.composition, self.merchant, customer):
            self.turn.ask(
                lack.step, lack_question(self.turn.t, self.asked(customer), lack), category=lack.category
            )
        else:
            await self.show_card(customer)

    async def ask_customer(self) -> None:
        """The customer question with the most recent ones as buttons."""
        recent = await recent_customers(self.turn.session, self.merchant.key)
        chosen = self.composition.customer_id is not None
        self.turn.ask("customer", views.customer_question(self.turn.t, self.number, recent, chosen=chosen))

    async def ask_item(self) -> None:
        """The item question with the most recent products as buttons."""
        recent = await recent_products(self.turn.session, self.merchant.key)
        started = bool(self.composition.lines)
        self.turn.ask("item", views.item_question(self.turn.t, self.number, self.merchant, recent, started))

    async def show_card(self, customer: Customer) -> None:
        """The card, with what may be a slip of the finger; what is typed while it is open adds a line."""
        totals = totals_for(self.composition, self.merchant, customer.tax_number)
        session, merchant = self.turn.session, self.merchant
        card = card_views.Card(
            self.number, merchant, customer, self.composition, totals, self.today,
            doubts=await doubts(session, merchant, customer, self.composition, totals),
            alike=await alike_to_newcomer(session, merchant.key, customer.key),
        )  # fmt: skip
        self.turn.ask("card", card_views.card_view(self.turn.t, card, self.context.channels))


class OnDraft(Protocol):
    """The value of a button that belongs to a draft."""

    @property
    def draft(self) -> int:
        """The draft's number."""


C = TypeVar("C", bound=Callback)
Answer = Callable[[str, Desk], Awaitable[None]]


def desk_of(turn: Turn, context: Context) -> Desk:
    """The open draft. UserError when none is open, or for a stranger."""
    merchant = merchant_of(turn)
    return Desk(turn, context, merchant, composition_of(turn.draft, merchant))


def on_draft(kind: type[C], context: Context, handler: Callable[[Tap[C], Desk], Awaitable[None]]) -> Handler:
    """A tap on a button of the open draft; a button of an older one shows what became of that."""

    async def guarded(tap: Tap[C], turn: Turn) -> None:
        draft = getattr(tap.data, "draft")  # noqa: B009 - a field of every kind that comes here
        if draft != turn.draft.number or turn.draft.composition is None:
            await stale_tapped(draft, turn, context)
        else:
            turn.tapped_card = True
            await handler(tap, desk_of(turn, context))

    return OnTap(kind, guarded)


def on_answer(context: Context, answer: Answer, *, lines: bool = False) -> Handler:
    """A typed answer to a question of the draft; an unclear one becomes a question with its readings."""

    async def answered(text: str, turn: Turn) -> None:
        await take_answer(text, desk_of(turn, context), answer)

    return OnText(answered, lines=lines)


async def take_answer(text: str, desk: Desk, answer: Answer) -> None:
    """Hand a typed (or chosen) answer to its question; a credit note has but few."""
    if desk.composition.credits_id is not None and desk.turn.draft.step not in CREDIT_STEPS:
        await desk.lay()
        return
    try:
        await answer(text, desk)
    except UnclearError as unclear:
        desk.turn.draft.scratch = {**desk.turn.draft.scratch, "readings": list(unclear.choices), "said": text}
        desk.turn.not_understood()
        desk.turn.show(views.readings_question(desk.turn.t, desk.number, unclear))


async def stale_tapped(number: int, turn: Turn, context: Context) -> None:
    """A button of a draft that is closed: its invoice if it became one, else today's screen."""
    merchant = merchant_of(turn)
    invoice = await issued_from(turn.session, turn.draft, number, merchant.key)
    if invoice is not None:
        turn.answer(turn.t.plain("Already issued: {number}", number=invoice.number))
        turn.owe("invoice_card", invoice_id=invoice.id, stale=turn.arrival.message_id)
        return
    turn.answer(turn.t.plain("This button belongs to an earlier draft."))
    if turn.draft.composition is not None:
        await desk_of(turn, context).lay()
