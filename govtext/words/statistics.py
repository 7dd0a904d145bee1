"""The formulas of this room, on arrays of counts; each with its source."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Counts = npt.ArrayLike


def log_likelihood(a: Counts, b: Counts, c: Counts, d: Counts) -> Floats:
    """G² of 2×2 tables with cells a, b (first row) and c, d: 2 Σ O ln(O/E), E from the margins; 0 ln 0 = 0.

    Dunning (1993), "Accurate methods for the statistics of surprise and coincidence", Computational Linguistics 19(1).

    >>> log_likelihood(110, 2442, 111, 29114).round(2).item()  # "the swiss", his table 3
    270.72
    """
    observed = _table(a, b, c, d)
    expected = observed.sum(0, keepdims=True) * observed.sum(1, keepdims=True)
    total = observed.sum((0, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(observed > 0, observed * np.log(observed * total / expected), 0.0)
    result: Floats = np.maximum(2 * terms.sum((0, 1)), 0.0)
    return result


def _table(a: Counts, b: Counts, c: Counts, d: Counts) -> Floats:
    cells = np.broadcast_arrays(*(np.asarray(each, np.float64) for each in (a, b, c, d)))
    return np.stack(cells).reshape(2, 2, *cells[0].shape)


def pmi(together: Counts, first: Counts, second: Counts, total: Counts) -> Floats:
    """Pointwise mutual information in bits, log₂(n(xy) N / (n(x) n(y))).

    Church & Hanks (1990), "Word association norms, mutual information, and lexicography", Computational Linguistics
    16(1).

    >>> pmi(8, 16, 32, 1024).item()  # 8 times where chance gives one half
    4.0
    """
    joint = np.asarray(together, np.float64) * np.asarray(total, np.float64)
    result: Floats = np.log2(joint / (np.asarray(first, np.float64) * np.asarray(second, np.float64)))
    return result


def log_ratio(a: Counts, tokens_a: Counts, b: Counts, tokens_b: Counts) -> Floats:
    """log₂ of the ratio of two relative frequencies; a count of zero is taken as one half.

    Hardie (2014), "Log Ratio: an informal introduction", ESRC Centre for Corpus Approaches to Social Science.

    >>> log_ratio([40, 8], 1000, [10, 0], 1000).tolist()  # four times as often; 8 against none
    [2.0, 4.0]
    """
    numerator, denominator = (np.where(np.asarray(each) == 0, 0.5, np.asarray(each, np.float64)) for each in (a, b))
    result: Floats = np.log2(
        numerator * np.asarray(tokens_b, np.float64) / (denominator * np.asarray(tokens_a, np.float64))
    )
    return result


def percent_difference(a: Counts, tokens_a: Counts, b: Counts, tokens_b: Counts) -> Floats:
    """%DIFF, 100 (p_a − p_b) / p_b; infinite where the word is not in the reference.

    Gabrielatos & Marchi (2011), "Keyness: matching metrics to definitions", Corpus Linguistics in the South 1. They put
    10⁻¹⁸ in the place of zero, which gives a number without meaning; it is the limit that stands here.

    >>> percent_difference([30, 5], 1000, [10, 0], 1000).tolist()
    [200.0, inf]
    """
    scaled = np.asarray(b, np.float64) * np.asarray(tokens_a, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Floats = 100 * (np.asarray(a, np.float64) * np.asarray(tokens_b, np.float64) / scaled - 1)
    return result


def bic(g2: Counts, total: Counts, df: int = 1) -> Floats:
    """Approximate Bayes factor of a G², G² − df ln N; above 2 positive, above 6 strong, above 10 very strong evidence.

    Wilson (2013), "Embracing Bayes factors for key item analysis in corpus linguistics".

    >>> bic(20.0, 1_000_000).round(4).item()
    6.1845
    """
    result: Floats = np.asarray(g2, np.float64) - df * np.log(np.asarray(total, np.float64))
    return result


def wilson(k: Counts, n: Counts, level: float = 0.95) -> tuple[Floats, Floats]:
    """Interval of a share k/n; NaN where n is 0.

    Wilson (1927), "Probable inference, the law of succession, and statistical inference", JASA 22.

    >>> [bound.round(4).item() for bound in wilson(8, 10)]
    [0.4902, 0.9433]
    """
    from scipy.stats import norm  # type: ignore[import-untyped]

    z = norm.ppf(0.5 + level / 2)
    k, n = np.asarray(k, np.float64), np.asarray(n, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = k / n
        centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    low, high = np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)
    return np.where(k == 0, np.where(n > 0, 0.0, np.nan), low), np.where(k == n, np.where(n > 0, 1.0, np.nan), high)


def poisson(k: Counts, level: float = 0.95) -> tuple[Floats, Floats]:
    """Exact interval of the mean of a Poisson count: χ² quantiles with 2k and 2k + 2 degrees of freedom, halved.

    Garwood (1936), "Fiducial limits for the Poisson distribution", Biometrika 28.

    >>> [bound.round(3).item() for bound in poisson(10)]
    [4.795, 18.39]
    """
    from scipy.stats import chi2

    k = np.asarray(k, np.float64)
    tail = (1 - level) / 2
    low: Any = chi2.ppf(tail, 2 * k) / 2
    high: Any = chi2.ppf(1 - tail, 2 * k + 2) / 2
    return np.where(k == 0, 0.0, low), np.asarray(high)


def adjusted(p: npt.ArrayLike) -> Floats:
    """p-values adjusted for many tests (false discovery rate).

    Benjamini & Hochberg (1995), JRSS B 57.

    >>> adjusted([0.01, 0.04, 0.03, 0.5]).round(4).tolist()
    [0.04, 0.0533, 0.0533, 0.5]
    """
    p = np.asarray(p, np.float64)
    order = np.argsort(p)
    raised = p[order] * len(p) / np.arange(1, len(p) + 1)
    result = np.empty(len(p))
    result[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    return result
