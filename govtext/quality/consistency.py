"""Do the parts belong together: correlations, Cronbach's alpha, and the factors behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from govtext.errors import GovTextError
from govtext.quality.declared import catalogue
from govtext.quality.weighting import correlation, varimax

if TYPE_CHECKING:
    from govtext.quality.indexing import Index

LEAST = 3


def correlations(sides: pd.DataFrame) -> pd.DataFrame:
    """Spearman's correlation of each pair of columns over the reports that have both; NaN where one never varies.

    `sides`: `Index.sides`, or any reports × parts where more is better. `attrs["n"]` holds the reports of each pair.
    """
    made = sides.corr(method="spearman", min_periods=LEAST)
    there = sides.notna().astype(int)
    made.attrs["n"] = there.T @ there
    return made


def alpha(parts: pd.DataFrame) -> float:
    """Cronbach's (1951) alpha: k / (k − 1) · (1 − Σ variance of the parts / variance of their sum).

    `parts`: reports × parts on one scale; only reports that have all of them count. NaN for fewer than two parts that
    vary or three reports. A low alpha is no fault of an index whose parts are meant to differ.

    >>> round(alpha(pd.DataFrame({"a": [1, 2, 3, 4], "b": [1, 2, 4, 3]})), 3)
    0.889
    """
    whole = parts.dropna()
    whole = whole.loc[:, whole.nunique() > 1]
    k = whole.shape[1]
    if k < 2 or len(whole) < LEAST:
        return float("nan")
    return float(k / (k - 1) * (1 - whole.var().sum() / whole.sum(axis=1).var()))


def alphas(index: Index) -> pd.DataFrame:
    """Alpha of the indicators within each dimension and of the dimensions in the index, with the numbers behind it.

    Columns: of, k (parts that vary), n (reports that have all of them), alpha.
    """
    owner = {name: catalogue()[name].dimension for name in index.indicators.names}
    groups: Mapping[str, pd.DataFrame] = {
        side: index.points[[name for name in owner if owner[name] == side]] for side in map(str, index.sides)
    }
    rows = [(name, *_counted(part), alpha(part)) for name, part in {**groups, "index": index.sides}.items()]
    return pd.DataFrame(rows, columns=["of", "k", "n", "alpha"])


def _counted(part: pd.DataFrame) -> tuple[int, int]:
    whole = part.dropna()
    return int((whole.nunique() > 1).sum()), len(whole)


def factors(sides: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Eigenvalues of the correlation matrix, and loadings of the components with 1 or more, rotated by varimax.

    The first frame: component, eigenvalue, share, cumulative; the second: parts × components. Gaps are filled by the
    medians of their columns; columns that never vary are left out. Nardo et al. (2008), step 4; Kaiser (1958, 1960).
    Raises `GovTextError` for fewer than two parts that vary.
    """
    kept = sides.loc[:, sides.nunique() > 1]
    if kept.shape[1] < 2 or len(kept) < LEAST:
        raise GovTextError("nothing to factor", found=f"{len(kept)} reports × {kept.shape[1]} parts that vary",
                           expected="3 × 2 or more")  # fmt: skip
    matrix = correlation(kept.to_numpy(float, na_value=np.nan))
    values, vectors = np.linalg.eigh(np.round(matrix, 12))
    values, vectors = values[::-1], vectors[:, ::-1]
    many = max(1, int((values >= 1).sum()))
    turned = varimax(vectors[:, :many] * np.sqrt(np.clip(values[:many], 0, None)))
    turned = turned * np.where(turned.sum(axis=0) < 0, -1.0, 1.0)
    share = values / values.sum()
    names = [f"c{number}" for number in range(1, len(values) + 1)]
    table = pd.DataFrame({"component": names, "eigenvalue": values, "share": share, "cumulative": share.cumsum()})
    return table.round(10), pd.DataFrame(turned, list(kept), names[:many]).round(10)
