"""The classifier: what it learns, what it always does, scikit-learn's checks, saving, cross-validation, the curve."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import GridSearchCV, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from sklearn.utils import estimator_checks
from sklearn.utils.validation import check_is_fitted, validate_data

from govtext.coding import BadCoding, ProblemClassifier, cross_validated, learning_curve, load_classifier
from govtext.coding.learning import power
from govtext.coding.linear import best_threshold
from govtext.errors import UnknownCode, UnreadableFile
from govtext.words import OtherSegmenter, Segmenter
from govtext.words.source import NotText

STAFF = ["人手不足", "人员太少", "缺少人手", "专职人员不足", "人手偏紧", "人员紧缺"]
LATE = ["更新太慢", "更新不及时", "发布太慢", "发布滞后", "更新滞后", "公开不及时"]
BOTH = ["人手不足，更新太慢", "人员太少，发布滞后", "人员紧缺，更新不及时"]
TEXTS = STAFF + LATE + BOTH
CODES = ["staffing"] * 6 + ["timeliness"] * 6 + ["staffing timeliness"] * 3


@pytest.fixture(scope="module")
def fitted() -> ProblemClassifier:
    return ProblemClassifier().fit(TEXTS, CODES)


def test_it_learns_what_is_there(fitted: ProblemClassifier) -> None:
    assert fitted.codes(["人手紧缺", "更新滞后了"]) == [("staffing",), ("timeliness",)]
    assert set(fitted.codes(["人手不足，更新滞后"])[0]) == {"staffing", "timeliness"}
    assert fitted.score(TEXTS, CODES) == 1
    assert fitted.predict(["人手紧缺"]).tolist() == [[int(code == "staffing") for code in fitted.codes_]]
    assert fitted.words_for("staffing", 1)["feature"].iloc[0] in {"人", "人手", "人员", "员", "手"}
    assert (fitted.words_for("staffing", -3)["weight"] < 0).all()


def test_there_is_always_a_code_and_never_too_many(fitted: ProblemClassifier) -> None:
    for text in ("", "xyz", "完全无关的话", *TEXTS):
        assert 1 <= len(fitted.codes([text])[0]) <= 3
    one = clone(fitted).set_params(most=1).fit(TEXTS, CODES)
    assert {len(codes) for codes in one.codes(BOTH)} == {1}
    strict = clone(fitted).set_params(threshold=1.0).fit(TEXTS, CODES)
    assert {len(codes) for codes in strict.codes(BOTH)} == {1}


def test_probabilities_and_the_order_of_codes_go_together(fitted: ProblemClassifier) -> None:
    probabilities = fitted.predict_proba(TEXTS)
    assert ((probabilities > 0) & (probabilities < 1)).all()
    for row, codes in zip(probabilities, fitted.codes(TEXTS), strict=True):
        values = [row[fitted.codes_.tolist().index(code)] for code in codes]
        assert values == sorted(values, reverse=True)
        assert values[0] == row.max()
    made = fitted.coding(pd.DataFrame({"item_id": ["x"], "text": ["人手不足"]}))
    assert (made["item_id"][0], made["codes"][0]) == ("x", "staffing")
    assert 0 < float(made["note"][0]) < 1


def test_a_code_that_stands_alone() -> None:
    made = ProblemClassifier(alone=("staffing",), threshold=0.0).fit(TEXTS, CODES)
    assert made.codes(["人手不足"]) == [("staffing",)]
    assert made.codes(["更新滞后"]) == [("timeliness",)]


def test_rare_codes_are_known_but_not_learnt() -> None:
    made = ProblemClassifier().fit([*TEXTS, "停电"], [*CODES, "other"])
    assert made.rare_ == ("other",)
    assert made.predict_proba(["停电", "人手不足"])[:, made.codes_.tolist().index("other")] == pytest.approx(1.5 / 17)
    with pytest.raises(UnknownCode, match="no model"):
        made.words_for("other")


def test_codes_are_taken_as_strings_lists_and_tables(fitted: ProblemClassifier) -> None:
    table = pd.DataFrame({code: [int(code in each.split()) for each in CODES] for code in ("staffing", "timeliness")})
    for y in ([each.split() for each in CODES], pd.Series(CODES), table, np.array(CODES)):
        assert np.array_equal(clone(fitted).fit(TEXTS, y).predict_proba(TEXTS), fitted.predict_proba(TEXTS))


def test_scores_out_of_fold_are_those_of_new_texts() -> None:
    """Features too are learnt in each fold anew, as scikit-learn does it with a pipeline; else scores out of fold are
    smaller than those of new texts, and probabilities of new texts too high."""
    learner = ProblemClassifier()._learner()
    splits = learner._splits(len(TEXTS), np.repeat(np.arange(5), 3))
    zeros_and_ones = np.array([[float("staffing" in codes)] for codes in CODES])
    made = learner._out_of_fold(TEXTS, zeros_and_ones, splits, np.array([False]), ProblemClassifier()._new_features)
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), sublinear_tf=True)
    whole = make_pipeline(vectorizer, LinearSVC(class_weight="balanced", random_state=0))
    expected = cross_val_predict(whole, TEXTS, zeros_and_ones[:, 0], cv=splits, method="decision_function")
    assert made[:, 0] == pytest.approx(expected)
    for train, test in splits:
        assert not set(train // 3) & set(test // 3)


def test_what_is_wrong_is_told() -> None:
    new = ProblemClassifier()
    for wrong in ("公开", ["公开", None], np.zeros((2, 2)), 5):
        with pytest.raises(NotText):
            clone(new).fit(wrong, ["a", "b"])
    with pytest.raises(BadCoding, match="without a code"):
        clone(new).fit(["公开", "滞后"], ["a", ""])
    with pytest.raises(BadCoding, match="another length"):
        clone(new).fit(["公开", "滞后"], ["a"])
    with pytest.raises(BadCoding, match="no codes"):
        clone(new).fit(TEXTS, None)
    for name, value in (("model", "forest"), ("threshold", "best"), ("folds", 1)):
        with pytest.raises(BadCoding):
            clone(new).set_params(**{name: value}).fit(TEXTS, CODES)
    for ask in (
        lambda: new.codes(TEXTS),
        lambda: new.score(TEXTS, CODES),
        lambda: new.words_for("p"),
        lambda: new.save("x"),
    ):
        with pytest.raises(NotFittedError):
            ask()


def test_best_threshold_by_hand() -> None:
    assert best_threshold(np.array([0.9, 0.8, 0.3, 0.2]), np.array([1, 0, 1, 0])) == pytest.approx(0.25)
    assert best_threshold(np.array([0.5, 0.5, 0.1]), np.array([1, 0, 0])) == pytest.approx(0.3)


def test_grid_search_over_texts() -> None:
    search = GridSearchCV(
        ProblemClassifier(folds=2), {"C": [0.1, 1.0], "model": ["svc", "logistic"]}, cv=3, error_score="raise"
    )
    assert search.fit(TEXTS, CODES).best_score_ > 0.5


CHECKS = [
    "check_estimator_cloneable", "check_estimator_tags_renamed", "check_valid_tag_types", "check_estimator_repr",
    "check_no_attributes_set_in_init", "check_do_not_raise_errors_in_init_or_set_params",
    "check_get_params_invariance", "check_set_params", "check_parameters_default_constructible",
]  # fmt: skip


@pytest.mark.parametrize("name", CHECKS)
def test_checks_that_need_no_data(name: str) -> None:
    getattr(estimator_checks, name)("ProblemClassifier", ProblemClassifier())


class OnRows(ProblemClassifier):
    """Takes tables of numbers, as scikit-learn's checks make them: every row is written as a text.

    The checks pass over estimators whose input is text; so they run on the very code of `fit` and `predict`.
    """

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.one_d_array, tags.input_tags.two_d_array = False, False, True
        return tags

    def fit(self, X: Any, y: Any = None, groups: Any = None) -> Any:  # noqa: N803
        if y is None:
            raise ValueError("requires y to be passed, but the target y is None")
        X, y = validate_data(self, X, y, multi_output=True)  # noqa: N806
        y = np.asarray([int(value > np.median(y)) for value in y]) if y.ndim == 1 and y.dtype.kind == "f" else y
        return super().fit(_written(X), [str(value) for value in y] if y.ndim == 1 else y, groups)

    def predict_proba(self, X: Any) -> Any:  # noqa: N803
        check_is_fitted(self)
        if isinstance(X, list) and X and isinstance(X[0], str):
            return super().predict_proba(X)
        return super().predict_proba(_written(validate_data(self, X, reset=False)))

    def score(self, X: Any, y: Any) -> float:  # noqa: N803
        return super().score(X, [str(value) for value in np.asarray(y)])


def _written(numbers: Any) -> list[str]:
    return [
        " ".join(f"{'甲乙丙丁戊己庚辛壬癸'[at % 10]}{round(float(v) * 4)}" for at, v in enumerate(row))
        for row in numbers
    ]


@estimator_checks.parametrize_with_checks([OnRows(folds=2, ngrams=(1, 2))])
def test_estimator_checks(estimator: Any, check: Any) -> None:
    check(estimator)


@pytest.mark.parametrize("options", [{}, {"words": True, "rules": True}, {"model": "logistic", "threshold": 0.4}])
def test_saved_and_loaded_it_says_the_same(tmp_path: Path, options: dict[str, Any]) -> None:
    made = ProblemClassifier(**options).fit([*TEXTS, "停电"], [*CODES, "other"])
    made.save(tmp_path / "c.npz")
    again = load_classifier(tmp_path / "c.npz")
    new = ["人手不够用", "更新晚", "停电", ""]
    assert np.array_equal(again.predict_proba(new), made.predict_proba(new))
    assert again.codes(new) == made.codes(new)
    assert again.rare_ == made.rare_
    assert again.words_for("staffing").equals(made.words_for("staffing"))
    assert {k: v for k, v in again.get_params().items() if k != "segmenter"} == {
        k: v for k, v in made.get_params().items() if k != "segmenter"
    }
    assert [path.name for path in tmp_path.iterdir()] == ["c.npz"]


def test_a_file_that_is_no_classifier_or_holds_objects_is_refused(tmp_path: Path, fitted: ProblemClassifier) -> None:
    path = tmp_path / "c.npz"
    fitted.save(path)
    arrays = dict(np.load(path))
    about = json.loads(arrays["about"].tobytes())

    def written(**changes: Any) -> Path:
        np.savez(path, **{**arrays, **changes})
        return path

    def encoded(**changes: Any) -> Any:
        return np.frombuffer(json.dumps({**about, **changes}).encode(), np.uint8)

    for wrong in (
        {"linear_coef": np.array([{"a": 1}], dtype=object)}, {"linear_coef": np.zeros((1, 1))},
        {"about": encoded(govtext_classifier=2)}, {"about": np.frombuffer(b"{", np.uint8)},
        {"about": encoded(codes=["x"])},
    ):  # fmt: skip
        with pytest.raises(UnreadableFile):
            load_classifier(written(**wrong))
    path.write_bytes(b"pickle")
    with pytest.raises(UnreadableFile):
        load_classifier(path)


def test_other_words_or_rules_than_when_it_was_fitted_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ProblemClassifier(rules=True).fit(TEXTS, CODES).save(tmp_path / "c.npz")
    monkeypatch.setattr("govtext.coding.loading.rules_hash", lambda: "another")
    with pytest.raises(BadCoding, match="rules are others"):
        load_classifier(tmp_path / "c.npz")
    blanks = ProblemClassifier(words=True, segmenter=OtherSegmenter("blanks", str.split)).fit(TEXTS, CODES)
    with pytest.raises(BadCoding, match="cannot be saved"):
        blanks.save(tmp_path / "d.npz")
    own = ProblemClassifier(words=True, segmenter=Segmenter(lexicon=("人手",))).fit(TEXTS, CODES)
    own.save(tmp_path / "e.npz")
    assert load_classifier(tmp_path / "e.npz").get_params()["segmenter"] == Segmenter(lexicon=("人手",))


def many(texts: int, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Items of which half have a word that tells their code."""
    rng = np.random.default_rng(seed)
    rows = []
    for text in range(texts):
        for item in range(3):
            code = ("p", "q")[int(rng.integers(2))]
            word = {"p": "人手", "q": "更新"}[code] if rng.random() < 0.8 else "".join(rng.choice(list("甲乙丙丁"), 2))
            rows.append((f"{text}-{item}", text, word + "".join(rng.choice(list("子丑寅卯辰巳"), 3)), code))
    frame = pd.DataFrame(rows, columns=["item_id", "text_id", "text", "codes"])
    return frame[["item_id", "text_id", "text"]], frame[["item_id", "codes"]]


