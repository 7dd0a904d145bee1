"""PDF: our fast path against pdfplumber's tables of the same pages: `python -m bench.pdf [FILE.pdf]`.

The goal: at least 8 times faster, with the same cells.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pdfplumber
from reportlab.pdfgen.canvas import Canvas

from bench.measure import medians, report, report_memory
from govtext.document import Document
from govtext.readers import pdf
from govtext.readers.pdf.careful import read_careful
from tests.readers.made_pdf import Box, prose, table
from tests.readers.made_pdf import pdf as made_pdf

OURS, PLUMBER = "govtext: bytes to document", "pdfplumber: tables"
ROWS, FIRST, COLUMNS = 25, 3, 10


def made() -> bytes:
    """Five pages, on each prose and a ruled table of 25 rows and 10 columns with merged labels."""
    xs = [72, 100, 160, *range(230, 462, 33)]
    ys = list(range(220, 220 + 22 * ROWS + 1, 22))
    boxes = [Box("结\n果", 0, 0, ROWS)]
    boxes += [Box("（一）予以公开", row, 1, 1, 2) for row in range(ROWS)]
    boxes += [Box(str(row * column % 97), row, column) for row in range(ROWS) for column in range(FIRST, COLUMNS)]

    def page(canvas: Canvas) -> None:
        prose(canvas, ["　　青禾县全年公开信息一千余条，均在规定期限内更新完毕。"] * 4, 90)
        table(canvas, xs, ys, boxes)

    return made_pdf(*[page] * 5)


def plumber_tables(data: bytes) -> list[object]:
    with pdfplumber.open(BytesIO(data)) as document:
        return [page.extract_tables() for page in document.pages]


def cells(document: Document) -> set[tuple[object, ...]]:
    return {
        (number, cell.row, cell.column, cell.row_span, cell.column_span, cell.text)
        for number, grid in enumerate(document.grids)
        for cell in grid.cells
    }


def compare(title: str, data: bytes) -> None:
    contenders: dict[str, Callable[[], object]] = {
        OURS: lambda: pdf.read(data, "bench.pdf"),
        PLUMBER: lambda: plumber_tables(data),
        "govtext, careful path (on pdfplumber)": lambda: read_careful(data, "bench.pdf"),
    }
    report(f"{title}, {len(data) / 1024:.1f} KiB", medians(contenders, 7), OURS)
    fast, careful = cells(pdf.read(data, "bench.pdf")), cells(read_careful(data, "bench.pdf"))
    print(f"\n{len(fast & careful)} of {len(fast | careful)} cells the same in the fast and the careful path")


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    compare(path.name if path else "made PDF", path.read_bytes() if path else made())
    make = f"from pathlib import Path\nfrom bench import pdf\ndata = Path({str(path)!r}).read_bytes()\n"
    make = make if path else "from bench import pdf\ndata = pdf.made()\n"
    codes = {
        "PDF made or loaded, nothing read": make,
        OURS: make + "pdf.pdf.read(data, 'a.pdf')\n",
        PLUMBER: make + "pdf.plumber_tables(data)\n",
    }
    report_memory("Peak memory", codes)


if __name__ == "__main__":
    main()
