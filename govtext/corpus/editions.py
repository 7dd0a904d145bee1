"""Several files, one report: its text and image edition, a corrected reissue; one is chosen by a stated rule.

Two reports are editions of one where issuer and year are the same and their figures agree: of the figures other than 0
in either, at least half are the same, or one report has none. Where the issuer has no report on a year next to it, one
of the two may be that year's under a wrong title: then nine tenths must be the same, of five figures at least. Where
the issuer is known by its printed name alone, the regions must be such as may be one (淮安市洪泽区, 洪泽区): two towns
may bear one name.
Chosen is the one with more figures read; else the one that is no scan; else the later date of publication; else the
smaller id.

Reports of one issuer and year that are no editions contradict each other: on which year they are is doubtful, and so
it is where a report speaks for another year than its title and its date does not side with the title.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

SAME = "same issuer and year, figures agree"
Figures = npt.NDArray[np.float64]
"""Values of one report in the order of the codes, NaN where nothing was read."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How much must be the same: `share` of the figures other than 0, of which there are at least `least`."""

    share: float
    least: int


USUAL, STRICT = Agreement(0.5, 0), Agreement(0.9, 5)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What decides between editions; `decided`: a person has said which year the report is on."""

    report: str
    issuer: str | None
    region: str | None
    year: int | None
    figures_read: int
    kind: str
    published: date | None
    issuer_id: str | None = None
    decided: bool = False
    year_doubt: str | None = None

    @property
    def preference(self) -> tuple[tuple[str, object], ...]:
        """Why it is chosen before another, smaller first: each with the rule's name."""
        return (
            ("more figures read", -self.figures_read),
            ("no scan", self.kind == "scan"),
            ("published later", -self.published.toordinal() if self.published else 0),
            ("smaller id", self.report),
        )

    @property
    def dated(self) -> int | None:
        """The year that a report with this date is on, as a rule."""
        return self.published.year - 1 if self.published else None

    @property
    def strays(self) -> bool:
        """Whether its date, or else what it says of its year, speaks for another year."""
        if self.decided:
            return False
        return self.year_doubt is not None if self.dated is None else self.dated != self.year


@dataclass(frozen=True, slots=True)
class Edition:
    """Whether a report is chosen, which one instead of it, and by what rule."""

    chosen: bool = True
    edition_of: str | None = None
    rule: str | None = None


@dataclass
class Found:
    """Editions by report id (a report that has none is not in it), and why the year of a report is doubtful."""

    editions: dict[str, Edition] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)


Cluster = tuple[Candidate, list[Candidate]]
"""The report chosen, and its other editions."""


def find_editions(reports: pa.Table, figures: Callable[[Sequence[str]], Mapping[str, Figures]]) -> Found:
    """The editions among all reports, and the reports whose year is doubtful.

    `reports`: the variables of `Candidate`; `figures` gives the values of some reports; it is asked only where
    issuer and year are the same.
    """
    table = reports.append_column("series", _series(reports))
    groups = list(_groups(table))
    known = figures([each.report for group in groups for each in group]) if groups else {}
    years = _years(table, groups)
    span = set(pc.unique(table["year"]).to_pylist()) - {None}
    found = Found(doubts=dict(_own_doubts(reports)))
    for group in groups:
        absent = _absent(group[0], years[_name(group[0])], span)
        clusters = _clusters(group, known, STRICT if absent else USUAL)
        for leader, others in clusters:
            found.editions |= _named(leader, others)
        found.doubts |= _contradictions(clusters, absent)
    return found


def _name(candidate: Candidate) -> str:
    return candidate.issuer_id or "".join((candidate.issuer or "").split())


def _series(reports: pa.Table) -> pa.ChunkedArray:
    """What names the issuer over years: its id, else its printed name."""
    return pc.coalesce(reports["issuer_id"], pc.replace_substring_regex(reports["issuer"], r"[\s\p{Z}]+", ""))


def _groups(table: pa.Table) -> Iterator[list[Candidate]]:
    """The reports of one issuer and year, where there are several."""
    key = pc.binary_join_element_wise(table["series"], pc.cast(table["year"], pa.string()), "\n")
    counts = pc.value_counts(key.combine_chunks())
    several = counts.field("values").filter(pc.greater(counts.field("counts"), 1)).drop_null()
    groups: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
    for row in table.filter(pc.is_in(key, several)).select(list(Candidate.__dataclass_fields__)).to_pylist():
        candidate = Candidate(**row)
        groups[_name(candidate), row["year"]].append(candidate)
    yield from (groups[name] for name in sorted(groups))


