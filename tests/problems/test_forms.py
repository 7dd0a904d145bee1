"""Section-5 texts in every form: what stands marked in the data is what is found."""

from __future__ import annotations

import pytest

from govtext.problems import Item, items
from tests.problems.cases import Case, Expected, cases

CASES = list(cases())
F1 = 0.9
"""What the rules reach on these texts; they were written with the rules, so this is no estimate for others."""


def test_the_set_is_large_and_its_names_are_unique() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 120


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_items_are_those_that_are_marked(case: Case) -> None:
    assert [(item.kind, item.past, item.text) for item in items(case.text)] == case.spans


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_offsets_and_numbers(case: Case) -> None:
    found = items(case.text)
    assert [(item.start, item.end) for item in found] == [(each.start, each.end) for each in case.expected]
    for kind in ("problem", "measure"):
        numbers = [item.number for item in found if item.kind == kind]
        assert numbers == list(range(1, len(numbers) + 1))


def test_every_item_says_what_told_its_kind_and_codes() -> None:
    for case in CASES:
        for item in items(case.text):
            assert item.cue
            assert len(item.codes) == len(item.coded_by)
            assert all(words for code, words in zip(item.codes, item.coded_by, strict=True) if code != "other")


def _coded() -> list[tuple[Item, Expected]]:
    return [pair for case in CASES for pair in zip(items(case.text), case.expected, strict=True)]


def test_codes_agree_with_the_marks() -> None:
    pairs = _coded()
    hits = sum(len(each.codes & set(item.codes)) for item, each in pairs)
    given, wanted = sum(len(item.codes) for item, _ in pairs), sum(len(each.codes) for _, each in pairs)
    assert 2 * hits / (given + wanted) > F1
