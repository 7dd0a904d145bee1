"""Bootstrap over texts: items of one text hang together, so texts are drawn, not items (Efron & Tibshirani 1993).

A statistic takes weights, samples × items (how often each item stands in the sample), and gives samples × values. One
row of ones is the data themselves.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from govtext.coding.codes import Floats

Statistic = Callable[[Floats], Floats]
RESAMPLES = 1000
_AT_ONCE = 200


class Estimate(NamedTuple):
    """Values with the bounds of their 95 % interval, one an entry; not a number where the data do not tell."""

    value: Floats
    low: Floats
    high: Floats


def estimate(
    statistic: Statistic, cluster: npt.NDArray[np.int64], n_clusters: int, resamples: int = RESAMPLES, seed: int = 0
) -> Estimate:
    """The statistic and its percentile interval (2.5 %, 97.5 %) over samples of texts drawn with replacement.

    Samples in which a value is not defined (a code that does not occur in them) are left out of its interval.
    """
    value = statistic(np.ones((1, len(cluster))))[0]
    if resamples < 1 or n_clusters < 2:
        return Estimate(value, np.full_like(value, np.nan), np.full_like(value, np.nan))
    drawn = _weights(n_clusters, resamples, seed)
    made = np.vstack([
        statistic(drawn[start : start + _AT_ONCE][:, cluster]) for start in range(0, resamples, _AT_ONCE)
    ])  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a column without any number stays without
        low, high = np.nanpercentile(made, [2.5, 97.5], axis=0)
    return Estimate(value, np.where(np.isnan(value), np.nan, low), np.where(np.isnan(value), np.nan, high))


def _weights(n_clusters: int, resamples: int, seed: int) -> Floats:
    chances = np.full(n_clusters, 1 / n_clusters)
    return np.random.default_rng(seed).multinomial(n_clusters, chances, resamples).astype(np.float64)


def share(part: Floats, whole: Floats) -> Floats:
    """part / whole, not a number where the whole is nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        made: Floats = np.where(whole > 0, part / np.where(whole > 0, whole, 1), np.nan)
    return made
