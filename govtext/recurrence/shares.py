"""Shares and 2×2 tables with their intervals; each formula with its source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from govtext.words.statistics import wilson

Floats = npt.NDArray[np.float64]


class Share(NamedTuple):
    """`hits` of `n`, their share and its interval; `clusters` issuers, worth `effective` independent cases."""

    hits: int
    n: int
    share: float
    low: float
    high: float
    clusters: int
    effective: float


class Interval(NamedTuple):
    """An estimate between two bounds."""

    value: float
    low: float
    high: float


def plain_share(hits: int, n: int, level: float = 0.95) -> Share:
    """A share of independent cases with Wilson's interval (1927); NaN where n is 0.

    >>> [round(each, 3) for each in plain_share(8, 10)[2:5]]
    [0.8, 0.49, 0.943]
    """
    low, high = wilson(hits, n, level)
    return Share(int(hits), int(n), hits / n if n else np.nan, float(low), float(high), int(n), float(n))


def clustered_share(hits: npt.ArrayLike, clusters: Sequence[Any] | npt.NDArray[Any], level: float = 0.95) -> Share:
    """A share over cases of several issuers: Wilson's interval at the effective number of cases.

    n* = n / deff · (z / t)², deff = V / (p (1 − p) / n) but at least 1, V = G / (G − 1) Σ_g (x_g − p n_g)² / n² over
    the G issuers, t with G − 1 degrees of freedom (Korn & Graubard 1998, Survey Methodology 24; the interval of Wilson
    1927 at n* as in Dean & Pagano 2015, Journal of Survey Statistics and Methodology 3). Where all cases agree V tells
    nothing, and n* = n² / Σ n_g², as if the cases of an issuer were one. No interval (NaN) from a single issuer.

    >>> [round(each, 3) for each in clustered_share([1, 1, 1, 0, 0, 1, 0, 0], list("aaabbccc"))[2:5]]
    [0.5, 0.037, 0.963]
    """
    values = np.asarray(hits, np.float64)
    _, of = np.unique(np.asarray(clusters), return_inverse=True)
    sizes = np.bincount(of).astype(np.float64) if len(of) else np.zeros(0)
    n, groups = len(values), len(sizes)
    if not n:
        return Share(0, 0, np.nan, np.nan, np.nan, 0, 0.0)
    share = float(values.mean())
    if groups < 2:
        return Share(int(values.sum()), n, share, np.nan, np.nan, groups, np.nan)
    effective = _effective(share, np.bincount(of, values).astype(np.float64), sizes, level)
    low, high = wilson(share * effective, effective, level)
    return Share(int(values.sum()), n, share, float(low), float(high), groups, effective)


def _effective(share: float, sums: Floats, sizes: Floats, level: float) -> float:
    from scipy.stats import norm, t  # type: ignore[import-untyped]

    n, groups = sizes.sum(), len(sizes)
    shrunk = float((norm.ppf(0.5 + level / 2) / t.ppf(0.5 + level / 2, groups - 1)) ** 2)
    if share in (0.0, 1.0):
        return float(n**2 / (sizes**2).sum()) * shrunk
    spread = groups / (groups - 1) * ((sums - share * sizes) ** 2).sum() / n**2
    return float(n / max(spread / (share * (1 - share) / n), 1.0)) * shrunk


def newcombe(one: Share, other: Share) -> Interval:
    """Difference of two shares, p₁ − p₂, its interval built from the intervals of both.

    d − √((p₁ − l₁)² + (u₂ − p₂)²) to d + √((u₁ − p₁)² + (p₂ − l₂)²): Newcombe (1998), Statistics in Medicine 17,
    method 10, for independent shares. With shares of `clustered_share` the bounds are those for clustered cases.

    >>> [round(each, 4) for each in newcombe(plain_share(56, 70), plain_share(48, 80))]  # his example (a)
    [0.2, 0.0524, 0.3339]
    """
    difference = one.share - other.share
    down = np.hypot(one.share - one.low, other.high - other.share)
    up = np.hypot(one.high - one.share, other.share - other.low)
    return Interval(float(difference), float(difference - down), float(difference + up))


def odds_ratio(table: npt.ArrayLike, level: float = 0.95) -> Interval:
    """Odds ratio a d / (b c) of a 2×2 table with rows (a, b) and (c, d), by Woolf's interval of its logarithm.

    Woolf (1955), Annals of Human Genetics 19; 0.5 added to every cell where one is 0 (Haldane 1956, Anscombe 1956).
    NaN where a row or a column is empty.

    >>> [round(each, 2) for each in odds_ratio([[10, 20], [5, 40]])]
    [4.0, 1.2, 13.28]
    """
    from scipy.stats import norm

    cells = np.asarray(table, np.float64)
    if not (cells.sum(0).all() and cells.sum(1).all()):
        return Interval(np.nan, np.nan, np.nan)
    cells = cells + 0.5 * (cells == 0).any()
    ratio = float(np.log(cells[0, 0] * cells[1, 1] / (cells[0, 1] * cells[1, 0])))
    half = float(norm.ppf(0.5 + level / 2) * np.sqrt((1 / cells).sum()))
    return Interval(float(np.exp(ratio)), float(np.exp(ratio - half)), float(np.exp(ratio + half)))


def mantel_haenszel(tables: npt.ArrayLike, level: float = 0.95) -> Interval:
    """Common odds ratio over strata, Σ a d / n over Σ b c / n; `tables` has the shape (strata, 2, 2).

    Mantel & Haenszel (1959), JNCI 22; variance of its logarithm by Robins, Breslow & Greenland (1986), Biometrics 42.
    NaN where no stratum tells.

    >>> [round(each, 3) for each in mantel_haenszel([[[10, 20], [5, 40]], [[12, 6], [9, 14]]])]
    [3.558, 1.479, 8.559]
    """
    from scipy.stats import norm

    cells = np.asarray(tables, np.float64).reshape(-1, 2, 2)
    cells = cells[cells.sum((1, 2)) > 0]
    n = cells.sum((1, 2))
    main, cross = cells[:, 0, 0] * cells[:, 1, 1] / n, cells[:, 0, 1] * cells[:, 1, 0] / n
    if not main.sum() or not cross.sum():
        return Interval(np.nan, np.nan, np.nan)
    p, q = (cells[:, 0, 0] + cells[:, 1, 1]) / n, (cells[:, 0, 1] + cells[:, 1, 0]) / n
    r, s = main.sum(), cross.sum()
    spread = (p * main).sum() / r**2 + (p * cross + q * main).sum() / (r * s) + (q * cross).sum() / s**2
    ratio, half = float(np.log(r / s)), float(norm.ppf(0.5 + level / 2) * np.sqrt(spread / 2))
    return Interval(float(np.exp(ratio)), float(np.exp(ratio - half)), float(np.exp(ratio + half)))


def holm(p: npt.ArrayLike) -> Floats:
    """p-values adjusted so that the chance of any false rejection is bounded; NaN stays and does not count.

    Holm (1979), Scandinavian Journal of Statistics 6.

    >>> holm([0.01, 0.04, 0.03, 0.005]).round(3).tolist()
    [0.03, 0.06, 0.06, 0.02]
    """
    given = np.asarray(p, np.float64)
    result = np.full(len(given), np.nan)
    known = np.flatnonzero(~np.isnan(given))
    order = known[np.argsort(given[known], kind="stable")]
    raised = given[order] * np.arange(len(order), 0, -1)
    result[order] = np.minimum(np.maximum.accumulate(raised), 1.0)
    return result
