from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.errors import GovTextError
from govtext.reuse import near
from govtext.reuse.neighbours import banding, chance, jaccard
from govtext.reuse.units import grams

TEXTS = st.lists(st.text("甲乙丙丁", max_size=14), max_size=12)


def gram_set(text: str, n: int) -> set[str]:
    return {text[at : at + n] for at in range(len(text) - n + 1)}


@given(TEXTS, st.integers(1, 4), st.sampled_from([0.3, 0.5, 0.8, 1.0]))
@settings(max_examples=120, deadline=None)
def test_jaccard_is_exact_and_nothing_else_is_told(texts: list[str], n: int, threshold: float) -> None:
    found = near(texts, threshold=threshold, n=n)
    for left, right, value in found.pairs.itertuples(index=False):
        assert left < right
        expected = jaccard(*(list(gram_set(found.sentences[at], n)) for at in (left, right)))
        assert value == pytest.approx(expected)
        assert value >= threshold
    assert not found.pairs.duplicated(["left", "right"]).any()
    assert [found.sentences[at] if at >= 0 else "" for at in found.group] == texts


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_with_a_row_a_band_all_pairs_are_found(texts: list[str]) -> None:
    found = near(texts, threshold=0.3, n=2, recall=0.9999999, permutations=256)
    every = {
        (a, b)
        for a in range(len(found.sentences))
        for b in range(a + 1, len(found.sentences))
        if jaccard(*(list(gram_set(found.sentences[at], 2)) for at in (a, b))) >= 0.3
    }
    assert found.rows == 1
    assert len(every - set(found.pairs[["left", "right"]].itertuples(index=False, name=None))) <= len(every) * 0.02


def test_recall_on_many_is_what_is_promised() -> None:
    rng = np.random.default_rng(3)
    base = ["".join(map(chr, row)) for row in rng.integers(0x4E00, 0x4F00, (600, 40))]
    changed = [text[:20] + "改" + text[21:] for text in base]
    found = near([*base, *changed], threshold=0.7, n=5, recall=0.95)
    pairs = {(a, b) for a, b, _ in found.pairs.itertuples(index=False)}
    assert found.recall >= 0.95
    assert sum((at, at + 600) in pairs for at in range(600)) >= 0.95 * 600
    assert len(pairs) <= 600


def test_large_buckets_are_capped_and_said() -> None:
    texts = [f"甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉{chr(0x4E00 + at)}" for at in range(40)]
    whole, capped = near(texts, threshold=0.8, n=5), near(texts, threshold=0.8, n=5, cap=5)
    assert 0.95 * 780 <= len(whole.pairs) <= 780
    assert whole.left_out.empty
    assert 0 < len(capped.pairs) < len(whole.pairs)
    row = capped.left_out.iloc[0]
    assert row["pairs"] == row["size"] * (row["size"] - 1) // 2 - sum(row["size"] - step for step in range(1, 6))
    assert row["sentence"] in texts


def test_words_are_compared_where_they_are_cut() -> None:
    found = near(["a b c d", "a b c e"], threshold=0.3, n=2, tokens=str.split)
    assert found.pairs["jaccard"].tolist() == [0.5]


def test_the_same_bytes_each_time() -> None:
    texts = ["更新栏目不及时影响群众查询", "更新栏目不够及时影响群众查询", "", "更新栏目不及时影响群众查询"]
    first, second = (near(texts, threshold=0.2) for _ in range(2))
    assert first.pairs.equals(second.pairs)
    assert first.group.tolist() == [0, 1, -1, 0]


def test_bands() -> None:
    for threshold in (0.3, 0.5, 0.7, 0.9, 1.0):
        bands, rows = banding(threshold, 0.95, 128)
        assert bands * rows <= 128
        assert chance(threshold, bands, rows) >= 0.95
    with pytest.raises(GovTextError, match="too few permutations"):
        banding(0.01, 0.999, 4)
    with pytest.raises(GovTextError, match="no such search"):
        near(["a"], threshold=0)


@given(st.lists(st.lists(st.integers(0, 5), max_size=6), max_size=5), st.integers(1, 4))
def test_grams_lie_within_sentences(sentences: list[list[int]], n: int) -> None:
    codes = np.array([code for each in sentences for code in each], np.uint64)
    bounds = np.concatenate([[0], np.cumsum([len(each) for each in sentences])]).astype(np.int64)
    hashes, owners = grams(codes, bounds, n)
    expected = [
        (number, tuple(each[at : at + n])) for number, each in enumerate(sentences) for at in range(len(each) - n + 1)
    ]
    assert owners.tolist() == [number for number, _ in expected]
    names = {gram: int(code) for (_, gram), code in zip(expected, hashes, strict=True)}
    assert [names[gram] for _, gram in expected] == hashes.tolist()
    assert len(set(names.values())) == len(names)
