"""The same invoice set by Typst, a compiled typesetter: how much of the cost is Python's, not the page's."""

import json
from functools import cache
from itertools import count
from pathlib import Path
from time import process_time

import typst

from bot.rendering.facts import PartyBlock
from bot.rendering.fonts import font_files
from bot.rendering.sheet import sheet_of
from models.document import InvoiceDocument

_renders = count()


def typeset(document: InvoiceDocument) -> float:
    """CPU seconds of one PDF. Each has other item names: what Typst remembers of the last one is no work done."""
    sheet = sheet_of(document, with_logo=False)
    turn = next(_renders)
    shown = {
        "accent": document.accent, "title": str(sheet.title), "number": sheet.number, "brand": sheet.brand,
        "foot": sheet.foot, "due": sheet.due, "due_label": str(sheet.due_label),
        "seller": _party(sheet.seller), "buyer": _party(sheet.buyer),
        "dates": [(str(label), day) for label, day in sheet.dates],
        "columns": [{"label": str(column.label), "width": column.width} for column in sheet.grid.columns],
        "rows": [(f"{item} {turn}", *figures) for item, *figures in map(dict.values, sheet.grid.lines)],
        "remarks": [(str(remark.label), remark.text) for remark in (*sheet.beside, *sheet.below)],
        "sums": [(str(label), figure) for label, figure in sheet.sums],
    }  # fmt: skip
    before = process_time()
    _compiler().compile(format="pdf", sys_inputs={"sheet": json.dumps(shown)})
    return process_time() - before


def _party(block: PartyBlock) -> dict[str, object]:
    return {"label": str(block.label), "name": block.name, "details": block.details}


@cache
def _compiler() -> typst.Compiler:
    folders = [str(folder) for folder in {path.parent for path in font_files()}]
    source = str(Path(__file__).with_name("invoice.typ"))
    return typst.Compiler(source, font_paths=folders, ignore_system_fonts=True)
