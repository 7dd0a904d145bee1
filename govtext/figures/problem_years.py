"""Problem × year: which share of the reports of a year names which problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from govtext.errors import GovTextError
from govtext.figures.codes import code_labels
from govtext.figures.speech import said
from govtext.figures.style import describe, new
from govtext.recurrence.observed import History, history

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from govtext.corpus.opened import Corpus

_DARK = 0.55
"""Numbers on cells above this share of the highest are white."""


def problem_years(
    source: Corpus | pd.DataFrame | History, zh: str, en: str, origin: str
) -> tuple[Figure, pd.DataFrame]:
    """The heat map and its data: % of the year's observed reports that name the code, the most frequent on top.

    `zh`, `en`: the title; `origin`: where the data come from. Columns of the data: code, year, reports (that name it),
    n (observed reports of the year), percent (NaN where n is 0). Residual codes are left out. Raises `GovTextError`
    where no problem was read.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"issuer_id": ["A", "B"], "year": 2020, "kind": "problem", "text": "",
    ...                       "codes": ["staffing", "staffing|capacity"]})
    >>> problem_years(frame, "模拟", "simulated", "两行 two rows")[1][["code", "percent"]].values.tolist()
    [['staffing', 100.0], ['capacity', 50.0]]
    """
    made = history(source)
    data = _shares(made)
    table = data.pivot(index="code", columns="year", values="percent").reindex(data["code"].unique())
    figure, axes = new("page", 3.2 + 0.5 * len(table))
    _cells(axes, table)
    sizes = data.groupby("year")["n"].first()
    axes.set_xticks(range(len(table.columns)), [f"{year}\n(n = {sizes[year]})" for year in table.columns])
    axes.set_yticks(range(len(table)), code_labels(table.index), fontsize=7)
    axes.set_xlabel(said("报告所述年度（报告数）", "year reported on (reports)"))
    reports, issuers = int(sizes.sum()), made.years["issuer_id"].nunique()
    count = said(f"{reports} 份报告，{issuers} 个机关", f"{reports} reports of {issuers} issuers", "；")
    describe(figure, zh, en, count, origin)
    return figure, data


def _shares(made: History) -> pd.DataFrame:
    cube = made.cube
    if not cube.codes:
        raise GovTextError("nothing to draw: no problem was read", expected="items of kind problem with codes")
    named, seen = cube.stated.sum(0), cube.observed.sum(0)
    frame = pd.DataFrame(
        {
            "code": np.repeat(list(cube.codes), len(cube.years)),
            "year": np.tile(cube.years, len(cube.codes)),
            "reports": named.T.ravel(),
            "n": np.tile(seen, len(cube.codes)),
        }
    )
    frame["percent"] = 100 * frame["reports"] / frame["n"].where(frame["n"] > 0)
    totals = frame.groupby("code")["reports"].transform("sum")
    order = frame.assign(total=-totals, place=frame["code"].map(list(cube.codes).index))
    return order.sort_values(["total", "place", "year"]).drop(columns=["total", "place"]).reset_index(drop=True)


def _cells(axes: Axes, table: pd.DataFrame) -> None:
    """Colour and number in each cell; a year without reports stays blank."""
    values = table.to_numpy(float)
    top = float(np.nanmax(values))
    image = axes.imshow(np.ma.masked_invalid(values), cmap="Blues", vmin=0, vmax=top, aspect="auto")
    for (row, column), value in np.ndenumerate(values):
        if not np.isnan(value):
            colour = "white" if value > _DARK * top else "black"
            axes.text(column, row, f"{value:.0f}", ha="center", va="center", fontsize=7, color=colour)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    bar = axes.figure.colorbar(image, ax=axes, fraction=0.04, pad=0.02, aspect=32)
    bar.set_label(said("占该年报告（%）", "% of the year's reports"))
    bar.outline.set_visible(False)
