from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from govtext.display.language import set_language
from govtext.errors import BoundExceeded, GovTextError
from govtext.reuse import align
from govtext.reuse.waterman import Score, local

CODES = st.lists(st.integers(0, 3), max_size=10)
SCORES = st.builds(Score, st.integers(1, 3), st.integers(-3, -1), st.integers(-3, -1))


def brute(left: list[int], right: list[int], score: Score) -> int:
    """The textbook's matrix, cell by cell."""
    rows = [[0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i, a in enumerate(left, 1):
        for j, b in enumerate(right, 1):
            step = score.match if a == b else score.mismatch
            rows[i][j] = max(0, rows[i - 1][j - 1] + step, rows[i - 1][j] + score.gap, rows[i][j - 1] + score.gap)
    return max(map(max, rows))


def least_cost(pairs: list[list[int]], score: Score) -> int:
    """The score of the best alignment that holds these equal pairs and no others."""
    total = 0
    for at, (i, j) in enumerate(pairs):
        total += score.match
        if at:
            a, b = i - pairs[at - 1][0] - 1, j - pairs[at - 1][1] - 1
            total += max(both * score.mismatch + (a + b - 2 * both) * score.gap for both in range(min(a, b) + 1))
    return total


@given(CODES, CODES, SCORES)
@settings(max_examples=300, deadline=None)
def test_score_is_that_of_the_textbook(left: list[int], right: list[int], score: Score) -> None:
    path = local(np.array(left, np.int64), np.array(right, np.int64), score)
    assert path.score == brute(left, right, score)
    pairs = path.pairs.tolist()
    assert all(left[i] == right[j] for i, j in pairs)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(pairs))
    assert least_cost(pairs, score) == path.score


@given(CODES, CODES, SCORES)
@settings(max_examples=100, deadline=None)
def test_score_is_symmetric(left: list[int], right: list[int], score: Score) -> None:
    a, b = np.array(left, np.int64), np.array(right, np.int64)
    assert local(a, b, score).score == local(b, a, score).score


def test_nothing_leads_across_what_is_barred() -> None:
    left, right = np.array([1, 2, -2, 3, 4]), np.array([1, 2, 9, 3, 4])
    assert local(left, right).score == 4
    assert local(np.array([1, 2, 9, 3, 4]), right, Score(2, -1, -1)).score == 10


def test_a_matrix_has_its_bound() -> None:
    codes = np.zeros(10_000, np.int64)
    with pytest.raises(BoundExceeded, match="too long to be aligned as a whole"):
        local(codes, codes)


HAN = [chr(code) for code in range(0x5200, 0x5400)]


def made(seed: int, count: int) -> str:
    return "".join(np.random.default_rng(seed).choice(HAN, count))


@given(st.integers(0, 10**6), st.integers(14, 60), st.lists(st.integers(8, 50), max_size=2))
@settings(max_examples=60, deadline=None)
def test_a_planted_passage_is_found_and_offsets_are_exact(seed: int, length: int, edits: list[int]) -> None:
    passage = made(seed, length)
    changed = "".join("改" if at in edits else char for at, char in enumerate(passage))
    left, right = f"{made(seed + 1, 50)}。{passage}。{made(seed + 2, 40)}", f"{made(seed + 3, 30)}。{changed}。"
    found = align(left, right)
    frame = found.to_pandas()
    assert (frame["left"] == [left[a:b] for a, b in zip(frame["left_start"], frame["left_end"], strict=True)]).all()
    for each in found.passages:
        for a, b, c, d in each.runs:
            assert left[a:b].replace("。", "") == right[c:d].replace("。", "")
    assert found.shared >= length - len(edits) - 6 * len(edits) - 2


@given(st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_seeded_is_the_whole_where_there_is_one_passage(seed: int) -> None:
    passage = made(seed, 30)
    changed = passage[:12] + "新" + passage[13:20] + passage[22:]
    left, right = made(seed + 1, 40) + passage + made(seed + 2, 40), made(seed + 3, 25) + changed + made(seed + 4, 60)
    found = align(left, right)
    codes = [np.array([ord(char) for char in text], np.int64) for text in (left, right)]
    assert max(each.score for each in found.passages) == local(*codes).score


PHRASES = ["清理网站栏目空白信息错误链接", "定期组织业务培训提高能力素质", "完善登记审核会商答复归档各环节"]
SOME = st.lists(st.sampled_from(PHRASES), max_size=5)


@given(SOME, SOME)
@settings(max_examples=60, deadline=None)
def test_no_character_counts_twice(left: list[str], right: list[str]) -> None:
    found = align("。".join(left), "。".join(right))
    for side in (0, 1):
        spans = sorted((each.left, each.right)[side] for each in found.passages)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert found.shared <= min(found.units)


@given(st.integers(0, 10**6))
@settings(max_examples=30, deadline=None)
def test_alignment_is_symmetric_for_one_passage(seed: int) -> None:
    passage = made(seed, 30)
    left, right = made(seed + 1, 20) + passage, passage[:15] + "新" + passage[15:] + made(seed + 2, 20)
    assert align(left, right).shared == align(right, left).shared


def test_whole_copies_and_nothing() -> None:
    text = "".join(made(at, 30) + "。" for at in range(200))
    assert align(text, text).shares == (1.0, 1.0)
    assume_none = align("", text)
    assert assume_none.shares == (None, 0.0)
    with pytest.raises(GovTextError, match="left text is too long"):
        align("甲" * 200_001, text)


def test_words_are_aligned_where_they_are_cut() -> None:
    found = align("甲 乙 丙 丁 戊 己 庚", "子 乙 丙 丁 戊 己 庚", tokens=list)
    assert found.units == (7, 7)
    assert found.shared == 6


def test_shown_in_both_languages_and_harmless() -> None:
    text = "扩大公众参与范围，提高互动<script>实效。"
    found = align(text, f"此外，{text}", names=("<b>甲", "乙"))
    page = found.html("zh")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "&lt;b&gt;甲" in page
    assert "重复文字对照" in page
    assert "Shared text" in found.html("en")
    assert page.count("<mark>") == found._repr_html_().count("<mark>") > 0
    set_language("en")
    assert "passage 1" in str(align(text, text))
    assert "no shared passage" in str(align("甲", "乙"))


@given(CODES)
def test_marks_hold_the_whole_text(codes: list[int]) -> None:
    assume(codes)
    text = "".join("清理网站栏目空白信息错误链接" if code == 0 else HAN[code] for code in codes)
    page = align(text, f"首先{text[::-1]}{text}")._repr_html_()
    cell = page.split("<td>")[1].split("</td>")[0]
    assert re.sub("<sup>.*?</sup>|<[^>]*>", "", cell) == text


def test_a_long_text_that_drifts_is_told_in_pieces() -> None:
    text = made(1, 8000)
    shorter = "".join(char for at, char in enumerate(text) if at % 20)
    found = align(text, shorter)
    assert found.shares[1] is not None
    assert found.shares[1] > 0.98
    assert len(found.passages) > 1


def test_what_was_taken_out_stands_in_a_run_only_where_it_is_the_same() -> None:
    made = align("2021年更新重点领域栏目12个，并组织业务培训。", "2022年更新重点领域栏目15个，并组织业务培训。")
    runs = [(made.left[a:b], made.right[c:d]) for a, b, c, d in made.passages[0].runs]
    assert runs == [("更新重点领域栏目",) * 2, ("个，并组织业务培训",) * 2]
    same = align("更新重点领域栏目12个，并组织业务培训。", "更新重点领域栏目12个，并组织业务培训。")
    assert len(same.passages[0].runs) == 1
