"""E-mail over real sockets: what the customer gets, and what is known when something goes wrong."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import compat32
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
import trustme

from bot.delivery.email import EmailTransport
from bot.delivery.letter import letter
from bot.delivery.transport import REASONS, Attachment, DeliveryError, Message, OutcomeUnknownError
from bot.demo.mail_faults import Phase
from bot.demo.mailbox import Mailbox
from bot.rendering.messages import email_message
from bot.settings import Settings
from tests.issued import ARABIC_LINES, document

PDF = b"%PDF-1.7 " + bytes(range(256)) * 40


def message(recipient: str = "sara@shop.example", **changes: Any) -> Message:
    values: dict[str, Any] = {
        "delivery_id": 7,
        "recipient": recipient,
        "subject": "Invoice INV-2026-00042 from Coffee Shop: EGP 342.00, due 29 Nov 2026",
        "text": "Hello,\n.a line that starts with a dot\n" + "long " * 300,
        "html": "<p>" + "مرحبًا " * 300,
        "sender_name": "Coffee Shop via Sanad",
        "reply_to": "owner@coffee.example",
        "message_id": "<7.k3f@inv.example>",
        "attachment": Attachment("INV-2026-00042.pdf", PDF),
    }
    return Message(**{**values, **changes})


def settings(mailbox: Mailbox, **changes: Any) -> Settings:
    values: dict[str, Any] = {
        "smtp_host": "localhost",
        "smtp_port": mailbox.port,
        "smtp_security": "plain",
        "mail_from": "invoices@inv.example",
        "send_timeout": 5,
    }
    return Settings(_env_file=None, **{**values, **changes})


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with Mailbox() as running:
        yield running


async def error_of(transport: EmailTransport, post: Message) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await transport.send(post)
    assert caught.value.reason in REASONS
    return caught.value


async def test_the_customer_gets_text_html_and_the_pdf(mailbox: Mailbox) -> None:
    await EmailTransport(settings(mailbox)).send(message())
    mail = await mailbox.wait_for("sara@shop.example")
    assert mail.body("plain").splitlines() == message().text.splitlines()
    assert mail.body("html").strip() == (message().html or "").strip()
    (file,) = mail.attachments
    assert (file.get_filename(), file.get_content_type()) == ("INV-2026-00042.pdf", "application/pdf")
    assert file.get_content() == PDF


async def test_the_headers_say_who_writes_and_ask_for_silence(mailbox: Mailbox) -> None:
    await EmailTransport(settings(mailbox)).send(message(language="ar"))
    mail = await mailbox.wait_for("sara@shop.example")
    headers = mail.parsed
    assert b'From: "Coffee Shop via Sanad" <invoices@inv.example>\r\n' in mail.content
    assert headers["Reply-To"] == "owner@coffee.example"
    assert headers["Message-ID"] == "<7.k3f@inv.example>"
    assert headers["Resend-Idempotency-Key"] == "7.k3f@inv.example"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["X-Auto-Response-Suppress"] == "OOF, DR, RN, NRN, AutoReply"
    assert headers["Content-Language"] == "ar"
    assert headers["Date"].datetime is not None
    assert mail.sender == "invoices@inv.example"


async def test_an_arabic_invoice_arrives_as_it_was_written(mailbox: Mailbox) -> None:
    post = email_message(
        document(ARABIC_LINES, language="ar"),
        delivery_id=7,
        recipient="sara@shop.example",
        link="https://inv.example/i/7Qm2xR9pLw",
        message_id="<7@inv.example>",
        pdf=PDF,
        product_name="Sanad",
    )
    await EmailTransport(settings(mailbox)).send(post)
    mail = await mailbox.wait_for("sara@shop.example")
    assert mail.parsed["Subject"] == post.subject
    assert mail.parsed["From"].addresses[0].display_name == "متجر القهوة عبر Sanad"
    assert mail.body("plain").splitlines() == post.text.splitlines()
    assert mail.body("html").splitlines() == (post.html or "").splitlines()
    assert mail.attachments[0].get_content() == PDF


@pytest.mark.parametrize(
    "name",
    [
        "متجر القهوة المختصة عبر Sanad",
        "شركة النيل للتجارة والمقاولات العامة المحدودة عبر Sanad",
        'Smith, Jones & "Co" <x@y.z>',
        "Café, “Noir” (Cairo) via Sanad",
        "=?utf-8?q?not_encoded?=",
        "Coffee\r\nBcc: thief@evil.example",
    ],
)
def test_any_name_arrives_letter_by_letter_and_opens_no_header(name: str) -> None:
    content = letter(message(sender_name=name, subject=f"{name}: {name}"), "invoices@inv.example").content
    read = message_from_bytes(content, policy=compat32)
    one_line = " ".join(name.split())
    shown, address = parseaddr(read["From"].replace("\r\n", ""))
    assert (str(make_header(decode_header(shown))), address) == (one_line, "invoices@inv.example")
    subject = read["Subject"].replace("\r\n", "")
    assert str(make_header(decode_header(subject))) == f"{one_line}: {one_line}"
    assert read["Bcc"] is None


def test_every_line_is_short_and_seven_bit() -> None:
    content = letter(
        message(subject="فاتورة " * 40, sender_name="متجر " * 20), "invoices@inv.example"
    ).content
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 78


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def certificate(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    return context


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Path:
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return tmp_path / "ca.pem"


@pytest.mark.parametrize("tls", ["plain", "starttls", "tls"])
async def test_every_kind_of_encryption_works_with_a_login(
    tls: Any, certificate: ssl.SSLContext, ca_file: Path
) -> None:
    async with Mailbox(tls=tls, certificate=certificate, username="sanad", password="pä55") as mailbox:
        chosen = settings(
            mailbox, smtp_security=tls, smtp_ca_file=ca_file, smtp_username="sanad", smtp_password="pä55"
        )
        transport = EmailTransport(chosen)
        await transport.send(message())
        assert (await mailbox.wait_for("sara@shop.example")).parsed["Subject"] == message().subject
        assert await transport.check() == f"localhost:{mailbox.port}, {tls}, logged in as sanad"


@pytest.mark.parametrize("tls", ["starttls", "tls"])
async def test_an_untrusted_certificate_stops_the_mail(tls: Any, certificate: ssl.SSLContext) -> None:
    async with Mailbox(tls=tls, certificate=certificate) as mailbox:
        error = await error_of(EmailTransport(settings(mailbox, smtp_security=tls)), message())
    assert (error.reason, error.permanent) == ("certificate", False)
    assert not mailbox.mails


async def test_a_certificate_for_another_host_stops_the_mail(authority: trustme.CA, ca_file: Path) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("mail.other.example").configure_cert(context)
    async with Mailbox(tls="tls", certificate=context) as mailbox:
        chosen = settings(mailbox, smtp_security="tls", smtp_ca_file=ca_file)
        assert (await error_of(EmailTransport(chosen), message())).reason == "certificate"


async def test_a_server_without_encryption_gets_nothing_if_it_was_demanded(mailbox: Mailbox) -> None:
    error = await error_of(EmailTransport(settings(mailbox, smtp_security="starttls")), message())
    assert (error.reason, error.permanent) == ("no_encryption", False)


async def test_a_wrong_password_is_for_the_admins_to_mend() -> None:
    async with Mailbox(username="sanad", password="right") as mailbox:
        transport = EmailTransport(settings(mailbox, smtp_username="sanad", smtp_password="wrong"))
        error = await error_of(transport, message())
        assert (error.reason, error.permanent) == ("login", False)
        assert (await error_of(EmailTransport(settings(mailbox)), message())).reason == "login"
        with pytest.raises(DeliveryError, match="login"):
            await transport.check()


@pytest.mark.parametrize(
    ("phase", "reply", "reason", "permanent"),
    [
        ("connect", "421 4.3.2 Too busy", "greylisted", False),
        ("connect", "554 5.7.1 Your address is listed", "provider", False),
        ("mail", "451 4.3.0 Try again", "greylisted", False),
        ("mail", "550 5.7.1 Sender not allowed", "provider", False),
        ("mail", "552 5.3.4 Too big", "message_too_big", True),
        ("rcpt", "550 5.1.1 No such user", "mailbox_unknown", True),
        ("rcpt", "550 no such user here", "mailbox_unknown", True),
        ("rcpt", "550 5.1.10 Null MX", "mailbox_unknown", True),
        ("rcpt", "550 blocked using spam list", "refused", True),
        ("rcpt", "552 5.2.2 Mailbox full", "mailbox_full", True),
        ("rcpt", "452 4.2.2 Mailbox full", "mailbox_full", False),
        ("rcpt", "450 4.1.1 Address not verified yet", "greylisted", False),
        ("rcpt", "554 5.7.1 Relay access denied", "login", False),
        ("start", "451 4.3.0 Queue trouble", "greylisted", False),
        ("start", "554 5.5.1 No valid recipients", "refused", True),
        ("data", "550 5.7.515 Access denied, DMARC", "refused", True),
        ("data", "552 5.2.3 Too long for this mailbox", "message_too_big", True),
        ("data", "552 Message exceeds the storage of the mailbox", "mailbox_full", True),
        ("data", "421 4.7.28 Too fast for Google", "rate", False),
        ("data", "451 4.7.1 Come back later", "greylisted", False),
    ],
)
async def test_each_refusal_says_why_and_whether_to_try_again(
    mailbox: Mailbox, phase: Phase, reply: str, reason: str, permanent: bool
) -> None:
    mailbox.faults.add(phase=phase, reply=reply)
    transport = EmailTransport(settings(mailbox))
    error = await error_of(transport, message())
    assert (error.reason, error.permanent, error.detail) == (reason, permanent, reply)
    assert not mailbox.mails
    await transport.send(message())
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize("phase", ["connect", "mail", "rcpt", "start"])
async def test_a_connection_lost_before_the_message_left_is_a_plain_failure(
    mailbox: Mailbox, phase: Phase
) -> None:
    mailbox.faults.add(phase=phase, drop_answer=True)
    error = await error_of(EmailTransport(settings(mailbox)), message())
    assert (error.reason, error.permanent) == ("unreachable", False)


@pytest.mark.parametrize("phase", ["connect", "mail", "rcpt", "start"])
async def test_a_silent_server_is_given_up_in_time(mailbox: Mailbox, phase: Phase) -> None:
    mailbox.faults.add(phase=phase, delay=30)
    error = await error_of(EmailTransport(settings(mailbox, send_timeout=0.2)), message())
    assert (error.reason, error.permanent) == ("timeout", False)


async def test_a_lost_answer_is_an_unknown_outcome_not_a_failure(mailbox: Mailbox) -> None:
    mailbox.faults.add(phase="data", drop_answer=True)
    with pytest.raises(OutcomeUnknownError):
        await EmailTransport(settings(mailbox)).send(message())
    assert len(mailbox.mails) == 1


async def test_an_answer_that_comes_too_late_is_an_unknown_outcome(mailbox: Mailbox) -> None:
    mailbox.faults.add(phase="data", delay=30)
    with pytest.raises(OutcomeUnknownError):
        await EmailTransport(settings(mailbox, send_timeout=0.3)).send(message())


async def test_an_answer_nobody_understands_is_an_unknown_outcome(mailbox: Mailbox) -> None:
    mailbox.faults.add(phase="data", reply="2?? what")
    with pytest.raises(OutcomeUnknownError):
        await EmailTransport(settings(mailbox)).send(message())


async def test_a_second_attempt_carries_the_same_message_id(mailbox: Mailbox) -> None:
    transport = EmailTransport(settings(mailbox))
    mailbox.faults.add(phase="data", drop_answer=True)
    with pytest.raises(OutcomeUnknownError):
        await transport.send(message())
    await transport.send(message())
    assert len(mailbox.copies("<7.k3f@inv.example>")) == 2


async def test_nobody_listening_is_a_temporary_failure(mailbox: Mailbox) -> None:
    async with Mailbox() as gone:
        chosen = settings(gone)
    error = await error_of(EmailTransport(chosen), message())
    assert (error.reason, error.permanent) == ("unreachable", False)


async def test_the_servers_words_are_kept_short_and_without_the_address(mailbox: Mailbox) -> None:
    mailbox.faults.add(phase="rcpt", reply="550 5.1.1 <sara@shop.example> does not exist, " + "sorry " * 60)
    error = await error_of(EmailTransport(settings(mailbox)), message())
    assert "sara" not in error.detail
    assert error.detail.startswith("550 5.1.1 <…@…> does not exist, sorry")
    assert len(error.detail) <= 120


async def test_an_international_domain_is_written_as_dns_knows_it(mailbox: Mailbox) -> None:
    await EmailTransport(settings(mailbox)).send(message("sara@متجر.example"))
    assert mailbox.mails[0].recipients == ("sara@xn--pgbep1f.example",)


async def test_an_arabic_address_goes_out_where_the_server_can(mailbox: Mailbox) -> None:
    await EmailTransport(settings(mailbox)).send(message("سارة@shop.example"))
    assert mailbox.mails[0].recipients == ("سارة@shop.example",)
    assert "\r\nTo: سارة@shop.example\r\n".encode() in mailbox.mails[0].content


async def test_an_arabic_address_is_refused_for_good_where_it_cannot() -> None:
    async with Mailbox(utf8=False) as mailbox:
        error = await error_of(EmailTransport(settings(mailbox)), message("سارة@shop.example"))
    assert (error.reason, error.permanent) == ("address_letters", True)


@pytest.mark.parametrize(
    "address", ["", "sara", "@shop.example", "a b@shop.example", "a@x.example\r\nDATA", "a@\u200f.example"]
)
async def test_what_is_no_address_never_reaches_the_server(mailbox: Mailbox, address: str) -> None:
    error = await error_of(EmailTransport(settings(mailbox)), message(address))
    assert (error.reason, error.permanent) == ("mailbox_unknown", True)


@pytest.mark.parametrize("address", [None, "nonsense", "مالك@coffee.example"])
async def test_an_odd_address_of_the_merchant_does_not_stop_the_invoice(
    mailbox: Mailbox, address: str | None
) -> None:
    await EmailTransport(settings(mailbox)).send(message(reply_to=address))
    assert mailbox.mails[0].parsed["Reply-To"] is None


async def test_a_pdf_of_megabytes_arrives_whole(mailbox: Mailbox) -> None:
    content = bytes(range(256)) * 16384
    await EmailTransport(settings(mailbox, send_timeout=30)).send(
        message(attachment=Attachment("INV.pdf", content))
    )
    assert (await mailbox.wait_for("sara@shop.example")).attachments[0].get_content() == content


async def test_a_message_beyond_the_servers_limit_is_refused_for_good() -> None:
    async with Mailbox(size_limit=5000) as mailbox:
        error = await error_of(EmailTransport(settings(mailbox)), message())
    assert (error.reason, error.permanent) == ("message_too_big", True)


async def test_many_mails_go_at_once(mailbox: Mailbox) -> None:
    transport = EmailTransport(settings(mailbox))
    await asyncio.gather(*(transport.send(message(f"c{n}@shop.example")) for n in range(20)))
    assert {mail.recipients[0] for mail in mailbox.mails} == {f"c{n}@shop.example" for n in range(20)}
