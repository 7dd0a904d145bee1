"""One report as rows of the tables: plain tuples in the order of the schema, a function of the content alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from govtext.document import Place
from govtext.model import Finding, Reading
from govtext.records import plain

Row = tuple[object, ...]
Rows = dict[str, list[Row]]
"""Table name to rows."""


def rows_of(report: str, version: str, reading: Reading, findings: tuple[Finding, ...]) -> Rows:
    """All rows of one report, table by table."""
    made = {name: [(report, *row) for row in make(reading)] for name, make in _TABLES.items()}
    made["findings"] = [(report, *_finding(finding)) for finding in findings]
    made["reports"] = [(report, *_report(version, reading, findings))]
    return made


def _report(version: str, reading: Reading, findings: tuple[Finding, ...]) -> Row:
    document, facts = reading.document, reading.identity.facts()
    told = {name: fact.value for name, fact in facts.items()}
    status = Counter(cell.status for cell in reading.cells)
    found = Counter(finding.status for finding in findings)
    year = told["year"] if isinstance(told["year"], int) else None
    return (
        document.kind, document.reader, version, document.encoding, reading.form.name, told["title"], told["issuer"],
        told["level"], told["body"], told["region"], year, _date(told["published"]), len(document.text),
        len(reading.cells), status["value"], len(reading.cells) - status["value"],
        sum(cell.confirmed is False for cell in reading.cells), len(reading.claims), found["pass"], found["fail"],
        found["uncertain"], found["not_assessable"], sum(note.severity in ("doubt", "loss") for note in reading.log),
    )  # fmt: skip


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _sections(reading: Reading) -> Iterator[Row]:
    for section in reading.sections:
        yield section.number, section.title, section.printed, str(section.place), section.start, section.text


def _cells(reading: Reading) -> Iterator[Row]:
    where = _places("scan" if reading.document.scanned else "")
    for cell in reading.cells:
        value = _number(cell.value) if cell.status == "value" else None
        yield (
            cell.key, cell.table, cell.row, cell.column, value, cell.unit, cell.status, cell.raw, where(cell.place),
            cell.confirmed,
        )  # fmt: skip


def _places(before: str) -> Callable[[Place], str]:
    """`str` of a place; a row of a table has many cells at one place, so each is written out once."""
    known: dict[Place, str] = {}

    def where(place: Place) -> str:
        if place not in known:
            known[place] = ", ".join(part for part in (before, str(place)) if part)
        return known[place]

    return where


def _claims(reading: Reading) -> Iterator[Row]:
    for claim in reading.claims:
        yield (
            claim.section, claim.kind, _number(claim.value), claim.unit, claim.raw, claim.approximation, claim.bound,
            claim.change, claim.sentence, claim.start, claim.end, str(claim.place),
        )  # fmt: skip


def _finding(finding: Finding) -> Row:
    left, right = (None if side is None else plain(side) for side in (finding.left, finding.right))
    return (
        finding.rule, finding.family, finding.status, finding.place, left, right, _number(finding.difference),
        plain(finding.evidence), finding.standing, finding.verdict, finding.expression, " ".join(finding.keys),
        finding.fingerprint,
    )  # fmt: skip


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


_TABLES: Mapping[str, Callable[[Reading], Iterator[Row]]] = {"sections": _sections, "cells": _cells, "claims": _claims}
