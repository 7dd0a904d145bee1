"""Two texts side by side, character by character, with what they share marked: for print, where no HTML goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from govtext.errors import GovTextError
from govtext.figures.speech import said, spoken
from govtext.figures.style import COLOURS, describe, new
from govtext.reuse.alignment import Alignment

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDE = 26
"""Characters a line."""
_LINES = 60
_GAP = 3
_EM = 0.29
"""Centimetres of one cell, across; down it is 1.5 times as much."""
_CLOSING = frozenset("，。、；：！？）》〉」』】〕”’…％,.;:!?)]%")
_OPENING = frozenset("（《〈「『【〔“‘([")


def reuse_sides(made: Alignment, zh: str, en: str, origin: str) -> tuple[Figure, pd.DataFrame]:
    """Both texts in lines of 26 characters; shared passages shaded and numbered, what differs inside them, or was
    taken out before, underlined.

    Data: `Alignment.to_pandas()`. Raises `GovTextError` for a text that needs more than 60 lines: a part of it can be
    drawn, or `Alignment.html()` shows it all.

    >>> from govtext.reuse import align
    >>> made = align("扩大公众参与范围，提高互动实效。", "扩大公众参与的范围，提高互动实效。")
    >>> reuse_sides(made, "模拟", "simulated", "两句 two sentences")[1]["units"].tolist()
    [14]
    """
    sides = [_cells(text) for text in (made.left, made.right)]
    down = 1 + max((row for cells in sides for row, _ in cells.values()), default=0)
    if down > _LINES:
        raise GovTextError("a text too long to be drawn", found=f"{down} lines", expected=f"{_LINES} at most")
    figure, axes = new("page", 3.6 + 1.5 * _EM * (down + 2))
    for side, cells in enumerate(sides):
        _side(axes, made, side, cells, side * (_WIDE + _GAP))
    axes.set(xlim=(-0.9, 2 * _WIDE + _GAP), ylim=(down + 0.2, -2.0))
    axes.set_axis_off()
    _legend(axes)
    describe(figure, zh, en, _count(made), origin)
    return figure, made.to_pandas()


def _cells(text: str) -> dict[int, tuple[int, int]]:
    """Row and column of each character that is shown, by its offset; a line begins anew where the text does."""
    lines, start = list[list[int]](), 0
    for line in text.splitlines(keepends=True):
        shown = [start + at for at, char in enumerate(line) if char.isprintable() and not char.isspace()]
        start += len(line)
        begin = 0
        while begin < len(shown):
            end = begin + _end([text[at] for at in shown[begin : begin + _WIDE + 1]])
            lines.append(shown[begin:end])
            begin = end
    return {at: (row, column) for row, line in enumerate(lines) for column, at in enumerate(line)}


def _end(chars: list[str]) -> int:
    """How many of them fill a line, so that the next one begins with no mark that closes, and this one ends with none
    that opens; where there is nothing but marks, they are parted."""
    whole = min(_WIDE, len(chars))
    for end in range(whole, 0, -1):
        if end == len(chars) or (chars[end] not in _CLOSING and chars[end - 1] not in _OPENING):
            return end
    return whole


def _side(axes: Axes, made: Alignment, side: int, cells: dict[int, tuple[int, int]], shift: int) -> None:
    text, share = (made.left, made.right)[side], made.shares[side]
    title = made.names[side] or said(*(("左", "left"), ("右", "right"))[side])
    told = "–" if share is None else f"{share:.0%}"
    colon = ": " if spoken() == "en" else "："
    axes.text(shift, -1.2, f"{title}{colon}{said('相同', 'shared')} {told}", fontsize=8, va="center")
    equal = {at for each in made.passages for run in each.runs for at in range(*run[2 * side : 2 * side + 2])}
    inside = {at for each in made.passages for at in range(*(each.left, each.right)[side])}
    for at, (row, column) in cells.items():
        place = (column + shift, row)
        if at in equal:
            axes.add_patch(Rectangle(place, 1, 0.94, color=COLOURS["sky"], alpha=0.45, linewidth=0))
        elif at in inside:
            axes.plot([place[0] + 0.1, place[0] + 0.9], [row + 0.94] * 2, color=COLOURS["vermilion"], linewidth=1)
        axes.text(place[0] + 0.5, row + 0.46, text[at], fontsize=7, ha="center", va="center")
    _numbers(axes, made, side, cells, shift)


def _numbers(axes: Axes, made: Alignment, side: int, cells: dict[int, tuple[int, int]], shift: int) -> None:
    """The number of each passage, small, above its first character."""
    for number, passage in enumerate(made.passages, 1):
        start = (passage.left, passage.right)[side][0]
        row, column = cells[start]
        axes.text(column + shift - 0.08, row + 0.02, str(number), fontsize=5, ha="right", va="center",
                  color=COLOURS["vermilion"])  # fmt: skip


def _legend(axes: Axes) -> None:
    equal = said("相同（数字为段号）", "equal (numbers: passages)")
    differs = said("段内不同或比较前剔除", "differs, or taken out before")
    marks = [
        Patch(color=COLOURS["sky"], alpha=0.45, linewidth=0, label=equal),
        axes.plot([], [], color=COLOURS["vermilion"], linewidth=1, label=differs)[0],
    ]
    axes.legend(handles=marks, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize=7, borderaxespad=0.1)


def _count(made: Alignment) -> str:
    (left, right), passages = made.units, len(made.passages)
    return said(f"{left} 字与 {right} 字，{passages} 段", f"{left} and {right} characters, passages: {passages}", "；")
