"""A document in two languages: every word of ours in both, every value once, the leading language's direction."""

import io
import re
from collections.abc import AsyncIterator

import pypdf
import pytest
import pytest_asyncio

from bot.bench.samples import sample
from bot.bench.showpieces import credit_note, everything
from bot.rendering.credit_words import REASONS
from bot.rendering.formats import amount
from bot.rendering.pool import PdfPool
from bot.rendering.reader import Label, Reader
from bot.rendering.sheet import sheet_of
from bot.rendering.twins import charge
from bot.rendering.words import DISCLAIMERS
from models.document import InvoiceDocument, languages_of
from models.tax import TaxCategory
from models.treatment import reasons_of
from tests.boxes import MM, boxes
from tests.printing import words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOTH = ("en-ar", "ar-en")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool() -> AsyncIterator[PdfPool]:
    """One warm pool for the whole file."""
    async with PdfPool(1) as pool:
        yield pool


def labels(document: InvoiceDocument) -> list[Label]:
    """Every word of ours on the document."""
    sheet = sheet_of(document, with_logo=False)
    remarks = (remark.label for remark in (*sheet.beside, *sheet.below))
    converted = (sheet.converted_tax[0],) if sheet.converted_tax else ()
    mark = (sheet.mark.caption,) if sheet.mark else ()
    return [
        sheet.title, sheet.due_label, sheet.seller.label, sheet.buyer.label, *(fact.label for fact in sheet.facts),
        *(column.label for column in sheet.grid.columns), *(label for label, _ in sheet.sums), *remarks,
        *converted, *mark,
    ]  # fmt: skip


@pytest.mark.parametrize("choice", BOTH)
async def test_every_label_is_there_in_both_scripts(pool: PdfPool, choice: str) -> None:
    for document in (everything(choice), credit_note(choice)):
        words = re.findall("[A-Za-z]+|[\u0600-\u06ff]+", words_of(await pool.render(document)))
        found = {tuple(sorted(word)) for word in words}  # copying turns some Arabic letters around
        for label in labels(document):
            assert label.second, label
            wanted = [word for text in (label, label.second) for word in text.split() if word.isalpha()]
            assert [word for word in wanted if tuple(sorted(word)) not in found] == []


@pytest.mark.parametrize("choice", BOTH)
async def test_values_stand_there_once(pool: PdfPool, choice: str) -> None:
    alone, both = everything(choice[:2]), everything(choice)
    words = words_of(await pool.render(both))
    for value in (both.totals.line_extension_amount, both.totals.payable_amount):
        assert words.count(amount(value, "USD")) == 1
        assert words_of(await pool.render(alone)).count(amount(value, "USD")) == 1


@pytest.mark.parametrize("choice", BOTH)
async def test_names_and_amounts_are_in_both_scripts(pool: PdfPool, choice: str) -> None:
    document = everything(choice)
    words = words_of(await pool.render(document))
    for party in (document.seller, document.buyer):
        assert party.name in words
        assert str(party.second_name) in words
    assert "US dollars" in words
    assert "فقط" in words


@pytest.mark.parametrize(
    ("choice", "language", "direction"), [("en-ar", "en", "/L2R"), ("ar-en", "ar", "/R2L")]
)
async def test_the_leading_language_decides_the_direction(
    pool: PdfPool, choice: str, language: str, direction: str
) -> None:
    pdf = pypdf.PdfReader(io.BytesIO(await pool.render(everything(choice))))
    assert str(pdf.root_object["/Lang"]) == language
    assert pdf.viewer_preferences is not None
    assert str(pdf.viewer_preferences["/Direction"]) == direction


async def test_a_document_in_one_language_has_nothing_of_the_other(pool: PdfPool) -> None:
    words = words_of(await pool.render(everything("en")))
    assert not any("\u0600" <= letter <= "\u06ff" for letter in words)
    assert all(label.second == "" for label in labels(everything("en")))


async def test_the_same_language_twice_is_one_language() -> None:
    document = sample(1, second_language="en")
    assert Reader.of(document).second is None
    assert sheet_of(document, with_logo=False).second_language == ""


async def test_long_labels_do_not_break_the_columns() -> None:
    for choice in BOTH:
        grid = sheet_of(everything(choice, prices_include_tax=True), with_logo=False).grid
        assert grid.item_room > 35
        for column in grid.columns[1:]:
            longest = max(f"{column.label} {column.label.second}".split(), key=len)
            assert len(longest) * 0.62 * 8 * 25.4 / 72 <= column.width


@pytest.mark.parametrize("choice", BOTH)
async def test_sentences_of_ours_are_in_both_languages(choice: str) -> None:
    language, _ = languages_of(choice)
    for said in (*REASONS.values(), *DISCLAIMERS.values()):
        both = "\n".join(said[code] for code in choice.split("-"))
        note = credit_note(choice, reason=said[language], disclaimer=said[language])
        sheet = sheet_of(note, with_logo=False)
        shown = sheet.disclaimer if said in DISCLAIMERS.values() else sheet.beside[0].text
        assert unmarked(shown) == both
        alone = sheet_of(note.model_copy(update={"second_language": None}), with_logo=False)
        assert said[choice[3:]] not in unmarked(f"{alone.beside} {alone.disclaimer}")


@pytest.mark.parametrize("choice", BOTH)
async def test_a_usual_reason_for_no_tax_has_a_line_in_each_language(choice: str) -> None:
    usual = next(reason for reason in reasons_of("SA", TaxCategory.E) if reason.key == "sa-29")
    for printed in usual.texts:  # in both languages, or in the one of an earlier invoice
        document = everything(choice)
        lines = [
            line.model_copy(update={"exemption_reason": line.exemption_reason and printed})
            for line in document.lines
        ]
        sheet = sheet_of(document.model_copy(update={"lines": tuple(lines)}), with_logo=False)
        texts = [unmarked(remark.text) for remark in (*sheet.beside, *sheet.below)]
        assert "\n".join(usual.text(code) for code in choice.split("-")) in texts


async def test_what_was_typed_stays_as_it_was_typed() -> None:
    sheet = sheet_of(credit_note("en-ar", reason="Two bags\narrived torn."), with_logo=False)
    assert sheet.beside[0].text == "Two bags\narrived torn."
    reader = Reader.of(everything("en-ar"))
    assert (charge("Gift wrap", reader), charge("Gift wrap", reader).second) == ("Gift wrap", "رسوم إضافية")
    assert (charge("Delivery", reader), charge("Delivery", reader).second) == ("Delivery", "توصيل")


async def test_labels_keep_clear_of_the_figures_beside_them(pool: PdfPool) -> None:
    for template in ("classic", "modern"):
        document = sample(3, "ar", second_language="en", template=template)
        ((_, _, words),) = boxes(await pool.render(document))
        label, figure = (next(word for word in words if word.text == text) for text in ("Subtotal", "400.00"))
        assert label.left - figure.right > 5 * MM


def unmarked(text: str) -> str:
    return re.sub("[\u2066-\u2069]", "", text)
