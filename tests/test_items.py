"""Items as a merchant types them."""

import time
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quickline.answers import UnclearError, UnreadableError
from bot.quickline.items import Item, parse_item
from models.errors import UserError
from models.text import cleaned


def read(text: str, currency: str = "EGP", language: str = "en") -> Item:
    return parse_item(cleaned(text), currency=currency, language=language)


def item(
    name: str, quantity: str = "1", price: str | None = None, unit: str = "C62", off: str | None = None
) -> Item:
    """An item from its figures as text."""
    return Item(
        name,
        Decimal(quantity),
        unit,
        None if price is None else Decimal(price),
        None if off is None else Decimal(off),
    )


@pytest.mark.parametrize(
    "text",
    [
        "2 x logo 150", "2x logo 150", "2xlogo 150", "2 × logo 150", "2* logo 150", "logo 2x150", "logo 2 x 150",
        "logo 2 @ 150", "logo 2@150", "logo x2 150", "logo x2 @ 150", "logo 150 x2", "2 logo 150", "2 logo @ 150",
        "x2 logo 150", "2 x logo: 150", "2x logo = 150", "2x logo - 150", "2x logo 150 each", "2x logo for 150 each",
        "2x logo 300 total", "2x logo for 300 in total", "logo x2 300 total", "2x logo 150 EGP", "2x logo EGP 150",
        "2x logo EGP150", "2x logo 150EGP", "2x logo 150 egp each", "2x logo 150 L.E.", "logo EGP 150 x 2",
        "EGP 150 logo x2", "2 x logo x 150", "٢ × logo ١٥٠", "1) 2x logo 150", "• 2x logo 150", "2x logo 150,",
        "2x logo 150.", "2x logo 150 جنيه", "2x logo at 150", "2 × logo ب ١٥٠ للواحد", "2x logo 0.15k",
    ],
)  # fmt: skip
def test_quantity_name_and_price_are_found_in_every_usual_order(text: str) -> None:
    assert read(text) == item("logo", "2", "150")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("logo 150", item("logo", "1", "150")),
        ("logo:150", item("logo", "1", "150")),
        ("logo for 150", item("logo", "1", "150")),
        ("كيك ٣٠", item("كيك", "1", "30")),
        ("2× قهوة 15", item("قهوة", "2", "15")),
        ("قهوة×2 15", item("قهوة", "2", "15")),
        ("قهوة ب٣٠", item("قهوة", "1", "30")),
        ("تركيب 2 ألف", item("تركيب", "1", "2000")),
        ("تصميم شعار ١٬٥٠٠", item("تصميم شعار", "1", "1500")),
        ("2x استشارة ٧٥٠٫٥٠", item("استشارة", "2", "750.5")),
        ("website 12,000", item("website", "1", "12000")),
        ("website 12 000", item("website", "1", "12000")),
        ("10 000 x flyers 0.25", item("flyers", "10000", "0.25")),
        ("1 000 flyers 0.25", item("flyers", "1000", "0.25")),
        ("gift 0", item("gift", "1", "0")),
        ("☕ 15", item("☕", "1", "15")),
    ],
)
def test_an_item_is_read_in_english_and_arabic_alike(text: str, expected: Item) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3h design 40", item("design", "3", "40", "HUR")),
        ("0.333 hours consulting @ 150", item("consulting", "0.333", "150", "HUR")),
        ("٣ ساعات تصميم بسعر ٤٠", item("تصميم", "3", "40", "HUR")),
        ("2 kg apples 30", item("apples", "2", "30", "KGM")),
        ("2kg apples 30/kg", item("apples", "2", "30", "KGM")),
        ("٢ كيلو تفاح ٣٠", item("تفاح", "2", "30", "KGM")),
        ("تفاح ٣٠ للكيلو", item("تفاح", "1", "30", "KGM")),
        ("apples 30 per kg", item("apples", "1", "30", "KGM")),
        ("½ kg coffee @ 200", item("coffee", "0.5", "200", "KGM")),
        ("2L milk 30", item("milk", "2", "30", "LTR")),
        ("5 m² tiles 30", item("tiles", "5", "30", "MTK")),
        ("3 days training 500 each", item("training", "3", "500", "DAY")),
        ("4 kg rice 100 total", item("rice", "4", "25", "KGM")),
        ("rice 4 kg 100 total", item("rice", "4", "25", "KGM")),
        ("rice 4 kg @ 25", item("rice", "4", "25", "KGM")),
        ("rice 4 kg 25/kg", item("rice", "4", "25", "KGM")),
    ],
)
def test_a_unit_belongs_to_the_quantity(text: str, expected: Item) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("logo", item("logo")),
        ("2 logo", item("logo", "2")),
        ("2 x logo", item("logo", "2")),
        ("logo x2", item("logo", "2")),
        ("3h design", item("design", "3", unit="HUR")),
        ("قهوة", item("قهوة")),
        ("logo -10%", item("logo", off="10")),
    ],
)
def test_a_known_item_needs_no_price(text: str, expected: Item) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    ["lamp 100 -10%", "lamp 100 (-10%)", "lamp 100 ( -10 % )", "lamp 100 10% off", "lamp 100 discount 10%",
     "lamp 100 خصم ١٠٪", "lamp 100 −10٪", "lamp 100 (10% off)", "lamp 100 EGP -10%"],
)  # fmt: skip
def test_a_discount_at_the_end_is_the_items(text: str) -> None:
    assert read(text) == item("lamp", "1", "100", off="10")


