"""From amounts as typed to nets and tax, pool by pool: a pool is what tax is calculated on at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from models.basis import Basis
from models.money import apportioned, rounded
from models.tax import TaxGroup


class Part(NamedTuple):
    """A line's amount, or a document-level charge; with tax if the prices are."""

    group: TaxGroup
    amount: Decimal
    discounted: bool  # lines share the document-level discount, charges do not


@dataclass(frozen=True)
class TaxedPool:
    """What became of the parts of one pool."""

    group: TaxGroup
    nets: dict[int, Decimal]  # by the part's index
    allowance: Decimal  # the pool's net share of the document-level discount (BT-92)
    tax: Decimal

    @property
    def taxable(self) -> Decimal:
        """What BT-116 takes from this pool."""
        return sum(self.nets.values(), -self.allowance)


def taxed(parts: Sequence[Part], discount: Decimal, basis: Basis, decimals: int) -> list[TaxedPool]:
    """Pools in order of first appearance: one per tax group, or one per part with `tax_rounding="line"`.

    Call it under EXACT.
    """
    pools: dict[TaxGroup | int, list[int]] = {}
    for index, part in enumerate(parts):
        pools.setdefault(part.group if basis.tax_rounding == "group" else index, []).append(index)
    shares = _shares(discount, list(pools.values()), parts, decimals)
    return [
        _pooled(pool, parts, share, basis.prices_include_tax, decimals)
        for pool, share in zip(pools.values(), shares, strict=True)
    ]


def _shares(
    discount: Decimal, pools: Sequence[Sequence[int]], parts: Sequence[Part], decimals: int
) -> list[Decimal]:
    """The document-level discount, to each tax group (BT-92) and from there to each pool, by their lines."""
    groups: dict[TaxGroup, list[int]] = {}
    for index, pool in enumerate(pools):
        groups.setdefault(parts[pool[0]].group, []).append(index)
    weights = [_total(parts[i].amount for i in pool if parts[i].discounted) for pool in pools]
    of_groups = [[weights[index] for index in members] for members in groups.values()]
    shares = dict.fromkeys(range(len(pools)), Decimal(0))
    of_group = _shared(discount, [_total(members) for members in of_groups], decimals)
    for members, own, share in zip(groups.values(), of_groups, of_group, strict=True):
        shares.update(zip(members, _shared(share, own, decimals), strict=True))
    return list(shares.values())


def _pooled(
    pool: Sequence[int], parts: Sequence[Part], share: Decimal, with_tax: bool, decimals: int
) -> TaxedPool:
    group = parts[pool[0]].group
    amounts = [*(parts[index].amount for index in pool), -share]
    split = _extracted if with_tax else _added
    (*nets, allowance), tax = split(amounts, group.tax_rate or Decimal(0), decimals)
    return TaxedPool(group, dict(zip(pool, nets, strict=True)), -allowance, tax)


def _added(amounts: Sequence[Decimal], rate: Decimal, decimals: int) -> tuple[Sequence[Decimal], Decimal]:
    """Prices without tax: the tax comes on top (BR-CO-17)."""
    return amounts, rounded(_total(amounts) * rate / 100, decimals)


def _extracted(amounts: Sequence[Decimal], rate: Decimal, decimals: int) -> tuple[Sequence[Decimal], Decimal]:
    """Prices with tax: the tax comes out, and the nets share what is left, so that the sum stays as typed."""
    total = _total(amounts)
    tax = rounded(total * rate / (100 + rate), decimals)
    net_of = Fraction(100) / Fraction(100 + rate)
    return apportioned(total - tax, [Fraction(amount) * net_of for amount in amounts], decimals), tax


def _shared(discount: Decimal, weights: Sequence[Decimal], decimals: int) -> list[Decimal]:
    """The discount in proportion to the weights."""
    share_of = Fraction(discount) / Fraction(_total(weights)) if discount else Fraction(0)
    return apportioned(discount, [Fraction(weight) * share_of for weight in weights], decimals)


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
