"""Files as merchants keep their lists: read however they were saved, or refused with the fix."""

import io
import zipfile
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bot.books.book import CUSTOMERS, PRODUCTS
from bot.books.exporting import HEADS, exported
from bot.books.fields import Writer
from bot.books.files import MOST_BYTES, MOST_ROWS, table_in
from bot.books.matching import Known, Plan, planned
from bot.books.reading import Reading, read
from bot.books.vcards import email_in
from bot.language import texts
from models.aliases import searched
from models.errors import UserError
from models.product import Product
from models.text import folded
from tests.builders import NOON, a_customer, a_merchant


def reading(content: bytes, language: str = "en") -> Reading:
    return read(table_in(content), Writer(a_merchant(), language))


def sheet(*rows: tuple[Any, ...]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(UserError) as refused:
        table_in(content)
    return texts("en")(refused.value.message, **refused.value.values)


ARABIC = "الاسم;السعر;الوحدة\nتصميم شعار;١٥٠;قطعة\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_an_arabic_list_is_read_however_it_was_saved(encoding: str, separator: str) -> None:
    found = reading(ARABIC.replace(";", separator).replace("١٥٠", "150").encode(encoding), "ar")
    (row,) = found.rows.values()
    assert (found.book, row["name"], row["unit_price"], row["unit_code"]) == (
        PRODUCTS, "تصميم شعار", Decimal(150), "H87",
    )  # fmt: skip


def test_a_western_list_keeps_its_letters() -> None:
    found = reading("Name;Preis;Price\nBüro Möller – Köln;x;12,50\n".encode("cp1252"))
    assert [row["name"] for row in found.rows.values()] == ["Büro Möller – Köln"]
    assert found.unused == ("Preis",)


def test_a_title_above_the_columns_and_empty_rows_do_not_disturb() -> None:
    found = reading(b"My prices 2026\n\n,\nItem,Unit price (EGP)\n\nLogo,150\n,\nCoffee,15\n")
    assert {number: row["name"] for number, row in found.rows.items()} == {6: "Logo", 8: "Coffee"}


def test_quoted_cells_keep_separators_and_lines() -> None:
    found = reading(b'sep=;\nname;address\n"Acme; Sons";"12 Tahrir Street\nCairo"\n')
    (row,) = found.rows.values()
    assert (row["name"], row["address"]) == ("Acme; Sons", "12 Tahrir Street\nCairo")


def test_numbers_of_a_workbook_are_read_as_the_numbers_they_are() -> None:
    found = reading(
        sheet(("name", "price", "tax"), ("A", 1.125, "14%"), ("B", 1500, None), ("C", "١٢ لكل ١٠٠", 0))
    )
    prices = [(row["unit_price"], row["base_quantity"]) for row in found.rows.values()]
    assert prices == [(Decimal("1.125"), 1), (Decimal(1500), 1), (Decimal(12), 100)]
    assert [row.get("tax_rate") for row in found.rows.values()] == [14, None, 0]


def test_a_percentage_cell_is_a_percentage() -> None:
    book, content = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(("name", "price", "tax"))
    book.active.append(("A", 5, 0.14))
    book.active["C2"].number_format = "0%"
    book.save(content)
    (row,) = reading(content.getvalue()).rows.values()
    assert row["tax_rate"] == 14


def test_a_price_that_can_be_two_is_told_with_its_row_and_both_ways_to_write_it() -> None:
    (trouble,) = reading(b"name,price\nLogo,1.500\n").troubles
    assert (trouble.row, trouble.fatal, trouble.choices) == (2, True, ("1.5", "1500"))


def test_each_row_that_cannot_be_read_says_why() -> None:
    content = "name,email,phone\nA,nope,\n,b@b.example,\nC,,0227351234\nD,,12\n" + f"{'x' * 501},,\n"
    found = reading(content.encode())
    told = {each.row: texts("en")(each.message, **each.values) for each in found.troubles}
    assert "“nope” is not a valid e-mail address" in told[2]
    assert "no name" in told[3]
    assert "no mobile number" in told[4]
    assert "+201001234567" in told[5]
    assert "500 characters" in told[6]
    assert {number: row["name"] for number, row in found.rows.items()} == {4: "C"}
    assert "phone" not in found.rows[4]


def test_a_unit_nobody_knows_keeps_no_product_out() -> None:
    found = reading(b"name,price,unit\nTea,5,cup\n")
    assert ["unit_code" in row for row in found.rows.values()] == [False]
    assert [(trouble.row, trouble.fatal) for trouble in found.troubles] == [(2, False)]


def test_first_and_last_name_make_a_name() -> None:
    content = (
        b"First Name,Last Name,E-mail 1 - Value,Phone 1 - Value\nMona,Adel,mona@shop.example,+201001234567\n"
    )
    (row,) = reading(content).rows.values()
    assert (row["name"], row["email"], row["phone"]) == ("Mona Adel", "mona@shop.example", "+201001234567")


def test_who_charges_no_tax_is_not_bothered_with_a_column_of_it() -> None:
    writer = Writer(a_merchant(tax_registered=False, tax_number=None, tax_rate=Decimal(0)), "en")
    found = read(table_in(b"name,price,VAT\nLogo,150,a lot\n"), writer)
    assert (found.troubles, found.unused, len(found.rows)) == ((), ("VAT",), 1)


# Hostile files

WHOLE = (
    sheet(("name", "price"), ("A", 1)), ARABIC.encode(), ARABIC.encode("utf-16"), b"name;email\nA;a@b.example\n",
    b"BEGIN:VCARD\nFN:A\nTEL;CELL:+201001234567\nEND:VCARD\n",
)  # fmt: skip


def zipped(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def with_part(content: bytes, name: str, change: bytes) -> bytes:
    """The workbook with something put in front of a part's root element."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            kept = old.read(part)
            new.writestr(part, change + kept if part == name else kept)
    return changed.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped(**{"xl/workbook.xml": b"0" * (30 << 20)})
    assert len(bomb) < MOST_BYTES
    assert "too large once unpacked" in refusal(bomb)


def test_an_archive_of_a_thousand_parts_is_refused() -> None:
    assert "too large once unpacked" in refusal(zipped(**{f"{i}.xml": b"" for i in range(1000)}))


def test_entities_in_a_workbook_are_refused() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    bad = with_part(sheet(("name", "price"), ("A", 1)), "xl/worksheets/sheet1.xml", laughs)
    assert "damaged" in refusal(bad)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no rows"),
        (b"\n\n,,\n", "no rows"),
        (b"name,price\n", "no rows"),
        (b"Logo,150\nCoffee,15\n", "names of the columns"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (zipped(a=b"text"), "damaged"),
        (sheet(("name", "price"), ("A", 1))[:1500], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "cannot read"),
        (b"x" * (MOST_BYTES + 1), "larger than 2 MB"),
        (b"name,price\n" + b"A,1\n" * (MOST_ROWS + 1), "more than 10,000 rows"),
        (b'name,price\n"' + b"x" * 200_000 + b'",1\n', "cannot read"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_the_fix(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_a_sheet_of_half_a_million_cells_is_refused_before_it_is_read() -> None:
    cells = b"<sheetData><row>" + b"<c><v>1</v></c>" * 500_000 + b"</row></sheetData>"
    bomb = zipped(**{"xl/worksheets/sheet1.xml": cells})
    assert "too large once unpacked" in refusal(bomb)


@given(
    st.sampled_from(range(5)), st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=8)), max_size=6)
)
def test_no_damaged_file_does_more_than_be_refused(which: int, damage: list[tuple[int, bytes]]) -> None:
    content = bytearray(WHOLE[which])
    for at, put in damage:
        content[at % len(content) : at % len(content) + len(put)] = put
    with suppress(UserError):
        reading(bytes(content))
    email_in(content.decode("latin-1"))


def test_formulas_are_text() -> None:
    found = reading(sheet(("name", "price"), ('=HYPERLINK("http://x","A")', 1), ("B", "=1+1")))
    assert [row["name"] for row in found.rows.values()] == ['=HYPERLINK("http://x","A")']
    assert found.troubles[0].row == 3


def test_control_and_direction_characters_do_not_get_in() -> None:
    (row,) = reading("name,price\nA\u202ex\u0007B,1\n".encode()).rows.values()
    assert row["name"] == "AxB"


# Contacts

CARDS = """BEGIN:VCARD
VERSION:3.0
N:Adel;Mona;;;
FN:Mona Adel
item1.EMAIL;type=INTERNET:mona@shop.example
TEL;TYPE=HOME:02 2735 1234
TEL;TYPE=CELL:0100 123 4567
ADR;TYPE=WORK:;;12 Tahrir Street\\, 3rd floor;Cairo;;11511;Egypt
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQ
 ABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkK
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D8=B9=D8=A7=D8=AF=D9=84;=D9=85=
=D9=86=D9=89;;;
TEL;CELL:+201009876543
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Acme
TEL;VALUE=uri:tel:+20227351234
END:VCARD
"""


def test_contacts_of_a_phone_are_customers() -> None:
    found = reading(CARDS.replace("\n", "\r\n").encode())
    assert found.book is CUSTOMERS
    mona, adel, acme = found.rows.values()
    assert (mona["name"], mona["email"], mona["phone"]) == ("Mona Adel", "mona@shop.example", "+201001234567")
    assert mona["address"] == "12 Tahrir Street, 3rd floor, Cairo, 11511, Egypt"
    assert (adel["name"], adel["phone"]) == ("منى عادل", "+201009876543")
    assert acme["name"] == "Acme"
    assert "phone" not in acme
    assert [trouble.fatal for trouble in found.troubles] == [False]


def test_a_damaged_contact_says_nothing() -> None:
    for text in (
        "",
        "BEGIN:VCARD",
        "BEGIN:VCARD\nEMAIL",
        "EMAIL:a@b.example",
        "BEGIN:VCARD\nFN:x\nEND:VCARD",
    ):
        assert email_in(text) is None


# Against the book


def known(entry_id: int, name: str, **columns: object) -> Known:
    blank = dict.fromkeys(("email", "phone", "tax_number", "address", "country", "language"))
    aliases = str(columns.pop("aliases", ""))
    archived = bool(columns.pop("archived", False))
    row = {"name": name, "search_name": folded(name), "aliases": aliases, "search_aliases": searched(aliases)}
    return Known(entry_id, {**blank, **row, **columns}, archived)


def plan_of(text: str, *entries: Known) -> Plan:
    found = reading(text.encode())
    return planned(found.book, found.rows, entries)


def test_what_is_in_the_book_is_mended_by_address_by_name_and_by_other_name() -> None:
    plan = plan_of(
        "name,email,phone\nACME LTD,pay@acme.example,\nBeta,new@beta.example,\nGam,,+201001234567\nNew,,\n",
        known(1, "Acme", email="pay@acme.example"), known(2, "BETA", email="old@beta.example"),
        known(3, "Gamma", aliases="Gam"),
    )  # fmt: skip
    changed = {change.known.id: change.columns for change in plan.changes}
    assert changed == {
        1: {"name": "ACME LTD", "search_name": "acme ltd"},
        2: {"email": "new@beta.example"},
        3: {"phone": "+201001234567"},
    }
    assert [row["name"] for row in plan.new] == ["New"]


def test_an_empty_cell_takes_nothing_away() -> None:
    plan = plan_of("name,email,phone\nAcme,,\n", known(1, "Acme", email="pay@acme.example"))
    assert (plan.count, plan.same, plan.troubles) == (0, 1, [])


def test_the_same_twice_in_a_file_is_one_and_a_contradiction_is_told() -> None:
    text = "name,email,phone\nAcme,a@a.example,\nacme,,+201001234567\nAcme,other@a.example,\nAhmed,a@a.example,\n"
    plan = plan_of(text)
    (new,) = plan.new
    assert (new["name"], new["email"], new["phone"]) == ("Acme", "a@a.example", "+201001234567")
    assert [(trouble.row, trouble.values["other"]) for trouble in plan.troubles] == [(4, 2), (5, 2)]
    assert plan.refused == {4, 5}


def test_a_row_between_two_customers_is_told() -> None:
    entries = known(1, "Acme", email="a@a.example"), known(2, "Beta", phone="+201001234567"), known(3, "Beta")
    for text in ("Gamma,a@a.example,+201001234567", "Beta,a@a.example,", "Beta,,"):
        plan = plan_of(f"name,email,phone\n{text}\n", *entries)
        assert (plan.count, len(plan.troubles)) == (0, 1), text
    assert plan_of("name,email,phone\nBeta,,+201001234567\n", *entries).same == 1


def test_two_rows_about_one_customer_under_two_names_are_told() -> None:
    plan = plan_of("name,email\nAcme,\nCorner,\n", known(1, "Acme", aliases="Corner"))
    assert [trouble.row for trouble in plan.troubles] == [3]


def test_a_new_product_needs_a_price_and_a_known_one_does_not() -> None:
    content = b"item,unit,price\nLogo,kg,\nCoffee,kg,\n"
    found = reading(content)
    logo = known(1, "Logo", unit_code="C62", unit_price=Decimal(5), base_quantity=Decimal(1))
    plan = planned(found.book, found.rows, [logo])
    assert [change.columns for change in plan.changes] == [{"unit_code": "KGM"}]
    assert [trouble.row for trouble in plan.troubles] == [3]


def test_whoever_is_named_in_a_list_comes_back_from_the_archive() -> None:
    plan = plan_of("name,email\nAcme,\n", known(1, "Acme", archived=True))
    assert [change.columns for change in plan.changes] == [{}]


# Written


def product(name: str, price: str, **rest: Any) -> Product:
    return Product(
        merchant_id=1, name=name, search_name=folded(name), unit_price=Decimal(price), last_used_at=NOON, **rest
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_written_is_read_again_as_it_was(language: str) -> None:
    goods = [
        product("=1+1", "1.125"), product("تصميم", "150", unit_code="KGM", tax_rate=Decimal("8.1")),
        product("Leaflet", "12", base_quantity=Decimal(100), aliases="Flyer\nHandout"),
        product("Book", "50", tax_rate=Decimal(0), tax_category="Z"),
    ]  # fmt: skip
    content = exported(texts(language), PRODUCTS, a_merchant(), goods)
    rows = reading(content, language).rows.values()
    for good, row in zip(goods, rows, strict=True):
        assert row["name"] == good.name
        assert (row["unit_price"], row["base_quantity"]) == (good.unit_price, good.base_quantity)
        assert row.get("unit_code", "C62") == good.unit_code
        assert (row.get("tax_rate"), row.get("tax_category")) == (good.tax_rate, good.tax_category)
        assert row.get("aliases", "") == good.aliases


def test_no_cell_of_what_is_written_is_a_formula_and_numbers_are_numbers() -> None:
    someone = a_customer(1, "@SUM(A1)", phone="+201001234567", address="-2+3\n=cmd|' /C calc'!A0")
    content = exported(texts("en"), CUSTOMERS, a_merchant(), [someone])
    book = load_workbook(io.BytesIO(content))
    assert book.active is not None
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value)[0] in "=+-@")
    goods = load_workbook(io.BytesIO(exported(texts("en"), PRODUCTS, a_merchant(), [product("A", "1.5")])))
    assert goods.active is not None
    assert goods.active["B2"].value == 1.5
    assert goods.active["B2"].data_type == "n"
    assert [cell.value for cell in goods.active[1]] == [HEADS[name] for name in PRODUCTS.fields]
