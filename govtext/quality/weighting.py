"""Weights of the indicators: declared, equal, by entropy, by principal components, or one's own from a file."""

from __future__ import annotations

import csv
import math
import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from govtext.errors import GovTextError, UnknownCode
from govtext.quality.choices import Choices
from govtext.quality.declared import catalogue, dimensions
from govtext.quality.scaling import Floats, fit

Bools = npt.NDArray[np.bool_]
Own = tuple[tuple[str, float], ...]


def weights_of(names: Sequence[str], oriented: Floats, points: Floats, choices: Choices) -> Floats:
    """The weight of each indicator, 0 where its column is silent (all NaN in `points`); together 1.

    `oriented`: reports × indicators, more is better; `points`: the same, normalised. Raises `GovTextError` where no
    indicator that has a weight carries anything.
    """
    alive: Bools = np.asarray(~np.isnan(points).all(axis=0))
    if choices.weights == "entropy":
        made = entropy_weights(oriented, alive)
    elif choices.weights == "pca":
        made = component_weights(points, alive)
    else:
        made = _by_name(names, alive, choices)
    total = float(made.sum())
    if not total > 0:
        raise GovTextError("nothing to weigh: no indicator with a weight varies between the reports")
    return np.asarray(made / total)


def _by_name(names: Sequence[str], alive: Bools, choices: Choices) -> Floats:
    """A dimension's weight, shared by its indicators that carry something; or one's own weights of indicators."""
    sides = [catalogue()[name].dimension for name in names]
    own = dict(choices.own)
    if own and not set(own) <= set(dimensions()):
        return np.array([own.get(name, 0.0) for name in names]) * alive
    given = {name: 1.0 if choices.weights == "equal" else own.get(name, 0.0) if own else each.weight
             for name, each in dimensions().items()}  # fmt: skip
    shares = {side: sum(a for s, a in zip(sides, alive, strict=True) if s == side) for side in sides}
    return np.array([given[side] / shares[side] if a else 0.0 for side, a in zip(sides, alive, strict=True)])


def entropy_weights(oriented: Floats, alive: Bools | None = None) -> Floats:
    """w_j = (1 − e_j) / Σ(1 − e_j), e_j = −Σ p_ij ln p_ij / ln n, p_ij = x'_ij / Σ_i x'_ij, x' by min-max; 0·ln 0 = 0.

    Shannon (1948) as in the entropy weight method; n counts the reports with a value. It rewards dispersion, not
    importance.

    >>> entropy_weights(np.array([[0.0, 1], [0, 2], [1, 3]])).round(3).tolist()
    [0.704, 0.296]
    """
    kept = ~fit(oriented, "min_max").silent if alive is None else alive
    scaled = fit(oriented, "min_max").apply(oriented) / 100
    spread = np.array([1 - _entropy(column[~np.isnan(column)]) if each else 0.0
                       for column, each in zip(scaled.T, kept, strict=True)])  # fmt: skip
    return np.asarray(spread / spread.sum()) if spread.sum() > 0 else kept.astype(float)


def _entropy(values: Floats) -> float:
    """Entropy of shares over ln n; 0·ln 0 is 0."""
    if len(values) < 2 or not values.sum() > 0:
        return 1.0
    shares = values[values > 0] / values.sum()
    return float(-(shares * np.log(shares)).sum() / math.log(len(values)))


def component_weights(points: Floats, alive: Bools | None = None) -> Floats:
    """Weights from rotated principal components: Nicoletti, Scarpetta & Boylaud (2000), as in Nardo et al. (2008).

    Components of the correlation matrix with an eigenvalue of 1 or more, varimax; an indicator belongs to the component
    on which it loads most; its weight is its squared loading over their sum there, times the component's share of the
    explained variance. Gaps are filled by medians, for this step only.
    """
    kept = np.flatnonzero(~np.isnan(points).all(axis=0) if alive is None else alive)
    made = np.zeros(points.shape[1])
    if len(kept) < 2:
        made[kept] = 1.0
        return made
    squares = loadings(correlation(points[:, kept])) ** 2
    owner = squares.argmax(axis=1)
    explained = squares.sum(axis=0)
    own = squares[np.arange(len(kept)), owner]
    sums = np.array([own[owner == at].sum() for at in range(squares.shape[1])])
    made[kept] = own / sums[owner] * explained[owner]
    return np.asarray(np.round(made / made.sum(), 12))


