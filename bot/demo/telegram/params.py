"""Parameters of a call, however they came: query string, form, JSON or multipart."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.demo.telegram.refusals import bad_request

_UPLOAD_LIMIT = 64 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file inside a multipart body."""

    name: str
    media_type: str | None
    content: bytes


class Params:
    """Typed access to the values; a form carries numbers, flags and objects as text."""

    def __init__(self, values: dict[str, Any], uploads: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.uploads = uploads or {}

    def text(self, name: str) -> str:
        """A string; "" when absent."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; `default` when absent or not a number, as Telegram reads it."""
        value = self.values.get(name)
        try:
            return default if value is None or value == "" else int(value)
        except (TypeError, ValueError):
            return default

    def number(self, name: str) -> float:
        """A number of seconds; 0 when absent."""
        try:
            return float(self.values.get(name) or 0)
        except (TypeError, ValueError):
            return 0.0

    def flag(self, name: str) -> bool:
        """true, True, yes, 1 and so on."""
        return str(self.values.get(name, "")).lower() in {"true", "yes", "1", "t", "y"}

    def structure(self, name: str, words: str) -> Any:
        """An object or a list, parsed; None when absent. `words` name it in the refusal."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_request(f"can't parse {words} JSON object") from error

    def chat_id(self) -> int | None:
        """The chat, None for a name nobody bears; raises 400 when it is missing."""
        value = self.text("chat_id")
        if not value:
            raise bad_request("chat_id is empty")
        try:
            return int(value)
        except ValueError:
            return None

    def logged(self) -> dict[str, Any]:
        """For the call log: values as they came, uploads as {"name", "size"}."""
        sizes = {key: {"name": item.name, "size": len(item.content)} for key, item in self.uploads.items()}
        return {**self.values, **sizes}


async def read_params(request: Request) -> Params:
    """Collect the parameters of a request."""
    values: dict[str, Any] = (
        dict(parse_qsl(request.url.query, keep_blank_values=True)) if request.url.query else {}
    )
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _multipart(request, values)
    body = await request.body()
    if kind == "application/json" and body:
        values |= _json_object(body)
    elif kind == "application/x-www-form-urlencoded":
        values |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return Params(values)


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError as error:
        raise bad_request("can't parse request body as JSON") from error
    if not isinstance(value, dict):
        raise bad_request("request body must be a JSON object")
    return value


async def _multipart(request: Request, values: dict[str, Any]) -> Params:
    uploads: dict[str, Upload] = {}
    async with request.form(max_part_size=_UPLOAD_LIMIT) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                uploads[name] = Upload(value.filename or "file", value.content_type, await value.read())
            else:
                values[name] = value
    return Params(values, uploads)
