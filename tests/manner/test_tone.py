"""Words of tone: whole words only, guards, groups, rates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.errors import UnknownCode
from govtext.manner import groups, tone, tone_context
from govtext.manner.hedging import VAGUE, entries
from govtext.words import Segmenter
from tests.manner.marked import marked

CUTTER = Segmenter()
TEXTS = [text for name in ("specifics", "measures") for half in marked(name).values() for text, _ in half]


def words(text: str) -> list[str]:
    return [hit.word for hit in tone(text, CUTTER.tokens(text)).hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("个别栏目更新有待进一步加快", ["个别", "有待", "进一步"]),
        ("见《关于进一步规范信息公开的通知》", []),
        ("印发关于进一步规范信息公开的通知", []),
        ("依法答复行政相对人", []),
        ("修订基本目录，基本完成", ["基本"]),
        ("较上年增长，渠道较窄", ["较窄"]),
        ("公开力度相对较弱", ["相对", "较弱"]),
        ("在一定程度上有所改善", ["一定程度上", "有所"]),
        ("切实加强，有所提高，认真学习", ["切实", "有所", "认真"]),
        ("积极分子、少数民族、有限公司", []),
        ("个别谈话", []),
        ("供水有限公司", []),
        ("需求有所不同", []),
        ("第二部分和第三部分", []),
    ],
)
def test_hits(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_no_word_is_cut_in_two() -> None:
    text = "部分栏目"
    assert tone(text, ["部", "分栏", "目"]).hits == ()
    assert [hit.word for hit in tone(text, ["部", "分", "栏目"]).hits] == ["部分"]


def test_the_longest_that_ends_at_a_border_wins() -> None:
    text = "一定程度上"
    assert [hit.word for hit in tone(text, ["一定", "程度", "上"]).hits] == ["一定程度上"]
    assert [hit.word for hit in tone("仍然", ["仍", "然"]).hits] == ["仍然"]
    assert [hit.word for hit in tone("仍然后", ["仍", "然后"]).hits] == ["仍"]


def test_rates_by_hand() -> None:
    text = "个别栏目更新不够及时。有待加强。"
    measured = tone(text, CUTTER.tokens(text))
    assert {name: n for name, n in measured.counts.items() if n} == {"hedge": 1, "vague_quantity": 1, "downtoner": 1}
    assert measured.characters == 14
    assert measured.rate(*VAGUE).value == pytest.approx(300 / 14)
    assert measured.per_sentence("hedge").value == 0.5


def test_an_empty_text_has_no_rate_but_a_reason() -> None:
    measured = tone("", [])
    assert measured.rate().value is None
    assert measured.per_sentence().reason == "the text has no sentences"


def test_every_entry_is_whole() -> None:
    origins = {"measures", "genre", "class"}
    for entry in entries().values():
        assert entry.group in groups()
        assert entry.gloss.zh
        assert entry.gloss.en
        assert entry.origin in origins
        assert tone(entry.word, [entry.word]).hits[0].word == entry.word


def test_context_shows_each_hit() -> None:
    frame = tone_context(["更新有待加快。", "良好。"], "hedge")
    assert frame[["document", "left", "word", "right", "start"]].to_numpy().tolist() == [
        ["0", "更新", "有待", "加快。", 2]
    ]
    with pytest.raises(UnknownCode):
        tone_context(["良好。"], "irony")


@given(st.lists(st.sampled_from(TEXTS), max_size=3), st.lists(st.sampled_from(TEXTS), max_size=3))
def test_offsets_are_exact_and_counts_add_up(one: list[str], other: list[str]) -> None:
    texts = ["\n".join(one), "\n".join(other)]
    both = "\n".join(texts)
    hits = tone(both, CUTTER.tokens(both)).hits
    assert all(both[hit.start : hit.end] == hit.word for hit in hits)
    assert [hit.word for hit in hits] == [word for text in texts for word in words(text)]
