"""Words that stand together more often than chance has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.words.cutting import Mask, Numbers, TokenBatch, Tokens, tokens
from govtext.words.result import ordered, told
from govtext.words.segmenter import Cutter
from govtext.words.statistics import log_likelihood, pmi
from govtext.words.tally import Adder

if TYPE_CHECKING:
    import pandas as pd


def collocations(
    source: Any, *, window: int = 1, min_count: int = 5, sort: str = "g2", segmenter: Cutter | None = None
) -> pd.DataFrame:
    """Ordered pairs of kept words at most `window` running tokens apart (1: neighbours), no mark between them.

    Columns first, second, n, n_first, n_second, expected, g2, pmi; pairs that stand together at least `min_count`
    times and more often than expected. n_first and n_second: pairs with the word in that place; expected = n_first ·
    n_second / all pairs. g2: log-likelihood ratio (Dunning 1993); pmi in bits (Church & Hanks 1990), which favours
    rare words; the 2×2 table is that of the pairs (Evert 2005, "The statistics of word cooccurrences"). Stop words
    stand in the way (公开 的 信息 are two apart) but form no pair. `sort`: g2, pmi or n.

    >>> pairs = collocations(["依法答复申请，依法答复来信，依法办理"], min_count=2)
    >>> pairs[["first", "second", "n", "expected"]].values.tolist()
    [['依法', '答复', 2, 1.0]]
    """
    made = tokens(source, segmenter)
    added = Adder()
    for batch in made:
        for distance in range(1, window + 1):
            added.add(*_pairs(batch, distance, made.vocabulary.kept, made.vocabulary.running))
    frame = _frame(made, *added.totals())
    frame = frame[(frame["n"] >= min_count) & (frame["n"] > frame["expected"])]
    return told(ordered(frame, down=sort), "collocations", made, window=window, min_count=min_count)


def _pairs(batch: TokenBatch, distance: int, kept: Mask, running: Mask) -> tuple[Numbers, Numbers]:
    """First and second words of all pairs at this distance; blanks count as marks do."""
    stretch = np.cumsum(~running[batch.codes]) + batch.owners
    stretch = stretch + np.cumsum(np.diff(batch.owners, prepend=0) > 0)
    first, second = batch.codes[:-distance], batch.codes[distance:]
    good = (stretch[:-distance] == stretch[distance:]) & kept[first] & kept[second]
    return first[good], second[good]


def _frame(made: Tokens, first: Numbers, second: Numbers, n: Numbers) -> pd.DataFrame:
    import pandas as pd

    size, total = len(made.vocabulary), int(n.sum())
    n_first = np.bincount(first, weights=n, minlength=size).astype(np.int64)[first]
    n_second = np.bincount(second, weights=n, minlength=size).astype(np.int64)[second]
    words = np.array(made.vocabulary.words, dtype=object)
    return pd.DataFrame(
        {
            "first": words[first], "second": words[second], "n": n, "n_first": n_first, "n_second": n_second,
            "expected": n_first * n_second / max(total, 1),
            "g2": log_likelihood(n, n_first - n, n_second - n, total - n_first - n_second + n),
            "pmi": pmi(n, n_first, n_second, total),
        }
    )  # fmt: skip
