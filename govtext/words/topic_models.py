"""Topics of the documents, and how far they depend on chance: no topic is shown without its stability."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from govtext.errors import GovTextError, UnknownCode
from govtext.words.cutting import Tokens, tokens
from govtext.words.result import told
from govtext.words.segmenter import Cutter

if TYPE_CHECKING:
    import pandas as pd

MODELS = ("nmf", "lda")
_SWEEPS = 400
Ranking = list[list[int]]
"""Of each topic its columns, the heaviest first."""


@dataclass(frozen=True)
class Topics:
    """Topics of documents: `words` (topic, rank, word, weight), `documents` (document, group, year, topic_1 …, shares
    that add up to 1; NaN for a document without any of the words), `stability` (topic, agreement; topic 0 is their
    mean) and `runs`, the agreement of each run with the first.
    """

    words: pd.DataFrame = field(repr=False)
    documents: pd.DataFrame = field(repr=False)
    stability: pd.DataFrame = field(repr=False)
    runs: tuple[float, ...]
    model: str

    @property
    def agreement(self) -> float:
        """Mean agreement of the runs with the first, 0 to 1."""
        return float(np.mean(self.runs))


def topics(
    source: Any,
    k: int,
    *,
    model: str = "nmf",
    seeds: Sequence[int] = (1, 2, 3, 4, 5, 6),
    sample: float = 0.8,
    top: int = 10,
    min_df: int = 2,
    max_df: float = 0.8,
    segmenter: Cutter | None = None,
) -> Topics:
    """`k` topics by scikit-learn: "nmf" on TF-IDF (Lee & Seung 1999) or "lda" on counts (Blei, Ng & Jordan 2003).

    The first seed gives the topics, of all documents. Every other seed starts anew on a share `sample` of the
    documents (1: all of them), and its topics are matched one to one with the first; agreement of two topics: the
    Jaccard coefficient of their top d words, averaged over d = 1 … `top`; stability: the mean over matched topics and
    runs (Greene, O'Callaghan & Cunningham 2014, "How many topics? Stability analysis for topic models"). Words in
    fewer than `min_df` documents or in more than the share `max_df` are left out. The matrix of counts is held in
    memory, about 12 bytes for each word of each document. Raises `GovTextError` where there are fewer documents or
    words than topics.

    >>> found = topics(["公开目录", "公开目录指南", "培训干部", "培训干部学习"] * 3, 2, seeds=range(4))
    >>> found.words[found.words["rank"] <= 2]["word"].tolist(), round(found.agreement, 2)
    (['培训', '干部', '公开', '目录'], 0.94)
    """
    if model not in MODELS:
        raise UnknownCode(f"no model {model!r}", expected=" or ".join(MODELS))
    if len(seeds) < 2:
        raise GovTextError("stability needs a second run", expected="two seeds or more")
    made = tokens(source, segmenter)
    counted, columns, documents = matrix(made, min_df, max_df)
    if k < 1 or min(counted.shape) < k:
        raise GovTextError(
            f"{k} topics of {counted.shape[0]} documents and {counted.shape[1]} words", expected="fewer topics"
        )
    names = np.array(made.vocabulary.words, dtype=object)[columns]
    weights, shares = _fit(counted, k, model, seeds[0])
    order = _by_size(shares)
    weights, shares = weights[order], shares[:, order]
    agreements = _runs(counted, ranking(weights, names, top), k, model, seeds[1:], sample, top, names)
    return _result(made, weights, shares, agreements, names, documents, top, model)


def matrix(made: Tokens, min_df: int, max_df: float) -> tuple[Any, npt.NDArray[np.int64], dict[str, list[Any]]]:
    """Kept words counted: a sparse matrix (documents × words), the number of each column's word, and the documents."""
    from scipy.sparse import coo_matrix, vstack  # type: ignore[import-untyped]

    parts: list[Any] = []
    documents: dict[str, list[Any]] = {"document": [], "group": [], "year": []}
    for batch in made:
        kept = made.vocabulary.kept[batch.codes]
        cells = (batch.owners[kept], batch.codes[kept])
        shape = (len(batch), len(made.vocabulary))
        parts.append(coo_matrix((np.ones(kept.sum(), np.int32), cells), shape=shape).tocsr())
        for name, values in documents.items():
            values.extend(getattr(batch.documents, name))
    for part in parts:
        part.resize(part.shape[0], len(made.vocabulary))
    counted = vstack(parts, format="csr")
    holding = np.asarray((counted > 0).sum(0)).ravel()
    columns = np.flatnonzero((holding >= max(min_df, 1)) & (holding <= max_df * counted.shape[0]))
    return counted[:, columns], columns, documents


def _fit(counted: Any, k: int, model: str, seed: int) -> tuple[Any, Any]:
    """Weights (topics × words) and shares (documents × topics)."""
    from sklearn.decomposition import NMF, LatentDirichletAllocation  # type: ignore[import-untyped]
    from sklearn.feature_extraction.text import TfidfTransformer  # type: ignore[import-untyped]

    if model == "lda":
        fitted = LatentDirichletAllocation(k, random_state=seed, max_iter=30)
        return _shares(fitted, counted)
    fitted = NMF(k, init="random", random_state=seed, max_iter=_SWEEPS, tol=1e-3)
    return _shares(fitted, TfidfTransformer(sublinear_tf=True).fit_transform(counted))


def _shares(fitted: Any, given: Any) -> tuple[Any, Any]:
    shares = fitted.fit_transform(given)
    total = shares.sum(1, keepdims=True)
    empty = np.asarray(given.sum(1)).reshape(-1, 1) == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        return fitted.components_, np.where(empty | (total == 0), np.nan, shares / total)


def _by_size(shares: Any) -> Any:
    return np.argsort(-np.nansum(shares, axis=0), kind="stable")


def ranking(weights: Any, names: Any, top: int) -> Ranking:
    """The columns of each topic's heaviest words; ties in the order of the words."""
    alphabet = np.argsort(np.argsort(names))
    return [np.lexsort((alphabet, -row))[:top].tolist() for row in np.asarray(weights)]


def agreement(one: Sequence[int], other: Sequence[int]) -> float:
    """Average Jaccard coefficient of the first 1, 2, … words of two rankings (Greene et al. 2014, eq. 1 and 2).

    >>> agreement([1, 2, 3], [1, 3, 2])  # (1 + 1/3 + 1) / 3
    0.7777777777777777
    """
    depth = max(len(one), len(other))
    each = [len(set(one[:d]) & set(other[:d])) / len(set(one[:d]) | set(other[:d])) for d in range(1, depth + 1)]
    return sum(each) / depth


def matched(one: Ranking, other: Ranking) -> npt.NDArray[np.float64]:
    """Agreement of each topic with the one that it is matched with, so that the sum is largest (Kuhn 1955)."""
    from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

    table = np.array([[agreement(a, b) for b in other] for a in one])
    rows, columns = linear_sum_assignment(table, maximize=True)
    result: npt.NDArray[np.float64] = table[rows, columns]
    return result


def _runs(
    counted: Any, first: Ranking, k: int, model: str, seeds: Iterable[int], sample: float, top: int, names: Any
) -> npt.NDArray[np.float64]:
    """Runs × topics: agreement with the first."""

    def rankings() -> Iterator[Ranking]:
        for seed in seeds:
            size = max(k, round(sample * counted.shape[0]))
            rows = np.sort(np.random.default_rng(seed).choice(counted.shape[0], size, replace=False))
            yield ranking(_fit(counted[rows], k, model, seed)[0], names, top)

    return np.array([matched(first, other) for other in rankings()])


def _result(
    made: Tokens,
    weights: Any,
    shares: Any,
    agreements: Any,
    names: Any,
    documents: dict[str, list[Any]],
    top: int,
    model: str,
) -> Topics:
    import pandas as pd

    rows = [
        (topic, rank, names[column], weights[topic - 1][column])
        for topic, columns in enumerate(ranking(weights, names, top), 1)
        for rank, column in enumerate(columns, 1)
    ]
    words = pd.DataFrame(rows, columns=["topic", "rank", "word", "weight"])
    labels = [f"topic_{topic}" for topic in range(1, len(weights) + 1)]
    places = pd.concat([pd.DataFrame(documents), pd.DataFrame(shares, columns=labels)], axis=1).astype(
        {"year": "Int64"}
    )
    each = agreements.mean(0)
    stability = pd.DataFrame({"topic": range(len(each) + 1), "agreement": [each.mean(), *each]})
    for frame in (words, places, stability):
        told(frame, f"topics ({model})", made)
    return Topics(words, places, stability, tuple(float(run) for run in agreements.mean(1)), model)
