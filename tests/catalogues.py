"""The sentences of the code and their translations; `make texts` brings the catalogues up to date with the code."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.language import LANGUAGES, LOCALES

ROOT = Path(__file__).parent.parent
KEYWORDS = {"t": None, "plain": None, "plural": (1, 2), "N_": None}
TRANSLATED = sorted(set(LANGUAGES) - {"en"})
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def extracted() -> Iterator[tuple[str | tuple[str, ...], str, int]]:
    """Every sentence that is to be translated (a plural as one and many), with its file and line."""
    for folder in ("bot", "handlers", "models"):
        for name, line, message, _, _ in extract_from_dir(ROOT / folder, keywords=KEYWORDS, comment_tags=()):
            if not name.startswith(("demo/", "bench/")):
                yield message, f"{folder}/{name}", line


def sentences() -> dict[str, str]:
    """Each sentence and a place where it stands."""
    return {key_of(message): f"{file}:{line}" for message, file, line in extracted()}


def key_of(message: str | tuple[str, ...] | list[str]) -> str:
    """The sentence, or the first of a plural's two."""
    return message if isinstance(message, str) else message[0]


def path_of(language: str) -> Path:
    """Where the catalogue of a language is."""
    return LOCALES / language / "LC_MESSAGES" / "bot.po"


def catalogue(language: str) -> Catalog:
    """The catalogue as it is."""
    with path_of(language).open("rb") as source:
        return read_po(source, locale=language)


def messages(language: str) -> list[Message]:
    """Its sentences, without the header."""
    return [message for message in catalogue(language) if message.id]


def updated(language: str) -> bytes:
    """The catalogue with every sentence of the code, translated where it was, and none that is gone."""
    kept, fresh = catalogue(language), Catalog(locale=language)
    for message, file, line in extracted():
        known = kept.get(key_of(message))
        same = known is not None and isinstance(known.id, str) == isinstance(message, str)
        fresh.add(message, known.string if known and same else None, [(file, line)])
    content = BytesIO()
    write_po(content, fresh, width=0, omit_header=True, include_lineno=False, sort_by_file=True)
    return HEADER.format(language=language, plurals=kept.plural_forms).encode() + content.getvalue()


if __name__ == "__main__":
    for language in TRANSLATED:
        path_of(language).write_bytes(updated(language))
        missing = sum(not message.string or not all(message.string) for message in messages(language))
        print(f"{path_of(language).relative_to(ROOT)}: {missing} to translate")
