"""One linear model a code, its scores turned into probabilities, and from where on the code is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from scipy.special import expit, logit  # type: ignore[import-untyped]
from sklearn.base import BaseEstimator, ClassifierMixin  # type: ignore[import-untyped]
from sklearn.calibration import CalibratedClassifierCV  # type: ignore[import-untyped]
from sklearn.frozen import FrozenEstimator  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.model_selection import GroupKFold  # type: ignore[import-untyped]
from sklearn.svm import LinearSVC  # type: ignore[import-untyped]

from govtext.coding.codes import BadCoding, Floats
from govtext.coding.features import Features

NewFeatures = Callable[[], Features]
MODELS = ("svc", "logistic")
Splits = Sequence[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]


@dataclass(frozen=True)
class Linear:
    """score = coef · x + intercept; probability = 1 / (1 + exp(−(slope · score + offset))), for each code.

    `rare` codes have too few examples to learn from: their probability is their share, whatever the text.
    """

    coef: Floats
    intercept: Floats
    slope: Floats
    offset: Floats
    threshold: Floats
    rare: npt.NDArray[np.bool_]

    def probabilities(self, matrix: csr_matrix) -> Floats:
        """Texts × codes."""
        scores = matrix @ self.coef.T + self.intercept
        made: Floats = expit(scores * self.slope + self.offset)
        return made


class Learnt(NamedTuple):
    """Features and the models on them."""

    features: Features
    linear: Linear


@dataclass(frozen=True)
class Learner:
    """How the models are learnt; see `ProblemClassifier` for what the parameters mean."""

    model: str
    C: float
    class_weight: str | None
    folds: int
    threshold: str | float
    seed: int | None

    def learn(self, texts: Sequence[str], codes: Floats, groups: npt.NDArray[Any] | None, new: NewFeatures) -> Learnt:
        """A model for each column of zeros and ones; `groups` are kept together where scores are calibrated.

        Each fold has features of its own: with vocabulary and norms of all texts, scores of the fold that is left out
        would be smaller than those of new texts.
        """
        features = new()
        matrix = features.fit(texts)
        splits = self._splits(len(texts), groups)
        rare = np.array([self._is_rare(column, splits) for column in codes.T], dtype=bool)
        scores = self._out_of_fold(texts, codes, splits, rare, new)
        made = [
            self._one(matrix, codes[:, at].astype(int), None if rare[at] else scores[:, at]) for at in range(len(rare))
        ]
        return Learnt(features, Linear(*(np.array([each[part] for each in made]) for part in range(6))))

    def _out_of_fold(
        self, texts: Sequence[str], codes: Floats, splits: Splits, rare: npt.NDArray[np.bool_], new: NewFeatures
    ) -> Floats:
        scores = np.full(codes.shape, np.nan)
        for train, test in splits if not rare.all() else ():
            features = new()
            known, unknown = features.fit([texts[at] for at in train]), [texts[at] for at in test]
            held = features.transform(unknown)
            for at in np.flatnonzero(~rare):
                scores[test, at] = self.estimator().fit(known, codes[train, at].astype(int)).decision_function(held)
        return scores

    def _one(self, matrix: csr_matrix, column: Any, scores: Floats | None) -> tuple[Any, ...]:
        share = (column.sum() + 0.5) / (len(column) + 1)
        nothing = (np.zeros(matrix.shape[1]), 0.0, 0.0, logit(share), np.inf, True)
        if scores is None:
            return nothing
        slope, offset = _calibrated(scores, column)
        if not slope > 0:
            return nothing
        fitted = self.estimator().fit(matrix, column)
        threshold = self._threshold(expit(slope * scores + offset), column)
        return fitted.coef_[0], float(fitted.intercept_[0]), slope, offset, threshold, False

    def estimator(self) -> Any:
        """A fresh model; raises `BadCoding` for one that there is not."""
        if self.model not in MODELS:
            raise BadCoding(f"no model {self.model!r}", expected=" or ".join(MODELS))
        if self.model == "svc":
            return LinearSVC(C=self.C, class_weight=self.class_weight, random_state=self.seed)
        return LogisticRegression(
            C=self.C, class_weight=self.class_weight, solver="liblinear", random_state=self.seed, max_iter=1000
        )

    def _splits(self, n: int, groups: npt.NDArray[Any] | None) -> Splits:
        together = np.arange(n) if groups is None else groups
        if len(set(together.tolist())) < self.folds:
            return []
        folds = GroupKFold(self.folds, shuffle=True, random_state=self.seed)
        return list(folds.split(together, groups=together))

    def _is_rare(self, column: Any, splits: Splits) -> bool:
        """Whether some part to learn from, or the whole, lacks items with the code or without it."""
        return not splits or any(len(set(column[train])) < 2 for train, _ in splits)

    def _threshold(self, probabilities: Floats, column: Any) -> float:
        if not isinstance(self.threshold, str):
            return float(self.threshold)
        return best_threshold(probabilities, column)


def best_threshold(probabilities: Floats, truth: Any) -> float:
    """Where F1 is highest, halfway between the two probabilities on either side.

    >>> best_threshold(np.array([0.1, 0.4, 0.8]), np.array([0, 1, 1]))
    0.25
    """
    order = np.argsort(-probabilities, kind="stable")
    sorted_, right = probabilities[order], np.cumsum(truth[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + truth.sum())
    f1[:-1][sorted_[:-1] == sorted_[1:]] = -1  # equal probabilities cannot be parted
    best = int(f1.argmax())
    below = sorted_[best + 1] if best + 1 < len(order) else 0.0
    return float((sorted_[best] + below) / 2)


class _Passed(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A classifier whose scores are its input, so that scores made out of fold can be calibrated."""

    def fit(self, X: Floats, y: Any) -> Self:  # noqa: N803, ARG002
        self.classes_ = np.unique(y)
        return self

    def decision_function(self, X: Floats) -> Floats:  # noqa: N803
        return np.asarray(X)[:, 0]

    def predict(self, X: Floats) -> Any:  # noqa: N803
        return self.classes_[(self.decision_function(X) > 0).astype(int)]


def _calibrated(scores: Floats, column: Any) -> tuple[float, float]:
    """Slope and offset of Platt's sigmoid (1999), by scikit-learn, read off at the scores 0 and 1."""
    passed = FrozenEstimator(_Passed().fit(scores[:, None], column))
    made = CalibratedClassifierCV(passed, method="sigmoid", cv=2).fit(scores[:, None], column)
    at_zero, at_one = logit(np.clip(made.predict_proba(np.array([[0.0], [1.0]]))[:, 1], 1e-12, 1 - 1e-12))
    return float(at_one - at_zero), float(at_zero)
