"""A PDF: ruled tables and lines of text, in a font every reader of Chinese PDFs knows by name, so none is embedded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from govtext.simulate.draft import Draft, Heading
from govtext.simulate.sheets import Filled, Slot

_WIDTH, _HEIGHT, _MARGIN = 595.0, 842.0, 50.0
_BODY, _LEADING = 12.0, 20.0
_SMALL, _LINE = 8.0, 9.5
_LABELS = {"proactive": (0.34,), "requests": (0.06, 0.12, 0.36), "review": ()}
_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
    "/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000"
    "/W[1[500]814 939 500]"
    "/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
    "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>>>]>>"
)


@dataclass
class _Press:
    """Fills pages from top to bottom; `y` counts downwards."""

    pages: list[list[str]] = field(default_factory=lambda: [[]])
    y: float = _MARGIN

    def text(self, x: float, y: float, text: str, size: float) -> None:
        code = text.encode("utf-16-be").hex()
        self.pages[-1].append(f"BT /F1 {size:g} Tf {x:.2f} {_HEIGHT - y:.2f} Td <{code}> Tj ET")

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self.pages[-1].append(f"{x:.2f} {_HEIGHT - y - height:.2f} {width:.2f} {height:.2f} re S")

    def room(self, height: float) -> None:
        if self.y + height > _HEIGHT - _MARGIN:
            self.pages.append([])
            self.y = _MARGIN

    def paragraph(self, text: str, indent: bool = True) -> None:
        wide = int((_WIDTH - 2 * _MARGIN) / _BODY) - 1
        shift = 2 if indent else 0
        lines = [text[: wide - shift], *_wrapped(text[wide - shift :], wide)]
        for number, line in enumerate(lines):
            self.room(_LEADING)
            self.text(_MARGIN + (shift * _BODY if number == 0 else 0), self.y + _BODY, line, _BODY)
            self.y += _LEADING


def _wrapped(text: str, wide: int) -> list[str]:
    return [text[start : start + wide] for start in range(0, len(text), wide)]


def pdf(draft: Draft) -> bytes:
    """The report on pages of A4; each table on one page."""
    press = _Press()
    press.paragraph(draft.title, indent=False)
    for block in draft.blocks:
        if isinstance(block, Filled):
            _sheet(press, block)
        else:
            press.paragraph(block.text if isinstance(block, Heading) else block)
    press.paragraph(draft.issuer, indent=False)
    press.paragraph(draft.date, indent=False)
    return _file(["\n".join(page) for page in press.pages])


def _sheet(press: _Press, filled: Filled) -> None:
    sheet = filled.sheet
    labels = _LABELS[sheet.table]
    rest = (1 - sum(labels)) / (sheet.width - len(labels))
    shares = [*labels, *[rest] * (sheet.width - len(labels))]
    edges = [_MARGIN]
    for share in shares:
        edges.append(edges[-1] + share * (_WIDTH - 2 * _MARGIN))
    heights = [_height(filled, row, edges) for row in sheet.rows]
    press.room(sum(heights))
    tops = [press.y + sum(heights[:number]) for number in range(len(heights) + 1)]
    for row in sheet.rows:
        for slot in row:
            _cell(press, filled.text(slot), slot, edges, tops)
    press.y = tops[-1] + _LEADING


def _height(filled: Filled, row: Sequence[Slot], edges: Sequence[float]) -> float:
    lines = (len(_in_cell(filled.text(slot), slot, edges)) for slot in row if slot.row_span == 1)
    return max([1, *lines]) * _LINE + 5


def _in_cell(text: str, slot: Slot, edges: Sequence[float]) -> list[str]:
    wide = edges[slot.column + slot.column_span] - edges[slot.column] - 4
    half = all(char.isascii() for char in text)
    return _wrapped(text, max(1, int(wide / (_SMALL / 2 if half else _SMALL))))


def _cell(press: _Press, text: str, slot: Slot, edges: Sequence[float], tops: Sequence[float]) -> None:
    left, right = edges[slot.column], edges[slot.column + slot.column_span]
    top, bottom = tops[slot.row], tops[slot.row + slot.row_span]
    press.box(left, top, right - left, bottom - top)
    lines = _in_cell(text, slot, edges)
    y = top + max(0.0, (bottom - top - len(lines) * _LINE) / 2) + _SMALL
    for number, line in enumerate(lines):
        press.text(left + 2, y + number * _LINE, line, _SMALL)


def _file(pages: Sequence[str]) -> bytes:
    parts = list(_objects(pages))
    out, offsets = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(parts) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    trailer = f"{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + trailer.encode("ascii")


def _objects(pages: Sequence[str]) -> Iterator[str]:
    """Catalogue, list of pages, font, then each page and its content."""
    numbers = range(4, 4 + 2 * len(pages), 2)
    yield "<</Type/Catalog/Pages 2 0 R>>"
    yield f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{number} 0 R' for number in numbers)}]>>"
    yield _FONT
    for number, page in zip(numbers, pages, strict=True):
        yield (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {_WIDTH:g} {_HEIGHT:g}]"
            f"/Resources<</Font<</F1 3 0 R>>>>/Contents {number + 1} 0 R>>"
        )
        yield f"<</Length {len(page)}>>\nstream\n{page}\nendstream"
