"""The words of each setting: its label, what it is for, an example of an answer."""

from bot.entries import LONGEST_TERM
from bot.rendering.logo import MOST_BYTES
from handlers.views.payment_questions import PAYMENT_QUESTIONS
from handlers.views.question import Question
from models.errors import N_
from models.numbering import LONGEST

QUESTIONS = {
    "name": Question(
        N_("Business name"),
        N_("The name your customers know you by, up to {most} characters."),
        N_("Nile Studio"),
    ),
    "second_name": Question(
        N_("Second-language name"),
        N_("Your name as it stands beside the first on documents in two languages, up to {most} characters."),
    ),
    "legal_name": Question(
        N_("Legal name"),
        N_("The registered name, if it is another one, up to {most} characters."),
        N_("Nile Studio LLC"),
    ),
    "registration_number": Question(
        N_("Commercial register"),
        N_("Your number in the commercial register, where it has to stand on invoices, up to {most} characters."),
        typed="1010123456",
    ),
    "address": Question(
        N_("Address"),
        N_("Your address as it stands on invoices, up to {most} characters. Its lines are kept."),
        N_("12 Tahrir Street\nCairo"),
    ),
    "email": Question(
        N_("E-mail for replies"),
        N_("Customers who answer an invoice write to this address."),
        typed="mona@example.com",
    ),
    "phone": Question(
        N_("Phone"),
        N_("Printed on invoices, for customers with a question."),
        typed="+201001234567",
    ),
    "country": Question(
        N_("Country"),
        N_(
            "Currency and time zone become those of the country you choose; change them afterwards if yours "
            "differ. Whether you are registered for tax there is asked anew."
        ),
        N_("Egypt"),
    ),
    "currency": Question(
        N_("Currency"),
        N_("The currency of new invoices. Tap it, or type its three letters."),
        typed="EGP",
    ),
    "time_zone": Question(
        N_("Time zone"),
        N_("It decides which day stands on an invoice. Type a city, or the name of a zone."),
        N_("Cairo"),
    ),
    "document_language": Question(
        N_("Invoice language"),
        N_("The language of new invoices, unless the customer has one of their own."),
    ),
    "number_pattern": Question(
        N_("Invoice numbers"),
        N_(
            "How numbers are made: {sequence} is the running number with five digits, {year} the year, "
            "{month} the month. With the year in it, numbers start at 1 again each year. "
            "A number has at most {most} characters: A-Z, digits, - and /."
        ),
        typed="INV-{YYYY}-{seq:5}",
        most=LONGEST,
        tokens={"sequence": "{seq:5}", "year": "{YYYY}", "month": "{MM}"},
    ),
    "credit_note_pattern": Question(
        N_("Credit note numbers"),
        N_(
            "How the numbers of credit notes are made, like those of invoices, with {sequence}, {year} and {month}. "
            "The two must never meet, so let them begin differently. A number has at most {most} characters."
        ),
        typed="CN-{YYYY}-{seq:5}",
        most=LONGEST,
        tokens={"sequence": "{seq:5}", "year": "{YYYY}", "month": "{MM}"},
    ),
    "payment_days": Question(
        N_("Days to pay"),
        N_("How many days after its issue an invoice is due, from 0 to {most}."),
        typed="14",
        most=LONGEST_TERM,
    ),
    "payment_terms": Question(
        N_("Payment terms"),
        N_("A sentence about payment for every new invoice, up to {most} characters."),
        N_("2% off within 10 days"),
    ),
    "sends_receipts": Question(
        N_("Receipts"),
        N_("Whether a customer is sent a receipt for each payment you enter, the way the invoice went."),
    ),
    "is_express": Question(
        N_("⚡ Express"),
        N_(
            "Whether an invoice typed as one message that ends in “!”, like “Ahmed 2 logo!”, is issued at once. It "
            "goes out some seconds later, unless you tap Undo. If anything about it is unclear, you see its card "
            "first."
        ),
    ),
    "template": Question(
        N_("Template"),
        N_("How new documents are laid out. Preview shows yours in each of them."),
    ),
    "accent": Question(
        N_("Colour"),
        N_("The colour of new documents. Tap one, or type its six digits."),
        typed="#0b5d57",
    ),
    "logo_id": Question(
        N_("Logo"),
        N_("Send it now, as a photo or an image file (PNG, JPEG or WebP) of at most {most} MB."),
        most=MOST_BYTES >> 20,
    ),
    "shows_words": Question(
        N_("Amount in words"),
        N_("Whether the amount due stands on new documents in words as well."),
    ),
    "shows_hijri": Question(
        N_("Hijri dates"),
        N_("Whether dates stand on new documents by the Umm al-Qura calendar as well."),
    ),
    "digits": Question(
        N_("Digits"),
        N_(
            "How numbers look on Arabic invoices and in an Arabic chat. Columns of amounts keep 123, so that they "
            "line up."
        ),
    ),
    "tax_registered": Question(
        N_("Tax registration"),
    ),
    "tax_number": Question(
        N_("Tax number"),
    ),
    "tax_rate": Question(
        N_("Tax rate"),
        N_("In percent, for every new item."),
        typed="14%",
    ),
    "einvoice_since": Question(
        N_("E-invoicing since"),
    ),
    **PAYMENT_QUESTIONS,
    "language": Question(
        N_("Chat language"),
        N_("The language we speak here."),
    ),
}  # fmt: skip
