"""How well a classifier codes items that it has not seen: cross-validation with the items of a text kept together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import clone  # type: ignore[import-untyped]
from sklearn.model_selection import GroupKFold  # type: ignore[import-untyped]

from govtext.coding.classifier import ProblemClassifier, texts_in
from govtext.coding.codes import BadCoding, Codes, coded, require
from govtext.coding.resampling import RESAMPLES
from govtext.coding.scores import code_scores


@dataclass(frozen=True)
class CrossValidated:
    """`coding`: what each item was given by a classifier that had not seen its text (item_id, codes, fold).

    `scores`: that coding against the truth (`code_scores`), intervals over texts; they do not hold the variation
    between training sets. `truth`: the coding that was learnt.
    """

    coding: pd.DataFrame
    scores: pd.DataFrame
    truth: pd.DataFrame


@dataclass(frozen=True)
class Learnable:
    """Items with a coding: texts, codes and the text that each stands in."""

    items: list[str]
    texts: list[str]
    codes: list[Codes]
    groups: npt.NDArray[np.int64]

    @classmethod
    def of(cls, items: pd.DataFrame, coding: pd.DataFrame) -> Learnable:
        """The items that are coded; raises `BadCoding` for a column that is missing, or no coded item."""
        require(items, ("item_id", "text_id", "text"), "items")
        sets = coded(coding)
        kept = items[items["item_id"].astype(str).isin(sets.index)]
        if kept.empty:
            raise BadCoding("no item is coded")
        ids = kept["item_id"].astype(str).tolist()
        groups, _ = pd.factorize(kept["text_id"])
        return cls(ids, texts_in(kept["text"]), [sets[item] for item in ids], groups)

    def fitted(self, classifier: ProblemClassifier, rows: npt.NDArray[np.int64]) -> ProblemClassifier:
        """A new classifier, learnt from these rows."""
        made: ProblemClassifier = clone(classifier)
        groups = self.groups[rows].tolist()
        return made.fit([self.texts[at] for at in rows], [self.codes[at] for at in rows], groups)

    def predicted(self, classifier: ProblemClassifier, rows: npt.NDArray[np.int64]) -> pd.DataFrame:
        """What the classifier gives these rows, as a coding."""
        return self._coding(rows, classifier.codes([self.texts[at] for at in rows]))

    def truth(self, rows: npt.NDArray[np.int64]) -> pd.DataFrame:
        """The coding of these rows."""
        return self._coding(rows, [self.codes[at] for at in rows])

    def _coding(self, rows: npt.NDArray[np.int64], codes: Sequence[Codes]) -> pd.DataFrame:
        names = [self.items[at] for at in rows]
        return pd.DataFrame({"item_id": names, "codes": [" ".join(each) for each in codes]})


def cross_validated(
    items: pd.DataFrame,
    coding: pd.DataFrame,
    classifier: ProblemClassifier | None = None,
    *,
    folds: int = 5,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> CrossValidated:
    """Each item coded by a classifier learnt from the other texts: GroupKFold by text_id, shuffled by `seed`.

    `items`: item_id, text_id, text; `coding`: item_id, codes. Thresholds and calibration are learnt within each
    training part. Raises `BadCoding` for fewer texts than folds.
    """
    data = Learnable.of(items, coding)
    if len(set(data.groups)) < folds:
        raise BadCoding("fewer texts than folds", found=str(len(set(data.groups))), expected=f"at least {folds}")
    parts = []
    splits = GroupKFold(folds, shuffle=True, random_state=seed).split(data.texts, groups=data.groups)
    for fold, (train, test) in enumerate(splits, 1):
        made = data.fitted(classifier or ProblemClassifier(), train)
        parts.append(data.predicted(made, test).assign(fold=fold, at=test))
    found = pd.concat(parts).sort_values("at").drop(columns="at").reset_index(drop=True)
    truth = data.truth(np.arange(len(data.items)))
    text: pd.Series[Any] = pd.Series(data.groups, index=data.items)
    return CrossValidated(found, code_scores(truth, found, text=text, resamples=resamples, seed=seed), truth)
