"""What a customer reads of an invoice, wherever they read it."""

import re
import subprocess

from bot.rendering.messages import email_message
from bot.rendering.page import page_html
from bot.rendering.pool import PdfPool
from models.document import InvoiceDocument


def words_of(pdf: bytes) -> str:
    return subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()


async def everywhere(document: InvoiceDocument) -> tuple[str, ...]:
    """The words of the PDF, the page and the e-mail."""
    async with PdfPool(1) as pool:
        await pool.start()
        pdf = await pool.render(document, None)
    mail = email_message(
        document, delivery_id=1, recipient="a@b.example", link="https://x.example/i/t", message_id="<1@x>",
        pdf=pdf, product_name="Sanad",
    )  # fmt: skip
    page = page_html(document, token="t", language=None, product_name="Sanad")
    visible = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return words_of(pdf), visible, mail.subject, mail.text, mail.html or ""
