"""One report's or issuer's index by dimension, beside all others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from govtext.figures.speech import said, spoken
from govtext.figures.style import COLOURS, describe, new
from govtext.quality.declared import dimensions
from govtext.quality.indexing import known

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from govtext.quality import Index


def index_breakdown(source: Index, report: str, zh: str, en: str, origin: str) -> tuple[Figure, pd.DataFrame]:
    """Points of each dimension (0 to 100) for one report or issuer, with the middle half and the median of all.

    Data: dimension, points (NaN: not assessable), weight, part (of the score; they add up to it), low, median, high
    (quartiles of all), n (reports that have the dimension). Raises `UnknownCode` for a report that is not there.
    """
    row = known(source.indicators, report)
    data = _data(source, row)
    figure, axes = new("page", 4.2 + 0.62 * len(data))
    _bars(axes, data)
    names = [dimensions()[each].label for each in data["dimension"]]
    axes.set_yticks(range(len(data)), [said(each.zh, each.en) for each in names], fontsize=7)
    axes.set(xlim=(0, 100), ylim=(len(data) - 0.5, -0.5))
    axes.set_xlabel(said("维度得分", "points of the dimension") + " (0–100)")
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3, fontsize=6.5)
    about = source.indicators.about.iloc[row]
    who = " ".join(str(about[name]) for name in ("issuer_name", "year") if name in about and pd.notna(about[name]))
    colon = ": " if spoken() == "en" else "："
    score = f"{said('总分', 'score')} {source.made.scores[row]:.1f} = Σ {said('计入', 'parts')}"
    describe(figure, zh, en, f"{len(source.indicators)} · {who or report}{colon}{score}", origin)
    return figure, data


def _data(source: Index, row: int) -> pd.DataFrame:
    sides = source.sides
    quartiles = sides.quantile([0.25, 0.5, 0.75])
    return pd.DataFrame(
        {
            "dimension": list(sides),
            "points": sides.iloc[row].to_numpy(float),
            "weight": source.side_weights.to_numpy(float),
            "part": source.parts().iloc[row].to_numpy(float),
            "low": quartiles.loc[0.25].to_numpy(float),
            "median": quartiles.loc[0.5].to_numpy(float),
            "high": quartiles.loc[0.75].to_numpy(float),
            "n": sides.notna().sum().to_numpy(),
        }
    )


def _bars(axes: Axes, data: pd.DataFrame) -> None:
    places = np.arange(len(data))
    axes.barh(places, 100, color="#f4f4f4", height=0.7, zorder=0)
    axes.barh(places, data["points"].fillna(0), color=COLOURS["sky"], height=0.5, label=said("本报告", "this one"))
    half, median = said("中间一半", "middle half"), said("中位数", "median")
    axes.hlines(places, data["low"], data["high"], color=COLOURS["vermilion"], linewidth=2.2, label=half)
    axes.plot(data["median"], places, "|", color="black", markersize=11, markeredgewidth=1.4, label=median)
    for place, each in zip(places, data.to_dict("records"), strict=True):
        axes.annotate(_told(each), (100, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=6.5,
                      annotation_clip=False)  # fmt: skip


def _told(row: dict[Any, Any]) -> str:
    if not row["weight"]:
        return said("没有差异或不计", "no variation, or no weight")
    if pd.isna(row["points"]):
        return said("无法判断", "not assessable")
    comma = ", " if spoken() == "en" else "，"
    return f"{said('权重', 'weight')} {row['weight']:.2f}{comma}{said('计入', 'part')} {row['part']:.1f}"
