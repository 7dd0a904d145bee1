"""Sums: real figures, a table of cases, and properties over figures that obey the sums."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govtext.checks import run
from govtext.forms import form
from govtext.model import Finding, Reading
from tests.made import MISSING, Given, identity_of, make_reading

COLUMNS = ("natural_person", "business", "research", "nonprofit", "legal_service", "other_org", "total")
GROUPS = ("reconsideration", "litigation_direct", "litigation_after")
RESULTS = ("upheld", "corrected", "other", "pending", "total")

ANJU = {
    "new": (1, 7, 0, 0, 0, 0, 8), "granted": (1, 0, 0, 0, 0, 0, 1), "refused.internal_affairs": (0, 1, 0, 0, 0, 0, 1),
    "unavailable.not_held": (0, 6, 0, 0, 0, 0, 6), "processed_total": (1, 7, 0, 0, 0, 0, 8),
}  # fmt: skip
HONGZE = {
    "new": 21, "partial": 4, "refused.state_secret": 1, "refused.process": 1, "refused.enforcement_file": 1,
    "unavailable.not_held": 10, "unavailable.needs_creation": 3, "not_processed.petition": 1, "processed_total": 21,
}  # fmt: skip


def sums(reading: Reading) -> list[Finding]:
    return [finding for finding in run(reading) if finding.family == "sums"]


def requests(rows: Mapping[str, tuple[int, ...]]) -> dict[str, Given]:
    return {
        f"requests/{row}/{column}": value
        for row, values in rows.items()
        for column, value in zip(COLUMNS, values, strict=True)
    }


def test_every_sum_of_anju_2020_holds() -> None:
    reading = make_reading(requests(ANJU), "2019", identity=identity_of(year=2020))
    assert [finding.status for finding in sums(reading)] == ["pass"] * 40


def test_the_review_table_of_hongze_2023_does_not_add_up() -> None:
    figures: dict[str, Given] = dict(requests({row: (n, 0, 0, 0, 0, 0, n) for row, n in HONGZE.items()}))
    figures |= {
        "review/reconsideration/upheld": 10,
        "review/reconsideration/corrected": 1,
        "review/litigation_after/upheld": 5,
    }
    tables = {"proactive": "2021", "requests": "2019", "review": "2021"}
    reading = make_reading(figures, tables=tables, sentences={1: "全区收到信息公开申请21件。"})
    failed = [
        finding for finding in run(reading) if finding.status == "fail" and finding.family in ("sums", "narrative")
    ]
    assert [(f.rule, f.place, f.left, f.right, f.difference) for f in failed] == [
        ("review.outcomes", "review/reconsideration/*", 11, 0, 11),
        ("review.outcomes", "review/litigation_after/*", 5, 0, 5),
    ]
    agreed = [finding for finding in run(reading) if finding.rule == "narrative.new"]
    assert [(finding.status, finding.left, finding.right) for finding in agreed] == [("pass", 21, 21)]


def test_a_failed_sum_shows_its_terms_and_its_cells() -> None:
    reading = make_reading({"requests/new/business": 7, "requests/processed_total/business": 6})
    finding = next(each for each in sums(reading) if each.place == "requests/*/business")
    assert finding.expression == "商业企业：本年新收申请 7 + 上年结转申请 0 = 办理结果总计 6 + 结转下年度继续办理 0"
    assert finding.evidence[0] == "requests/new/business = 7, printed 「7」 (table 2, row 2)"
    assert finding.keys == tuple(
        f"requests/{row}/business" for row in ("new", "carried_in", "processed_total", "carried_out")
    )
    assert (finding.left, finding.right, finding.difference, finding.verdict) == (7, 6, 1, "report")
    outcomes = [each for each in sums(reading) if each.place == "requests/*/business"][1]
    assert outcomes.expression == "商业企业：0 × 21 = 办理结果总计 6"


NEW, IN, DONE, OUT = (f"requests/{row}/research" for row in ("new", "carried_in", "processed_total", "carried_out"))
GRANTED, ELSE = "requests/granted/research", "requests/other.else/research"
PARTIAL, PARTIAL_TOTAL = "requests/partial/business", "requests/partial/total"
UPHELD, ALL = "review/reconsideration/upheld", "review/reconsideration/total"
COLUMN, ROW, GROUP = "requests/*/research", "requests/partial/*", "review/reconsideration/*"

CASES: list[tuple[str, str, dict[str, Given], str, str]] = [
    ("requests.balance", COLUMN, {}, "pass", ""),
    ("requests.balance", COLUMN, {NEW: 2, IN: 1, DONE: 2, OUT: 1}, "pass", ""),
    ("requests.balance", COLUMN, {NEW: 2, DONE: 1}, "fail", "printed 「2」"),
    ("requests.balance", COLUMN, {NEW: 1, IN: None, DONE: 1}, "uncertain", "as zero it would hold: 1 and 1"),
    ("requests.balance", COLUMN, {NEW: 1, IN: "/", DONE: 3}, "uncertain", "would not hold: 1 and 3"),
    ("requests.balance", COLUMN, {NEW: "l2", DONE: 12}, "uncertain", f"doubt: {NEW} is unreadable"),
    ("requests.balance", COLUMN, {NEW: MISSING}, "uncertain", f"doubt: {NEW} is missing"),
    ("requests.outcomes", COLUMN, {GRANTED: 1, DONE: 1}, "pass", ""),
    ("requests.outcomes", COLUMN, {ELSE: 1}, "fail", f"{ELSE} = 1"),
    ("requests.outcomes", COLUMN, {GRANTED: None}, "uncertain", "would hold: 0 and 0"),
    ("requests.applicants", ROW, {PARTIAL: 4, PARTIAL_TOTAL: 4}, "pass", ""),
    ("requests.applicants", ROW, {PARTIAL: 4}, "fail", "printed 「4」"),
    ("requests.applicants", ROW, {PARTIAL_TOTAL: None}, "uncertain", "is empty"),
    ("review.outcomes", GROUP, {UPHELD: 2, ALL: 2}, "pass", ""),
    ("review.outcomes", GROUP, {UPHELD: 2, ALL: 1}, "fail", f"{UPHELD} = 2"),
    ("review.outcomes", GROUP, {UPHELD: "无", ALL: 0}, "uncertain", "is mark"),
]


@pytest.mark.parametrize(("rule", "place", "figures", "status", "evidence"), CASES)
def test_sums_case_by_case(rule: str, place: str, figures: dict[str, Given], status: str, evidence: str) -> None:
    finding = next(each for each in sums(make_reading(figures)) if (each.rule, each.place) == (rule, place))
    assert finding.status == status
    assert evidence in "\n".join(finding.evidence)
    ours = any(line.startswith("doubt:") for line in finding.evidence)
    assert finding.verdict == {"pass": "", "fail": "report", "uncertain": "reading" if ours else ""}[status]


@pytest.mark.parametrize("table", ["requests", "review"])
def test_a_report_without_the_table_cannot_be_assessed(table: str) -> None:
    kept = [each for each in ("proactive", "requests", "review") if each != table]
    found = [each for each in sums(make_reading(tables=kept)) if each.rule.startswith(table)]
    assert {(each.status, each.place) for each in found} == {("not_assessable", table)}


def test_two_readings_that_differ_leave_doubt() -> None:
    reading = make_reading({NEW: 3}, confirmed={NEW: False})
    found = {each.place: each for each in sums(reading) if each.status == "uncertain"}
    assert set(found) == {"requests/*/research", "requests/new/*"}
    assert all(each.verdict == "reading" and "does not confirm" in each.evidence[-1] for each in found.values())
    assert [each.status for each in sums(make_reading({NEW: 3}, confirmed={NEW: True}))].count("fail") == 2


@st.composite
def balanced(draw: st.DrawFn) -> dict[str, Given]:
    """Figures of the requests and review tables of 2021 that obey every sum."""
    figures: dict[str, int] = {}
    rows = [row.code for row in form("2021").table("requests").blocks[0].rows]
    outcomes = [row for row in rows if row not in ("new", "carried_in", "processed_total", "carried_out")]
    for column in COLUMNS[:-1]:
        for row in draw(st.lists(st.sampled_from(outcomes), max_size=3)):
            figures[f"requests/{row}/{column}"] = draw(st.integers(0, 10**6))
        done = sum(figures.get(f"requests/{row}/{column}", 0) for row in outcomes)
        out = draw(st.integers(0, 50))
        carried_in = draw(st.integers(0, done + out))
        new = done + out - carried_in
        rest = {"processed_total": done, "carried_out": out, "carried_in": carried_in, "new": new}
        figures |= {f"requests/{row}/{column}": value for row, value in rest.items()}
    for row in rows:
        figures[f"requests/{row}/total"] = sum(figures.get(f"requests/{row}/{column}", 0) for column in COLUMNS[:-1])
    for group in GROUPS:
        values = draw(st.tuples(*[st.integers(0, 99)] * 4))
        figures |= {
            f"review/{group}/{name}": value for name, value in zip(RESULTS, (*values, sum(values)), strict=True)
        }
    return dict(figures)


KEYS = [figure.key for table in ("requests", "review") for figure in form("2021").figures(table)]
quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sums_of(key: str) -> set[tuple[str, str]]:
    """Rule and place of each sum that the figure is a term of, worked out from the form."""
    table, row, column = key.split("/")
    found = set()
    for identity in form("2021").identities:
        if identity.table == table:
            term, place = (row, f"{table}/*/{column}") if identity.add == "rows" else (column, f"{table}/{row}/*")
            if term in identity.left + identity.right:
                found.add((identity.rule, place))
    return found


@quick
@given(balanced())
def test_figures_that_obey_the_sums_give_no_fail(figures: dict[str, Given]) -> None:
    assert {each.status for each in sums(make_reading(figures))} == {"pass"}


@quick
@given(balanced(), st.sampled_from(KEYS), st.integers(1, 10**6))
def test_one_changed_figure_fails_exactly_its_sums(figures: dict[str, Given], key: str, more: int) -> None:
    changed = {**figures, key: Decimal(str(figures.get(key, 0))) + more}
    found = sums(make_reading(changed))
    assert {(each.rule, each.place) for each in found if each.status == "fail"} == sums_of(key) != set()
    assert {each.status for each in found} == {"pass", "fail"}
    assert all(abs(each.difference or 0) == more for each in found if each.status == "fail")


@quick
@given(balanced(), st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from([None, "/", "?", MISSING])), min_size=1))
def test_what_is_no_value_is_never_an_error_of_a_sum(figures: dict[str, Given], lost: list[tuple[str, Given]]) -> None:
    found = sums(make_reading({**figures, **dict(lost)}))
    assert not [each for each in found if each.status == "fail"]
    touched = set().union(*(sums_of(key) for key, _ in lost))
    assert {(each.rule, each.place) for each in found if each.status == "uncertain"} == touched