def test_cross_validation_never_learns_from_the_items_text() -> None:
    """Every text has a word of its own that tells its code: learnt across texts it is of no use."""
    rows = [(f"{t}-{i}", t, chr(0x4E00 + t) * 4, "pq"[t % 2]) for t in range(40) for i in range(4)]
    frame = pd.DataFrame(rows, columns=["item_id", "text_id", "text", "codes"])
    made = cross_validated(frame, frame, resamples=0)
    assert made.coding.groupby(frame["text_id"].to_numpy())["fold"].nunique().max() == 1
    assert made.coding["item_id"].tolist() == frame["item_id"].tolist()
    assert made.scores.set_index("code").loc["micro", "f1"] < 0.75
    assert ProblemClassifier().fit(frame["text"], frame["codes"]).score(frame["text"], frame["codes"]) == 1


def test_cross_validation_is_the_same_for_a_seed_and_finds_what_is_planted() -> None:
    items, coding = many(40)
    one, same = (cross_validated(items, coding, folds=3, seed=1, resamples=50) for _ in range(2))
    assert one.scores.equals(same.scores)
    micro = one.scores.set_index("code").loc["micro"]
    assert 0.75 < micro["f1"] <= 1
    assert micro["f1_low"] < micro["f1"] < micro["f1_high"]
    with pytest.raises(BadCoding, match="fewer texts"):
        cross_validated(items.head(6), coding, folds=5)


