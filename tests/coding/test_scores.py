"""Disagreements and their settlement; a machine against coded items and marked spans, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import precision_recall_fscore_support
from sklearn.preprocessing import MultiLabelBinarizer

from govtext.coding import BadCoding, adjudicated, code_scores, confusions, disagreements, match_spans, span_scores
from govtext.coding.codes import codes_in
from govtext.coding.machine import matched_codes, rule_codes, rule_items

SETS = ["p", "q", "r", "p q", "q r", "p q r"]


def coding(codes: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"item_id": [f"i{at}" for at in range(len(codes))], "codes": codes})


def test_disagreements_keep_both_and_the_furthest_come_first() -> None:
    a = coding(["p", "p q", "p", "p"]).assign(note=["", "", "unsure", ""])
    made = disagreements(a, coding(["p", "q p", "q", "p q"]))
    assert made[["item_id", "differ", "codes_a", "codes_b", "note_a"]].values.tolist() == [
        ["i2", "codes", "p", "q", "unsure"], ["i3", "codes", "p", "p q", ""], ["i1", "order", "p q", "q p", ""],
    ]  # fmt: skip
    assert made["distance"].tolist() == pytest.approx([1, 2 / 3, 0])


def test_what_is_undecided_or_unknown_is_refused() -> None:
    a, b = coding(["staffing", "capacity"]), coding(["staffing", "awareness"])
    with pytest.raises(BadCoding, match=r"nothing was decided \(found i1\)"):
        adjudicated(a, b, coding([]))
    with pytest.raises(BadCoding, match="unknown code"):
        adjudicated(a, b, pd.DataFrame({"item_id": ["i1"], "codes": ["zeal"]}))
    with pytest.raises(BadCoding, match="not coded twice"):
        adjudicated(a, b, pd.DataFrame({"item_id": ["i1", "i9"], "codes": ["capacity", "capacity"]}))
    decided = pd.DataFrame({"item_id": ["i0", "i1"], "codes": ["other", "capacity awareness"]})
    assert adjudicated(a, b, decided)["settled"].tolist() == ["decided", "decided"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(SETS), st.sampled_from(SETS)), min_size=1, max_size=20))
def test_scores_are_those_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    truth, found = ([one for one, _ in pairs], [other for _, other in pairs])
    made = code_scores(coding(truth), coding(found), resamples=0).set_index("code")
    binary = MultiLabelBinarizer(classes=["p", "q", "r"])
    y, z = (binary.fit_transform([codes_in(each) for each in side]) for side in (truth, found))
    by_code = precision_recall_fscore_support(y, z, zero_division=0)
    for at, code in enumerate("pqr"):
        if code in made.index:
            got = made.loc[code, ["precision", "recall", "f1"]].fillna(0).tolist()
            assert got == pytest.approx([by_code[part][at] for part in range(3)])
    micro = precision_recall_fscore_support(y, z, average="micro", zero_division=0)
    assert made.loc["micro", ["precision", "recall", "f1"]].tolist() == pytest.approx(micro[:3])
    there = y.sum(0) > 0
    assert made.loc["macro", "f1"] == pytest.approx(by_code[2][there].mean())


def test_the_interval_holds_the_value_and_needs_texts() -> None:
    truth, found = coding(["p", "q", "p q", "r"] * 20), coding(["p", "p", "p", "r"] * 20)
    text = pd.Series([at // 8 for at in range(80)], index=truth["item_id"])
    made = code_scores(truth, found, text=text)
    kept = made.dropna(subset=["precision"])
    assert ((kept["precision_low"] <= kept["precision"]) & (kept["precision"] <= kept["precision_high"])).all()
    assert np.isnan(made.set_index("code").loc["q", "precision"])  # never found
    assert made.attrs["texts"] == 10


def test_confusions_by_hand() -> None:
    made = confusions(coding(["p", "p", "p q", "r"]), coding(["q", "q", "p", "r p"]))
    assert made.values.tolist() == [["p", "q", 2, "i0"], ["", "p", 1, "i3"], ["q", "", 1, "i2"]]
    assert confusions(coding(["p"]), coding(["p"])).empty


def spans(*rows: tuple[str, str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["text_id", "kind", "start", "end"])


def test_spans_match_by_overlap_within_text_and_kind() -> None:
    truth = spans(("t", "problem", 0, 10), ("t", "measure", 20, 30), ("u", "problem", 0, 10))
    found = spans(("t", "problem", 5, 10), ("t", "problem", 20, 30), ("u", "problem", 6, 16), ("v", "problem", 0, 10))
    assert match_spans(truth, found).values.tolist() == [[0, 0, 0.5]]
    assert match_spans(truth, found, same_kind=False)["truth_row"].tolist() == [0, 1]
    made = span_scores(truth, found, resamples=0).set_index("group")
    assert made.loc["problem", ["n_truth", "n_found", "n_right"]].tolist() == [2, 4, 1]
    assert made.loc["all", ["precision", "recall", "f1"]].tolist() == pytest.approx([1 / 4, 1 / 3, 2 / 7])
    assert made.loc["measure", "recall"] == 0
    assert np.isnan(made.loc["measure", "precision"])


def test_an_item_is_matched_once() -> None:
    truth = spans(("t", "problem", 0, 10))
    found = spans(("t", "problem", 0, 5), ("t", "problem", 5, 10), ("t", "problem", 0, 9))
    assert match_spans(truth, found).values.tolist() == [[0, 2, 0.9]]
    with pytest.raises(BadCoding, match="no overlap"):
        match_spans(truth, found, least=0)


SPAN = st.tuples(st.sampled_from("tu"), st.just("problem"), st.integers(0, 20), st.integers(1, 10)).map(
    lambda row: (row[0], row[1], row[2], row[2] + row[3])
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SPAN, min_size=1, max_size=8), st.lists(SPAN, min_size=1, max_size=8))
def test_matching_is_one_to_one_and_turns_round(
    one: list[tuple[str, str, int, int]], other: list[tuple[str, str, int, int]]
) -> None:
    truth, found = spans(*one), spans(*other)
    made = match_spans(truth, found)
    assert made["truth_row"].is_unique
    assert made["found_row"].is_unique
    assert made["overlap"].between(0.5, 1).all()
    assert len(match_spans(truth, truth)) == len(truth)


def test_the_machine_on_items_and_on_texts() -> None:
    texts = pd.DataFrame({"text_id": ["t"], "form": ["x"], "text": ["一是人手不足；二是信息更新不及时。"]})
    truth = spans(("t", "problem", 2, 6), ("t", "problem", 9, 16)).assign(
        item_id=["a", "b"], text=["人手不足", "信息更新不及时"]
    )
    found = rule_items(texts)
    assert found["form"].tolist() == ["x", "x"]
    assert matched_codes(truth, found)[["item_id", "codes"]].values.tolist() == [["a", "staffing"], ["b", "timeliness"]]
    assert rule_codes(truth)["codes"].tolist() == ["staffing", "timeliness"]
    stated = pd.DataFrame({"item_id": ["n"], "text": ["本年度我局政府信息公开工作不存在问题"]})
    assert rule_codes(stated)["codes"].tolist() == ["none"]
