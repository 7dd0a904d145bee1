"""A machine's codes against coded items: precision, recall and F1 by code, micro and macro, with intervals; mix-ups."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

from govtext.coding.codes import Floats, clusters, coded, codes_used, common, table
from govtext.coding.resampling import RESAMPLES, Estimate, estimate, share

MEASURES = ("precision", "recall", "f1")


def code_scores(
    truth: pd.DataFrame,
    found: pd.DataFrame,
    *,
    text: pd.Series[Any] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> pd.DataFrame:
    """`found` measured against `truth` on the items that both have: a row a code, then `micro` and `macro`.

    Columns: code, n_truth, n_found, n_right, then precision = right / found, recall = right / truth and F1 =
    2 right / (found + truth), each with low and high (bootstrap over texts, 95 %, percentiles; `text` names the text
    of each item_id). micro adds up the codes; macro is the mean F1 (precision, recall) of codes that occur in the truth
    (Sokolova & Lapalme 2009). Precision of a code that was never found is NaN and counts as 0 in macro.

    >>> truth = pd.DataFrame({"item_id": list("xyz"), "codes": ["staffing", "capacity", "capacity"]})
    >>> found = truth.assign(codes=["staffing", "staffing", "capacity"])
    >>> code_scores(truth, found, resamples=0)[["code", "precision", "recall"]].head(2).values.tolist()
    [['staffing', 0.5, 1.0], ['capacity', 1.0, 0.5]]
    """
    one, other = coded(truth, "truth"), coded(found, "found")
    items = common(one, other)
    codes = codes_used(one[items], other[items])
    left, right = table(one[items].tolist(), codes), table(other[items].tolist(), codes)
    cluster, n_clusters = clusters(items, text)
    made = estimate(lambda weights: _scores(weights, left, right), cluster, n_clusters, resamples, seed)
    counts = np.stack([left.sum(0), right.sum(0), (left * right).sum(0)]).astype(int)
    frame = _laid_out([*codes, "micro", "macro"], counts, made)
    frame.attrs.update(measure="code_scores", items=len(items), texts=n_clusters, resamples=resamples, seed=seed,
                       not_found=len(one) - len(items))  # fmt: skip
    return frame


def _scores(weights: Floats, truth: Floats, found: Floats) -> Floats:
    """Samples × (3 measures × (codes, micro, macro))."""
    t, f, right = weights @ truth, weights @ found, weights @ (truth * found)
    by_code = np.stack(of_counts(t, f, right), axis=1)
    micro = np.stack(of_counts(t.sum(1), f.sum(1), right.sum(1)), axis=1)[:, :, None]
    there = (t > 0)[:, None, :]
    macro = share((np.nan_to_num(by_code) * there).sum(2, keepdims=True), there.sum(2, keepdims=True).astype(float))
    every: Floats = np.concatenate([by_code, micro, macro], axis=2)
    return every.reshape(len(weights), -1)


def of_counts(truth: Floats, found: Floats, right: Floats) -> tuple[Floats, Floats, Floats]:
    """Precision, recall and F1 of counts."""
    return share(right, found), share(right, truth), share(2 * right, truth + found)


def _laid_out(names: list[str], counts: Any, made: Estimate) -> pd.DataFrame:
    whole = counts.sum(1, keepdims=True)
    counts = np.concatenate([counts, whole, whole], axis=1)
    frame = pd.DataFrame({"code": names, **dict(zip(("n_truth", "n_found", "n_right"), counts, strict=True))})
    for part, values in zip(("", "_low", "_high"), made, strict=True):
        for measure, column in zip(MEASURES, values.reshape(len(MEASURES), -1), strict=True):
            frame[measure + part] = column
    order = [name + part for name in MEASURES for part in ("", "_low", "_high")]
    return frame[["code", "n_truth", "n_found", "n_right", *order]]


def confusions(truth: pd.DataFrame, found: pd.DataFrame, least: int = 1) -> pd.DataFrame:
    """Which code stood in place of which: missed, instead, n items, an example's item_id; the most frequent first.

    An item counts for each pair of a code that only the truth has and one that only the machine gave; where only one
    side has something left, the other is empty.

    >>> truth = pd.DataFrame({"item_id": list("xy"), "codes": ["staffing", "capacity awareness"]})
    >>> confusions(truth, truth.assign(codes=["capacity", "capacity"])).values.tolist()
    [['awareness', '', 1, 'y'], ['staffing', 'capacity', 1, 'x']]
    """
    one, other = coded(truth, "truth"), coded(found, "found")
    pairs: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    for item in common(one, other):
        missed, instead = set(one[item]) - set(other[item]), set(other[item]) - set(one[item])
        for pair in ((a, b) for a in missed or ([""] if instead else []) for b in instead or [""]):
            pairs[pair] += 1
            examples.setdefault(pair, item)
    rows = [(*pair, n, examples[pair]) for pair, n in pairs.items() if n >= least]
    frame = pd.DataFrame(rows, columns=["missed", "instead", "n", "example"])
    return frame.sort_values(["n", "missed", "instead"], ascending=[False, True, True]).reset_index(drop=True)
