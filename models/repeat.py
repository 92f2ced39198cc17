"""An invoice made again: prices and taxes are those of then, and what is otherwise by now is remarked on."""

from decimal import Decimal, localcontext
from typing import Final

from models.draft import Composition, DraftLine, Remark
from models.money import EXACT
from models.product import Product

OTHER_PRICE: Final = "N_OTHER_PRICE"
OTHER_TAX: Final = "N_OTHER_TAX"
TAXED_NOW: Final = "N_TAXED_NOW"
UNTAXED_NOW: Final = "N_UNTAXED_NOW"
"""Codes of remarks. The first two have what was then and what is now in their text, a blank between them."""


def other_price(line: DraftLine, known: Product) -> Remark | None:
    """That the catalogue asks another price now; None: it asks the same."""
    with localcontext(EXACT):
        if line.unit_price * known.base_quantity == known.unit_price * line.base_quantity:
            return None
    return Remark(code=OTHER_PRICE, text=f"{_price(line)} {_price(known)}", name=line.item_name)


def at_price_of_then(composition: Composition, remark: Remark) -> DraftLine | None:
    """The line an OTHER_PRICE remark is about, as long as it stands at the price of then."""
    then = remark.text.partition(" ")[0]
    return next(
        (line for line in composition.lines if (line.item_name, _price(line)) == (remark.name, then)), None
    )


def at_price_of_now(line: DraftLine, remark: Remark) -> DraftLine:
    """The same line at the catalogue's price."""
    price, _, base = remark.text.partition(" ")[2].partition("/")
    return line.model_copy(update={"unit_price": Decimal(price), "base_quantity": Decimal(base)})


def priced_today(composition: Composition) -> list[DraftLine]:
    """The lines at a price of today; one of then is not what the item costs from now on."""
    former = {
        (remark.name, remark.text.partition(" ")[0])
        for remark in composition.remarks
        if remark.code == OTHER_PRICE
    }
    return [line for line in composition.lines if (line.item_name, _price(line)) not in former]


def _price(priced: DraftLine | Product) -> str:
    return f"{priced.unit_price.normalize(EXACT):f}/{priced.base_quantity.normalize(EXACT):f}"
