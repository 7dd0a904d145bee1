"""Small PDFs drawn for tests: fictional places, own figures, own sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HEIGHT = A4[1]
FONT = "STSong-Light"
Draw = Callable[[Canvas], None]


class Box(NamedTuple):
    """A cell to draw: its text (lines parted by newlines), where it begins, its spans."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


def pdf(*pages: Draw, **options: Any) -> bytes:
    """A PDF with one page a drawing; options go to the canvas."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = BytesIO()
    canvas = Canvas(target, **{"pagesize": A4, "invariant": 1, **options})
    for draw in pages:
        canvas.setFont(FONT, 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def write(canvas: Canvas, x: float, y: float, text: str, size: float = 10) -> None:
    """Text with its baseline `y` points below the top of the page."""
    canvas.setFont(FONT, size)
    canvas.drawString(x, HEIGHT - y, text)


def prose(canvas: Canvas, lines: Iterable[str], top: float, size: float = 16, left: float = 72) -> None:
    """Lines of text, one below the other; ideographic spaces at the start set a line in."""
    for number, line in enumerate(lines):
        bare = line.lstrip("\u3000")
        write(canvas, left + size * (len(line) - len(bare)), top + number * 28, bare, size)


def rows_of(values: Sequence[Sequence[str]]) -> list[Box]:
    """Cells without spans, row by row."""
    return [Box(text, row, column) for row, line in enumerate(values) for column, text in enumerate(line)]


def table(
    canvas: Canvas,
    xs: Sequence[float],
    ys: Sequence[float],
    boxes: Iterable[Box],
    *,
    opened: str = "",
    filled: bool = False,
) -> None:
    """A ruled table; `ys` are heights below the top of the page; `opened` leaves out the "top" or "bottom" rule."""
    for box in boxes:
        x0, x1 = xs[box.column], xs[box.column + box.columns]
        y0, y1 = ys[box.row], ys[box.row + box.rows]
        if not ("top" in opened and box.row == 0):
            _rule(canvas, x0, y0, x1, y0, filled)
        if not ("bottom" in opened and box.row + box.rows == len(ys) - 1):
            _rule(canvas, x0, y1, x1, y1, filled)
        _rule(canvas, x0, y0, x0, y1, filled)
        _rule(canvas, x1, y0, x1, y1, filled)
        lines = box.text.split("\n")
        for number, line in enumerate(lines):
            write(canvas, x0 + 3, (y0 + y1) / 2 + 4 + 11 * (number - (len(lines) - 1) / 2), line)


def _rule(canvas: Canvas, x0: float, y0: float, x1: float, y1: float, filled: bool) -> None:
    if filled:
        canvas.rect(x0 - 0.2, HEIGHT - y1 - 0.2, x1 - x0 + 0.4, y1 - y0 + 0.4, stroke=0, fill=1)
    else:
        canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)
