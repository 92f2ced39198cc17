"""Customers and products that are known by name, in a line."""

import pytest

from bot.quickline.answers import UnreadableError
from bot.quickline.line.values import UnclearLineError
from bot.quickline.names import Found, NameIndex, Row
from tests.quicklines import CUSTOMERS, KNOWING, PRODUCTS, context, read, said


@pytest.mark.parametrize(
    ("text", "customer", "items"),
    [
        ("acme 2 logo", 4, [("Logo", "2", None)]), ("acme 2 logo due 7d", 4, [("Logo", "2", None)]),
        ("ahmed ali logo", 1, [("Logo", "1", None)]), ("The Big One: logo", 4, [("Logo", "1", None)]),
        ("أحمد سمير ٣ قهوه", 8, [("قهوة", "3", None)]), ("احمد سمير بن", 8, [("قهوة", "1", None)]),
        ("Studio 54 logo 100", 7, [("logo", "1", "100")]), ("2nd Street: logo", 9, [("Logo", "1", None)]),
        ("Dept: Sales, Ltd: logo", 10, [("Logo", "1", None)]), ("invoice masters logo", 11, [("Logo", "1", None)]),
        ("nile: 2 iphone 15", 3, [("iPhone 15", "2", None)]), ("nile: iPhone 15 800", 3, [("iPhone 15", "1", "800")]),
        ("logo, 2 iphone 14", None, [("Logo", "1", None), ("iPhone 14", "2", None)]),
        ("due diligence", None, [("Due diligence", "1", None)]), ("لؤي: قهوة", 12, [("قهوة", "1", None)]),
        ("فاتورة لؤي: قهوة", 12, [("قهوة", "1", None)]), ("ahmed@example.com logo", 1, [("Logo", "1", None)]),
        ("Mona mona@example.net: logo", 6, [("Logo", "1", None)]), ("mona #5: logo", 5, [("Logo", "1", None)]),
        ("Zed - 2x logo", None, [("Logo", "2", None)]), ("acme – 2 logo", 4, [("Logo", "2", None)]),
        ("ahmed ali logo, due 7d", 1, [("Logo", "1", None)]), ("for ahmed ali logo\npaid 50", 1, [("Logo", "1", None)]),
        ("ahmed ali logo, hosting 30", 1, [("Logo", "1", None), ("hosting", "1", "30")]),
        ("ahmed ali lamp, hosting 30", None, [("hosting", "1", "30")]), ("logo, due 7d", None, [("Logo", "1", None)]),
        ("Mona (new): logo", None, [("Logo", "1", None)]), ("nile co 500", None, [("nile co", "1", "500")]),
    ],
)  # fmt: skip
def test_who_and_what_is_known_need_not_be_spelled_out(
    text: str, customer: int | None, items: list[tuple[str, str, str | None]]
) -> None:
    line = read(text, KNOWING)
    assert (line.customer.id if line.customer else None, said(line)) == (customer, items)


@pytest.mark.parametrize(
    ("text", "customer", "percent"),
    [
        ("acme 2 logo, -10%", "Acme", "10"), ("ahmed ali logo, -10%", "Ahmed Ali", "10"),
        ("Zed, -10%, 2x logo", "Zed", "10"), ("Zed - 2x logo, -١٠٪", "Zed", "10"), ("Zed, - 2x logo", "Zed", None),
    ],
)  # fmt: skip
def test_the_dash_behind_a_name_is_no_minus_and_the_minus_of_a_discount_is_no_dash(
    text: str, customer: str, percent: str | None
) -> None:
    line = read(text, KNOWING)
    assert line.customer
    assert line.customer.name.startswith(customer)
    assert (str(line.allowance.percent) if line.allowance else None) == percent


def test_a_product_without_a_price_has_its_own_price_and_unit() -> None:
    item = read("nile: 2 logo", KNOWING).items[0]
    assert (item.unit_price, item.unit_code, item.product and item.product.id) == (None, None, 1)
    assert read("nile: 2 kg logo", KNOWING).items[0].unit_code == "KGM"
    assert read("nile: logo 90", KNOWING).items[0].product == item.product


