"""What a reader may rely on: nothing undocumented, nothing untranslated, nothing too long for Telegram."""

import re
from dataclasses import fields
from string import Formatter

import pytest
from babel.messages.catalog import Message

import handlers.taps
from bot.callbacks import _KINDS, Callback, unpack
from bot.commands import COMMANDS
from bot.language import LANGUAGES, texts
from bot.settings import Settings
from handlers.views.help import help_view
from tests.catalogues import ROOT, TRANSLATED, key_of, messages, sentences

TAG = re.compile(r"</?\w+")


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_of_the_chat_is_translated(language: str) -> None:
    translated = {key_of(message.id) for message in messages(language) if all(forms(message))}
    missing = {sentence: place for sentence, place in sentences().items() if sentence not in translated}
    assert not missing, "\n".join(f"{place}: {sentence}" for sentence, place in missing.items())


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_is_none_where_it_repeats_the_words(language: str) -> None:
    for message in messages(language):
        words = re.sub(r"<[^>]*>|\{[^}]*\}", "", key_of(message.id))
        assert not re.search("[A-Za-z]", words) or key_of(message.id) not in forms(message)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_gaps_and_the_tags_of_its_sentence(language: str) -> None:
    for message in messages(language):
        sentence = message.id if isinstance(message.id, str) else message.id[-1]
        may_lack = {"n"} if message.pluralizable else set()  # one, two: words in Arabic
        for translation in forms(message):
            assert gaps(sentence) - may_lack <= gaps(translation) <= gaps(sentence), translation
            assert sorted(TAG.findall(translation)) == sorted(TAG.findall(sentence)), translation


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_kept_for_a_sentence_that_is_gone(language: str) -> None:
    assert {key_of(message.id) for message in messages(language)} <= set(sentences())


def test_arabic_has_all_six_plural_forms_and_says_the_number_where_it_is_no_word() -> None:
    plurals = [message for message in messages("ar") if message.pluralizable]
    assert plurals
    for message in plurals:
        assert [bool(form) for form in forms(message)] == [True] * 6, message.id
        assert all("{n}" in form for form in forms(message)[3:]), message.id


def forms(message: Message) -> list[str]:
    """The translation; of a plural all of it."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ("",))


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_the_environment_example_names_every_setting_and_no_other() -> None:
    example = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.rstrip(".") in example, name


def test_every_button_fits_telegrams_64_bytes_and_comes_back_as_it_was() -> None:
    assert len(_KINDS) > 20
    for kind in _KINDS.values():
        longest = kind(*(2**31 - 1 if f.type is int else "x" * 12 for f in fields(kind)))
        assert unpack(longest.pack()) == longest


def test_a_button_nobody_knows_is_nothing() -> None:
    for data in (None, "", "nobody", "i", "i:", "i:x", "i:1:2", "c:1"):
        assert unpack(data) is None


def test_every_button_has_a_handler() -> None:
    used = "\n".join(p.read_text() for p in (ROOT / "handlers").glob("*.py") if p.name != "taps.py")
    for kind in vars(handlers.taps).values():
        if isinstance(kind, type) and issubclass(kind, Callback) and kind is not Callback:
            assert re.search(rf"(OnTap|on_draft|for_admins\w*|on_admin\w*)\(\s*{kind.__name__}\b", used), kind


def test_every_command_has_its_line_in_the_help() -> None:
    for language in LANGUAGES:
        shown = help_view(texts(language), stranger=False, composing=False).text
        for command in COMMANDS:
            assert f"/{command}" in shown, (language, command)
