"""Every template says all that an invoice says, in every language, on its own kind of paper."""

import io
import re
import subprocess
from collections.abc import AsyncIterator
from decimal import Decimal

import pypdf
import pytest
import pytest_asyncio
from PIL import Image, ImageChops, ImageOps

from bot.bench.samples import sample
from bot.bench.showpieces import credit_note, everything
from bot.rendering.formats import amount
from bot.rendering.pool import PdfPool
from models.basis import PricedLine
from models.code import Code, Kind
from models.document import InvoiceDocument, Language, Party, languages_of
from models.totals import AllowanceCharge, DocumentCharge
from tests.boxes import MM, boxes, check_tidy
from tests.printing import codes_of, links_of, pages_of, printed, words_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

MARGINS = {"classic": 18, "modern": 18, "receipt": 4}  # mm
TEMPLATES = tuple(MARGINS)
CHOICES = ("en", "ar", "en-ar", "ar-en")
LINK = Code(Kind.LINK, "https://paypal.me/shop/342.00EGP")
# What goes without saying on a receipt: heads of columns, whose paper it is, and which page.
ASIDE = {"Description", "From", "Page", "of", "الوصف", "من", "صفحة"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool() -> AsyncIterator[PdfPool]:
    """One warm pool for the whole file."""
    async with PdfPool(2) as pool:
        await pool.start()
        yield pool


def tokens(words: str) -> set[str]:
    """Words and numbers, however poppler joins them where directions meet."""
    return set(re.findall(r"[^\W\d]+|\d[\d.,]*", _unmarked(words)))


def _unmarked(words: str) -> str:
    return re.sub("[\u064b-\u0652]", "", words)


def colours_of(pdf: bytes) -> set[object]:
    """The colours on its first page, edges left hard."""
    command = ["pdftoppm", "-r", "100", "-aa", "no", "-aaVector", "no", "-singlefile", "-"]
    content = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    return {colour for _, colour in Image.open(io.BytesIO(content)).getcolors() or []}


def awkward(template: str, language: Language) -> list[InvoiceDocument]:
    """What does not fit where it should."""
    word = "Donaudampfschifffahrtsgesellschaftskapit"
    party = Party(
        name=word * 2, legal_name=f"{word} " * 4, address=f"{word}\n{word}", email=f"{word}@{word}.at"
    )
    huge = PricedLine(
        quantity=Decimal("123456789.123456"), unit_price=Decimal("999999999.9999"), tax_category="S",
        tax_rate=Decimal(11),
    )  # fmt: skip
    return [
        sample(
            2, language, template=template, seller=party, buyer=party, item_0=word, item_1=word * 3, note=word * 9,
            order_reference=word, bank_details=f"{word}{word}",
        ),
        sample(1, language, {"currency": "USD", "lines": (huge,)}, template=template, digits="arab"),
    ]  # fmt: skip


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("template", TEMPLATES)
async def test_a_usual_invoice_is_one_tidy_page_with_all_that_matters(
    pool: PdfPool, template: str, choice: str
) -> None:
    language, second = languages_of(choice)
    document = sample(5, language, second_language=second, template=template)
    pdf = await pool.render(document)
    assert len(pages_of(pdf)) == 1
    check_tidy(pdf, MARGINS[template])
    words = words_of(pdf)
    names = [document.seller.name, document.buyer.name, *(line.item_name for line in document.lines)]
    totals = document.totals
    amounts = [line.net_amount for line in totals.lines]
    amounts += [totals.tax_subtotals[0].tax_amount, totals.payable_amount]
    figures = [amount(value, "EGP") for value in amounts]
    expected = [document.number, *figures, *re.findall(r"\w+", " ".join(names))]
    assert [each for each in expected if each not in words] == []


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("template", ["modern", "receipt"])
async def test_every_template_says_the_same(pool: PdfPool, template: str, choice: str) -> None:
    for showpiece in (everything, credit_note):
        classic = words_of(await pool.render(showpiece(choice)))
        other = words_of(await pool.render(showpiece(choice, template=template)))
        said = "".join(_unmarked(other).split())
        assert {token for token in tokens(classic) - ASIDE if token not in said} == set()


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("template", TEMPLATES)
async def test_nothing_leaves_the_page_or_covers_anything(pool: PdfPool, template: str, choice: str) -> None:
    language, _ = languages_of(choice)
    for document in (
        everything(choice, template=template),
        credit_note(choice, template=template),
        *awkward(template, language),
    ):
        check_tidy(await pool.render(document), MARGINS[template])


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("template", ["modern", "receipt"])
async def test_a_camera_reads_the_code_of_every_template(pool: PdfPool, template: str, choice: str) -> None:
    for showpiece in (everything, credit_note):
        document = showpiece(choice, template=template)
        codes = codes_of(await pool.render(document))
        assert document.code
        assert [text for _, text in codes] == [document.code.payload]


async def test_a_modern_invoice_with_a_link_to_pay_has_a_button_for_it(pool: PdfPool) -> None:
    pdf = await pool.render(sample(2, template="modern", code=LINK))
    assert links_of(pdf) == {LINK.payload}
    assert "Pay now" in words_of(pdf)
    assert "Pay now" not in words_of(await pool.render(everything("en", template="modern")))


async def test_the_code_of_a_modern_invoice_stands_on_the_page_of_the_amount_due(pool: PdfPool) -> None:
    for count in range(8, 12):  # around the end of the first page
        pdf = await pool.render(sample(count, template="modern", code=LINK))
        *_, last = pages = pages_of(pdf)
        assert codes_of(pdf) == [(len(pages) - 1, LINK.payload)]
        assert "%" in last.split("Subtotal")[0]  # a line of the table before it


async def test_a_receipt_is_as_long_as_what_it_says(pool: PdfPool) -> None:
    heights = []
    for lines in (1, 5, 200):
        ((width, height, words),) = boxes(await pool.render(sample(lines, template="receipt")))
        assert width == pytest.approx(80 * MM, abs=0.1)
        assert 8 * MM <= height - max(word.bottom for word in words) < 9.5 * MM
        heights.append(height)
    assert heights[0] < 180 * MM
    assert heights[2] < 2_500 * MM


async def test_a_receipt_longer_than_any_page_goes_on_with_every_line(pool: PdfPool) -> None:
    pages = list(boxes(await pool.render(sample(500, template="receipt"))))
    assert [height <= 4_000.1 * MM for _, height, _ in pages] == [True, True]
    assert sum(word.text == "maintenance" for *_, words in pages for word in words) == 50
    assert "due" in {word.text for word in pages[-1][2]}


async def test_a_receipt_is_printed_in_black_alone(pool: PdfPool) -> None:
    pdf = await pool.render(everything("en-ar", template="receipt", accent="#b45309", code=None))
    assert colours_of(pdf) == {(0, 0, 0), (255, 255, 255)}


@pytest.mark.parametrize("background", ["#c2410c", "#c2410ccc"])
async def test_a_receipts_logo_is_grey_and_fits_the_roll(pool: PdfPool, background: str) -> None:
    upload = io.BytesIO()
    Image.new("RGBA", (900, 300), background).save(upload, "PNG")
    pdf = await pool.render(sample(2, template="receipt"), await pool.normalise_logo(upload.getvalue()))
    picture = printed(pdf, dpi=254)
    red, _, blue = picture.split()
    assert ImageChops.difference(red, blue).getbbox() is None
    left, _, right, _ = ImageOps.invert(picture.convert("L").crop((0, 0, 800, 100))).getbbox() or (0, 0, 0, 0)
    assert right - left == pytest.approx(400, abs=2)  # of a tenth of a millimetre
    assert (left + right) / 2 == pytest.approx(400, abs=2)


async def test_no_letter_of_a_receipt_is_too_small_for_a_print_head(pool: PdfPool) -> None:
    sizes = set[float]()

    def note(text: str, _cm: object, matrix: list[float], _font: object, size: float) -> None:
        if text.strip():
            sizes.add(abs(matrix[3]) * size * 0.75)

    for choice in CHOICES:
        pdf = await pool.render(everything(choice, template="receipt"))
        pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=note)
    assert min(sizes) >= 7.49


