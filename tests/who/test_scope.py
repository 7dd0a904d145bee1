"""Whose figures a report gives."""

from __future__ import annotations

import pytest

from govtext.who import scope_of, scope_of_text
from tests.made import make_reading


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("本报告汇总了全区各部门、各镇街的数据。", "aggregate"),
        ("本年度报告数据包括市政府各部门和下辖各区县。", "aggregate"),
        ("2021年，全市各级行政机关共收到政府信息公开申请312件。", "aggregate"),
        ("全县共受理依申请公开15件。", "aggregate"),
        ("本报告数据仅为本机关数据。", "own"),
        ("统计范围为区本级。", "own"),
        ("本报告数据为本机关数据。", "own"),
        ("报告不含各镇街、各部门的数据。", "own"),
        ("本机关收到政府信息公开申请8件，均已办结。", "own"),
        ("我局未收到政府信息公开申请。", "own"),
        ("区政府办公室受理政府信息公开申请4件。", "own"),
        ("全区各部门认真学习条例。", None),
        ("指导全区各部门办理依申请公开。", None),
        ("转办全市受理的公开申请5件。", None),
        ("", None),
    ],
)
def test_a_sentence_tells_the_scope_or_nothing(text: str, value: str | None) -> None:
    fact = scope_of_text(text)
    assert fact.value == value
    assert fact.evidence == (text if value else "")


def test_what_is_stated_goes_before_how_requests_are_counted() -> None:
    fact = scope_of_text("全县共受理依申请公开15件。本报告数据仅为本机关数据。")
    assert (fact.value, fact.rule) == ("own", "stated scope")


def test_two_values_of_one_strength_tell_nothing_and_are_both_quoted() -> None:
    fact = scope_of_text("全县共受理依申请公开15件。我局受理公开申请3件。")
    assert fact.value is None
    assert "全县" in fact.evidence
    assert "我局" in fact.evidence


def test_the_evidence_of_a_reading_stands_where_it_says() -> None:
    sentence = "全县各级行政机关共收到政府信息公开申请30件。"
    reading = make_reading(sentences={1: f"一年来成效明显。{sentence}"})
    fact = scope_of(reading)
    assert (fact.value, fact.evidence) == ("aggregate", sentence)
    assert fact.start is not None
    assert reading.document.text[fact.start :].startswith(sentence)


def test_other_sections_do_not_count() -> None:
    assert scope_of(make_reading(sentences={5: "全县共受理依申请公开15件。"})).value is None
