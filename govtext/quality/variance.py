"""Which choice moves the result: Sobol's indices of a function of discrete choices, exact over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from govtext.errors import GovTextError

if TYPE_CHECKING:
    import pandas as pd

    from govtext.quality.scaling import Floats


def sobol(values: npt.ArrayLike, factors: Sequence[str]) -> pd.DataFrame:
    """First-order and total indices of each factor, by enumeration of the full factorial.

    S_j = V[E(Y | X_j)] / V(Y); S_Tj = E[V(Y | X_−j)] / V(Y); all levels equally likely (Sobol 1993; Homma & Saltelli
    1996; Saisana, Saltelli & Tarantola 2005). `values`: one axis a factor, in the order of `factors`; a further, first
    axis holds several results, whose variances are summed above and below the line (Gamboa et al. 2014). Columns
    factor, first, total; NaN where the result never varies. Raises `GovTextError` for a number of axes that does not
    fit, or a value that is missing.

    >>> sobol([[0.0, 1.0], [2.0, 3.0]], ["a", "b"]).round(2).values.tolist()
    [['a', 0.8, 0.8], ['b', 0.2, 0.2]]
    """
    import pandas as pd

    given = np.asarray(values, float)
    if given.ndim not in (len(factors), len(factors) + 1):
        raise GovTextError("one axis a factor", found=f"{given.ndim} axes", expected=", ".join(factors))
    if np.isnan(given).any():
        raise GovTextError("a result is missing", expected="a value for every combination of choices")
    several = given if given.ndim > len(factors) else given[None]
    axes = tuple(range(1, several.ndim))
    whole = float(several.var(axis=axes).sum())
    rows = [(name, *_indices(several, at, axes, whole)) for at, name in enumerate(factors, 1)]
    return pd.DataFrame(rows, columns=["factor", "first", "total"])


def _indices(values: Floats, at: int, axes: tuple[int, ...], whole: float) -> tuple[float, float]:
    if not whole > 1e-18:
        return np.nan, np.nan
    others = tuple(axis for axis in axes if axis != at)
    first = float(values.mean(axis=others).var(axis=1).sum()) if others else whole
    total = float(values.var(axis=at).reshape(len(values), -1).mean(axis=1).sum())
    return first / whole, total / whole