async def test_prices_with_tax_are_explained_on_every_template(pool: PdfPool) -> None:
    line = PricedLine(quantity=Decimal(1), unit_price=Decimal(1000), tax_category="S", tax_rate=Decimal(15))
    basis = {"currency": "SAR", "prices_include_tax": True, "lines": (line,)}
    for template in TEMPLATES:
        words = words_of(await pool.render(sample(basis=basis, template=template)))
        assert "Prices include tax" in words
        assert {"1,000.00", "869.57", "130.43"} <= set(words.split())


@pytest.mark.parametrize("template", TEMPLATES)
async def test_a_sentence_of_the_other_direction_ends_with_its_full_stop(
    pool: PdfPool, template: str
) -> None:
    english = (
        "Thank you for your order. We hope to see you again soon in our new shop by the river Nile. Bye."
    )
    arabic = "شكرا لطلبكم من محلنا. نتمنى أن نراكم قريبا مرة أخرى في محلنا الجديد على ضفاف نهر النيل. وداعا."
    ((_, _, words),) = boxes(await pool.render(sample(1, "ar", template=template, note=english)))
    assert "Bye." in {word.text for word in words}  # apart where the full stop stands before it
    ((_, _, words),) = boxes(await pool.render(sample(1, "en", template=template, note=arabic)))
    assert sorted(".وداعا") in [sorted(word.text) for word in words]


