"""Checks across reports: the same issuer over years, a whole and its parts, two editions of one report.

Give all reports of an issuer together (and of those it adds up); batches by issuer keep memory bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from govtext.checks.across_groups import over_children, over_editions, over_parts
from govtext.checks.across_reports import Across, Reported
from govtext.checks.across_years import over_years
from govtext.model import Finding, Reading


def across(
    readings: Sequence[Reading],
    issuers: Mapping[str, str],
    *,
    scopes: Mapping[str, str | None] | None = None,
    breaks: Mapping[tuple[str, int], str] | None = None,
    children: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Finding, ...]:
    """Every finding across the readings; `issuers` gives the issuer of each by `reading.document.source`.

    `scopes`: own or aggregate by source; `breaks`: issuer and first year that does not continue the one before, with
    the reason; `children`: all issuers that an aggregate report of an issuer adds up. Readings without issuer or year
    are left out. Several readings of one issuer and year are editions; the last published is chosen, else the first.
    """
    reports = [_of_reading(each, issuers, scopes or {}) for each in readings]
    dates = {each.document.source: str(each.identity.published.value or "") for each in readings}
    known = [each for each in reports if each is not None]
    return tuple(each.finding for each in find_across(mark_editions(known, dates), breaks or {}, children or {}))


def _of_reading(reading: Reading, issuers: Mapping[str, str], scopes: Mapping[str, str | None]) -> Reported | None:
    source, year = reading.document.source, reading.identity.year.value
    if source not in issuers or not isinstance(year, int):
        return None
    cells = {cell.key: cell for cell in reversed(reading.cells)}
    return Reported(source, issuers[source], year, cells, reading.document.scanned, scope=scopes.get(source))


def mark_editions(reports: Iterable[Reported], dates: Mapping[str, str]) -> list[Reported]:
    """The reports with the editions among them marked: chosen is the last published, else the first."""
    groups: dict[tuple[str, int], list[Reported]] = {}
    for each in reports:
        groups.setdefault((each.issuer, each.year), []).append(each)
    chosen = {key: max(group, key=lambda each: dates.get(each.report, "")) for key, group in groups.items()}
    return [
        each if each is chosen[key] else replace(each, edition_of=chosen[key].report)
        for key, group in groups.items() for each in group
    ]  # fmt: skip


def find_across(
    reports: Iterable[Reported],
    breaks: Mapping[tuple[str, int], str],
    children: Mapping[str, Sequence[str]],
    parts: Mapping[str, Sequence[Reported]] | None = None,
) -> Iterator[Across]:
    """Every finding across the reports with the reports it rests on, in the order of issuer and year.

    `children`: all issuers that an aggregate report of an issuer adds up; `parts`, where these are not known: reports
    that an aggregate report is sure to add up, among others, by its id.
    """
    ordered = sorted(reports, key=lambda each: (each.issuer, each.year, each.report))
    chosen = [each for each in ordered if each.edition_of is None]
    yield from over_years(chosen, breaks)
    by_year = {(each.issuer, each.year): each for each in chosen}
    for each in chosen:
        known = children.get(each.issuer)
        if known is None and parts is not None:
            yield from over_parts(each, parts.get(each.report, ()))
        else:
            yield from over_children(each, known, by_year)
    others: dict[str, list[Reported]] = {}
    for each in ordered:
        if each.edition_of is not None:
            others.setdefault(each.edition_of, []).append(each)
    for each in chosen:
        yield from over_editions(each, others.get(each.report, ()))
