"""Items of a file: a report of any kind, or a text that holds a section of problems and improvements."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from govtext.document import Document
from govtext.errors import NotAReport
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.parse import parse
from govtext.problems.item import Item
from govtext.problems.section import names_section
from govtext.problems.splitter import items, items_of_reading
from govtext.readers import read_bytes, read_document
from govtext.readers.encoding import decode


def items_of_file(path: str | PathLike[str], *, limits: Limits = DEFAULT_LIMITS) -> tuple[Item, ...]:
    """The items of a report, or of any text that holds section 5.

    Offsets count in the report's text (`Report.text`); in a text that is no report, in the file's own text. Raises
    `UnreadableFile`, `BoundExceeded` or `MissingExtra` for a file that cannot be read, `NotAReport` for one that is
    neither a report nor holds such a section.
    """
    path = Path(path)
    document = read_document(path, limits=limits)
    try:
        return items_of_reading(parse(document))
    except NotAReport:
        return _items_of_text(_own_text(document, path, limits), document.source)


def _own_text(document: Document, path: Path, limits: Limits) -> str:
    return decode(read_bytes(path, limits)).text if document.kind == "text" else document.text


def _items_of_text(text: str, source: str) -> tuple[Item, ...]:
    found = items(text)
    if not found and not names_section(text):
        raise NotAReport(
            "the text holds no section of problems and improvements", file=source, expected="存在的主要问题及改进情况"
        )
    return found
