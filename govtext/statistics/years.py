"""Rates over years, with the break of 2021 marked, and never a line across it that compares what is not alike."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govtext.corpus.crosswalk import BREAK, CrossingWarning, crossings, parts
from govtext.report import Report
from govtext.statistics.declaring import Rate, chosen
from govtext.statistics.pooling import pooled
from govtext.statistics.reckoning import rated

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus


def over_years(
    source: Corpus | Report | Sequence[Report] | pd.DataFrame,
    ids: str | Sequence[str] | None = None,
    *,
    by: str | Sequence[str] = (),
    **options: Any,
) -> pd.DataFrame:
    """`pooled` by year, with three columns more: `side`, `comparable` and `note`.

    `side`: before 2021 or from 2021 on, when the form changed (国办公开办函〔2021〕30号); `comparable`: whether both
    forms count it alike, so that a line may cross the break; `note`: why not, or what was added up. Years without a
    report have no row. `options` are those of `pooled`. A `CrossingWarning` tells where rates that were asked for by
    name set years side by side that may not be compared.

    >>> import pandas as pd
    >>> cells = pd.DataFrame({"report": ["a", "b"], "year": [2020, 2022], "value": [3, 40],
    ...                       "key": ["proactive/fees/items_last_year", "proactive/fees/amount"]})
    >>> made = over_years(cells, "requests.new")
    >>> made[["year", "side", "comparable", "status"]].values.tolist()
    [[2020, 'before', True, 'none'], [2022, 'after', True, 'none']]
    """
    frame = rated(source, ids)
    groups = [by] if isinstance(by, str) else list(by)
    dated = frame[frame["year"].notna()]
    made = pooled(dated, by=[*groups, "year"], **options)
    asked = {rate.id: rate for rate in chosen(list(pd.unique(frame["rate"])))} if len(frame) else {}
    years = sorted({int(year) for year in dated["year"]})
    if ids is not None:
        _warn(list(asked.values()), years)
    told = {name: _note(rate) for name, rate in asked.items()}
    made["side"] = np.where(made["year"].astype(int) < BREAK, "before", "after")
    made["comparable"] = [comparable(asked[name]) for name in made["rate"]]
    made["note"] = made["rate"].map(told)
    made.attrs["measure"] = "over_years"
    return made


def comparable(rate: Rate) -> bool:
    """Whether both forms ask for all of its figures, so that its series may cross 2021.

    >>> from govtext.statistics.declaring import declared
    >>> comparable(declared()["granted"]), comparable(declared()["fees.amount"])
    (True, False)
    """
    return len(rate.forms) > 1


def _note(rate: Rate) -> str:
    split = [key for key in rate.keys if len(parts(key)) > 1]
    if comparable(rate):
        return "; ".join(f"{key}: the sum of {len(parts(key)) - 1} rows from {BREAK} on" for key in split)
    return "; ".join(crossings(rate.keys, (BREAK - 1, BREAK)))


def _warn(rates: Sequence[Rate], years: Sequence[int]) -> None:
    keys = list(dict.fromkeys(key for rate in rates for key in rate.keys))
    told = list(crossings(keys, years))
    if told:
        warnings.warn("not comparable across 2021:\n  " + "\n  ".join(told), CrossingWarning, stacklevel=3)
