"""One report as rows of the tables: plain tuples in the order of the schema, a function of the content alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from govtext.corpus.identity import identity_row
from govtext.model import Finding, Reading
from govtext.problems import Item, items_of_reading, pair
from govtext.records import plain

Row = tuple[object, ...]
Rows = dict[str, list[Row]]
"""Table name to rows."""


def rows_of(report: str, version: str, reading: Reading, findings: tuple[Finding, ...]) -> Rows:
    """All rows of one report, table by table."""
    made: Rows = {name: [(report, *row) for row in make(reading)] for name, make in _TABLES.items()}
    made["findings"] = [(report, *finding_row(finding)) for finding in findings]
    made["identities"] = [(report, *identity_row(reading, findings))]
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
    scanned = reading.document.scanned
    for cell in reading.cells:
        value, place = _number(cell.value) if cell.status == "value" else None, str(cell.place)
        where = f"scan, {place}" if scanned and place else "scan" if scanned else place
        yield (
            cell.key, cell.table, cell.row, cell.column, value, cell.unit, cell.status, cell.raw, where, cell.confirmed,
        )  # fmt: skip


def _claims(reading: Reading) -> Iterator[Row]:
    for claim in reading.claims:
        yield (
            claim.section, claim.kind, _number(claim.value), claim.unit, claim.raw, claim.approximation, claim.bound,
            claim.change, claim.sentence, claim.start, claim.end, str(claim.place),
        )  # fmt: skip


def _items(reading: Reading) -> Iterator[Row]:
    items = items_of_reading(reading)
    answers = _answers(items)
    for place, item in enumerate(items):
        yield (
            item.kind, item.number, item.start, item.end, item.text, "|".join(item.codes), item.cue, _coded_by(item),
            item.heading, item.enumerator, item.shape, item.block, item.place, item.past,
            "|".join(str(number) for number in sorted(answers[place])),
        )  # fmt: skip


def _answers(items: Sequence[Item]) -> Mapping[int, list[int]]:
    """For each item, by its position, the numbers of the items that it answers or that answer it."""
    answers: dict[int, list[int]] = defaultdict(list)
    for each in pair(items).pairs:
        answers[each.problem].append(items[each.measure].number)
        answers[each.measure].append(items[each.problem].number)
    return answers


def _coded_by(item: Item) -> str:
    coded = zip(item.codes, item.coded_by, strict=True)
    return " | ".join(f"{code}: {' '.join(words)}".rstrip(": ") for code, words in coded)


def finding_row(finding: Finding) -> Row:
    """A finding as a row of `findings`, without its report."""
    return (
        finding.rule, finding.family, finding.status, finding.place, _side(finding.left), _side(finding.right),
        _number(finding.difference), " | ".join(finding.evidence), finding.standing, finding.verdict,
        finding.expression, _codes(finding.keys), finding.fingerprint,
    )  # fmt: skip


def _side(side: Decimal | str | None) -> str | None:
    return plain(side) if isinstance(side, Decimal) else side


@lru_cache(maxsize=1024)
def _codes(keys: tuple[str, ...]) -> str:
    """The codes in one text; what is the same text is one object, which travels between processes only once."""
    return " ".join(keys)


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


_TABLES: Mapping[str, Callable[[Reading], Iterator[Row]]] = {
    "sections": _sections, "cells": _cells, "claims": _claims, "items": _items,
}  # fmt: skip
