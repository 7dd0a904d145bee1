"""Two texts side by side, character by character, with what they share marked: for print, where no HTML goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle

from govtext.errors import GovTextError
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
    made: dict[int, tuple[int, int]] = {}
    row, column = 0, 0
    for at, char in enumerate(text):
        if char == "\n" or column == _WIDE:
            row, column = (row + 1, 0) if column else (row, 0)
        if char.isprintable() and not char.isspace():
            made[at] = (row, column)
            column += 1
    return made


def _side(axes: Axes, made: Alignment, side: int, cells: dict[int, tuple[int, int]], shift: int) -> None:
    text, share = (made.left, made.right)[side], made.shares[side]
    title = made.names[side] or ("左 left", "右 right")[side]
    told = "–" if share is None else f"{share:.0%}"
    axes.text(shift, -1.2, f"{title}：相同 shared {told}", fontsize=8, va="center")
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
    marks = [
        Patch(color=COLOURS["sky"], alpha=0.45, linewidth=0, label="相同 equal（数字为段号 numbers: passages）"),
        axes.plot(
            [], [], color=COLOURS["vermilion"], linewidth=1, label="段内不同或比较前剔除 differs, or taken out before"
        )[0],
    ]
    axes.legend(handles=marks, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize=7, borderaxespad=0.1)


def _count(made: Alignment) -> str:
    return f"{made.units[0]} 与 and {made.units[1]} 字 characters compared，{len(made.passages)} 段 passages"
