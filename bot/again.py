"""The same again: what an issued invoice was composed of, and the draft of a new one like it, for today."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, localcontext

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.customers import customer
from bot.drafts import keep, open_new
from bot.invoices import invoice
from bot.products import taxed_as
from bot.taxation import tax_alike
from models.customer import Customer
from models.discounting import discount_of
from models.document import DocumentLine, InvoiceDocument
from models.draft import Composition, Draft, DraftCharge, DraftLine, Remark, Taxable
from models.errors import N_, UserError
from models.invoice import Invoice
from models.merchant import Merchant
from models.money import EXACT
from models.product import Product
from models.repeat import OTHER_TAX, TAXED_NOW, UNTAXED_NOW, other_price
from models.tax import TaxCategory
from models.text import folded
from models.totals import LineTotals

_OTHER_CURRENCY = N_(
    "This invoice is in {then}, and new ones are in {now}. Write the new one yourself, or change the currency in "
    "/settings first."
)
_NO_INVOICE = N_("A credit note is not made again. Look for its invoice.")
_ARCHIVED = N_("{name} is in your archive. Bring them back, then try again.")
_CHOSEN = (TaxCategory.Z, TaxCategory.E, TaxCategory.AE, TaxCategory.K, TaxCategory.G)


class ArchivedError(UserError):
    """The customer of the invoice is in the archive; once they are brought back, it can be made again."""

    def __init__(self, archived: Customer) -> None:
        super().__init__(_ARCHIVED, name=archived.name)
        self.customer_id = archived.key


async def open_again(session: AsyncSession, draft: Draft, merchant: Merchant, invoice_id: int) -> None:
    """The chat's next draft is like the invoice: prices and taxes of then, dates and terms as for any new one.

    What is otherwise by now is remarked on. UserError for another merchant's invoice, a credit note, another currency
    than today's; ArchivedError where the customer is in the archive.
    """
    issued = await invoice(session, merchant.key, invoice_id)
    if issued.is_credit_note:
        raise UserError(_NO_INVOICE)
    if issued.currency != merchant.currency:
        raise UserError(_OTHER_CURRENCY, then=issued.currency, now=merchant.currency)
    whose = await customer(session, merchant.key, issued.customer_id)
    if whose.archived_at is not None:
        raise ArchivedError(whose)
    document = issued.read_document()
    again = composition_like(issued, document)
    known = await _products(session, merchant.key, again)
    again.remarks = [*_price_remarks(again, known), *_tax_remarks(again, document, merchant, known)]
    open_new(draft)
    keep(draft, again)


def composition_like(issued: Invoice, document: InvoiceDocument) -> Composition:
    """What an invoice was composed of, without what belongs to its day: dates, order, deposit, rate of exchange."""
    with localcontext(EXACT):
        discount = None if document.discount_percent else discount_of(document) or None
    return Composition(
        customer_id=issued.customer_id,
        lines=[_line(*pair) for pair in zip(document.lines, document.totals.lines, strict=True)],
        discount_percent=document.discount_percent,
        discount_amount=discount,
        charges=[_charge(document, index) for index in range(len(document.charges))],
        note=document.note,
        prices_include_tax=document.prices_include_tax,
        repeats_id=issued.key,
    )


async def _products(session: AsyncSession, merchant_id: int, again: Composition) -> dict[str, Product]:
    """The catalogue's entries for the lines, by folded name."""
    mine = select(Product).where(
        Product.merchant_id == merchant_id,
        col(Product.search_name).in_({folded(line.item_name) for line in again.lines}),
        col(Product.archived_at).is_(None),
    )
    return {product.search_name: product for product in (await session.exec(mine)).all()}


def _price_remarks(again: Composition, known: Mapping[str, Product]) -> Iterator[Remark]:
    """One for each item that costs otherwise in the catalogue."""
    for line in {(line.item_name, line.unit_price): line for line in again.lines}.values():
        product = known.get(folded(line.item_name))
        if product is not None and (remark := other_price(line, product)):
            yield remark


def _tax_remarks(
    again: Composition, document: InvoiceDocument, merchant: Merchant, known: Mapping[str, Product]
) -> list[Remark]:
    """Issued when no tax was charged, it has today's now, or none when none is; another rate stays, and is said."""
    if not merchant.charges_tax:
        return [Remark(code=UNTAXED_NOW, text=document.number)] if again.is_taxed else []
    usual = Taxable(tax_rate=merchant.tax_rate)
    if document.seller.tax_number is None:
        for item in (*again.lines, *again.charges):
            product = known.get(folded(item.item_name)) if isinstance(item, DraftLine) else None
            tax_alike([item], taxed_as(product, usual))
        return [Remark(code=TAXED_NOW, text=document.number)] if again.is_taxed else []
    for line in again.lines:
        now = taxed_as(known.get(folded(line.item_name)), usual)
        if line.tax_rate and now.tax_category is None and now.tax_rate != line.tax_rate:
            return [Remark(code=OTHER_TAX, text=f"{line.tax_rate:f} {now.tax_rate:f}", name=line.item_name)]
    return []


def _line(line: DocumentLine, amounts: LineTotals) -> DraftLine:
    return DraftLine(
        item_name=line.item_name, quantity=line.quantity, unit_code=line.unit_code, unit_price=line.unit_price,
        base_quantity=line.base_quantity or Decimal(1),
        discount_percent=line.discount_percent,
        discount_amount=None if line.discount_percent else amounts.allowance_amount or None,
        charge_percent=line.charge_percent,
        charge_amount=None if line.charge_percent else amounts.charge_amount or None,
        **_taxed(line.tax_category, line.tax_rate, line.exemption_reason).model_dump(),
    )  # fmt: skip


def _charge(document: InvoiceDocument, index: int) -> DraftCharge:
    charge = document.charges[index]
    taxed = _taxed(charge.tax_category, charge.tax_rate, charge.exemption_reason)
    return DraftCharge(
        reason=charge.reason or "", percent=charge.percent, amount=charge.amount, **taxed.model_dump()
    )


def _taxed(category: str, rate: Decimal | None, reason: str | None) -> Taxable:
    """As it was chosen: a rate, or a category without one."""
    chosen = TaxCategory(category) if category in _CHOSEN else None
    return Taxable(tax_rate=rate or Decimal(0), tax_category=chosen, exemption_reason=reason)
