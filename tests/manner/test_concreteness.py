"""Points of measures against marks made by hand: who, by when, how much, by what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.manner import concreteness, mean_concreteness
from govtext.manner.points import POINTS, rules
from tests.manner.marked import Agreement, agreement, marked

LETTERS = dict(zip(POINTS, "wdmi", strict=True))
HALVES = marked("measures")
TEXTS = [text for half in HALVES.values() for text, _ in half]


def agreed(half: str) -> Agreement:
    return agreement(
        (
            {(LETTERS[point], 0, 0) for point in concreteness(text).points},
            {(letter, 0, 0) for letter, _, _ in marks},
        )
        for text, marks in HALVES[half]
    )


def test_the_marked_set_is_large_enough() -> None:
    assert len(HALVES["held_out"]) >= 60
    assert len(HALVES["held_out"]) + len(HALVES["development"]) >= 120


@pytest.mark.parametrize(
    ("half", "precision", "recall"),
    [("held_out", 0.95, 0.95), ("development", 0.95, 0.95), ("others", 0.95, 0.95), ("others_later", 0.95, 0.65)],
)
def test_agreement_with_the_marks(half: str, precision: float, recall: float) -> None:
    found = agreed(half)
    assert found.precision >= precision, str(found)
    assert found.recall >= recall, str(found)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("加强学习，提高认识", ()),
        ("2023年，我局将继续努力", ()),
        ("各部门定期开展自我检查", ()),
        ("在15个工作日内答复", ("when",)),
        ("每季度检查一次", ("when",)),
        ("由县政府办公室在年底前举办业务培训2期", POINTS),
        ("明确专人负责", ()),
        ("下一年度继续做好工作", ()),
    ],
)
def test_points_by_hand(text: str, points: tuple[str, ...]) -> None:
    measured = concreteness(text)
    assert measured.points == points
    assert measured.score == len(points)


def test_half_and_full_width_marks_are_alike() -> None:
    full = "由办公室负责，制定实施方案，每月通报。"
    assert concreteness(full).points == concreteness(full.replace("，", ",")).points == ("who", "when", "what")


def test_no_measure_no_mean() -> None:
    assert mean_concreteness([]).value is None
    assert mean_concreteness([]).reason == "no measure is stated"
    assert mean_concreteness(["", "每月通报。"]).value == 1


def test_rules_are_labelled_in_both_languages() -> None:
    assert tuple(rules()) == POINTS
    assert all(text for rule in rules().values() for text in (rule.label.zh, rule.label.en, rule.asks.zh, rule.asks.en))


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3).map("\n".join))
def test_evidence_is_exact_and_more_text_takes_no_point_away(text: str) -> None:
    measured = concreteness(text)
    assert all(text[each.start : each.end] == each.raw and each.raw for each in measured.evidence)
    assert 0 <= measured.score <= 4
    assert {"who", "when", "what"} & set(measured.points) <= set(concreteness(f"{text}\n加强学习。").points)
