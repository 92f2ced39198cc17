"""What the program says to its operators: one line per event, with nothing in it that belongs to a customer."""

import logging
import re
import sys
from collections.abc import Iterable
from typing import Any, Literal, TextIO

import structlog
from pydantic import SecretStr
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.settings import Settings

# Libraries that write addresses, phone numbers or whole requests at INFO and DEBUG.
_TALKATIVE = (
    "httpx",
    "httpcore",
    "aiohttp",
    "telegram",
    "twilio",
    "mail.log",
    "alembic",
    "weasyprint",
    "fontTools",
)
_PERSONAL: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\[parameters:.*"), "[parameters hidden]"),  # SQLAlchemy's errors quote the row
    (re.compile(r"\d{3,}:[A-Za-z0-9_-]{10,}"), "<bot token>"),
    (re.compile(r"/i/[A-Za-z0-9_-]{22}"), "/i/<link>"),
    (re.compile(r"[^\s@<>\"'(),;:]+@[^\s@<>\"'(),;]+"), "<e-mail>"),
    (re.compile(r"(?<![\w.:-])(?:\+|00)\d[\d ()-]{5,18}\d|(?<![\w.:-])0\d{8,11}(?![\w.:-])"), "<phone>"),
)


def set_up_logs(
    style: Literal["text", "json"], secrets: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """All logging of the process, the libraries' too, as lines on `stream` (stderr): for eyes or as JSON."""
    final: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=(stream or sys.stderr).isatty())
    )
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.format_exc_info,
        Mask(secrets),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, final],
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


class Mask:
    """A processor: e-mail addresses, phone numbers, tokens and links are no log's business."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = [secret for secret in secrets if len(secret) >= 6]

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """The event with every value masked."""
        return {name: self.masked(value) for name, value in event.items()}

    def masked(self, value: Any) -> Any:
        """Numbers and the like as they are; words, at whatever depth, without what they give away."""
        if value is None or isinstance(value, bool | int | float | logging.LogRecord):
            return value
        if isinstance(value, dict):
            return {name: self.masked(part) for name, part in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.masked(part) for part in value]
        words = str(value)
        for secret in self._secrets:
            words = words.replace(secret, "<secret>")
        for pattern, name in _PERSONAL:
            words = pattern.sub(name, words)
        return words


def secrets_of(settings: Settings) -> list[str]:
    """Every password and token among the settings."""
    values = (getattr(settings, name) for name in type(settings).model_fields)
    return [value.get_secret_value() for value in values if isinstance(value, SecretStr)]
