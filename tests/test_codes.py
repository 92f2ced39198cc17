"""What the codes on an invoice say, and which of them stands there: the vectors, and what must never get in."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from bot.bench.samples import sample
from bot.rendering.codes.captions import CAPTIONS
from bot.rendering.codes.choosing import code_for, payment_code_for, tax_code_for
from bot.rendering.codes.epc import Transfer, checked_bic, epc_payload
from bot.rendering.codes.iban import checked_iban, grouped, is_qr_iban, is_sepa
from bot.rendering.codes.links import Due, checked_instapay, checked_link, filled, host_of, instapay_address
from bot.rendering.codes.pix import PixPayment, checked_key, pix_payload, taken_key
from bot.rendering.codes.reference import body_of, checked_qr, checked_rf, qr_reference, rf_reference
from bot.rendering.codes.swiss import Address, Bill, swiss_payload
from bot.rendering.codes.upi import UpiPayment, checked_upi_id, upi_link
from bot.rendering.codes.zatca import TaxFacts, checked_vat_number, decoded, encoded, zatca_payload
from models.code import Code, Kind
from models.document import InvoiceDocument, Party
from models.errors import InvoiceError
from models.payee import Payee

VECTORS = Path(__file__).parent / "vectors"
ZATCA = json.loads((VECTORS / "zatca_qr.json").read_text("utf-8"))
EPC = json.loads((VECTORS / "epc_qr.json").read_text("utf-8"))
PAYMENTS = json.loads((VECTORS / "payments.json").read_text("utf-8"))

by_id = partial(pytest.mark.parametrize, "vector", ids=lambda vector: vector["id"])
amounts = st.decimals("0.01", "999999999.99", places=2)


def refused(code: str, action: Callable[[], object]) -> InvoiceError:
    """The refusal, once it is known to be the right one in a whole sentence."""
    with pytest.raises(InvoiceError) as refusal:
        action()
    assert refusal.value.code == code
    sentence = refusal.value.message.format(**refusal.value.values)
    assert len(sentence.split()) > 7
    assert sentence.endswith(".")
    return refusal.value


# Saudi Arabia


def facts_of(fields: list[list[Any]]) -> TaxFacts:
    name, vat_number, at, total, tax = (value for _, value in fields)
    return TaxFacts(name, vat_number, datetime.fromisoformat(at), Decimal(total), Decimal(tax))


@by_id(argvalues=ZATCA["vectors"])
def test_a_saudi_tax_code_is_the_authoritys_byte_for_byte(vector: dict[str, Any]) -> None:
    fields = tuple((tag, value) for tag, value in vector["fields"])
    assert encoded(fields) == vector["base64"]
    assert decoded(vector["base64"]) == fields
    assert len(vector["base64"]) == vector.get("length", len(vector["base64"])) <= 500
    if vector["id"] != "Z4":  # its VAT number is none
        assert zatca_payload(facts_of(vector["fields"])) == vector["base64"]


@by_id(argvalues=ZATCA["errors"])
def test_what_is_no_saudi_tax_code_is_refused(vector: dict[str, Any]) -> None:
    if "fields" in vector:
        refused(vector["error"], lambda: zatca_payload(facts_of(vector["fields"])))
    elif "vat" in vector:
        refused(vector["error"], lambda: checked_vat_number(vector["vat"]))
    else:
        refused(vector["error"], lambda: decoded(vector["base64"]))


FACTS = facts_of(ZATCA["vectors"][0]["fields"])


def test_the_time_of_a_saudi_tax_code_is_utc() -> None:
    riyadh = replace(FACTS, issued_at=datetime(2022, 4, 25, 18, 30, tzinfo=timezone(timedelta(hours=3))))
    assert zatca_payload(riyadh) == zatca_payload(FACTS)


@pytest.mark.parametrize("amount", ["1.005", "-1"])
def test_a_saudi_tax_code_has_two_decimals_and_nothing_below_zero(amount: str) -> None:
    refused("E_QR_AMOUNT", lambda: zatca_payload(replace(FACTS, tax_amount=Decimal(amount))))


@pytest.mark.parametrize("payload", ["", "AQ", "AQE=", "AgFB", "AQH/", "////"])
def test_half_a_saudi_tax_code_is_none(payload: str) -> None:
    with pytest.raises(InvoiceError) as refusal:
        decoded(payload)
    assert refusal.value.code in {"E_QR_NOT_TLV", "E_QR_TRUNCATED"}


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=60),
    st.datetimes(datetime(2021, 12, 4), datetime(2077, 1, 1)),  # noqa: DTZ001 - the zone is added
    amounts,
    amounts,
)  # fmt: skip
def test_a_saudi_tax_code_says_what_was_put_in(name: str, at: datetime, total: Decimal, tax: Decimal) -> None:
    payload = zatca_payload(TaxFacts(name, "310122393500003", at.replace(tzinfo=UTC), total, tax))
    fields = dict(decoded(payload))
    assert list(fields) == [1, 2, 3, 4, 5]
    assert fields[3] == f"{at:%Y-%m-%dT%H:%M:%S}Z"
    assert (Decimal(fields[4]), Decimal(fields[5])) == (total, tax)
    assert len(payload) <= 500


# SEPA


def transfer_of(given: dict[str, str]) -> Transfer:
    names = {"rf": "reference", "info": "information"}
    values: dict[str, Any] = {names.get(key, key): value for key, value in given.items()}
    return Transfer(**values | {"amount": Decimal(given["amount"])})


@by_id(argvalues=EPC["vectors"])
def test_a_sepa_code_is_the_banks_line_for_line(vector: dict[str, Any]) -> None:
    payload = epc_payload(transfer_of(vector["input"]))
    assert payload == vector["payload"]
    assert len(payload.encode()) == vector["bytes"]
    assert drawn_version(payload) == vector["qr_version"]


@by_id(argvalues=EPC["errors"])
def test_a_transfer_no_bank_would_take_is_refused(vector: dict[str, Any]) -> None:
    refused(vector["error"], lambda: epc_payload(transfer_of(vector["input"])))


TRANSFER = Transfer("Müller & Söhne", "DE89 3704 0044 0532 0130 00", Decimal("342"))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": Decimal(0)}, "E_EPC_AMOUNT"),
        ({"amount": Decimal("-1")}, "E_EPC_AMOUNT"),
        ({"amount": Decimal("0.001")}, "E_EPC_AMOUNT"),
        ({"amount": Decimal("1.005")}, "E_EPC_AMOUNT"),
        ({"name": " \n "}, "E_EPC_NAME_LEN"),
        ({"text": "x" * 141}, "E_EPC_TEXT_LEN"),
        ({"information": "x" * 71}, "E_EPC_INFO_LEN"),
        ({"text": "ب" * 140, "information": "ب" * 70}, "E_EPC_SIZE"),
        ({"reference": "RF19539007547034"}, "E_RF_CHECK"),
        ({"bic": "COBADE"}, "E_BIC"),
        ({"purpose": "GOODS"}, "E_EPC_PURPOSE"),
        ({"iban": "DE89 3704 0044 0532 013"}, "E_IBAN_CHECK"),
        ({"iban": "GB33BUKB20201555555555"}, "E_EPC_BIC"),
        ({"iban": "CH4431999123000889012", "bic": "KBBECH22"}, "E_EPC_NOT_SEPA"),
    ],
)  # fmt: skip
def test_each_field_of_a_sepa_code_keeps_to_its_limits(changes: dict[str, Any], code: str) -> None:
    refused(code, lambda: epc_payload(replace(TRANSFER, **changes)))


def test_a_sepa_code_with_every_field_has_twelve_lines() -> None:
    full = replace(
        TRANSFER, bic="cobadeffxxx", reference="RF18 5390 0754 7034", purpose="GDDS", information="Thanks"
    )
    assert epc_payload(full).split("\n") == [
        "BCD", "002", "1", "SCT", "COBADEFFXXX", "Müller & Söhne", "DE89370400440532013000", "EUR342.00",
        "GDDS", "RF18539007547034", "", "Thanks",
    ]  # fmt: skip


@given(st.text(max_size=80), st.text(max_size=160), amounts)
def test_nothing_typed_can_add_a_line_to_a_sepa_code(name: str, text: str, amount: Decimal) -> None:
    try:
        lines = epc_payload(replace(TRANSFER, name=name, text=text, amount=amount)).split("\n")
    except InvoiceError:
        return
    assert lines[6:8] == ["DE89370400440532013000", f"EUR{amount:.2f}"]
    assert len(lines) in {8, 11}
    assert drawn_version("\n".join(lines)) <= 13


def test_the_longest_sepa_code_fits_version_13() -> None:
    longest = replace(TRANSFER, name="ü" * 66 + "xx", text="x" * 139)
    assert len(epc_payload(longest).encode()) <= 331
    assert drawn_version("x" * 331) == 13


def drawn_version(payload: str) -> int:
    return int(segno.make_qr(payload, error="M", encoding="utf-8", boost_error=False).version)


# Switzerland


def bill_of(given: dict[str, Any]) -> Bill:
    names = {"no": "building_number", "pcode": "postcode", "city": "town"}
    creditor, debtor = (
        Address(**{names.get(key, key): value for key, value in given[party].items()})
        for party in ("creditor", "debtor")
    )
    return Bill(
        given["iban"],
        creditor,
        Decimal(given["amount"]),
        given["currency"],
        debtor,
        given["ref"],
        given["message"],
    )


@by_id(argvalues=PAYMENTS["swiss_qr"])
def test_a_swiss_code_is_the_banks_line_for_line(vector: dict[str, Any]) -> None:
    assert swiss_payload(bill_of(vector["input"])) == vector["payload"]


BILL = bill_of(PAYMENTS["swiss_qr"][1]["input"])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": Decimal(0)}, "E_SWISS_AMOUNT"),
        ({"amount": Decimal("1000000000")}, "E_SWISS_AMOUNT"),
        ({"currency": "USD"}, "E_SWISS_CURRENCY"),
        ({"iban": "DE89370400440532013000"}, "E_SWISS_IBAN"),
        ({"iban": "CH5800791123000889013"}, "E_IBAN_CHECK"),
        ({"reference": "210000000003139471430009017"}, "E_RF_CHECK"),  # a QR reference needs a QR-IBAN
        ({"iban": "CH4431999123000889012"}, "E_QRR_CHECK"),  # and it needs a QR reference
        ({"iban": "CH4431999123000889012", "reference": "210000000003139471430009018"}, "E_QRR_CHECK"),
        ({"message": "x" * 141}, "E_SWISS_MESSAGE_LEN"),
        ({"message": "شكرًا"}, "E_SWISS_LETTERS"),
        ({"creditor": replace(BILL.creditor, name="x" * 71)}, "E_SWISS_NAME_LEN"),
        ({"creditor": replace(BILL.creditor, town="")}, "E_SWISS_ADDRESS"),
        ({"creditor": replace(BILL.creditor, postcode="1" * 17)}, "E_SWISS_ADDRESS"),
        (
            {
                "creditor": Address("ü" * 70, "ü" * 70, "ü" * 16, "ü" * 16, "ü" * 35, "CH"),
                "debtor": Address("ü" * 70, "ü" * 70, "ü" * 16, "ü" * 16, "ü" * 35, "CH"),
                "message": "ü" * 140,
            },
            "E_SWISS_SIZE",
        ),
    ],
)
def test_each_field_of_a_swiss_code_keeps_to_its_limits(changes: dict[str, Any], code: str) -> None:
    refused(code, lambda: swiss_payload(replace(BILL, **changes)))


def test_a_swiss_bill_for_nobody_in_particular_leaves_the_debtor_empty() -> None:
    lines = swiss_payload(replace(BILL, debtor=None)).split("\r\n")
    assert len(lines) == 31
    assert lines[18:29] == ["100.00", "CHF", *[""] * 7, "SCOR", "RF18539007547034"]
    assert lines[-2:] == ["INV-2026-00042", "EPD"]


@given(st.text(max_size=70), st.text(max_size=35))
def test_nothing_typed_can_add_a_line_to_a_swiss_code(name: str, message: str) -> None:
    try:
        lines = swiss_payload(
            replace(BILL, creditor=replace(BILL.creditor, name=name), message=message)
        ).split("\r\n")
    except InvoiceError:
        return
    assert len(lines) == 31
    assert lines[18] == "100.00"


# Brazil and India


@by_id(argvalues=PAYMENTS["pix"])
def test_a_pix_code_is_the_central_banks_character_for_character(vector: dict[str, Any]) -> None:
    given = vector["input"]
    payment = PixPayment(
        given["key"], given["name"], given["city"], Decimal(given["amount"]) if "amount" in given else None,
        given.get("txid", ""), given.get("info", ""),
    )  # fmt: skip
    assert pix_payload(payment) == vector["payload"]


PIX = PixPayment("pix@loja.example", "São João Café", "São Paulo", Decimal("100"), "INV202600042")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": Decimal(0)}, "E_PIX_AMOUNT"),
        ({"amount": Decimal("10000000000")}, "E_PIX_AMOUNT"),
        ({"name": "x" * 26}, "E_PIX_NAME_LEN"),
        ({"name": "محمصة"}, "E_PIX_NAME_LEN"),
        ({"town": "x" * 16}, "E_PIX_CITY_LEN"),
        ({"information": "x" * 90}, "E_PIX_INFO_LEN"),
        ({"transaction_id": "INV-42"}, "E_PIX_TXID"),
        ({"transaction_id": "x" * 26}, "E_PIX_TXID"),
        ({"key": "123.456.789-09"}, "E_PIX_KEY"),
        ({"key": "a@b\n.example"}, "E_PIX_KEY"),
        ({"key": "são@loja.example"}, "E_PIX_KEY"),  # a letter of two bytes would shift what follows
        ({"key": f"{'x' * 70}@loja.example"}, "E_PIX_KEY"),
    ],
)
def test_each_field_of_a_pix_code_keeps_to_its_limits(changes: dict[str, Any], code: str) -> None:
    refused(code, lambda: pix_payload(replace(PIX, **changes)))


@pytest.mark.parametrize(
    "key",
    ["12345678900", "12345678000195", "12ABC34501DE35", "+5511987654321", "pix@loja.example",
     "123e4567-e12b-12d1-a456-426655440000"],
)  # fmt: skip
def test_every_kind_of_pix_key_is_known(key: str) -> None:
    assert checked_key(f" {key} ") == key
    assert checked_key(key.upper()) == key


@pytest.mark.parametrize(
    "key", ["12345678909", "12345678000195", "12ABC34501DE35", "+5511987654321", "a@b.example"]
)
def test_a_tax_number_as_pix_key_has_its_check_digits(key: str) -> None:
    assert taken_key(key) == key


@pytest.mark.parametrize("key", ["11987654321", "12345678900", "12345678000159", "12ABC34501DE36"])
def test_a_phone_without_its_country_is_no_tax_number(key: str) -> None:
    refused("E_PIX_CHECK", lambda: taken_key(key))


def test_a_pix_code_is_written_without_accents() -> None:
    payload = pix_payload(PIX)
    assert "5913Sao Joao Cafe6009Sao Paulo62160512INV202600042" in payload
    assert payload.isascii()


@given(st.text(max_size=25), st.text(max_size=15), amounts)
def test_a_pix_code_can_be_read_field_by_field(name: str, town: str, amount: Decimal) -> None:
    try:
        payload = pix_payload(replace(PIX, name=name, town=town, amount=amount))
    except InvoiceError:
        return
    fields, at = {}, 0
    while at < len(payload):
        end = at + 4 + int(payload[at + 2 : at + 4])
        fields[payload[at : at + 2]] = payload[at + 4 : end]
        at = end
    assert list(fields) == ["00", "26", "52", "53", "54", "58", "59", "60", "62", "63"]
    assert Decimal(fields["54"]) == amount
    assert 1 <= len(fields["59"]) <= 25
    assert 1 <= len(fields["60"]) <= 15


@by_id(argvalues=PAYMENTS["upi"])
def test_a_upi_link_is_the_published_one(vector: dict[str, Any]) -> None:
    given = vector["input"]
    payment = UpiPayment(given["pa"], given["pn"], Decimal(given["am"]), given["tn"], given.get("tr", ""))
    assert upi_link(payment) == vector["uri"]


UPI = UpiPayment("shop@okaxis", "Chai & Co", Decimal("149.5"), "INV-2026-00042", "INV-2026-00042")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"upi_id": "shop"}, "E_UPI_ID"),
        ({"upi_id": "shop@okaxis&am=1"}, "E_UPI_ID"),
        ({"name": ""}, "E_UPI_NAME_LEN"),
        ({"amount": Decimal(0)}, "E_UPI_AMOUNT"),
        ({"note": "x" * 81}, "E_UPI_NOTE_LEN"),
        ({"reference": "x" * 36}, "E_UPI_REF_LEN"),
    ],
)
def test_each_field_of_a_upi_link_keeps_to_its_limits(changes: dict[str, Any], code: str) -> None:
    refused(code, lambda: upi_link(replace(UPI, **changes)))


def test_nothing_typed_can_change_the_amount_of_a_upi_link() -> None:
    link = upi_link(replace(UPI, name="Mona&am=1", note="50% off #1"))
    assert "pn=Mona%26am%3D1&am=149.50&cu=INR&tn=50%25%20off%20%231&" in link
    assert checked_upi_id(" shop@okaxis ") == "shop@okaxis"


# Accounts, references, links


@pytest.mark.parametrize("vector", PAYMENTS["iban"], ids=lambda vector: vector["iban"])
def test_an_iban_is_checked_by_country_length_and_check_digits(vector: dict[str, Any]) -> None:
    if vector["valid"]:
        assert checked_iban(grouped(vector["iban"]).lower()) == vector["compact"]
    else:
        refused("E_IBAN_CHECK", lambda: checked_iban(vector["iban"]))


@pytest.mark.parametrize("word", ["IBAN ", "IBAN: ", "Iban:"])
def test_an_iban_may_be_copied_with_its_name(word: str) -> None:
    assert checked_iban(f"{word}DE89 3704 0044 0532 0130 00") == "DE89370400440532013000"


@pytest.mark.parametrize(
    "iban", ["MA64011519000001205000534921", "DZ580002100001113000000570", "TN5910006035183598478831"]
)
def test_maghreb_banks_print_ibans_too(iban: str) -> None:
    assert checked_iban(iban) == iban


@pytest.mark.parametrize("text", ["", "x", "DE", "DE89 3704-0044 0532 0130 00", "12", "D" * 5000, "بنك مصر"])
def test_what_is_no_iban_is_refused(text: str) -> None:
    refused("E_IBAN_CHECK", lambda: checked_iban(text))


@given(st.sampled_from([v["iban"] for v in PAYMENTS["iban"] if v["valid"]]), st.data())
def test_one_wrong_digit_in_an_iban_is_noticed(iban: str, data: st.DataObject) -> None:
    at = data.draw(st.sampled_from([i for i, c in enumerate(iban) if c.isdecimal()]))
    digit = data.draw(st.sampled_from(sorted(set("0123456789") - {iban[at]})))
    refused("E_IBAN_CHECK", lambda: checked_iban(iban[:at] + digit + iban[at + 1 :]))


def test_an_iban_is_shown_in_fours() -> None:
    assert grouped("DE89370400440532013000") == "DE89 3704 0044 0532 0130 00"


def test_it_is_known_which_accounts_sepa_reaches_and_which_take_qr_references() -> None:
    assert is_sepa("CH5800791123000889012")
    assert not is_sepa("CH4431999123000889012")
    assert not is_sepa("EG380019000500000000263180002")
    assert is_qr_iban("CH4431999123000889012")
    assert not is_qr_iban("CH5800791123000889012")
    assert not is_qr_iban("LI21088100002324013AA")


@pytest.mark.parametrize("vector", PAYMENTS["rf"], ids=lambda vector: vector["rf"])
def test_a_reference_carries_its_check_digits(vector: dict[str, str]) -> None:
    assert rf_reference(vector["body"]) == vector["rf"]
    assert checked_rf(grouped(vector["rf"]).lower()) == vector["rf"]


@pytest.mark.parametrize(
    "text", ["", "RF", "RF18", "RF19539007547034", "RF١٨539007547034", "DE18539007547034"]
)
def test_a_reference_with_wrong_check_digits_is_refused(text: str) -> None:
    refused("E_RF_CHECK", lambda: checked_rf(text))


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=21))
def test_every_reference_made_is_one_a_bank_accepts(body: str) -> None:
    assert checked_rf(rf_reference(body)) == rf_reference(body)
    digits = "".join(filter(str.isdecimal, body))
    if digits.strip("0"):
        assert len(checked_qr(qr_reference(digits))) == 27


@pytest.mark.parametrize("body", ["", "INV-42", "A" * 22, "فاتورة", "inv42"])
def test_a_reference_is_made_of_letters_and_digits(body: str) -> None:
    refused("E_RF_BODY", lambda: rf_reference(body))
    assert body_of("inv-2026/00042") == "INV202600042"


def test_a_qr_reference_is_made_of_digits() -> None:
    assert qr_reference("21000000000313947143000901") == "210000000003139471430009017"
    for digits in ("", "0", "12a", "1" * 27, "٤٢"):
        refused("E_QRR_BODY", partial(qr_reference, digits))


@pytest.mark.parametrize("bic", ["COBADEFF", "cobadeffxxx", "NBEGEGCX"])
def test_a_bic_has_8_or_11_characters(bic: str) -> None:
    assert checked_bic(bic) == bic.upper()


@pytest.mark.parametrize("vector", PAYMENTS["links"], ids=lambda vector: vector["url"])
def test_an_instapay_link_is_the_apps_own(vector: dict[str, Any]) -> None:
    assert vector["kind"] == "instapay"
    if vector["valid"]:
        assert checked_instapay(vector["url"]) == vector["url"]
        assert instapay_address(vector["url"]) == "coffeeshop@instapay"
    else:
        refused("E_INSTAPAY_LINK", lambda: checked_instapay(vector["url"]))


DUE = Due(Decimal("342"), "EGP", "INV/2026-00042")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://paypal.me/shop/{amount}{currency}", "https://paypal.me/shop/342.00EGP"),
        ("https://pay.example/?a={amount}&n={number}", "https://pay.example/?a=342.00&n=INV%2F2026-00042"),
        (" https://buy.stripe.com/abc ", "https://buy.stripe.com/abc"),
    ],
)
def test_a_payment_link_gets_amount_and_number(link: str, expected: str) -> None:
    assert filled(link, DUE) == expected


def test_a_payment_link_has_the_decimals_of_the_currency() -> None:
    link = "https://pay.example/{amount}"
    assert filled(link, Due(Decimal("7.5"), "KWD", "1")) == "https://pay.example/7.500"
    assert filled(link, Due(Decimal(4671), "JPY", "1")) == "https://pay.example/4671"


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("http://pay.example/1", "E_LINK_FORM"),
        ("javascript:alert(1)", "E_LINK_FORM"),
        ("https://pay.example/a b", "E_LINK_FORM"),
        ("https://متجر.example/", "E_LINK_FORM"),
        ("https://pay.example/\nhttps://thief.example", "E_LINK_FORM"),
        ("https://pay.example/" + "x" * 500, "E_LINK_FORM"),
        ("https://bank.example@thief.example/", "E_LINK_HOST"),
        ("https://pay.example:8443/", "E_LINK_HOST"),
        ("https://localhost/", "E_LINK_HOST"),
        ("https://127.0.0.1/", "E_LINK_HOST"),
        ("https://[::1]/", "E_LINK_HOST"),
        ("https://[/", "E_LINK_HOST"),
        ("https:///path", "E_LINK_HOST"),
        ("https://{number}.example/", "E_LINK_HOST"),
        ("https://pay.example/{total}", "E_LINK_GAP"),
        ("https://pay.example/{amount", "E_LINK_GAP"),
        ("https://pay.example/{amount.real}", "E_LINK_GAP"),
        ("https://pay.example/{{amount}}", "E_LINK_GAP"),
    ],
)
def test_a_payment_link_that_hides_where_it_leads_is_refused(link: str, code: str) -> None:
    refused(code, lambda: checked_link(link))


def test_the_merchant_is_told_whose_page_a_link_opens() -> None:
    assert host_of("https://PayPal.me/shop/{amount}") == "paypal.me"


# Which code


def invoice(currency: str, country: str = "EG", **document: Any) -> InvoiceDocument:
    seller = Party(name="Nile Coffee Roasters", country=country, tax_number=document.pop("tax_number", None))
    basis = {"currency": currency, **document.pop("basis", {})}
    return sample(2, basis=basis, seller=seller, **{"title": "simplified_tax_invoice", **document})


PAYEE = Payee(
    iban="DE89370400440532013000",
    pix_key="pix@loja.example",
    town="São José dos Campos",
    upi_id="shop@okaxis",
    instapay_link="https://ipn.eg/S/coffeeshop/instapay/7NdOtO",
    payment_link="https://paypal.me/shop/{amount}{currency}",
)
QR_IBAN = "CH4431999123000889012"
SWISS = PAYEE.model_copy(update={"iban": "CH5800791123000889012", "postcode": "2501", "town": "Biel"})


@pytest.mark.parametrize(
    ("currency", "payee", "kind"),
    [
        ("EUR", PAYEE, Kind.EPC),
        ("BRL", PAYEE, Kind.PIX),
        ("INR", PAYEE, Kind.UPI),
        ("EGP", PAYEE, Kind.INSTAPAY),
        ("USD", PAYEE, Kind.LINK),
        ("KWD", PAYEE, Kind.LINK),
        ("CHF", PAYEE, Kind.LINK),
        ("CHF", SWISS, Kind.SWISS),
        ("EUR", SWISS, Kind.SWISS),
        ("EUR", SWISS.model_copy(update={"town": None, "bic": "KBBECH22"}), Kind.EPC),
        ("EUR", SWISS.model_copy(update={"town": None}), Kind.LINK),
        ("EUR", SWISS.model_copy(update={"town": None, "bic": "KBBECH22", "iban": QR_IBAN}), Kind.LINK),
        ("CHF", SWISS.model_copy(update={"account_name": "محمصة النيل"}), Kind.LINK),
        ("EUR", PAYEE.model_copy(update={"iban": "EG380019000500000000263180002"}), Kind.LINK),
        ("EUR", PAYEE.model_copy(update={"preferred": Kind.LINK}), Kind.LINK),
        ("EGP", PAYEE.model_copy(update={"preferred": Kind.EPC}), Kind.INSTAPAY),
        ("EGP", PAYEE.model_copy(update={"preferred": Kind.ZATCA}), Kind.INSTAPAY),
    ],
)
def test_the_code_follows_the_currency_and_the_settings(currency: str, payee: Payee, kind: Kind) -> None:
    code = code_for(invoice(currency), payee)
    assert code is not None
    assert code.kind is kind


@pytest.mark.parametrize("currency", ["EUR", "BRL", "INR", "EGP", "CHF"])
def test_a_merchant_without_settings_has_no_code(currency: str) -> None:
    assert code_for(invoice(currency), Payee()) is None


def test_a_swiss_code_carries_the_number_as_a_reference_the_bank_checks() -> None:
    code = payment_code_for(invoice("CHF", "CH"), SWISS)
    assert code is not None
    assert code.payload.split("\r\n")[27:30] == ["SCOR", "RF36INV202600042", "INV-2026-00042"]
    qr_iban = SWISS.model_copy(update={"iban": "CH4431999123000889012"})
    code = payment_code_for(invoice("CHF", "CH"), qr_iban)
    assert code is not None
    assert code.payload.split("\r\n")[27:29] == ["QRR", "000000000000000002026000429"]


def test_an_invoice_that_is_paid_has_no_code_to_pay_it() -> None:
    total = invoice("EUR").totals.payable_amount
    assert payment_code_for(invoice("EUR", basis={"prepaid_amount": total}), PAYEE) is None


def test_a_name_too_long_for_a_code_is_cut_as_the_account_decides() -> None:
    code = payment_code_for(invoice("BRL"), PAYEE.model_copy(update={"account_name": "Café " * 9}))
    assert code is not None
    assert "5924Cafe Cafe Cafe Cafe Cafe6015Sao Jose dos Ca" in code.payload


def test_a_saudi_merchant_registered_for_vat_prints_the_tax_code() -> None:
    document = invoice("SAR", "SA", tax_number="310122393500003", basis={"prepaid_amount": Decimal(1)})
    code = code_for(document, PAYEE)
    assert code is not None
    fields = dict(decoded(code.payload))
    assert code.kind is Kind.ZATCA
    assert fields == {
        1: "Nile Coffee Roasters", 2: "310122393500003", 3: "2026-11-22T09:30:00Z",
        4: str(document.totals.tax_inclusive_amount), 5: str(document.totals.tax_amount),
    }  # fmt: skip


def test_only_a_tax_invoice_of_a_saudi_seller_with_a_vat_number_has_the_tax_code() -> None:
    assert tax_code_for(invoice("SAR", "EG", tax_number="310122393500003")) is None
    assert tax_code_for(invoice("SAR", "SA")) is None
    assert tax_code_for(invoice("SAR", "SA", tax_number="310-122-393")) is None
    assert tax_code_for(invoice("KWD", "SA", tax_number="310122393500003")) is None
    assert tax_code_for(invoice("SAR", "SA", tax_number="310122393500003", title="invoice")) is None


def test_the_tax_code_of_phase_one_ends_where_phase_two_begins() -> None:
    document = invoice("SAR", "SA", tax_number="310122393500003")
    assert tax_code_for(document, einvoice_since=date(2026, 11, 23)) is not None
    assert tax_code_for(document, einvoice_since=date(2026, 11, 22)) is None
    code = code_for(document, PAYEE, einvoice_since=date(2026, 11, 22))
    assert code is not None
    assert code.kind is Kind.LINK


def test_every_code_has_its_caption_in_both_languages() -> None:
    keys = {Code(kind, "").caption_key for kind in Kind}
    assert set(CAPTIONS["en"]) == set(CAPTIONS["ar"]) == keys


def test_a_code_on_a_screen_can_be_tapped_where_it_is_a_link() -> None:
    assert Code(Kind.LINK, "https://paypal.me/shop").link == "https://paypal.me/shop"
    assert Code(Kind.UPI, upi_link(UPI)).link == upi_link(UPI)
    assert Code(Kind.EPC, epc_payload(TRANSFER)).link is None


@given(
    st.sampled_from(["EUR", "CHF", "BRL", "INR", "EGP", "SAR"]), st.text(max_size=300), st.text(max_size=40)
)
def test_no_name_and_no_setting_keeps_an_invoice_from_being_issued(
    currency: str, name: str, text: str
) -> None:
    payee = Payee(
        account_name=name, iban=text, town=text, postcode=text, pix_key=text, upi_id=text, instapay_link=text,
        payment_link=text,
    )  # fmt: skip
    assert code_for(DOCUMENTS[currency], payee) is None
    code_for(
        DOCUMENTS[currency], SWISS.model_copy(update={"account_name": name, "street": text, "town": text})
    )


DOCUMENTS = {currency: invoice(currency) for currency in ("EUR", "CHF", "BRL", "INR", "EGP", "SAR")}
