"""An issued document as files for machines: the button, and the words under the files."""

from bot.language import Texts
from bot.rendering.einvoice.limits import may_be_exported
from bot.screens import Button, Screen
from handlers.taps.issued import OpenMore, SendXml
from models.document import InvoiceDocument
from models.errors import N_
from models.invoice import Invoice

CII = N_("Factur-X: EN 16931 as UN/CEFACT XML, the same as inside the PDF.")
UBL = N_("EN 16931 as UBL 2.1 XML, for accounting software.")


def xml_buttons(t: Texts, issued: Invoice) -> tuple[Button, ...]:
    """One, or none where the currency rules electronic invoices out."""
    return (Button(t.plain("🧩 XML"), SendXml(issued.key)),) if may_be_exported(issued.currency) else ()


def refusal_view(t: Texts, issued: Invoice, document: InvoiceDocument, reason: str) -> Screen:
    """Why there are no files; `reason` from `limits.why_not`."""
    text = t(reason, currency=document.currency, tax_currency=document.tax_currency)
    return Screen(text, ((Button(t.plain("‹ Back"), OpenMore(issued.key)),),))
