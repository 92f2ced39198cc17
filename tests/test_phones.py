"""Phone numbers and e-mail addresses as a merchant types them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quickline.answers import UnclearError, UnreadableError
from bot.quickline.contacts import Contact, parse_contact, parse_email
from bot.quickline.phones import parse_phone
from models.errors import UserError
from models.text import cleaned

VECTORS = json.loads((Path(__file__).parent / "vectors" / "phones.json").read_text())["vectors"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['input']} in {vector['region']}")
def test_a_mobile_number_is_found_in_what_was_typed(vector: dict[str, Any]) -> None:
    text, country, expected = cleaned(vector["input"]), vector["region"], vector["expected"]
    if "ask" in expected:
        with pytest.raises(UnclearError) as asked:
            parse_phone(text, country=country)
        assert (asked.value.code, asked.value.values["phone"]) == (expected["ask"], expected["e164"])
    elif "error" in expected:
        with pytest.raises(UnreadableError) as refused:
            parse_phone(text, country=country)
        assert refused.value.code == expected["error"]
    else:
        assert parse_phone(text, country=country) == expected["e164"]


def test_a_saudi_mobile_typed_in_egypt_is_asked_about() -> None:
    with pytest.raises(UnclearError) as asked:
        parse_phone("0551234567", country="EG")
    assert asked.value.code == "A_PHONE_NOT_MOBILE"
    assert asked.value.choices == ("+966551234567", "+971551234567")
    assert [parse_phone(choice, country="EG") for choice in asked.value.choices] == list(asked.value.choices)


@pytest.mark.parametrize(
    ("text", "country", "phone"),
    [
        ("966551234567", "EG", "+966551234567"),
        ("(010) 0123-4567", "EG", "+201001234567"),
        ("+1 202 555 0143", "EG", "+12025550143"),
        ("+٩٦٦ ٥٥ ١٢٣ ٤٥٦٧", "EG", "+966551234567"),
    ],
)
def test_a_number_is_found_whatever_is_between_its_digits(text: str, country: str, phone: str) -> None:
    assert parse_phone(text, country=country) == phone


@pytest.mark.parametrize(
    "text",
    ["", "+", "1-800-FLOWERS", "01001234567 ext 5", "01001234567/01112223334", "+20123456789012", "0" * 1000],
)
def test_what_is_no_phone_number_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_phone(text, country="EG")
    assert refused.value.code == "E_PHONE_BAD"


def test_an_email_address_keeps_its_name_and_lowers_its_domain() -> None:
    assert parse_email("Mona.Ali@Example.COM") == "Mona.Ali@example.com"
    assert parse_email("mailto:mona@example.com") == "mona@example.com"
    assert parse_email("منى@مثال.شبكة") == "منى@مثال.شبكة"


@pytest.mark.parametrize(
    "text", ["", "mona", "mona@", "@example.com", "mona@example", "a b@example.com", "a" * 999]
)
def test_what_is_no_email_address_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_email(text)
    assert refused.value.code == "E_EMAIL_BAD"


BOTH = Contact("mona@example.com", "+201001234567")


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("mona@example.com", Contact(email="mona@example.com")),
        ("010 0123 4567", Contact(phone="+201001234567")),
        ("mona@example.com 01001234567", BOTH),
        ("01001234567 mona@example.com", BOTH),
        ("+20 100 123 4567, mona@example.com", BOTH),
        ("email: mona@example.com mobile: 01001234567", BOTH),
        ("Email:mona@example.com; Tel.: 01001234567", BOTH),
        ("<mona@example.com> and 01001234567", BOTH),
        ("موبايل ٠١٠٠١٢٣٤٥٦٧ ايميل mona@example.com.", BOTH),
        ("mobile@example.com", Contact(email="mobile@example.com")),
    ],
)
def test_an_email_address_and_a_phone_number_come_in_any_order(text: str, contact: Contact) -> None:
    assert parse_contact(text, country="EG") == contact


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E_CONTACT_EMPTY"),
        ("phone:", "E_CONTACT_EMPTY"),
        ("a@example.com b@example.com", "E_CONTACT_MANY"),
        ("Mona", "E_PHONE_BAD"),
        ("mona@example 01001234567", "E_EMAIL_BAD"),
        ("x" * 1001, "E_TOO_LONG"),
    ],
)
def test_what_reaches_nobody_is_refused(text: str, code: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        parse_contact(text, country="EG")
    assert refused.value.code == code


def test_a_choice_of_phone_numbers_keeps_the_email_address() -> None:
    with pytest.raises(UnclearError) as asked:
        parse_contact("mona@example.com 0551234567", country="EG")
    assert parse_contact(asked.value.choices[0], country="EG") == Contact("mona@example.com", "+966551234567")


@given(st.text(max_size=60) | st.text(alphabet="+0123456789٠١٢ ()-@a.com:", max_size=60))
def test_any_text_has_a_contact_or_a_question_or_a_refusal(text: str) -> None:
    try:
        contact = parse_contact(cleaned(text), country="EG")
        assert contact.email or contact.phone
    except UserError:
        pass
