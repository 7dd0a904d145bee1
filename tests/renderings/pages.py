"""Printed pages: ruled tables as PDF, and the same pages as pictures."""

from __future__ import annotations

import io
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tests.renderings.sheets import GONE, Draft, Heading, Sheet, SheetCell

WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 60.0
LABELS = {"proactive": (0.34,), "requests": (0.04, 0.15, 0.33), "review": ()}
SIZE, LINE = 9.0, 12.0
BODY, LEADING = 12.0, 20.0


@dataclass(frozen=True)
class Stroke:
    """A rule or a line of text on a page; `y` counts downwards from the top."""

    kind: Literal["rule", "text"]
    x: float
    y: float
    x2: float = 0.0
    y2: float = 0.0
    text: str = ""
    size: float = SIZE


class Press:
    """Fills pages from top to bottom."""

    def __init__(self) -> None:
        self.pages: list[list[Stroke]] = [[]]
        self.y = MARGIN

    def turn(self) -> None:
        self._number()
        self.pages.append([])
        self.y = MARGIN

    def _number(self) -> None:
        self.text(WIDTH / 2 - 12, HEIGHT - 30, f"- {len(self.pages)} -", 9)

    def text(self, x: float, y: float, text: str, size: float) -> None:
        self.pages[-1].append(Stroke("text", x, y, text=text, size=size))

    def rule(self, x: float, y: float, x2: float, y2: float) -> None:
        self.pages[-1].append(Stroke("rule", x, y, x2, y2))

    def paragraph(self, text: str, *, indent: bool = True) -> None:
        per_line = int((WIDTH - 2 * MARGIN) / BODY)
        rest = ("　　" if indent else "") + text
        while rest:
            if self.y + LEADING > HEIGHT - MARGIN:
                self.turn()
            head, rest = rest[:per_line], rest[per_line:]
            shift = BODY * (len(head) - len(head.lstrip("　")))
            self.text(MARGIN + shift, self.y + BODY, head.lstrip("　"), BODY)
            self.y += LEADING

    def close(self) -> list[list[Stroke]]:
        self._number()
        return self.pages


def pages(whole: Draft, *, upright: bool = False) -> list[list[Stroke]]:
    """The report on pages; `upright`: 三、本年度办理结果 one character a line, else in two columns' width."""
    press = Press()
    for line in whole.title:
        press.paragraph(line, indent=False)
    for block in whole.blocks:
        if isinstance(block, Sheet):
            _sheet(press, block, upright)
        else:
            press.paragraph(block.text if isinstance(block, Heading) else block)
    for line in whole.closing:
        press.paragraph(line, indent=False)
    return press.close()


def _edges(sheet: Sheet, upright: bool) -> list[float]:
    labels = list(LABELS[sheet.table])
    if labels and sheet.table == "requests" and not upright:
        labels[0], labels[2] = 0.13, 0.28
    rest = (1 - sum(labels)) / (sheet.n_columns - len(labels))
    shares = [*labels, *[rest] * (sheet.n_columns - len(labels))]
    return [MARGIN + (WIDTH - 2 * MARGIN) * sum(shares[:n]) for n in range(len(shares) + 1)]


def _wrap(cell: SheetCell, edges: Sequence[float]) -> list[str]:
    room = edges[min(cell.column + cell.column_span, len(edges) - 1)] - edges[cell.column] - 4
    if cell.text in ("", GONE):
        return []
    if cell.role == "header" and len(cell.text) * SIZE > room:
        return [cell.text[n : n + 2] for n in range(0, len(cell.text), 2)]
    if cell.role == "value":
        return cell.text.split("\n")
    parts, part, used = [], "", 0.0
    for char in cell.text:
        step = SIZE if ord(char) > 0x2000 else SIZE / 2
        if part and used + step > room:
            parts.append(part)
            part, used = "", 0.0
        part, used = part + char, used + step
    return [*parts, part]


def _with_strays(sheet: Sheet) -> Sheet:
    """A number too many stands as a second line in the cell that it would push."""
    strays = {(cell.row, cell.column): cell.text for cell in sheet.cells if cell.role == "stray"}
    cells = [
        replace(cell, text=f"{cell.text}\n{strays[cell.row, cell.column]}") if _has(cell, strays) else cell
        for cell in sheet.cells
        if cell.role != "stray"
    ]
    return replace(sheet, cells=tuple(cells))


def _has(cell: SheetCell, places: Container[tuple[int, int]]) -> bool:
    return cell.role == "value" and (cell.row, cell.column) in places


