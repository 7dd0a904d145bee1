"""Whether a figure can be read: no character is an empty box, no text is cut off, none stands on another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib import font_manager
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

Floats = npt.NDArray[np.float64]
_SLACK = 0.3
"""Points by which texts may touch."""


def missing_characters(figure: Figure) -> set[str]:
    """Characters of the figure's texts that their fonts do not have, which would show as empty boxes.

    >>> from govtext.figures import new, style
    >>> with style():
    ...     figure, axes = new()
    ...     _ = axes.set_title("模拟 simulated")
    >>> missing_characters(figure)
    set()
    """
    missing = set()
    for text in figure.findobj(Text):
        if isinstance(text, Text) and text.get_text():
            known = _characters(font_manager.findfont(text.get_fontproperties()))
            missing |= {char for char in text.get_text() if char.isprintable() and char not in known}
    return missing


@cache
def _characters(file: str) -> frozenset[str]:
    return frozenset(map(chr, font_manager.get_font(file).get_charmap()))


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A line of text as it was drawn, and the corners of its ink in points, from the lower left of the figure."""

    text: str
    corners: Floats


class _Listener(RendererAgg):
    """Draws, and writes down every line of text with its place."""

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__(width, height, dpi)  # type: ignore[no-untyped-call]
        self.drawn: list[Drawn] = []

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: FontProperties, angle: float, ismath: Any = False,
        mtext: Text | None = None,
    ) -> None:  # fmt: skip
        wide, high, below = self.get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-untyped-call]
        turn = np.deg2rad(angle)
        box = np.array([[0, -below], [wide, -below], [wide, high - below], [0, high - below]])
        turned = box @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        if s.strip():
            self.drawn.append(Drawn(s, (turned + np.array([x, self.height - y])) * 72 / self.dpi))
        super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call]


def drawn_texts(figure: Figure) -> list[Drawn]:
    """Every line of text that is drawn, in the order of drawing; ticks that are out of view are not.

    >>> from govtext.figures import describe, new, style
    >>> with style():
    ...     figure, axes = new()
    ...     axes.set_axis_off()
    ...     describe(figure, "题", "title", "2", "模拟")
    ...     [each.text for each in drawn_texts(figure)]
    ['题', 'title', 'n = 2', '来源 source：模拟']
    """
    width, height = figure.get_size_inches() * figure.dpi
    listener = _Listener(width, height, figure.dpi)
    figure.draw(listener)
    return listener.drawn


def text_faults(figure: Figure) -> list[str]:
    """What keeps texts from being read, a line a fault: a text over the figure's edge, or over another text.

    >>> from govtext.figures import new, style
    >>> with style():
    ...     figure, axes = new()
    ...     _ = [axes.text(0.5, 0.5, word) for word in ("甲", "乙")]
    ...     text_faults(figure)
    ["'甲' and '乙' overlap"]
    """
    texts = drawn_texts(figure)
    size = figure.get_size_inches() * 72
    over = [
        f"{each.text!r} leaves the figure"
        for each in texts
        if (each.corners < -_SLACK).any() or (each.corners > size + _SLACK).any()
    ]
    return over + [f"{texts[one].text!r} and {texts[other].text!r} overlap" for one, other in _meeting(texts)]


def _meeting(texts: list[Drawn]) -> Iterator[tuple[int, int]]:
    """Pairs whose boxes meet; upright boxes first, all at once, then the turned ones."""
    if not texts:
        return
    low = np.array([each.corners.min(0) for each in texts]) + _SLACK
    high = np.array([each.corners.max(0) for each in texts]) - _SLACK
    near = ((low[:, None] < high[None]) & (low[None] < high[:, None])).all(-1)
    for one, other in zip(*np.nonzero(np.triu(near, 1)), strict=True):
        if not _apart(texts[one].corners, texts[other].corners):
            yield int(one), int(other)


def _apart(one: Floats, other: Floats) -> bool:
    """Some side of one of the two rectangles parts them."""
    for corners in (one, other):
        for along in (corners[1] - corners[0], corners[3] - corners[0]):
            axis = along / max(float(np.hypot(*along)), 1e-9)
            a, b = one @ axis, other @ axis
            if a.max() < b.min() + _SLACK or b.max() < a.min() + _SLACK:
                return True
    return False
