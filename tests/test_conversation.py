"""From /new to the customer's inbox and phone, as the merchant and the customer see it."""

import io
import re

import aiohttp
import pypdf
from sqlalchemy import func
from sqlmodel import col, select

from models.receipt import Receipt
from tests.town import Merchant, Town, merchant, town

MAIL, PHONE = "pay@acme.example", "+201001234567"


async def compose(mona: Merchant, address: str = MAIL) -> None:
    """/new, a new customer, one typed line: the card is there."""
    await mona.says("/new", "Who is it for?")
    await mona.taps("New customer", "What is the new customer called?")
    await mona.says("Acme Trading", "Where shall the invoices")
    await mona.says(address, "What is it for?")
    await mona.says("2 x Logo 150", "Total: EGP 342.00")


async def test_a_merchant_issues_an_invoice_and_the_customer_has_it(database_url: str) -> None:
    async with town(database_url) as home:
        mona = await merchant(home)
        await compose(mona)
        card = await mona.taps("Issue and send", "✅ Sent at")
        mail = await home.mailbox.wait_for(MAIL)
        assert "INV-2026-00001" in card.text
        assert "INV-2026-00001" in str(mail.parsed["Subject"])
        pdf = mail.attachments[0].get_content()
        assert "INV-2026-00001" in pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()


async def test_both_ways_at_once_reach_inbox_and_phone_with_the_same_invoice(database_url: str) -> None:
    async with town(database_url) as home:
        mona = await merchant(home)
        await compose(mona, f"{MAIL} {PHONE}")
        await mona.taps("Send by", "How shall")
        await mona.taps("Both", "Goes to")
        await mona.taps("Issue and send", "Delivered at")
        mail, sms = await home.mailbox.wait_for(MAIL), await home.sms.wait_for(PHONE)
        link = re.search(r"https?://\S+", sms.body)
        assert link
        async with aiohttp.ClientSession() as client:
            page = await client.get(link[0])
            pdf = await client.get(link[0].partition("?")[0] + "/pdf")
            assert (page.status, pdf.status) == (200, 200)
            assert "342.00" in await page.text()
            assert await pdf.read() == mail.attachments[0].get_content()


async def test_a_known_customer_and_item_take_four_updates_until_the_delivery_is_queued(
    database_url: str,
) -> None:
    async with town(database_url) as home:
        mona = await merchant(home)
        await compose(mona)
        await mona.taps("Issue and send", "✅ Sent at")
        before = await updates_taken(home)
        await mona.says("/new", "Who is it for?")
        await mona.taps("Acme Trading", "What is it for?")
        await mona.taps("Logo", "Total: EGP 171.00")
        await mona.taps("Issue and send", "INV-2026-00002")
        await home.mailbox.wait_for(lambda mail: "00002" in str(mail.parsed["Subject"]))
        assert await updates_taken(home) - before == 4


async def updates_taken(home: Town) -> int:
    """How many updates the bot has taken."""
    async with home.database.reading() as session:
        taken = select(func.count()).select_from(Receipt).where(col(Receipt.update_id).is_not(None))
        return (await session.exec(taken)).one()
