"""Methods about files: documents and photos, by upload or by id; getFile."""

import secrets
from collections.abc import Callable
from typing import Any

from bot.demo.telegram.edits import editable, replace
from bot.demo.telegram.files import DOCUMENT_LIMIT, DOWNLOAD_LIMIT, PHOTO_LIMIT, StoredFile
from bot.demo.telegram.messages import caption_content, deliver
from bot.demo.telegram.params import Params, Upload
from bot.demo.telegram.refusals import RefusalError, bad_request
from bot.demo.telegram.world import Json, World

MOST_IN_ALBUM = 10
_LIMITS = {"document": DOCUMENT_LIMIT, "photo": PHOTO_LIMIT}


def file_content(world: World, params: Params, kind: str, value: str) -> Json:
    """{"document": ...} or {"photo": ...} of an upload, an attach://NAME, or a file_id."""
    upload = params.uploads.get(kind)
    if value.startswith("attach://"):
        upload = params.uploads.get(value.removeprefix("attach://"))
    if upload is not None:
        stored = _stored(world, upload, kind)
    elif not value:
        raise bad_request(f"there is no {kind} in the request")
    else:
        stored = _known(world, value)
    return {kind: stored.photo if kind == "photo" else stored.document}


def _stored(world: World, upload: Upload, kind: str) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > _LIMITS[kind]:
        raise RefusalError(413, "Request Entity Too Large")
    return world.files.keep(upload.content, upload.name, upload.media_type, f"{kind}s")


def _known(world: World, file_id: str) -> StoredFile:
    if file_id.startswith(("http://", "https://")):  # nothing here reaches out to the network
        raise bad_request("failed to get HTTP URL content")
    stored = world.files.find(file_id)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return stored


def send_document(world: World, params: Params) -> Json:
    """A file with its name."""
    content = file_content(world, params, "document", params.text("document"))
    return deliver(world, params, content | caption_content(world, params))


def send_photo(world: World, params: Params) -> Json:
    """A picture."""
    content = file_content(world, params, "photo", params.text("photo"))
    return deliver(world, params, content | caption_content(world, params))


def send_media_group(world: World, params: Params) -> list[Json]:
    """An album of 2 to 10 photos, or of as many documents: a message for each."""
    items = params.structure("media", "media") or []
    if not isinstance(items, list) or not 2 <= len(items) <= MOST_IN_ALBUM:
        raise bad_request("group send failed: an album has 2 to 10 items")
    contents = [_media_content(world, params, item) for item in items]
    if len({item["type"] for item in items}) != 1:
        raise bad_request("photos and documents can't be sent in one album")
    album = {"media_group_id": str(secrets.randbits(62))}
    plain = Params({name: value for name, value in params.values.items() if name != "reply_markup"})
    return [deliver(world, plain, album | content) for content in contents]


def _media_content(world: World, params: Params, media: Any) -> Json:
    """The content of one InputMedia."""
    if not isinstance(media, dict) or media.get("type") not in _LIMITS:
        raise bad_request("can't parse InputMedia: document or photo expected")
    inner = Params(media, params.uploads)
    return file_content(world, inner, media["type"], inner.text("media")) | caption_content(world, inner)


def edit_message_media(world: World, params: Params) -> Json:
    """Another file, or a file where text was."""
    content = _media_content(world, params, params.structure("media", "input media"))
    return replace(world, params, editable(world, params), content)


def get_file(world: World, params: Params) -> Json:
    """Where to download a file, at most 20 MB."""
    stored = world.files.find(params.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**stored.head, "file_path": stored.path}


METHODS: dict[str, Callable[[World, Params], Any]] = {
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "sendMediaGroup": send_media_group,
    "editMessageMedia": edit_message_media,
    "getFile": get_file,
}
