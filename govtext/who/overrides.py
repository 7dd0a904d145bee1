"""What a person decided: a small CSV that goes before everything else, and the list of what is left to decide."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from govtext.errors import GovTextError, UnreadableFile
from govtext.who.sighting import Sighting

if TYPE_CHECKING:
    import pandas as pd

FIRST, LAST = 2008, 2100
"""Years that a report may be on."""
COLUMNS = ("report", "name", "issuer", "note")
"""The columns of overrides: a report's id or a pattern of ids, a name or a pattern of names, the issuer.

A column `year` beside a single report's id is a decision too: that is the year that the report is on."""
QUESTIONS = ("report", "name", "issuer", "note", "reports", "year", "title", "rule", "evidence", "candidates")
"""The columns of what is to be decided: those of overrides first, so that the filled list is itself an override."""


@dataclass(frozen=True, slots=True)
class Override:
    """A decision: reports whose id and whose issuer's name fit (`*` and `?` as in file names; "" fits all)."""

    report: str
    name: str
    issuer: str
    note: str = ""
    line: int = 0
    year: int | None = None

    def fits(self, sighting: Sighting) -> bool:
        pairs = ((self.report, sighting.report), (self.name, sighting.name))
        return all(not pattern or pattern == text or fnmatchcase(text, pattern) for pattern, text in pairs)


def read_overrides(path: Path) -> tuple[Override, ...]:
    """The decisions of a CSV (utf-8, columns `COLUMNS`; others are ignored); rows without an issuer are undecided.

    Raises `UnreadableFile` where the file cannot be read and `GovTextError` where a row fits every report.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            if missing := {"report", "name", "issuer"} - set(reader.fieldnames or ()):
                raise GovTextError(
                    "columns are missing", file=str(path), place="line 1", expected=", ".join(sorted(missing))
                )
            return tuple(_decided(reader, path))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile("the overrides cannot be read", file=str(path), found=str(error)) from error


def _decided(reader: csv.DictReader[str], path: Path) -> Iterator[Override]:
    for row in reader:
        report, name, issuer, note = ((row.get(column) or "").strip() for column in COLUMNS)
        if not issuer:
            continue
        if not report.strip("*") and not name.strip("*"):
            raise GovTextError("an override fits every report", file=str(path), place=f"line {reader.line_num}",
                               expected="a report or a name")  # fmt: skip
        yield Override(report, name, issuer, note, reader.line_num, _year(row, report, path, reader.line_num))


def _year(row: Mapping[str, str | None], report: str, path: Path, line: int) -> int | None:
    said = (row.get("year") or "").strip()
    if not said or not report or _is_pattern(report):
        return None
    if not (said.isascii() and said.isdigit() and FIRST <= int(said) <= LAST):
        raise GovTextError("no year", file=str(path), place=f"line {line}", found=said, expected=f"{FIRST} to {LAST}")
    return int(said)


def _is_pattern(text: str) -> bool:
    return any(sign in text for sign in "*?[")


class Decisions:
    """Overrides made ready to be asked of many reports: only patterns are tried one by one."""

    def __init__(self, overrides: Iterable[Override]) -> None:
        self._exact: dict[str, list[tuple[int, Override]]] = {}
        self._patterns: list[tuple[int, Override]] = []
        for number, each in enumerate(overrides):
            by = each.report or each.name
            kept = self._patterns if _is_pattern(by) else self._exact.setdefault(by, [])
            kept.append((number, each))

    def on(self, sighting: Sighting) -> Override | None:
        """The decision on a report: one that names its id before one that names only the issuer's name; then the
        first."""
        if not self._exact and not self._patterns:
            return None
        near = (*self._exact.get(sighting.report, ()), *self._exact.get(sighting.name, ()), *self._patterns)
        fitting = [(not each.report, number, each) for number, each in near if each.fits(sighting)]
        return min(fitting, key=lambda pair: pair[:2])[2] if fitting else None


def write_questions(questions: pd.DataFrame, path: Path) -> None:
    """Write what a person should decide (`Who.questions`), to be filled in and given back as overrides."""
    questions.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
