"""What stands in the cells, and the logic of the proactive table."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from govtext.checks import run
from govtext.model import Finding, Reading
from tests.made import MISSING, Given, identity_of, make_reading

NEW, ISSUED, FEES = "requests/new/total", "proactive/rules/issued", "proactive/fees/amount"
BUYING, ITEMS, CHANGE = (
    "proactive/procurement/amount", "proactive/licensing/items_last_year", "proactive/licensing/items_change",
)  # fmt: skip
PUBLISHED, PUBLIC = (f"proactive/normative_documents/{name}" for name in ("newly_published", "total_public"))
MADE, REPEALED, IN_FORCE = (f"proactive/normative_documents/{name}" for name in ("issued", "repealed", "in_force"))


def finding(reading: Reading, rule: str, place: str) -> Finding:
    return next(each for each in run(reading) if (each.rule, each.place) == (rule, place))


CASES: list[tuple[str, str, dict[str, Given], str]] = [
    ("values.blank", "requests", {}, "pass"),
    ("values.blank", "requests", {NEW: None}, "fail"),
    ("values.mark", "requests", {}, "pass"),
    ("values.mark", "requests", {NEW: "/"}, "fail"),
    ("values.unreadable", "requests", {}, "pass"),
    ("values.unreadable", "requests", {NEW: "若干"}, "uncertain"),
    ("values.missing", "requests", {}, "pass"),
    ("values.missing", "requests", {NEW: MISSING}, "uncertain"),
    ("values.negative", "requests", {NEW: 3}, "pass"),
    ("values.negative", "requests", {NEW: -3}, "fail"),
    ("values.whole", "proactive", {FEES: Decimal("1.5")}, "pass"),
    ("values.whole", "proactive", {ISSUED: Decimal("1.5")}, "fail"),
    ("values.unit", FEES, {FEES: (Decimal("25.1"), "25.1")}, "pass"),
    ("values.unit", FEES, {FEES: (Decimal("25.1"), "25.1万元")}, "pass"),
    ("values.unit", FEES, {FEES: (Decimal("25.1"), "251000元")}, "fail"),
    ("values.unit", "proactive", {FEES: None}, "not_assessable"),
    ("values.plausible", FEES, {FEES: 7730}, "pass"),
    ("values.plausible", FEES, {FEES: 77302800}, "uncertain"),
    ("values.plausible", "proactive", {FEES: (77302800, "77302800万元")}, "not_assessable"),
    ("proactive.in_force", "proactive/normative_documents/*", {MADE: 6, REPEALED: 5, IN_FORCE: 1}, "pass"),
    ("proactive.in_force", "proactive/normative_documents/*", {MADE: 6, REPEALED: 5, IN_FORCE: 0}, "uncertain"),
    ("proactive.in_force", "proactive/normative_documents/*", {MADE: 6, REPEALED: None, IN_FORCE: 9}, "uncertain"),
    ("proactive.items_left", "proactive", {}, "not_assessable"),
    ("proactive.total_public", "proactive", {}, "not_assessable"),
]


@pytest.mark.parametrize(("rule", "place", "figures", "status"), CASES)
def test_values_of_the_form_of_2021(rule: str, place: str, figures: dict[str, Given], status: str) -> None:
    assert finding(make_reading(figures), rule, place).status == status


OLD: list[tuple[str, str, dict[str, Given], str]] = [
    ("values.negative", "proactive", {ITEMS: 260, CHANGE: -11}, "pass"),
    ("values.negative", "proactive", {ITEMS: -260}, "fail"),
    ("values.unit", "proactive", {BUYING: (Decimal("25.1"), "251000元")}, "not_assessable"),
    ("values.plausible", BUYING, {BUYING: Decimal("2876.4869")}, "pass"),
    ("proactive.items_left", "proactive/licensing/*", {ITEMS: 40, CHANGE: -30}, "pass"),
    ("proactive.items_left", "proactive/licensing/*", {ITEMS: 40, CHANGE: -41}, "fail"),
    ("proactive.items_left", "proactive/licensing/*", {ITEMS: None, CHANGE: 1}, "uncertain"),
    ("proactive.total_public", "proactive/normative_documents/*", {PUBLISHED: 2, PUBLIC: 17}, "pass"),
    ("proactive.total_public", "proactive/normative_documents/*", {PUBLISHED: 2, PUBLIC: 1}, "uncertain"),
    ("proactive.in_force", "proactive", {}, "not_assessable"),
]


@pytest.mark.parametrize(("rule", "place", "figures", "status"), OLD)
def test_values_of_the_form_of_2019(rule: str, place: str, figures: dict[str, Given], status: str) -> None:
    assert finding(make_reading(figures, "2019", identity=identity_of(year=2020)), rule, place).status == status


def test_blanks_are_one_finding_a_table_that_lists_them() -> None:
    figures: dict[str, Any] = {f"requests/partial/{column}": None for column in ("business", "research", "total")}
    found = [each for each in run(make_reading(figures)) if each.rule == "values.blank"]
    assert [(each.place, each.status) for each in found] == [
        ("proactive", "pass"),
        ("requests", "fail"),
        ("review", "pass"),
    ]
    assert (found[1].left, found[1].right, found[1].keys) == (3, 0, tuple(figures))
    assert found[1].expression == "empty cells: 3 of 175"
    assert "requests/partial/business: empty (table 2, row 23)" in found[1].evidence


def test_long_lists_are_cut_but_counted() -> None:
    reading = make_reading()
    figures: dict[str, Any] = {cell.key: None for cell in reading.cells if cell.table == "requests"}
    found = finding(make_reading(figures), "values.blank", "requests")
    assert len(found.keys) == 175
    assert (len(found.evidence), found.evidence[-1]) == (13, "and 163 more")


@pytest.mark.parametrize("given", ["若干", MISSING])
def test_what_two_readings_agree_on_is_the_report(given: str) -> None:
    rule = "values.missing" if given == MISSING else "values.unreadable"
    assert finding(make_reading({NEW: given}, confirmed={NEW: True}), rule, "requests").verdict == "report"
    assert finding(make_reading({NEW: given}, confirmed={NEW: False}), rule, "requests").verdict == "reading"


@pytest.mark.parametrize("rule", ["values.blank", "values.mark", "values.unreadable", "values.missing", "values.whole"])
def test_without_tables_there_is_nothing_to_assess(rule: str) -> None:
    assert finding(make_reading(tables=()), rule, "report").status == "not_assessable"


def test_a_table_without_any_figure_has_no_negative_ones() -> None:
    figures: dict[str, Any] = {cell.key: None for cell in make_reading().cells if cell.table == "review"}
    assert finding(make_reading(figures), "values.negative", "review").status == "not_assessable"


def test_large_amounts_are_judged_by_the_level() -> None:
    figures: dict[str, Given] = {FEES: 5_000_000}
    status = {
        level: finding(make_reading(figures, identity=identity_of(level=level)), "values.plausible", FEES).status
        for level in ("county", "city", "province", None)
    }
    assert status == {"county": "uncertain", "city": "pass", "province": "pass", None: "pass"}
