"""How long problems are stated: curves of Kaplan and Meier in steps, with their bands and the spells at risk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import cycle
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from govtext.errors import GovTextError
from govtext.figures.speech import said
from govtext.figures.style import COLOURS, describe, legend, panels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]
_LOOKS = (("blue", "-"), ("vermilion", "--"), ("green", "-."), ("purple", ":"))
_BESIDE = 3
"""Names of curves in a row of the legend."""
_LAST = 0.25
"""Years for which the last level is drawn."""
_AXIS, _LINE = 15.0, 10.0
"""Points from the axis to its numbers, and from line to line below them."""
_NEEDED = ("time", "at_risk", "survival", "low", "high")


def survival_curves(
    curves: Mapping[str, pd.DataFrame], n: str, zh: str, en: str, origin: str, true: Collection[str] = ()
) -> tuple[Figure, pd.DataFrame]:
    """Curves as `kaplan_meier` gives them, by name, and their data.

    Each has its own colour and kind of line, its 95 % band, and below the axis the spells at risk. Those named in
    `true` are black, without a band, and broad, so that one that equals another is seen behind it. Data: the curves'
    columns behind `curve`. Raises `GovTextError` for no curve, too many, or one without the columns needed.

    >>> from govtext.recurrence import kaplan_meier
    >>> survival_curves({"甲 A": kaplan_meier([1, 2, 2], [1, 1, 0])}, "3", "模拟", "simulated", "三行")[1].shape
    (2, 9)
    """
    _check(curves, true)
    names = [*true, *(name for name in curves if name not in true)]
    key = 0.5 * ceil(len(names) / _BESIDE)
    figure, ((axes,),) = panels("page", 7.4 + key + 0.45 * len(names), key=key)
    looks = cycle(_LOOKS)
    for name in names:
        _curve(axes, curves[name], name, *(("black", "-") if name in true else next(looks)), band=name not in true)
    times = sorted({float(time) for each in curves.values() for time in each["time"]})
    axes.set(ylim=(0, 1.02), xlim=(0, times[-1] + 0.4), ylabel=said("仍被提及的比例", "share still stated"))
    axes.set_xticks([0, *times], [f"{time:g}" for time in (0, *times)])
    for row, name in enumerate(names, 1):
        _at_risk(axes, curves[name], _short(name), times, -_AXIS - _LINE * row)
    told = said("首次提及之后的年数（数字下方：在险段数）", "years after the first statement (below: spells at risk)")
    axes.set_xlabel(told, labelpad=7 + _LINE * len(names))
    legend(figure, axes.lines, columns=min(_BESIDE, len(names)))
    describe(figure, zh, en, n, origin)
    return figure, pd.concat([curves[name].assign(curve=name) for name in names], ignore_index=True)[
        ["curve", *curves[names[0]].columns]
    ]


def _check(curves: Mapping[str, pd.DataFrame], true: Collection[str]) -> None:
    if not curves or len(curves) - len(set(true)) > len(_LOOKS):
        raise GovTextError("curves that cannot be told apart", found=str(len(curves)), expected=f"1 to {len(_LOOKS)}")
    for name in {*curves, *true}:
        if name not in curves or not set(_NEEDED) <= set(curves[name].columns) or curves[name].empty:
            raise GovTextError(f"no curve {name!r}", expected="a frame as kaplan_meier gives, with rows")


def _curve(axes: Axes, curve: pd.DataFrame, name: str, colour: str, line: str, *, band: bool) -> None:
    axes.step(
        *_steps(curve, "survival"), where="post", color=COLOURS[colour], linestyle=line, label=name,
        linewidth=1.2 if band else 2.8,
    )  # fmt: skip
    if band and len(known := curve[curve["low"].notna()]):
        time, low = _steps(known, "low")
        axes.fill_between(time, low, _steps(known, "high")[1], step="post", color=COLOURS[colour], alpha=0.18, lw=0)


def _steps(curve: pd.DataFrame, column: str) -> tuple[Floats, Floats]:
    """From 1 at time 0; the last level is drawn on for a little, so that it is seen."""
    time, values = curve["time"].to_numpy(float), curve[column].to_numpy(float)
    return np.concatenate([[0.0], time, [time[-1] + _LAST]]), np.concatenate([[1.0], values, values[-1:]])


def _at_risk(axes: Axes, curve: pd.DataFrame, name: str, times: Sequence[float], down: float) -> None:
    """A line below the axis: the name, and at each time how many spells are at risk."""
    known = dict(zip(curve["time"], curve["at_risk"], strict=True))
    numbers = {time: f"{known[time]:,.0f}" if time in known else "·" for time in times}
    for time, told in {0.0: name, **numbers}.items():
        side = "center" if time else "right"
        axes.annotate(told, (time, 0), (0, down), xycoords=axes.get_xaxis_transform(), textcoords="offset points",
                      ha=side, va="baseline")  # fmt: skip


def _short(name: str) -> str:
    """The Chinese half of a name in both languages."""
    return name if name.isascii() else name.split(" ")[0]
