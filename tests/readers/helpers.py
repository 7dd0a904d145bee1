"""What tests of readers look at."""

from __future__ import annotations

from collections.abc import Callable

from govtext.document import Document, Grid
from govtext.errors import GovTextError

Laid = list[tuple[str, int, int, int, int]]


def laid(grid: Grid) -> Laid:
    """Text, row, column, row span, column span of each cell."""
    return [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells]


def prose(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def messages(document: Document, severity: str | None = None) -> str:
    return "\n".join(note.message for note in document.log if severity in (None, note.severity))


def reads_or_fails(read: Callable[[bytes, str], Document], data: bytes) -> None:
    """Whatever the bytes are, a reader gives a document or one clear line."""
    error: GovTextError | None = None
    try:
        assert isinstance(read(data, "report"), Document)
    except GovTextError as caught:
        error = caught
    assert error is None or str(error).splitlines() == [str(error)]
