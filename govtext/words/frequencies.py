"""How often each word stands, and which words mark a document, a group or a year (TF-IDF)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.errors import UnknownCode
from govtext.words.cutting import Tokens, tokens
from govtext.words.result import columns_of, ordered, told
from govtext.words.segmenter import Cutter
from govtext.words.statistics import Floats
from govtext.words.tally import Tally, tally

if TYPE_CHECKING:
    import pandas as pd

PER = 10_000
"""Rates are per so many running tokens."""


def counts(source: Any, by: str | Sequence[str] | None = None, *, segmenter: Cutter | None = None) -> pd.DataFrame:
    """Every word with its frequency, the most frequent first: `by` columns, word, n, documents, tokens, rate.

    `source`: anything that `tokens` takes; `by`: document, group, year, or several. `documents`: those that hold the
    word; `tokens`: running tokens of the group (marks left out, stop words and numbers not); `rate`: n per 10,000 of
    them.

    >>> counts(["公开信息，公开目录。", "更新目录"])[["word", "n", "documents"]].head(2).values.tolist()
    [['公开', 2, 1], ['目录', 2, 2]]
    """
    made = tokens(source, segmenter)
    return told(_frame(tally(made, by), made), "counts", made)


def _frame(counted: Tally, made: Tokens) -> pd.DataFrame:
    import pandas as pd

    columns = columns_of(counted.by, counted.groups, counted.group)
    words = np.array(made.vocabulary.words, dtype=object)[counted.word]
    base = counted.tokens[counted.group]
    frame = pd.DataFrame(
        {**columns, "word": words, "n": counted.n, "documents": counted.documents, "tokens": base,
         "rate": PER * counted.n / np.maximum(base, 1)}
    ).infer_objects()  # fmt: skip
    return ordered(frame, *counted.by, down="n")


def keywords(
    source: Any,
    by: str | Sequence[str] | None = "document",
    *,
    idf: str | Mapping[str, float] = "corpus",
    top: int = 20,
    min_length: int = 2,
    segmenter: Cutter | None = None,
) -> pd.DataFrame:
    """The words that mark a document (or a group, or a year): `by` columns, rank, word, n, tf, idf, score.

    score = tf · idf; tf = n of the word / n of all words that take part, of at least `min_length` characters. idf:
    "corpus": ln((1 + D) / (1 + d)) + 1, d of the D documents hold the word (as scikit-learn smooths Spärck Jones
    1972); "jieba": that of jieba's idf file, its median for words it has not (so the scores are jieba's); or a
    mapping of one's own, with the median in the same way.

    >>> keywords(["公开信息，公开目录。", "更新目录", "更新信息"], top=1)[["document", "word"]].values.tolist()
    [['0', '公开'], ['1', '更新'], ['2', '信息']]
    """
    made = tokens(source, segmenter)
    counted = tally(made, by)
    words = np.array(made.vocabulary.words, dtype=object)
    part = made.vocabulary.lengths[counted.word] >= min_length
    weights = _idf(idf, counted, words)
    frame = _scored(counted, words, weights, part)
    frame["rank"] = (
        frame.groupby(list(counted.by), dropna=False).cumcount() + 1 if counted.by else np.arange(len(frame)) + 1
    )
    frame = frame[frame["rank"] <= top].reset_index(drop=True)
    columns = [*counted.by, "rank", "word", "n", "tf", "idf", "score"]
    return told(frame[columns], "keywords", made, idf=idf if isinstance(idf, str) else "given", min_length=min_length)


def _scored(counted: Tally, words: Any, weights: Floats, part: Any) -> pd.DataFrame:
    import pandas as pd

    group, word, n = counted.group[part], counted.word[part], counted.n[part]
    total = np.bincount(group, weights=n, minlength=len(counted.groups))
    tf = n / total[group]
    frame = pd.DataFrame(
        {**columns_of(counted.by, counted.groups, group), "word": words[word], "n": n, "tf": tf, "idf": weights[word],
         "score": tf * weights[word]}
    ).infer_objects()  # fmt: skip
    return ordered(frame, *counted.by, down="score")


def _idf(idf: str | Mapping[str, float], counted: Tally, words: Any) -> Floats:
    """The weight of each number of the vocabulary."""
    if idf == "corpus":
        holding = np.bincount(counted.word, weights=counted.documents, minlength=len(words))
        return np.asarray(np.log((1 + counted.size.sum()) / (1 + holding)) + 1)
    if isinstance(idf, str) and idf != "jieba":
        raise UnknownCode(f"no idf {idf!r}", expected="corpus, jieba, or a mapping of words to numbers")
    known = jieba_idf() if isinstance(idf, str) else idf
    median = sorted(known.values())[len(known) // 2]
    return np.array([known.get(word, median) for word in words], np.float64)


@cache
def jieba_idf() -> Mapping[str, float]:
    """Inverse document frequencies that jieba ships (`analyse/idf.txt`), read as data: jieba.analyse is not
    imported."""
    text = (resources.files("jieba") / "analyse" / "idf.txt").read_text(encoding="utf-8")
    pairs = (line.split(" ") for line in text.splitlines())
    return {word: float(weight) for word, weight in pairs}
