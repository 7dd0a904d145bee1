"""The words of texts as columns, for scikit-learn: transformers that take texts and clone, pickle and name their
columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, TransformerMixin  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer  # type: ignore[import-untyped]
from sklearn.utils.validation import check_is_fitted  # type: ignore[import-untyped]

from govtext.errors import UnknownCode
from govtext.words.dictionary import Dictionary
from govtext.words.frequencies import PER
from govtext.words.segmenter import Cutter, Segmenter
from govtext.words.source import NotText, checked

WEIGHTS = ("count", "binary", "tfidf")


class _OfTexts(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """What both transformers have in common: they take a sequence of texts."""

    segmenter: Cutter | None

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        tags.transformer_tags.preserves_dtype = []
        return tags

    def _cutter(self) -> Cutter:
        return self.segmenter if self.segmenter is not None else Segmenter()


def _texts(given: Any) -> list[str]:
    """A list of texts of a list, a Series, or an array of one dimension, or of one column."""
    if isinstance(given, str):
        raise NotText("one text where several are expected", expected="a sequence of texts")
    if getattr(given, "ndim", 1) == 2 and given.shape[1] == 1:
        given = np.asarray(given)[:, 0]
    if getattr(given, "ndim", 1) != 1 or not hasattr(given, "__iter__"):
        raise NotText("no sequence of texts", found=type(given).__name__, expected="one dimension")
    return checked(given)


class WordVectorizer(_OfTexts):
    """Texts to a matrix (documents × words): counts, presence, or TF-IDF.

    `segmenter`: None is `Segmenter()`. `weight`: count, binary or tfidf (tf · (ln((1 + D)/(1 + d)) + 1), rows scaled
    to length 1, as scikit-learn does it). `ngrams`: shortest and longest run of kept words, joined by a blank.
    `min_df`, `max_df`, `max_features` as in `CountVectorizer`. `sparse_output=False` gives an array, as
    `set_output(transform="pandas")` needs it. Fitted: `vocabulary_` and `segmenter_hash_`. Raises `NotText` for what
    is no text, `UnknownCode` for another weight.

    >>> vectorizer = WordVectorizer(sparse_output=False).set_output(transform="pandas")
    >>> vectorizer.fit_transform(["公开信息", "更新信息"])
       信息  公开  更新
    0   1   1   0
    1   1   0   1
    """

    def __init__(
        self,
        segmenter: Cutter | None = None,
        *,
        weight: str = "count",
        ngrams: tuple[int, int] = (1, 1),
        min_df: float = 1,
        max_df: float = 1.0,
        max_features: int | None = None,
        sparse_output: bool = True,
    ) -> None:
        self.segmenter = segmenter
        self.weight = weight
        self.ngrams = ngrams
        self.min_df = min_df
        self.max_df = max_df
        self.max_features = max_features
        self.sparse_output = sparse_output

    def fit(self, X: Sequence[str], y: object = None) -> Self:  # noqa: N803, ARG002
        """Learn the vocabulary (and document frequencies) of the texts."""
        self._fit(X)
        return self

    def fit_transform(self, X: Sequence[str], y: object = None, **_: object) -> Any:  # noqa: N803, ARG002
        """Learn the vocabulary and give the matrix; the texts are cut once."""
        return self._weigh(self._fit(X))

    def transform(self, X: Sequence[str]) -> Any:  # noqa: N803
        """The matrix of texts; words that were not learnt are left out."""
        check_is_fitted(self)
        return self._weigh(self._counter.transform(_texts(X)))

    def get_feature_names_out(self, input_features: object = None) -> npt.NDArray[np.object_]:  # noqa: ARG002
        """The word of each column."""
        check_is_fitted(self)
        names: npt.NDArray[np.object_] = self._counter.get_feature_names_out()
        return names

    def _fit(self, given: Sequence[str]) -> Any:
        if self.weight not in WEIGHTS:
            raise UnknownCode(f"no weight {self.weight!r}", expected=", ".join(WEIGHTS))
        cutter = self._cutter()
        counter = CountVectorizer(
            tokenizer=cutter.words, token_pattern=None, lowercase=False, preprocessor=_same, ngram_range=self.ngrams,
            min_df=self.min_df, max_df=self.max_df, max_features=self.max_features,
        )  # fmt: skip
        counted = counter.fit_transform(_texts(given))
        self._counter = counter
        self._tfidf = TfidfTransformer().fit(counted) if self.weight == "tfidf" else None
        self.vocabulary_ = counter.vocabulary_
        self.segmenter_hash_ = cutter.hash
        return counted

    def _weigh(self, counted: Any) -> Any:
        if self._tfidf is not None:
            counted = self._tfidf.transform(counted)
        elif self.weight == "binary":
            counted.data[:] = 1
        return counted if self.sparse_output else counted.toarray()


class DictionaryCounts(_OfTexts):
    """Texts to a matrix (documents × categories): how often each category of a dictionary stands, in whole words.

    `dictionary`: a `Dictionary`, or a mapping of categories to words. `rate`: per 10,000 running tokens in place of
    counts (0 where a text has none). Fitting learns nothing but the names of the columns.

    >>> DictionaryCounts({"hedge": ["进一步", "有待"]}).fit_transform(["有待进一步加强", "更新滞后"]).tolist()
    [[2.0], [0.0]]
    """

    def __init__(
        self,
        dictionary: Dictionary | Mapping[str, Sequence[str]],
        segmenter: Cutter | None = None,
        *,
        rate: bool = False,
    ) -> None:
        self.dictionary = dictionary
        self.segmenter = segmenter
        self.rate = rate

    def fit(self, X: Sequence[str], y: object = None) -> Self:  # noqa: N803, ARG002
        """Take up the categories; the texts are only looked at."""
        _texts(X)
        given = self.dictionary
        self.dictionary_ = given if isinstance(given, Dictionary) else Dictionary(given)
        self.segmenter_hash_ = self._cutter().hash
        return self

    def transform(self, X: Sequence[str]) -> npt.NDArray[np.float64]:  # noqa: N803
        """The matrix of texts."""
        check_is_fitted(self)
        texts, cutter = _texts(X), self._cutter()
        rows = np.zeros((len(texts), len(self.dictionary_.categories)))
        for at, text in enumerate(texts):
            tokens = cutter.tokens(text)
            running = sum(any(map(str.isalnum, token)) for token in tokens)
            rows[at] = list(self.dictionary_.count(tokens).values())
            rows[at] *= PER / max(running, 1) if self.rate else 1
        return rows

    def get_feature_names_out(self, input_features: object = None) -> npt.NDArray[np.object_]:  # noqa: ARG002
        """The category of each column."""
        check_is_fitted(self)
        return np.array(list(self.dictionary_.categories), dtype=object)


def _same(text: str) -> str:
    return text
