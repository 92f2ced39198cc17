"""What reading a whole invoice from one message costs, a merchant's 10,000 customers and 10,000 products known."""

import statistics
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from itertools import product
from random import Random
from time import process_time

from bot.quickline.line.reading import parse_line
from bot.quickline.line.values import Context
from bot.quickline.line.writing import canonical_line
from bot.quickline.names import NameIndex, Row
from models.errors import UserError

KNOWN, FEW, ITEMS, REPEATS, TEXTS = 10_000, 100, 10, 60, 100_000
SUNDAY = date(2026, 11, 22)
_BASE = f"{ITEMS} items, no names known"
_SYLLABLES = (
    "ba",
    "do",
    "fi",
    "ku",
    "le",
    "mar",
    "nes",
    "ri",
    "sa",
    "tol",
    "vi",
    "zu",
    "كا",
    "نو",
    "سم",
    "را",
)
_TYPED = (
    "Ahmed 2x Coffee 15, 1x Cake 30 -10% due 7d",
    "for Nile Co.: website 12,000, hosting 1,500 incl vat",
    "Mona +20 100 123 4567 2x Cake 120",
    "سارة: ٢ كيلو تفاح ٣٠ جنيه، موز ٢٥ جنيه",
    "شركة النيل\n٢ × استشارة ٧٥٠٫٥٠\nتوصيل ٥٠\nاستحقاق ١٥/١٢",
    "Ali: 2x coffee 30 total, 3x tea 5 each, lamp £100 (-5) note: call me!",
)
_SLIPS = (*"019,;:.+-%x()!@$\n،×١٪لأa ", "2x", "-10%", "due", "no tax")


def measure() -> None:
    """Print the figures."""
    names = list(_names(2 * KNOWN))
    started = process_time()
    customers = NameIndex(Row(at, name) for at, name in enumerate(names[:KNOWN]))
    products = NameIndex(Row(at, name) for at, name in enumerate(names[KNOWN:]))
    print(
        f"names of {KNOWN:,} customers and {KNOWN:,} products: {process_time() - started:.2f} s CPU to know them"
    )
    _lines(Context(SUNDAY, "EGP"), Context(SUNDAY, "EGP", customers=customers, products=products), names)
    few = [NameIndex(Row(at, name) for at, name in enumerate(names[:FEW])) for _ in range(2)]
    _anything(Context(SUNDAY, "EGP", customers=few[0], products=few[1]))


def _lines(stranger: Context, knowing: Context, names: list[str]) -> None:
    """Each kind of line in turn, so that a busy minute of the machine falls on all of them."""
    who, sold = names[7], names[KNOWN : KNOWN + ITEMS]
    priced = f"{who}: " + ", ".join(f"{at}x {name} {at}.50" for at, name in enumerate(sold, start=2))
    spelled = f"{who}: " + ", ".join(f"{at} {name}" for at, name in enumerate(sold, start=2))
    slipped = f"{_slip(who)}: " + ", ".join(f"{at} {_slip(name)}" for at, name in enumerate(sold, start=2))
    long = "\n".join(f"{at}x some nice thing {at}.50" for at in range(10, 99))[:1000].rpartition("\n")[0]
    kinds: dict[str, Callable[[], object]] = {
        _BASE: lambda: parse_line(priced, context=stranger),
        f"{ITEMS} items, names known, with prices": lambda: parse_line(priced, context=knowing),
        f"{ITEMS} items, names known, without prices": lambda: parse_line(spelled, context=knowing),
        f"{ITEMS} items, names known, all misspelled": lambda: parse_line(slipped, context=knowing),
        f"{len(long)} characters": lambda: parse_line(long, context=stranger),
    }
    spent: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(REPEATS):
        for kind, read in kinds.items():
            started = process_time()
            read()
            spent[kind].append(process_time() - started)
    base = statistics.median(spent[_BASE])
    for kind, seconds in spent.items():
        middle = statistics.median(seconds)
        print(f"{kind}: {middle * 1000:.2f} ms CPU, {middle / base:.2f} of the first")


def _anything(context: Context) -> None:
    """Lines with slips of the finger: none may be more than read, asked about or refused."""
    luck = Random(22)  # noqa: S311 - the same texts each time
    read = told = 0
    started = process_time()
    for _ in range(TEXTS):
        with suppress(UserError):
            line = parse_line(_mistyped(luck), context=context)
            read += 1
            told += parse_line(canonical_line(line, context), context=context) == line
    each = (process_time() - started) / TEXTS * 1000
    print(
        f"{TEXTS:,} mistyped lines (a crash would end this), {each:.2f} ms CPU each: "
        f"{read:,} read, {told:,} of them the same written and read again"
    )


def _mistyped(luck: Random) -> str:
    text = luck.choice(_TYPED)
    for _ in range(luck.randint(0, 6)):
        at, cut = luck.randrange(len(text) + 1), luck.randint(0, 2)
        text = f"{text[:at]}{luck.choice(_SLIPS)}{text[at + cut :]}"
    return text


def _names(count: int) -> Iterator[str]:
    """Different names of two words."""
    words = ["".join(parts) for parts in product(_SYLLABLES, repeat=3)]
    luck = Random(count)  # noqa: S311 - the same names each time
    known: set[str] = set()
    while len(known) < count:
        name = f"{luck.choice(words)} {luck.choice(words)}"
        if name not in known:
            known.add(name)
            yield name


def _slip(name: str) -> str:
    """With one letter doubled."""
    return name[:2] + name[1] + name[2:]


if __name__ == "__main__":
    measure()
