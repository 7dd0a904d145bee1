"""How far coders agree: percent, Cohen's kappa, Krippendorff's alpha, each with an interval over texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from govtext.coding.codes import BadCoding, Codes, Floats, clusters, coded, codes_used, common, table
from govtext.coding.distances import Distance, masi, matrix, nominal
from govtext.coding.resampling import RESAMPLES, Estimate, Statistic, estimate, share

DISTANCES: Mapping[str, Distance] = {"nominal": nominal, "masi": masi}


def agreement(
    a: pd.DataFrame,
    b: pd.DataFrame,
    *,
    text: pd.Series[Any] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> pd.DataFrame:
    """Two codings compared on the items that both have: measure, code, n, n_a, n_b, value, low, high.

    Measures of all items: percent of equal first codes and of equal sets; kappa of the first codes, (p_o − p_e) /
    (1 − p_e) (Cohen 1960); alpha of the first codes (nominal) and of the sets with MASI distance, 1 − D_o / D_e
    (Krippendorff 2011; Passonneau 2006). Measures of a code: percent and kappa of having it or not; n_a and n_b are
    how often each coder gave it. Intervals: percentiles of 95 % over `resamples` samples of texts, where `text` names
    the text of each item_id; without it each item is drawn alone, and the intervals are too narrow. A value that is
    not defined, as kappa where only one code occurs, is NaN. Raises `BadCoding` for codings without a common item.

    >>> a = pd.DataFrame({"item_id": list("xyz"), "codes": ["staffing", "capacity", "staffing"]})
    >>> b = pd.DataFrame({"item_id": list("xyz"), "codes": ["staffing", "staffing", "staffing"]})
    >>> agreement(a, b, resamples=0)[["measure", "value"]].head(2).values.tolist()
    [['percent_first', 0.6666666666666666], ['percent_set', 0.6666666666666666]]
    """
    one, other = coded(a, "first coding"), coded(b, "second coding")
    items = common(one, other)
    left, right = one[items].tolist(), other[items].tolist()
    cluster, n_clusters = clusters(items, text)
    rows = [
        *_overall(left, right, lambda each: estimate(each, cluster, n_clusters, resamples, seed)),
        *_by_code(left, right, lambda each: estimate(each, cluster, n_clusters, resamples, seed)),
    ]
    frame = pd.DataFrame(rows, columns=["measure", "code", "n", "n_a", "n_b", "value", "low", "high"])
    frame.attrs.update(measure="agreement", items=len(items), texts=n_clusters, resamples=resamples, seed=seed,
                       only_a=len(one) - len(items), only_b=len(other) - len(items))  # fmt: skip
    return frame


def _overall(left: Sequence[Codes], right: Sequence[Codes], made: Any) -> list[list[Any]]:
    first_left, first_right = [each[:1] for each in left], [each[:1] for each in right]
    statistics: dict[str, Statistic] = {
        "percent_first": _mean([one == other for one, other in zip(first_left, first_right, strict=True)]),
        "percent_set": _mean([set(one) == set(other) for one, other in zip(left, right, strict=True)]),
        "kappa_first": _kappa_of_labels(first_left, first_right),
        "alpha_first": alpha_statistic(list(zip(first_left, first_right, strict=True)), nominal),
        "alpha_masi": alpha_statistic(list(zip(left, right, strict=True)), masi),
    }
    return [[name, "", len(left), len(left), len(right), *_flat(made(each))[0]] for name, each in statistics.items()]


def _by_code(left: Sequence[Codes], right: Sequence[Codes], made: Any) -> list[list[Any]]:
    codes = codes_used(left, right)
    one, other = table(left, codes), table(right, codes)
    given = list(zip(codes, one.sum(0).astype(int), other.sum(0).astype(int), strict=True))
    same = 1 - np.abs(one - other)
    rows = []
    for name, statistic in (("percent", _mean(same)), ("kappa", kappa_statistic(one, other))):
        values = _flat(made(statistic))
        rows += [[name, code, len(left), n_a, n_b, *each] for (code, n_a, n_b), each in zip(given, values, strict=True)]
    return rows


def _flat(made: Estimate) -> list[tuple[float, float, float]]:
    return list(zip(made.value.tolist(), made.low.tolist(), made.high.tolist(), strict=True))


def _mean(values: Any) -> Statistic:
    columns = np.asarray(values, dtype=np.float64).reshape(len(values), -1)
    return lambda weights: weights @ columns / weights.sum(1, keepdims=True)


def kappa_statistic(one: Floats, other: Floats) -> Statistic:
    """Cohen's kappa of each column of zeros and ones (items × codes), as a statistic of weights."""

    def statistic(weights: Floats) -> Floats:
        total = weights.sum(1, keepdims=True)
        p, q = weights @ one / total, weights @ other / total
        observed = weights @ (1 - np.abs(one - other)) / total
        return _kappa(observed, p * q + (1 - p) * (1 - q))

    return statistic


