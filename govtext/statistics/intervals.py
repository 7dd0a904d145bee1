"""Intervals of rates: Wilson's for shares, its counterpart for ratios of counts, and the cluster bootstrap."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from govtext.words.statistics import wilson

Floats = npt.NDArray[np.float64]
AT_ONCE = 4_000_000
"""Numbers of a block of resamples."""
FEWEST = 5
"""Clusters that a bootstrap needs: of five, 126 different samples can be drawn, of two only three."""


def interval(kind: str, top: Floats, base: Floats, level: float = 0.95) -> tuple[Floats, Floats]:
    """Bounds of a rate of this kind; NaN for kinds that have none, and where there is no rate.

    >>> [bound.round(4).item() for bound in interval("share", np.array(8.0), np.array(10.0))]
    [0.4902, 0.9433]
    """
    if kind == "share":
        return wilson(top, base, level)
    if kind == "ratio":
        return ratio(top, base, level)
    nothing = np.full(np.shape(top), np.nan)
    return nothing, nothing


def ratio(a: npt.ArrayLike, b: npt.ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Interval of the ratio a / b of two Poisson counts: of p = a / (a + b), carried over to p / (1 − p).

    Given a + b, a is binomial (Przyborowski & Wilenski 1940, Biometrika 31); the bounds of p are Wilson's (1927). The
    upper bound is infinite where b is 0; NaN where both are.

    >>> [bound.round(3).item() for bound in ratio(5, 20)]
    [0.097, 0.643]
    """
    above, below = np.asarray(a, np.float64), np.asarray(b, np.float64)
    low, high = wilson(above, above + below, level)
    with np.errstate(divide="ignore"):
        return low / (1 - low), high / (1 - high)


def resamples(size: int, draws: int, seed: int) -> Iterator[npt.NDArray[np.int64]]:
    """How often each of `size` clusters is drawn in each resample, so many resamples at once as memory should hold.

    >>> [part.sum(1).tolist() for part in resamples(3, 2, 1)]
    [[3, 3]]
    """
    rng, left = np.random.default_rng(seed), draws
    while left > 0:
        many = min(left, max(1, AT_ONCE // size))
        yield rng.multinomial(size, np.full(size, 1 / size), many)
        left -= many


def bootstrap(top: Floats, base: Floats, draws: int = 1000, level: float = 0.95, seed: int = 1) -> tuple[float, float]:
    """Interval of Σ top / Σ base over clusters that are drawn anew with replacement; percentiles.

    `top` and `base`: a sum a cluster. Efron (1979), Annals of Statistics 7; whole clusters: Davison & Hinkley (1997),
    section 3.8. NaN from fewer than `FEWEST` clusters, of which too few different samples can be drawn; with a handful
    more it is still too narrow (Cameron, Gelbach & Miller 2008).

    >>> [round(bound, 2) for bound in bootstrap(np.array([5.0, 1, 9, 5, 5]), np.full(5, 10.0))]
    [0.26, 0.74]
    """
    size = len(base)
    if size < FEWEST or not base.sum():
        return np.nan, np.nan
    sums = np.concatenate([each @ np.column_stack([top, base]) for each in resamples(size, draws, seed)])
    known = sums[sums[:, 1] != 0]
    made = known[:, 0] / known[:, 1]
    low, high = np.quantile(made, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
