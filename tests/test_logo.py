"""A merchant may send any picture as a logo: a clean small one comes out, or a sentence that helps."""

import io
import struct
import zlib

import pytest
from PIL import Image

from bot.rendering.logo import LONGEST_SIDE, MOST_BYTES, normalised
from models.errors import UserError


def picture(
    size: tuple[int, int] = (900, 300), mode: str = "RGB", kind: str = "PNG", **options: object
) -> bytes:
    content = io.BytesIO()
    Image.new(mode, size, (200, 40, 40, 128)[: len(mode)]).save(content, kind, **options)
    return content.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_large_logo_becomes_small(kind: str) -> None:
    logo = opened(normalised(picture((3000, 1000), kind=kind)))
    assert logo.size == (LONGEST_SIDE, 200)
    assert logo.format == "JPEG"


def test_a_small_logo_keeps_its_size() -> None:
    assert opened(normalised(picture((120, 80)))).size == (120, 80)


def test_transparency_is_kept_where_there_is_some() -> None:
    assert opened(normalised(picture(mode="RGBA"))).mode == "RGBA"


def test_a_logo_without_any_transparent_pixel_becomes_a_jpeg() -> None:
    content = io.BytesIO()
    Image.new("RGBA", (200, 100), (10, 20, 30, 255)).save(content, "PNG")
    assert opened(normalised(content.getvalue())).format == "JPEG"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "CMYK", "I;16"])
def test_every_kind_of_colour_is_understood(mode: str) -> None:
    content = io.BytesIO()
    Image.new(mode, (100, 100)).save(content, "JPEG" if mode == "CMYK" else "PNG")
    assert opened(normalised(content.getvalue())).mode in {"RGB", "RGBA"}


def test_a_photo_taken_sideways_stands_upright_and_loses_its_place() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010E] = "my kitchen"
    logo = normalised(picture((400, 200), kind="JPEG", exif=exif))
    assert opened(logo).size == (200, 400)
    assert b"kitchen" not in logo
    assert not opened(logo).getexif()


def test_of_an_animation_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (100, 100), colour) for colour in ("#ff0000", "#0000ff")]
    content = io.BytesIO()
    frames[0].save(content, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    red, _, blue = opened(normalised(content.getvalue())).getpixel((50, 50))  # type: ignore[misc]
    assert red > 240
    assert blue < 15


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert normalised(picture()) == normalised(picture())


def png_header(width: int, height: int) -> bytes:
    """A tiny file that claims to be a huge picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (b"\xff" * (MOST_BYTES + 1), "larger than {limit} MB"),
        (b"", "not a picture I can read"),
        (b"%PDF-1.7 not a picture", "not a picture I can read"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not a picture I can read"),
        (picture(kind="GIF"), "not a picture I can read"),
        (picture(kind="BMP"), "not a picture I can read"),
        (png_header(13_000, 13_000), "million pixels"),
        (png_header(60_000, 60_000), "million pixels"),
        (picture((2000, 100)), "too long and thin"),
        (picture((10, 10)), "too small"),
        (picture((900, 900), kind="JPEG", quality=95)[:-400], "damaged or incomplete"),
        (picture()[:-300], "damaged or incomplete"),
        (png_header(100, 100), "damaged or incomplete"),
    ],
)
def test_what_cannot_be_a_logo_is_refused_with_a_sentence(upload: bytes, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        normalised(upload)
