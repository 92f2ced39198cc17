"""What an SMS costs."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.segments import LIMITS, fits, measured

VECTORS = json.loads((Path(__file__).parent / "vectors" / "sms.json").read_text())


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda vector: vector["text"][:24])
def test_texts_are_counted_as_the_network_counts_them(vector: dict[str, Any]) -> None:
    counted = measured(vector["text"])
    assert (counted.encoding, counted.units, counted.segments) == (
        vector["encoding"],
        vector["units"],
        vector["segments"],
    )


def test_limits_are_those_of_the_standard() -> None:
    assert {name: list(limits) for name, limits in LIMITS.items()} == VECTORS["limits"]


def test_a_euro_sign_is_never_cut_in_two() -> None:
    assert measured("a" * 152 + "€" + "a" * 152).segments == 3  # 306 septets would fill two parts exactly


@given(st.text(max_size=400))
def test_the_parts_hold_the_whole_text(text: str) -> None:
    counted = measured(text)
    alone, part = LIMITS[counted.encoding]
    assert fits(text) == (counted.units <= alone)
    assert counted.segments == 1 or counted.segments * part >= counted.units > (counted.segments - 1) * (
        part - 1
    )
