"""What is drawn on a page: ruling lines from its paths, and how much of it pictures cover."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from govtext.readers.lattice import Rule
from govtext.readers.pdf import calls
from govtext.readers.pdf.matrix import Matrix

MOST_OBJECTS = 60_000
"""Page objects looked at for ruling lines; a page with more is a drawing."""
_DEPTH = 8
_THIN = 3.0
_SHORT = 3.0
_SLANT = 1.0
_THICK = 4.0
"""A stroked line's box is wider than the line by the pen and a little more."""
_ONE_SHAPE = 6
_rule = tuple.__new__
"""Makes a `Rule` without checking how many values there are."""
_PATH, _TEXT, _IMAGE = raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE


class Drawing:
    """Rules of a page of this size, and what else stands on it; a rule drawn twice is kept once."""

    def __init__(self, page: pdfium.PdfPage, frame: Matrix, width: float, height: float) -> None:
        self.horizontals: dict[Rule, None] = {}
        self.verticals: dict[Rule, None] = {}
        self.pictures = 0.0
        self.n_objects = self.n_texts = self.n_hidden = 0
        self.cut = ""
        self._size = width, height
        self._bounds, self._into_bounds = calls.floats(4)
        self._mode = (ctypes.c_int * 2)()
        start = ctypes.addressof(self._mode)
        self._into_mode = start, start + ctypes.sizeof(ctypes.c_int)
        self._collect(calls.handle(page.raw), frame)

    def _collect(self, page: int, frame: Matrix) -> None:
        """Take in the page's objects, also those inside form objects."""
        texts: list[int] = []
        for item, kind, matrix in _objects(page, frame, 0):
            if self.n_objects >= MOST_OBJECTS:
                self.cut = f"more than {MOST_OBJECTS} drawn objects; the rest was not looked at"
                break
            self.n_objects += 1
            if kind == _PATH:
                self._path(item, matrix)
            elif kind == _TEXT:
                texts.append(item)
            elif kind == _IMAGE:
                self._picture(*matrix.box(*self._box(item)))
        self.n_texts = len(texts)
        if self.pictures:
            self.n_hidden = sum(calls.text_mode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE for item in texts)

    def _picture(self, x0: float, y0: float, x1: float, y1: float) -> None:
        width, height = self._size
        wide, high = min(x1, width) - max(x0, 0), min(y1, height) - max(y0, 0)
        self.pictures += max(wide, 0) * max(high, 0) / max(width * height, 1)

    def _box(self, item: int) -> Any:
        """The object's left, bottom, right and top, where its holder puts it."""
        calls.object_bounds(item, *self._into_bounds)
        return self._bounds[:]

    def _path(self, path: int, matrix: Matrix) -> None:
        calls.path_mode(path, *self._into_mode)
        fill, stroke = self._mode[:]
        segments = calls.path_count(path)
        if stroke and segments == 2:
            self._add(*matrix.box(*self._box(path)), _THICK)
        elif stroke:
            for shape in _shapes(path, segments, _own_matrix(path).then(matrix)):
                for (xa, ya), (xb, yb) in pairwise(shape):
                    self._add(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb), _SLANT)
        elif fill and segments <= _ONE_SHAPE:
            self._add(*matrix.box(*self._box(path)), _THIN)
        elif fill:
            for shape in _shapes(path, segments, _own_matrix(path).then(matrix)):
                xs, ys = [x for x, _ in shape], [y for _, y in shape]
                self._add(min(xs), min(ys), max(xs), max(ys), _THIN)

    def _add(self, x0: float, y0: float, x1: float, y1: float, thin: float) -> None:
        """Keep a thin box as a rule along its length."""
        wide, high = x1 - x0, y1 - y0
        if high <= thin and wide > _SHORT and wide > 2 * high:
            self.horizontals[_rule(Rule, ((y0 + y1) / 2, x0, x1))] = None
        elif wide <= thin and high > _SHORT and high > 2 * wide:
            self.verticals[_rule(Rule, ((x0 + x1) / 2, y0, y1))] = None


def _objects(holder: int, matrix: Matrix, depth: int) -> Iterator[tuple[int, int, Matrix]]:
    count, get = (calls.form_count, calls.form_object) if depth else (calls.page_count, calls.page_object)
    type_of = calls.object_type
    for index in range(count(holder)):
        item = get(holder, index)
        kind = type_of(item)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            yield from _objects(item, _own_matrix(item).then(matrix), depth + 1)
        else:
            yield item, kind, matrix


def _own_matrix(item: int) -> Matrix:
    room, into = calls.floats(6)
    calls.object_matrix(item, into[0])
    return Matrix(*room)


def _shapes(path: int, segments: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The path's pieces as corner points on the page; curves by their ends."""
    point, into = calls.floats(2)
    shape: list[tuple[float, float]] = []
    for index in range(min(segments, MOST_OBJECTS)):
        segment = calls.path_segment(path, index)
        calls.segment_point(segment, *into)
        if calls.segment_type(segment) == raw.FPDF_SEGMENT_MOVETO and shape:
            yield shape
            shape = []
        shape.append(matrix.point(*point))
        if calls.segment_closes(segment):
            shape.append(shape[0])
    if shape:
        yield shape
