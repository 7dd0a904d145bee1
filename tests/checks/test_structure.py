"""Sections and tables, and what section 6 says of the fee."""

from __future__ import annotations

from typing import Any

import pytest

from govtext.checks import run
from govtext.checks.fees import by_pages
from govtext.checks.structure import ordinal
from govtext.model import Finding, Reading
from tests.made import MISSING, identity_of, make_reading


def finding(reading: Reading, rule: str, place: str) -> Finding:
    return next(each for each in run(reading) if (each.rule, each.place) == (rule, place))


EARLY = {"identity": identity_of(year=2016), "tables": ()}

CASES: list[tuple[str, str, dict[str, Any], str]] = [
    ("structure.sections", "section/6", {}, "pass"),
    ("structure.sections", "section/6", {"order": (1, 2, 3, 4, 5)}, "fail"),
    ("structure.sections", "section/3", {"order": (1, 2, 4, 5, 6)}, "uncertain"),
    ("structure.sections", "section/3", {"order": (1, 2, 4, 5, 6), "tables": ()}, "fail"),
    ("structure.sections", "section/6", {"order": (1, 2, 3, 4)}, "uncertain"),
    ("structure.sections", "section/6", {"order": (1, 2, 3, 4, 5), "kind": "scan"}, "uncertain"),
    ("structure.sections", "section/3", {**EARLY, "order": (1, 2, 5)}, "not_assessable"),
    ("structure.tables", "requests", {}, "pass"),
    ("structure.tables", "requests", {"tables": ("proactive", "review")}, "uncertain"),
    ("structure.tables", "requests", EARLY, "not_assessable"),
    ("structure.empty", "section/1", {}, "pass"),
    ("structure.empty", "section/2", {}, "pass"),
    ("structure.empty", "section/1", {"sentences": {1: ""}}, "fail"),
    ("structure.empty", "section/2", {"tables": ("requests",)}, "uncertain"),
    ("structure.empty", "section/1", {"sentences": {1: ""}, "kind": "scan"}, "uncertain"),
    ("structure.empty", "section/6", {"order": (1, 2, 3, 4, 5)}, "not_assessable"),
    ("structure.numbers", "section/3", {}, "pass"),
    ("structure.numbers", "section/3", {"headings": {3: "二、收到和处理政府信息公开申请情况"}}, "fail"),
    (
        "structure.numbers",
        "section/3",
        {"headings": {3: "二、收到和处理政府信息公开申请情况"}, "kind": "scan"},
        "uncertain",
    ),
    ("structure.numbers", "report", EARLY, "not_assessable"),
    ("structure.order", "report", {}, "pass"),
    ("structure.order", "report", {"order": (1, 2, 4, 3, 5, 6)}, "fail"),
    ("structure.order", "report", {"order": (1, 2, 4, 3, 5, 6), "kind": "scan"}, "uncertain"),
    ("structure.order", "report", EARLY, "not_assessable"),
    ("structure.problems", "section/5", {}, "pass"),
    ("structure.problems", "section/5", {"sentences": {5: "无"}}, "fail"),
    ("structure.problems", "section/5", {"sentences": {5: ""}}, "fail"),
    ("structure.problems", "section/5", {"sentences": {5: "无"}, "kind": "scan"}, "uncertain"),
    ("structure.problems", "section/5", {"order": (1, 2, 3, 4, 6)}, "not_assessable"),
    ("fees.statement", "section/6", {}, "pass"),
    ("fees.statement", "section/6", {"sentences": {6: "没有其他事项。"}}, "uncertain"),
    ("fees.statement", "section/6", {"identity": identity_of(year=2020)}, "not_assessable"),
    ("fees.statement", "section/6", {"identity": identity_of(year=None)}, "not_assessable"),
    ("fees.statement", "section/6", {"order": (1, 2, 3, 4, 5)}, "not_assessable"),
    ("fees.schedule", "section/6", {}, "not_assessable"),
    ("fees.schedule", "section/6", {"sentences": {6: "发出收费通知1件，收取信息处理费380元。"}}, "pass"),
    ("fees.schedule", "section/6", {"sentences": {6: "收取信息处理费0.04万元。"}}, "pass"),
    ("fees.schedule", "section/6", {"sentences": {6: "收取信息处理费385元。"}}, "uncertain"),
    ("fees.schedule", "section/6", {"sentences": {6: "1件申请共68页，收取信息处理费380元。"}}, "pass"),
    ("fees.schedule", "section/6", {"sentences": {6: "1件申请共68页，收取信息处理费400元。"}}, "uncertain"),
]


@pytest.mark.parametrize(("rule", "place", "made", "status"), CASES)
def test_structure_case_by_case(rule: str, place: str, made: dict[str, Any], status: str) -> None:
    assert finding(make_reading(**made), rule, place).status == status


def test_a_report_of_these_years_is_asked_for_its_tables_though_its_form_is_free() -> None:
    reading = make_reading(tables=(), order=(1, 2, 5))
    assert {each.status for each in run(reading) if each.rule == "structure.tables"} == {"uncertain"}


def test_a_table_of_which_nothing_was_found_is_not_there() -> None:
    figures: dict[str, Any] = {cell.key: MISSING for cell in make_reading().cells if cell.table == "review"}
    reading = make_reading(figures)
    assert finding(reading, "structure.tables", "review").status == "uncertain"
    assert finding(reading, "review.outcomes", "review").status == "not_assessable"


NONE = [
    "无",
    "无。",
    "暂无",
    "没有问题。",
    "本机关不存在突出问题。",
    "2023年度，我局无存在的主要问题及改进情况。",
    "目前，暂无主要问题；无。",
]
SOME = [
    "更新不及时。",
    "无专职人员。",
    "没有形成长效机制，队伍不稳。",
    "不存在重大问题，但公开质量还不高。",
    "解读少。",
]


@pytest.mark.parametrize("text", NONE)
def test_a_section_that_names_no_problem(text: str) -> None:
    assert finding(make_reading(sentences={5: text}), "structure.problems", "section/5").status == "fail"


@pytest.mark.parametrize("text", SOME)
def test_a_section_that_names_one(text: str) -> None:
    assert finding(make_reading(sentences={5: text}), "structure.problems", "section/5").status == "pass"


@pytest.mark.parametrize(
    ("printed", "number"),
    [("三、", 3), ("(六)", 6), ("十、", 10), ("十二", 12), ("二十一、", 21), ("第四部分", 4), ("5．", 5),
     ("", None), ("附", None), ("十十", None), ("三四", None)],
)  # fmt: skip
def test_enumerators(printed: str, number: int | None) -> None:
    assert ordinal(printed) == number


def test_fees_by_page_are_those_of_the_notice() -> None:
    assert [by_pages(pages) for pages in (0, 30, 31, 100, 101, 200, 201, 1000)] == [
        0,
        0,
        10,
        700,
        720,
        2700,
        2740,
        34700,
    ]
