"""What a customer sees who opens the link."""

from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest
from sqlmodel import update

from bot.database import Database
from bot.rendering.page import page_html
from models.document import Party
from models.merchant import Merchant
from tests.browsing import Press, browsing, fresh_database
from tests.issued import ARABIC_LINES, NOW, TOKEN, document, logo_png, store

PAGE = f"/i/{TOKEN}"


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Database]:
    """A shop whose kind of database makes no difference."""
    async with fresh_database(tmp_path) as database:
        yield database


async def test_the_link_shows_what_is_to_be_paid_to_whom_and_until_when(shop: Database) -> None:
    await store(shop, document())
    async with browsing(shop) as client:
        page = await client.get(PAGE)
    assert page.status_code == 200
    for fact in ("Coffee Shop", "INV-2026-00042", "58.48", "Sun 29 Nov 2026", "Chocolate cake", "Ahmed Ali"):
        assert fact in page.text
    assert '<html lang="en" dir="ltr">' in page.text


async def test_bank_details_can_be_copied_without_invisible_marks(shop: Database) -> None:
    await store(shop, document((("قهوة", "1", "50", None),), language="ar"))
    async with browsing(shop) as client:
        page = (await client.get(PAGE)).text
    assert "<bdi>EG380019000500000000263180002</bdi>" in page


async def test_the_page_speaks_the_language_of_the_invoice_and_offers_the_other(shop: Database) -> None:
    await store(shop, document(ARABIC_LINES, language="ar"))
    async with browsing(shop) as client:
        arabic = (await client.get(PAGE)).text
        english = (await client.get(PAGE, params={"lang": "en"})).text
        strange = (await client.get(PAGE, params={"lang": "../../etc"})).text
    assert '<html lang="ar" dir="rtl">' in arabic
    assert 'href="?lang=en"' in arabic
    assert "المبلغ المستحق" in arabic
    assert '<html lang="en" dir="ltr">' in english
    assert 'href="?lang=ar"' in english
    assert "Amount due" in english
    assert strange == arabic


async def test_the_reference_of_the_delivery_in_the_link_changes_nothing(shop: Database) -> None:
    await store(shop, document())
    async with browsing(shop) as client:
        assert (await client.get(PAGE, params={"d": "17"})).text == (await client.get(PAGE)).text


async def test_nothing_a_merchant_types_becomes_part_of_the_page(shop: Database) -> None:
    nasty = '<script>alert(1)</script>"onload=x {{ 7*7 }}'
    seller = Party(name=nasty, email="a?bcc=x@evil.example", phone="+201001234567")
    content = document(
        ((nasty, "1", "10", None),), seller=seller, note=nasty, bank_details=f"javascript:{nasty}"
    )
    await store(shop, content)
    async with browsing(shop) as client:
        page = (await client.get(PAGE)).text
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "49" not in page.replace("INV-2026-00042", "")
    assert 'href="javascript' not in page
    assert "mailto:a%3Fbcc%3Dx%40evil.example" in page


def test_only_a_whole_https_address_becomes_a_link_to_pay() -> None:
    html = page_html(
        document(bank_details="Card: https://pay.example/x\nhttp://plain.example\nWallet: 0100 123 4567"),
        token=TOKEN,
        language=None,
        product_name="Sanad",
    )
    assert 'href="https://pay.example/x" rel="noreferrer noopener nofollow"' in html
    assert 'href="http://' not in html
    assert "<bdi>0100 123 4567</bdi>" in html


async def test_unknown_malformed_and_revoked_links_look_all_the_same(database: Database) -> None:
    await store(database, document(), token="B" * 22)
    async with browsing(database) as client:
        wrong = [
            "A" * 22,
            "A" * 21,
            "A" * 5000,
            "%00" * 22,
            "ﷺ",
            "..%2f..%2fetc",
            "B" * 21 + "%0A",
            f"{'B' * 22}/x",
            "",
        ]
        answers = [await client.get(f"/i/{token}") for token in wrong]
        answers += [await client.get(f"/i/{'A' * 22}/{part}") for part in ("pdf", "logo")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert len({tuple((k, v) for k, v in answer.headers.items() if k != "date") for answer in answers}) == 1
    assert "There is no invoice here" in answers[0].text
    assert "لا توجد فاتورة هنا" in answers[0].text


async def test_the_link_stays_good_when_the_merchant_is_suspended(shop: Database) -> None:
    await store(shop, document())
    async with shop.writing() as session:
        await session.exec(update(Merchant).values(suspended_at=NOW))
    async with browsing(shop) as client:
        assert (await client.get(PAGE)).status_code == 200


async def test_the_pdf_is_shown_or_saved_under_its_number(database: Database) -> None:
    await store(database, document(number="INV/٢٠٢٦/7"))
    press = Press()
    async with browsing(database, press=press) as client:
        shown = await client.get(f"{PAGE}/pdf")
        saved = await client.get(f"{PAGE}/pdf?download")
        head = await client.head(f"{PAGE}/pdf")
    assert shown.headers["content-type"] == "application/pdf"
    assert shown.headers["content-disposition"] == 'inline; filename="INV-7.pdf"'
    assert saved.headers["content-disposition"] == 'attachment; filename="INV-7.pdf"'
    assert shown.content == saved.content
    assert int(head.headers["content-length"]) == len(shown.content) > 0
    assert head.content == b""
    assert press.prints == 1


async def test_a_pdf_the_browser_has_is_not_sent_again(shop: Database) -> None:
    await store(shop, document())
    async with browsing(shop) as client:
        first = await client.get(f"{PAGE}/pdf")
        etag = first.headers["etag"]
        again = await client.get(f"{PAGE}/pdf", headers={"If-None-Match": f'"other", W/{etag}'})
        other = await client.get(f"{PAGE}/pdf", headers={"If-None-Match": '"other"'})
    assert etag == f'"{sha256(first.content).hexdigest()}"'
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag
    assert "no-cache" in first.headers["cache-control"]
    assert other.status_code == 200


async def test_the_logo_of_the_invoice_is_on_the_page(database: Database) -> None:
    await store(database, document(), logo=logo_png())
    async with browsing(database) as client:
        page = await client.get(PAGE)
        logo = await client.get(f"{PAGE}/logo")
    assert f'src="{TOKEN}/logo"' in page.text
    assert (logo.headers["content-type"], logo.content) == ("image/png", logo_png())


async def test_an_invoice_without_a_logo_has_none_to_fetch(shop: Database) -> None:
    await store(shop, document())
    async with browsing(shop) as client:
        assert "/logo" not in (await client.get(PAGE)).text
        assert (await client.get(f"{PAGE}/logo")).status_code == 404


async def test_browsers_are_told_to_keep_the_invoice_private(shop: Database) -> None:
    await store(shop, document())
    async with browsing(shop) as client:
        page = await client.get(PAGE)
        pdf = await client.get(f"{PAGE}/pdf")
        head = await client.head(PAGE)
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["cache-control"] == "no-store"
    assert "set-cookie" not in page.headers
    for answer in (page, pdf, head):
        assert answer.headers["x-robots-tag"].startswith("noindex")
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["strict-transport-security"]
        assert "server" not in answer.headers
    assert head.headers["content-length"] == page.headers["content-length"]


def test_the_page_asks_nothing_of_anybody_else() -> None:
    html = page_html(document(logo_id=1, bank_details=None), token=TOKEN, language=None, product_name="Sanad")
    assert "http:" not in html
    assert "https:" not in html
    assert "<script" not in html
    assert "style=" not in html