def _sheet(press: Press, whole: Sheet, upright: bool) -> None:
    sheet = _with_strays(whole)
    edges = _edges(sheet, upright)
    start = 0
    heights = [max((len(_wrap(c, edges)) for c in row if c.row_span == 1), default=1) for row in sheet.rows()]
    sizes = [max(1, lines) * LINE + 8 for lines in heights]
    while start < sheet.n_rows:
        room, end = HEIGHT - MARGIN - press.y, start
        while end < sheet.n_rows and sum(sizes[start : end + 1]) <= room:
            end += 1
        if end == start:
            press.turn()
            continue
        _part(press, sheet, edges, sizes, start, end)
        start = end
        if start < sheet.n_rows:
            press.turn()
    press.y += 8


def _part(press: Press, sheet: Sheet, edges: Sequence[float], sizes: Sequence[float], start: int, end: int) -> None:
    """The rows from `start` to `end` on the page; a merged cell over the break has its text on either side."""
    tops = [press.y + sum(sizes[start:row]) for row in range(start, end + 1)]
    for cell in sheet.cells:
        first, last = max(cell.row, start), min(cell.row + cell.row_span, end)
        if first < last:
            box = (edges[cell.column], tops[first - start], edges[cell.column + cell.column_span], tops[last - start])
            _box(press, box)
            _write(press, box, _visible(cell, _wrap(cell, edges), first, last), cell.role)
    press.y = tops[-1]


def _visible(cell: SheetCell, parts: Sequence[str], first: int, last: int) -> Sequence[str]:
    """A cell cut by a page break has the share of its lines that fits before the break, the rest after it."""
    cut = round(len(parts) * (last - cell.row) / cell.row_span)
    before = round(len(parts) * (first - cell.row) / cell.row_span)
    return parts[before:cut]


def _box(press: Press, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    for rule in (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    ):
        press.rule(*rule)


def _write(press: Press, box: tuple[float, float, float, float], parts: Sequence[str], role: str) -> None:
    left, top, right, bottom = box
    y = (top + bottom - LINE * len(parts)) / 2 + SIZE
    for part in parts:
        size = sum(SIZE if ord(char) > 0x2000 else SIZE / 2 for char in part)
        x = left + 3 if role == "label" and right - left > 60 else left + max(2.0, (right - left - size) / 2)
        press.text(x, y, part, SIZE)
        y += LINE


def pdf(whole: Draft, *, upright: bool = False) -> bytes:
    """The pages as a PDF whose text can be read."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, (WIDTH, HEIGHT))
    for page in pages(whole, upright=upright):
        canvas.setLineWidth(0.5)
        for stroke in page:
            if stroke.kind == "rule":
                canvas.line(stroke.x, HEIGHT - stroke.y, stroke.x2, HEIGHT - stroke.y2)
            else:
                canvas.setFont("STSong-Light", stroke.size)
                canvas.drawString(stroke.x, HEIGHT - stroke.y, stroke.text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def pictures(whole: Draft, *, scale: float = 2.4) -> Iterator[bytes]:
    """The pages as PNG, drawn with a real font."""
    from PIL import Image, ImageDraw

    for page in pages(whole):
        image = Image.new("L", (int(WIDTH * scale), int(HEIGHT * scale)), 255)
        draw = ImageDraw.Draw(image)
        for stroke in page:
            _ink(draw, stroke, scale)
        buffer = io.BytesIO()
        image.save(buffer, "PNG")
        yield buffer.getvalue()


def _ink(draw: object, stroke: Stroke, scale: float) -> None:
    points = [value * scale for value in (stroke.x, stroke.y, stroke.x2, stroke.y2)]
    if stroke.kind == "rule":
        draw.line(points, fill=0, width=2)  # type: ignore[attr-defined]
        return
    font = _font(stroke.size * scale)
    draw.text((points[0], points[1]), stroke.text, fill=0, font=font, anchor="ls")  # type: ignore[attr-defined]


def _font(size: float) -> object:
    from importlib import resources

    from PIL import ImageFont

    file = resources.files("pylopdf_fonts_zh_cn") / "NotoSerifSC-Regular.otf"
    return ImageFont.truetype(str(file), int(size))


def scan(whole: Draft) -> bytes:
    """The pages as pictures in one PDF without a letter of text."""
    from PIL import Image

    images = [Image.open(io.BytesIO(picture)) for picture in pictures(whole)]
    buffer = io.BytesIO()
    images[0].save(buffer, "PDF", save_all=True, append_images=images[1:], resolution=172.8)
    return buffer.getvalue()
