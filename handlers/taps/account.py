"""Buttons of the account: its first answers, help, settings, previews."""

from dataclasses import dataclass

from bot.callbacks import Callback


@dataclass(frozen=True)
class OpenSettings(Callback, tag="s"):
    """The settings screen."""


@dataclass(frozen=True)
class Speak(Callback, tag="sl"):
    """Go on in this language."""

    language: str


@dataclass(frozen=True)
class ChooseCountry(Callback, tag="st"):
    """The business is in this country (ISO 3166-1)."""

    code: str


@dataclass(frozen=True)
class OpenHelp(Callback, tag="h"):
    """What there is to type and tap."""


@dataclass(frozen=True)
class OpenSection(Callback, tag="ss"):
    """One section of the settings."""

    name: str


@dataclass(frozen=True)
class ShowPreview(Callback, tag="pv"):
    """The merchant's own invoice as pictures, as it would look now."""


@dataclass(frozen=True)
class ChangePreview(Callback, tag="pw"):
    """The same pictures with another document language; `album` are their messages' ids, joined by commas."""

    language: str
    album: str


@dataclass(frozen=True)
class UseTemplate(Callback, tag="pu"):
    """This one of the pictures it shall be."""

    name: str


@dataclass(frozen=True)
class AskSetting(Callback, tag="sa"):
    """Open the question for one setting."""

    name: str


@dataclass(frozen=True)
class ChooseSetting(Callback, tag="sv"):
    """A ready answer, as if it had been typed."""

    name: str
    answer: str


@dataclass(frozen=True)
class ClearSetting(Callback, tag="sx"):
    """Set it to nothing."""

    name: str


@dataclass(frozen=True)
class ConfirmSetting(Callback, tag="sy"):
    """Yes, this value: `digest` names the one that was shown."""

    digest: str


@dataclass(frozen=True)
class VerifyPdf(Callback, tag="y"):
    """Is a PDF genuine? Asks for it."""
