"""Money given back, in words: in reply to a card, without one, and in Arabic."""

from collections.abc import AsyncIterator

import pytest

from bot.database import Database
from models.payment import Method
from tests.chatting import Talk, labels, on_sqlite, talk
from tests.paying import MAIL, amounts, issues, paid_and_cancelled, paid_in_full, payments, says, taps
from tests.shopkeepers import visible

pytestmark = on_sqlite
FIRST = "INV-2026-00001"


@pytest.fixture
async def mona(database: Database) -> AsyncIterator[Talk]:
    async with talk(database, **MAIL) as somebody:
        await somebody.sets_up(tax_number=None)
        yield somebody


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("gave back 200 cash", "-200.00"), ("refunded 200 cash", "-200.00"), ("Refund: all by transfer", "-342.00"),
        ("رددت ٢٠٠ نقدا", "-200.00"), ("أرجعت ٢٠٠ نقدا", "-200.00"), ("رددتُ المبلغ نقدا", "-342.00"),
    ],
)  # fmt: skip
async def test_a_reply_to_the_card_says_it_too(mona: Talk, said: str, amount: str) -> None:
    await paid_and_cancelled(mona)
    shown = next(b for b in mona.person.chat if b.from_bot and b.text.startswith(f"🧾 {FIRST}"))
    assert "Recorded" in visible((await mona.replies(said, shown)).text)
    assert (await amounts(mona))[-1] == amount


async def test_a_reply_to_the_credit_notes_card_means_its_invoice(mona: Talk) -> None:
    await paid_and_cancelled(mona)
    note = next(b for b in mona.person.chat if b.from_bot and b.text.startswith("↩ CN-2026-00001"))
    assert f"Recorded for {FIRST}" in visible((await mona.replies("refunded 200 cash", note)).text)


async def test_typed_without_a_reply_those_who_have_money_to_come_are_offered(mona: Talk) -> None:
    await paid_and_cancelled(mona)
    await issues(mona, "Cake 30")
    asked = await mona.says("refunded 200 cash")
    assert [visible(label) for label in labels(asked)] == [
        f"📄 {FIRST} · Acme · EGP 342.00",
        "🧾 New invoice",
    ]
    await mona.taps(FIRST)
    assert await amounts(mona) == ["342.00", "-200.00"]


async def test_nothing_is_given_back_where_nothing_is_owed(mona: Talk) -> None:
    await paid_in_full(mona)
    shown = next(b for b in mona.person.chat if b.from_bot and b.text.startswith(f"🧾 {FIRST}"))
    told = visible((await mona.replies("refunded 200 cash", shown)).text)
    assert f"Nothing is to be given back on {FIRST}. If a sale is to be taken back, credit it first" in told
    assert await amounts(mona) == ["342.00"]


async def test_on_what_is_not_issued_it_is_an_item(mona: Talk) -> None:
    await issues(mona)
    await mona.says("/new")
    await mona.taps("Acme")
    await mona.says("Logo 100")
    assert "Refund handling" in (await mona.says("Refund handling 20")).text
    assert len((await mona.draft()).composition["lines"]) == 2  # type: ignore[index]


async def test_it_speaks_arabic(database: Database) -> None:
    async with talk(database, "ar", **MAIL) as mona:
        await mona.sets_up(tax_number=None)
        await mona.says("/new")
        for said in ("➕", "شركة النيل", "pay@acme.example", "شعار 342", "إصدار", "💰", "💵", "🧾"):
            await (mona.taps(said) if said in "➕ إصدار 💰 💵 🧾" else mona.says(said))
        for button in ("المزيد", "إلغاء الفاتورة", "إرجاع", "✅"):
            await mona.taps(button)
        assert "المستحق رده: 342.00 ج.م" in await taps(mona, "💸 رُدّ المبلغ")
        told = await says(mona, "٢٠٠ نقدًا أمس ملاحظة: النصف")
        assert "ردّ 200.00 ج.م نقدًا، السبت 21 نوفمبر 2026" in told
        row = (await payments(mona))[-1]
        assert (f"{row.amount:f}", row.method, row.note) == ("-200.00", Method.CASH, "النصف")
        assert any("💸 رُدّ للعميل: 200.00 ج.م" in visible(b.text) for b in mona.person.chat)
