"""The transformers among scikit-learn's: its estimator checks, pipelines, grid search, pickling, frames."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import issparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.utils import estimator_checks
from sklearn.utils.validation import check_is_fitted, validate_data

from govtext.errors import UnknownCode
from govtext.words import Dictionary, DictionaryCounts, OtherSegmenter, Segmenter, WordVectorizer
from govtext.words.source import NotText

TEXTS = ["公开目录更新及时", "公开栏目更新滞后", "培训干部学习条例", "干部培训力度不够"]
LABELS = [0, 0, 1, 1]
CATEGORIES = {"open": ["公开", "目录"], "train": ["培训"]}
BLANKS = OtherSegmenter("blanks", str.split)


def sentences(numbers: Any) -> list[str]:
    """Each row of numbers as a text: each number the word of its tenth, by column, so that rows differ as texts do."""
    return [" ".join(f"词{at}之{round(float(value) * 10)}" for at, value in enumerate(row)) for row in numbers]


class _OnRows:
    """Lets a transformer of texts take a table of numbers, as the checks make them: every row is written as a text.

    The checks of scikit-learn pass over estimators whose input is text. With this they all run on the very code of
    `fit` and `transform`; validation of the table is scikit-learn's own.
    """

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()  # type: ignore[misc]
        tags.input_tags.string, tags.input_tags.one_d_array, tags.input_tags.two_d_array = False, False, True
        return tags

    def fit(self, X: Any, y: Any = None) -> Any:  # noqa: N803
        return super().fit(sentences(validate_data(self, X)), y)  # type: ignore[misc]

    def fit_transform(self, X: Any, y: Any = None, **_: object) -> Any:  # noqa: N803
        return self.fit(X, y).transform(X)

    def transform(self, X: Any) -> Any:  # noqa: N803
        check_is_fitted(self)
        return super().transform(sentences(validate_data(self, X, reset=False)))  # type: ignore[misc]


class VectorizerOnRows(_OnRows, WordVectorizer):
    pass


class DictionaryOnRows(_OnRows, DictionaryCounts):
    pass


ON_ROWS = [
    VectorizerOnRows(BLANKS),
    VectorizerOnRows(BLANKS, weight="tfidf", sparse_output=False),
    DictionaryOnRows({"low": ["词0之1", "词0之0"], "any": ["词1之-1"]}, BLANKS, rate=True),
]


@estimator_checks.parametrize_with_checks(ON_ROWS)
def test_estimator_checks(estimator: Any, check: Any) -> None:
    check(estimator)


WITHOUT_DATA = [
    "check_estimator_cloneable", "check_estimator_tags_renamed", "check_valid_tag_types", "check_estimator_repr",
    "check_no_attributes_set_in_init", "check_do_not_raise_errors_in_init_or_set_params",
    "check_get_params_invariance", "check_set_params", "check_parameters_default_constructible",
]  # fmt: skip


BARE = [WordVectorizer(), DictionaryCounts(CATEGORIES)]


@pytest.mark.parametrize("name", WITHOUT_DATA)
@pytest.mark.parametrize("estimator", BARE, ids=["words", "dictionary"])
def test_checks_that_need_no_data(estimator: Any, name: str) -> None:
    getattr(estimator_checks, name)(type(estimator).__name__, estimator)


def test_tags_say_what_is_taken() -> None:
    for estimator in (WordVectorizer(), DictionaryCounts(CATEGORIES)):
        tags = estimator.__sklearn_tags__().input_tags
        assert (tags.string, tags.one_d_array, tags.two_d_array) == (True, True, False)


SEQUENCES = [
    TEXTS,
    tuple(TEXTS),
    np.array(TEXTS),
    np.array(TEXTS, object),
    pd.Series(TEXTS),
    pd.DataFrame({"t": TEXTS}),
]


@pytest.mark.parametrize("given", SEQUENCES, ids=lambda each: type(each).__name__)
def test_every_sequence_of_texts_is_taken(given: Any) -> None:
    for estimator in (WordVectorizer(), DictionaryCounts(CATEGORIES)):
        made, expected = clone(estimator).fit_transform(given), clone(estimator).fit_transform(TEXTS)
        assert (abs(made - expected)).sum() == 0


def test_columns_are_the_words_and_counts_are_right() -> None:
    vectorizer = WordVectorizer()
    matrix = vectorizer.fit_transform(TEXTS)
    assert issparse(matrix)
    names = vectorizer.get_feature_names_out()
    segmenter = Segmenter()
    for row, text in zip(matrix.toarray(), TEXTS, strict=True):
        assert dict(zip(names, row, strict=True)) == {name: segmenter.words(text).count(name) for name in names}
    assert vectorizer.segmenter_hash_ == segmenter.hash
    assert (vectorizer.transform(TEXTS) != matrix).nnz == 0


def test_tfidf_is_that_of_scikit_learn() -> None:
    reference = TfidfVectorizer(tokenizer=Segmenter().words, token_pattern=None, lowercase=False, ngram_range=(1, 2))
    own = WordVectorizer(weight="tfidf", ngrams=(1, 2), sparse_output=False)
    assert np.allclose(own.fit_transform(TEXTS), reference.fit_transform(TEXTS).toarray())
    assert own.get_feature_names_out().tolist() == reference.get_feature_names_out().tolist()


def test_frames_with_names() -> None:
    for estimator in (WordVectorizer(weight="binary", sparse_output=False), DictionaryCounts(CATEGORIES)):
        frame = estimator.set_output(transform="pandas").fit_transform(pd.Series(TEXTS, index=list("abcd")))
        assert frame.columns.tolist() == estimator.get_feature_names_out().tolist()
        assert frame.index.tolist() == list("abcd")


def test_dictionary_counts_by_hand() -> None:
    made = DictionaryCounts(CATEGORIES).fit(TEXTS)
    assert made.transform(["公开目录，培训", "", "目录"]).tolist() == [[2, 1], [0, 0], [1, 0]]
    rates = DictionaryCounts(Dictionary(CATEGORIES), rate=True).fit_transform(["公开目录，培训", "", "目录"])
    assert rates == pytest.approx(np.array([[2e4 / 3, 1e4 / 3], [0, 0], [1e4, 0]]))


def test_pipelines_grids_clones_and_pickles() -> None:
    pipeline = make_pipeline(WordVectorizer(), LogisticRegression())
    grid = {"wordvectorizer__weight": ["count", "tfidf"],
            "wordvectorizer__segmenter": [None, Segmenter(lexicon=()), Segmenter("jieba")]}  # fmt: skip
    search = GridSearchCV(pipeline, grid, cv=2, error_score="raise").fit(TEXTS * 3, LABELS * 3)
    assert search.predict(TEXTS).tolist() == LABELS
    assert len(search.cv_results_["params"]) == 6
    again = pickle.loads(pickle.dumps(search.best_estimator_))
    assert np.array_equal(again.predict_proba(TEXTS), search.predict_proba(TEXTS))
    assert clone(pipeline).get_params()["wordvectorizer__weight"] == "count"


def test_what_is_wrong_is_told() -> None:
    for estimator in (WordVectorizer(), DictionaryCounts(CATEGORIES)):
        with pytest.raises(NotFittedError):
            clone(estimator).transform(TEXTS)
        with pytest.raises(NotFittedError):
            clone(estimator).get_feature_names_out()
        for wrong in ("公开", ["公开", None], np.zeros((2, 2)), 5):
            with pytest.raises(NotText):
                clone(estimator).fit(wrong)
    with pytest.raises(UnknownCode, match="no weight"):
        WordVectorizer(weight="bm25").fit(TEXTS)
