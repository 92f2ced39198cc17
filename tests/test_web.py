"""The door to the outside: limits, refusals, Twilio's reports, health."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from structlog.testing import capture_logs
from twilio.request_validator import RequestValidator

from bot.database import Database
from bot.web.limits import Buckets, client_key
from models.delivery import Channel, Delivery, State
from tests.browsing import PUBLIC_URL, TWILIO_TOKEN, Chat, browsing, fresh_database
from tests.issued import NOW, TOKEN, document, store


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Database]:
    """A shop whose kind of database makes no difference."""
    async with fresh_database(tmp_path) as database:
        yield database


async def sent_sms(database: Database) -> int:
    """A delivery Twilio has taken as SM1; its id."""
    invoice = await store(database, document())
    async with database.writing() as session:
        delivery = Delivery(
            merchant_id=invoice.merchant_id, invoice_id=invoice.key, channel=Channel.SMS, recipient="+201001234567",
            state=State.SENT, attempts=1, fence=1, next_at=NOW, provider_ref="SM1", requested_by="Mona",
            created_at=NOW, sent_at=NOW + timedelta(seconds=2),
        )  # fmt: skip
        session.add(delivery)
    return delivery.key


async def twilio_reports(
    client: httpx.AsyncClient, delivery: object, status: str, signature: str | None = None, **more: str
) -> httpx.Response:
    path = f"/twilio/status?delivery={delivery}"
    form = {"MessageSid": "SM1", "MessageStatus": status, "To": "+201001234567", **more}
    signed = RequestValidator(TWILIO_TOKEN).compute_signature(PUBLIC_URL + path, form)
    headers = [(b"X-Twilio-Signature", (signed if signature is None else signature).encode())]
    return await client.post(path, data=form, headers=headers)


async def delivery_row(database: Database, delivery_id: int) -> Delivery:
    async with database.reading() as session:
        found = await session.get(Delivery, delivery_id)
    assert found
    return found


async def test_the_chat_hears_once_that_the_sms_has_arrived(database: Database) -> None:
    delivery, chat = await sent_sms(database), Chat()
    async with browsing(database, chat=chat) as client:
        answers = [await twilio_reports(client, delivery, "delivered") for _ in range(3)]
    assert {answer.status_code for answer in answers} == {204}
    assert (chat.news, chat.woken) == ([State.DELIVERED], 1)
    assert (await delivery_row(database, delivery)).state == State.DELIVERED


async def test_the_reason_of_a_lost_sms_is_kept(shop: Database) -> None:
    delivery = await sent_sms(shop)
    async with browsing(shop) as client:
        await twilio_reports(client, delivery, "undelivered", ErrorCode="30003")
    row = await delivery_row(shop, delivery)
    assert (row.state, row.reason) == (State.FAILED, "number_unreachable")


@pytest.mark.parametrize("signature", ["", "AAAA", "ü"])
async def test_reports_that_twilio_did_not_sign_are_refused(shop: Database, signature: str) -> None:
    delivery, chat = await sent_sms(shop), Chat()
    async with browsing(shop, chat=chat) as client:
        answer = await twilio_reports(client, delivery, "delivered", signature)
        unsigned = await client.post(
            f"/twilio/status?delivery={delivery}", data={"MessageStatus": "delivered"}
        )
    assert (answer.status_code, unsigned.status_code) == (403, 403)
    assert chat.news == []
    assert (await delivery_row(shop, delivery)).state == State.SENT


async def test_without_a_twilio_account_nobody_can_report(shop: Database) -> None:
    delivery = await sent_sms(shop)
    async with browsing(shop, twilio_auth_token=None) as client:
        assert (await twilio_reports(client, delivery, "delivered")).status_code == 403


async def test_reports_on_deliveries_we_do_not_know_are_harmless(database: Database) -> None:
    async with browsing(database) as client:
        for delivery in ("999", "x", "", "9" * 30, "9" * 15, "-1", "%D9%A1", "%00"):
            assert (await twilio_reports(client, delivery, "delivered")).status_code == 204
        assert (await twilio_reports(client, 1, "no-such-status", MessageSid="\x00")).status_code == 204


async def test_twilio_is_asked_to_come_again_when_the_database_fails(database: Database) -> None:
    async with database.writing() as session:
        await (await session.connection()).execute(text("ALTER TABLE delivery RENAME TO lost"))
    async with browsing(database) as client:
        answer = await twilio_reports(client, 1, "delivered")
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0


async def test_twilio_sends_small_forms_only(shop: Database) -> None:
    async with browsing(shop) as client:
        large = await client.post("/twilio/status?delivery=1", data={"Body": "x" * 70_000})
        json = await client.post("/twilio/status?delivery=1", json={})
        read = await client.get("/twilio/status?delivery=1")
    assert (large.status_code, json.status_code, read.status_code) == (413, 415, 405)


async def test_health_tells_what_is_missing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async with browsing(database) as client:
        alive, ready = await client.get("/healthz"), await client.get("/readyz")
        monkeypatch.setattr("bot.rendering.fonts.FOLDERS", (Path("/nowhere"),))
        fontless = await client.get("/readyz")
    assert (alive.status_code, alive.text) == (200, "ok")
    assert (ready.status_code, ready.text) == (200, "ok")
    assert (fontless.status_code, fontless.text) == (503, "missing: fonts")


async def test_without_a_database_the_process_lives_but_is_not_ready(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    database = Database(f"sqlite:///{folder}/sanad.db")
    folder.rmdir()
    async with browsing(database) as client:
        alive, ready = await client.get("/healthz"), await client.get("/readyz")
        page = await client.get(f"/i/{TOKEN}")
    assert (alive.status_code, ready.status_code, ready.text) == (200, 503, "missing: database")
    assert page.status_code == 503
    assert "We cannot answer right now" in page.text
    await database.close()


async def test_paths_that_do_not_exist_and_methods_that_make_no_sense_are_refused(shop: Database) -> None:
    async with browsing(shop) as client:
        for path in ("/", "/admin", "/healthz/", "/I/x", "/favicon.ico"):
            assert (await client.get(path)).status_code == 404
        assert (await client.post(f"/i/{TOKEN}")).status_code == 405
        assert (await client.delete("/healthz")).status_code == 405
        lost = await client.get("/nothing?secret=1")
    assert (lost.text, lost.headers["content-type"]) == ("Not Found", "text/plain; charset=utf-8")
    assert lost.headers["x-content-type-options"] == "nosniff"


async def echo(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


async def test_no_body_may_be_larger_than_a_megabyte(shop: Database) -> None:
    async def dripping() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 64 * 1024

    async with browsing(shop, extra_routes=[Route("/echo", echo, methods=["POST"])]) as client:
        fits = await client.post("/echo", content=b"x" * 1024 * 1024)
        announced = await client.post("/echo", content=b"x" * (1024 * 1024 + 1))
        streamed = await client.post("/echo", content=dripping())
    assert (fits.status_code, fits.text) == (200, str(1024 * 1024))
    assert (announced.status_code, streamed.status_code) == (413, 413)


async def test_a_bug_becomes_a_page_with_a_reference_and_a_log_line_without_contents(
    shop: Database,
) -> None:
    async def broken(_request: Request) -> Response:
        raise KeyError("ahmed@customer.example")

    async with browsing(shop, extra_routes=[Route("/broken/{token}", broken)]) as client:
        with capture_logs() as logs:
            answer = await client.get("/broken/secret-token")
    (line,) = logs
    assert answer.status_code == 500
    assert line["reference"] in answer.text
    assert (line["error"], line["endpoint"]) == ("KeyError", "broken")
    assert "ahmed" not in answer.text + str(logs)
    assert "secret-token" not in answer.text + str(logs)


async def test_who_asks_too_often_is_told_when_to_come_again(shop: Database) -> None:
    async with browsing(shop) as client:
        answers = [await client.get("/i/x") for _ in range(130)]
        assert (await client.get("/healthz")).status_code == 200
    assert [answer.status_code for answer in answers[:100]] == [404] * 100
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert "Too many requests" in answers[-1].text


@pytest.mark.parametrize(("trusted", "others_served"), [(True, 404), (False, 429)])
async def test_a_forwarded_address_counts_only_behind_our_proxy(
    shop: Database, trusted: bool, others_served: int
) -> None:
    async with browsing(shop, trust_proxy=trusted) as client:
        for spoofed in range(500):  # on a slow machine the bucket fills while it is emptied
            asked = await client.get("/i/x", headers={"X-Forwarded-For": f"10.0.0.{spoofed}, 203.0.113.5"})
            if asked.status_code == 429:
                break
        same = await client.get("/i/x", headers={"X-Forwarded-For": "203.0.113.5"})
        other = await client.get("/i/x", headers={"X-Forwarded-For": "203.0.113.5, 198.51.100.7"})
    assert (same.status_code, other.status_code) == (429, others_served)


def test_a_bucket_fills_again_and_forgets_the_oldest_beyond_its_capacity() -> None:
    now = 0.0
    buckets = Buckets(burst=2, per_second=0.5, capacity=2, clock=lambda: now)
    assert [buckets.take("a") for _ in range(3)] == [0, 0, 2]
    now = 2.0
    assert (buckets.take("a"), buckets.take("a")) == (0, 2)
    for key in ("b", "c"):
        buckets.take(key)
    assert len(buckets) == 2
    assert buckets.take("a") == 0


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.5", "203.0.113.5"), ("::ffff:203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"), ("nonsense" * 100, "unknown"), ("", "unknown"),
    ],
)  # fmt: skip
def test_one_customer_has_one_key_however_many_addresses(address: str, key: str) -> None:
    scope: dict[str, Any] = {"type": "http", "client": (address, 1), "headers": []}
    assert client_key(scope, trust_proxy=False) == key
