"""How unequally figures are spread over bodies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from govtext.errors import GovTextError
from govtext.report import Report
from govtext.statistics.pooling import Scope, narrowed, warn_mixed
from govtext.statistics.reckoning import rated

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

Floats = npt.NDArray[np.float64]


def gini(values: npt.ArrayLike) -> float:
    """Gini's coefficient: mean absolute difference of all pairs over twice the mean; 0 equal, (n − 1) / n all in one.

    G = Σ (2 i − n − 1) x_i / (n Σ x), x in ascending order: Gini (1912), Variabilità e mutabilità; in this form Sen
    (1973). NaN without values or where all are 0; raises `GovTextError` for negative ones.

    >>> gini([1, 1, 1, 1]), gini([0, 0, 0, 8])
    (0.0, 0.75)
    """
    ordered = np.sort(_positive(values))
    n, total = len(ordered), ordered.sum()
    if not total:
        return np.nan
    return float((2 * np.arange(1, n + 1) - n - 1) @ ordered / (n * total))


def herfindahl(values: npt.ArrayLike) -> float:
    """Σ s², s the shares; 1 / n where all are equal, 1 where one has all.

    Herfindahl (1950); Hirschman (1945). 1 / it is the number of equal bodies that would be as concentrated.

    >>> herfindahl([1, 1, 1, 1]), herfindahl([0, 5])
    (0.25, 1.0)
    """
    given = _positive(values)
    return float(((given / given.sum()) ** 2).sum()) if given.sum() else np.nan


def top_share(values: npt.ArrayLike, top: int = 1) -> float:
    """The share of the largest `top` values in the sum; NaN where it is 0.

    >>> top_share([6, 3, 1], 2)
    0.9
    """
    given = np.sort(_positive(values))[::-1]
    return float(given[:top].sum() / given.sum()) if given.sum() else np.nan


def _positive(values: npt.ArrayLike) -> Floats:
    given = np.asarray(values, np.float64)
    given = given[~np.isnan(given)]
    if (given < 0).any():
        raise GovTextError("no concentration of negative values", found=f"{given.min():g}", expected="0 or more")
    return given


def concentration(
    source: Corpus | Report | Sequence[Report] | pd.DataFrame,
    ids: str | Sequence[str] = "requests.new",
    *,
    by: str | Sequence[str] = "year",
    scope: Scope = "own",
    top: int = 3,
    doubtful: bool = False,
) -> pd.DataFrame:
    """How unequally the numerator of rates (mostly counts) is spread over the issuers of a group.

    Columns: those of `by`, scope, rate, n (issuers), total, gini, gini_adjusted (× n / (n − 1), Deltas 2003: groups of
    different size can be compared), herfindahl, equivalent (1 / herfindahl), top, top_share. Only issuers whose report
    was read count: a body that is not in the corpus is not seen, and concentration over few bodies says little. Raises
    `GovTextError` for figures below zero. Reports of unequal scope are not mixed, and warned of where they are.

    >>> import pandas as pd
    >>> cells = pd.DataFrame({"report": ["a", "b"], "year": 2022, "scope": "own", "value": [9, 1],
    ...                       "key": "requests/new/total"})
    >>> concentration(cells)[["n", "gini", "herfindahl", "top_share"]].round(2).values.tolist()
    [[2.0, 0.4, 0.82, 1.0]]
    """
    frame, groups = rated(source, ids), [by] if isinstance(by, str) else list(by)
    kept = narrowed(frame, scope, doubtful)
    keys = [*groups, "scope", "rate"]
    warn_mixed(kept, keys[:-1])
    usable = kept[~kept["status"].isin(["contradictory", "not_read", "not_on_form"])]
    rows = []
    for values, part in usable.groupby(keys, dropna=False):
        each = part.groupby("issuer_id")["numerator"].sum().to_numpy(float)
        rows.append({**dict(zip(keys, values, strict=True)), **_row(each, top)})
    made = pd.DataFrame(rows, columns=[*keys, *_COLUMNS])
    made.attrs.update(measure="concentration")
    return made


_COLUMNS = ("n", "total", "gini", "gini_adjusted", "herfindahl", "equivalent", "top", "top_share")


def _row(values: Floats, top: int) -> dict[str, float]:
    n, found, index = len(values), gini(values), herfindahl(values)
    return {
        "n": n, "total": float(values.sum()), "gini": found, "gini_adjusted": found * n / (n - 1) if n > 1 else np.nan,
        "herfindahl": index, "equivalent": 1 / index, "top": top, "top_share": top_share(values, top),
    }  # fmt: skip