def correlation(points: Floats) -> Floats:
    """Pearson's correlations of the columns, gaps filled by medians; summed in one order whatever the threads."""
    filled = np.where(np.isnan(points), np.nanmedian(points, axis=0), points)
    centred = filled - filled.mean(axis=0)
    spread = np.sqrt((centred**2).sum(axis=0))
    unit = centred / np.where(spread > 0, spread, 1.0)
    made = np.einsum("ij,ik->jk", unit, unit)
    np.fill_diagonal(made, 1.0)
    return np.asarray(made)


def loadings(matrix: Floats) -> Floats:
    """Loadings of the components with an eigenvalue of 1 or more (Kaiser 1960), rotated by varimax."""
    values, vectors = np.linalg.eigh(np.round(matrix, 12))
    order = np.argsort(values)[::-1]
    many = max(1, int((values >= 1).sum()))
    return varimax(vectors[:, order[:many]] * np.sqrt(np.clip(values[order[:many]], 0, None)))


def varimax(raw: Floats, rounds: int = 200) -> Floats:
    """Rotate loadings so that their squares vary most within each component (Kaiser 1958)."""
    rows, many = raw.shape
    turn, before = np.eye(many), 0.0
    for _ in range(rounds if many > 1 else 0):
        turned = raw @ turn
        left, size, right = np.linalg.svd(raw.T @ (turned**3 - turned * (turned**2).sum(axis=0) / rows))
        turn = left @ right
        if size.sum() < before * (1 + 1e-10):
            break
        before = float(size.sum())
    return np.asarray(raw @ turn)


def read_weights(path: str | Path) -> Own:
    """One's own weights from one file: TOML (`id = number`, perhaps under [weights]), or CSV with columns id, weight.

    Ids are all dimensions, or all indicators; what is not named has weight 0. Raises `UnknownCode` for an id that is
    not declared and `GovTextError` for a file that is not understood, mixed ids, or a weight that is no number ≥ 0.
    """
    file = Path(path)
    if not file.is_file():
        raise GovTextError("no such file of weights", file=str(file))
    try:
        text = file.read_text(encoding="utf-8-sig")
        pairs = _rows(text) if file.suffix.lower() == ".csv" else list(_table(tomllib.loads(text)).items())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise GovTextError("weights not understood", file=str(file), found=str(error),
                           expected="TOML, or CSV with columns id and weight") from error  # fmt: skip
    return _checked(pairs, str(file))


def _table(raw: dict[str, object]) -> dict[str, object]:
    inner = raw.get("weights", raw)
    return inner if isinstance(inner, dict) else raw


def _rows(text: str) -> list[tuple[str, object]]:
    return [(str(row["id"]).strip(), row["weight"]) for row in csv.DictReader(text.splitlines())]


def _checked(pairs: Sequence[tuple[str, object]], file: str) -> Own:
    made: dict[str, float] = {}
    for name, given in pairs:
        if name not in dimensions() and name not in catalogue():
            raise UnknownCode(f"no dimension or indicator {name!r}", file=file, expected=", ".join(dimensions()))
        if name in made:
            raise GovTextError("a weight that is given twice", file=file, place=name)
        made[name] = _number(given, name, file)
    if not sum(made.values()) > 0:
        raise GovTextError("no weight above 0", file=file, expected="at least one")
    if 0 < sum(name in dimensions() for name in made) < len(made):
        raise GovTextError("weights of dimensions and of indicators", file=file, expected="one or the other")
    return tuple(made.items())


def _number(given: object, name: str, file: str) -> float:
    try:
        value = float(given)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        value = math.nan
    if isinstance(given, bool) or not (math.isfinite(value) and value >= 0):
        raise GovTextError("no weight", file=file, place=name, found=repr(given), expected="a number, 0 or more")
    return value
