"""Files that travelled through the chat, and how the Bot API describes them."""

import io
import itertools
import mimetypes
import secrets
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from PIL import Image, UnidentifiedImageError

from bot.demo.telegram.refusals import bad_request

DOCUMENT_LIMIT = 50 * 1024 * 1024  # bytes a bot may send; a photo 10 MB; a bot may fetch 20 MB
PHOTO_LIMIT = 10 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024


@dataclass(frozen=True)
class StoredFile:
    """One file; `path` is what getFile answers."""

    file_id: str
    unique_id: str
    path: str
    name: str
    media_type: str
    content: bytes

    @property
    def head(self) -> dict[str, Any]:
        """The fields every kind of file has."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}

    @property
    def document(self) -> dict[str, Any]:
        """As a Bot API Document."""
        return {"file_name": self.name, "mime_type": self.media_type, **self.head}

    @property
    def photo(self) -> list[dict[str, Any]]:
        """As a Bot API array of PhotoSize; one size. Raises 400 when it is no picture."""
        try:
            with Image.open(io.BytesIO(self.content)) as image:
                width, height = image.size
        except (UnidentifiedImageError, OSError) as error:
            raise bad_request("IMAGE_PROCESS_FAILED") from error
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return [{**self.head, "width": width, "height": height}]


class Files:
    """All files by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._numbers = itertools.count()

    def keep(
        self, content: bytes, name: str, media_type: str | None, folder: str = "documents"
    ) -> StoredFile:
        """Store bytes under a new id."""
        name = PurePath(name.replace("\\", "/")).name or "file"
        path = f"{folder}/file_{next(self._numbers)}{PurePath(name).suffix}"
        kind = media_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        stored = StoredFile(
            f"BQAC{secrets.token_urlsafe(36)}", secrets.token_urlsafe(9), path, name, kind, content
        )
        self._by_id[stored.file_id] = self._by_path[path] = stored
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        """By id."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """By the path getFile answered."""
        return self._by_path.get(path)
