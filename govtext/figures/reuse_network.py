"""Which reports share text: each on its issuer's row in the order of publication, lines from earlier to later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from govtext.errors import GovTextError
from govtext.figures.speech import said
from govtext.figures.style import COLOURS, describe, new
from govtext.reuse.linking import Network

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROWS = 60
_UNDATED = -2.0
"""Where reports without a date stand, left of the first date at 0."""


def reuse_network(
    made: Network, zh: str, en: str, origin: str, *, share: float = 0.0, most: int = 150,
    names: Mapping[str, str] | None = None,
) -> tuple[Figure, pd.DataFrame]:  # fmt: skip
    """The network drawn over time, and the edges drawn, the weakest first.

    Drawn are the `most` edges with the greatest share, of those that reach `share`; how many are left out is said below
    the figure. Thicker and darker: a greater share; an arrow goes from the earlier to the later report and says nothing
    more; a dotted line without one: same or unknown date. `names`: issuer ids to what stands on the axis. Data: the
    columns of `edges`. Raises `GovTextError` where nothing is to be drawn, or too many issuers.

    >>> from govtext.reuse import network
    >>> frame = pd.DataFrame({"report": ["a", "b"], "issuer": ["甲", "乙"], "year": 2022,
    ...                       "text": "扩大公众参与的范围。", "published": ["2023-01-09", "2023-01-20"]})
    >>> reuse_network(network(frame), "模拟", "simulated", "两行 two rows")[1][["left", "right"]].values.tolist()
    [['a', 'b']]
    """
    edges = made.edges[made.edges["share"] >= share].sort_values(["share", "left", "right"], ignore_index=True)
    kept = edges.tail(most).reset_index(drop=True)
    nodes = made.nodes[made.nodes["report"].isin({*kept["left"], *kept["right"]})]
    places, rows = _places(nodes)
    figure, axes = new("page", 4.2 + 0.55 * len(rows))
    _axis(axes, nodes, [(names or {}).get(row, row) for row in rows])
    for edge in kept.to_dict("records"):
        _edge(axes, places[edge["left"]], places[edge["right"]], float(edge["share"]), directed=bool(edge["directed"]))
    axes.plot(*zip(*places.values(), strict=True), "o", color=COLOURS["black"], markersize=3.2, zorder=3)
    _legend(axes, kept)
    describe(figure, zh, en, _count(made, nodes, kept, len(edges)), origin)
    return figure, kept


def _places(nodes: pd.DataFrame) -> tuple[dict[str, tuple[float, float]], list[str]]:
    """Where each report stands, and the rows from top to bottom; equal dates stand one above the other."""
    issuers = nodes["issuer"].fillna(said("机关不明", "issuer unknown"))
    rows = sorted(issuers.unique())
    if not 0 < len(rows) <= _ROWS:
        raise GovTextError("a network that cannot be drawn", found=f"{len(rows)} issuers with an edge",
                           expected=f"1 to {_ROWS}: a higher share, or fewer reports")  # fmt: skip
    order = {day: float(at) for at, day in enumerate(_days(nodes))}
    across = nodes["published"].map(order).astype(float).fillna(_UNDATED)
    row_of = {row: float(at) for at, row in enumerate(rows)}
    return {
        str(report): (float(x), row_of[issuer])
        for report, x, issuer in zip(nodes["report"], across, issuers, strict=True)
    }, rows


def _days(nodes: pd.DataFrame) -> list[str]:
    return sorted(nodes["published"].dropna().unique())


def _axis(axes: Axes, nodes: pd.DataFrame, labels: list[str]) -> None:
    """Rows, and a line where a new year of publication begins, with its number."""
    days = _days(nodes)
    undated = bool(nodes["published"].isna().any())
    left, right = (_UNDATED if undated else 0.0) - 1, max(len(days), 1) + 0.0
    axes.set_yticks(range(len(labels)), labels, fontsize=6.5)
    axes.set(ylim=(len(labels) - 0.4, -0.6), xlim=(left, right))
    axes.hlines(range(len(labels)), left, right, color="#dddddd", linewidth=0.4, zorder=0)
    begins = {day[:4]: at - 0.5 for at, day in reversed(list(enumerate(days)))}
    axes.vlines(list(begins.values()), -0.6, len(labels) - 0.4, color="#bbbbbb", linewidth=0.6, zorder=0)
    ticks = {**begins, **({"？": _UNDATED} if undated else {})}
    axes.set_xticks(list(ticks.values()), list(ticks), ha="left")
    axes.tick_params(axis="x", length=0)
    axes.set_xlabel(
        said("公布日期的先后（竖线为公布年份之始）", "order of the dates of publication (lines: a new year)")
    )


def _edge(axes: Axes, left: tuple[float, float], right: tuple[float, float], share: float, *, directed: bool) -> None:
    axes.annotate(
        "", xy=right, xytext=left, zorder=2,
        arrowprops={
            "arrowstyle": "-|>,head_width=0.15,head_length=0.3" if directed else "-",
            "linestyle": "-" if directed else ":", "linewidth": 0.3 + 2.2 * share, "shrinkA": 2, "shrinkB": 3,
            "color": COLOURS["blue"], "alpha": min(1.0, 0.2 + 0.9 * share), "connectionstyle": "arc3,rad=0.12",
        },
    )  # fmt: skip


def _legend(axes: Axes, kept: pd.DataFrame) -> None:
    """What thickness means, at the least and the greatest share drawn, and what a line without an arrow is."""
    marks = [
        Line2D([], [], color=COLOURS["blue"], linewidth=0.3 + 2.2 * share, alpha=min(1.0, 0.2 + 0.9 * share),
               label=f"{share:.0%}")
        for share in sorted({round(float(kept["share"].min()), 2), round(float(kept["share"].max()), 2)})
    ]  # fmt: skip
    if not kept["directed"].all():
        marks.append(
            Line2D([], [], color=COLOURS["blue"], linestyle=":", label=said("日期同或不明", "same or no date"))
        )
    title = said("相同字数占比", "share of characters")
    axes.legend(handles=marks, title=title, loc="lower right", bbox_to_anchor=(1, 1), ncols=3,
                fontsize=7, title_fontsize=7, borderaxespad=0.2)  # fmt: skip


def _count(made: Network, nodes: pd.DataFrame, kept: pd.DataFrame, edges: int) -> str:
    reports, left_out = f"{len(nodes)} / {len(made.nodes)}", edges - len(kept)
    zh, en = (f"，未画较弱的 {left_out} 条", f", {left_out} weaker ones not drawn") if left_out else ("", "")
    return said(
        f"{len(kept)} 条边，{reports} 份报告{zh}；方向只按日期",
        f"{len(kept)} edges, {reports} reports{en}; direction by date only", "\n",
    )  # fmt: skip
