"""The demo's page as a visitor uses it: Chromium, the real bot, stand-ins for everybody else."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from bot.demo.run import talking
from bot.demo.stand import Stand, free_port, standing

EMAIL, PHONE = "sara@shop.example", "+201001234567"
LATE = 20_000  # milliseconds; other programs may share the machine
expect.set_options(timeout=LATE)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield chromium
        await chromium.close()


@pytest.fixture
async def stand(tmp_path: Path) -> AsyncIterator[Stand]:
    """The demo as `sanad demo` runs it."""
    async with standing(sms_pause=0.05) as stand, talking(stand, tmp_path / "demo.db", free_port()):
        yield stand


@asynccontextmanager
async def visiting(
    browser: Browser, stand: Stand, width: int = 1280, height: int = 800
) -> AsyncIterator[Page]:
    """The page in a fresh browser. It must not complain, and must fetch nothing from elsewhere."""
    context = await browser.new_context(
        viewport={"width": width, "height": height}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = await context.new_page()
    page.set_default_timeout(LATE)
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: complaints.append(asked.url) if not _here(asked.url) else None)
    await page.goto(stand.address)
    yield page
    assert complaints == []
    await context.close()


def _here(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "data:", "about:"))


async def say(page: Page, text: str) -> None:
    await page.get_by_label("Message", exact=True).fill(text)
    await page.keyboard.press("Enter")


def button(page: Page, name: str) -> Locator:
    return page.locator("#messages").get_by_role("button", name=re.compile(name)).last


def card(page: Page) -> Locator:
    return page.locator("#messages article.bot").last


async def open_business(page: Page) -> None:
    await page.get_by_role("button", name="Start", exact=True).click()
    await expect(card(page)).to_contain_text("What is your business called?")
    await say(page, "Mona's Studio")
    await button(page, "Egypt").click()
    await button(page, "Yes, registered").click()
    await expect(card(page)).to_contain_text("Under which number")
    await say(page, "100531385")
    await expect(card(page)).to_contain_text("is ready for its first invoice")


async def compose(page: Page, address: str = f"{EMAIL} {PHONE}") -> None:
    await say(page, "/new")
    await say(page, "Sara Hassan")
    await button(page, "Add Sara Hassan").click()
    await expect(card(page)).to_contain_text("Where shall the invoices")
    await say(page, address)
    await expect(card(page)).to_contain_text("What is it for?")
    await say(page, "2 x Logo design 150")
    await expect(card(page)).to_contain_text("Total: EGP 342.00")


async def test_a_visitor_issues_an_invoice_and_sees_the_email_the_sms_and_the_page(
    stand: Stand, browser: Browser
) -> None:
    async with visiting(browser, stand) as page:
        await open_business(page)
        await compose(page)
        await button(page, "Send by").click()
        await button(page, "Both").click()
        await button(page, "Issue and send").click()
        await expect(card(page)).to_contain_text("Delivered at")

        mail = page.locator("#letter")
        await expect(mail.locator("h3")).to_contain_text("INV-2026-00001")
        pdf = await page.request.get(await _address(mail.locator(".attachment a.file")))
        assert (await pdf.body()).startswith(b"%PDF-")
        await expect(page.frame_locator("#letter iframe").locator("body")).to_contain_text("342.00")

        sms = page.locator("#texts article").last
        await expect(sms).to_contain_text("INV-2026-00001")
        await expect(sms.locator(".state")).to_contain_text("delivered")
        await sms.get_by_role("link").click()
        await expect(page.frame_locator("#window").locator("h1")).to_contain_text("INV-2026-00001")


async def _address(link: Locator) -> str:
    return str(await link.evaluate("link => link.href"))


async def test_the_link_of_the_invoice_can_be_copied_and_its_pdf_fetched_into_the_chat(
    stand: Stand, browser: Browser
) -> None:
    async with visiting(browser, stand) as page:
        await open_business(page)
        await compose(page, EMAIL)
        await button(page, "Issue and send").click()
        await button(page, "Copy link").click()
        await expect(page.locator("#toast")).to_contain_text("Copied")
        link = await page.evaluate("navigator.clipboard.readText()")
        assert (await page.request.get(link)).status == 200
        await button(page, "PDF").click()
        await expect(page.locator("#messages a.file").last).to_contain_text("INV-2026-00001.pdf")


async def test_an_invoice_is_found_by_the_bots_name_and_a_few_words_and_put_into_a_chat(
    stand: Stand, browser: Browser
) -> None:
    async with visiting(browser, stand) as page:
        await open_business(page)
        await compose(page, EMAIL)
        await button(page, "Issue and send").click()
        await expect(card(page)).to_contain_text("Sent at")
        await page.get_by_label("Message", exact=True).fill(f"@{stand.telegram.world.me['username']} sara")
        menu = page.locator("#menu")
        await menu.get_by_role("button", name="Fetch INV-2026-00001 first").click()
        await expect(page.locator("#messages a.file")).to_have_count(1)
        await button(page, "Send in Telegram").click()
        await menu.get_by_role("button", name="INV-2026-00001 · Sara Hassan").click()
        sent = page.locator("#messages article.user").last
        await expect(sent).to_contain_text("via @sanad_bot")
        await expect(sent).to_contain_text("Invoice INV-2026-00001 from Mona's Studio: EGP 342.00, due")
        await expect(menu).to_be_hidden()


async def test_a_reply_to_the_invoices_card_says_what_to_do_with_it(stand: Stand, browser: Browser) -> None:
    async with visiting(browser, stand, 390, 844) as page:
        await open_business(page)
        await compose(page, EMAIL)
        draft = page.locator("#messages article.bot").last
        await draft.hover()
        await draft.get_by_role("button", name="Reply").click()
        await expect(page.locator("#replying")).to_contain_text("Invoice for Sara Hassan")
        await say(page, "-10%")
        await expect(page.locator("#replying")).to_be_hidden()
        await expect(card(page)).to_contain_text("Total: EGP 307.80")
        await button(page, "Issue and send").click()
        await expect(card(page)).to_contain_text("Sent at")
        await card(page).get_by_role("button", name="Reply").click()
        await page.get_by_role("button", name="Do not reply").click()
        await expect(page.locator("#replying")).to_be_hidden()
        await card(page).get_by_role("button", name="Reply").click()
        await say(page, "paid 200 cash")
        await expect(page.locator("#messages article.user").last.locator(".quote")).to_contain_text(
            "INV-2026-00001"
        )
        await expect(card(page)).to_contain_text("Recorded for INV-2026-00001: EGP 200.00 in cash")
        assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_two_taps_in_the_same_moment_and_a_repeated_one_issue_one_invoice(
    stand: Stand, browser: Browser
) -> None:
    async with visiting(browser, stand) as page:
        await open_business(page)
        await compose(page, EMAIL)
        await page.get_by_role("button", name="Mischief").click()
        await page.get_by_role("switch", name="Tap twice at once").check()
        await page.locator("#mischief").get_by_label("Close").click()
        await button(page, "Issue and send").click()
        await expect(card(page)).to_contain_text("✅ Sent at")
        await page.get_by_role("button", name="Mischief").click()
        await page.get_by_role("button", name="once more").click()
        await expect(page.locator("#toast")).to_contain_text("once more")
        await say(page, "/invoices")
        await expect(card(page)).to_contain_text("INV-2026-00001")
        await expect(page.locator("#messages")).not_to_contain_text("INV-2026-00002")
        assert stand.mailbox.received == 1


async def test_while_the_mail_server_is_down_the_chat_says_so_and_afterwards_it_is_sent(
    stand: Stand, browser: Browser
) -> None:
    async with visiting(browser, stand) as page:
        await open_business(page)
        await compose(page, EMAIL)
        await page.get_by_role("button", name="Mischief").click()
        await page.get_by_role("switch", name="The mail server is down").check()
        await page.locator("#mischief").get_by_label("Close").click()
        await expect(page.locator("#mischief-count")).to_have_text("1")
        await button(page, "Issue and send").click()
        await expect(card(page)).to_contain_text("Not sent yet")
        assert stand.mailbox.received == 0
        stand.mischief.switch("mail_down", on=False)
        await button(page, "Retry").click()
        await expect(card(page)).to_contain_text("✅ Sent at")
        await expect(page.locator("#mischief-count")).to_be_hidden()


async def test_a_contact_card_and_a_picture_are_sent_from_the_menu(stand: Stand, browser: Browser) -> None:
    async with visiting(browser, stand) as page:
        await open_business(page)
        await say(page, "/new")
        await expect(card(page)).to_contain_text("Who is it for?")
        await page.get_by_role("button", name="Attach").click()
        await page.get_by_role("button", name="Contact card").click()
        await page.get_by_role("button", name="Share", exact=True).click()
        await expect(page.locator("#messages .contact")).to_contain_text("Sara Hassan")
        await expect(card(page)).to_contain_text("What is it for?")
        await page.get_by_role("button", name="Attach").click()
        await page.get_by_role("button", name="A sample logo").click()
        await expect(page.locator("#messages img.photo")).to_be_visible()


async def test_the_menu_offers_the_commands_of_the_bot(stand: Stand, browser: Browser) -> None:
    async with visiting(browser, stand) as page:
        await open_business(page)
        await page.get_by_label("Message", exact=True).fill("/ne")
        await page.get_by_role("button", name="/new").click()
        await expect(card(page)).to_contain_text("Who is it for?")


async def test_salma_sees_everything_in_arabic_and_from_right_to_left(stand: Stand, browser: Browser) -> None:
    async with visiting(browser, stand) as page:
        await page.get_by_role("button", name="سلمى").click()
        await expect(page.locator("html")).to_have_attribute("dir", "rtl")
        await page.get_by_role("button", name="ابدأ", exact=True).click()
        await expect(card(page).locator(".inline").get_by_role("button")).to_have_text("English")
        await page.get_by_role("button", name="Mona").click()
        await expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()


async def test_a_visitor_adds_a_merchant_of_their_own(stand: Stand, browser: Browser) -> None:
    async with visiting(browser, stand) as page:
        await page.get_by_role("button", name="Add a merchant").click()
        await page.get_by_label("First name").last.fill("Omar")
        await page.get_by_role("button", name="Add", exact=True).click()
        await expect(page.get_by_role("button", name="Omar")).to_have_attribute("aria-pressed", "true")
        await expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()


async def test_a_mail_whose_receipt_got_lost_is_shown_once(stand: Stand, browser: Browser) -> None:
    async with visiting(browser, stand) as page:
        await open_business(page)
        await compose(page, EMAIL)
        stand.mischief.switch("mail_lost", on=True)
        await button(page, "Issue and send").click()
        await expect(card(page)).to_contain_text("✅ Sent at")
        assert len({mail.parsed["Message-ID"] for mail in stand.mailbox.mails}) == 1
        await expect(page.locator("#mail-count")).to_have_text("1")
        await expect(page.locator("#letter")).to_contain_text("the same Message-ID")


async def test_no_strangers_page_may_read_frame_or_drive_the_demo() -> None:
    async with standing() as stand, httpx.AsyncClient(base_url=stand.address) as client:
        front = await client.get("/")
        rebound = await client.get("/demo/mail", headers={"Host": "evil.example"})
        forged = await client.post(
            "/demo/mischief",
            json={"name": "mail_down", "on": True},
            headers={"Origin": "https://evil.example"},
        )
        unknown = await client.post("/demo/mischief", json={"name": "nonsense", "on": True})
    policy = front.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert (rebound.status_code, forged.status_code, unknown.status_code) == (400, 403, 400)
    assert not stand.mischief.is_on("mail_down")


async def test_after_the_demo_was_started_again_the_page_comes_back_and_the_bot_remembers(
    tmp_path: Path, browser: Browser
) -> None:
    port, database = free_port(), tmp_path / "demo.db"
    page = await browser.new_page()
    async with standing(port) as stand, talking(stand, database, free_port()):
        await page.goto(stand.address)
        await open_business(page)
    await expect(page.locator("#chat-status")).to_have_text("connecting …")
    async with standing(port) as stand, talking(stand, database, free_port()):
        await page.get_by_role("button", name="Start", exact=True).click()
        await expect(card(page)).to_contain_text("Welcome back. Mona's Studio is ready")


async def test_on_a_narrow_screen_the_news_of_the_customers_side_is_a_mark_on_the_switch(
    stand: Stand, browser: Browser
) -> None:
    async with visiting(browser, stand, 390, 844) as page:
        await open_business(page)
        await compose(page, EMAIL)
        await expect(page.locator("#mail")).to_be_hidden()
        await button(page, "Issue and send").click()
        mark = page.locator("[data-go=mail]")
        await expect(mark).to_have_class(re.compile("unread"))
        await mark.click()
        await expect(page.locator("#letter h3")).to_contain_text("INV-2026-00001")
        await expect(page.locator("#chat")).to_be_hidden()
        assert await page.evaluate("document.documentElement.scrollWidth") == 390


async def test_a_favourite_is_pinned_to_the_top_and_a_tap_there_leads_to_it(
    stand: Stand, browser: Browser
) -> None:
    async with visiting(browser, stand) as page:
        await open_business(page)
        await compose(page)
        await button(page, "Issue and send").click()
        await button(page, "⋯ More").click()
        await button(page, "Save as favourite").click()
        top = page.locator("#pinned")
        await expect(top).to_contain_text("⭐ Favourites")
        await expect(page.locator("#messages .told")).to_have_count(1)
        for number in range(8):
            await say(page, f"/help {number}")
        pinned = page.locator("#messages article", has_text="⭐ Favourites").last
        await expect(page.locator("#messages article.bot", has_text="An invoice in a minute")).to_have_count(
            8
        )
        await page.locator("#pinned-show").click()
        await expect(pinned).to_be_in_viewport()
        await page.locator("#pinned-close").click()
        await expect(top).to_be_hidden()


async def test_a_message_is_edited_by_its_pencil_and_the_card_follows(stand: Stand, browser: Browser) -> None:
    async with visiting(browser, stand, 360, 720) as page:
        await open_business(page)
        await compose(page)
        await say(page, "Hosting 100")
        await expect(card(page)).to_contain_text("Hosting: 1 × EGP 100.00")
        pencil = page.locator("#messages article.user", has_text="Hosting 100").get_by_role(
            "button", name="Edit"
        )
        await pencil.click()
        await expect(page.locator("#replying")).to_contain_text("Edit")
        line = page.get_by_label("Message", exact=True)
        await expect(line).to_have_value("Hosting 100")
        await page.keyboard.press("Escape")
        await expect(line).to_have_value("")
        await pencil.click()
        await say(page, "3 Hosting 100")
        await expect(page.locator("#messages article.user").last).to_contain_text("edited")
        await expect(card(page)).to_contain_text("Hosting: 3 × EGP 100.00")
        assert await page.evaluate("document.documentElement.scrollWidth") == 360
