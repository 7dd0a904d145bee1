"""How much more coding would help: F1 against the number of coded items, and a curve through it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import OptimizeWarning, curve_fit  # type: ignore[import-untyped]
from scipy.stats import t  # type: ignore[import-untyped]

from govtext.coding.classifier import ProblemClassifier
from govtext.coding.codes import BadCoding, Floats
from govtext.coding.crossval import Learnable
from govtext.coding.scores import code_scores

SHARES = (0.1, 0.2, 0.35, 0.5, 0.75, 1.0)
_TIMES = (1.5, 2, 3, 4)
_BOUNDS = ((0.0, 0.0, 0.05), (1.0, 50.0, 2.0))


@dataclass(frozen=True)
class LearningCurve:
    """`points`: repeat, items (coded, to learn from), micro, macro (F1 on texts that were held out).

    `fitted`: measure, items, value, low, high, extrapolated; beyond the largest number of items that was tried the
    curve is a guess, and marked so. `parameters`: measure, a, b, c of a − b·n^(−c), n in hundreds, an inverse power
    law (Figueroa et al. 2012); open: a is at its bound, 1, so the points show no end of the rise, and what lies beyond
    them is rather too high. Intervals: 95 %, value ± t·s·√(1/J + n_test/n_train), s over the curves of the J repeats,
    which share their texts (Nadeau & Bengio 2003); they know nothing of another shape of the curve.
    """

    points: pd.DataFrame
    fitted: pd.DataFrame
    parameters: pd.DataFrame


def learning_curve(
    items: pd.DataFrame,
    coding: pd.DataFrame,
    classifier: ProblemClassifier | None = None,
    *,
    shares: Sequence[float] = SHARES,
    repeats: int = 10,
    held_out: float = 0.25,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> LearningCurve:
    """Learn from ever more texts and score on those that were held out, `repeats` times with other texts.

    Each time the share `held_out` of the texts is set aside; of the others the `shares` are learnt from, each holding
    the one before. `items`: item_id, text_id, text; `coding`: item_id, codes. The curve is fitted to three shares or
    more. Raises `BadCoding` for fewer than ten texts or no such shares.
    """
    data = Learnable.of(items, coding)
    texts = np.unique(data.groups)
    ordered = sorted(set(shares))
    if len(texts) < 10 or len(ordered) < 3 or not (0 < held_out < 1 and ordered[0] > 0 and ordered[-1] <= 1):
        raise BadCoding("no learning curve", found=f"{len(texts)} texts, shares {ordered}",
                        expected="10 texts, 3 shares over 0 up to 1")  # fmt: skip
    rng, rows = np.random.default_rng(seed), []
    for repeat in range(repeats):
        drawn = rng.permutation(texts)
        aside = max(1, round(held_out * len(texts)))
        rows += _repeat(data, classifier or ProblemClassifier(), drawn[:aside], drawn[aside:], ordered, repeat)
        if progress is not None:
            progress(repeat + 1, repeats)
    points = pd.DataFrame(rows, columns=["repeat", "share", "items", "micro", "macro"])
    return _curve(points, held_out, len(data.items))


def _repeat(
    data: Learnable, classifier: ProblemClassifier, aside: Any, rest: Any, shares: Sequence[float], repeat: int
) -> list[tuple[Any, ...]]:
    test = np.flatnonzero(np.isin(data.groups, aside))
    truth = data.truth(test)
    rows = []
    for share in shares:
        train = np.flatnonzero(np.isin(data.groups, rest[: max(1, round(share * len(rest)))]))
        made = data.fitted(classifier, train)
        scores = code_scores(truth, data.predicted(made, test), resamples=0).set_index("code")
        rows.append((repeat, share, len(train), scores.loc["micro", "f1"], scores.loc["macro", "f1"]))
    return rows


def power(n: Floats, a: float, b: float, c: float) -> Floats:
    """a − b·n^(−c), n in hundreds of items."""
    made: Floats = a - b * (n / 100) ** -c
    return made


def _curve(points: pd.DataFrame, held_out: float, total: int) -> LearningCurve:
    means = points.groupby("share")["items"].mean()
    most = float(means.max())
    grid = np.unique(np.round([*means, total, *(most * times for times in _TIMES)]))
    repeats = points["repeat"].nunique()
    ratio = 1 / repeats + held_out / (1 - held_out)
    fitted, parameters = [], []
    for measure in ("micro", "macro"):
        best = _fit(points, measure)
        if best is None:
            continue
        parameters.append((measure, *best, bool(best[0] > 0.999)))
        each = [made for _, part in points.groupby("repeat") if (made := _fit(part, measure)) is not None]
        fitted.append(_predicted(measure, grid, most, best, [power(grid, *one) for one in each], ratio))
    columns = ["measure", "items", "value", "low", "high", "extrapolated"]
    table = pd.concat(fitted, ignore_index=True) if fitted else pd.DataFrame(columns=columns)
    return LearningCurve(points, table, pd.DataFrame(parameters, columns=["measure", "a", "b", "c", "open"]))


def _fit(points: pd.DataFrame, measure: str) -> Floats | None:
    """a, b and c by least squares within bounds; None where no curve goes through the points."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", OptimizeWarning)
            found, _ = curve_fit(power, points["items"].to_numpy(float), points[measure].to_numpy(float),
                                 p0=(0.8, 0.5, 0.5), bounds=_BOUNDS, maxfev=5000)  # fmt: skip
    except (RuntimeError, ValueError):
        return None
    made: Floats = found
    return made


def _predicted(
    measure: str, grid: Floats, most: float, best: Floats, curves: list[Floats], ratio: float
) -> pd.DataFrame:
    value = power(grid, *best)
    half = np.full_like(value, np.nan)
    if len(curves) > 1:
        half = t.ppf(0.975, len(curves) - 1) * np.std(curves, axis=0, ddof=1) * np.sqrt(ratio)
    return pd.DataFrame({
        "measure": measure, "items": grid.astype(int), "value": value, "low": np.clip(value - half, 0, 1),
        "high": np.clip(value + half, 0, 1), "extrapolated": grid > round(most),
    })  # fmt: skip
