"""Due dates as a merchant types them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quickline.answers import UnclearError, UnreadableError
from bot.quickline.dates import Order, parse_date
from models.errors import UserError
from models.text import cleaned

VECTORS = json.loads((Path(__file__).parent / "vectors" / "dates.json").read_text())["vectors"]
SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_a_date_is_read_as_the_merchant_means_it(vector: dict[str, Any]) -> None:
    text, expected = cleaned(vector["input"]), vector["expected"]
    today, order = date.fromisoformat(vector["today"]), vector["order"]
    if "date" in expected:
        assert parse_date(text, today=today, language="en", order=order).isoformat() == expected["date"]
    elif "ask" in expected:
        with pytest.raises(UnclearError) as asked:
            parse_date(text, today=today, language="en", order=order)
        assert (asked.value.code, list(asked.value.choices)) == ("A_DATE", expected["ask"])
    else:
        with pytest.raises(UnreadableError) as refused:
            parse_date(text, today=today, language="en", order=order)
        assert refused.value.code == expected["error"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 2 weeks", "2026-12-06"),
        ("within 10 days", "2026-12-02"),
        ("7 days from now", "2026-11-29"),
        ("a week", "2026-11-29"),
        ("net30", "2026-12-22"),
        ("Net 30 days", "2026-12-22"),
        ("1 year", "2027-11-22"),
        ("today", "2026-11-22"),
        ("Tomorrow", "2026-11-23"),
        ("next week", "2026-11-29"),
        ("next friday", "2026-11-27"),
        ("due on Friday", "2026-11-27"),
        ("end of next month", "2026-12-31"),
        ("EOM", "2026-11-30"),
        ("15 Dec", "2026-12-15"),
        ("December 15th", "2026-12-15"),
        ("15th of December 2026", "2026-12-15"),
        ("15-Dec-26", "2026-12-15"),
        ("1 nov", "2027-11-01"),
        ("15/12", "2026-12-15"),
        ("1/11", "2027-11-01"),
        ("Sun 29 Nov 2026", "2026-11-29"),
        ("الأحد 29 نوفمبر 2026", "2026-11-29"),
        ("due 15/12/2026", "2026-12-15"),
        ("بعد أسبوع", "2026-11-29"),
        ("خلال ٣ أسابيع", "2026-12-13"),
        ("بعد يومين", "2026-11-24"),
        ("بعد سنة", "2027-11-22"),
        ("٣٠ يومًا", "2026-12-22"),
        ("اليوم", "2026-11-22"),
        ("غدًا", "2026-11-23"),
        ("عند الاستلام", "2026-11-22"),
        ("الجمعة الجاية", "2026-11-27"),
        ("يوم الاحد القادم", "2026-11-29"),
        ("آخر الشهر", "2026-11-30"),
        ("نهاية الشهر القادم", "2026-12-31"),
        ("الأسبوع القادم", "2026-11-29"),
        ("استحقاق ١٥/١٢", "2026-12-15"),
        ("15 كانون الأول", "2026-12-15"),
        ("1 رجب", "2026-12-10"),
        ("1 محرم", "2027-06-06"),
        ("1/7/1448 هـ", "2026-12-10"),
        ("١ رمضان ١٤٤٨", "2027-02-08"),
    ],
)
def test_people_write_dates_in_many_ways(text: str, expected: str) -> None:
    assert parse_date(cleaned(text), today=SUNDAY, language="ar") == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "7", "in 30", "31/4/2027", "feb 30", "31 رجب 1448", "1 رجب 1600", "1 رجب 2026", "15 dec 1448",
        "Mon 29 Nov 2026", "15/12/126", "1234567", "net", "9999 years", "9999 months", "2026-15-12", "15/12/3026",
        "week", "last friday", "1" * 1000,
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_date(text, today=SUNDAY, language="en")
    assert refused.value.code == "E_DATE_BAD"


@pytest.mark.parametrize("text", ["1/11/2026", "1 Nov 2026", "2026-11-21", "1 محرم 1448", "11/21/2026"])
def test_a_day_gone_by_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_date(text, today=SUNDAY, language="en")
    assert refused.value.code == "E_DATE_PAST"


def test_next_month_is_asked_about() -> None:
    with pytest.raises(UnclearError) as asked:
        parse_date("next month", today=SUNDAY, language="en")
    assert asked.value.choices == ("2026-12-22", "2026-12-31")


def test_a_day_that_fits_the_other_order_alone_is_asked_about() -> None:
    with pytest.raises(UnclearError) as asked:
        parse_date("15/12", today=SUNDAY, language="en", order="MDY")
    assert asked.value.choices == ("2026-12-15",)


@given(
    st.text(alphabet="0123456789/.- ", max_size=12)
    | st.lists(
        st.sampled_from(
            [
                "net",
                "30",
                "7",
                "d",
                "days",
                "next",
                "friday",
                "in",
                "a",
                "month",
                "بعد",
                "٧",
                "شهر",
                "رجب",
                "1448",
                "الجمعة",
                "15",
                "dec",
                ",",
                "2/3",
            ]
        )
    ).map(" ".join)
    | st.text(max_size=30),
    st.dates(date(2020, 1, 1), date(2060, 12, 31)),
    st.sampled_from(["DMY", "MDY"]),
)
def test_any_date_is_from_today_on_or_a_question_or_a_refusal(text: str, today: date, order: Order) -> None:
    try:
        found = parse_date(cleaned(text), today=today, language="en", order=order)
        assert today <= found
        assert found.year <= today.year + 10
    except UnclearError as asked:
        for choice in asked.choices:
            assert parse_date(choice, today=today, language="en", order=order).isoformat() == choice
    except UserError:
        pass
