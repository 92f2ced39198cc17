"""Paper from a roll: a page as long as what is printed on it, in black alone."""

import io
from typing import Any

from PIL import Image


def cut(page: Any) -> Any:
    """The page, a PageBox, ending at its lower margin below the last thing on it."""
    root = page.children[0]
    page.height = min(page.height, root.position_y + root.margin_height() - page.content_box_y())
    return page


def greyed(logo: bytes) -> bytes:
    """The logo as a print head sees it; transparent where it was."""
    content = io.BytesIO()
    with Image.open(io.BytesIO(logo)) as picture:
        mode, kind = ("LA", "PNG") if picture.mode == "RGBA" else ("L", "JPEG")
        picture.convert(mode).save(content, kind, quality=90, optimize=True)
    return content.getvalue()