def _years(table: pa.Table, groups: Iterable[Sequence[Candidate]]) -> Mapping[str, set[int]]:
    """The years on which the issuers of the groups report."""
    names = pa.array(sorted({_name(group[0]) for group in groups}), pa.string())
    years: dict[str, set[int]] = defaultdict(set)
    mine = table.filter(pc.is_in(table["series"], names)).select(["series", "year"])
    for row in mine.to_pylist():
        years[row["series"]].add(row["year"])
    return years


def _absent(one: Candidate, years: set[int], span: set[int]) -> list[int]:
    """The years next to the candidate's on which others report, and its issuer does not."""
    assert one.year is not None
    return [year for year in (one.year - 1, one.year + 1) if year in span and year not in years]


def _clusters(group: Iterable[Candidate], figures: Mapping[str, Figures], agreement: Agreement) -> list[Cluster]:
    """The best first: each report joins the first leader that it agrees with, or leads itself."""
    clusters: list[Cluster] = []
    for each in sorted(group, key=lambda candidate: [value for _, value in candidate.preference]):
        joined = next((others for leader, others in clusters if _same(leader, each, figures, agreement)), None)
        if joined is None:
            clusters.append((each, []))
        else:
            joined.append(each)
    return clusters


def _same(one: Candidate, other: Candidate, figures: Mapping[str, Figures], agreement: Agreement) -> bool:
    return _one_place(one, other) and agree(figures[one.report], figures[other.report], agreement)


def _one_place(one: Candidate, other: Candidate) -> bool:
    """Whether two regions may be one: one may be named in full, or one is not known."""
    mine, theirs = one.region or "", other.region or ""
    return one.issuer_id is not None or mine.endswith(theirs) or theirs.endswith(mine)


def agree(one: Figures, other: Figures, agreement: Agreement = USUAL) -> bool:
    """Whether as many of the figures other than 0 in either are the same as must be.

    >>> one, other, nothing = np.array([1.0, 2, 0]), np.array([1.0, 3, 0]), np.full(3, np.nan)
    >>> agree(one, other), agree(one, other[::-1]), agree(one, nothing), agree(one, nothing, STRICT)
    (True, False, True, False)
    """
    told = ~np.isnan(one) & ~np.isnan(other) & ((one != 0) | (other != 0))
    count = int(told.sum())
    return count >= agreement.least and int((one == other)[told].sum()) >= agreement.share * count


def _named(leader: Candidate, others: Sequence[Candidate]) -> dict[str, Edition]:
    if not others:
        return {}
    second = others[0].preference
    told = next(name for (name, mine), (_, theirs) in zip(leader.preference, second, strict=True) if mine != theirs)
    rule = f"{SAME}; chosen: {told}"
    return {leader.report: Edition(True, None, rule), **{o.report: Edition(False, leader.report, rule) for o in others}}


def _own_doubts(reports: pa.Table) -> Iterator[tuple[str, str]]:
    """Reports that speak for another year than they bear, where their date does not side with the year they bear."""
    asked = reports.filter(pc.and_(pc.is_valid(reports["year_doubt"]), pc.is_valid(reports["year"])))
    for row in asked.select(list(Candidate.__dataclass_fields__)).to_pylist():
        if (candidate := Candidate(**row)).strays:
            yield candidate.report, f"the report speaks for another year: {candidate.year_doubt}{_date(candidate)}"


def _contradictions(clusters: Sequence[Cluster], absent: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Those of several reports of one issuer and year that may be on another; all where nothing tells which."""
    leader = clusters[0][0]
    if len(clusters) < 2 or leader.issuer_id is None:
        return
    listed = ", ".join(sorted(each.report for each, _ in clusters))
    none = f"; none on {' and '.join(map(str, absent))}" if absent else ""
    said = f"{len(clusters)} reports on {leader.year} whose figures are not the same: {listed}{none}"
    astray = [any(each.strays for each in (first, *others)) for first, others in clusters]
    for (first, others), strays in zip(clusters, astray, strict=True):
        for each in (first, *others):
            if not each.decided and (strays or all(astray) or not any(astray)):
                yield each.report, said + _date(each)


def _date(candidate: Candidate) -> str:
    return f"; published {candidate.published}" if candidate.published else ""


def edition_columns(reports: Sequence[str], editions: Mapping[str, Edition]) -> tuple[list[object], ...]:
    """chosen, edition_of and edition_rule of these reports."""
    each = [editions.get(report, Edition()) for report in reports]
    return [edition.chosen for edition in each], [e.edition_of for e in each], [e.rule for e in each]
