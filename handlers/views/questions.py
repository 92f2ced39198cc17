"""The words of each setting: its label, what it is for, an example of an answer."""

from dataclasses import dataclass, field

from bot.preferences import LONGEST_TERM
from bot.rendering.logo import MOST_BYTES
from models.errors import N_
from models.numbering import LONGEST


@dataclass(frozen=True)
class Question:
    """`about` may name {most} and its own `tokens`; an `example` with words in it is translated like them."""

    label: str
    about: str = ""  # "": a question with a screen of its own, in handlers.views.registration
    example: str | None = None
    most: int | None = None  # where the limit is no number of characters typed
    tokens: dict[str, str] = field(default_factory=dict)


QUESTIONS = {
    "name": Question(
        N_("Business name"),
        N_("The name your customers know you by, up to {most} characters."),
        N_("Nile Studio"),
    ),
    "legal_name": Question(
        N_("Legal name"),
        N_("The registered name, if it is another one, up to {most} characters."),
        N_("Nile Studio LLC"),
    ),
    "tax_registered": Question(
        N_("VAT registration"),
    ),
    "tax_number": Question(
        N_("Tax number"),
    ),
    "einvoice_since": Question(
        N_("E-invoicing since"),
    ),
    "address": Question(
        N_("Address"),
        N_("Your address as it stands on invoices, up to {most} characters. Its lines are kept."),
        N_("12 Tahrir Street\nCairo"),
    ),
    "email": Question(
        N_("E-mail for replies"),
        N_("Customers who answer an invoice write to this address."),
        "mona@example.com",
    ),
    "phone": Question(
        N_("Phone"),
        N_("Printed on invoices, for customers with a question."),
        "+201001234567",
    ),
    "logo_id": Question(
        N_("Logo"),
        N_("Send it now, as a photo or an image file (PNG, JPEG or WebP) of at most {most} MB."),
        most=MOST_BYTES >> 20,
    ),
    "bank_details": Question(
        N_("Bank details"),
        N_("How customers shall pay you, up to {most} characters. Its lines are kept."),
        N_("Banque Misr\nIBAN EG38 0019 0005 0000 0000 2631 8000 2"),
    ),
    "payment_days": Question(
        N_("Days to pay"),
        N_("How many days after its issue an invoice is due, from 0 to {most}."),
        "14",
        most=LONGEST_TERM,
    ),
    "payment_terms": Question(
        N_("Payment terms"),
        N_("A sentence about payment for every new invoice, up to {most} characters."),
        N_("2% off within 10 days"),
    ),
    "tax_rate": Question(
        N_("Tax rate"),
        N_("In percent, for every new item."),
        "14%",
    ),
    "number_pattern": Question(
        N_("Invoice numbers"),
        N_(
            "How numbers are made: {sequence} is the running number with five digits, {year} the year, "
            "{month} the month. With the year in it, numbers start at 1 again each year. "
            "A number has at most {most} characters: A-Z, digits, - and /."
        ),
        "INV-{YYYY}-{seq:5}",
        most=LONGEST,
        tokens={"sequence": "{seq:5}", "year": "{YYYY}", "month": "{MM}"},
    ),
    "currency": Question(
        N_("Currency"),
        N_("The currency of new invoices. Tap it, or type its three letters."),
        "EGP",
    ),
    "country": Question(
        N_("Country"),
        N_(
            "Currency and time zone become those of the country you choose; change them afterwards if yours "
            "differ. Whether you are registered for tax there is asked anew."
        ),
        N_("Egypt"),
    ),
    "time_zone": Question(
        N_("Time zone"),
        N_("It decides which day stands on an invoice. Type a city, or the name of a zone."),
        "Africa/Cairo",
    ),
    "document_language": Question(
        N_("Invoice language"),
        N_("The language of new invoices, unless the customer has one of their own."),
    ),
    "digits": Question(
        N_("Digits"),
        N_("How numbers look on Arabic invoices."),
    ),
    "language": Question(
        N_("Chat language"),
        N_("The language we speak here."),
    ),
}  # fmt: skip
