"""The words of the settings about being paid."""

from handlers.views.question import Question
from models.errors import N_

PAYMENT_QUESTIONS = {
    "bank_details": Question(
        N_("Bank details"),
        N_("How customers shall pay you, up to {most} characters. Its lines are kept."),
        N_("Banque Misr\nIBAN EG38 0019 0005 0000 0000 2631 8000 2"),
    ),
    "iban": Question(
        N_("IBAN"),
        N_(
            "The account customers pay to. It stands on new invoices; in euros and Swiss francs there is also a code "
            "that banking apps scan."
        ),
        typed="DE89 3704 0044 0532 0130 00",
    ),
    "bic": Question(
        N_("BIC"),
        N_(
            "Your bank's code, where customers abroad need it. The code to pay in euros to an account in the United "
            "Kingdom, say, has to name it too."
        ),
        typed="COBADEFFXXX",
    ),
    "account_name": Question(
        N_("Account holder"),
        N_(
            "Whom your bank knows the account by, if not by your legal name, up to {most} characters. Swiss and Pix "
            "codes take it in Latin letters alone."
        ),
        N_("Mona Adel"),
    ),
    "street": Question(
        N_("Account holder’s street"),
        N_("The Swiss QR code names it, without the building's number; up to {most} characters."),
        typed="Bahnhofstrasse",
    ),
    "building_number": Question(
        N_("Building number"),
        N_("Its number in the street, for the Swiss QR code, up to {most} characters."),
        typed="12a",
    ),
    "postcode": Question(
        N_("Postcode"),
        N_("The postcode of your address alone, for payment codes and electronic invoices, up to {most} characters."),
        typed="8001",
    ),
    "town": Question(
        N_("Town"),
        N_("The town of your address alone, for payment codes and electronic invoices, up to {most} characters."),
        typed="Zürich",
    ),
    "pix_key": Question(
        N_("Pix key"),
        N_("Customers pay it by a Pix code on new invoices: CPF, CNPJ, phone, e-mail or random key."),
        typed="+5511987654321",
    ),
    "upi_id": Question(
        N_("UPI ID"),
        N_("Customers pay it by a UPI code on new invoices."),
        typed="shop@okaxis",
    ),
    "instapay_link": Question(
        N_("InstaPay link"),
        N_("Customers pay it by an InstaPay code on new invoices. Copy it in the InstaPay app and paste it here."),
        typed="https://ipn.eg/S/coffeeshop/instapay/7NdOtO",
    ),
    "payment_link": Question(
        N_("Payment link"),
        N_(
            "A page where customers pay online, in a code on new invoices. In it, {amount}, {currency} and {number} "
            "become those of the invoice."
        ),
        typed="https://paypal.me/shop/{amount}{currency}",
        tokens={"amount": "{amount}", "currency": "{currency}", "number": "{number}"},
    ),
    "preferred_code": Question(
        N_("Payment code"),
        N_("An invoice has room for one code to pay by. Which one?"),
    ),
    "cash_rounding": Question(
        N_("Rounding to coins"),
        N_("Whether amounts due are rounded to the smallest coin, for customers who pay in cash."),
    ),
}  # fmt: skip
