"""What a rule is: one function, and what is said of it in `data/rules.toml`."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from json.encoder import encode_basestring_ascii as quoted
from typing import Any, NamedTuple, cast

from govtext.checks.case import BLANK, Case, plain
from govtext.checks.files import data
from govtext.forms import Label, Standing
from govtext.model import Finding, FindingStatus, Verdict

STATISTICAL = "no rule of law or of the form: a statistical expectation, which a right report may miss"


class Outcome(NamedTuple):  # no dataclass: a report has a hundred, and a frozen one takes twice the time to make
    """What a rule found at one place, before it is signed with the rule's name.

    Places: `requests/*/total` a column summed over its rows, `review/reconsideration/*` a row summed over its columns,
    `requests/new/total` a figure, `requests` a table, `section/5` a section, `section/1:requests/new/total` what
    section 1 says of a figure (section 0 stands before the first heading), `report` the whole.
    """

    place: str
    status: FindingStatus
    evidence: tuple[str, ...] = ()
    expression: str = ""
    left: Decimal | str | None = None
    right: Decimal | str | None = None
    difference: Decimal | None = None
    keys: tuple[str, ...] = ()
    verdict: Verdict = ""


def settle(
    place: str,
    holds: bool | None,
    evidence: Iterable[str] = (),
    *,
    doubts: Sequence[str] = (),
    expression: str = "",
    left: Decimal | str | None = None,
    right: Decimal | str | None = None,
    keys: Iterable[str] = (),
) -> Outcome:
    """The outcome of a comparison that holds, does not, or (None) could not be made.

    What does not hold is an error of the report only where nothing is in doubt; else our reading may be at fault, and
    the finding is uncertain. What holds is confirmed, whatever was in doubt. A figure that the report leaves blank is
    no doubt of ours: uncertain, without a verdict.

    >>> settle("report", False).verdict, settle("report", False, doubts=["doubt: a scan"]).status
    ('report', 'uncertain')
    """
    status, verdict = _judge(holds, doubts)
    both = isinstance(left, Decimal) and isinstance(right, Decimal)
    difference = cast(Decimal, left) - cast(Decimal, right) if both else None
    said = (*evidence, *(() if holds else doubts))
    return Outcome(place, status, said, expression, left, right, difference, tuple(keys), verdict)


def _judge(holds: bool | None, doubts: Sequence[str]) -> tuple[FindingStatus, Verdict]:
    if holds:
        return "pass", ""
    if doubts and all(doubt.startswith(BLANK) for doubt in doubts):
        return "uncertain", ""
    if holds is None or doubts:
        return "uncertain", "reading"
    return "fail", "report"


def not_assessable(place: str, reason: str) -> Outcome:
    """The rule cannot be asked of this report, for this reason."""
    return Outcome(place, "not_assessable", (reason,))


Function = Callable[[Case], Iterable[Outcome]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, its family, its legal standing, what it says in both languages, and where that stands."""

    name: str
    family: str
    standing: Standing
    label: Label
    description: Label
    source: str
    function: Function

    def findings(self, case: Case) -> Iterator[Finding]:
        """What the rule finds in a report, each finding with its fingerprint."""
        for outcome in self.function(case):
            each = _soften(outcome) if self.standing == "statistical" else outcome
            mark = fingerprint(case.known_as, self.name, each)
            yield Finding(
                self.name, self.family, each.status, each.place, self.standing, each.expression, each.left, each.right,
                each.difference, each.evidence, each.verdict, each.keys, mark,
            )  # fmt: skip


def _soften(outcome: Outcome) -> Outcome:
    """A statistical expectation that is missed accuses nobody."""
    if outcome.status != "fail":
        return outcome
    return outcome._replace(status="uncertain", verdict="", evidence=(*outcome.evidence, STATISTICAL))


def fingerprint(report: str, name: str, outcome: Outcome) -> str:
    """Sixteen hexadecimal digits that stay the same as long as the same is found in the same report.

    They depend on the rule's name, the place, both sides, and what the report is known by (`Case.known_as`). They do
    not depend on the file's name, on other rules, other cells, or on evidence.
    """
    listed = f"[{quoted(name)}, {quoted(outcome.place)}, {_side(outcome.left)}, {_side(outcome.right)}, {report}]"
    return hashlib.sha256(listed.encode("ascii")).hexdigest()[:16]


def _side(side: Decimal | str | None) -> str:
    return "null" if side is None else quoted(plain(side) if isinstance(side, Decimal) else side)


@cache
def descriptions() -> Mapping[str, Mapping[str, Any]]:
    """What `data/rules.toml` says of each rule."""
    return tomllib.loads(data("rules.toml"))


def rule(name: str) -> Callable[[Function], Rule]:
    """Make the decorated function the rule of this name, which `data/rules.toml` must describe."""
    about = descriptions()[name]

    def made(function: Function) -> Rule:
        label, description = (Label(**about[part]) for part in ("label", "description"))
        return Rule(name, about["family"], about["standing"], label, description, about["source"], function)

    return made


@cache
def families() -> Mapping[str, Label]:
    """The families of rules in the order in which they are shown, from `data/families.toml`.

    >>> families()["sums"].en
    'sums'
    """
    return {name: Label(**label) for name, label in tomllib.loads(data("families.toml")).items()}
