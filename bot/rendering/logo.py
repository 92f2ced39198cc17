"""A merchant's logo as uploaded, made into the small clean picture that stands on every invoice."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from models.errors import N_, UserError

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000  # a decoded picture takes up to four bytes for each
LONGEST_SIDE = 600  # px: 66 mm at 230 dpi
LONGEST_RATIO = 12  # of the sides
SHORTEST_SIDE = 16  # px
_FORMATS = ("PNG", "JPEG", "WEBP")


def normalised(upload: bytes) -> bytes:
    """The picture as JPEG, or as PNG where it is transparent: at most 600 px a side, upright, without metadata.

    Of an animation the first frame is kept. Raises UserError with a sentence for the merchant.
    """
    if len(upload) > MOST_BYTES:
        raise UserError(
            N_("This picture is larger than {limit} MB. Send a smaller one."), limit=MOST_BYTES >> 20
        )
    with _decoding():
        picture = Image.open(io.BytesIO(upload), formats=_FORMATS)
        _check_size(*picture.size)
        picture.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))  # a JPEG is decoded no larger than needed
        picture.load()
    return _encoded(_trimmed(ImageOps.exif_transpose(picture)))


@contextmanager
def _decoding() -> Iterator[None]:
    """Pillow's ways to fail, as two sentences; half a picture is none (WeasyPrint lets Pillow accept it)."""
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", Image.DecompressionBombWarning
            )  # our own limit is the smaller one
            yield
    except UnidentifiedImageError as error:
        raise UserError(
            N_("This is not a picture I can read. Send the logo as PNG, JPEG or WebP.")
        ) from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, MemoryError) as error:
        raise UserError(
            N_("This picture is damaged or incomplete. Save it again and send it once more.")
        ) from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _check_size(width: int, height: int) -> None:
    """By the header alone: a file of 20 KB can hold a picture of a gigabyte."""
    if width * height > MOST_PIXELS:
        raise _too_many_pixels()
    if min(width, height) < SHORTEST_SIDE:
        raise UserError(
            N_("This picture is too small. Send one of at least {side} pixels a side."), side=SHORTEST_SIDE
        )
    if max(width, height) > LONGEST_RATIO * min(width, height):
        raise UserError(
            N_(
                "This picture is too long and thin for a logo. One side may be {ratio} times the other at most."
            ),
            ratio=LONGEST_RATIO,
        )


def _too_many_pixels() -> UserError:
    return UserError(
        N_("This picture has more than {limit} million pixels. Send a smaller one."),
        limit=MOST_PIXELS // 1_000_000,
    )


def _trimmed(picture: Image.Image) -> Image.Image:
    """In plain colours, transparent only if it truly is, and no larger than it is printed."""
    transparent = picture.has_transparency_data
    picture = picture.convert("RGBA" if transparent else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if transparent and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    return picture


def _encoded(picture: Image.Image) -> bytes:
    content = io.BytesIO()
    picture.info = {}  # colour profiles, comments, places: nothing of it is the customer's business
    if picture.mode == "RGBA":
        picture.save(content, "PNG", optimize=True)
    else:
        picture.save(content, "JPEG", quality=90, optimize=True, subsampling=0)
    return content.getvalue()