@pytest.mark.parametrize("template", ["classic", "modern"])
async def test_what_a_document_is_not_stands_on_the_page_of_the_amount_due(
    pool: PdfPool, template: str
) -> None:
    ends = []
    for count in range(7, 14):  # around the end of the first page
        pages = pages_of(await pool.render(sample(count, template=template, disclaimer="No e-invoice.")))
        *_, last = pages
        assert ("No e-invoice." in last, "Subtotal" in last, "%" in last.split("Subtotal")[0]) == (True,) * 3
        ends.append(len(pages))
    assert {1, 2} == set(ends)


async def test_a_title_keeps_clear_of_the_number_below_it(pool: PdfPool) -> None:
    for template in ("classic", "modern"):
        for choice in CHOICES:
            pdf = await pool.render(credit_note(choice, template=template))
            *_, words = next(boxes(pdf))
            number = next(word for word in words if word.text == "CN-2026-00003")
            left, top, right, bottom = (round(side * 150 / 72) for side in number[1:])
            strip = printed(pdf).convert("L").crop((left, top - 12, right, (top + bottom) // 2))
            rows = (strip.crop((0, y, strip.width, y + 1)).tobytes() for y in range(strip.height))
            assert re.search("-{4}x+$", "".join("-" if min(row) > 230 else "x" for row in rows))


@pytest.mark.parametrize("template", ["classic", "modern"])
async def test_the_heads_of_two_columns_never_run_into_one(pool: PdfPool, template: str) -> None:
    line = PricedLine(quantity=Decimal(3), unit_price=Decimal(1000), tax_category="S", tax_rate=Decimal(15))
    basis = {"currency": "SAR", "prices_include_tax": True, "lines": (line,)}
    ((_, _, words),) = boxes(await pool.render(sample(1, "en", basis, template=template)))
    last = next(word for word in words if word.text == "excl.")
    amount_head = [word.left for word in words if abs(word.top - last.top) < 3 and word.text == "Amount"]
    tax_head = next(word for word in words if word.text == "Tax" and word.right < last.left)
    assert min(amount_head) - tax_head.right > 2 * MM


async def test_a_modern_invoice_with_many_sums_is_one_page(pool: PdfPool) -> None:
    line = PricedLine(quantity=Decimal(3), unit_price=Decimal(1000), tax_category="S", tax_rate=Decimal(15))
    charge = DocumentCharge(amount=Decimal(35), reason="Delivery", tax_category="S", tax_rate=Decimal(15))
    basis = {
        "currency": "SAR", "prices_include_tax": True, "lines": (line,) * 3, "charges": (charge,),
        "allowance": AllowanceCharge(percent=Decimal(5)),
    }  # fmt: skip
    for choice in ("en-ar", "ar-en"):
        language, second = languages_of(choice)
        says = {"second_language": second, "template": "modern", "code": LINK, "shows_words": True}
        document = sample(3, language, basis, item_2="Coffee\nfrom Ethiopia", **says)
        parties = {
            name: getattr(document, name).model_copy(update={"second_name": "النيل Nile"})
            for name in ("seller", "buyer")
        }
        assert len(pages_of(await pool.render(document.model_copy(update=parties)))) == 1


@pytest.mark.parametrize("price", ["3940.03", "13940.03", "339400.55", "1339400.55", "164298489.45"])
async def test_the_amount_due_stands_on_a_line_of_its_own_whatever_it_is(pool: PdfPool, price: str) -> None:
    line = PricedLine(quantity=Decimal(1), unit_price=Decimal(price), tax_category="O", tax_rate=None)
    for template in TEMPLATES:
        ((_, _, words),) = boxes(
            await pool.render(sample(1, "en", {"currency": "MWK", "lines": (line,)}, template=template))
        )
        currency = next(word for word in words if word.text == "MWK")
        (amount_due, *_) = [word for word in words if abs(word.top - currency.top) < 1 and word != currency]
        assert amount_due.text == amount(Decimal(price), "MWK")
        if template == "modern":  # the dates are beside it
            assert next(word for word in words if word.text == "Issue").left - amount_due.right > 4 * MM
