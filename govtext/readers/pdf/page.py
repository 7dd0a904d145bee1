"""What pypdfium2 tells of one page: characters with boxes, ruling lines, pictures; in points, y downwards, upright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from govtext.readers.lattice import Rule
from govtext.readers.pdf.characters import MOST_CHARACTERS, page_glyphs
from govtext.readers.pdf.drawing import Drawing
from govtext.readers.pdf.matrix import Matrix
from govtext.readers.pdf.text import Glyph


@dataclass(slots=True, eq=False)
class RawPage:
    """A page as drawn: glyphs, rules, the share of it that pictures cover, and what was too much."""

    number: int
    width: float
    height: float
    glyphs: Sequence[Glyph]
    horizontals: Sequence[Rule]
    verticals: Sequence[Rule]
    pictures: float = 0.0
    n_objects: int = 0
    n_texts: int = 0
    n_hidden: int = 0
    """Text objects, and those of them that are not painted: the layer that a scanner's software puts behind."""
    cut: str = ""


def raw_page(page: pdfium.PdfPage, number: int) -> RawPage:
    """The page's content, turned so that most of its characters stand upright; nothing outside the crop box."""
    turn = page.get_rotation() // 90
    frame, width, height = _frame(page, turn)
    glyphs, turns = page_glyphs(page, frame)
    main = max(turns, key=lambda each: turns[each], default=0)
    if main and turns[main] > 0.6 * turns.total():
        frame, width, height = _frame(page, turn - main)
        glyphs, _ = page_glyphs(page, frame)
    inside = [glyph for glyph in glyphs if -2 <= glyph.x0 <= width and -2 <= glyph.base <= height + 2]
    drawing = Drawing(page, frame, width, height)
    cut = f"more than {MOST_CHARACTERS} characters; the rest was not read" if len(glyphs) >= MOST_CHARACTERS else ""
    return RawPage(
        number, width, height, inside, tuple(drawing.horizontals), tuple(drawing.verticals), drawing.pictures,
        drawing.n_objects, drawing.n_texts, drawing.n_hidden, drawing.cut or cut,
    )  # fmt: skip


def _frame(page: pdfium.PdfPage, turn: int) -> tuple[Matrix, float, float]:
    left, bottom, right, top = page.get_cropbox()
    wide, high = right - left, top - bottom
    frames = (
        Matrix(1, 0, 0, -1, -left, top), Matrix(0, 1, 1, 0, -bottom, -left),
        Matrix(-1, 0, 0, 1, right, -bottom), Matrix(0, -1, -1, 0, top, right),
    )  # fmt: skip
    return frames[turn % 4], *((wide, high) if turn % 2 == 0 else (high, wide))
