"""One picture to lines and table pieces: rules found in the picture, characters recognised cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from govtext.document import DocumentBuilder, Place
from govtext.readers.lattice import Lattice, find_lattices
from govtext.readers.pdf.pieces import PageParts, page_parts
from govtext.readers.pdf.text import Glyph, parted_numbers
from govtext.readers.scan.lines import Picture, find_rules, straight, text_size, to_ink
from govtext.readers.scan.ocr import SURE, UNREADABLE, Box, Heard, find_text, hear

_LEAST_WIDTH = 6.0
_ONE = 1.5
_SPECK = 0.22
_TYPE_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class _Crop:
    """A piece of the page to be recognised, and where it stands."""

    picture: Picture
    box: Box
    type_share: float = 1.0
    """Height of the type in heights of the box: the detector's boxes are wider than the ink."""
    upright: bool = False
    """True for lines of one character each, laid side by side."""


def recognise(picture: Image.Image, number: int, builder: DocumentBuilder) -> PageParts:
    """The lines and table pieces of one page; how much of it is doubtful is noted."""
    gray = straight(np.asarray(picture.convert("L"), dtype=np.uint8))
    ink = to_ink(gray)
    size = text_size(ink)
    across, down, mask = find_rules(ink, size)
    tables = [table for table in find_lattices(across, down, 0.3 * size) if _is_table(table, size)]
    ruled = mask & _strips(gray, tables, 0.3 * size)
    clean = np.where(ruled > 0, 255, gray).astype(np.uint8)
    crops = [*_cell_crops(clean, ink & ~ruled, tables, size), *_line_crops(gray, tables)]
    glyphs = _glyphs(crops, hear([crop.picture for crop in crops]), size, number, builder)
    return page_parts(number, (float(gray.shape[1]), float(gray.shape[0])), glyphs, tables)


def _is_table(table: Lattice, size: float) -> bool:
    """False for a box no larger than a few characters, such as a stamp or the frame of a sign."""
    return table.xs[-1] - table.xs[0] > _LEAST_WIDTH * size and table.ys[-1] - table.ys[0] > size


def _strips(gray: Picture, tables: list[Lattice], half: float) -> Picture:
    """Where the tables' rules may lie: long strokes elsewhere are characters."""
    strips, pad = np.zeros_like(gray), int(half) + 1
    for table in tables:
        top, bottom = max(int(table.ys[0]) - pad, 0), int(table.ys[-1]) + pad
        left, right = max(int(table.xs[0]) - pad, 0), int(table.xs[-1]) + pad
        for x in table.xs:
            strips[top:bottom, max(int(x) - pad, 0) : int(x) + pad + 1] = 255
        for y in table.ys:
            strips[max(int(y) - pad, 0) : int(y) + pad + 1, left:right] = 255
    return strips


def _cell_crops(clean: Picture, ink: Picture, tables: list[Lattice], size: float) -> Iterator[_Crop]:
    """The lines of every cell that holds ink; characters set one below the other become one line."""
    for table in tables:
        for cell in table.cells:
            x0, x1 = int(table.xs[cell.column]) + 2, int(table.xs[cell.column + cell.column_span]) - 1
            y0, y1 = int(table.ys[cell.row]) + 2, int(table.ys[cell.row + cell.row_span]) - 1
            boxes = [
                Box(box.x0 + x0, box.top + y0, box.x1 + x0, box.bottom + y0)
                for box in ink_lines(ink[y0:y1, x0:x1], size)
            ]
            if len(boxes) > 2 and all(box.x1 - box.x0 < _ONE * size for box in boxes):
                yield _side_by_side(clean, boxes)
            else:
                yield from (_Crop(_cut(clean, box), box) for box in boxes)


def ink_lines(ink: Picture, size: float) -> list[Box]:
    """Boxes around the lines of text in a cell's ink, top to bottom; specks are left out, and strokes of one
    character that stand apart (三, 二) are kept together."""
    rows = _runs(np.asarray(ink.any(axis=1)))
    spans: list[tuple[int, int]] = []
    for top, bottom in rows:
        if (
            spans
            and bottom - spans[-1][0] <= 1.15 * size
            and min(bottom - top, spans[-1][1] - spans[-1][0]) < 0.6 * size
        ):
            spans[-1] = (spans[-1][0], bottom)
        else:
            spans.append((top, bottom))
    boxes = []
    for top, bottom in spans:
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        box = Box(int(columns[0]), top, int(columns[-1]) + 1, bottom)
        if not _is_dirt(box, size):
            boxes.append(box)
    return boxes


def _is_dirt(box: Box, size: float) -> bool:
    """True for a speck, and for what is left of a rule or of the edge of a shaded cell."""
    wide, high = box.x1 - box.x0, box.bottom - box.top
    return max(wide, high) < _SPECK * size or (high < _SPECK * size and wide > 2 * size)


def _runs(flags: np.ndarray[Any, np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _cut(picture: Picture, box: Box) -> Picture:
    return picture[max(box.top - 1, 0) : box.bottom + 1, max(box.x0 - 1, 0) : box.x1 + 1]


def _side_by_side(picture: Picture, boxes: list[Box]) -> _Crop:
    """Upright writing as a level line: the characters from top to bottom laid out from left to right."""
    high = max(max(box.bottom - box.top, box.x1 - box.x0) for box in boxes) + 4
    tiles = [np.full((high, high), 255, dtype=np.uint8) for _ in boxes]
    left = min(box.x0 for box in boxes)
    for tile, box in zip(tiles, boxes, strict=True):
        piece = _cut(picture, box)[: high - 1, : high - 1]
        x = min(box.x0 - left, high - piece.shape[1])
        y = (high - piece.shape[0]) // 2
        tile[y : y + piece.shape[0], x : x + piece.shape[1]] = piece
    whole = Box(left, boxes[0].top, max(box.x1 for box in boxes), boxes[-1].bottom)
    return _Crop(np.hstack(tiles), whole, upright=True)


def _line_crops(gray: Picture, tables: list[Lattice]) -> Iterator[_Crop]:
    """The lines of text outside the tables."""
    rest = gray.copy()
    for table in tables:
        rest[int(table.ys[0]) - 3 : int(table.ys[-1]) + 4, int(table.xs[0]) - 3 : int(table.xs[-1]) + 4] = 255
    for box in find_text(rest):
        yield _Crop(_cut(rest, box), box, _TYPE_SHARE)


def _glyphs(crops: list[_Crop], heard: list[Heard], size: float, number: int, builder: DocumentBuilder) -> list[Glyph]:
    pairs = list(zip(crops, heard, strict=True))
    lost = sum(each.text == UNREADABLE for _, each in pairs)
    unsure = sum(each.score < SURE for _, each in pairs)
    words = f"{len(pairs)} pieces of text recognised from a picture, {unsure} of them unsure, {lost} unreadable"
    builder.note("loss" if lost else "doubt", words, Place(page=number))
    return [_glyph(crop, each.text, size) for crop, each in pairs]


def _glyph(crop: _Crop, text: str, size: float) -> Glyph:
    box = crop.box
    high = min(max((box.bottom - box.top) * crop.type_share, 0.8 * size), 2.5 * size)
    base = (box.top + box.bottom) / 2 + 0.35 * high
    if crop.upright and parted_numbers(text[:1], text[1:]):
        text = " ".join(text)
    return Glyph(text, box.x0, box.top, box.x1, box.bottom, base, high)
