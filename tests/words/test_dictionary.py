"""Counting with a dictionary: no word is cut in two, the longest entry wins."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.errors import GovTextError, UnknownCode
from govtext.words import Dictionary, Segmenter, dictionary_counts, texts
from govtext.words.phrases import Phrases

WORDS = st.lists(st.sampled_from(["公开", "信息", "信息公开", "公", "开", "不", "及时", "不及时", "，"]), max_size=12)


@pytest.mark.parametrize(
    ("text", "entries", "n"),
    [
        ("访问印度尼西亚与印度", ["印度"], 1),
        ("信息化与信息", ["信息"], 1),
        ("更新不及时", ["不及时"], 1),
        ("依申请 公开", ["申请"], 1),
        ("政务新媒体和新媒体", ["新媒体"], 1),
        ("政务新媒体和新媒体", ["新媒体", "政务新媒体"], 2),
        ("公开公开公开", ["公开公开"], 1),
        ("", ["公开"], 0),
    ],
)
def test_whole_words_only(text: str, entries: list[str], n: int) -> None:
    assert dictionary_counts([text], {"a": entries})["n"].tolist() == [n]


def test_entries_of_several_words_and_the_longest() -> None:
    tokens = Segmenter().tokens("有待进一步加强，进一步规范，有待提高")
    assert Dictionary({"a": ["有待 进一步 加强", "进一步", "有待"]}).count(tokens) == {"a": 3}


def test_scope_decides_between_categories() -> None:
    categories = {"short": ["公开"], "long": ["公开信息"]}
    tokens = ["公开", "信息", "公开"]
    assert Dictionary(categories).count(tokens) == {"short": 2, "long": 1}
    assert Dictionary(categories, scope="dictionary").count(tokens) == {"short": 1, "long": 1}
    shared = Dictionary({"a": ["公开"], "b": ["公开"]}, scope="dictionary")
    assert shared.count(tokens) == {"a": 2, "b": 2}


@given(WORDS, st.sets(st.sampled_from(["公开", "信息公开", "不及时", "公开信息", "开信息", "及时"]), min_size=1))
def test_what_is_met_lies_between_borders_and_never_overlaps(tokens: list[str], entries: set[str]) -> None:
    end = 0
    for met in Phrases(entries).find(tokens):
        assert met.first >= end
        assert "".join(tokens[met.first : met.end]) == met.phrase
        assert met.phrase in entries
        end = met.end


@given(st.lists(WORDS, max_size=5))
def test_numbered_tokens_give_what_plain_tokens_give(documents: list[list[str]]) -> None:
    from govtext.words import OtherSegmenter

    blanks = OtherSegmenter("blanks", str.split)
    dictionary = Dictionary({"a": ["公开", "信息公开"], "b": ["不及时", "开信息"]})
    given = [" ".join(words) for words in documents]
    found = dictionary_counts(given, dictionary, segmenter=blanks)
    expected = [n for text in given for n in dictionary.count(blanks.tokens(text)).values()]
    assert found["n"].tolist() == expected


def test_counts_by_group_with_zeros() -> None:
    frame = pd.DataFrame({"text": ["公开公开", "培训", "公开"], "year": [2020, 2020, 2021]})
    found = dictionary_counts(texts(frame), {"open": ["公开"], "train": ["培训"]}, by="year")
    assert found.values.tolist() == [
        [2020, "open", 2, 1, 3, 2, pytest.approx(2e4 / 3)], [2020, "train", 1, 1, 3, 2, pytest.approx(1e4 / 3)],
        [2021, "open", 1, 1, 1, 1, 1e4], [2021, "train", 0, 0, 1, 1, 0.0],
    ]  # fmt: skip


def test_how_entries_are_cut_can_be_seen() -> None:
    found = Dictionary({"a": ["依申请公开", "不及时"]}).check()
    assert found["tokens"].tolist() == ["依申请公开", "不 及时"]
    assert found["whole"].tolist() == [True, False]


def test_what_is_wrong_is_told() -> None:
    for wrong in ({"a": []}, {"a": [""]}, {"a": "公开"}):
        with pytest.raises(GovTextError, match="'a'"):
            Dictionary(wrong)
    with pytest.raises(UnknownCode, match="no scope"):
        Dictionary({"a": ["公开"]}, scope="key")
