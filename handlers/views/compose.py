"""Screens that open, interrupt and fill an invoice in the making: who is it for, and what?"""

from datetime import date

from markupsafe import Markup

from bot.callbacks import Callback
from bot.language import Texts
from bot.preferences import WRITTEN_IN
from bot.quickline.answers import UnclearError
from bot.rendering.formats import day, number
from bot.screens import Button, Screen, columns
from handlers.taps.drafts import (
    AddProduct,
    BringBack,
    CancelDraft,
    Choose,
    ChooseCustomer,
    ChooseReading,
    GoTo,
    InvoiceThem,
    NewInvoice,
    NewNamed,
    ShowCard,
    SkipAddress,
)
from handlers.views.merging import PAGE, same_button, same_text
from handlers.views.parts import shortened, way_out
from models.customer import Customer
from models.errors import N_
from models.merchant import Merchant
from models.product import Product

AS_IN_SETTINGS = "usual"
"""The answer that a customer's invoices are in no language of their own."""


def customer_question(t: Texts, draft: int, recent: list[Customer], *, chosen: bool) -> Screen:
    """Who is it for?"""
    known = columns([Button(shortened(c.name, 30), ChooseCustomer(draft, c.key)) for c in recent], 2)
    text = (
        t("<b>New invoice</b>\nWho is it for? Tap a name, type one to search, or share a contact.")
        if recent
        else t("<b>New invoice</b>\nWho is it for? Type the customer's name, or share a contact.")
    )
    new = (Button(t.plain("➕ New customer"), GoTo(draft, "new_name")),)
    if not chosen:
        return Screen(text, (*known, new, (Button(t.plain("✕ Cancel"), CancelDraft(draft)),)))
    language = (Button(t.plain("🌐 Language of their invoices"), GoTo(draft, "language")),)
    return Screen(text, (*known, new, language, way_out(t, draft)))


def found_customers(t: Texts, draft: int, name: str, found: list[Customer]) -> Screen:
    """What comes near the typed name, and the offer to add it."""
    near = tuple((Button(_described(t, c), ChooseCustomer(draft, c.key)),) for c in found)
    text = (
        t("Which one do you mean by “{name}”?", name=name)
        if found
        else t("“{name}” is not in your address book yet.", name=name)
    )
    add = Button(t.plain("➕ Add {name}", name=shortened(name, 40)), NewNamed(draft))
    return Screen(text, (*near, (add,), way_out(t, draft, "customer")))


def new_name_question(t: Texts, draft: int) -> Screen:
    """The new customer's name."""
    return Screen(t("What is the new customer called?"), (way_out(t, draft, "customer"),))


def new_address_question(t: Texts, draft: int, name: str) -> Screen:
    """Where the new customer's invoices go."""
    text = t(
        "Where shall the invoices for {name} go?\nSend an e-mail address, a mobile number, or both. "
        "For example: mona@example.com 0100 123 4567",
        name=Markup("<b>{}</b>").format(t.isolated(name)),
    )
    skip = Button(t.plain("Not now"), SkipAddress(draft))
    return Screen(text, ((skip,), way_out(t, draft, "new_name")))


def language_question(t: Texts, draft: int, customer: Customer, merchant: Merchant) -> Screen:
    """In which language, or languages?"""
    text = t(
        "Language for {name}: what shall their invoices be written in? E-mail and SMS come in the first one.",
        name=Markup("<b>{}</b>").format(t.isolated(customer.name)),
    )
    marked = [(f"✓ {name}" if key == customer.language else name, key) for key, name in WRITTEN_IN.items()]
    offered = [Button(label, Choose(draft, key)) for label, key in marked]
    usual = Button(
        t.plain("As in Settings: {language}", language=WRITTEN_IN[merchant.document_language]),
        Choose(draft, AS_IN_SETTINGS),
    )
    return Screen(text, (*columns(offered, 2), (usual,), way_out(t, draft)))


def item_question(t: Texts, draft: int, merchant: Merchant, recent: list[Product], started: bool) -> Screen:
    """What is invoiced?"""
    known = columns([Button(_priced(t, p, merchant), AddProduct(draft, p.key)) for p in recent], 2)
    text = (
        t("What is it for? Tap an item, or type it like this: <code>2 x Logo 150</code>")
        if recent
        else t("What is it for? Type it like this: <code>2 x Logo 150</code>")
    )
    return Screen(text, (*known, way_out(t, draft, None if started else "customer")))


def readings_question(t: Texts, draft: int, unclear: UnclearError) -> Screen:
    """One question with the readings of an unclear answer as buttons."""
    dated = unclear.code == "A_DATE"
    shown = [
        day(date.fromisoformat(c), t.language, t.digits) if dated else shortened(c, 40)
        for c in unclear.choices
    ]
    choices = [Button(label, ChooseReading(draft, i)) for i, label in enumerate(shown)]
    return Screen(t(unclear.message, **unclear.values), (*columns(choices, 2), way_out(t, draft)))


def still_open_view(t: Texts, customer: Customer | None, anew: Callback, *, is_credit: bool) -> Screen:
    """Something is open already."""
    name = customer.name if customer else t.plain("nobody yet")
    sentence = (
        N_("You have a credit note open, for {name}.")
        if is_credit
        else N_("You have an invoice open, for {name}.")
    )
    return Screen(
        t(sentence, name=name),
        (
            (Button(t.plain("Go on with it"), ShowCard()),),
            (Button(t.plain("Start a new one"), anew),),
        ),
    )


def cancelled_view(t: Texts, draft: int | None, *, is_credit: bool) -> Screen:
    """Put aside, and the way back."""
    again = Button(t.plain("🧾 New invoice"), NewInvoice())
    if draft is None:
        return Screen(t("Nothing is open."), ((again,),))
    back = Button(t.plain("↩ Bring it back"), BringBack(draft))
    invoice = N_("The invoice is put aside. Nothing was issued or sent.")
    credit = N_("The credit note is put aside. Nothing was issued or sent.")
    return Screen(t(credit if is_credit else invoice), ((back, again),))


def closed_view(t: Texts, *, is_composing: bool) -> Screen:
    """A question beside what is composed was not answered."""
    on = Button(t.plain("Go on with it"), ShowCard()), Button(t.plain("🧾 New invoice"), NewInvoice())
    return Screen(t("The question is closed. Nothing was changed."), (on[:1] if is_composing else on[1:],))


def contact_saved_view(t: Texts, customer: Customer, alike: Customer | None = None) -> Screen:
    """A contact became a customer, perhaps one who is there already by another name."""
    text = t(
        "{name} is in your address book now, with {phone}.", name=customer.name, phone=customer.phone or ""
    )
    rows = ((Button(t.plain("🧾 Invoice them"), InvoiceThem(customer.key)),),)
    if alike is None:
        return Screen(text, rows)
    return Screen("\n\n".join((text, same_text(t, alike))), (*rows, (same_button(t, customer, alike, PAGE),)))


def _described(t: Texts, customer: Customer) -> str:
    address = customer.email or customer.phone
    return t.beside(shortened(customer.name, 24), shortened(address, 30)) if address else customer.name


def _priced(t: Texts, product: Product, merchant: Merchant) -> str:
    price = number(product.unit_price, t.language, t.digits)
    if product.base_quantity != 1:
        price = t.plain(
            "{price} per {quantity}",
            price=price,
            quantity=number(product.base_quantity, t.language, t.digits),
        )
    return t.beside(shortened(product.name, 24), price)
