"""Contingency tables: χ², Cramér's V corrected for bias, residuals, and permutation where χ² cannot be trusted."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from govtext.recurrence.shares import Floats, Interval

Numbers = npt.NDArray[np.int64]


def expected_counts(observed: npt.ArrayLike) -> Floats:
    """Counts under independence, row sum · column sum / n.

    >>> expected_counts([[10, 20], [30, 40]]).tolist()
    [[12.0, 18.0], [28.0, 42.0]]
    """
    table = np.asarray(observed, np.float64)
    total = table.sum()
    result: Floats = np.outer(table.sum(1), table.sum(0)) / total if total else np.zeros(table.shape)
    return result


def chi_square(observed: npt.ArrayLike) -> tuple[float, int, float]:
    """Pearson's (1900) χ² = Σ (O − E)² / E, its degrees of freedom (r − 1)(c − 1), and p; no continuity correction.

    Empty rows and columns do not count. NaN where fewer than two rows or columns are left.

    >>> chi_square([[10, 20], [30, 40]])[1]
    1
    """
    from scipy.stats import chi2  # type: ignore[import-untyped]

    table = _full(observed)
    df = (table.shape[0] - 1) * (table.shape[1] - 1)
    if df < 1:
        return np.nan, 0, np.nan
    expected = expected_counts(table)
    statistic = float(((table - expected) ** 2 / expected).sum())
    return statistic, df, float(chi2.sf(statistic, df))


def _full(observed: npt.ArrayLike) -> Floats:
    table = np.asarray(observed, np.float64)
    result: Floats = table[table.sum(1) > 0][:, table.sum(0) > 0]
    return result


def cramers_v(observed: npt.ArrayLike, level: float = 0.95) -> Interval:
    """Cramér's V corrected for bias, with an interval.

    φ̃² = max(0, χ²/n − (r − 1)(c − 1)/(n − 1)), r̃ = r − (r − 1)²/(n − 1), c̃ alike, Ṽ = √(φ̃² / (min(r̃, c̃) − 1)):
    Bergsma (2013), Journal of the Korean Statistical Society 42. The interval is √(λ / (n (min(r, c) − 1))) at the
    bounds λ of the noncentrality of χ² (Steiger & Fouladi 1997; Smithson 2003, without the df that he adds, which would
    bring the bias back). Cases are taken as independent. NaN where there is no table.

    >>> [round(each, 3) for each in cramers_v([[30, 10], [12, 28]])]
    [0.439, 0.231, 0.67]
    """
    table = _full(observed)
    statistic, df, _ = chi_square(table)
    if not df:
        return Interval(np.nan, np.nan, np.nan)
    n, (rows, columns) = table.sum(), table.shape
    phi = max(0.0, statistic / n - df / (n - 1))
    fewer = min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1)) - 1
    bounds = (_noncentrality(statistic, df, tail) for tail in (0.5 + level / 2, 0.5 - level / 2))
    low, high = (float(min(np.sqrt(bound / (n * (min(rows, columns) - 1))), 1.0)) for bound in bounds)
    return Interval(float(min(np.sqrt(phi / fewer), 1.0)) if fewer > 0 else np.nan, low, high)


def _noncentrality(statistic: float, df: int, tail: float) -> float:
    """The λ at which χ² of so many degrees of freedom lies below the statistic with this probability."""
    from scipy.optimize import brentq  # type: ignore[import-untyped]
    from scipy.stats import chi2, ncx2

    if chi2.cdf(statistic, df) <= tail:
        return 0.0
    top = 2 * statistic + 100.0
    while ncx2.cdf(statistic, df, top) > tail:
        top *= 2
    return float(brentq(lambda at: ncx2.cdf(statistic, df, at) - tail, 1e-9, top))


def residuals(observed: npt.ArrayLike) -> Floats:
    """Adjusted standardized residuals, (O − E) / √(E (1 − row share)(1 − column share)); about standard normal.

    Haberman (1973), Biometrics 29. NaN in empty rows and columns.

    >>> residuals([[10, 20], [30, 40]]).round(3).tolist()
    [[-0.891, 0.891], [0.891, -0.891]]
    """
    table = np.asarray(observed, np.float64)
    expected, total = expected_counts(table), table.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.outer(1 - table.sum(1) / total, 1 - table.sum(0) / total)
        result: Floats = np.where(expected > 0, (table - expected) / np.sqrt(expected * left), np.nan)
    return result


def permuted(
    rows: Numbers, columns: Numbers, shape: tuple[int, int], draws: Any, permutations: int
) -> tuple[float, float]:
    """p of χ² by permutation, (b + 1) / (m + 1), and the mean of χ² over the permutations.

    `rows` and `columns` are the cells of single cases; `draws()` gives the columns anew, with the same sums for the
    design at hand. With columns drawn case by case this is the exact test's Monte Carlo (Fisher, Freeman & Halton
    1951; Agresti 1992).
    """
    goal = _statistic(rows, columns, shape)
    found = np.array([_statistic(rows, draws(), shape) for _ in range(permutations)])
    return float(((found >= goal - 1e-9).sum() + 1) / (permutations + 1)), float(found.mean())


def _statistic(rows: Numbers, columns: Numbers, shape: tuple[int, int]) -> float:
    """χ² = n (Σ O² / (row sum · column sum) − 1), which is the same and quicker."""
    table = np.bincount(rows * shape[1] + columns, minlength=shape[0] * shape[1]).reshape(shape)
    margins = np.outer(table.sum(1), table.sum(0))
    met = table > 0
    return float(len(rows) * ((table[met].astype(np.float64) ** 2 / margins[met]).sum() - 1))
