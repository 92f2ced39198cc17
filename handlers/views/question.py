"""The words of one setting."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Question:
    """`about` may name {most} and its own `tokens`. An `example` has words and is translated; what is `typed` the same
    in every language is an example too.
    """

    label: str
    about: str = ""  # "": a question with a screen of its own, in handlers.views.registration
    example: str | None = None
    typed: str | None = None
    most: int | None = None  # where the limit is no number of characters typed
    tokens: dict[str, str] = field(default_factory=dict)
