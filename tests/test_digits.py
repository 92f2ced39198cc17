"""Arabic-Indic digits in the chat, for merchants who like them; what is typed, copied or sent keeps its own."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.database import Database
from bot.language import texts
from handlers.views.admin_parts import Moment
from handlers.views.deliveries import clock_time
from models.merchant import Merchant
from tests.builders import a_merchant
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


def test_times_are_told_in_the_same_digits_as_dates() -> None:
    at = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)
    merchant = a_merchant(digits="arab", time_zone="Asia/Riyadh")
    assert clock_time(texts("ar", "arab"), at, merchant) == "١٥:٠٥"
    assert clock_time(texts("ar"), at, merchant) == "15:05"
    assert Moment(at, ZoneInfo("Asia/Riyadh")).clock(texts("ar", "arab"), at) == "١٥:٠٥"
