"""Estimates with their intervals, one row a thing, several series side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from govtext.errors import GovTextError
from govtext.figures.speech import said
from govtext.figures.style import COLOURS, describe, new

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LOOKS = (("blue", "o"), ("orange", "s"), ("green", "^"), ("vermilion", "D"))
_NEEDED = ("row", "series", "value", "low", "high")


def intervals(
    frame: pd.DataFrame, xlabel: str, n: str, zh: str, en: str, origin: str, limits: tuple[float, float] = (0, 1.03)
) -> tuple[Figure, pd.DataFrame]:
    """Points with whiskers, rows from top to bottom as they come, and the data drawn.

    `frame`: columns row (its label), series (at most four; shape and colour differ), value, low, high; optionally
    `true`, an upright black stroke in its row. A missing bound has no whisker. `limits`: of the axis. Raises
    `GovTextError` for missing columns or too many series.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"row": ["甲"], "series": ["乙"], "value": [0.5], "low": [0.4], "high": [0.7]})
    >>> intervals(frame, "比例 share", "1", "模拟", "simulated", "一行")[1].shape
    (1, 5)
    """
    _check(frame)
    rows, series = list(pd.unique(frame["row"])), list(pd.unique(frame["series"]))
    places = frame["row"].map(dict(zip(rows, range(len(rows)), strict=True))).astype(float)
    lines = 1 + max(str(row).count("\n") for row in rows)
    figure, axes = new("page", 3.4 + (0.25 + 0.25 * lines) * len(rows))
    shifts = np.linspace(-0.17, 0.17, len(series)) if len(series) > 1 else np.zeros(1)
    for name, shift, (colour, marker) in zip(series, shifts, _LOOKS, strict=False):
        own = frame["series"] == name
        _points(axes, frame[own], places[own] + shift, name, colour, marker)
    if "true" in frame:
        told = said("真值", "true")
        axes.vlines(frame["true"], places - 0.36, places + 0.36, color="black", linewidth=1.0, label=told, zorder=4)
    axes.hlines(np.arange(len(rows) - 1) + 0.5, *limits, color="#dddddd", linewidth=0.4, zorder=0)
    axes.set_yticks(range(len(rows)), rows, fontsize=6.5)
    axes.set(xlim=limits, ylim=(len(rows) - 0.5, -0.5), xlabel=xlabel)
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=5, borderaxespad=0.2)
    describe(figure, zh, en, n, origin)
    return figure, frame


def _check(frame: pd.DataFrame) -> None:
    if missing := [name for name in _NEEDED if name not in frame]:
        raise GovTextError(f"no column {missing[0]!r}", expected=", ".join(_NEEDED))
    if not 1 <= (many := frame["series"].nunique()) <= len(_LOOKS):
        raise GovTextError("series that cannot be told apart", found=str(many), expected=f"1 to {len(_LOOKS)}")


def _points(axes: Axes, own: pd.DataFrame, places: pd.Series[float], name: str, colour: str, marker: str) -> None:
    sides = (own["value"] - own["low"], own["high"] - own["value"])
    whiskers = [side.clip(lower=0).fillna(0) for side in sides]
    axes.errorbar(
        own["value"], places, xerr=whiskers, fmt=marker, color=COLOURS[colour], markersize=3.5, linewidth=0.9,
        label=name,
    )  # fmt: skip
