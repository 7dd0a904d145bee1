"""Words that one part of the texts uses more than another: evidence and size of the difference, side by side."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.errors import UnknownCode
from govtext.words.cutting import Numbers, tokens
from govtext.words.result import ordered, told
from govtext.words.segmenter import Cutter
from govtext.words.statistics import adjusted, bic, log_likelihood, log_ratio, percent_difference
from govtext.words.tally import Tally, tally

if TYPE_CHECKING:
    import pandas as pd


def keyness(
    source: Any,
    target: Any,
    reference: Any = None,
    *,
    by: str = "group",
    min_count: int = 5,
    segmenter: Cutter | None = None,
) -> pd.DataFrame:
    """Every word of a target group against a reference: how sure the difference is, and how large.

    `target` and `reference`: values of `by` (group, year or document), one or several; no reference: all the rest.
    Columns word; n, n_reference; documents, documents_reference; rate, rate_reference per 10,000 running tokens; g2,
    the log-likelihood ratio of the 2×2 table word or not × target or reference (Dunning 1993; calculators after
    Rayson & Garside 2000 add up two of its four cells and give a little less); p and q (χ², 1 degree of freedom; q by
    Benjamini & Hochberg 1995); bic (Wilson 2013); log_ratio (Hardie 2014); diff (%DIFF, Gabrielatos & Marchi 2011). A
    positive log_ratio: more in the target. The formulas are in `govtext.words.statistics`. Words that stand `min_count`
    times in all.

    p and q are anti-conservative: g2 takes tokens as independent, but a body repeats its own words, so that with few
    bodies on either side far more than 5 % of the words that differ only by who happens to be there fall below 0.05.
    The unit of evidence is the body, not the token: look at the columns of documents, read g2 as an order rather than a
    proof, and believe no word that one body alone brings in.

    >>> import pandas as pd
    >>> from govtext.words import texts
    >>> frame = pd.DataFrame({"text": ["培训培训培训培训 公开", "公开公开公开 培训"], "level": ["county", "city"]})
    >>> keyness(texts(frame, by="level"), "county", min_count=1)[["word", "n", "n_reference"]].values.tolist()
    [['培训', 4, 1], ['公开', 1, 3]]
    """
    made = tokens(source, segmenter)
    counted = tally(made, by)
    here = _which(counted, target)
    there = ~here if reference is None else _which(counted, reference)
    if (here & there).any():
        raise UnknownCode("target and reference overlap", expected="groups of their own")
    frame = _frame(counted, here, there, made.vocabulary.words, min_count)
    names = {"target": str(target), "reference": "the rest" if reference is None else str(reference)}
    return told(ordered(frame, down="g2"), "keyness", made, compared=by, min_count=min_count, **names)


def _which(counted: Tally, wanted: Any) -> Any:
    several = isinstance(wanted, Collection) and not isinstance(wanted, str)
    values = set(wanted) if several else {wanted}
    known = [group[0] for group in counted.groups]
    if missing := values - set(known):
        raise UnknownCode(f"no group {missing.pop()!r}", expected=", ".join(sorted(map(str, known)))[:300])
    return np.array([value in values for value in known])


def _frame(counted: Tally, here: Any, there: Any, words: list[str], min_count: int) -> pd.DataFrame:
    import pandas as pd

    a, b = (_sum(counted, side, counted.n, len(words)) for side in (here, there))
    documents = [_sum(counted, side, counted.documents, len(words)) for side in (here, there)]
    tokens_a, tokens_b = int(counted.tokens[here].sum()), int(counted.tokens[there].sum())
    met = np.flatnonzero(a + b >= max(min_count, 1))
    a, b = a[met], b[met]
    g2 = log_likelihood(a, b, tokens_a - a, tokens_b - b)
    p = _p(g2)
    frame = pd.DataFrame(
        {
            "word": np.array(words, dtype=object)[met], "n": a, "n_reference": b, "documents": documents[0][met],
            "documents_reference": documents[1][met], "rate": 1e4 * a / max(tokens_a, 1),
            "rate_reference": 1e4 * b / max(tokens_b, 1), "g2": g2, "p": p, "q": adjusted(p),
            "bic": bic(g2, tokens_a + tokens_b), "log_ratio": log_ratio(a, tokens_a, b, tokens_b),
            "diff": percent_difference(a, tokens_a, b, tokens_b),
        }
    )  # fmt: skip
    frame.attrs.update(tokens=tokens_a, tokens_reference=tokens_b)
    return frame


def _sum(counted: Tally, side: Any, values: Numbers, size: int) -> Numbers:
    rows = side[counted.group]
    return np.bincount(counted.word[rows], weights=values[rows], minlength=size).astype(np.int64)


def _p(g2: Any) -> Any:
    from scipy.stats import chi2  # type: ignore[import-untyped]

    return chi2.sf(g2, 1)
