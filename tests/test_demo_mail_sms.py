"""The demo's mailbox and SMS gateway behave like the real ones, and show what they got."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.header import Header
from email.message import EmailMessage
from typing import Any

import aiosmtplib
import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from twilio.request_validator import RequestValidator

from bot.demo.mailbox import Mailbox
from bot.demo.sms_progress import Callbacks
from bot.demo.smsgateway import SmsGateway
from bot.web.serving import serving

SID, TOKEN = "AC" + "1" * 32, "secret-token"
MESSAGES = f"/2010-04-01/Accounts/{SID}/Messages.json"


async def post(mailbox: Mailbox, to: str) -> str:
    """A mail in one go; returns the server's answer."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@inv.example", to, "فاتورة INV-1"
    mail["Message-ID"] = "<1@inv.example>"
    mail.set_content("Hello")
    mail.add_alternative("<p>مرحبًا</p>", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="INV-1.pdf")
    try:
        return (await aiosmtplib.send(mail, hostname=mailbox.host, port=mailbox.port, timeout=5))[1]
    except aiosmtplib.SMTPRecipientsRefused as error:
        return f"{error.recipients[0].code} {error.recipients[0].message}"
    except aiosmtplib.SMTPResponseException as error:
        return f"{error.code} {error.message}"
    except aiosmtplib.SMTPServerDisconnected:
        return "lost"


@pytest.mark.parametrize(
    ("name", "answers", "kept"),
    [
        ("sara", ["2.0.0"], 1),
        ("unknown", ["550 5.1.1"], 0),
        ("full", ["552 5.2.2"], 0),
        ("refused", ["550 5.7.1"], 0),
        ("big", ["552 5.3.4"], 0),
        ("later", ["451 4.7.1", "451 4.7.1", "2.0.0", "451 4.7.1"], 1),
        ("lost", ["lost", "2.0.0"], 2),
        ("full+sara", ["552 5.2.2"], 0),
    ],
)
async def test_each_magic_address_does_what_its_name_says(name: str, answers: list[str], kept: int) -> None:
    async with Mailbox() as mailbox:
        for answer in answers:
            assert (await post(mailbox, f"{name}@shop.example")).startswith(answer)
        assert len(mailbox.mails) == kept


async def test_the_page_shows_a_mail_its_html_and_its_pdf() -> None:
    async with Mailbox() as mailbox, serving(Starlette(routes=mailbox.routes)) as address:
        await post(mailbox, "sara@shop.example")
        async with httpx.AsyncClient(base_url=address) as browser:
            (shown,) = (await browser.get("/demo/mail")).json()
            one = (await browser.get(f"/demo/mail/{shown['number']}")).json()
            html = await browser.get("/demo/mail/1/html")
            file = await browser.get("/demo/mail/1/attachments/0")
            raw = await browser.get("/demo/mail/1/raw")
            missing = [await browser.get(f"/demo/mail/{path}") for path in ("2", "1/attachments/1")]
    assert (shown["to"], shown["subject"]) == (["sara@shop.example"], "فاتورة INV-1")
    assert shown["attachments"] == [{"filename": "INV-1.pdf", "media_type": "application/pdf", "size": 4}]
    assert one["text"].strip() == "Hello"
    assert ["Message-ID", "<1@inv.example>"] in one["headers"]
    assert "مرحبًا" in html.text
    assert "sandbox" in html.headers["Content-Security-Policy"]
    assert (file.content, file.headers["Content-Type"]) == (b"%PDF", "application/pdf")
    assert raw.content == mailbox.mails[0].content
    assert [answer.status_code for answer in missing] == [404, 404]


async def test_a_long_arabic_name_is_shown_without_a_gap_inside_its_words() -> None:
    name = "ستوديو سلمى للتصميم والطباعة والإعلان والتسويق الرقمي في القاهرة والإسكندرية"
    head = (
        f"From: {Header(name, 'utf-8', header_name='From').encode()} <a@inv.example>\nSubject: Hello\n\nHello"
    )
    async with Mailbox() as mailbox, serving(Starlette(routes=mailbox.routes)) as address:
        await aiosmtplib.send(
            head,
            sender="a@inv.example",
            recipients=["sara@shop.example"],
            hostname=mailbox.host,
            port=mailbox.port,
        )
        async with httpx.AsyncClient(base_url=address) as browser:
            (shown,) = (await browser.get("/demo/mail")).json()
            one = (await browser.get("/demo/mail/1")).json()
    assert shown["from"] == f"{name} <a@inv.example>"
    assert ["From", shown["from"]] in one["headers"]


async def test_waiting_for_a_mail_that_does_not_come_ends() -> None:
    async with Mailbox() as mailbox:
        with pytest.raises(TimeoutError):
            await mailbox.wait_for("nobody@shop.example", seconds=0.05)


async def test_a_mailbox_closes_under_an_open_conversation() -> None:
    async with Mailbox() as mailbox:
        client = aiosmtplib.SMTP(hostname=mailbox.host, port=mailbox.port, timeout=5, start_tls=False)
        await client.connect()
    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await client.noop()


