"""An item of a message, with the product it may be."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from bot.quickline.answers import UnclearError, UnreadableError, question, refusal
from bot.quickline.edges import trimmed
from bot.quickline.heads import WHOLE, heads_of
from bot.quickline.items import Item, canonical_item, parse_item
from bot.quickline.line.currency import which_currency
from bot.quickline.line.values import Context, LineItem, Named
from bot.quickline.names import Candidate
from bot.quickline.numbers import canonical, quantity_readings
from bot.quickline.tails import FOR_ALL
from bot.quickline.tokens import tokens_of
from bot.quickline.words import plain, unit_word
from models.allowance_charge import AllowanceCharge

_AND: Final = re.compile(r"(?<=\d)\sو(?=[^\W\d_]{2}.*\d)")
_READINGS: Final = {"A_NUMBERS", "A_QUANTITY", "A_NUMBER_FORMAT", "A_TOTAL_OR_UNIT"}
_LEADS: Final = {"for", "in"}  # for all, in total


class Goods(NamedTuple):
    """Reads items; `currency` (ISO 4217) is the invoice's."""

    context: Context
    currency: str

    def read(self, text: str, doubt: UnreadableError | None = None) -> LineItem:
        """The item, its name as typed where it is no product's.

        `doubt` is what the end of the text was refused with, in case that it has no price. Raises what `parse_item`
        raises, E_NO_PRICE, and A_PRODUCT where a name without a price may be one of several products.
        """
        typed = trimmed(text)
        whole = self._named_alone(typed)
        if whole:
            return whole
        try:
            item = self._item(typed)
        except UnreadableError as refused:
            raise doubt or refused from None
        self._check_and(typed, item)
        if item.item_name.casefold() in FOR_ALL:  # total 150
            raise refusal("E_NO_DESC", typed)
        if item.unit_price is None:
            return self._unpriced(item, typed, doubt)
        return _line_item(item, self._exact(item.item_name))

    def _named_alone(self, typed: str) -> LineItem | None:
        """iPhone 15, 2 x iPhone 15: a product that is called so, figures and all."""
        if not (self.context.products.most_words and self._is_own):
            return None
        tokens = tokens_of(plain(typed), self.currency)
        counted = [head for head in heads_of(tokens, self.currency)[:1] if 0 < head.first < len(tokens)]
        starts = [(typed, WHOLE), *((typed[tokens[head.first].start :], head) for head in counted)]
        for name, head in starts:
            product = self._exact(name)
            if product:
                quantity, *others = quantity_readings(
                    head.quantity or "1", self.context.language, within=typed
                )
                return None if others else LineItem(product.name, quantity, head.unit_code, product=product)
        return None

    def _item(self, typed: str) -> Item:
        """The only reading; of several the only one that has a price or names a product."""
        context = self.context
        read = partial(parse_item, currency=self.currency, language=context.language)
        try:
            return read(typed)
        except UnclearError as unclear:
            if unclear.code not in _READINGS:
                raise self._told(unclear, typed) from None
            items = [read(choice) for choice in unclear.choices]
            sold = [item for item in items if item.unit_price is not None or self._found(item.item_name)]
            known = [item for item in sold if self._exact(item.item_name)]
            if not sold:
                raise refusal("E_NO_PRICE", typed) from None
            if len(known) == 1 or len(sold) == 1:
                return (known or sold)[0]
            currency = "" if self._is_own else self.currency
            choices = tuple(canonical_item(item, context.language, currency) for item in sold)
            raise UnclearError(unclear.code, unclear.message, choices, **unclear.values) from None

    def _check_and(self, typed: str, item: Item) -> None:
        """Ask A_AND where an Arabic and, or a name that begins like one, stands behind a number: قهوة 15 وكيك 30."""
        found = _AND.search(typed) if "@" not in typed else None
        if found is None or item.unit_price is None:
            return
        before, after = typed[: found.start()], typed[found.end() :]
        one = canonical_item(item, self.context.language, "" if self._is_own else self.currency)
        raise question("A_AND", typed, (f"{before}، {after}", f"{before}، و{after}", one))

    def _told(self, unclear: UnclearError, typed: str) -> UnclearError:
        """The question as it is asked of a line, which may be in any currency."""
        if unclear.code == "A_CURRENCY":
            return which_currency(str(unclear.values["text"]), typed, self.currency)
        if unclear.code == "A_TOTAL_NOT_DIVISIBLE":
            return question(unclear.code, _without_total(typed), unclear.choices)
        return unclear

    def _unpriced(self, item: Item, typed: str, doubt: UnreadableError | None) -> LineItem:
        """The product that is meant."""
        found = self._found(item.item_name)
        if not found:
            raise doubt or refusal("E_NO_PRICE", typed)
        if len(found) > 1:
            raise self._which_product(item, found)
        product = Named.known(found[0], item.item_name)
        unit_code = None if item.unit_code == "C62" else item.unit_code
        return replace(_line_item(item, product), item_name=product.name, unit_code=unit_code)

    def _which_product(self, item: Item, found: Sequence[Candidate]) -> UnclearError:
        unit = "×" if item.unit_code == "C62" else unit_word(item.unit_code, self.context.language)
        choices = (f"{canonical(item.quantity)} {unit} {one.label}" for one in found)
        clear = tuple(choice for choice in choices if self._named_alone(choice))
        return question("A_PRODUCT", item.item_name, clear)

    @property
    def _is_own(self) -> bool:
        """Whether the products' prices count here."""
        return self.currency == self.context.currency

    def _found(self, name: str) -> Sequence[Candidate]:
        return self.context.products.find(name) if self._is_own else ()

    def _exact(self, name: str) -> Named | None:
        found = self.context.products.exact(name)
        return Named.known(found[0], name) if len(found) == 1 else None


def _line_item(item: Item, product: Named | None) -> LineItem:
    percent = item.discount_percent
    return LineItem(
        item.item_name, item.quantity, item.unit_code, item.unit_price, item.base_quantity, product,
        allowance=AllowanceCharge(percent=percent) if percent is not None else None,
        may_count=item.may_count,
    )  # fmt: skip


def _without_total(typed: str) -> str:
    """3x tea 100 of 3x tea 100 in total."""
    words = typed.split()
    while words and (words[-1].casefold() in FOR_ALL or words[-1].casefold() in _LEADS):
        words.pop()
    return " ".join(words)
