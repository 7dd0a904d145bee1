"""A classifier for codes of one's own: linear, one model a code, probabilities, and the words that speak for each."""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator  # type: ignore[import-untyped]
from sklearn.utils.validation import check_is_fitted  # type: ignore[import-untyped]

from govtext.coding.codebook import MOST
from govtext.coding.codes import BadCoding, Codes, Floats, codes_in, codes_used, require, table
from govtext.coding.features import Features
from govtext.coding.linear import Learner
from govtext.coding.saving import save
from govtext.coding.scores import of_counts
from govtext.errors import UnknownCode
from govtext.words.segmenter import Cutter
from govtext.words.source import NotText, checked


class ProblemClassifier(BaseEstimator):  # type: ignore[misc]
    """Items to codes, learnt from items that people coded; any codes will do.

    Features: TF-IDF of the characters' `ngrams`; with `words` of words too (`segmenter`: None is `Segmenter()`), with
    `rules` the codes that the rules give. `model`: `svc` (LinearSVC) or `logistic` (LogisticRegression), one against
    the rest, regularised by `C`, `class_weight` as in scikit-learn. Scores made out of fold (`folds`, `groups` kept
    together) are calibrated by a sigmoid (Platt 1999). A code is given from its `threshold` on: `f1`, where F1 is
    highest out of fold, or a probability. An item has at least one code, the likeliest, and at most `most`, the
    likeliest first; codes in `alone` have none beside them. Codes with too few examples for the
    folds are in `rare_`: they are known, but cannot be learnt. Fitted: `codes_`, `rare_`, `thresholds_`.

    >>> texts = ["人手不足", "人员太少", "缺少人手", "更新太慢", "更新不及时", "发布太慢"]
    >>> classifier = ProblemClassifier(folds=2).fit(texts, ["staffing"] * 3 + ["timeliness"] * 3)
    >>> classifier.codes(["人手很少", "更新慢"])
    [('staffing',), ('timeliness',)]
    """

    def __init__(
        self,
        *,
        ngrams: tuple[int, int] = (1, 4),
        min_df: int = 1,
        words: bool = False,
        rules: bool = False,
        segmenter: Cutter | None = None,
        model: str = "svc",
        C: float = 1.0,  # noqa: N803
        class_weight: str | None = "balanced",
        folds: int = 3,
        threshold: str | float = "f1",
        most: int = MOST,
        alone: Sequence[str] = ("none",),
        random_state: int | None = 0,
    ) -> None:
        self.ngrams = ngrams
        self.min_df = min_df
        self.words = words
        self.rules = rules
        self.segmenter = segmenter
        self.model = model
        self.C = C
        self.class_weight = class_weight
        self.folds = folds
        self.threshold = threshold
        self.most = most
        self.alone = alone
        self.random_state = random_state

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.target_tags.required = True
        tags.target_tags.multi_output = True
        return tags

    def fit(self, X: Sequence[str], y: Any, groups: Sequence[Any] | None = None) -> Self:  # noqa: N803
        """Learn from items and their codes; `groups`: the text of each item, so that calibration is not flattered.

        `y`: for each item its codes, as a string parted by blanks or as a list; or a table of zeros and ones, a column
        a code. Raises `NotText` for what is no text, `BadCoding` for an item without a code or another length.
        """
        texts, sets = texts_in(X), sets_in(y)
        together = None if groups is None else np.asarray(groups)
        for name, given in (("codes", sets), ("groups", together)):
            if given is not None and len(given) != len(texts):
                raise BadCoding(f"{name} of another length", found=str(len(given)), expected=f"{len(texts)} items")
        if empty := [at for at, each in enumerate(sets) if not each]:
            raise BadCoding("an item without a code", place=f"item {empty[0] + 1}")
        self._checked()
        self.codes_ = np.array(codes_used(sets), dtype=object)
        zeros_and_ones = table(sets, self.codes_.tolist())
        self._features, self._linear = self._learner().learn(texts, zeros_and_ones, together, self._new_features)
        return self._told()

    def _told(self) -> Self:
        self.rare_ = tuple(self.codes_[self._linear.rare].tolist())
        self.thresholds_ = dict(zip(self.codes_.tolist(), self._linear.threshold.tolist(), strict=True))
        return self

    def _checked(self) -> None:
        if isinstance(self.threshold, str) and self.threshold != "f1":
            raise BadCoding(f"no threshold {self.threshold!r}", expected="f1, or a probability")
        if self.folds < 2 or self.most < 1:
            raise BadCoding("too few", found=f"folds {self.folds}, most {self.most}", expected="2 folds, 1 code")

    def _new_features(self) -> Features:
        return Features(tuple(self.ngrams), self.min_df, self.words, self.rules, self.segmenter)

    def _learner(self) -> Learner:
        return Learner(self.model, self.C, self.class_weight, self.folds, self.threshold, self.random_state)

    def predict_proba(self, X: Sequence[str]) -> Floats:  # noqa: N803
        """The probability of each code, items × `codes_`; rows need not add up to 1."""
        check_is_fitted(self)
        return self._linear.probabilities(self._features.transform(texts_in(X)))

    def predict(self, X: Sequence[str]) -> npt.NDArray[np.int64]:  # noqa: N803
        """Items × `codes_`, 1 where the code is given."""
        return table(self.codes(X), self.codes_.tolist()).astype(np.int64)

    def codes(self, X: Sequence[str]) -> list[Codes]:  # noqa: N803
        """The codes of each item, the likeliest first: one at least, `most` at most."""
        return [self._given(row) for row in self.predict_proba(X)]

    def _given(self, probabilities: Floats) -> Codes:
        order = np.argsort(-probabilities, kind="stable")
        passed = [at for at in order if probabilities[at] >= self._linear.threshold[at]] or [order[0]]
        codes = [str(self.codes_[at]) for at in passed]
        if codes[0] in self.alone:
            return (codes[0],)
        return tuple(code for code in codes if code not in self.alone)[: self.most]

    def coding(self, items: pd.DataFrame) -> pd.DataFrame:
        """A coding of items (item_id, text): item_id, codes, note with the probability of each code."""
        require(items, ("item_id", "text"), "items")
        texts, at = texts_in(items["text"]), {code: number for number, code in enumerate(self.codes_)}
        rows = self.predict_proba(texts)
        given = [self._given(row) for row in rows]
        notes = [" ".join(f"{row[at[code]]:.2f}" for code in each) for row, each in zip(rows, given, strict=True)]
        codes, names = [" ".join(each) for each in given], items["item_id"].astype(str).tolist()
        return pd.DataFrame({"item_id": names, "codes": codes, "note": notes})

    def score(self, X: Sequence[str], y: Any) -> float:  # noqa: N803
        """F1 of all codes added up (micro)."""
        check_is_fitted(self)
        truth, found = sets_in(y), self.codes(X)
        names = codes_used(truth, found)
        one, other = table(truth, names), table(found, names)
        sums = (np.array([each.sum()]) for each in (one, other, one * other))
        return float(of_counts(*sums)[2][0])

    def words_for(self, code: str, top: int = 20) -> pd.DataFrame:
        """What speaks for a code, the strongest first: feature, kind (character, word, rule), weight.

        `top` below zero gives what speaks against it. Raises `UnknownCode` for a code that was not learnt.
        """
        check_is_fitted(self)
        if code not in self.codes_ or code in self.rare_:
            raise UnknownCode(f"no model of the code {code!r}", expected=", ".join(set(self.codes_) - set(self.rare_)))
        weights = self._linear.coef[self.codes_.tolist().index(code)]
        order = np.argsort(-weights if top > 0 else weights, kind="stable")[: abs(top)]
        names = self._features.names
        rows = [(names[at][1], names[at][0], float(weights[at])) for at in order]
        return pd.DataFrame(rows, columns=["feature", "kind", "weight"])

    def save(self, path: str | PathLike[str]) -> None:
        """Write the fitted classifier to a file that holds numbers and names only; see `load_classifier`."""
        check_is_fitted(self)
        save(self, path)


def texts_in(given: Any) -> list[str]:
    """A list of texts of a list, a Series, or an array of one dimension, or of one column; raises `NotText`."""
    if isinstance(given, str):
        raise NotText("one text where several are expected", expected="a sequence of texts")
    if getattr(given, "ndim", 1) == 2 and given.shape[1] == 1:
        given = np.asarray(given)[:, 0]
    if getattr(given, "ndim", 1) != 1 or not hasattr(given, "__iter__"):
        raise NotText("no sequence of texts", found=type(given).__name__, expected="one dimension")
    return checked(given)


def sets_in(given: Any) -> list[Codes]:
    """The codes of each item, of strings, of lists, or of a table of zeros and ones."""
    if given is None or isinstance(given, str) or not hasattr(given, "__iter__"):
        raise BadCoding("no codes", found=type(given).__name__, expected="the codes of each item; requires y")
    if getattr(given, "ndim", 1) == 2:
        names = [str(name) for name in getattr(given, "columns", range(given.shape[1]))]
        return [tuple(name for name, on in zip(names, row, strict=True) if on) for row in np.asarray(given)]
    return [codes_in(each) for each in given]
