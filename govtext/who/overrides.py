"""What a person decided: a small CSV that goes before everything else, and the list of what is left to decide."""

from __future__ import annotations

import codecs
import csv
import io
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
    """The decisions of a CSV (columns `COLUMNS`; others are ignored); rows without an issuer are undecided.

    In UTF-8, GB18030 or UTF-16, parted by commas, semicolons or tabs, as spreadsheets save it. Raises `UnreadableFile`
    where the file cannot be read and `GovTextError` where a row fits every report.
    """
    return tuple(_decided(path))


def filled_in(path: Path) -> bool:
    """Whether a person has written into the questions: an issuer, or a note."""
    return any(row["issuer"] or row["note"] for _, row in _rows(path))


def years_alone(path: Path) -> Iterator[tuple[int, str, int]]:
    """Line, report and year of the rows that name a report and a year, and no issuer: they decide nothing."""
    for line, row in _rows(path):
        year = None if row["issuer"] else _year(row["year"], row["report"], path, line)
        if year is not None:
            yield line, row["report"], year


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Every row with the number of its last line."""
    try:
        text = _decoded(path.read_bytes())
        head = text.partition("\n")[0]
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
        if missing := {"report", "name", "issuer"} - set(reader.fieldnames or ()):
            raise GovTextError(
                "columns are missing", file=str(path), place="line 1", expected=", ".join(sorted(missing))
            )
        for row in reader:
            yield reader.line_num, {name: (row.get(name) or "").strip() for name in (*COLUMNS, "year")}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile("the overrides cannot be read", file=str(path), found=str(error)) from error


def _decoded(content: bytes) -> str:
    """UTF-8, else what else spreadsheets write: UTF-16 with its mark, GB18030 on a Chinese Windows."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def _decided(path: Path) -> Iterator[Override]:
    for line, row in _rows(path):
        report, name = row["report"], row["name"]
        if not row["issuer"]:
            continue
        if not report.strip("*") and not name.strip("*"):
            raise GovTextError("an override fits every report", file=str(path), place=f"line {line}",
                               expected="a report or a name")  # fmt: skip
        yield Override(report, name, row["issuer"], row["note"], line, _year(row["year"], report, path, line))


def _year(said: str, report: str, path: Path, line: int) -> int | None:
    said = said.removesuffix(".0")  # as pandas writes a column of years with gaps
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
        self._idle: dict[int, Override] = dict(enumerate(overrides := tuple(overrides)))
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
        fitting: list[tuple[bool, int, Override]] = [
            (not each.report, number, each) for number, each in near if each.fits(sighting)
        ]
        if not fitting:
            return None
        number, chosen = min(fitting, key=lambda each: each[:2])[1:]
        self._idle.pop(number, None)
        return chosen

    @property
    def idle(self) -> tuple[Override, ...]:
        """The overrides by which nothing has been decided so far."""
        return tuple(self._idle.values())


def write_questions(questions: pd.DataFrame, path: Path) -> None:
    """Write what a person should decide (`Who.questions`), to be filled in and given back as overrides."""
    questions.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
