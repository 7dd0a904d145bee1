"""Offsets, damage, layouts: whatever the text, an item is a piece of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.problems import Item, items, items_of_reading
from govtext.problems.outline import outline
from govtext.problems.plain import plain
from govtext.report import Report
from tests.made import make_reading
from tests.problems.cases import cases

PIECES = (
    "一是", "二是", "三是", "（一）", "（二）", "1.", "2.", "①", "首先", "其次",
    "，", "。", "；", "：", "、", "\n", " ", "“", "”", "《",
    "》", "（", "）", "存在", "问题", "不足", "公开", "不及时", "不够", "下一步",
    "将", "加强", "培训", "等方面", "如", "无",
    "五、存在的主要问题及改进情况", "六、其他需要报告的事项", "上年度", "整改情况",
    "2023年", "2876.4869", "有待进一步加强", "a", "|", "\t",
)  # fmt: skip
TEXTS = [case.text for case in cases()]


def whole(text: str, found: tuple[Item, ...]) -> bool:
    """Exact, in order, without overlap."""
    exact = all(text[item.start : item.end] == item.text and item.text.strip() == item.text != "" for item in found)
    return exact and all(one.end <= other.start for one, other in pairwise(found))


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_items_are_pieces_of_any_text(text: str) -> None:
    assert whole(text, items(text))


@given(st.sampled_from(TEXTS), st.integers(0, 400), st.integers(0, 400))
def test_items_are_pieces_of_a_cut_text(text: str, start: int, end: int) -> None:
    cut = text[start : len(text) - end]
    assert whole(cut, items(cut))


@given(st.sampled_from(TEXTS), st.data())
def test_blanks_within_the_text_change_no_item(text: str, data: st.DataObject) -> None:
    """A blank before a Han character that is inside a word of prose; not where a list might begin."""
    item = data.draw(st.sampled_from([None, *items(text)]))
    if item is None or item.end - item.start < 4:
        return
    place = item.start + 2
    if not all("\u4e00" <= char <= "\u9fff" for char in text[place - 1 : place + 1]):
        return
    blanked = f"{text[:place]} {text[place:]}"
    kept = [(each.kind, "".join(each.text.split())) for each in items(text)]
    assert [(each.kind, "".join(each.text.split())) for each in items(blanked)] == kept


@given(st.text(alphabet="一是二、（）1.公开不够\n ,;", max_size=80))
def test_the_plain_prose_knows_where_it_stands(text: str) -> None:
    prose = plain([(0, text)])
    assert len(prose.text) == len(prose.masked) == len(prose.origin)
    assert list(prose.origin) == sorted(prose.origin)
    kept = [prose.origin[place] for place, char in enumerate(prose.text) if char != "\n"]
    assert [text[place] for place in kept] == [char for char in text if not char.isspace()]


@pytest.mark.parametrize("text", TEXTS[:40])
def test_half_width_marks_change_no_item(text: str) -> None:
    narrow = text.translate(str.maketrans("，；：（）", ",;:()"))
    wide = [(item.kind, item.start, item.end) for item in items(text)]
    assert [(item.kind, item.start, item.end) for item in items(narrow)] == wide


@pytest.mark.parametrize(
    "text", ["", "\n", "。。。", "五、存在的主要问题及改进情况", "《" * 500, "一是" * 500, "（一）" * 300]
)
def test_nothing_is_found_in_nothing(text: str) -> None:
    assert items(text) == ()


@pytest.mark.parametrize(
    "piece", ["一是公开不够，", "存在的问题和不足、", "在、等方面存在", "（“《", "如，", "首先其次", "无"]
)
def test_a_long_text_of_nonsense_is_cut_to_what_is_looked_at(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    found = items(text)
    assert whole(text, found)
    assert all(item.end <= 210_000 for item in found)


def test_last_years_problems_are_no_items_of_this_year() -> None:
    found = items("上年度存在的主要问题：更新不及时。目前仍存在宣传不够的问题。")
    assert [(item.kind, item.codes[0]) for item in found] == [("problem", "publicity")]


def test_marks_that_are_none() -> None:
    for text in ("坚持“一是一、二是二”", "第一时间发布，统一是前提", "2.5倍", "一是一，二是二。", "《一是、二是》"):
        assert outline(plain([(0, text)]).masked) == []


def test_the_mark_is_left_out_and_kept_aside() -> None:
    first, second = items("（一）更新不及时；（二）宣传不够。")
    assert (first.text, first.enumerator, second.enumerator) == ("更新不及时", "（一）", "（二）")
    assert (first.place, second.place, first.block == second.block) == (1, 2, True)


def test_a_reading_and_its_text_have_the_same_items() -> None:
    reading = make_reading(sentences={1: "一是工作不够。", 5: "一是更新不及时；二是宣传不够。下一步将加强宣传。"})
    found = items_of_reading(reading)
    assert whole(reading.document.text, found)
    assert [item.kind for item in found] == ["problem", "problem", "measure"]
    assert [item.text for item in found] == [item.text for item in items(reading.document.text)]
    frame = Report(reading).items
    assert list(frame.columns[:7]) == ["report", "kind", "n", "start", "end", "text", "codes"]
    assert frame["codes"].tolist() == ["|".join(item.codes) for item in found]


def test_a_report_without_the_section_has_an_empty_frame() -> None:
    frame = Report(make_reading(sentences={1: "更新不及时。"}, headings={5: None})).items
    assert frame.empty
    assert "codes" in frame.columns
