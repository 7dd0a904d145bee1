"""Reports as the checks across them see them: whose, on which year, with their cells; and what the rules are."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from govtext.checks.case import BLANK, amount, name, plain, quote
from govtext.checks.files import data
from govtext.checks.rule import STATISTICAL, Outcome, families
from govtext.forms import Label, Standing
from govtext.model import Cell, Finding

FAMILY = "across"


@dataclass(frozen=True, slots=True)
class Reported:
    """One report; `scope` is own, aggregate or None; `edition_of` the report chosen in its stead, if any.

    `contested`: why it is doubtful on which year the report is; "" where it is not.
    """

    report: str
    issuer: str
    year: int
    cells: Mapping[str, Cell]
    scanned: bool = False
    doubtful: bool = False
    scope: str | None = None
    edition_of: str | None = None
    contested: str = ""
    _amounts: dict[str, Decimal | None] = field(default_factory=dict, repr=False, compare=False)
    _quotes: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def amount(self, key: str) -> Decimal | None:
        """The figure with this code, None unless it can be reckoned with."""
        if key not in self._amounts:
            self._amounts[key] = amount(self.cell(key))
        return self._amounts[key]

    def quote(self, key: str) -> str:
        """A cell with its report and year: `a.html (2020): requests/new/total = 8 …`."""
        if key not in self._quotes:
            self._quotes[key] = f"{self.report} ({self.year}): {quote(self.cell(key))}"
        return self._quotes[key]

    def cell(self, key: str) -> Cell:
        """The cell with this code; one with status `missing` where nothing was read."""
        return self.cells.get(key) or _missing(key)

    def has(self, keys: Iterable[str]) -> bool:
        """Whether the report's form has one of these figures and something stands there."""
        return any(cell.status != "missing" for key in keys if (cell := self.cells.get(key)))


@cache
def _missing(key: str) -> Cell:
    table, row, column = key.split("/")
    return Cell(table, row, column, None, "", "missing")


@dataclass(frozen=True, slots=True)
class Term:
    """A figure in a sum across years: in the report of this or (`before`) the year before, with its sign."""

    before: bool
    key: str
    sign: int


@dataclass(frozen=True)
class AcrossRule:
    """A rule across reports and what is said of it."""

    name: str
    standing: Standing
    label: Label
    description: Label
    source: str
    table: str
    each: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    family: str = FAMILY

    @cached_property
    def instances(self) -> tuple[tuple[tuple[Term, ...], tuple[Term, ...]], ...]:
        """Both sides for every one of `each`."""
        return tuple(self.terms(each) for each in self.each)

    @cached_property
    def keys(self) -> Mapping[bool, tuple[str, ...]]:
        """The codes it looks at in the report of the year before (True) and in that of the year (False)."""
        terms = [term for sides in self.instances for side in sides for term in side]
        return {before: tuple(term.key for term in terms if term.before is before) for before in (True, False)}

    def terms(self, each: str) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
        """Both sides for one of `each`."""
        left, right = ([_term(term.format(each)) for term in side] for side in (self.left, self.right))
        return tuple(left), tuple(right)


def _term(text: str) -> Term:
    sign, when, key = text.split()
    return Term(when == "prev", key, -1 if sign == "-" else 1)


@cache
def across_rules() -> Mapping[str, AcrossRule]:
    """The rules across reports by name, from `data/across.toml`.

    >>> across_rules()["across.in_force"].standing
    'statistical'
    """
    raw = tomllib.loads(data("across.toml"))["rules"]
    return {name: _rule(name, each) for name, each in raw.items()}


def _rule(name: str, raw: Mapping[str, Any]) -> AcrossRule:
    label, description = (Label(**raw[part]) for part in ("label", "description"))
    each, left, right = (tuple(raw[part]) for part in ("each", "left", "right"))
    return AcrossRule(name, raw["standing"], label, description, raw["source"], raw["table"], each, left, right)


@cache
def across_family() -> Label:
    """The name of the family in both languages."""
    return families()[FAMILY]


@dataclass(frozen=True, slots=True)
class Across:
    """A finding and the reports it rests on: it is told of `report`; `others` are those it is compared with."""

    report: str
    others: tuple[str, ...]
    finding: Finding


def signed(
    rule: AcrossRule, outcome: Outcome, about: Reported, others: Iterable[Reported] = (), mark: str = ""
) -> Across:
    """The outcome under the rule's name, with its fingerprint.

    The fingerprint depends on rule, place, both sides, issuer and year (and on `mark` where several findings share
    these), not on the files' names, on other findings or on evidence.
    """
    each = _soften(outcome) if rule.standing == "statistical" else outcome
    sides = [plain(side) if isinstance(side, Decimal) else side for side in (each.left, each.right)]
    parts = (rule.name, each.place, *sides, about.issuer, str(about.year), mark)
    named = "\0".join("\1" if part is None else part for part in parts)
    print_ = hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    finding = Finding(
        rule.name, rule.family, each.status, each.place, rule.standing, each.expression, each.left, each.right,
        each.difference, each.evidence, each.verdict, each.keys, print_,
    )  # fmt: skip
    return Across(about.report, tuple(other.report for other in others), finding)


def _soften(outcome: Outcome) -> Outcome:
    """A statistical expectation that is missed accuses nobody."""
    if outcome.status != "fail":
        return outcome
    return outcome._replace(status="uncertain", verdict="", evidence=(*outcome.evidence, STATISTICAL))


@cache
def label(key: str) -> str:
    """The Chinese label of a code (`case.name`, looked up once)."""
    return name(key)


def doubts(pairs: Iterable[tuple[Reported, str]]) -> tuple[str, ...]:
    """Why a comparison of these cells may rest on our reading, or on who we think reports, and not on the reports."""
    return tuple(dict.fromkeys(_doubts(pairs)))


def _doubts(pairs: Iterable[tuple[Reported, str]]) -> Iterator[str]:
    for about, key in pairs:
        cell, at = about.cell(key), f"{about.report} ({about.year})"
        if about.doubtful:
            yield f"doubt: the issuer of {at} is doubtful"
        if about.scanned:
            yield f"doubt: the figures of {at} were recognised from a scan"
        if cell.confirmed is False:
            yield f"doubt: a second reading does not confirm {key} of {at}"
        if cell.status in ("empty", "mark"):
            yield f"{BLANK} {key} of {at} is {cell.status} in the report"
        elif about.amount(key) is None:
            yield f"doubt: {key} of {at} is {'not usable' if cell.status == 'value' else cell.status}"