def _kappa_of_labels(left: Sequence[Codes], right: Sequence[Codes]) -> Statistic:
    labels = codes_used(left, right)
    one, other = table(left, labels), table(right, labels)
    same = (one * other).sum(1, keepdims=True)

    def statistic(weights: Floats) -> Floats:
        total = weights.sum(1, keepdims=True)
        chance = ((weights @ one / total) * (weights @ other / total)).sum(1, keepdims=True)
        return _kappa(weights @ same / total, chance)

    return statistic


def _kappa(observed: Floats, chance: Floats) -> Floats:
    return share(observed - chance, np.where(chance < 1 - 1e-12, 1 - chance, 0))


def alpha_statistic(units: Sequence[Sequence[Codes]], distance: Distance) -> Statistic:
    """Krippendorff's alpha of units, each with the values that its coders gave, as a statistic of weights.

    D_o = (1/n) Σ_u Σ_pairs δ / (m_u − 1); D_e = Σ_c Σ_k n_c n_k δ_ck / (n (n − 1)); units with fewer than two values
    do not count.
    """
    values = sorted({tuple(sorted(value)) for unit in units for value in unit})
    at = {value: number for number, value in enumerate(values)}
    apart = matrix(values, distance)
    counts = np.zeros((len(units), len(values)))
    for row, unit in enumerate(units):
        for value in unit:
            counts[row, at[tuple(sorted(value))]] += 1
    many = counts.sum(1)
    counts[many < 2] = 0
    pairs = np.einsum("uc,ck,uk->u", counts, apart, counts) / np.maximum(many - 1, 1)

    def statistic(weights: Floats) -> Floats:
        totals = weights @ counts
        n = totals.sum(1)
        observed = share(weights @ pairs, n)
        expected = share(np.einsum("rc,ck,rk->r", totals, apart, totals), n * (n - 1))
        return (1 - share(observed, expected)).reshape(-1, 1)

    return statistic


def krippendorff_alpha(
    codings: Sequence[pd.DataFrame],
    *,
    distance: str = "masi",
    first: bool = False,
    text: pd.Series[Any] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> dict[str, float]:
    """Krippendorff's alpha of two or more codings, which may lack items: value, low, high, items.

    alpha = 1 − D_o / D_e (Krippendorff 2011, Computing Krippendorff's alpha-reliability); `distance` between sets:
    `nominal` or `masi` (Passonneau 2006); `first`: only the first code of each. Usual reading: from .800 rely on it,
    from .667 tentative conclusions (Krippendorff 2004). NaN where nothing varies. Raises `BadCoding` for an unknown
    distance, or where no item has two codings.

    >>> a = pd.DataFrame({"item_id": list("wxyz"), "codes": ["p", "p", "q", "q"]})
    >>> round(krippendorff_alpha([a, a.assign(codes=["p", "p", "q", "p"])], distance="nominal")["value"], 4)
    0.5333
    """
    if distance not in DISTANCES:
        raise BadCoding(f"no distance {distance!r}", expected=" or ".join(DISTANCES))
    series = [coded(coding, f"coding {number}") for number, coding in enumerate(codings, 1)]
    every = list(dict.fromkeys(item for each in series for item in each.index))
    units = {item: [each[item][:1] if first else each[item] for each in series if item in each.index] for item in every}
    items = [item for item in every if len(units[item]) > 1]
    if not items:
        raise BadCoding("no item has two codings")
    cluster, n_clusters = clusters(items, text)
    statistic = alpha_statistic([units[item] for item in items], DISTANCES[distance])
    value, low, high = _flat(estimate(statistic, cluster, n_clusters, resamples, seed))[0]
    return {"value": value, "low": low, "high": high, "items": len(items)}
