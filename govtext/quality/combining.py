"""From points of indicators to dimensions, and from dimensions to one number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from govtext.quality.choices import Choices
from govtext.quality.declared import catalogue, dimensions
from govtext.quality.scaling import Floats, Scale, fit
from govtext.quality.weighting import Bools, weights_of

FLOOR = 1.0
"""Least points of a dimension in a geometric mean: a single 0 would wipe out all the rest."""
DIGITS = 9
"""Decimals that count: what differs behind them is rounding, and a tie."""


@dataclass(frozen=True, eq=False)
class Made:
    """One index: points, weights of indicators, sides (dimension points), weights of the sides, scores, who is in."""

    scale: Scale
    points: Floats
    weights: Floats
    sides: Floats
    side_weights: Floats
    scores: Floats
    assessed: Bools


def names_of_sides(names: Sequence[str]) -> list[str]:
    """The dimensions of these indicators, in the declared order."""
    there = {catalogue()[name].dimension for name in names}
    return [name for name in dimensions() if name in there]


def oriented(names: Sequence[str], values: Floats) -> Floats:
    """Values turned so that more is better."""
    return np.asarray(values * [1.0 if catalogue()[name].direction == "up" else -1.0 for name in names])


def combine(names: Sequence[str], values: Floats, choices: Choices, group: Floats | None = None) -> Made:
    """The index of reports × indicators (as measured), on the scale and with the weights of `group` (None: their own).

    Dimension: Σ w_j x_j / Σ w_j over the indicators it has. linear: Σ W_d D_d / Σ W_d; geometric: exp(Σ W_d ln D_d /
    Σ W_d) with D_d at least 1; topsis: 100 · d⁻ / (d⁺ + d⁻), d the distances of W_d D_d from the best and the worst of
    each dimension (Hwang & Yoon 1981). Nardo et al. (2008), steps 5 and 6. W_d: the sum of the weights of its
    indicators.
    """
    turned = oriented(names, values)
    learnt = turned if group is None else oriented(names, group)
    learnt = learnt[_enough(learnt, choices)]
    assessed = _enough(turned, choices)
    scale = fit(learnt, choices.normalise)
    own, points = _points(scale, learnt, learnt, choices), _points(scale, turned, learnt, choices)
    weights = weights_of(names, learnt, own, choices)
    sides, side_weights = _sides(names, points, weights)
    reference = sides if group is None else _sides(names, own, weights)[0]
    scores = _aggregate(sides, side_weights, choices.aggregate, reference if group is not None else sides[assessed])
    scores = np.where(assessed, np.round(scores, DIGITS), np.nan)
    return Made(scale, points, weights, sides, side_weights, scores, assessed)


def _enough(turned: Floats, choices: Choices) -> Bools:
    share = 1 - np.isnan(turned).mean(axis=1)
    return np.asarray(share >= choices.coverage if choices.missing == "none_below" else share > 0)


def _points(scale: Scale, values: Floats, learnt: Floats, choices: Choices) -> Floats:
    if choices.missing != "median":
        return scale.apply(values)
    middle = np.array([np.median(each[~np.isnan(each)]) if (~np.isnan(each)).any() else np.nan for each in learnt.T])
    return scale.apply(np.where(np.isnan(values), middle, values))


def _sides(names: Sequence[str], points: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Points and weight of each dimension; NaN where a report has none of its indicators."""
    owner = np.array([catalogue()[name].dimension for name in names])
    columns, totals = [], []
    for side in names_of_sides(names):
        own = owner == side
        columns.append(mean_of(points[:, own], weights[own]))
        totals.append(float(weights[own].sum()))
    return np.column_stack(columns), np.array(totals)


def mean_of(points: Floats, weights: Floats) -> Floats:
    """Weighted means of the rows over the values there are; NaN where there are none with a weight."""
    there = ~np.isnan(points) * weights
    total = there.sum(axis=1)
    summed = (np.nan_to_num(points) * there).sum(axis=1)
    return np.asarray(np.divide(summed, total, out=np.full(len(points), np.nan), where=total > 0))


def _aggregate(sides: Floats, weights: Floats, how: str, group: Floats) -> Floats:
    if how == "linear":
        return mean_of(sides, weights)
    if how == "geometric":
        return np.asarray(np.exp(mean_of(np.log(np.maximum(sides, FLOOR)), weights)))
    away, near = distances(sides, weights, group)
    total = np.sqrt(away.sum(axis=1)) + np.sqrt(near.sum(axis=1))
    nothing = np.isnan(sides).all(axis=1)
    made = np.divide(100 * np.sqrt(near.sum(axis=1)), total, out=np.full(len(sides), 50.0), where=total > 0)
    return np.where(nothing, np.nan, made)


def distances(sides: Floats, weights: Floats, group: Floats) -> tuple[Floats, Floats]:
    """Squared distances of W_d D_d from the best and from the worst of the group, dimension by dimension."""
    there = ~np.isnan(sides) * weights
    total = there.sum(axis=1, keepdims=True)
    share = np.divide(there, total, out=np.zeros_like(there), where=total > 0)
    best, worst = (_edge(group, part) for part in (np.max, np.min))
    filled = np.nan_to_num(sides)
    return (share * (best - filled)) ** 2, (share * (filled - worst)) ** 2


def _edge(group: Floats, part: object) -> Floats:
    edges = [column[~np.isnan(column)] for column in group.T]
    return np.array([part(each) if len(each) else 0.0 for each in edges])  # type: ignore[operator]