@pytest.mark.parametrize(
    ("text", "name", "price"),
    [
        ("due diligence 100", "due diligence", "100"),
        ("Net 30 cable 50", "Net 30 cable", "50"),
        ("VAT consulting 500", "VAT consulting", "500"),
        ("A4 paper 5", "A4 paper", "5"),
        ("7up 10", "7up", "10"),
        ("2XL shirt 50", "2XL shirt", "50"),
        ("x ray 50", "x ray", "50"),
        ("pound cake 30", "pound cake", "30"),
        ("24/7 support 100", "24/7 support", "100"),
        ("10:30 meeting 50", "10:30 meeting", "50"),
        ("poster 50x70 200", "poster 50x70", "200"),
        ("100% cotton shirt 50", "100% cotton shirt", "50"),
        ("logo (2) 150", "logo (2)", "150"),
        ("Water 1.5L 10", "Water 1.5L", "10"),
        ("بن 250جم 90", "بن 250جم", "90"),
        ("نص كيلو بن ٢٠٠", "نص كيلو بن", "200"),
        ("تصميم – شعار 50", "تصميم – شعار", "50"),
    ],
)
def test_what_belongs_to_the_name_stays_in_it(text: str, name: str, price: str) -> None:
    assert read(text) == item(name, "1", price)


@pytest.mark.parametrize(
    ("text", "code", "choices"),
    [
        ("iPhone 15 800", "A_NUMBERS", ("1 × iPhone 15 @ 800", "15 × iPhone @ 800", "1 × iPhone @ 15800")),
        ("2 x iPhone 15 800", "A_NUMBERS", ("2 × iPhone 15 @ 800", "2 × iPhone @ 15800")),
        ("iPhone 15: 800", "A_NUMBERS", ("1 × iPhone 15 @ 800", "15 × iPhone @ 800")),
        ("logo 2 EGP 150", "A_NUMBERS", ("1 × logo 2 @ 150", "2 × logo @ 150")),
        ("logo x 150", "A_NUMBERS", ("150 × logo", "1 × logo @ 150")),
        ("3 in 1 coffee 50", "A_QUANTITY", ("3 × in 1 coffee @ 50", "1 × 3 in 1 coffee @ 50")),
        ("2027 calendar 50", "A_QUANTITY", ("2027 × calendar @ 50", "1 × 2027 calendar @ 50")),
        ("4K TV 500", "A_QUANTITY", ("4000 × TV @ 500", "1 × 4K TV @ 500")),
        ("5G router 200", "A_QUANTITY", ("5 g router @ 200", "1 × 5G router @ 200")),
        ("rice 2 kg 30", "A_QUANTITY", ("2 kg rice @ 30", "1 × rice 2 kg @ 30")),
        ("design 3h 40", "A_QUANTITY", ("3 h design @ 40", "1 × design 3h @ 40")),
        ("Ahmed 2x Coffee 15", "A_QUANTITY", ("2 × Coffee @ 15", "1 × Ahmed 2x Coffee @ 15")),
        ("2 coffee for 30", "A_TOTAL_OR_UNIT", ("2 × coffee @ 30", "2 × coffee @ 15")),
        ("٢ قهوة ب ٣٠", "A_TOTAL_OR_UNIT", ("2 × قهوة @ 30", "2 × قهوة @ 15")),
        ("½ kg coffee 200", "A_TOTAL_OR_UNIT", ("0.5 kg coffee @ 200", "1 × ½ kg coffee @ 200")),
        ("3x tea 100 total", "A_TOTAL_NOT_DIVISIBLE", ("1 × 3 × tea @ 100",)),
        ("website 1.500", "A_NUMBER_FORMAT", ("1 × website @ 1.5", "1 × website @ 1500")),
        ("2 x cable 1.125 -10%", "A_NUMBER_FORMAT", ("2 × cable @ 1.1250 (-10%)", "2 × cable @ 1125 (-10%)")),
        ("1.500 kg rice 30", "A_NUMBER_FORMAT", ("1.5 kg rice @ 30", "1500 kg rice @ 30")),
        ("lamp £100", "A_CURRENCY", ("1 × lamp @ 100 EGP",)),
    ],
)
def test_two_readings_are_one_question(text: str, code: str, choices: tuple[str, ...]) -> None:
    with pytest.raises(UnclearError) as asked:
        read(text)
    assert (asked.value.code, asked.value.choices) == (code, choices)
    assert len({read(choice) for choice in choices}) == len(choices)


