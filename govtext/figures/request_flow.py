"""What became of the requests of a year: carried in and new, through the outcomes, to what is carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from govtext.errors import GovTextError
from govtext.figures.outcomes import OUTCOMES
from govtext.figures.speech import said, spoken
from govtext.figures.style import COLOURS, describe, new
from govtext.forms import Label
from govtext.report import Report
from govtext.statistics.pooling import COUNTED, Scope, narrowed, warn_mixed
from govtext.statistics.reckoning import rated

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from govtext.corpus.opened import Corpus

_NEEDED = (*OUTCOMES, "carried_in", "carried_out")
_NAMES: Mapping[str, Label] = {
    "carried_in": Label("上年结转", "carried in"), "new": Label("本年新收", "new"), "due": Label("应办理", "to handle"),
    "granted": Label("予以公开", "disclosed"), "partial": Label("部分公开", "disclosed in part"),
    "refused": Label("不予公开", "refused"), "unavailable": Label("无法提供", "not available"),
    "not_processed": Label("不予处理", "not processed"), "other": Label("其他处理", "handled otherwise"),
    "carried_out": Label("结转下年", "carried out"),
}  # fmt: skip
_COLOUR = {**OUTCOMES, "carried_in": "blue", "new": "#666666", "carried_out": "blue"}
_WIDTH, _GAP, _LINE = 0.03, 0.015, 0.062
"""Of a node; between nodes; between labels: all in parts of the axes."""


def request_flow(
    source: Corpus | Report | pd.DataFrame, zh: str, en: str, origin: str, *, scope: Scope = "all"
) -> tuple[Figure, pd.DataFrame]:
    """Bands as wide as their requests, from carried in and new, by outcome, to carried out; and the data drawn.

    `source`: what `govtext.statistics.rates` takes or gives, of one year: what is carried over would count twice. Only
    reports count whose figures were all read and whose printed sums hold, so that what flows in flows out. Reports that
    hold each other are warned of. Data: source, target, requests, percent (of all to handle). Raises `GovTextError`
    for several years, or where no report is left.

    >>> import pandas as pd
    >>> from govtext.forms import form
    >>> cells = pd.DataFrame({"key": [each.key for each in form("2021").figures("requests")], "value": 0.0})
    >>> eight = ["requests/new/total", "requests/granted/total", "requests/processed_total/total"]
    >>> cells.loc[cells["key"].isin(eight), "value"] = 8
    >>> request_flow(cells, "模拟", "simulated", "一份 one report")[1].values.tolist()
    [['new', 'due', 8.0, 100.0], ['due', 'granted', 8.0, 100.0]]
    """
    sums, reports, lost = _sums(source, scope)
    figure, axes = new("page", 8.2)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.set_axis_off()
    data = _links(sums)
    left, right = (data.loc[data[side] == "due"] for side in ("target", "source"))
    _draw(axes, dict(zip(left["source"], left["requests"], strict=True)),
          dict(zip(right["target"], right["requests"], strict=True)), sums["due"])  # fmt: skip
    count = said(
        f"{sums['due']:,.0f} 件应办理申请，{reports} 份报告", f"{sums['due']:,.0f} requests of {reports} reports", "；"
    )
    if lost:
        left_out = said(
            f"另有 {lost} 份未读全或合计不符，未计入", f"{lost} more left out: not read whole, or sums fail", "，"
        )
        count = f"{count} ({left_out})" if spoken() == "en" else f"{count}（{left_out}）"
    describe(figure, zh, en, count, origin)
    return figure, data


def _sums(source: Corpus | Report | pd.DataFrame, scope: Scope) -> tuple[dict[str, float], int, int]:
    rates = narrowed(rated(source, list(_NEEDED)), scope, doubtful=False)
    years = sorted({int(year) for year in rates["year"].dropna()})
    if len(years) > 1:
        raise GovTextError("a flow of several years", found=", ".join(map(str, years)), expected="reports of one year")
    usable = rates["status"].isin(COUNTED).groupby(rates["report"]).transform("all")
    kept = rates[usable]
    warn_mixed(kept, ["scope"])
    reports = kept["report"].nunique()
    if not reports:
        raise GovTextError("nothing to draw", found="no report whose requests were all read and add up",
                           expected=f"reports of scope {scope}")  # fmt: skip
    sums = kept.groupby("rate")["numerator"].sum().to_dict()
    due = float(kept.loc[kept["rate"] == "carried_out", "denominator"].sum())
    made = {**{str(name): float(each) for name, each in sums.items()}, "due": due, "new": due - sums["carried_in"]}
    if not due:
        raise GovTextError("nothing to draw", found="no request at all", expected="reports with requests")
    return made, reports, rates["report"].nunique() - reports


def _links(sums: Mapping[str, float]) -> pd.DataFrame:
    pairs = [("carried_in", "due"), ("new", "due"), *(("due", each) for each in (*OUTCOMES, "carried_out"))]
    rows = [(one, other, sums[one if other == "due" else other]) for one, other in pairs]
    made = pd.DataFrame(rows, columns=["source", "target", "requests"])
    made["percent"] = 100 * made["requests"] / sums["due"]
    return made[made["requests"] > 0].reset_index(drop=True)


def _draw(axes: Axes, into: Mapping[str, float], out: Mapping[str, float], due: float) -> None:
    """Three columns: where requests come from, all of them, what became of them."""
    scale = (1 - _GAP * (max(len(into), len(out)) - 1)) / due
    ends = {"left": 0.2, "middle": 0.44, "right": 0.68}
    whole = (1 - scale * due) / 2
    axes.add_patch(Rectangle((ends["middle"], whole), _WIDTH, scale * due, color="#444444"))
    label = f"{said(_NAMES['due'].zh, _NAMES['due'].en)} {due:,.0f}"
    axes.text(ends["middle"] + _WIDTH / 2, whole - 0.015, label, ha="center", va="top", fontsize=7.5)
    for side, flows in (("left", into), ("right", out)):
        spans = _spans([each * scale for each in flows.values()])
        places = _spread([(low + high) / 2 for low, high in spans])
        inner = whole + scale * due
        for (name, count), (low, high), place in zip(flows.items(), spans, places, strict=True):
            colour = COLOURS.get(_COLOUR[name], _COLOUR[name])
            inner -= high - low
            near, far = (inner, inner + high - low), (low, high)
            x = (ends["left"] + _WIDTH, ends["middle"]) if side == "left" else (ends["middle"] + _WIDTH, ends["right"])
            axes.add_patch(_band(x, far if side == "left" else near, near if side == "left" else far, colour))
            axes.add_patch(Rectangle((ends[side], low), _WIDTH, high - low, color=colour))
            _name(axes, side, ends[side], (low + high) / 2, place, name, count, due)


def _spans(heights: Sequence[float]) -> list[tuple[float, float]]:
    """Nodes from the top down, centred."""
    top, spans = 0.5 + (sum(heights) + _GAP * (len(heights) - 1)) / 2, []
    for height in heights:
        spans.append((top - height, top))
        top -= height + _GAP
    return spans


def _spread(wanted: Sequence[float]) -> npt.NDArray[np.float64]:
    """Places of the labels from the top down, near those wanted and never on each other."""
    made = np.array(wanted, float)
    for at in range(1, len(made)):
        made[at] = min(made[at], made[at - 1] - _LINE)
    floor = _LINE / 2
    for at in reversed(range(len(made))):
        made[at], floor = max(made[at], floor), max(made[at], floor) + _LINE
    return made


def _band(x: tuple[float, float], left: tuple[float, float], right: tuple[float, float], colour: str) -> PathPatch:
    middle = sum(x) / 2
    points = [(x[0], left[1]), (middle, left[1]), (middle, right[1]), (x[1], right[1]),
              (x[1], right[0]), (middle, right[0]), (middle, left[0]), (x[0], left[0]), (x[0], left[1])]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return PathPatch(Path(points, codes), facecolor=colour, alpha=0.4, linewidth=0)


def _name(
    axes: Axes, side: str, x: float, node: float, place: float, name: str, count: float, due: float
) -> None:  # fmt: skip
    """The label beside the node, with a thin line to it where it had to move."""
    label = _NAMES[name]
    text = f"{said(label.zh, label.en)}  {count:,.0f} ({count / due:.1%})"
    right = side == "right"
    edge, away = (x + _WIDTH, 0.02) if right else (x, -0.02)
    axes.plot([edge, edge + away], [node, place], color="#888888", linewidth=0.5)
    axes.text(edge + 1.3 * away, place, text, ha="left" if right else "right", va="center", fontsize=7)
