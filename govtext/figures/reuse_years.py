"""How much of the reports of each year stands elsewhere: a point a report, the median, and reference lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from govtext.errors import GovTextError
from govtext.figures.speech import said
from govtext.figures.style import COLOURS, describe, new
from govtext.reuse.patterns import reference_lines

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LOOKS = (("blue", "o"), ("orange", "s"), ("green", "^"))


def reuse_years(
    measures: Mapping[str, pd.DataFrame], ylabel: str, zh: str, en: str, origin: str, *, lines: bool = True
) -> tuple[Figure, pd.DataFrame]:
    """Points and medians by year for at most three measures, by label, and the data drawn.

    `measures`: frames with the columns report, year and value (0 to 1), as `stickiness` gives them; rows without a
    value are not drawn and not counted. `lines`: the lines of `reference_lines()`, dotted where the source was not
    seen. Data: measure, report, year, value. Raises `GovTextError` for no values or too many measures.

    >>> frame = pd.DataFrame({"report": ["a", "b"], "year": [2021, 2022], "value": [None, 0.4]})
    >>> reuse_years({"粘性 stickiness": frame}, "占比 share", "模拟", "simulated", "两行 two rows")[1].values.tolist()
    [['粘性 stickiness', 'b', 2022, 0.4]]
    """
    parts = [each[["report", "year", "value"]].assign(measure=name) for name, each in measures.items()]
    data = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"value": [], "year": []})
    data = data.dropna(subset=["value", "year"]).reset_index(drop=True)
    if data.empty or len(measures) > len(_LOOKS):
        raise GovTextError("nothing to draw, or too much", found=f"{len(measures)} measures, {len(data)} values",
                           expected=f"1 to {len(_LOOKS)} measures with values")  # fmt: skip
    figure, axes = new("page", 7.6)
    years = {year: at for at, year in enumerate(sorted(data["year"].unique()))}
    shifts = np.linspace(-0.26, 0.26, len(measures)) if len(measures) > 1 else np.zeros(1)
    for name, shift, look in zip(measures, shifts, _LOOKS, strict=False):
        _points(axes, data[data["measure"] == name], years, float(shift), name, look)
    if lines:
        _lines(axes)
    counts = data.groupby("year")["report"].nunique()
    axes.set_xticks(range(len(years)), [f"{year}\n(n = {counts[year]})" for year in years])
    axes.set(ylim=(-0.02, 1.02), xlim=(-0.5, len(years) - 0.5), ylabel=ylabel)
    axes.set_xlabel(said("报告所述年度（报告数）", "year reported on (reports)"))
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=5, borderaxespad=0.2, fontsize=7)
    describe(figure, zh, en, f"{data['report'].nunique()} {said('份报告', 'reports')}", origin)
    return figure, data[["measure", "report", "year", "value"]]


def _points(
    axes: Axes, own: pd.DataFrame, years: Mapping[int, int], shift: float, name: str, look: tuple[str, str]
) -> None:
    """Points beside each other in the order of their values, so that none hides another; the median as a stroke."""
    for year, part in own.groupby("year"):
        middle = years[year] + shift  # type: ignore[index]
        values = np.sort(part["value"].to_numpy(float))
        apart = 0.016 * ((np.arange(len(values)) * 5) % 9 - 4)
        axes.plot(middle + apart, values, look[1], color=COLOURS[look[0]], markersize=3, alpha=0.75, linestyle="")
        axes.hlines(np.median(values), middle - 0.11, middle + 0.11, color=COLOURS["black"], linewidth=1.4, zorder=3)
    axes.plot([], [], look[1], color=COLOURS[look[0]], markersize=4, linestyle="", label=name)


def _lines(axes: Axes) -> None:
    """Lines across, and beside the axes what each is."""
    for line in reference_lines():
        axes.axhline(line.value, color=COLOURS["vermilion"], linewidth=0.8, linestyle="--" if line.confirmed else ":")
        told = said(line.label.zh, line.label.en, "\n").replace("：", "：\n").replace(": ", ":\n")
        told += "" if line.confirmed else "\n" + said("（出处未见）", "(source not seen)")
        axes.text(1.01, line.value, told, fontsize=6, va="center", transform=axes.get_yaxis_transform(),
                  color=COLOURS["vermilion"])  # fmt: skip
    axes.plot([], [], color=COLOURS["black"], linewidth=1.4, label=said("中位数", "median"))
