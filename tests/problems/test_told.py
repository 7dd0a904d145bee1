"""Texts that tell what happened without the set phrases: how much of them is found, not that all is."""

from __future__ import annotations

import pandas as pd
import pytest

from govtext.coding.spans import span_scores
from govtext.problems import items
from govtext.problems.coding import coder
from tests.problems.cases import DATA, Case, cases

CASES = list(cases(DATA / "told"))
SPANS, CODES = 0.8, 0.75
"""F1 that the rules reach on all of these texts together; no estimate for others, some were looked at."""


def _marked(case: Case) -> list[tuple[str, str, int, int]]:
    return [(case.name, each.kind, each.start, each.end) for each in case.expected]


def _found(case: Case) -> list[tuple[str, str, int, int]]:
    return [(case.name, item.kind, item.start, item.end) for item in items(case.text)]


def test_most_items_are_found_where_they_are_marked() -> None:
    columns = ["text_id", "kind", "start", "end"]
    truth, found = (
        pd.DataFrame([row for case in CASES for row in rows(case)], columns=columns) for rows in (_marked, _found)
    )
    scores = span_scores(truth, found, resamples=0).set_index("group")["f1"]
    assert scores["problem"] > SPANS
    assert scores["measure"] > SPANS


@pytest.mark.parametrize("kind", ["problem", "measure"])
def test_most_codes_are_those_of_the_marks(kind: str) -> None:
    right = given = wanted = 0
    for case in CASES:
        for each in (one for one in case.expected if one.kind == kind and one.codes != {"none"}):
            codes = coder().code(case.text[each.start : each.end].replace("\n", "")).codes
            right, given, wanted = right + len(each.codes & set(codes)), given + len(codes), wanted + len(each.codes)
    assert 2 * right / (given + wanted) > CODES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_found_is_cut_out_of_the_text(case: Case) -> None:
    for item in items(case.text):
        assert case.text[item.start : item.end] == item.text
        assert all(words for code, words in zip(item.codes, item.coded_by, strict=True) if code != "other")
