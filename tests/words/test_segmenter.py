"""Tokens: without loss, the same Chinese from both engines, nothing global, a hash that tells all."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace

import jieba
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from joblib import Parallel, delayed

from govtext.errors import GovTextError, UnknownCode
from govtext.words import OtherSegmenter, Segmenter, Token
from govtext.words.engines import engine, jieba_tokenizer
from govtext.words.wordlists import lexicon, lexicon_words, stop_groups, stop_words

FAST, REFERENCE = Segmenter(), Segmenter(engine="jieba")
CHINESE = re.compile("[\u4e00-\u9fd5]")
PIECES = st.sampled_from(
    [*sorted(lexicon_words())[::7], *"的公开信息政府区县行政复议局不了着一二件", "2023", "0517-87222589", "2876.4869",
     "12.5%", "APP", "QQ群", "www.a.gov.cn", "，", "。", "《", "》", "“", " ", "\n", "\r\n", "\t", "㙟", "鿫", "〇",
     "𠀀", "２０２３", "\ue000", "\u200b", "é", "🙂"]
)  # fmt: skip
THRICE = re.compile(r"(.)\1\1")
"""The one thing on which the engines may differ: equal chances, as where a character stands three times in a row."""
TEXTS = st.lists(PIECES, max_size=14).map("".join).filter(lambda text: not THRICE.search(text))


def test_both_engines_cut_all_prose_of_the_sample_alike(prose: list[str]) -> None:
    assert sum(map(len, prose)) > 20_000
    for hmm in (True, False):
        fast, reference = replace(FAST, hmm=hmm), replace(REFERENCE, hmm=hmm)
        assert [fast.tokens(text) for text in prose] == [reference.tokens(text) for text in prose]


def test_chinese_tokens_are_those_of_plain_jieba(prose: list[str]) -> None:
    plain, own = jieba_tokenizer({}), Segmenter(lexicon=())
    for text in prose:
        expected = [token for token in plain.cut(text) if CHINESE.search(token)]
        assert [token for token in own.tokens(text) if CHINESE.search(token)] == expected


@given(TEXTS, st.booleans())
@example("中华人民共和国政府信息公开条例》和12345热线", True)
@example("\ud800公开", True)
@settings(max_examples=300, deadline=None)
def test_any_text_is_cut_alike_and_without_loss(text: str, hmm: bool) -> None:
    fast, reference = replace(FAST, hmm=hmm).tokens(text), replace(REFERENCE, hmm=hmm).tokens(text)
    assert fast == reference
    assert "".join(fast) == text


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_offsets_are_those_of_the_text(text: str) -> None:
    cut = FAST.cut(text)
    assert all(text[token.start : token.end] == token.text for token in cut)
    assert [token.start for token in cut] == [0, *(token.end for token in cut)][: len(cut)]
    assert "".join(token.text for token in cut) == text


@given(st.lists(st.text("公开信息政府办理答复申请件网站栏目", min_size=2, max_size=5), max_size=30), TEXTS)
@settings(max_examples=3, deadline=None)
def test_added_words_are_cut_alike_by_both(words: list[str], text: str) -> None:
    added = tuple(words)
    mixed = text + "".join(words)
    assume(not THRICE.search(mixed))
    fast = Segmenter(lexicon=added).tokens(mixed)
    assert fast == Segmenter("jieba", lexicon=added).tokens(mixed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电话：0517-87222589", ["电话", "：", "0517", "-", "87222589"]),
        ("2876.4869万元", ["2876.4869", "万元"]),
        ("增长12.5%。", ["增长", "12.5%", "。"]),
        ("２０２３年", ["２０２３", "年"]),
        ("hz@126.com", ["hz", "@", "126", ".", "com"]),
        ("", []),
    ],
)
def test_numbers_and_latin_by_our_own_rules(text: str, expected: list[str]) -> None:
    assert FAST.tokens(text) == REFERENCE.tokens(text) == expected


def test_every_word_of_the_lexicon_is_one_token_by_itself() -> None:
    for segmenter in (FAST, REFERENCE):
        assert [word for word in segmenter.lexicon if segmenter.tokens(word) != [word]] == []


def test_words_leave_out_stop_words_marks_and_numbers() -> None:
    assert FAST.words("我们的申请为35件，5G网站APP和（二）") == ["申请", "5G", "网站", "APP"]
    assert replace(FAST, min_length=3).words("申请公开政务新媒体") == ["政务新媒体"]
    assert FAST.with_stopwords(["申请"]).words("申请答复") == ["答复"]


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_words_are_the_tokens_that_are_kept(text: str) -> None:
    assert FAST.words(text) == [token for token in FAST.tokens(text) if FAST.keeps(token)]


def test_the_hash_tells_what_was_changed() -> None:
    others = [
        REFERENCE, replace(FAST, hmm=False), FAST.with_words(["零距离平台"]), FAST.with_stopwords(["申请"]),
        replace(FAST, min_length=2), Segmenter(lexicon=()),
    ]  # fmt: skip
    assert len({FAST.hash, *(other.hash for other in others)}) == len(others) + 1
    assert Segmenter().hash == FAST.hash == pickle.loads(pickle.dumps(FAST)).hash
    assert FAST.with_stopwords(["申请"]).cut_hash == FAST.cut_hash != REFERENCE.cut_hash
    assert Segmenter(lexicon=("办公", "公开", "办公")).hash == Segmenter(lexicon=("公开", "办公")).hash


def test_frozen_hashable_and_light_to_send() -> None:
    FAST.tokens("公开")
    with pytest.raises(FrozenInstanceError):
        FAST.hmm = False  # type: ignore[misc]
    assert len({FAST, Segmenter(), REFERENCE}) == 2
    assert len(pickle.dumps(FAST)) < 60_000
    assert pickle.loads(pickle.dumps(FAST)) == FAST


def test_it_works_in_other_processes() -> None:
    text = "依申请公开答复"
    jobs = (delayed(segmenter.tokens)(text) for segmenter in (FAST, REFERENCE))
    assert Parallel(n_jobs=2)(jobs) == [FAST.tokens(text)] * 2


def test_one_engine_a_process_for_equal_segmenters() -> None:
    assert engine("rjieba", FAST.lexicon) is engine("rjieba", Segmenter().lexicon)


def test_jieba_itself_is_left_alone() -> None:
    before = jieba.dt.initialized, dict(jieba.dt.user_word_tag_tab), jieba.dt.FREQ.get("依申请公开")
    assert Segmenter("jieba", lexicon=("岫渚零距离",)).tokens("岫渚零距离平台") == ["岫渚零距离", "平台"]
    REFERENCE.tag("岫渚")
    assert (jieba.dt.initialized, dict(jieba.dt.user_word_tag_tab), jieba.dt.FREQ.get("依申请公开")) == before
    assert Segmenter("jieba", lexicon=()).tokens("依申请公开") == ["依", "申请", "公开"]


def test_nothing_heavy_is_loaded_before_it_is_asked_for() -> None:
    code = "import sys, govtext, govtext.words; print({'jieba', 'rjieba', 'sklearn', 'pandas'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(UnknownCode, match="rjieba or jieba"):
        Segmenter("thulac")
    for word in ("公", "5G基站", "《条例》", "", "公" * 41):
        with pytest.raises(GovTextError, match="2 to 40 Chinese characters"):
            Segmenter(lexicon=(word,))


def test_parts_of_speech_on_the_tokens_that_were_cut() -> None:
    text = "2023年，县财政局认真公开预算，岫渚。"
    tagged = FAST.tag(text)
    assert [Token(*token[:3]) for token in tagged] == FAST.cut(text) == REFERENCE.cut(text)
    assert tagged == REFERENCE.tag(text)
    found = {token.text: token.tag for token in tagged}
    assert (found["财政局"], found["认真"], found["公开"], found["，"], found["2023"]) == ("nt", "ad", "ad", "x", "m")


def test_any_function_can_be_a_segmenter() -> None:
    by_two = OtherSegmenter("pairs 1", lambda text: [text[at : at + 2] for at in range(0, len(text), 2)])
    assert by_two.cut("公开信息") == [Token("公开", 0, 2), Token("信息", 2, 4)]
    assert by_two.hash != OtherSegmenter("pairs 2", by_two.function).hash
    assert OtherSegmenter("blanks", str.split).tokens(" 公开 信息\n") == [" ", "公开", " ", "信息", "\n"]
    with pytest.raises(GovTextError, match="not in the text"):
        OtherSegmenter("lower", lambda text: [text.lower()]).tokens("APP")


def test_the_lexicon_is_in_order() -> None:
    entries = lexicon()
    assert len(entries) >= 400
    assert len({entry.word for entry in entries}) == len(entries)
    for entry in entries:
        assert re.fullmatch("[\u4e00-\u9fd5]{2,40}", entry.word), entry
        assert re.fullmatch("[a-z]{1,2}", entry.tag), entry
        assert len(entry.source) > 20, entry
    kinds = {"body", "document", "field", "management", "openness", "organisation", "phrase", "platform", "request",
             "review", "supervision"}  # fmt: skip
    assert {entry.kind for entry in entries} == kinds


def test_words_said_to_be_of_the_form_stand_on_the_form() -> None:
    from govtext.forms import form

    lines = [line for year in ("2019", "2021") for line in _lines(form(year))]
    of_form = [entry.word for entry in lexicon() if entry.source.startswith("official form, table")]
    assert len(of_form) > 30
    assert [word for word in of_form if not any(word in line for line in lines)] == []


def _lines(given: object) -> list[str]:
    return re.findall("'([^']*)'", str(given))


def test_stop_words_are_in_order() -> None:
    words = [word for group in stop_groups() for word in group.words]
    assert len(words) == len(set(words)) == len(stop_words())
    assert not stop_words() & lexicon_words()
    assert all(len(group.reason) > 20 and group.label.zh and group.label.en for group in stop_groups())
    kept = {"有待", "进一步", "个别", "部分", "一定", "可能", "尚未", "基本"}
    assert not kept & stop_words(), "words that measures of tone count"