def test_the_learning_curve_rises_and_says_where_it_guesses() -> None:
    items, coding = many(24)
    steps: list[int] = []
    made = learning_curve(
        items, coding, ProblemClassifier(ngrams=(1, 2), folds=2), shares=(0.1, 0.4, 1), repeats=2,
        progress=lambda done, _: steps.append(done),
    )  # fmt: skip
    assert steps == [1, 2]
    assert len(made.points) == 6
    assert (made.points.groupby("repeat")["items"].diff().dropna() > 0).all()
    for _, curve in made.fitted.groupby("measure"):
        assert curve["value"].is_monotonic_increasing
        assert curve["extrapolated"].tolist() == (curve["items"] > 54).tolist()
        assert ((curve["low"] <= curve["value"]) & (curve["value"] <= curve["high"])).all()
    again = learning_curve(items, coding, ProblemClassifier(ngrams=(1, 2), folds=2), shares=(0.1, 0.4, 1), repeats=2)
    assert again.points.equals(made.points)
    with pytest.raises(BadCoding, match="no learning curve"):
        learning_curve(items, coding, shares=(0.5, 1.0))


def test_the_curve_is_found_again_in_points_that_lie_on_it() -> None:
    from govtext.coding.learning import _curve

    n = np.array([20, 50, 100, 200, 400])
    points = pd.DataFrame({"repeat": np.repeat([0, 1], 5), "share": np.tile([0.05, 0.1, 0.25, 0.5, 1], 2),
                           "items": np.tile(n, 2)})  # fmt: skip
    points["micro"] = points["macro"] = power(points["items"].to_numpy(float), 0.8, 0.2, 0.6)
    made = _curve(points, 0.25, 400)
    assert made.parameters.loc[0, ["a", "b", "c"]].tolist() == pytest.approx([0.8, 0.2, 0.6], abs=1e-3)
    assert not made.parameters["open"].any()
    assert (made.fitted["high"] - made.fitted["low"]).max() < 1e-6
