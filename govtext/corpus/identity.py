"""What of one report tells whose it is: a row of `identities`, and the sighting that is made of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import govtext.who.sighting as who
from govtext.model import Finding, Reading
from govtext.who.scope import scope_of

_YEARS = ("years.title", "years.period")
"""Rules that hold the title's year against what else the report says of its year."""
READ = ("year", "level", "body", "preface", "closing", "url", "metadata")
"""Columns of `identities` that a sighting is made of."""


def identity_row(reading: Reading, findings: Iterable[Finding]) -> tuple[object, ...]:
    """Year, level, body, doubt of the year, scope and its evidence, preface, closing, address, metadata."""
    seen, scope = who.sight(reading), scope_of(reading)
    told = json.dumps(dict(seen.metadata), ensure_ascii=False, sort_keys=True)
    return (
        seen.year, seen.level or None, seen.body or None, _year_doubt(findings, reading.document.scanned),
        scope.value, scope.evidence or None, seen.preface, seen.closing, seen.url, told,
    )  # fmt: skip


def _year_doubt(findings: Iterable[Finding], scanned: bool) -> str | None:
    """What speaks for another year than the one that was read."""
    statuses = ("fail", "uncertain") if scanned else ("fail",)
    against = [each for each in findings if each.rule in _YEARS and each.status in statuses]
    return "; ".join(part for each in against for part in each.evidence) or None


def sightings(
    reports: Iterable[Mapping[str, Any]], identities: Iterable[Mapping[str, Any]], sources: Mapping[str, str]
) -> Iterator[who.Sighting]:
    """The sightings of rows of `reports` (report, issuer, region, title) and of `identities`, in the same order.

    `sources`: report to the path of its file in the folder that was built.
    """
    for report, read in zip(reports, identities, strict=True):
        yield who.Sighting(
            report["report"], report["issuer"] or "", report["region"] or "", read["body"] or "", read["level"] or "",
            read["year"], report["title"] or "", read["preface"], read["closing"], sources.get(report["report"], ""),
            read["url"], json.loads(read["metadata"]) if read["metadata"] != "{}" else {},
        )  # fmt: skip
