"""R1 to R3 and the lengths of sentences, by hand."""

from __future__ import annotations

import pytest

from govtext.manner import readability
from govtext.words import Segmenter
from govtext.words.segmenter import Tagged


def tagged(*tokens: tuple[str, str]) -> tuple[str, list[Tagged]]:
    done, position = [], 0
    for text, tag in tokens:
        done.append(Tagged(text, position, position + len(text), tag))
        position += len(text)
    return "".join(text for text, _ in tokens), done


def test_r1_r2_r3_by_hand() -> None:
    text, tokens = tagged(
        ("信息", "n"), ("已", "d"), ("公开", "v"), ("，", "x"), ("但", "c"), ("不", "d"), ("及时", "ad"), ("。", "x"),
        ("加强", "v"), ("学习", "v"), ("！", "x"),
    )  # fmt: skip
    measured = readability(text, tokens)
    assert (measured.r1.numerator, measured.r1.denominator) == (13, 3)
    assert measured.r2.numerator == pytest.approx(3 / 6)
    assert measured.r2.value == pytest.approx(0.25)
    assert measured.r3 == pytest.approx((13 / 3 + 0.25) / 2)
    assert measured.sentence_length.value == 6.5


def test_lengths_by_hand() -> None:
    lengths = readability("甲乙。甲乙丙丁！\n甲乙丙丁戊己", None).lengths
    assert (lengths.n, lengths.mean, lengths.sd, lengths.quartiles, lengths.longest) == (3, 4, 2, (3, 4, 5), 6)
    assert readability("甲乙。", None).lengths.sd is None


def test_enumeration_commas_and_empty_pieces_make_no_clause() -> None:
    assert readability("公开、答复，。；解读", None).r1.denominator == 2


def test_nothing_to_read() -> None:
    for text in ("", "。。\n"):
        measured = readability(text, [])
        assert measured.r1.value is measured.r2.value is measured.r3 is measured.sentence_length.value is None
        assert measured.lengths.n == 0
    assert readability("公开。", None).r2.reason == "parts of speech were not asked for"


def test_sentences_share_no_tokens() -> None:
    text = "公开不够及时，但有改进。答复也不规范。"
    whole = readability(text, Segmenter().tag(text))
    parts = [readability(part, Segmenter().tag(part)) for part in (text[:12], text[12:])]
    assert whole.r2.numerator == pytest.approx(sum(part.r2.numerator for part in parts))
    assert whole.r2.denominator == 2
