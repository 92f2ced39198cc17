"""The merchant's own invoice as pictures: what each one is, and what to do with them."""

from collections.abc import Sequence

from bot.language import Texts
from bot.looks import TEMPLATES
from bot.preferences import WRITTEN_IN
from bot.screens import Button, Screen, columns
from handlers.taps.account import ChangePreview, OpenSection, UseTemplate
from models.errors import N_

DRAWING = N_("Drawing your invoice …")
NOT_DRAWN = N_("The pictures could not be made. Please try again in a minute.")


def caption(t: Texts, template: str, language: str) -> str:
    """Of one picture, without markup: Modern · English."""
    return t.beside(t.plain(TEMPLATES[template]), WRITTEN_IN[language])


def preview_view(t: Texts, language: str, album: Sequence[int]) -> Screen:
    """Below the pictures: take one of the templates, or see them in another language."""
    text = t(
        "👁 <b>Preview</b>\nA sample with your name and your settings, in this order: {templates}.\n"
        "Language: {language}. Nothing was issued. Which template shall your invoices have?",
        templates=t.beside(*(t.plain(name) for name in TEMPLATES.values())),
        language=WRITTEN_IN[language],
    )
    taken = [Button(t.plain(name), UseTemplate(key)) for key, name in TEMPLATES.items()]
    ids = ",".join(map(str, album))
    others = [
        Button(f"🌐 {name}", ChangePreview(key, ids)) for key, name in WRITTEN_IN.items() if key != language
    ]
    back = Button(t.plain("🎨 Look"), OpenSection("look"))
    return Screen(text, (*columns(taken, 2), *columns(others, 2), (back,)))  # a third in a row would be cut
