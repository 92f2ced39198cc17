"""A message that was edited: what it says otherwise now changes; what was changed since by other means stays."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Final, TypeVar

from pydantic import BaseModel
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.invoices import invoice
from models.draft import Composition, Draft, DraftCharge, DraftLine, Taxable, TypedMessage
from models.invoice import Invoice
from models.text import folded

_RECENT: Final = 50  # drafts of a chat: Telegram lets a message be edited for two days

_Fields = tuple[tuple[str, ...], ...]
"""What changes together is one field."""

_TAX: Final = ("tax_rate", "tax_category", "exemption_reason")
_DISCOUNT: Final = ("discount_percent", "discount_amount")
_CHARGE: Final[_Fields] = (("percent", "amount"), _TAX)
_LINE: Final[_Fields] = (
    ("item_name",), ("quantity",), ("unit_code",), ("unit_price", "base_quantity"), _DISCOUNT,
    ("charge_percent", "charge_amount"), _TAX,
)  # fmt: skip
_WHOLE: Final[_Fields] = (_DISCOUNT, ("prepaid_amount",), ("due_date",), ("note",), ("prices_include_tax",))

M = TypeVar("M", bound=BaseModel)
T = TypeVar("T", bound=Taxable)


def is_news(text: str, update_id: int, known: TypedMessage) -> bool:
    """Whether the message says something else now; edits may be told twice, or in the wrong order."""
    return update_id > known.update_id and text not in {known.text, known.said}


def merged(old: Composition, new: Composition, current: Composition) -> Composition:
    """What is composed, as its message says it now: where `old` and `new` reading of it differ, the new one counts.

    The customer is not looked at. Remarks are about the new text.
    """
    whole = _merged(old, new, current, _WHOLE)
    lines, charges = list(_lines(old, new, current)), list(_charges(old, new, current))
    return whole.model_copy(update={"lines": lines, "charges": charges, "remarks": new.remarks})


def merged_line(old: DraftLine, new: DraftLine, current: DraftLine) -> DraftLine:
    """One line in the same way; it is known by the new message."""
    return _merged(old, new, current, _LINE).model_copy(update={"nth": new.nth, "typed": new.typed})


def forgotten(current: Composition) -> Composition:
    """Stands for the old reading where that cannot be had any more: the lines as they are, and nothing else."""
    return Composition(lines=[line for line in current.lines if line.nth is not None])


def forgotten_line(current: DraftLine) -> DraftLine:
    """The same for a line: without what hardly any message says."""
    unsaid = dict.fromkeys((*_DISCOUNT, "charge_percent", "charge_amount"))
    return current.model_copy(update=unsaid)


async def issued_from_message(
    session: AsyncSession, draft: Draft, merchant_id: int, message_id: int
) -> Invoice | None:
    """The invoice that was typed, at least in part, in this message of the chat; among the newest."""
    recent = select(Invoice.id, Invoice.message_ids).where(
        Invoice.chat_id == draft.chat_id, Invoice.merchant_id == merchant_id,
        col(Invoice.draft_number) > draft.number - _RECENT,
    )  # fmt: skip
    rows = (await session.exec(recent.order_by(col(Invoice.draft_number).desc()))).all()
    found = next((key for key, messages in rows if message_id in messages), None)
    return None if found is None else await invoice(session, merchant_id, found)


def _merged(old: BaseModel, new: BaseModel, current: M, fields: _Fields) -> M:
    changed: dict[str, Any] = {}
    for group in fields:
        said = _values(new, group)
        if said != _values(old, group):
            changed |= said
    return current.model_copy(update=changed)


def _values(of: BaseModel, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(of, name) for name in names}


def _lines(old: Composition, new: Composition, current: Composition) -> Iterator[DraftLine]:
    """Those of the message in its order, then the others; one that was taken off comes back if the edit is about it."""
    stand = {line.nth: line for line in current.lines if line.nth is not None}
    former = _former(old.lines, new.lines)
    for at, line in enumerate(new.lines):
        before = former.get(at)
        here = stand.get(before.nth or 0) if before else None
        if before is None:
            yield _taxed_as_others(line, old, current)
        elif here is not None:
            yield merged_line(before, line, here)
        elif _merged(before, line, before, _LINE) != before:
            yield line
    yield from (line for line in current.lines if line.nth is None)


def _former(old: Sequence[DraftLine], new: Sequence[DraftLine]) -> dict[int, DraftLine]:
    """What each new line was before: of the same name, or in the same place between such."""
    were, are = ([folded(line.item_name) for line in lines] for lines in (old, new))
    found: dict[int, DraftLine] = {}
    gone: list[int] = []
    added: list[int] = []
    for _, i, i_end, j, j_end in SequenceMatcher(None, were, are, autojunk=False).get_opcodes():
        both = min(i_end - i, j_end - j)
        found |= {j + step: old[i + step] for step in range(both)}
        gone += range(i + both, i_end)
        added += range(j + both, j_end)
    for at in added:  # moved
        moved = next((before for before in gone if were[before] == are[at]), None)
        if moved is not None:
            gone.remove(moved)
            found[at] = old[moved]
    return found


def _charges(old: Composition, new: Composition, current: Composition) -> Iterator[DraftCharge]:
    """The same for charges, which are known by what they are for."""
    were, said, stand = (_by_reason(each.charges) for each in (old, new, current))
    for key, charge in said.items():
        if key not in were:
            yield _taxed_as_others(charge, old, current)
        elif key in stand:
            yield _merged(were[key], charge, stand[key], _CHARGE)
        elif charge != were[key]:
            yield charge
    yield from (charge for key, charge in stand.items() if key not in {*were, *said})


def _by_reason(charges: Iterable[DraftCharge]) -> dict[tuple[str, int], DraftCharge]:
    seen: Counter[str] = Counter()
    found = {}
    for charge in charges:
        reason = folded(charge.reason)
        found[reason, seen[reason]] = charge
        seen[reason] += 1
    return found


def _taxed_as_others(item: T, old: Composition, current: Composition) -> T:
    """Something new that is taxed as all was at first is taxed as all is now."""
    was, now = _common_tax(old), _common_tax(current)
    return item.model_copy(update=now) if was and now and _values(item, _TAX) == was else item


def _common_tax(composition: Composition) -> dict[str, Any] | None:
    taxes = [_values(line, _TAX) for line in composition.lines]
    return taxes[0] if taxes and all(tax == taxes[0] for tax in taxes) else None
