"""The tags of a PDF: what its words are (a heading, a paragraph, a cell of which column), for those who listen to it.

WeasyPrint's own come to a third of a document's cost: three objects for a cell, each written twice. Ours are built
from the page's markup instead of its boxes, one object for a cell, and leave tables that only arrange things out.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final
from xml.etree.ElementTree import Element

import pydyf
import weasyprint.pdf

_HEADINGS: Final = {"title": "H1"}  # by the first class


class _Tag(pydyf.Object):  # type: ignore[misc]  # it has no type hints
    """A structure element, written once all its kids are known."""

    data = reference = b""

    def __init__(self, pdf: pydyf.PDF, kind: str, parent: "_Tag | None", more: bytes = b"") -> None:
        super().__init__()
        pdf.add_object(self)
        self.reference = b"%d 0 R" % self.number  # asked for often
        self._head = b"<</S/%s%s/P " % (kind.encode(), more)
        self._parent, self._page, self._kids = parent, b"", list[bytes]()
        if parent is not None:
            parent._kids.append(self.reference)

    def mark(self, mcid: int, page: bytes) -> None:
        """Words on a page are part of it."""
        self._page = self._page or page
        own = page == self._page
        self._kids.append(b"%d" % mcid if own else b"<</Type/MCR/Pg %s/MCID %d>>" % (page, mcid))

    def point(self, annotation: pydyf.Dictionary, page: bytes) -> None:
        """A link is part of it."""
        self._page = self._page or page
        self._kids.append(b"<</Type/OBJR/Obj %s/Pg %s>>" % (annotation.reference, page))

    def finish(self, root: bytes) -> None:
        """Write it; `root` is the parent of what has none."""
        parent = self._parent.reference if self._parent else root
        page = b"/Pg " + self._page if self._page else b""
        self.data = b"%s%s%s/K[%s]>>" % (self._head, parent, page, b" ".join(self._kids))


class _Tree:
    """The tags of one document, as its marked words come in."""

    def __init__(self, pdf: pydyf.PDF, html: Element) -> None:
        self._pdf, self._tags = pdf, list[_Tag]()
        self._document = self._tag("Document", None)
        self._cells = dict(_cells_of(html))
        self._links = {element: link for link in html.iter("a") for element in link.iter()}
        self._known: dict[Element, _Tag] = {}
        self._heads: dict[Element, bytes] = {}

    def place(self, box: Any, page: bytes) -> _Tag | None:
        """The tag of this box's words; None where the head of a table is repeated on a later page."""
        element = box.element
        if element is None:  # in a page's margin
            return self._tag("P", self._document)
        if place := self._cells.get(element):
            return self._cell(*place, page)
        if element not in self._known:
            self._known[element] = self._block(box, element)
        return self._known[element]

    def link(self, element: Element) -> _Tag:
        """The tag of a link, or of the link this stands in."""
        element = self._links.get(element, element)
        if element not in self._known:
            self._known[element] = self._tag("Link", self._document)
        return self._known[element]

    def finish(self) -> pydyf.Dictionary:
        """Write all tags; their root, which still wants its ParentTree."""
        root = pydyf.Dictionary({"Type": "/StructTreeRoot", "K": pydyf.Array([self._document.reference])})
        self._pdf.add_object(root)
        self._pdf.catalog["StructTreeRoot"] = root.reference
        for tag in self._tags:
            tag.finish(root.reference)
        return root

    def _block(self, box: Any, element: Element) -> _Tag:
        if element.tag == "a":
            return self.link(element)
        parent = self.link(element) if element in self._links else self._document
        if element.tag == "img":
            return self._tag("Figure", parent, _picture(box, element))
        return self._tag(_HEADINGS.get((element.get("class") or "").partition(" ")[0], "P"), parent)

    def _cell(self, table: Element, row: Element, cell: Element, page: bytes) -> _Tag | None:
        if table not in self._known:
            self._known[table] = self._tag("Table", self._document)
        if row not in self._known:
            self._known[row] = line = self._tag("TR", self._known[table])
            self._known |= {one: self._tag(one.tag.upper(), line, _shape(one)) for one in row}
        is_repeated = cell.tag == "th" and self._heads.setdefault(cell, page) != page
        return None if is_repeated else self._known[cell]

    def _tag(self, kind: str, parent: _Tag | None, more: bytes = b"") -> _Tag:
        self._tags.append(_Tag(self._pdf, kind, parent, more))
        return self._tags[-1]


def add_tags(pdf: pydyf.PDF, document: Any, _version: str, streams: Sequence[Any]) -> None:
    """`weasyprint.pdf.add_tags`, for pages of ours."""
    tree = _Tree(pdf, document.pages[0]._page_box.children[0].element)
    parents, annotations = list[object](), list[tuple[_Tag, Any]]()
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        here = pdf.page_references[number]
        references = []
        for box, mcid in stream._tags.items():
            tag = tree.place(box, here)
            references.append(tag.reference if tag else b"null")
            if tag:
                tag.mark(mcid, here)
        parents += [number, pydyf.Array(references)]
        for *_, box in page.links:
            if box.link_annotation is not None:
                annotations.append((tree.link(box.element), box.link_annotation))
                annotations[-1][0].point(box.link_annotation, here)
    for number, (tag, annotation) in enumerate(annotations, start=len(document.pages)):
        parents += [number, tag.reference]
        annotation["StructParent"] = number
    tree.finish()["ParentTree"] = pydyf.Dictionary({"Nums": pydyf.Array(parents)})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class _Marked(AbstractContextManager[None]):
    """Words of a page between the two operators that give them a number."""

    def __init__(self, operators: list[bytes]) -> None:
        self._operators = operators

    def __exit__(self, *_error: object) -> None:
        self._operators.append(b"EMC")


def marked(stream: Any, box: Any, tag: str) -> AbstractContextManager[None]:
    """`weasyprint.pdf.stream.Stream.marked`."""
    if stream._tags is None:
        return nullcontext()
    number = stream._tags[box] = len(stream._tags)
    stream.stream.append(b"/%s <</MCID %d>> BDC" % (tag.encode(), number))
    return _Marked(stream.stream)


def take() -> None:
    """Have the engine add our tags from now on."""
    weasyprint.pdf.add_tags, weasyprint.pdf.Stream.marked = add_tags, marked


def _cells_of(html: Element) -> Iterator[tuple[Element, tuple[Element, Element, Element]]]:
    """Whatever stands in a cell, with its table, row and cell; a table without a head arranges, and is none."""
    for table in html.iter("table"):
        if table.find("thead") is not None:
            for row in table.iter("tr"):
                for cell in row:
                    yield from ((element, (table, row, cell)) for element in cell.iter())


def _shape(cell: Element) -> bytes:
    if cell.tag == "th":
        return b"/A<</O/Table/Scope/Column>>"
    span = int(cell.get("colspan") or 1)
    return b"/A<</O/Table/ColSpan %d>>" % span if span > 1 else b""


def _picture(box: Any, image: Element) -> bytes:
    """What is said instead of it, and where it is."""
    left, top = box.content_box_x(), box.content_box_y()
    bounds = pydyf.Array(side * 0.75 for side in (left, top, left + box.width, top + box.height))
    alt = pydyf.String(image.get("alt") or "")
    return b"/Alt %s/A<</O/Layout/BBox%s>>" % (alt.data, bounds.data)
