"""/help, and the menu of commands Telegram shows."""

from bot.commands import COMMANDS, register_commands
from bot.database import Database
from tests.chatting import labels, on_sqlite, talk


@on_sqlite
async def test_help_shows_what_to_type_and_every_command(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        shown = await mona.says("/help")
        assert "2 x Logo 150" in shown.text
        for command in COMMANDS:
            assert f"/{command}" in shown.text
        assert labels(shown) == ["🧾 New invoice", "⚙️ Settings"]
        await mona.taps("Settings")
        assert "They hold for invoices" in mona.person.last.text


@on_sqlite
async def test_help_leaves_the_open_question_open(database: Database) -> None:
    async with talk(database) as mona:
        await mona.says("/start")
        asked_for_help = await mona.says("/help")
        assert labels(asked_for_help) == []
        assert "Coffee Shop" in (await mona.says("Coffee Shop")).text


@on_sqlite
async def test_help_by_its_button_is_a_message_of_its_own(database: Database) -> None:
    async with talk(database) as mona:
        await mona.sets_up()
        await mona.says("/start")
        await mona.taps("Help")
        assert "An invoice in a minute" in mona.person.last.text
        assert any("Welcome back" in bubble.text for bubble in mona.person.chat)


@on_sqlite
async def test_telegram_lists_the_commands_in_both_languages(database: Database) -> None:
    async with talk(database) as mona:
        await register_commands(mona.front.application.bot)
        assert [command["command"] for command in mona.person.commands] == list(COMMANDS)
        assert [call.params.get("language_code") for call in mona.telegram.called("setMyCommands")] == [
            None,
            "ar",
        ]
        assert not any("admin" in command for command in COMMANDS)
