"""Survival of what was observed in part: Kaplan–Meier, its median, the log-rank test; plain arrays in, frames out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from govtext.errors import GovTextError
from govtext.recurrence.shares import Floats, Interval

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class LogRank:
    """χ² `statistic` with `df` degrees of freedom and its `p`; `groups` has n, observed and expected events."""

    statistic: float
    df: int
    p: float
    groups: pd.DataFrame

    def __repr__(self) -> str:
        return f"log-rank χ²({self.df}) = {self.statistic:.2f}, p = {self.p:.4g}\n{self.groups.to_string()}"


def kaplan_meier(
    time: npt.ArrayLike,
    event: npt.ArrayLike,
    entry: npt.ArrayLike | None = None,
    cluster: Sequence[Any] | npt.NDArray[Any] | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Share S(t) that lasts beyond each time: Π (1 − d_j / n_j), with n_j those with entry < t_j ≤ time.

    Kaplan & Meier (1958), JASA 53; late entry as in Klein & Moeschberger (2003, ch. 4.6). `error` is Greenwood's
    (1926) S √Σ d_j / (n_j (n_j − d_j)), the bounds those of log(−log S) (Kalbfleisch & Prentice 1980), NaN where S is
    1 or 0. With `cluster` the variance is that of dependent cases, by the influence of each cluster (infinitesimal
    jackknife, times G / (G − 1)). Columns time, at_risk, events, censored, survival, error, low, high.

    >>> kaplan_meier([1, 2, 2, 3], [1, 1, 0, 1])[["time", "at_risk", "survival"]].values.tolist()
    [[1.0, 4.0, 0.75], [2.0, 3.0, 0.5], [3.0, 1.0, 0.0]]
    """
    import pandas as pd

    ends, events, starts = _checked(time, event, entry)
    times = np.unique(ends[ends > 0])
    risk = (starts[:, None] < times) & (ends[:, None] >= times)
    died = (ends[:, None] == times) & events[:, None] & risk
    n, d = risk.sum(0), died.sum(0)
    with np.errstate(divide="ignore", invalid="ignore"):
        survival: Floats = np.cumprod(np.where(n > 0, 1 - d / n, 1.0), dtype=np.float64)
        logs = _variance(risk, died, n, d, cluster)
    low, high = _log_log(survival, logs, level)
    error = np.where(survival > 0, survival * np.sqrt(np.where(survival > 0, logs, 0.0)), np.nan)
    columns = {"time": times, "at_risk": n, "events": d, "censored": ((ends[:, None] == times) & risk).sum(0) - d}
    return pd.DataFrame({**columns, "survival": survival, "error": error, "low": low, "high": high})


def _checked(
    time: npt.ArrayLike, event: npt.ArrayLike, entry: npt.ArrayLike | None
) -> tuple[Floats, npt.NDArray[np.bool_], Floats]:
    ends, events = np.asarray(time, np.float64), np.asarray(event, bool)
    starts = np.zeros(len(ends)) if entry is None else np.asarray(entry, np.float64)
    if not len(ends) == len(events) == len(starts):
        raise GovTextError("times, events and entries of different length", expected="one of each a case")
    if np.isnan(ends).any() or np.isnan(starts).any() or (starts > ends).any() or (starts < 0).any():
        raise GovTextError("a time that is none", expected="0 ≤ entry ≤ time for every case")
    return ends, events, starts


def _variance(risk: Any, died: Any, n: Any, d: Any, cluster: Any) -> Floats:
    """Variance of log S at each time: Greenwood's sum, or that of clusters."""
    if cluster is None:
        return np.cumsum(np.where(d > 0, d / (n * (n - d)), 0.0))
    _, of = np.unique(np.asarray(cluster), return_inverse=True)
    hazard = np.where(n > 0, d / n, 0.0)
    surplus = np.where(d > 0, (died - hazard * risk) / (n - d), 0.0)
    groups = int(of.max()) + 1 if len(of) else 0
    summed = np.zeros((groups, risk.shape[1]))
    np.add.at(summed, of, surplus)
    if groups < 2:
        return np.full(risk.shape[1], np.nan)
    result: Floats = groups / (groups - 1) * (np.cumsum(summed, 1) ** 2).sum(0)
    return result


