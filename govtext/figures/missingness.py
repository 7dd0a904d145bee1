"""Which figures have no value, and why: a small bar for every table, year and group of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from govtext.display.language import labels
from govtext.errors import GovTextError, UnknownCode
from govtext.figures.speech import said
from govtext.figures.style import COLOURS, describe, legend, panels
from govtext.forms import forms

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from govtext.corpus.opened import Corpus

_COLOURS = {"value": "grey", "empty": "orange", "mark": "blue", "unreadable": "vermilion", "missing": "black"}
_WITHOUT = [status for status in _COLOURS if status != "value"]
_BY = ("issuer_name", "issuer", "level", "body", "region", "form", "kind")
_SHORT = {
    "proactive": ("主动公开", "own initiative"),
    "requests": ("依申请公开", "on request"),
    "review": ("复议诉讼", "review"),
}
_WIDE, _LEAST = 0.6, 0.08
"""Width of a whole bar in its place, and of the smallest sliver, so that one cell of many is seen."""
_NUMBERS = 8
"""With more years the numbers have no room."""


def missingness(
    source: Corpus | pd.DataFrame, zh: str, en: str, origin: str, *, by: str | None = None, most: int = 40
) -> tuple[Figure, pd.DataFrame]:
    """The map and its data: of the figures that the form asks for, how many were read, and what stands for the rest.

    `source`: a corpus, of which one edition of every report counts, or a frame with a row a cell and the columns
    report, table, year, status, and `by`. Without `by` a row is a table; else there is a panel a table and a row a
    value of `by` (issuer_name, issuer, level, body, region, form, kind of file): the `most` with the greatest share
    without a value. Beside each bar stands how many figures have no value; slivers are drawn wider than they are, so
    as to be seen; no bar: no report. Data: table, `by`, year, a count for each status, n. Raises `GovTextError` where
    there is nothing to draw, `UnknownCode` for another `by`.

    >>> frame = pd.DataFrame({"report": "a", "table": "review", "year": 2021, "status": ["value", "value", "mark"]})
    >>> missingness(frame, "模拟", "simulated", "三格 three cells")[1][["year", "value", "mark", "n"]].values.tolist()
    [[2021, 2, 1, 3]]
    """
    if by is not None and by not in _BY:
        raise UnknownCode(f"no {by!r} to lay out by", expected=", ".join(_BY))
    cells, reports = _counted(source, by)
    data = _table(cells, by)
    if data.empty:
        raise GovTextError("nothing to draw: no cells of reports with a year", expected="reports with tables")
    rows = _rows(data, by)[:most]
    tables = [table for table in _tables() if table in set(data["table"])]
    figure, axes = _figure(len(rows), len(tables) if by else 1)
    years = list(range(int(data["year"].min()), int(data["year"].max()) + 1))
    for at, each in enumerate(axes):
        own = data[data["table"] == tables[at]] if by else data
        _map(each, own.set_index([by or "table", "year"]), rows, years)
        each.set_title(_tables()[tables[at]] if by else "", fontsize=8)
    axes[0].set_yticks(range(len(rows)), rows if by else [_tables()[row] for row in rows], fontsize=6.5)
    legend(figure, _marks())
    describe(figure, zh, en, _count(data, reports, len(_rows(data, by)) - len(rows)), origin)
    return figure, data


def _counted(source: Corpus | pd.DataFrame, by: str | None) -> tuple[pd.DataFrame, int]:
    """Cells by table, group, year and status, counted piece by piece, and how many reports they are of."""
    keys = ["table", *([by] if by else []), "year", "status"]
    if isinstance(source, pd.DataFrame):
        if missing := [name for name in ["report", *keys] if name not in source]:
            raise GovTextError(f"no column {missing[0]!r}", expected=", ".join(["report", *keys]))
        known = source.dropna(subset=["year"])
        return known.groupby(keys, dropna=False).size().rename("count").reset_index(), known["report"].nunique()
    chosen = source.where(chosen=True)
    reports = chosen.reports.to_pandas(["report", "year", *([by] if by else [])]).dropna(subset=["year"])
    columns = ["report", "table", "status"]
    parts = [
        batch.to_pandas().groupby(columns, observed=True).size().rename("count")
        for batch in chosen.cells.batches(columns)
    ]
    counts = pd.concat(parts).reset_index() if parts else pd.DataFrame(columns=[*columns, "count"])
    joined = counts.merge(reports, on="report")
    return joined.groupby(keys, dropna=False)["count"].sum().reset_index(), joined["report"].nunique()


def _table(cells: pd.DataFrame, by: str | None) -> pd.DataFrame:
    """One row a table, group and year."""
    keys = ["table", *([by] if by else []), "year"]
    if by:
        cells = cells.assign(**{by: cells[by].astype(object).where(cells[by].notna(), said("未知", "not known"))})
    wide = cells.pivot_table(index=keys, columns="status", values="count", aggfunc="sum", fill_value=0)
    wide = wide.reindex(columns=list(_COLOURS), fill_value=0).astype(int)
    data = wide.assign(n=wide.sum(axis=1)).rename_axis(columns=None).reset_index().astype({"year": int})
    order = {name: at for at, name in enumerate(_tables())}
    return data.sort_values(keys, key=lambda each: each.map(order) if each.name == "table" else each, ignore_index=True)


def _tables() -> dict[str, str]:
    """The tables of the newest form, by code, and what they are called in short."""
    return {table.code: said(*_SHORT.get(table.code, (table.label.zh, table.label.en))) for table in forms()[-1].tables}


def _rows(data: pd.DataFrame, by: str | None) -> list[str]:
    """The rows from above: tables as in the form, else the greatest share without a value first."""
    if by is None:
        return list(dict.fromkeys(data["table"]))
    sums = data.groupby(by)[[*_WITHOUT, "n"]].sum()
    share = sums[_WITHOUT].sum(axis=1) / sums["n"]
    ordered = (
        share.rename("share").rename_axis("row").reset_index().sort_values(["share", "row"], ascending=[False, True])
    )
    return [str(row) for row in ordered["row"]]


def _figure(rows: int, columns: int) -> tuple[Figure, list[Axes]]:
    figure, axes = panels("page", 4.4 + 0.5 * rows, 1, columns, key=0.5, sharey=True)
    return figure, list(axes[0])


def _map(axes: Axes, data: pd.DataFrame, rows: list[str], years: list[int]) -> None:
    for row, name in enumerate(rows):
        for column, year in enumerate(years):
            if (name, year) in data.index:
                _bar(axes, data.loc[[(name, year)]].iloc[0], column, row, told=len(years) <= _NUMBERS)
    axes.set(xlim=(-0.55, len(years) - 0.45), ylim=(len(rows) - 0.5, -0.5))
    shown = years[:: 1 + len(years) // 12]
    axes.set_xticks([years.index(year) for year in shown], [f"{year}" for year in shown], fontsize=6.5)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    axes.hlines(np.arange(len(rows) - 1) + 0.5, -0.55, len(years) - 0.45, color="#dddddd", linewidth=0.4)


def _bar(axes: Axes, counts: pd.Series[int], column: int, row: int, *, told: bool) -> None:
    """The statuses beside one another, and how many cells have no value."""
    shares = counts[list(_COLOURS)] / counts["n"]
    small = (shares > 0) & (shares < _LEAST)
    widths = shares.where(~small, _LEAST)
    widths = _WIDE * widths / widths.sum()
    left = column - 0.46
    for status, width in widths[widths > 0].items():
        axes.barh(row, width, left=left, height=0.66, color=COLOURS[_COLOURS[str(status)]], linewidth=0)
        left += width
    without = int(counts[_WITHOUT].sum())
    if told and without:
        axes.text(column + 0.17, row, f"{without:,}", fontsize=5.5, va="center", ha="left")


def _marks() -> list[Patch]:
    names = {status: said(*(labels()[f"cell.{status}"][each] for each in ("zh", "en"))) for status in _COLOURS}
    return [Patch(color=COLOURS[colour], linewidth=0, label=names[status]) for status, colour in _COLOURS.items()]


def _count(data: pd.DataFrame, reports: int, left_out: int) -> str:
    cells, without = int(data["n"].sum()), int(data[_WITHOUT].to_numpy().sum())
    zh, en = (f"；另有 {left_out} 行未画", f"; {left_out} rows not drawn") if left_out else ("", "")
    return said(
        f"{reports:,} 份报告的 {cells:,} 个应有数字，{without:,} 个没有数值（条右为个数；窄条已加宽；空处无报告）{zh}",
        f"{cells:,} figures asked for in {reports:,} reports, {without:,} without a value"
        f" (number: how many; slivers are widened; blank: no report){en}", "\n",
    )  # fmt: skip
