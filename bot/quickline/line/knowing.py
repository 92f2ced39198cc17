"""Who or what is known by a name that was typed; the question where several are."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.quickline.answers import QUESTIONS
from bot.quickline.line.frames import Frame
from bot.quickline.line.values import Context, Named, UnclearLineError
from bot.quickline.line.vocabulary import is_arabic
from bot.quickline.names import Candidate

_ATTACHED: Final = "ل"  # for, before an Arabic name; with the article ال it is لل
_NEW: Final = re.compile(r"\s*\((?:new|جديد|جديدة)\)$", re.IGNORECASE)


def customer_of(frame: Frame, context: Context) -> Named | None:
    """Who is meant by the name, or by the addresses if there is none.

    Raises UnclearLineError A_CUSTOMER_WHICH where it may be one of several; the last choice is somebody new.
    """
    if frame.customer is None:
        return _reached(frame, context)
    name = _NEW.sub("", frame.customer)
    if name != frame.customer:
        return Named(name, typed=frame.customer)
    found = _known(name, context)
    if len(found) > 1:
        reached = {one.id for contact in frame.contacts for one in context.customers.exact(contact)}
        found = [one for one in found if one.id in reached] or found
    if len(found) > 1:
        raise _which(frame, name, found, context)
    return Named.known(found[0], name) if found else Named(name, typed=name)


def _known(name: str, context: Context) -> Sequence[Candidate]:
    """Who may be meant; that لأحمد is for أحمد is no guess where he is known."""
    known = context.customers
    return known.exact(name) or known.exact(detached(name)) or known.find(name)


def detached(name: str) -> str:
    """لأحمد as أحمد, للنيل as النيل."""
    article = name.startswith(_ATTACHED * 2)
    bare = name.removeprefix(_ATTACHED).removeprefix("ـ")
    return f"ال{bare[1:]}" if article else bare


def newcomer(name: str) -> str:
    """The name as one nobody is known by."""
    return f"{name} (جديد)" if is_arabic(name) else f"{name} (new)"


def _reached(frame: Frame, context: Context) -> Named | None:
    for contact in frame.contacts:
        found = context.customers.exact(contact)
        if len(found) == 1:
            return Named.known(found[0], found[0].label)
    return None


def _which(frame: Frame, name: str, found: Sequence[Candidate], context: Context) -> UnclearLineError:
    """The question with everybody who can be named so that nobody else is meant."""
    names = [one.label for one in found if len(context.customers.find(one.label)) == 1]
    names.append(newcomer(name))
    choices = tuple(replace(frame, customer=one).text for one in names)
    return UnclearLineError(
        "A_CUSTOMER_WHICH", QUESTIONS["A_CUSTOMER_WHICH"], choices, tuple(names), text=name
    )
