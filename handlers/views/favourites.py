"""Screens of the favourites: the list with a button each, and changing one of them."""

from collections.abc import Sequence

from bot.language import Texts
from bot.rendering.formats import money
from bot.screens import Button, Screen
from handlers.taps.issued import (
    DropFavourite,
    EditFavourites,
    OpenFavourite,
    RemoveFavourite,
    RenameFavourite,
    RepeatInvoice,
    SaveFavourite,
    ShowInvoice,
)
from handlers.views.parts import shortened
from models.favourite import Favourite
from models.invoice import Invoice

_LABEL = 60


def favourites_view(t: Texts, kept: Sequence[Favourite]) -> Screen:
    """Each of them a tap away; that is what stays pinned to the top of the chat."""
    if not kept:
        return none_view(t)
    text = t("⭐ <b>Favourites</b>\nTap one: an invoice like it opens below, to be issued or changed.")
    edit = Button(t.plain("✏️ Edit"), EditFavourites())
    return Screen(text, (*((repeat_button(one),) for one in kept), (edit,)))


def none_view(t: Texts) -> Screen:
    """There is none, and how there will be one."""
    return Screen(
        t(
            "You have no favourites yet. On an invoice you issue again and again, tap “⋯ More”, then “⭐ Save as "
            "favourite”: it stays a tap away at the top of this chat."
        )
    )


def repeat_button(kept: Favourite) -> Button:
    """The invoice again."""
    return Button(shortened(kept.name, _LABEL), RepeatInvoice(kept.invoice_id))


def star_button(t: Texts, issued: Invoice, *, is_kept: bool) -> Button:
    """Into the favourites, or out of them."""
    if is_kept:
        return Button(t.plain("★ Remove from favourites"), DropFavourite(issued.key))
    return Button(t.plain("⭐ Save as favourite"), SaveFavourite(issued.key))


def which_view(t: Texts, kept: Sequence[Favourite]) -> Screen:
    """Which one shall be changed?"""
    if not kept:
        return none_view(t)
    buttons = [(Button(shortened(one.name, _LABEL), OpenFavourite(one.key)),) for one in kept]
    return Screen(t("Which favourite shall be renamed or removed?"), tuple(buttons))


def favourite_view(t: Texts, kept: Favourite, issued: Invoice) -> Screen:
    """One of them: what it stands for, and what can be done with it."""
    text = t(
        "⭐ <b>{name}</b>\nIt makes an invoice like {number} for {buyer}, {amount}.",
        name=kept.name,
        number=issued.number,
        buyer=shortened(issued.buyer_name, _LABEL),
        amount=money(issued.payable_amount, issued.currency, t.language, t.digits),
    )
    rename = Button(t.plain("✏️ Rename"), RenameFavourite(kept.key))
    remove = Button(t.plain("🗑 Remove"), RemoveFavourite(kept.key))
    show = Button(t.plain("📄 {number}", number=issued.number), ShowInvoice(issued.key, below=1))
    return Screen(text, ((rename, remove), (show,), (Button(t.plain("‹ Back"), EditFavourites()),)))


def name_question(t: Texts, kept: Favourite, most: int) -> Screen:
    """What shall it be called?"""
    text = t(
        "What shall “{name}” be called? Type a name that says enough on a button, up to {most} characters.",
        name=kept.name,
        most=most,
    )
    return Screen(text, ((Button(t.plain("‹ Back"), OpenFavourite(kept.key)),),))
