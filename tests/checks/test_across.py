"""Checks across reports: over years, between editions, a whole and its parts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pandas as pd
import pytest

from govtext.checks.across import across, find_across
from govtext.checks.across_frames import COLUMNS, across_frames, needed_keys
from govtext.checks.across_reports import Reported, across_family, across_rules
from govtext.forms import forms
from govtext.model import Cell, Finding, Reading
from govtext.records import cell_records
from tests.made import Given, identity_of, make_reading

OUT, IN = "requests/carried_out/total", "requests/carried_in/total"
LAST, CHANGE = "proactive/licensing/items_last_year", "proactive/licensing/items_change"


def report(
    year: int,
    figures: Mapping[str, Given] | None = None,
    form: str = "2021",
    source: str | None = None,
    published: str | None = "2024-03-01",
    **more: object,
) -> Reading:
    identity = identity_of(year=year, published=published)
    return make_reading(figures, form, identity=identity, source=source or f"{year}.html", **more)  # type: ignore[arg-type]


def found(*readings: Reading, **more: object) -> tuple[Finding, ...]:
    return across(readings, {each.document.source: "510904/government" for each in readings}, **more)  # type: ignore[arg-type]


def at(findings: tuple[Finding, ...], rule: str, place: str) -> Finding:
    (one,) = [each for each in findings if (each.rule, each.place) == (f"across.{rule}", place)]
    return one


def test_what_was_carried_out_is_carried_in() -> None:
    findings = found(report(2021, {OUT: 3}), report(2022, {IN: 3}))
    one = at(findings, "carried", IN)
    assert (one.status, one.verdict, one.left, one.right) == ("pass", "", 3, 3)
    assert sum(each.rule == "across.carried" and each.status == "pass" for each in findings) == 7


def test_what_is_not_carried_in_is_an_error_of_the_reports() -> None:
    one = at(found(report(2021, {OUT: 3}), report(2022, {IN: 2})), "carried", IN)
    assert (one.status, one.verdict, one.difference) == ("fail", "report", 1)
    assert one.expression == "2021年结转下年度继续办理·总计 3 = 2022年上年结转申请·总计 2"
    assert one.evidence[0].startswith("2021.html (2021): requests/carried_out/total = 3")
    assert one.evidence[1].startswith("2022.html (2022): requests/carried_in/total = 2")
    assert "table" in one.evidence[0]


@pytest.mark.parametrize(
    ("before", "now", "more", "status", "verdict"),
    [
        (None, 3, {}, "uncertain", ""),
        (3, "/", {}, "uncertain", ""),
        (3, "三件", {}, "uncertain", "reading"),
        (3, 2, {"confirmed": {IN: False}}, "uncertain", "reading"),
        (3, 2, {"kind": "scan"}, "uncertain", "reading"),
        (3, 3, {"kind": "scan"}, "pass", ""),
    ],
)
def test_what_may_be_our_reading_is_uncertain(
    before: Given, now: Given, more: dict[str, object], status: str, verdict: str
) -> None:
    one = at(found(report(2021, {OUT: before}), report(2022, {IN: now}, **more)), "carried", IN)
    assert (one.status, one.verdict) == (status, verdict)


def test_without_the_year_before_the_rules_cannot_be_asked() -> None:
    findings = found(report(2021), report(2023))
    assert {each.status for each in findings} == {"not_assessable"}
    assert at(findings[:2], "carried", "requests").evidence == ("no report of 510904/government on 2020 is at hand",)


def test_a_merged_place_does_not_continue() -> None:
    breaks = {("510904/government", 2022): "某区并入"}
    findings = found(report(2021, {OUT: 3}), report(2022, {IN: 9}), breaks=breaks)
    one = at(findings[2:], "carried", "requests")
    assert one.status == "not_assessable"
    assert "某区并入" in one.evidence[0]


@pytest.mark.parametrize(("change", "now", "status"), [(-2, 8, "pass"), (2, 12, "pass"), (-2, 12, "fail")])
def test_items_of_the_2019_form(change: int, now: int, status: str) -> None:
    findings = found(report(2019, {LAST: 10, CHANGE: change}, "2019"), report(2020, {LAST: now}, "2019"))
    assert at(findings, "items", LAST).status == status


def test_the_2021_form_has_no_items_and_the_2019_form_nothing_in_force() -> None:
    rules = {each.rule for each in found(report(2020, form="2019"), report(2021))}
    findings = found(report(2020, form="2019"), report(2021))
    assert rules == {"across.items", "across.carried", "across.in_force"}
    assert at(findings, "in_force", "proactive").status == "not_assessable"
    assert "another form" in at(findings, "in_force", "proactive").evidence[0]
    assert at(findings, "carried", IN).status == "pass"


FORCE = "proactive/normative_documents/in_force"


@pytest.mark.parametrize(("now", "status"), [(11, "pass"), (12, "uncertain")])
def test_in_force_is_expected_only(now: int, status: str) -> None:
    figures: dict[str, Given] = {
        FORCE: now, "proactive/normative_documents/issued": 3, "proactive/normative_documents/repealed": 2,
    }  # fmt: skip
    one = at(found(report(2021, {FORCE: 10}), report(2022, figures)), "in_force", FORCE)
    assert (one.status, one.verdict, one.standing) == (status, "", "statistical")
    assert one.expression.endswith(f"= 2022年行政规范性文件·现行有效件数 {now}")


NEW = "requests/new/total"


def test_editions_that_agree_pass_table_by_table() -> None:
    figures: dict[str, Given] = {NEW: 5}
    findings = found(report(2021, figures, source="a.html"), report(2021, figures, source="b.pdf"))
    editions = [each for each in findings if each.rule == "across.editions"]
    assert [(each.place, each.status) for each in editions] == [
        (table, "pass") for table in ("proactive", "requests", "review")
    ]


def test_a_figure_that_differs_between_editions_is_an_error_of_one_of_them() -> None:
    many: dict[str, Given] = {NEW: 5, "requests/granted/total": 5, OUT: 1}
    one = at(
        found(report(2021, many, source="a.html"), report(2021, {**many, NEW: 6}, source="b.html")), "editions", NEW
    )
    assert (one.status, one.verdict, one.left, one.right) == ("fail", "report", 5, 6)
    assert "a.html" in one.evidence[0]
    assert "b.html" in one.evidence[1]


def test_editions_with_little_in_common_are_perhaps_none() -> None:
    one = at(found(report(2021, {NEW: 5}, source="a"), report(2021, {NEW: 6}, source="b")), "editions", NEW)
    assert (one.status, one.verdict) == ("uncertain", "reading")
    assert "perhaps these are not editions" in one.evidence[-1]


def test_the_last_published_edition_goes_on_over_the_years() -> None:
    editions = [report(2021, {OUT: count}, source=f"{count}.html", published=f"2022-0{count}-01") for count in (4, 3)]
    assert at(found(*editions, report(2022, {IN: 4})), "carried", IN).status == "pass"


PARENT, CHILDREN = "510900/government", ("510904/government", "510900/财政局")


def family(total: int, parts: tuple[int, ...], scopes: Mapping[str, str | None]) -> tuple[Finding, ...]:
    readings = [report(2021, {NEW: count}, source=f"{at}") for at, count in enumerate((total, *parts))]
    issuers = dict(zip("012", (PARENT, *CHILDREN), strict=False))
    return across(readings, issuers, scopes=scopes, children={PARENT: CHILDREN})


AGREED = {"0": "aggregate", "1": "aggregate", "2": "own"}


@pytest.mark.parametrize(("total", "status"), [(7, "pass"), (8, "uncertain")])
def test_an_aggregate_report_is_the_sum_of_its_parts(total: int, status: str) -> None:
    one = at(family(total, (3, 4), AGREED), "children", NEW)
    assert (one.status, one.verdict, one.right) == (status, "", 7)


@pytest.mark.parametrize(
    ("parts", "scopes", "said"),
    [
        ((3,), AGREED, "1 of 2 reports"),
        ((3, 4), {**AGREED, "1": "own"}, "510904/government"),
        ((3, 4), {**AGREED, "2": None}, "510900/财政局"),
        ((3, 4), {**AGREED, "0": "own"}, "scope: own"),
    ],
)
def test_the_sum_is_not_asked_where_parts_are_absent_or_scopes_do_not_agree(
    parts: tuple[int, ...], scopes: Mapping[str, str | None], said: str
) -> None:
    parents = tuple(each for each in family(7, parts, scopes) if said in "".join(each.evidence))
    one = at(parents, "children", "report")
    assert one.status == "not_assessable"
    assert said in one.evidence[0]


def test_reports_without_issuer_or_year_are_left_out() -> None:
    assert across([report(2021)], {}) == ()
    nameless = make_reading(identity=identity_of(year=None))
    assert across([nameless], {nameless.document.source: "x/government"}) == ()


def test_fingerprints_are_stable_and_tell_findings_apart() -> None:
    first = found(report(2021, {OUT: 3}), report(2022, {IN: 2}))
    moved = found(report(2022, {IN: 2}, source="other.html"), report(2021, {OUT: 3, NEW: 9}, source="x.html"))
    assert at(first, "carried", IN).fingerprint == at(moved, "carried", IN).fingerprint
    prints = [each.fingerprint for each in first]
    assert len(set(prints)) == len(prints)
    changed = found(report(2021, {OUT: 3}), report(2022, {IN: 1}))
    assert at(changed, "carried", IN).fingerprint != at(first, "carried", IN).fingerprint


def frames(*readings: Reading) -> tuple[pd.DataFrame, pd.DataFrame]:
    cells = pd.DataFrame([row for reading in readings for row in cell_records(reading)])
    cells["key"] = cells["table"] + "/" + cells["row"] + "/" + cells["column"]
    cells["value"] = cells["value"].astype("float64")
    rows = [
        {"report": each.document.source, "issuer_id": "510904/government", "year": each.identity.year.value,
         "kind": each.document.kind, "published": each.identity.published.value}
        for each in readings
    ]  # fmt: skip
    return pd.DataFrame(rows), cells


def test_frames_give_what_readings_give() -> None:
    readings = (
        report(2021, {OUT: 3, FORCE: None}), report(2022, {IN: 2}), report(2022, {IN: 2, NEW: 4}, source="b.html"),
        report(2023, {"requests/carried_in/business": "/"}, kind="scan"),
    )  # fmt: skip
    frame = across_frames(*frames(*readings))
    assert tuple(frame.columns) == COLUMNS
    expected = [
        (each.rule, each.status, each.place, each.left, each.right, each.evidence, each.verdict, each.fingerprint)
        for each in found(*readings)
    ]
    names = ["rule", "status", "place", "left", "right", "evidence", "verdict", "fingerprint"]
    assert (
        list(frame[names].astype(object).where(frame[names].notna(), None).itertuples(index=False, name=None))
        == expected
    )


def test_frames_know_doubtful_issuers_and_given_editions() -> None:
    reports, cells = frames(report(2021, {OUT: 3}), report(2022, {IN: 2}), report(2022, {IN: 3}, source="b.html"))
    reports["doubtful"], reports["edition_of"] = [True, False, False], [None, "b.html", None]
    frame = across_frames(reports, cells[cells["key"].isin(needed_keys())])
    carried = frame[(frame["rule"] == "across.carried") & (frame["place"] == IN)]
    assert carried[["report", "others", "status"]].to_numpy().tolist() == [["b.html", ("2021.html",), "pass"]]
    reports["edition_of"] = [None, None, "2022.html"]
    frame = across_frames(reports, cells)
    carried = frame[(frame["rule"] == "across.carried") & (frame["place"] == IN)]
    assert carried["status"].tolist() == ["uncertain"]
    assert "issuer" in " ".join(carried["evidence"].iloc[0])


def test_frames_without_reports_are_empty() -> None:
    reports, cells = frames(report(2021))
    frame = across_frames(reports.iloc[:0], cells)
    assert frame.empty
    assert tuple(frame.columns) == COLUMNS


def test_every_rule_is_described_and_looks_at_figures_of_the_forms() -> None:
    assert across_family().zh
    known = {figure.key for form in forms() for figure in form.figures()}
    assert needed_keys() <= known
    for rule in across_rules().values():
        assert rule.label.zh
        assert rule.description.en
        assert rule.source


def test_decimal_amounts_are_compared_exactly() -> None:
    key = "proactive/fees/amount"
    pairs = [report(2021, {key: Decimal("0.1"), NEW: 4}, source=name) for name in ("a.html", "b.html")]
    frame = across_frames(*frames(*pairs))
    assert set(frame.loc[frame["rule"] == "across.editions", "status"]) == {"pass"}


def reported(issuer: str, year: int, count: int | None, **more: object) -> Reported:
    cells = {} if count is None else {NEW: Cell("requests", "new", "total", Decimal(count), "件", "value")}
    return Reported(f"{issuer}-{year}", issuer, year, cells, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("total", "counts", "status"),
    [(7, (3, 4), "pass"), (9, (3, 4), "not_assessable"), (6, (3, 4), "uncertain"), (7, (), "not_assessable")],
)
def test_an_aggregate_report_is_at_least_the_sum_of_the_parts_at_hand(
    total: int, counts: tuple[int, ...], status: str
) -> None:
    parent = reported(PARENT, 2021, total, scope="aggregate")
    parts = [reported(f"x{at}/财政局", 2021, count) for at, count in enumerate(counts)]
    (one,) = find_across([parent], {}, {}, {parent.report: parts} if parts else {})
    assert (one.finding.rule, one.finding.status, one.finding.verdict) == ("across.children", status, "")
    assert one.others == tuple(each.report for each in parts)
    own = reported(PARENT, 2021, total, scope="own")
    assert list(find_across([own], {}, {}, {own.report: parts})) == []


def test_a_report_whose_year_is_doubtful_is_not_compared_over_years() -> None:
    def carried(year: int, into: int, out: int, report: str, **more: object) -> Reported:
        pairs = (("carried_in", into), ("carried_out", out))
        cells = {f"requests/{row}/total": Cell("requests", row, "total", Decimal(n), "件", "value") for row, n in pairs}
        return Reported(report, PARENT, year, cells, **more)  # type: ignore[arg-type]

    before, now, after = carried(2020, 0, 3, "a"), carried(2021, 3, 5, "b"), carried(2022, 5, 0, "d")
    astray = carried(2021, 9, 9, "c", contested="two reports on 2021")
    findings = {each.report: each.finding for each in find_across([before, now, astray, after], {}, {})
                if each.finding.place in (IN, "requests") and each.finding.rule == "across.carried"}  # fmt: skip
    statuses = {report: finding.status for report, finding in findings.items()}
    assert statuses == {"a": "not_assessable", "b": "pass", "c": "not_assessable", "d": "pass"}
    assert "two reports on 2021" in findings["c"].evidence[0]
    alone = [each.finding for each in find_across([astray, after], {}, {}) if each.report == "d"]
    assert {each.status for each in alone} == {"not_assessable"}
    assert "two reports on 2021" in alone[0].evidence[0]
