"""A PDF of ours as a picture, for a chat to show at a glance. PDFium draws it, in a process of the pool alone."""

import io
from typing import Final

WIDEST, HIGHEST = 1280, 1600  # px: a phone shows no more, and a page of A4 is read with ease
_LARGEST_SCALE: Final = 4.0  # px for each point: a till receipt is no wider than 907 px


def pictured(pdf: bytes) -> bytes:
    """The first page as PNG, at most WIDEST by HIGHEST pixels."""
    import pypdfium2  # only now: most processes never draw, and it takes them 15 MB

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        width, height = page.get_size()
        scale = min(WIDEST / width, HIGHEST / height, _LARGEST_SCALE)
        content = io.BytesIO()
        page.render(scale=scale).to_pil().save(content, "PNG")
    return content.getvalue()
