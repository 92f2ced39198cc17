"""The end of a document is one block that fits a page: what stands where in it follows from what there is to say."""

from hypothesis import given
from hypothesis import strategies as st

from bot.bench.samples import sample
from bot.rendering.placing import placed
from bot.rendering.reader import Label
from bot.rendering.remarks import Remark
from bot.rendering.sheet import sheet_of
from models.code import Code, Kind

CODE = Code(Kind.LINK, "https://pay.example/shop")
remarks = st.lists(st.integers(0, 900).map(lambda length: Remark(Label("Note"), "x " * length)), max_size=5)


def remark(lines: int) -> Remark:
    return Remark(Label("Note"), "\n".join("line" for _ in range(lines)))


@given(remarks, st.sampled_from([None, CODE, Code(Kind.SWISS, "SPC")]), st.integers(0, 30), st.integers(0, 2))
def test_nothing_is_lost_and_the_order_is_kept(
    said: list[Remark], code: Code | None, sums: int, words: int
) -> None:
    end = placed(said, code, sums=sums, words=words)
    assert [*end.beside, *end.below] == said


def test_the_code_stands_on_the_side_that_has_less_to_say() -> None:
    assert placed([remark(6), remark(4)], CODE, sums=2, words=0).code_under_sums
    assert not placed([remark(2)], CODE, sums=9, words=2).code_under_sums
    assert not placed([], CODE, sums=0, words=0).code_under_sums


def test_a_code_beside_the_sums_leaves_less_room_for_texts() -> None:
    said = [remark(6), remark(6)]
    assert len(placed(said, CODE, sums=12, words=2).beside) == 1
    assert len(placed(said, None, sums=12, words=2).beside) == 2


def test_a_long_note_goes_below_the_sums_alone() -> None:
    sheet = sheet_of(sample(2, note="A long story. " * 100), with_logo=False)
    assert [str(item.label) for item in sheet.beside] == ["Payment details", "Payment terms"]
    assert [str(item.label) for item in sheet.below] == ["Note"]
