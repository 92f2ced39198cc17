"""SMS by Twilio's SDK over real sockets: what the customer gets, and what is known when something goes wrong."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from twilio.request_validator import RequestValidator

from bot.delivery.sms import SmsTransport, signature_ok
from bot.delivery.sms_codes import failure_reason
from bot.delivery.transport import REASONS, DeliveryError, Message, OutcomeUnknownError
from bot.demo.smsgateway import SmsGateway
from bot.settings import Settings
from bot.web.serving import serving

SID, TOKEN = "AC" + "1" * 32, "secret-token"
SARA = "+201001234567"


def settings(address: str, **changes: Any) -> Settings:
    values: dict[str, Any] = {
        "twilio_account_sid": SID,
        "twilio_auth_token": TOKEN,
        "twilio_from": "+15005550006",
        "twilio_api_url": address,
        "send_timeout": 5,
    }
    return Settings(_env_file=None, **{**values, **changes})


def message(delivery: str = "7k", recipient: str = SARA) -> Message:
    text = f"Coffee Shop: invoice INV-2026-00042, EGP 342.00. https://inv.example/i/7Qm2?d={delivery}"
    return Message(int(delivery, 36), recipient, text)


@dataclass
class Line:
    """A gateway that is listening, and a transport that uses it."""

    gateway: SmsGateway
    address: str

    def transport(self, **changes: Any) -> SmsTransport:
        return SmsTransport(settings(self.address, **changes))


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    gateway = SmsGateway(SID, TOKEN)
    async with serving(gateway.app) as address:
        yield Line(gateway, address)


async def error_of(transport: SmsTransport, post: Message) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await transport.send(post)
    assert caught.value.reason in REASONS
    return caught.value


async def test_the_customer_gets_the_text_and_we_get_twilios_reference(line: Line) -> None:
    sid = await line.transport(public_url="http://127.0.0.1:9").send(message())
    sms = await line.gateway.wait_for(SARA)
    assert (sms.sid, sms.body, sms.sender) == (sid, message().text, "+15005550006")
    assert sms.status_callback == f"http://127.0.0.1:9/twilio/status?delivery={int('7k', 36)}"


async def test_a_messaging_service_sends_in_place_of_a_number(line: Line) -> None:
    service = "MG" + "2" * 32
    await line.transport(twilio_from=service).send(message())
    assert line.gateway.messages[0].resource()["messaging_service_sid"] == service


async def test_environment_of_the_sdk_does_not_move_the_server(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    assert await line.transport().send(message())


async def test_twilio_is_not_told_of_an_address_it_cannot_reach() -> None:
    here = SmsTransport(settings("https://api.twilio.com", public_url="http://127.0.0.1:8080"))
    there = SmsTransport(settings("https://api.twilio.com", public_url="https://inv.example"))
    assert here._callback(7) == {}
    assert there._callback(7) == {"status_callback": "https://inv.example/twilio/status?delivery=7"}


@pytest.mark.parametrize(
    ("ending", "reason", "permanent"),
    [
        ("0001", "number_invalid", True),
        ("0002", "region", True),
        ("0003", "region", True),
        ("0004", "opted_out", True),
        ("0009", "number_not_mobile", True),
    ],
)
async def test_twilios_own_test_numbers_give_their_reasons(
    line: Line, ending: str, reason: str, permanent: bool
) -> None:
    number = f"+1500555{ending}"
    error = await error_of(line.transport(), message(recipient=number))
    assert (error.reason, error.permanent) == (reason, permanent)
    assert number not in error.detail
    assert not line.gateway.messages


@pytest.mark.parametrize(
    ("sender", "reason"),
    [("+15005550001", "provider"), ("+15005550007", "provider"), ("+15005550008", "rate")],
)
async def test_a_sender_that_is_not_ours_is_for_the_admins_to_mend(
    line: Line, sender: str, reason: str
) -> None:
    error = await error_of(line.transport(twilio_from=sender), message())
    assert (error.reason, error.permanent) == (reason, False)


async def test_a_wrong_token_is_for_the_admins_to_mend(line: Line) -> None:
    wrong = line.transport(twilio_auth_token="wrong")
    error = await error_of(wrong, message())
    assert (error.reason, error.permanent) == ("login", False)
    with pytest.raises(DeliveryError, match="login"):
        await wrong.check()


async def test_being_too_fast_tells_how_long_to_wait(line: Line) -> None:
    line.gateway.faults.add(429, 20429, retry_after=7)
    error = await error_of(line.transport(), message())
    assert (error.reason, error.permanent, error.retry_after) == ("rate", False, 7)


async def test_a_closed_door_is_a_temporary_failure(line: Line) -> None:
    line.gateway.faults.add(503)
    error = await error_of(line.transport(), message())
    assert (error.reason, error.permanent) == ("provider", False)


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_an_error_inside_twilio_leaves_the_outcome_unknown(line: Line, status: int) -> None:
    line.gateway.faults.add(status)
    with pytest.raises(OutcomeUnknownError):
        await line.transport().send(message())


async def test_nobody_listening_is_a_temporary_failure() -> None:
    async with serving(SmsGateway(SID, TOKEN).app) as address:
        transport = SmsTransport(settings(address))
    error = await error_of(transport, message())
    assert (error.reason, error.permanent) == ("provider", False)


async def test_a_lost_answer_is_unknown_and_found_again(line: Line) -> None:
    start = datetime.now(UTC)
    line.gateway.faults.add(drop_answer=True)
    with pytest.raises(OutcomeUnknownError):
        await line.transport().send(message())
    assert line.gateway.received == 1
    assert await line.transport().find(message(), start) == line.gateway.messages[0].sid


async def test_an_answer_that_comes_too_late_is_unknown_and_never_posted_twice(line: Line) -> None:
    line.gateway.faults.add(delay=0.6)
    with pytest.raises(OutcomeUnknownError):
        await line.transport(send_timeout=0.4).send(message())
    assert line.gateway.received == 1


async def test_what_never_arrived_is_not_found(line: Line) -> None:
    await line.transport().send(message("7j"))
    assert await line.transport().find(message("7k"), datetime.now(UTC)) is None


async def test_the_same_invoice_sent_twice_on_purpose_is_told_apart(line: Line) -> None:
    first = await line.transport().send(message("7k"))
    second = await line.transport().send(message("7l"))
    start = datetime.now(UTC)
    assert await line.transport().find(message("7k"), start) == first
    assert await line.transport().find(message("7l"), start) == second
    assert await line.transport().find(message("7"), start) is None


async def test_a_message_of_an_earlier_life_is_not_taken_for_this_one(line: Line) -> None:
    await line.transport().send(message())
    line.gateway.messages[0].created_at -= timedelta(days=1)
    line.gateway.messages[0].sent_at = line.gateway.messages[0].created_at
    assert await line.transport().find(message(), datetime.now(UTC)) is None


async def test_it_is_found_among_many_pages_and_while_it_is_still_queued(line: Line) -> None:
    sid = await line.transport().send(message())
    for n in range(120):
        await line.gateway.accept({"To": SARA, "From": "+1", "Body": f"other {n}"})
    assert await line.transport().find(message(), datetime.now(UTC)) == sid
    line.gateway.messages[0].sent_at = None
    assert await line.transport().find(message(), datetime.now(UTC)) == sid


async def test_a_question_that_fails_is_not_an_answer(line: Line) -> None:
    line.gateway.faults.add(500, method="GET")
    with pytest.raises(DeliveryError, match="provider"):
        await line.transport().find(message(), datetime.now(UTC))


async def test_the_account_is_read_for_doctor(line: Line) -> None:
    assert await line.transport().check() == "Twilio account Demo, sender +15005550006"


@pytest.mark.parametrize(
    ("code", "reason", "permanent"),
    [
        ("30003", "number_unreachable", False),
        ("30004", "carrier", True),
        ("30005", "number_invalid", True),
        ("30006", "number_not_mobile", True),
        ("30007", "carrier", True),
        ("30008", "provider", False),
        (99999, "provider", True),
        ("", "provider", False),
        (None, "provider", False),
    ],
)
def test_a_callbacks_code_says_why_it_did_not_arrive(
    code: int | str | None, reason: str, permanent: bool
) -> None:
    assert failure_reason(code) == (reason, permanent)


def test_only_twilios_signature_for_our_public_address_counts() -> None:
    ours = settings("https://api.twilio.com", public_url="https://inv.example")
    path, form = (
        "/twilio/status?delivery=7",
        {"MessageSid": "SM1", "MessageStatus": "delivered", "To": "+20…"},
    )
    good = RequestValidator(TOKEN).compute_signature(f"https://inv.example{path}", form)
    assert signature_ok(ours, path, form, good)
    assert not signature_ok(ours, "/twilio/status?delivery=8", form, good)
    assert not signature_ok(ours, path, {**form, "MessageStatus": "failed"}, good)
    assert not signature_ok(ours, path, form, "")
    assert not signature_ok(ours, path, form, RequestValidator("other").compute_signature(path, form))
    assert not signature_ok(Settings(_env_file=None, twilio_auth_token=None), path, form, good)
