"""Outcomes of requests over years, with the break of 2021 drawn in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure

from govtext.corpus.crosswalk import BREAK
from govtext.errors import GovTextError
from govtext.figures.speech import said
from govtext.figures.style import COLOURS, describe, new
from govtext.statistics.declaring import declared
from govtext.statistics.pooling import Scope
from govtext.statistics.reckoning import rated
from govtext.statistics.years import over_years

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from govtext.corpus.opened import Corpus

OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "granted": "green", "partial": "sky", "refused": "vermilion", "unavailable": "orange",
        "not_processed": "purple", "other": "grey",
    }
)  # fmt: skip
"""The rates that make up the requests processed, each with its colour."""
_ROOM = 5.0
"""Per cent of a bar below which there is no room for a number."""


def outcomes(
    source: Corpus | pd.DataFrame, zh: str, en: str, origin: str, *, scope: Scope = "own"
) -> tuple[Figure, pd.DataFrame]:
    """Stacked bars: % of the requests processed in a year by outcome, and the data drawn.

    `source`: what `govtext.statistics.rates` takes, or gives; reports of one scope are added up. Other handling is
    three rows since 2021, added up here. Years without a usable report have no bar. Data: year, rate, numerator,
    denominator, percent, low and high (Wilson, in %), boot_low, boot_high, reports, side. Raises `GovTextError` where
    nothing can be drawn.

    >>> import pandas as pd
    >>> from govtext.forms import form
    >>> cells = pd.DataFrame({"key": [each.key for each in form("2021").figures("requests")], "value": 0.0})
    >>> cells.loc[cells["key"].isin(["requests/granted/total", "requests/processed_total/total"]), "value"] = 8
    >>> made = outcomes(cells.assign(year=2022, scope="own"), "模拟", "simulated", "一份 one report")[1]
    >>> made[["rate", "percent"]].values.tolist()[0]
    ['granted', 100.0]
    """
    data = _shares(source, scope)
    figure, axes = new("page", 8.6)
    years = {int(year): at for at, year in enumerate(sorted(data["year"].unique()))}
    _bars(axes, data, years)
    draw_break(axes, list(years))
    counts = data.groupby("year")[["reports", "denominator"]].first().astype(int)
    sizes = dict(zip(map(int, counts.index), counts.to_numpy().tolist(), strict=True))
    ticks = [f"{year}\n({sizes[year][0]}; {sizes[year][1]:,})" for year in years]
    axes.set_xticks(range(len(years)), ticks)
    axes.set(
        ylim=(0, 100), xlim=(-0.5, len(years) - 0.5), ylabel=said("占办理总计（%）", "% of requests processed", "\n")
    )
    axes.set_xlabel(said("报告所述年度（报告数；办结申请）", "year reported on (reports; requests processed)"))
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize=7, reverse=True)
    reports, requests = (int(each) for each in counts.sum())
    total = said(f"{requests:,} 件办结申请，{reports} 份报告", f"{requests:,} requests of {reports} reports", "；")
    describe(figure, zh, en, total, origin)
    return figure, data


def draw_break(axes: Axes, years: Sequence[int], *, at: Sequence[float] | None = None, text: bool = True) -> None:
    """A dotted line where the form changed, where there are years on both sides; `at`: places of the years."""
    places = list(range(len(years))) if at is None else list(at)
    before = [place for year, place in zip(years, places, strict=True) if year < BREAK]
    after = [place for year, place in zip(years, places, strict=True) if year >= BREAK]
    if not before or not after:
        return
    middle = (max(before) + min(after)) / 2
    axes.axvline(middle, color="black", linewidth=0.8, linestyle=":", zorder=3)
    if text:
        told, place = said(f"{BREAK} 年起新格式", f"new form from {BREAK}"), axes.get_xaxis_transform()
        axes.text(middle, 1.01, told, transform=place, fontsize=6.5, ha="center", va="bottom")


def _shares(source: Corpus | pd.DataFrame, scope: Scope) -> pd.DataFrame:
    rates = rated(source, list(OUTCOMES))
    made = over_years(rates, scope=scope)
    made = made[made["status"].isin(["ok", "small_denominator"])]
    if made.empty:
        found = ", ".join(sorted(map(str, rates["scope"].unique()))) or "no report"
        raise GovTextError("nothing to draw: no usable outcomes", found=f"scopes {found}", expected=f"scope {scope}")
    made = made.assign(percent=100 * made["value"])
    bounds = ["low", "high", "boot_low", "boot_high"]
    made[bounds] = 100 * made[bounds]
    return made[["year", "rate", "numerator", "denominator", "percent", *bounds, "reports", "side"]].reset_index(
        drop=True
    )


def _bars(axes: Axes, data: pd.DataFrame, years: Mapping[int, int]) -> None:
    floor = dict.fromkeys(years, 0.0)
    for rate, colour in OUTCOMES.items():
        own = data[data["rate"] == rate]
        label = declared()[rate].label
        bottoms = [floor[int(year)] for year in own["year"]]
        axes.bar([years[int(year)] for year in own["year"]], own["percent"], 0.68, bottoms, color=COLOURS[colour],
                 edgecolor="white", linewidth=0.5, label=said(label.zh, label.en, "\n"))  # fmt: skip
        for year, height in zip(own["year"], own["percent"], strict=True):
            if height >= _ROOM:
                axes.text(years[int(year)], floor[int(year)] + height / 2, f"{height:.0f}", ha="center", va="center",
                          fontsize=7)  # fmt: skip
            floor[int(year)] += height
