"""How long problems are stated: curves of Kaplan and Meier in steps, with their bands and the spells at risk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from govtext.errors import GovTextError
from govtext.figures.style import COLOURS, describe, new

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = npt.NDArray[np.float64]
_LOOKS = (("blue", "-"), ("vermilion", "--"), ("green", "-."), ("purple", ":"))
_LAST = 0.25
"""Years for which the last level is drawn."""
_NEEDED = ("time", "at_risk", "survival", "low", "high")


def survival_curves(
    curves: Mapping[str, pd.DataFrame], n: str, zh: str, en: str, origin: str, true: Collection[str] = ()
) -> tuple[Figure, pd.DataFrame]:
    """Curves as `kaplan_meier` gives them, by name, and their data.

    Each has its own colour and kind of line, its 95 % band, and below the axis the spells at risk. Those named in
    `true` are black and without a band. Data: the curves' columns behind `curve`. Raises `GovTextError` for no curve,
    too many, or one without the columns needed.

    >>> from govtext.recurrence import kaplan_meier
    >>> survival_curves({"甲 A": kaplan_meier([1, 2, 2], [1, 1, 0])}, "3", "模拟", "simulated", "三行")[1].shape
    (2, 9)
    """
    _check(curves, true)
    names = [*true, *(name for name in curves if name not in true)]
    figure, axes = new("page", 7.4 + 0.45 * len(names))
    looks = cycle(_LOOKS)
    for name in names:
        _curve(axes, curves[name], name, *(("black", "-") if name in true else next(looks)), band=name not in true)
    times = sorted({float(time) for each in curves.values() for time in each["time"]})
    axes.set(ylim=(0, 1.02), xlim=(0, times[-1] + 0.4), ylabel="仍被提及的比例 share still stated")
    axes.set_xticks([0, *times], _ticks(curves, names, times))
    axes.set_xlabel("首次提及之后的年数 years after the first statement（下方：在险段数 below: spells at risk）")
    axes.legend(loc="upper right")
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
    axes.step(*_steps(curve, "survival"), where="post", color=COLOURS[colour], linestyle=line, label=name)
    if band and len(known := curve[curve["low"].notna()]):
        time, low = _steps(known, "low")
        axes.fill_between(time, low, _steps(known, "high")[1], step="post", color=COLOURS[colour], alpha=0.18, lw=0)


def _steps(curve: pd.DataFrame, column: str) -> tuple[Floats, Floats]:
    """From 1 at time 0; the last level is drawn on for a little, so that it is seen."""
    time, values = curve["time"].to_numpy(float), curve[column].to_numpy(float)
    return np.concatenate([[0.0], time, [time[-1] + _LAST]]), np.concatenate([[1.0], values, values[-1:]])


def _ticks(curves: Mapping[str, pd.DataFrame], names: Sequence[str], times: Sequence[float]) -> list[str]:
    """The time, and below it how many spells each curve has at risk, in the order of the legend."""
    at_risk = [dict(zip(curves[name]["time"], curves[name]["at_risk"], strict=True)) for name in names]
    rows = [[f"{time:g}", *(f"{each[time]:,.0f}" if time in each else "·" for each in at_risk)] for time in times]
    heads = "\n".join(["0", *(name.split(" ")[0] for name in names)])
    return [heads, *("\n".join(row) for row in rows)]
