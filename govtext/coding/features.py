"""Texts to a sparse matrix: TF-IDF of characters, and where asked for of words, and what the rules say."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import resources
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

from govtext.coding.codes import BadCoding, Floats
from govtext.words.segmenter import Cutter, Segmenter

CHARACTER, WORD, RULE = "character", "word", "rule"


class Features:
    """What of a text the classifier sees; `names` has kind and name of each column.

    TF-IDF: (1 + ln tf) · (ln((1 + D)/(1 + d)) + 1), rows of each kind scaled to length 1 (as scikit-learn does it).
    A rule's column is 1 where the rules of `govtext.problems` give the item that code.
    """

    def __init__(
        self, ngrams: tuple[int, ...], min_df: int, words: bool, rules: bool, segmenter: Cutter | None
    ) -> None:
        self.segmenter = segmenter if segmenter is not None else Segmenter() if words else None
        self._parts: list[tuple[str, TfidfVectorizer]] = [
            (CHARACTER, TfidfVectorizer(analyzer="char", ngram_range=ngrams, min_df=min_df, **_COMMON))
        ]
        if words and self.segmenter is not None:
            cut = self.segmenter.words
            self._parts.append((WORD, TfidfVectorizer(analyzer=cut, min_df=min_df, **_COMMON)))
        self._rules = _rule_names() if rules else []

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        """Learn vocabularies and document frequencies; gives the matrix."""
        try:
            blocks = [vectorizer.fit_transform(texts) for _, vectorizer in self._parts]
        except ValueError as error:  # scikit-learn: an empty vocabulary
            raise BadCoding("the texts hold nothing to learn from", found=str(error)[:80]) from error
        return self._joined(blocks, texts)

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """The matrix of texts, in the columns that were learnt."""
        return self._joined([vectorizer.transform(texts) for _, vectorizer in self._parts], texts)

    @property
    def names(self) -> list[tuple[str, str]]:
        """Kind and name of each column."""
        learnt = [(kind, str(name)) for kind, each in self._parts for name in each.get_feature_names_out()]
        return learnt + [(RULE, code) for code in self._rules]

    def _joined(self, blocks: list[csr_matrix], texts: Sequence[str]) -> csr_matrix:
        if self._rules:
            blocks = [*blocks, csr_matrix(_by_rules(texts, self._rules))]
        return hstack(blocks, format="csr")

    def state(self) -> dict[str, tuple[list[str], Floats]]:
        """For each kind that was learnt its names and their idf."""
        return {kind: (each.get_feature_names_out().tolist(), each.idf_) for kind, each in self._parts}

    def restore(self, state: dict[str, tuple[list[str], Floats]]) -> None:
        """Take up what `state` gave."""
        for kind, each in self._parts:
            names, idf = state[kind]
            each.vocabulary = {name: number for number, name in enumerate(names)}
            each.idf_ = np.asarray(idf, dtype=np.float64)


_COMMON: dict[str, Any] = {"sublinear_tf": True, "lowercase": False}


def rules_hash() -> str:
    """64 hexadecimal digits over the rules, by which a saved classifier knows that they are still the same."""
    data = resources.files("govtext.problems") / "data" / "rules.toml"
    return hashlib.sha256(data.read_bytes()).hexdigest()


def _rule_names() -> list[str]:
    from govtext.problems.taxonomy import taxonomy

    return list(taxonomy())


def _by_rules(texts: Sequence[str], names: Sequence[str]) -> Floats:
    from govtext.coding.codes import table
    from govtext.problems.coding import coder

    return table([coder().code(text).codes for text in texts], names)
