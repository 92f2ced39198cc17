"""What a merchant may type as one line, to be read in tests."""

from datetime import date

from hypothesis import strategies as st

from bot.quickline.line.reading import parse_line
from bot.quickline.line.values import Context, Line
from bot.quickline.names import NOTHING, NameIndex, Names, Row

SUNDAY = date(2026, 11, 22)
CUSTOMERS = NameIndex(
    [
        Row(1, "Ahmed Ali", ("ahmed@example.com", "+201001234567")), Row(2, "Ahmed Hassan"), Row(3, "Nile Co."),
        Row(4, "Acme Trading", ("the big one",)), Row(5, "Mona", ("mona@example.com",)),
        Row(6, "Mona", ("mona@example.net",)), Row(7, "Studio 54"), Row(8, "أحمد سمير"), Row(9, "2nd Street"),
        Row(10, "Dept: Sales, Ltd"), Row(11, "Invoice Masters"), Row(12, "لؤي"),
    ]
)  # fmt: skip
PRODUCTS = NameIndex(
    [
        Row(1, "Logo"), Row(2, "iPhone 15"), Row(3, "iPhone 14"), Row(4, "Coffee, large"), Row(5, "Tea green"),
        Row(6, "Tea black"), Row(7, "قهوة", ("بن",)), Row(8, "Due diligence"), Row(9, "Delivery"),
    ]
)  # fmt: skip

_WORDS = (
    "Ahmed|Ali|ahmed ali|Mona|mona@example.net|+201001234567|+20 100 123 4567|01001234567|0223456789|nile|acme|"
    "Studio 54|2nd Street|logo|iphone 15|tea|coffe large|قهوة|قهوه|أحمد|لأحمد|فاتورة|invoice|for|to|:|,|, |،|؛|;|\n|+|"
    "2x|3h|x2|x|×|2|15|30|1.500|1 500|15,2x|0|-5|-50|-10%|(-10%)|(-5)|(+5)|(vat 5%)|(no tax)|10% off|discount 10%|"
    "خصم 5|vat 14%|+14%|+ vat|ضريبة ١٤٪|بدون ضريبة|incl vat|غير شامل|due|friday|7d|soon|15/12|12/15/2026|Dec 15, 2027|"
    "net 30|net|paid 50|عربون 50|shipping 35|توصيل ٥٠|service 12%|note: hi there|ملاحظة: شكرا!|!|USD|$|£|EGP|$5|£6|"
    "جنيه|ريال|EUR|each|total|للواحد|ب|@|=|-|/kg|kg|per 100|½|(new)|#5|due diligence|Dept: Sales, Ltd|1.|10:30|1.2.3|"
    "in|بالدولار|and|design|كيك|🎂|(|)"
)


def context(
    language: str = "en", currency: str = "EGP", customers: Names = NOTHING, products: Names = NOTHING
) -> Context:
    """Of a merchant in Egypt, on a Sunday."""
    return Context(SUNDAY, currency, language, "EG", customers=customers, products=products)


KNOWING = context(customers=CUSTOMERS, products=PRODUCTS)


def read(text: str, within: Context | None = None) -> Line:
    """The line, in English and Egyptian pounds if nothing else is said."""
    return parse_line(text, context=within or context())


def said(line: Line) -> list[tuple[str, str, str | None]]:
    """Each item's name, quantity and price."""
    return [
        (item.item_name, f"{item.quantity:f}", None if item.unit_price is None else f"{item.unit_price:f}")
        for item in line.items
    ]


def texts(vectors: list[str]) -> st.SearchStrategy[str]:
    """Words of lines in any order, lines with a slip of the finger, any text."""
    words = _WORDS.split("|")
    typed = st.lists(st.sampled_from(words), max_size=14)
    slips = st.tuples(st.sampled_from(vectors), st.integers(0, 60), st.sampled_from(words), st.integers(0, 3))
    pairs = st.tuples(
        st.sampled_from(vectors), st.sampled_from(["\n", ", ", " ; ", " "]), st.sampled_from(vectors)
    )
    return (
        typed.map(" ".join)
        | typed.map("".join)
        | slips.map(lambda slip: f"{slip[0][: slip[1]]}{slip[2]}{slip[0][slip[1] + slip[3] :]}")
        | pairs.map("".join)
        | st.text(max_size=60)
    )


CONTEXTS = st.builds(
    lambda language, currency, knows: context(language, currency, *((CUSTOMERS, PRODUCTS) if knows else ())),
    st.sampled_from(["en", "ar", "de"]), st.sampled_from(["EGP", "KWD", "USD", "JPY"]), st.booleans(),
)  # fmt: skip
