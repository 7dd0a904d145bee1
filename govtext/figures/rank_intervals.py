"""Ranks with their intervals: over all choices of the index, and in the bootstrap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure

from govtext.errors import GovTextError
from govtext.figures.speech import said
from govtext.figures.style import COLOURS, describe, new

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from govtext.quality import Robust
    from govtext.quality.ranking import Ranking

MOST = 55
"""Rows that can still be told apart on a page."""
_HIGH = 24.0
"""Centimetres that a page of A4 has room for, with a caption."""


def rank_intervals(
    source: Robust, zh: str, en: str, origin: str, *, start: int = 0, most: int | None = None
) -> tuple[Figure, pd.DataFrame]:
    """A row a report or issuer, best first: the rank under the reference, its range over all choices, the middle 90 %
    of them, and the bootstrap's 95 %.

    `start`, `most`: only so many rows, after that many: a page takes 55, the next figure has the others. Data: the rows
    drawn of `Ranking.to_pandas()`. Raises `GovTextError` for more than 55 rows, or none.
    """
    ranking = source.ranking
    data = ranking.to_pandas().iloc[max(start, 0) :].head(len(ranking) if most is None else most)
    if not 0 < len(data) <= MOST:
        raise GovTextError(f"{'too many' if len(data) else 'no'} ranks to draw", found=str(len(data)),
                           expected=f"1 to {MOST}: start and most divide them over figures")  # fmt: skip
    figure, axes = new("page", min(4.6 + 0.42 * len(data), _HIGH))
    _rows(axes, data)
    axes.set_yticks(range(len(data)), _names(data), fontsize=6.5)
    axes.set(xlim=(0.3, len(ranking) + 0.7), ylim=(len(data) - 0.4, -0.6))
    axes.set_xlabel(said("名次（1 为最高）", "rank (1 is the best)"))
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4, fontsize=6.5, handlelength=1.6)
    axes.grid(axis="x", color="#e5e5e5", linewidth=0.4)
    axes.set_axisbelow(True)
    describe(figure, zh, en, _count(ranking, max(start, 0), len(data)), origin)
    return figure, data


def _count(ranking: Ranking, start: int, drawn: int) -> str:
    """How many there are, which of them are drawn, and over what the intervals run."""
    zh, en = "", ""
    if drawn < len(ranking):
        zh, en = (each.format(start + 1, start + drawn) for each in ("（画出第 {}–{} 行）", " (rows {}–{} drawn)"))
    return said(
        f"{len(ranking)}{zh}；{ranking.combinations} 种选择组合，自助 {ranking.draws} 次；"
        f"先后不变的比较占 {ranking.order_kept:.0%}",
        f"{len(ranking)}{en}; {ranking.combinations} combinations of choices, bootstrap {ranking.draws};"
        f" {ranking.order_kept:.0%} of pairs keep their order", "\n",
    )  # fmt: skip


def _rows(axes: Axes, data: pd.DataFrame) -> None:
    places = pd.Series(range(len(data)), data.index, dtype=float)
    every, most = said("全部选择", "all choices"), said("其中九成", "90% of them")
    axes.hlines(places, data["low"], data["high"], color=COLOURS["sky"], linewidth=1.4, label=every)
    axes.hlines(places, data["low_90"], data["high_90"], color=COLOURS["blue"], linewidth=4, label=most)
    drawn = data["boot_low"].notna()
    if drawn.any():
        own = data[drawn]
        axes.hlines(places[drawn] + 0.32, own["boot_low"], own["boot_high"], color=COLOURS["orange"], linewidth=1.4,
                    label=said("自助", "bootstrap") + " 95%")  # fmt: skip
    axes.plot(data["rank"], places, "o", color="black", markersize=3, label=said("参照", "reference"))


def _names(data: pd.DataFrame) -> list[str]:
    """Who it is and, for a report, on what year; the id where the name is not known."""
    names = data["issuer_name"] if "issuer_name" in data else pd.Series(pd.NA, data.index)
    years = data["year"] if "year" in data else pd.Series(pd.NA, data.index)
    return [
        f"{report if pd.isna(name) else name}{'' if pd.isna(year) else f' {int(year)}'}"
        for report, name, year in zip(data.index, names, years, strict=True)
    ]
