"""A picture sent to the chat: found in the update, checked by what Telegram says of it, not fetched."""

from telegram import Update

from bot.rendering.logo import MOST_BYTES
from models.errors import N_, UserError

_NO_PICTURE = N_("This file is no picture. Send the logo as PNG, JPEG or WebP.")
_LARGE = N_("This picture is larger than {limit} MB. Send a smaller one.")


def has_file(update: Update) -> bool:
    """Whether it brings a photo or any file."""
    return update.message is not None and bool(update.message.photo or update.message.document)


def picture_in(update: Update) -> str:
    """The file_id of the photo's largest size, or of the image file. UserError for anything else."""
    message = update.message
    photo, document = (message.photo, message.document) if message else ((), None)
    file = photo[-1] if photo else document
    if file is None or (document and not photo and not (document.mime_type or "").startswith("image/")):
        raise UserError(_NO_PICTURE)
    if (file.file_size or 0) > MOST_BYTES:
        raise UserError(_LARGE, limit=MOST_BYTES >> 20)
    return file.file_id
