"""One rate over years, a panel a region, each before the lines of all others: a map without a map."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from govtext.errors import BoundExceeded, GovTextError
from govtext.figures.outcomes import draw_break
from govtext.figures.speech import said
from govtext.figures.style import COLOURS, describe, panels
from govtext.statistics.declaring import chosen
from govtext.statistics.pooling import Scope
from govtext.statistics.reckoning import rated
from govtext.statistics.years import comparable, over_years

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from govtext.corpus.opened import Corpus

MOST = 36
"""Panels of one figure."""


def region_panels(
    source: Corpus | pd.DataFrame, rate: str, zh: str, en: str, origin: str, *, by: str = "region",
    scope: Scope = "own", across: int = 4,
) -> tuple[Figure, pd.DataFrame]:  # fmt: skip
    """Small multiples: the pooled rate of each region by year with its interval, and the data drawn.

    `source`: what `govtext.statistics.rates` takes or gives; `by`: the column of regions, your own for provinces or
    cities (`frame.assign(area=frame["division"].str[:4])`). Regions in the order of their names; other regions in grey;
    band: Wilson's interval; an open circle: the denominator is small. The line breaks where a year is missing, and at
    2021 where the two forms do not count alike. Data: region, year, numerator, denominator, value, low, high, reports,
    status, side. Raises `GovTextError` where nothing can be drawn, `BoundExceeded` for more than 36 regions.

    >>> import pandas as pd
    >>> cells = pd.DataFrame({"region": "甲市", "year": [2021, 2022], "report": ["a", "b"], "scope": "own",
    ...                       "key": "requests/new/total", "value": [3, 5]})
    >>> region_panels(cells, "requests.new", "模拟", "simulated", "两行 two rows")[1]["value"].tolist()
    [3.0, 5.0]
    """
    declared = chosen(rate)[0]
    data = _data(rated(source, rate), rate, by, scope)
    regions = sorted(data["region"].unique())
    if len(regions) > MOST:
        raise BoundExceeded("too many regions for one figure", found=str(len(regions)), expected=f"{MOST} at most")
    columns = min(across, len(regions))
    rows = ceil(len(regions) / columns)
    figure, grid = panels("page", 3.0 + 3.6 * rows, rows, columns, sharex=True, sharey=True)
    for axes, region in zip(grid.flat, regions, strict=False):
        _panel(axes, data, region, comparable(declared))
        axes.set_title(_title(region, regions, data), fontsize=7)
    for axes in list(grid.flat)[len(regions) :]:
        axes.set_axis_off()
    for axes in list(grid.flat)[len(regions) - columns : (rows - 1) * columns]:
        axes.tick_params(labelbottom=True)
    years = np.arange(data["year"].min(), data["year"].max() + 1)
    grid[0, 0].set(xticks=years, ylim=(0, _top(data, declared.kind)))
    grid[0, 0].set_xticks(years, [f"{year % 100:02d}" for year in years], fontsize=7)
    unit = f"（{declared.unit}）" if declared.unit else ""
    figure.supylabel(said(declared.label.zh + unit, declared.label.en, "\n"), fontsize=7)
    sizes = int(data["reports"].sum()), len(regions)
    count = said("{} 份报告，{} 个地区".format(*sizes), "{} reports of {} regions".format(*sizes), "；")
    describe(figure, zh, en, count, origin)
    return figure, data


def _data(rates: pd.DataFrame, rate: str, by: str, scope: Scope) -> pd.DataFrame:
    made = over_years(rates, by=by, scope=scope)
    made = made[made["status"].isin(["ok", "small_denominator"]) & made[by].notna()]
    if made.empty:
        raise GovTextError(f"nothing to draw of {rate}", expected=f"reports of scope {scope} with regions and figures")
    columns = ["region", "year", "numerator", "denominator", "value", "low", "high", "reports", "status", "side"]
    made = made.assign(region=made[by].astype(str), year=made["year"].astype(int))[columns]
    return made.sort_values(["region", "year"]).reset_index(drop=True)


def _top(data: pd.DataFrame, kind: str) -> float:
    values = data[["value", "high"]].to_numpy(float)
    highest = float(values[np.isfinite(values)].max())
    return min(1.02, 1.05 * highest) if kind == "share" else 1.05 * highest or 1.0


def _title(region: str, regions: list[str], data: pd.DataFrame) -> str:
    """The region without the part that names the region above it, where that is drawn too and no other is called so."""
    short = {each: each.removeprefix(_above(each, regions)) for each in regions}
    name = short[region] if list(short.values()).count(short[region]) == 1 else region
    return f"{name} (n = {int(data.loc[data['region'] == region, 'reports'].sum())})"


def _above(region: str, regions: list[str]) -> str:
    return max((each for each in regions if region.startswith(each) and region != each), key=len, default="")


def _panel(axes: Axes, data: pd.DataFrame, region: str, whole: bool) -> None:
    for other, part in data.groupby("region"):
        if other != region:
            for run in _runs(part, whole):
                axes.plot(run["year"], run["value"], color="#cccccc", linewidth=0.6, zorder=1)
    own = data[data["region"] == region]
    for run in _runs(own, whole):
        axes.plot(run["year"], run["value"], color=COLOURS["blue"], linewidth=1.2, zorder=3)
        axes.fill_between(run["year"], run["low"], run["high"], color=COLOURS["blue"], alpha=0.2, linewidth=0, zorder=2)
        one = run if len(run) == 1 else run.iloc[:0]
        axes.vlines(one["year"], one["low"], one["high"], color=COLOURS["blue"], alpha=0.4)
    small = own["status"] == "small_denominator"
    axes.plot(own["year"], own["value"], "o", color=COLOURS["blue"], markersize=3, zorder=4)
    axes.plot(own["year"][small], own["value"][small], "o", color=COLOURS["blue"], mfc="white", markersize=3, zorder=5)
    every = sorted(data["year"].unique())
    draw_break(axes, every, at=every, text=False)
    axes.tick_params(labelsize=7)


def _runs(part: pd.DataFrame, whole: bool) -> list[pd.DataFrame]:
    """Stretches of years that follow each other, and lie on one side of the break unless both sides count alike."""
    ordered = part.sort_values("year")
    cut = ordered["year"].diff() != 1
    if not whole:
        cut |= ordered["side"] != ordered["side"].shift()
    return [run for _, run in ordered.groupby(cut.cumsum())]
