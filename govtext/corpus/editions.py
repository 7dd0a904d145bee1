"""Several files, one report: its text and image edition, a corrected reissue; one is chosen by a stated rule.

Two reports are editions of one where issuer and year are the same, their regions may be one (淮安市洪泽区, 洪泽区), and
their figures agree: of the figures other than 0 in either, at least half are the same, or one report has none. (Two
towns may bear one name.)
Chosen is the one with more figures read; else the one that is no scan; else the later date of publication; else the
smaller id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

_LEAST_SHARE = 0.5
SAME = "same issuer and year, figures agree"
Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What decides between editions."""

    report: str
    issuer: str | None
    region: str | None
    year: int | None
    figures_read: int
    kind: str
    published: date | None

    @property
    def preference(self) -> tuple[tuple[str, object], ...]:
        """Why it is chosen before another, smaller first: each with the rule's name."""
        return (
            ("more figures read", -self.figures_read),
            ("no scan", self.kind == "scan"),
            ("published later", -self.published.toordinal() if self.published else 0),
            ("smaller id", self.report),
        )


@dataclass(frozen=True, slots=True)
class Edition:
    """Whether a report is chosen, which one instead of it, and by what rule."""

    chosen: bool = True
    edition_of: str | None = None
    rule: str | None = None


def find_editions(reports: pa.Table, figures: Callable[[Sequence[str]], Mapping[str, Figures]]) -> dict[str, Edition]:
    """The editions among all reports, by id; a report that has none is not in it.

    `figures` gives the values of some reports by code; it is asked only where issuer and year are the same.
    """
    groups = [group for group in _groups(reports) if len(group) > 1]
    known = figures([each.report for group in groups for each in group]) if groups else {}
    found: dict[str, Edition] = {}
    for group in groups:
        for leader, others in _clusters(group, known):
            found |= _named(leader, others)
    return found


def _groups(reports: pa.Table) -> Iterable[list[Candidate]]:
    names = list(Candidate.__dataclass_fields__)
    groups: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
    for row in reports.select(names).to_pylist():
        if row["issuer"] is not None and row["year"] is not None:
            groups["".join(row["issuer"].split()), row["year"]].append(Candidate(**row))
    return groups.values()


def _clusters(
    group: Iterable[Candidate], figures: Mapping[str, Figures]
) -> Iterable[tuple[Candidate, list[Candidate]]]:
    """The best first: each report joins the first leader that it agrees with, or leads itself."""
    clusters: list[tuple[Candidate, list[Candidate]]] = []
    for each in sorted(group, key=lambda candidate: [value for _, value in candidate.preference]):
        joined = next((others for leader, others in clusters if _same(leader, each, figures)), None)
        if joined is None:
            clusters.append((each, []))
        else:
            joined.append(each)
    return clusters


def _same(one: Candidate, other: Candidate, figures: Mapping[str, Figures]) -> bool:
    return _one_place(one.region or "", other.region or "") and agree(
        figures.get(one.report, {}), figures.get(other.report, {})
    )


def _one_place(one: str, other: str) -> bool:
    """Whether two regions may be one: one may be named in full, or one is not known."""
    return one.endswith(other) or other.endswith(one)


def agree(one: Figures, other: Figures) -> bool:
    """Whether at least half of the figures other than 0 in either are the same; also where one has none.

    >>> agree({"a": 1, "b": 2}, {"a": 1, "b": 3}), agree({"a": 1}, {"a": 2}), agree({}, {"a": 2})
    (True, False, True)
    """
    if not one or not other:
        return True
    told = [key for key in one.keys() & other.keys() if one[key] or other[key]]
    equal = sum(one[key] == other[key] for key in told)
    return not told or equal >= _LEAST_SHARE * len(told)


def _named(leader: Candidate, others: Sequence[Candidate]) -> dict[str, Edition]:
    if not others:
        return {}
    second = others[0].preference
    told = next(name for (name, mine), (_, theirs) in zip(leader.preference, second, strict=True) if mine != theirs)
    rule = f"{SAME}; chosen: {told}"
    return {leader.report: Edition(True, None, rule), **{o.report: Edition(False, leader.report, rule) for o in others}}


def with_editions(reports: pa.Table, editions: Mapping[str, Edition], schema: pa.Schema) -> pa.Table:
    """The rows of `reports` with the variables of editions."""
    each = [editions.get(report, Edition()) for report in reports["report"].to_pylist()]
    columns = [[edition.chosen for edition in each], [e.edition_of for e in each], [e.rule for e in each]]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, list(schema)[-3:], strict=True)]
    return pa.Table.from_arrays([*reports.columns, *arrays], schema=schema)
