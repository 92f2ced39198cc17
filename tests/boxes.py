"""Where each word of a PDF stands."""

import subprocess
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple
from xml.etree import ElementTree

MM = 72 / 25.4  # points


class Word(NamedTuple):
    """A word and its box on the page, in points from the top left."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def upper(self) -> float:
        """Where its letters begin, more or less: a box is as high as the tallest sign of its font."""
        return self.top + 0.35 * (self.bottom - self.top)

    @property
    def lower(self) -> float:
        """Where its letters end."""
        return self.bottom - 0.35 * (self.bottom - self.top)


def boxes(pdf: bytes) -> Iterator[tuple[float, float, list[Word]]]:
    """Each page's width, height and words."""
    output = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout
    document = ElementTree.fromstring(output)  # noqa: S314 - poppler's own
    for page in document.iterfind(".//{*}page"):
        sides = ("xMin", "yMin", "xMax", "yMax")
        words = [Word(word.text or "", *(float(word.attrib[side]) for side in sides)) for word in page]
        yield float(page.attrib["width"]), float(page.attrib["height"]), words


def collisions(words: list[Word]) -> list[tuple[str, str]]:
    """Words printed over one another."""
    return [
        (one.text, other.text)
        for one, other in combinations(words, 2)
        if min(one.right, other.right) - max(one.left, other.left) > 1
        and min(one.lower, other.lower) > max(one.upper, other.upper)
    ]


def check_tidy(pdf: bytes, margin: float) -> None:
    """Nothing leaves the page's margins (mm), and nothing is printed over anything else."""
    for width, height, words in boxes(pdf):
        assert collisions(words) == []
        room = margin * MM - 1
        assert [w for w in words if w.left < room or w.right > width - room] == []
        assert [w for w in words if w.top < 0 or w.bottom > height] == []
