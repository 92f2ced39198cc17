"""Whatever is typed as a line: it is read, asked about or refused, at once; and what is read can be written."""

import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.quickline.answers import UnreadableError
from bot.quickline.line.reading import parse_line
from bot.quickline.line.values import Context, Line, UnclearLineError
from bot.quickline.line.writing import canonical_line
from models.errors import UserError
from tests.quicklines import CONTEXTS, context, texts

VECTORS = [
    vector["input"]
    for vector in json.loads((Path(__file__).parent / "vectors" / "oneline.json").read_text())["vectors"]
]


@settings(max_examples=400, deadline=None, derandomize=True)
@given(texts(VECTORS), CONTEXTS)
def test_any_text_is_a_line_or_a_question_or_a_refusal(text: str, within: Context) -> None:
    line = _read(text, within)
    if isinstance(line, Line):
        written = canonical_line(line, within)
        assert parse_line(written, context=within) == line
        assert canonical_line(parse_line(written, context=within), within) == written
    elif isinstance(line, UnclearLineError):
        assert len(line.labels) == len(line.choices) == len(set(line.choices))
    else:
        assert line.message.format(**line.values)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(texts(VECTORS), CONTEXTS, st.integers(0, 5))
def test_answers_lead_on_until_no_question_is_left(text: str, within: Context, taken: int) -> None:
    told = {text}
    while isinstance(asked := _read(text, within), UnclearLineError) and asked.choices:
        text = asked.choices[taken % len(asked.choices)]
        assert text not in told
        told.add(text)


def _read(text: str, within: Context) -> Line | UnclearLineError | UnreadableError:
    try:
        return parse_line(text, context=within)
    except (UnclearLineError, UnreadableError) as told:
        return told


@pytest.mark.parametrize("vector", VECTORS)
def test_what_a_notice_offers_can_be_read(vector: str) -> None:
    with suppress(UserError):
        for notice in parse_line(vector, context=context()).notices:
            assert len(notice.labels) == len(notice.choices)
            assert all(parse_line(choice, context=context()).items for choice in notice.choices)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text("ab1 ,:.-+%()!@x£$\n٣،½", min_size=1, max_size=12), CONTEXTS)
def test_a_long_text_takes_no_longer_than_its_length_asks_for(piece: str, within: Context) -> None:
    text = (piece * 1000)[:1000]
    started = time.process_time()
    with suppress(UserError):
        parse_line(text, context=within)
    assert time.process_time() - started < 0.5


def test_a_thousand_characters_are_four_times_as_long_as_a_quarter_of_them() -> None:
    items = [f"{n}x some thing {n} at {n}.50" for n in range(10, 60)]
    short, long = "Ahmed: " + ", ".join(items[:10]), "Ahmed: " + ", ".join(items[:35])
    assert len(long) < 1000
    assert _cpu(long) < 12 * _cpu(short)


def _cpu(text: str) -> float:
    spent = []
    for _ in range(7):
        started = time.process_time()
        parse_line(text, context=context())
        spent.append(time.process_time() - started)
    return min(spent)
