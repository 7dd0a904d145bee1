"""What was found is held against the right copies: by report and source, as they are compared, each pair once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from govtext.corpus import build
from govtext.errors import UnknownCode
from govtext.reuse import copied_sentences, network, prose
from govtext.reuse.planted import in_corpus, planted_edges, planted_sentences
from govtext.simulate import simulate

FRAME = pd.DataFrame({
    "report": ["a", "b", "c"], "issuer": ["x", "x", "y"], "year": [2021, 2022, 2021],
    "text": ["2021年更新栏目12个。开展业务培训。", "2022年更新栏目15个。开展业务培训。", "开展业务培训。"],
})  # fmt: skip


def known(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["report", "source", "text"])


def test_a_sentence_is_planted_only_from_the_report_it_is_held_against() -> None:
    found = copied_sentences(FRAME)
    marked = planted_sentences(found, known(("b", "a", "2022年更新栏目15个。"), ("b", "c", "开展业务培训。")), FRAME)
    assert marked["planted"].tolist() == [True, False]
    other = planted_sentences(copied_sentences(FRAME, pairs=[("b", "c")]), known(("b", "c", "开展业务培训。")), FRAME)
    assert other["planted"].tolist() == [False, True]


def test_a_copy_of_which_nothing_is_left_marks_nothing() -> None:
    assert not planted_sentences(copied_sentences(FRAME), known(("b", "a", "2022年，")), FRAME)["planted"].any()


def test_edges_and_what_they_miss_are_counted_once_either_way() -> None:
    edges = pd.DataFrame({"left": ["a", "c"], "right": ["b", "d"]})
    copies = known(("b", "a", ""), ("a", "b", ""), ("f", "e", ""), ("e", "f", ""), ("g", "e", ""))
    made = planted_edges(edges, copies).set_index(["left", "right"])
    assert made["found"].tolist() == [True, True, False, False]
    assert made["planted"].to_dict() == {("a", "b"): 2, ("c", "d"): 0, ("e", "f"): 2, ("e", "g"): 1}
    assert made["along"].tolist() == [1, 0, 1, 1]


def test_all_found_is_nothing_missed() -> None:
    made = planted_edges(pd.DataFrame({"left": ["a"], "right": ["b"]}), known(("b", "a", "")))
    assert made[["found", "planted"]].values.tolist() == [[True, 1]]


@pytest.mark.parametrize("missing", ["report", "source", "text"])
def test_a_column_that_is_missing_is_named(missing: str) -> None:
    with pytest.raises(UnknownCode, match=missing):
        planted_sentences(copied_sentences(FRAME), known().drop(columns=missing), FRAME)


def test_a_simulation_s_copies_are_told_in_the_corpus_s_ids(tmp_path: Path) -> None:
    truth = simulate(4, [2021, 2022], 7, tmp_path / "s")
    made = build(tmp_path / "s" / "reports", out=tmp_path / "c", places=tmp_path / "s" / "places.csv", workers=1,
                 progress=False).open()  # fmt: skip
    copies = in_corpus(truth.table("copies"), made)
    assert len(copies) == len(truth.table("copies")) > 0
    given = prose(made)
    assert {*copies["report"], *copies["source"]} <= {entry.report for entry in given.entries}
    marked = planted_sentences(copied_sentences(given), copies, given)
    assert marked["planted"].sum() >= 0.8 * (copies["own"] == "1").sum()
    others = copies[copies["own"] == "0"]
    assert planted_edges(network(given, share=0.9).edges, others)["planted"].sum() == len(others)
