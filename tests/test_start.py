"""The first minute: a few answers make a business; nothing typed is lost, and nobody is asked twice."""

from decimal import Decimal

from bot.database import Database
from bot.drafts import keep, open_new
from models.draft import Composition, Draft
from tests.chatting import NOON, labels, on_sqlite, talk


async def test_three_answers_open_an_account(database: Database) -> None:
    async with talk(database) as mona:
        await mona.says("/start")
        asked = await mona.says("Nile & <Sons>")
        assert "Nile & <Sons>" in asked.text
        assert "🇪🇬 Egypt" in labels(asked)
        await mona.taps("🇪🇬 Egypt")
        ready = await mona.taps("No")
        assert "first invoice" in ready.text
        assert labels(ready) == ["🧾 Your first invoice", "⚙️ Settings"]
        merchant, member = await mona.merchant(), await mona.member()
        assert merchant is not None
        assert (merchant.name, merchant.country, merchant.currency) == ("Nile & <Sons>", "EG", "EGP")
        assert (merchant.time_zone, merchant.tax_rate, merchant.digits) == (
            "Africa/Cairo",
            Decimal(0),
            "latn",
        )
        assert (merchant.document_language, merchant.created_at) == ("en", NOON)
        assert (member.user_id, member.name, member.language) == (7, "Mona", "en")


@on_sqlite
async def test_the_chat_keeps_one_message_while_it_asks(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up(tax_number=None)
        assert len([bubble for bubble in mona.person.chat if bubble.from_bot]) == 1


@on_sqlite
async def test_a_country_can_be_typed_in_either_language(database: Database) -> None:
    async with talk(database) as mona:
        assert "first invoice" in (await mona.sets_up(country="السعودية", tax_number=None)).text
        merchant = await mona.merchant()
        assert merchant is not None
        assert merchant.currency == "SAR"


@on_sqlite
async def test_a_country_nearly_typed_is_offered_as_buttons(database: Database) -> None:
    async with talk(database) as mona:
        near = await mona.sets_up(country="united")
        assert "united" in near.text
        assert labels(near)[:3] == ["🇦🇪 United Arab Emirates", "🇬🇧 United Kingdom", "🇺🇸 United States"]
        assert "registered for VAT" in (await mona.taps("United Kingdom")).text


@on_sqlite
async def test_an_unknown_country_is_named_and_the_question_stays(database: Database) -> None:
    async with talk(database) as mona:
        refused = await mona.sets_up(country="Atlantis")
        assert "Atlantis" in refused.text
        assert "like Egypt or EG" in refused.text
        assert "Coffee Shop" in (await mona.says("Kuwait")).text


@on_sqlite
async def test_a_country_without_tax_says_so(database: Database) -> None:
    async with talk(database) as mona:
        assert "no tax" in (await mona.sets_up(country="Kuwait")).text


@on_sqlite
async def test_a_name_that_is_too_long_is_refused_with_the_limit(database: Database) -> None:
    async with talk(database) as mona:
        await mona.says("/start")
        refused = await mona.says("x" * 101)
        assert "101 characters" in refused.text
        assert "100" in refused.text
        assert "country" in (await mona.says("x" * 100)).text


@on_sqlite
async def test_start_in_the_middle_asks_again_without_losing_the_name(database: Database) -> None:
    async with talk(database) as mona:
        await mona.says("/start")
        await mona.says("Coffee Shop")
        assert "Coffee Shop" in (await mona.says("/start")).text
        assert "registered for VAT" in (await mona.taps("Egypt")).text
        assert "registered for VAT" in (await mona.says("/start")).text
        assert "first invoice" in (await mona.taps("No")).text


@on_sqlite
async def test_the_language_is_telegrams_until_a_button_says_otherwise(database: Database) -> None:
    async with talk(database, "ar-EG") as mona:
        asked = await mona.says("/start")
        assert labels(asked) == ["English"]
        await mona.says("مقهى النيل")
        assert labels(mona.person.last)[0] == "🇪🇬 مصر"
        switched = await mona.taps("English")
        assert labels(switched)[0] == "🇦🇪 United Arab Emirates"
        await mona.taps("Egypt")
        merchant = await mona.merchant()
        assert merchant is not None
        assert ((await mona.member()).language, merchant.document_language) == ("en", "en")
        assert merchant.name == "مقهى النيل"


@on_sqlite
async def test_a_country_with_a_long_name_has_a_row_of_its_own_and_keeps_its_place(
    database: Database,
) -> None:
    async with talk(database, "ar-EG") as mona:
        await mona.says("/start")
        await mona.says("مقهى النيل")
        rows = [[button.text for button in row] for row in mona.person.last.buttons]
        assert rows[0][0] == "🇪🇬 مصر"
        assert ["🇸🇦 المملكة العربية السعودية"] in rows
        assert any(len(row) == 2 for row in rows)
        assert all(len(row) == 1 for row in rows if any(len(label) > 22 for label in row))
        assert [label.split()[0] for label in labels(mona.person.last)][:3] == ["🇪🇬", "🇸🇦", "🇦🇪"]


@on_sqlite
async def test_a_known_merchant_is_welcomed_back(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        again = await mona.says("/start")
        assert "Welcome back" in again.text
        assert "🧾 New invoice" in labels(again)
        await mona.taps("العربية")
        assert (await mona.member()).language == "ar"


async def test_a_second_tap_on_the_country_changes_nothing(database: Database) -> None:
    async with talk(database) as mona:
        await mona.says("/start")
        await mona.says("Coffee Shop")
        tap = mona.person.tap("Egypt")
        await mona.brings(tap)
        await mona.taps("No")
        again = tap | {"update_id": tap["update_id"] + 1_000_000}
        assert "Welcome back" in (await mona.brings(again)).text
        assert await mona.merchant() is not None


@on_sqlite
async def test_an_old_country_button_asks_for_the_name_first(database: Database) -> None:
    async with talk(database) as mona:
        await mona.says("/start")
        await mona.says("Coffee Shop")
        tap = mona.person.tap("Egypt")
        async with database.writing() as session:
            draft = await session.get_one(Draft, 7)
            draft.step, draft.scratch = None, {}
            session.add(draft)
        assert "called" in (await mona.brings(tap)).text
        assert await mona.merchant() is None


async def test_start_leaves_an_open_invoice_alone(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        async with database.writing() as session:
            draft = await session.get_one(Draft, 7)
            open_new(draft)
            kept = keep(draft, Composition(note="half a note"))
            draft.step, draft.scratch = "note", {"half": "an answer"}
            session.add(draft)
        again = await mona.says("/start")
        assert "as you left it" in again.text
        assert "‹ Back to the invoice" in labels(again)
        draft = await mona.draft()
        assert draft.composition == kept.model_dump(mode="json", exclude_defaults=True)
        assert (draft.step, draft.scratch) == ("note", {"half": "an answer"})
