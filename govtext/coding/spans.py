"""Items that were found against items that were marked: matched by overlap, of the same kind."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govtext.coding.codes import BadCoding, require
from govtext.coding.resampling import RESAMPLES, estimate
from govtext.coding.scores import MEASURES, of_counts

LEAST = 0.5
_NEEDED = ("text_id", "kind", "start", "end")


def match_spans(
    truth: pd.DataFrame, found: pd.DataFrame, *, least: float = LEAST, same_kind: bool = True
) -> pd.DataFrame:
    """Which found item is which marked one: truth_row, found_row (positions in the frames), overlap.

    Both frames have text_id, kind, start, end (offsets in the text). Overlap is intersection over union in characters
    (Jaccard); pairs of at least `least` are taken, the greatest overlap first, each item once. Raises `BadCoding` for a
    column that is missing or a `least` outside 0 to 1 (0 itself is none).

    >>> truth = pd.DataFrame({"text_id": ["t"], "kind": ["problem"], "start": [0], "end": [10]})
    >>> match_spans(truth, truth.assign(start=2)).values.tolist()
    [[0.0, 0.0, 0.8]]
    """
    if not 0 < least <= 1:
        raise BadCoding("no overlap to ask for", found=str(least), expected="over 0, to 1")
    pairs = _pairs(truth, found, same_kind)
    pairs = pairs[pairs["overlap"] >= least].sort_values(
        ["overlap", "truth_row", "found_row"], ascending=[False, True, True]
    )
    taken: list[tuple[int, int, float]] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for one, other, overlap in pairs[["truth_row", "found_row", "overlap"]].itertuples(index=False):
        if one not in used[0] and other not in used[1]:
            used[0].add(one)
            used[1].add(other)
            taken.append((one, other, overlap))
    return pd.DataFrame(sorted(taken), columns=["truth_row", "found_row", "overlap"])


def _pairs(truth: pd.DataFrame, found: pd.DataFrame, same_kind: bool) -> pd.DataFrame:
    require(truth, _NEEDED, "marked items")
    require(found, _NEEDED, "found items")
    on = ["text_id", "kind"] if same_kind else ["text_id"]
    one = truth[list(_NEEDED)].assign(truth_row=range(len(truth)), text_id=truth["text_id"].astype(str))
    other = found[list(_NEEDED)].assign(found_row=range(len(found)), text_id=found["text_id"].astype(str))
    made = one.merge(other, on=on, suffixes=("", "_found"))
    shared = made[["end", "end_found"]].min(axis=1) - made[["start", "start_found"]].max(axis=1)
    union = made[["end", "end_found"]].max(axis=1) - made[["start", "start_found"]].min(axis=1)
    return made.assign(overlap=(shared.clip(lower=0) / union.clip(lower=1)).astype(float))


def span_scores(
    truth: pd.DataFrame,
    found: pd.DataFrame,
    *,
    least: float = LEAST,
    same_kind: bool = True,
    by: str = "kind",
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> pd.DataFrame:
    """How many items were found as they were marked: group, n_truth, n_found, n_right, precision, recall, F1.

    A row for each value of the column `by` (as kind, or the form of the text), and `all`. A found item counts where a
    marked one matches it (`match_spans`). `by` is a column of both frames. Each measure
    has low and high: bootstrap over texts, 95 %, percentiles.

    >>> truth = pd.DataFrame({"text_id": "t", "kind": "problem", "start": [0, 20], "end": [10, 30]})
    >>> span_scores(truth, truth.head(1), resamples=0)[["group", "precision", "recall"]].values.tolist()
    [['problem', 1.0, 0.5], ['all', 1.0, 0.5]]
    """
    require(truth, (by,), "marked items")
    require(found, (by,), "found items")
    matches = match_spans(truth, found, least=least, same_kind=same_kind)
    rows = pd.concat([_counted(truth, by, "truth"), _counted(found, by, "found"),
                      _counted(truth.iloc[matches["truth_row"].astype(int)], by, "right")])  # fmt: skip
    counts = rows.pivot_table(index="text_id", columns=["group", "what"], values="n", aggfunc="sum", fill_value=0)
    groups = [*dict.fromkeys(counts.columns.get_level_values(0)), "all"]
    frame = pd.DataFrame([_row(counts, group, resamples, seed) for group in groups])
    frame.attrs.update(measure="span_scores", least=least, same_kind=same_kind, texts=len(counts))
    return frame


def _counted(frame: pd.DataFrame, by: str, what: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"text_id": frame["text_id"].astype(str), "group": frame[by].astype(str), "what": what, "n": 1}
    )  # fmt: skip


def _row(counts: pd.DataFrame, group: str, resamples: int, seed: int) -> dict[str, Any]:
    columns = np.zeros((len(counts), 3))
    for at, what in enumerate(("truth", "found", "right")):
        wanted = [name for name in counts.columns if name[1] == what and group in ("all", name[0])]
        columns[:, at] = counts[wanted].sum(axis=1)
    made = estimate(
        lambda weights: np.stack(of_counts(*(weights @ columns).T), axis=1), np.arange(len(columns)), len(columns),
        resamples, seed,
    )  # fmt: skip
    row: dict[str, Any] = {"group": group}
    row |= dict(zip(("n_truth", "n_found", "n_right"), columns.sum(0).astype(int).tolist(), strict=True))
    for at, measure in enumerate(MEASURES):
        row |= {measure: made.value[at], f"{measure}_low": made.low[at], f"{measure}_high": made.high[at]}
    return row
