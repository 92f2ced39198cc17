"""The settings in sections: what stands where, and what of it the first screen tells."""

from dataclasses import dataclass

from bot.preferences import SETTINGS, Setting
from bot.relevance import is_asked_for
from models.errors import N_
from models.merchant import Merchant


@dataclass(frozen=True)
class Section:
    """`names` in the order they are listed; the first screen tells the values of `told`, or (if none) what is set."""

    label: str
    names: tuple[str, ...]
    told: tuple[str, ...] = ()

    def asked(self, merchant: Merchant) -> list[Setting]:
        """Those that mean anything to this merchant."""
        return [SETTINGS[name] for name in self.names if is_asked_for(name, merchant)]


SECTIONS = {
    "business": Section(
        N_("🏪 Business"),
        (
            "name", "second_name", "legal_name", "registration_number", "address", "email", "phone", "country",
            "currency", "time_zone",
        ),
        ("name", "country", "currency"),
    ),
    "invoices": Section(
        N_("🧾 Invoices"),
        (
            "document_language", "number_pattern", "credit_note_pattern", "payment_days", "payment_terms",
            "sends_receipts", "is_express",
        ),
        ("document_language", "number_pattern"),
    ),
    "look": Section(
        N_("🎨 Look"),
        ("template", "accent", "logo_id", "shows_words", "shows_hijri", "digits"),
        ("template", "accent"),
    ),
    "tax": Section(
        N_("🏛 Tax"),
        ("tax_registered", "tax_number", "tax_rate", "einvoice_since"),
        ("tax_registered", "tax_rate"),
    ),
    "paid": Section(
        N_("💳 Getting paid"),
        (
            "bank_details", "iban", "bic", "account_name", "street", "building_number", "postcode", "town", "pix_key",
            "upi_id", "instapay_link", "payment_link", "preferred_code", "cash_rounding",
        ),
    ),
    "chat": Section(N_("💬 Chat"), ("language",), ("language",)),
}  # fmt: skip


def section_of(setting: str) -> str:
    """Where a setting stands."""
    return next(key for key, section in SECTIONS.items() if setting in section.names)