@dataclass
class Bot:
    """Where callbacks arrive: their address, and what came with its signature's verdict."""

    address: str
    got: list[tuple[dict[str, Any], bool]]

    def callback(self) -> str:
        return f"{self.address}/twilio/status?delivery=7"


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    got: list[tuple[dict[str, Any], bool]] = []

    async def status(request: Request) -> Response:
        form = dict(await request.form())
        signature = request.headers["X-Twilio-Signature"]
        got.append((form, RequestValidator(TOKEN).validate(str(request.url), form, signature)))
        return Response(status_code=204)

    async with serving(Starlette(routes=[Route("/twilio/status", status, methods=["POST"])])) as address:
        yield Bot(address, got)


async def states_told(bot: Bot, number: str, how: Callbacks) -> list[tuple[str, str | None]]:
    gateway = SmsGateway(SID, TOKEN, how)
    async with gateway.running():
        form = {"To": number, "From": "Sanad", "Body": "hi", "StatusCallback": bot.callback()}
        await gateway.accept(form)
        await gateway.wait_for(number, final=True)
    assert all(signed for _, signed in bot.got)
    return [(form["MessageStatus"], form.get("ErrorCode")) for form, _ in bot.got]


async def test_callbacks_are_signed_and_tell_the_journey(bot: Bot) -> None:
    assert await states_told(bot, "+201001234567", Callbacks(0.001)) == [("sent", None), ("delivered", None)]


async def test_callbacks_may_come_twice_and_backwards(bot: Bot) -> None:
    told = await states_told(bot, "+201001234567", Callbacks(0.001, repeats=2, reverse=True))
    assert told == [("delivered", None)] * 2 + [("sent", None)] * 2


@pytest.mark.parametrize(("ending", "code"), [("0010", "30003"), ("0011", "30007"), ("0012", "30006")])
async def test_some_numbers_are_never_reached(bot: Bot, ending: str, code: str) -> None:
    told = await states_told(bot, f"+20101555{ending}", Callbacks(0.001))
    assert told == [("sent", None), ("undelivered", code)]


@pytest.fixture
async def twilio() -> AsyncIterator[httpx.AsyncClient]:
    gateway = SmsGateway(SID, TOKEN)
    async with (
        serving(gateway.app) as address,
        httpx.AsyncClient(base_url=address, auth=(SID, TOKEN)) as client,
    ):
        yield client


@pytest.mark.parametrize(("left_out", "code"), [("To", 21604), ("From", 21603), ("Body", 21602)])
async def test_a_missing_field_is_refused_as_twilio_does(
    twilio: httpx.AsyncClient, left_out: str, code: int
) -> None:
    form = {"To": "+201001234567", "From": "+15005550006", "Body": "hi"}
    answer = await twilio.post(
        MESSAGES, data={name: value for name, value in form.items() if name != left_out}
    )
    assert (answer.status_code, answer.json()["code"]) == (400, code)


async def test_a_strangers_token_opens_nothing(twilio: httpx.AsyncClient) -> None:
    answers = [
        await twilio.get(MESSAGES, auth=(SID, "wrong")),
        await twilio.get(MESSAGES.replace("1111", "2222")),
        await twilio.post(MESSAGES, auth=("AC2", TOKEN)),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(401, 20003)] * 3


async def test_the_page_shows_what_an_sms_costs(twilio: httpx.AsyncClient) -> None:
    form = {"To": "+201001234567", "From": "Sanad", "Body": "ب" * 71}
    created = await twilio.post(MESSAGES, data=form)
    assert (created.status_code, created.json()["num_segments"]) == (201, "2")
    (shown,) = (await twilio.get("/demo/sms")).json()
    assert (shown["encoding"], shown["units"], shown["segments"]) == ("UCS-2", 71, 2)
    fetched = await twilio.get(f"/2010-04-01/Accounts/{SID}/Messages/{created.json()['sid']}.json")
    assert fetched.json()["body"] == form["Body"]


async def test_a_busy_number_is_accepted_at_the_third_try(twilio: httpx.AsyncClient) -> None:
    form = {"To": "+201015550014", "From": "Sanad", "Body": "hi"}
    answers = [await twilio.post(MESSAGES, data=form) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 429, 201]
    assert answers[0].headers["Retry-After"] == "1"


async def test_the_list_is_paged_newest_first(twilio: httpx.AsyncClient) -> None:
    for n in range(5):
        await twilio.post(MESSAGES, data={"To": "+201001234567", "From": "Sanad", "Body": str(n)})
    page = (await twilio.get(MESSAGES, params={"PageSize": 2})).json()
    bodies = [sms["body"] for sms in page["messages"]]
    while page["next_page_uri"]:
        page = (await twilio.get(page["next_page_uri"])).json()
        bodies += [sms["body"] for sms in page["messages"]]
    assert bodies == ["4", "3", "2", "1", "0"]
