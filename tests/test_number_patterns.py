"""Numbers of invoices and credit notes: whatever patterns a merchant chooses, no number is ever made twice."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.database import Database
from bot.issuing import issue_invoice
from bot.merchants import change
from bot.numbers import next_number
from bot.preferences import SETTINGS
from models.document import CREDIT_NOTE
from models.errors import UserError
from models.invoice import Series
from models.member import Member
from models.numbering import Place, check_apart, number_of, place_of
from tests.builders import NOON, at_home
from tests.chatting import on_sqlite, talk

MEETING = [
    ("INV-{seq:5}", "INV-{seq:5}"),
    ("INV-{seq:5}", "inv-{seq:5}"),  # a customer, and a folder of files, takes them for one
    ("INV-{seq:5}", "INV-{seq:3}"),  # INV-100000
    ("A{seq:3}", "A1{seq:3}"),  # A1001
    ("{YYYY}{seq:4}", "{seq:8}"),  # 20260001
    ("{YY}{seq:4}", "{YY}{MM}{seq:2}"),  # 261201
    ("{seq:4}-{YY}", "{seq:2}{YY}-{YY}"),
    ("{YYYY}-{seq:5}", "2026-{seq:5}"),
]
APART = [
    ("INV-{YYYY}-{seq:5}", "CN-{YYYY}-{seq:5}"),
    ("{seq:5}", "C{seq:5}"),
    ("{seq:5}-I", "{seq:5}-C"),
    ("{seq:3}1", "{seq:3}2"),
    ("INV-{seq:5}", "INV-{YYYY}-{seq:5}"),
    ("{YY}{MM}-{seq:3}", "{YY}-{seq:5}"),
    ("{MM}{YY}-{seq:3}", "9{seq:3}-{YY}"),
]
PARTS = st.sampled_from(("{YYYY}", "{YY}", "{MM}", "A", "a", "1", "-", "/", "2026", "0"))


@pytest.mark.parametrize(("invoices", "credit_notes"), MEETING)
def test_two_patterns_that_can_make_the_same_number_are_refused(invoices: str, credit_notes: str) -> None:
    for pair in ((invoices, credit_notes), (credit_notes, invoices)):
        with pytest.raises(UserError, match="same number"):
            check_apart(*pair)


@pytest.mark.parametrize(("invoices", "credit_notes"), APART)
def test_two_patterns_that_never_make_the_same_number_are_taken(invoices: str, credit_notes: str) -> None:
    check_apart(invoices, credit_notes)


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """A few parts with one running number among them."""
    before, after = (draw(st.lists(PARTS, max_size=2)) for _ in range(2))
    return "".join((*before, f"{{seq:{draw(st.integers(1, 4))}}}", *after))


@given(patterns(), patterns(), st.data())
def test_patterns_found_apart_never_meet(invoices: str, credit_notes: str, data: st.DataObject) -> None:
    try:
        check_apart(invoices, credit_notes)
    except UserError:
        return
    made = [
        {
            number_of(pattern, date(year, month, 1), sequence).upper()
            for year in (2026, 2027)
            for month in (1, 12)
            for sequence in data.draw(st.lists(st.integers(1, 99_999), min_size=20, max_size=20))
        }
        for pattern in (invoices, credit_notes)
    ]
    assert not made[0] & made[1]


@given(patterns(), st.integers(1, 9_999_999), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_number_is_known_by_the_pattern_that_made_it(pattern: str, sequence: int, day: date) -> None:
    assert place_of(pattern, number_of(pattern, day, sequence).lower()) is not None


@pytest.mark.parametrize(
    ("pattern", "number", "place"),
    [
        ("INV-{YYYY}-{seq:5}", "inv-2026-00042", Place("2026", 42)),
        ("{YY}{MM}-{seq:3}", "2612-1234", Place("2026", 1234)),
        ("A{seq:3}", "A1001", Place("", 1001)),
        ("{YY}/{YY}/{seq:1}", "26/27/1", None),
        ("INV-{seq:5}", "INV-2026-00042", None),
        ("INV-{seq:5}", "INV-0042", None),
    ],
)
def test_the_place_of_a_number(pattern: str, number: str, place: Place | None) -> None:
    assert place_of(pattern, number) == place


async def test_a_pattern_that_would_repeat_an_issued_number_is_refused(database: Database) -> None:
    async with database.writing() as session:
        merchant, _, draft = await at_home(session)
        member = await session.get_one(Member, 7)
        await issue_invoice(session, draft, merchant, "Mona", NOON)  # INV-2026-00001
        setting = SETTINGS["number_pattern"]
        for again in ("INV-2026-{seq:5}", "inv-2026-{seq:4}"):
            with pytest.raises(UserError, match="issued already") as refusal:
                await change(session, setting, again, merchant, member)
            assert refusal.value.values["number"] == "INV-2026-00001"
        await change(session, setting, "INV-{YYYY}-{seq:5}", merchant, member)  # counts on where it was
        assert await next_number(session, merchant, "number_pattern", NOON) == "INV-2026-00002"


async def test_credit_notes_never_take_over_the_numbers_of_earlier_invoices(database: Database) -> None:
    async with database.writing() as session:
        merchant, _, draft = await at_home(session)
        member = await session.get_one(Member, 7)
        await issue_invoice(session, draft, merchant, "Mona", NOON)
        await change(session, SETTINGS["number_pattern"], "F-{YYYY}-{seq:5}", merchant, member)
        with pytest.raises(UserError, match="issued already"):
            await change(session, SETTINGS["credit_note_pattern"], "INV-{YYYY}-{seq:5}", merchant, member)
        session.add(Series(merchant_id=merchant.key, type_code=CREDIT_NOTE, period="2026", next=7))
        await session.flush()  # six were made already, so that number 1 is not to come
        await change(session, SETTINGS["credit_note_pattern"], "INV-{YYYY}-{seq:5}", merchant, member)
        assert await next_number(session, merchant, "credit_note_pattern", NOON) == "INV-2026-00007"


@on_sqlite
async def test_the_chat_says_what_is_wrong_with_a_pattern_and_asks_on(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await mona.opens("Credit note numbers")
        said = await mona.says("INV-{YYYY}-{seq:5}")
        assert "same number" in said.text
        assert "like CN-{YYYY}-{seq:5}" in said.text
        shown = await mona.says("CR-{YY}{seq:4}")
        assert "Credit note numbers: CR-{YY}{seq:4} (the next one is CR-260001)" in shown.text
        await mona.opens("Invoice numbers")
        assert "same number" in (await mona.says("CR-{YYYY}{seq:2}")).text
        assert "Saved" in (await mona.says("{YYYY}/{seq:4}")).text
