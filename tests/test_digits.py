"""Arabic-Indic digits in the chat, for merchants who like them; what is typed, copied or sent keeps its own."""

import re

import pytest
from sqlmodel import select

from bot.database import Database
from bot.language import texts
from models.merchant import Merchant
from tests.chatting import on_sqlite, talk


@on_sqlite
async def test_the_chat_speaks_in_the_digits_the_merchant_likes(database: Database) -> None:
    async with talk(database, "ar") as salma:
        await salma.sets_up(country="مصر")
        async with database.writing() as session:
            (await session.exec(select(Merchant))).one().digits = "arab"
        for typed in ("/new", "نور حسن"):
            await salma.says(typed)
        await salma.taps("➕")
        await salma.says("nour@shop.example")
        card = await salma.says("2 × شعار 1250.5")
    assert "\u2068٢\u2069 × \u2068١٬٢٥٠٫٥٠ ج.م\u2069" in card.text
    assert "٢٬٨٥١٫١٤ ج.م" in card.text
    assert not re.search("[0-9]", card.text)


@pytest.mark.parametrize(
    ("language", "digits", "said"), [("ar", "arab", "١٢"), ("ar", "latn", "12"), ("en", "arab", "12")]
)
def test_counts_are_in_the_readers_digits_and_numbers_of_invoices_as_they_are(
    language: str, digits: str, said: str
) -> None:
    t = texts(language, digits)
    assert said in t.plural("… and {n} more line", "… and {n} more lines", 12)
    assert "INV-12" in t("✅ Saved: {label}", label="INV-12")