def test_a_price_of_the_catalogue_is_none_in_another_currency() -> None:
    with pytest.raises(UnreadableError) as refused:
        read("nile: logo, desk 5 USD", KNOWING)
    assert (refused.value.code, refused.value.values["text"]) == ("E_NO_PRICE", "logo")


@pytest.mark.parametrize(
    ("text", "typed", "name"),
    [("ahmd ali: logo", "ahmd ali", "Ahmed Ali"), ("acme: logo", "acme", "Acme Trading"),
     ("nile 2x logo", "nile", "Nile Co.")],
)  # fmt: skip
def test_a_guess_is_told_and_can_be_refused(text: str, typed: str, name: str) -> None:
    (notice,) = read(text, KNOWING).notices
    assert (notice.code, notice.text, notice.labels[0]) == ("N_CUSTOMER_GUESSED", typed, name)
    spelled, newcomer = (read(choice, KNOWING) for choice in notice.choices)
    assert spelled.customer
    assert newcomer.customer
    assert (spelled.customer.name, spelled.customer.found, spelled.notices) == (name, Found.EXACT, ())
    assert (newcomer.customer.name, newcomer.customer.id) == (typed, None)


def test_a_misspelled_product_is_told() -> None:
    (notice,) = read("Zed: 2 logoo", KNOWING).notices
    assert (notice.code, notice.text, notice.labels) == ("N_PRODUCT_GUESSED", "logoo", ("Logo",))


@pytest.mark.parametrize(
    ("text", "code", "labels"),
    [
        ("Ahmed: logo", "A_CUSTOMER_WHICH", ("Ahmed Ali", "Ahmed Hassan", "Ahmed (new)")),
        ("Mona: logo", "A_CUSTOMER_WHICH", ("Mona #5", "Mona #6", "Mona (new)")),
        ("nile: 3 tea", "A_PRODUCT", ("3 × Tea green", "3 × Tea black")),
    ],
)
def test_several_who_may_be_meant_are_one_question(text: str, code: str, labels: tuple[str, ...]) -> None:
    with pytest.raises(UnclearLineError) as asked:
        read(text, KNOWING)
    assert (asked.value.code, asked.value.labels) == (code, labels)
    lines = [read(choice, KNOWING) for choice in asked.value.choices]
    assert len({(line.customer, line.items) for line in lines}) == len(labels)


def test_a_known_name_before_an_item_is_offered_first() -> None:
    notice = read("nile website 12000", KNOWING).notices[0]
    assert (notice.code, notice.labels) == ("A_CUSTOMER_OR_ITEM", ("Nile Co.", "nile", "nile website"))


@pytest.mark.parametrize(
    ("typed", "ids", "found"),
    [
        ("AHMED  ALI", [1], Found.EXACT), ("the big one", [4], Found.ALIAS), ("hassan", [2], Found.PART),
        ("ahm", [1, 2], Found.PART), ("Ahmd Hasan", [2], Found.NEAR), ("trading", [4], Found.PART), ("zed", [], None),
        ("", [], None), ("...", [], None), ("a", [], None),
    ],
)  # fmt: skip
def test_a_name_is_found_spelled_out_cut_short_and_misspelled(
    typed: str, ids: list[int], found: Found | None
) -> None:
    candidates = CUSTOMERS.find(typed)
    assert [one.id for one in candidates] == ids
    assert {one.found for one in candidates} == ({found} if found else set())


@pytest.mark.parametrize("typed", ["iPhone 16", "iPhone 1", "Lago B", "Lgo", "لوجو"])
def test_another_figure_or_a_short_other_word_is_another_thing(typed: str) -> None:
    assert not NameIndex([Row(1, "iPhone 15"), Row(2, "Lago A"), Row(3, "Logo")]).find(typed)


def test_two_names_that_come_near_are_both_told() -> None:
    index = NameIndex([Row(1, "Marina Cafe"), Row(2, "Marino Cafe"), Row(3, "Oasis")])
    assert [one.id for one in index.find("Marine Cafe")] == [1, 2]


def test_nobody_is_known_without_a_list() -> None:
    assert (context().customers.find("Ahmed"), context().products.exact("logo")) == ([], [])
    assert (NameIndex([]).most_words, PRODUCTS.most_words) == (0, 2)
