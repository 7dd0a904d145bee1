"""The registry, and what holds for every finding of every rule."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from govtext import checks
from govtext.checks import find_rule, rules, run
from govtext.checks.rule import descriptions, families
from govtext.errors import UnknownCode
from govtext.forms import forms
from govtext.model import Reading
from tests.made import identity_of, make_reading

REPORTS: dict[str, Reading] = {
    "2021": make_reading(),
    "2019": make_reading(form="2019", identity=identity_of(year=2020, published="2021-02-01", title=None)),
    "mixed": make_reading(tables={"proactive": "2021", "requests": "2019", "review": "2021"}),
    "no tables": make_reading(tables=()),
    "nothing": make_reading(tables=(), order=(), identity=identity_of(year=None, issuer=None, published=None)),
    "wrong": make_reading(
        {"requests/new/total": 3, "review/reconsideration/upheld": 1, "proactive/rules/issued": None},
        sentences={1: "全年收到政府信息公开申请5件。", 5: "无。"},
        identity=identity_of(published="2024-05-01"),
    ),
    "scan": make_reading({"requests/new/total": 3}, kind="scan"),
}


def test_data_describe_every_rule_and_no_other() -> None:
    assert set(descriptions()) == {rule.name for rule in rules()}
    assert {rule.family for rule in rules()} | {"across"} == set(families())


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_a_rule_says_what_it_is_in_both_languages(rule: checks.Rule) -> None:
    for label in (rule.label, rule.description, families()[rule.family]):
        assert any("\u4e00" <= char <= "\u9fff" for char in label.zh)
        assert label.en
        assert label.en.isascii() or label.en != label.zh
    assert rule.source
    assert rule.function.__doc__


def test_no_family_file_is_forgotten() -> None:
    named = {rule.function.__module__ for rule in rules()}
    decorated = {
        path.stem
        for path in Path(checks.__file__).parent.glob("*.py")
        if any(
            isinstance(node, ast.FunctionDef) and any("rule(" in ast.unparse(each) for each in node.decorator_list)
            for node in ast.parse(path.read_text(encoding="utf-8")).body
        )
    }
    assert {name.rsplit(".", 1)[1] for name in named} == decorated
    assert inspect.getmodule(run) is checks


def test_every_sum_of_every_form_has_its_rule() -> None:
    for form in forms():
        for identity in form.identities:
            assert find_rule(identity.rule).standing == identity.standing
            assert find_rule(identity.rule).family == "sums"


def test_an_unknown_rule_is_named() -> None:
    with pytest.raises(UnknownCode, match=r"no\.such"):
        find_rule("no.such")


@pytest.mark.parametrize("reading", REPORTS.values(), ids=REPORTS)
def test_every_rule_says_something_of_every_report(reading: Reading) -> None:
    assert {finding.rule for finding in run(reading)} == {rule.name for rule in rules()}


@pytest.mark.parametrize("reading", REPORTS.values(), ids=REPORTS)
def test_findings_are_signed_and_told_apart(reading: Reading) -> None:
    findings = run(reading)
    assert len({finding.fingerprint for finding in findings}) == len(findings)
    for finding in findings:
        assert (finding.family, finding.standing) == (find_rule(finding.rule).family, find_rule(finding.rule).standing)
        assert len(finding.fingerprint) == 16
        assert (finding.verdict == "report") == (finding.status == "fail")
        assert finding.standing != "statistical" or finding.status != "fail"
        assert finding.evidence or finding.status == "pass"


def test_a_report_without_fault_passes() -> None:
    assert {finding.status for finding in run(REPORTS["2021"])} == {"pass", "not_assessable"}
    assert {finding.status for finding in run(REPORTS["2019"])} == {"pass", "not_assessable"}


def test_nothing_of_a_scan_is_called_an_error_of_the_report() -> None:
    findings = run(REPORTS["scan"])
    doubted = [finding for finding in findings if finding.status == "uncertain"]
    assert {finding.status for finding in findings} == {"pass", "not_assessable", "uncertain"}
    assert {finding.place for finding in doubted} == {"requests/*/total", "requests/new/*"}
    assert all(any("scan" in line for line in finding.evidence) for finding in doubted)


def marks(reading: Reading) -> dict[tuple[str, str], str]:
    return {(finding.rule, finding.place): finding.fingerprint for finding in run(reading)}


def test_fingerprints_depend_on_the_report_and_on_what_is_found_only() -> None:
    figures = {"requests/new/total": 3, "requests/new/natural_person": 2}
    first = marks(make_reading(figures))
    assert marks(make_reading(figures, source="renamed.pdf", kind="pdf")) == first
    better = marks(make_reading({**figures, "proactive/rules/issued": 7, "proactive/rules/in_force": 7}))
    assert {key for key in first if first[key] != better[key]} == {("proactive.in_force", "proactive/rules/*")}
    fixed = marks(make_reading({**figures, "requests/new/natural_person": 3}))
    assert {key for key in first if first[key] != fixed[key]} == {
        ("requests.balance", "requests/*/natural_person"),
        ("requests.applicants", "requests/new/*"),
    }
    other = marks(make_reading(figures, identity=identity_of(issuer="白石县人民政府")))
    assert all(first[key] != other[key] for key in first)


def test_a_report_without_issuer_is_known_by_its_text() -> None:
    nameless = identity_of(issuer=None)
    first = marks(make_reading(identity=nameless))
    assert marks(make_reading(identity=nameless, source="b.html")) == first
    other = marks(make_reading(identity=nameless, sentences={1: "换了一句话。"}))
    assert all(first[key] != other[key] for key in first)


def test_fingerprints_of_this_release_stay() -> None:
    """A change here breaks everyone who stored fingerprints: it needs a note in the changelog."""
    found = marks(REPORTS["wrong"])
    assert found["review.outcomes", "review/reconsideration/*"] == "cd6fe5e20a799c00"