def test_units_in_choices_speak_the_merchants_language() -> None:
    with pytest.raises(UnclearError) as asked:
        read("½ كيلو بن ٢٠٠", language="ar")
    assert asked.value.choices[0] == "0.5 كيلو بن @ 200"
    assert read(asked.value.choices[0], language="ar") == item("بن", "0.5", "200", "KGM")


def test_the_currency_settles_what_a_point_means() -> None:
    assert read("dates 1.500", currency="KWD") == item("dates", "1", "1.5")
    assert read("lamp £100", currency="GBP") == item("lamp", "1", "100")
    assert read("صيانة 500 ريال", currency="SAR", language="ar") == item("صيانة", "1", "500")


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("", "E_EMPTY", ""),
        ("15 30", "E_NO_DESC", "15 30"),
        ("150", "E_NO_DESC", "150"),
        ("2 kg", "E_NO_DESC", "2 kg"),
        ("2 x 150", "E_NO_DESC", "2 x 150"),
        ("150 EGP", "E_NO_DESC", "150 EGP"),
        ("0x lamp 50", "E_QTY_ZERO", "0x lamp 50"),
        ("-2 x lamp 50", "E_QTY_NEG", "-2 x lamp 50"),
        ("lamp -50", "E_NO_PRICE", "lamp"),
        ("lamp 100 -50", "E_DISCOUNT_AMOUNT", "-50"),
        ("lamp 100 -120%", "E_DISCOUNT_RANGE", "-120%"),
        ("lamp 1.2.3", "E_BAD_NUMBER", "1.2.3"),
        ("lamp 1234567890123", "E_TOO_LARGE", "1234567890123"),
        ("lamp 0.00001", "E_TOO_MANY_DECIMALS", "0.00001"),
        ("lamp $100", "E_CURRENCY_MIX", "$"),
        ("lamp 100 USD", "E_CURRENCY_MIX", "USD"),
        ("2 kg apples 30/g", "E_ITEM_SHAPE", "2 kg apples 30/g"),
        ("coffee 15, cake 30", "E_ITEM_MANY", "coffee 15, cake 30"),
        ("2x coffee 30 total, 3x tea 5", "E_ITEM_MANY", "2x coffee 30 total, 3x tea 5"),
        ("قهوة ١٥ جنيه، كيك ٣٠", "E_ITEM_MANY", "قهوة 15 جنيه، كيك 30"),
        ("coffee 15 + cake 30", "E_ITEM_MANY", "coffee 15 + cake 30"),
        ("Coffee 15,2x Cake 30", "E_ITEM_MANY", "Coffee 15,2x Cake 30"),
        ("a" * 1001, "E_TOO_LONG", "a" * 99 + "…"),
    ],
)
def test_a_refusal_names_the_place(text: str, code: str, named: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(text)
    assert (refused.value.code, refused.value.values["text"]) == (code, named)


PIECES = [
    "2", "15", "1.500", "1 500", "0", "-5", "½", "2x", "x2", "x", "×", "@", ":", "=", "for", "ب", "each", "total", "kg",
    "/kg", "h", "logo", "قهوة", "A4", "50x70", "$", "£", "EGP", "جنيه", "-10%", "(-10%)", "10%", ",", "+", "5G", "4K",
    "2027", "ألف", "للكيلو", "per", "discount", "3h", "000", "1.2.3", "- ",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
    | st.text(max_size=40),
    st.sampled_from(["EGP", "KWD", "JPY", "USD"]),
    st.sampled_from(["en", "ar", "de"]),
)
def test_any_text_is_an_item_or_a_question_or_a_refusal(text: str, currency: str, language: str) -> None:
    try:
        found = read(text, currency, language)
        assert found.item_name == cleaned(found.item_name)
        assert found.item_name
        assert found.quantity > 0
        assert found.unit_price is None or 0 <= found.unit_price < 10**12
    except UnclearError as asked:
        readings = [read(choice, currency, language) for choice in asked.choices]
        assert len(set(readings)) == len(readings) > 0
    except UserError:
        pass


@pytest.mark.parametrize(
    "piece", ["2x", "@1", "1 ", "1.", "( ", "a:1", "-1%", "½", "x", "15, ", "£", "/kg", "1,500 "]
)
def test_a_long_text_takes_no_longer_than_its_length_asks_for(piece: str) -> None:
    text = (piece * 1000)[:1000]
    started = time.perf_counter()
    with suppress(UserError):
        parse_item(text, currency="EGP", language="en")
    assert time.perf_counter() - started < 0.5