def _log_log(survival: Floats, logs: Floats, level: float) -> tuple[Floats, Floats]:
    from scipy.stats import norm  # type: ignore[import-untyped]

    with np.errstate(divide="ignore", invalid="ignore"):
        half = norm.ppf(0.5 + level / 2) * np.sqrt(logs) / np.abs(np.log(survival))
        low, high = survival ** np.exp(half), survival ** np.exp(-half)
    inside = (survival > 0) & (survival < 1)
    return np.where(inside, low, np.nan), np.where(inside, high, np.nan)


def median(curve: pd.DataFrame) -> Interval:
    """The first time at which no more than half lasts, and where the bounds of the curve cross one half.

    Brookmeyer & Crowley (1982), Biometrics 38, with the bounds of the curve. NaN for what is not reached.

    >>> median(kaplan_meier([1, 2, 2, 3], [1, 1, 0, 1])).value
    2.0
    """
    return Interval(*(_crossing(curve, name) for name in ("survival", "low", "high")))


def _crossing(curve: pd.DataFrame, column: str) -> float:
    values = curve[column].to_numpy()
    if column != "survival":  # where the curve is 0 its bounds are not known, and nothing is said
        values = np.where(np.isnan(values), np.inf, values)
    reached = curve["time"].to_numpy()[values <= 0.5 + 1e-12]
    return float(reached[0]) if len(reached) else np.nan


def survival_at(curve: pd.DataFrame, time: float) -> Interval:
    """S(t) and its bounds at any time: those of the last row not behind it, 1 before the first row.

    >>> survival_at(kaplan_meier([1, 2, 2, 3], [1, 1, 0, 1]), 1.5).value
    0.75
    """
    rows = curve[curve["time"] <= time]
    if rows.empty:
        return Interval(1.0, np.nan, np.nan)
    return Interval(*(float(rows[name].iloc[-1]) for name in ("survival", "low", "high")))


def log_rank(
    time: npt.ArrayLike,
    event: npt.ArrayLike,
    group: Sequence[Any] | npt.NDArray[Any],
    entry: npt.ArrayLike | None = None,
) -> LogRank:
    """Whether the groups end at the same pace: Σ (O − E) over event times against its hypergeometric variance.

    Mantel (1966), Cancer Chemotherapy Reports 50; Peto & Peto (1972), JRSS A 135. df: groups less one. Cases are taken
    as independent. p is NaN where fewer than two groups are at risk together.

    >>> log_rank([1, 2, 3, 4, 5, 6], [1] * 6, list("aaabbb")).df
    1
    """
    import pandas as pd
    from scipy.stats import chi2

    ends, events, starts = _checked(time, event, entry)
    names, of = np.unique(np.asarray(group), return_inverse=True)
    observed, expected, spread = _log_rank_sums(ends, events, starts, of, len(names))
    told = np.diag(spread) > 0
    df = int(np.linalg.matrix_rank(spread)) if told.any() else 0
    gap = observed - expected
    statistic = float(gap @ np.linalg.pinv(spread) @ gap) if df else np.nan
    sizes = np.bincount(of[ends > 0], minlength=len(names))
    table = pd.DataFrame({"n": sizes, "observed": observed, "expected": expected}, index=pd.Index(names, name="group"))
    return LogRank(statistic, df, float(chi2.sf(statistic, df)) if df else np.nan, table)


def _log_rank_sums(
    ends: Floats, events: npt.NDArray[np.bool_], starts: Floats, of: npt.NDArray[np.intp], groups: int
) -> tuple[Floats, Floats, Floats]:
    observed, expected, spread = np.zeros(groups), np.zeros(groups), np.zeros((groups, groups))
    for when in np.unique(ends[events & (ends > starts)]):
        risk = np.bincount(of[(starts < when) & (ends >= when)], minlength=groups).astype(np.float64)
        died = np.bincount(of[(ends == when) & events & (starts < when)], minlength=groups)
        n, d = risk.sum(), died.sum()
        observed += died
        expected += d * risk / n
        if n > 1:
            spread += d * (n - d) / (n - 1) * (np.diag(risk) / n - np.outer(risk, risk) / n**2)
    return observed, expected, spread
