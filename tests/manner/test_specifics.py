"""The recogniser of specifics: agreement with marks made by hand, offsets, and what must always hold."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.manner import find_specifics, hard_information, specificity
from govtext.manner.bodies import find_bodies
from govtext.manner.specifics import KINDS
from tests.manner.marked import Agreement, agreement, marked

LETTERS = dict(
    zip("qpdntbrf", ("figure", "percent", "date", "number", "title", "body", "role", "platform"), strict=True)
)
TEXTS = [text for half in marked("specifics").values() for text, _ in half]
sentences = st.sampled_from(TEXTS)
prose = st.lists(
    st.one_of(sentences, st.text("2021年〔〕号《》“”县市财政局办网一三十百％.、,，。；公开第月日\n ", max_size=12)),
    max_size=4,
).map("".join)


def agreed(half: str, *kinds: str) -> Agreement:
    return agreement(
        (
            {(each.kind, each.start, each.end) for each in find_specifics(text) if each.kind in kinds},
            {(LETTERS[k], start, end) for k, start, end in marks if LETTERS[k] in kinds},
        )
        for text, marks in marked("specifics")[half]
    )


def test_the_marked_set_is_large_enough() -> None:
    halves = marked("specifics")
    counted = Counter(k for half in halves.values() for _, marks in half for k, _, _ in marks)
    assert sum(map(len, halves.values())) >= 200
    assert counted.total() >= 500
    assert min(counted.values()) >= 20
    assert set(counted) == set(LETTERS)


@pytest.mark.parametrize("half", ["held_out", "development", "others"])
def test_agreement_with_the_marks(half: str) -> None:
    found = agreed(half, *KINDS)
    assert found.precision >= 0.95, str(found)
    assert found.recall >= 0.95, str(found)


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_is_weak_on_the_half_that_was_held_out(kind: str) -> None:
    found = agreed("held_out", kind)
    assert found.precision >= 0.9, str(found)
    assert found.recall >= 0.9, str(found)


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("由县财政局牵头", ["县财政局"]),
        ("及时向区政府办报告", ["区政府办"]),
        ("区委区政府高度重视", ["区委", "区政府"]),
        ("各县财政局、各乡镇人民政府", []),
        ("有关部门、市直各单位、财政部门、本局办公室", []),
        ("市县政府、街道办事处", []),
        ("县财政局长", []),
        ("国家税务总局青禾县税务局", ["国家税务总局青禾县税务局"]),
        ("设立县政务公开办公室", ["县政务公开办公室"]),
        ("中共柳河县委宣传部", ["中共柳河县委宣传部"]),
        ("遂宁市安居区财政局", ["遂宁市安居区财政局"]),
    ],
)
def test_the_left_boundary_of_a_body(text: str, bodies: list[str]) -> None:
    assert [text[start:end] for start, end in find_bodies(text)] == bodies


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("《2021年第3期公报》", ["title"]),
        ("一是加强领导，建立一个平台，第二十条", []),
        ("县长信箱", ["platform"]),
        ("“灵动安居”微信公众号", ["platform"]),
        ("微信公众号、门户网站", []),
        ("1.加强学习。2.严格审核。", []),
        ("下一年度", []),
        ("三分之一", ["percent"]),
        ("国务院令第711号", ["number"]),
    ],
)
def test_what_is_and_what_is_no_specific(text: str, kinds: list[str]) -> None:
    assert [each.kind for each in find_specifics(text)] == kinds


def test_rates_by_hand() -> None:
    measured = specificity("县财政局２０２１年公开信息１２０条，占80%。")
    assert measured.characters == 20
    assert measured.rate.value == 100 * 4 / 20
    assert {kind: n for kind, n in measured.counts.items() if n} == {"body": 1, "date": 1, "figure": 1, "percent": 1}
    assert measured.of("figure", "percent").value == 10
    assert hard_information(measured.found, 8).value == 25


def test_an_empty_text_has_no_rate_but_a_reason() -> None:
    for text in ("", "。，！ \n"):
        measured = specificity(text)
        assert measured.rate.value is None
        assert measured.rate.reason == "the text has no characters"
    assert hard_information((), 0).value is None


@given(prose)
def test_offsets_are_exact_and_nothing_is_counted_twice(text: str) -> None:
    found = find_specifics(text)
    assert all(text[each.start : each.end] == each.raw and each.raw.strip() for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(prose, prose)
def test_counts_of_lines_add_up(one: str, other: str) -> None:
    both = Counter(each.kind for each in find_specifics(f"{one}\n{other}"))
    assert both == Counter(each.kind for text in (one, other) for each in find_specifics(text))


@given(sentences, st.sampled_from(["个别单位还不够重视。", "有待进一步加强。", "取得了一定成效。", "总体上基本良好。"]))
def test_vague_words_never_raise_specificity(text: str, vague: str) -> None:
    before, after = specificity(text).rate.value, specificity(f"{text}\n{vague}").rate.value
    assert before is not None
    assert after is not None
    assert after < before or after == before == 0
