"""Places that a CSV tells, beside the official ones: those of a simulation, say, or zones that no list has."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TextIO, get_args

from govtext.errors import GovTextError, UnreadableFile
from govtext.who.divisions import OPEN, Divisions, Level, Period, Place
from govtext.who.issuers import UNLISTED
from govtext.who.lists import SINCE

COLUMNS = ("place", "code", "name", "short", "level", "first", "last", "parent", "province")
"""A row a name and code of a place; `place` is its id, `last` blank for what still holds, the last two are codes."""


def write_places(periods: Iterable[tuple[str, Period]], out: TextIO) -> None:
    """Write place ids and periods as `read_places` reads them."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for place, each in periods:
        last = "" if each.last == OPEN else each.last
        writer.writerow(
            (place, each.code, each.name, each.short, each.level, each.first, last, each.parent, each.province)
        )


def read_places(path: Path) -> Divisions:
    """The places of a CSV (utf-8, columns `COLUMNS`; others are ignored).

    Raises `UnreadableFile` where the file cannot be read and `GovTextError` where a row is not understood.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            if missing := set(COLUMNS) - set(reader.fieldnames or ()):
                raise GovTextError("columns are missing", file=str(path), place="line 1",
                                   expected=", ".join(each for each in COLUMNS if each in missing))  # fmt: skip
            periods = list(_periods(reader, path))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile("the places cannot be read", file=str(path), found=str(error)) from error
    return Divisions(_places(periods, path))


def _periods(reader: csv.DictReader[str], path: Path) -> Iterator[tuple[str, Period]]:
    for row in reader:
        said = {name: (row.get(name) or "").strip() for name in COLUMNS}
        at = f"line {reader.line_num}"
        if not said["place"] or said["place"].startswith(UNLISTED) or "/" in said["place"] or not said["code"]:
            raise GovTextError("a place without an id or code", file=str(path), place=at, found=said["place"],
                               expected=f"an id without / that does not begin with {UNLISTED}")  # fmt: skip
        if len(said["name"]) < 2 or said["level"] not in get_args(Level):
            found = f"{said['name']}, {said['level']}"
            raise GovTextError("a place without a name or level", file=str(path), place=at, found=found,
                               expected=", ".join(get_args(Level)))  # fmt: skip
        first, last = (_year(said[name], usual, path, at) for name, usual in (("first", SINCE), ("last", OPEN)))
        level: Level = said["level"]  # type: ignore[assignment]
        yield said["place"], Period(said["code"], said["name"], said["short"], level, first, last,
                                    said["parent"], said["province"])  # fmt: skip


def _year(said: str, usual: int, path: Path, at: str) -> int:
    if not said:
        return usual
    if not (said.isascii() and said.isdigit() and len(said) == 4):
        raise GovTextError("no year", file=str(path), place=at, found=said, expected="four digits, or nothing")
    return int(said)


def _places(periods: Iterable[tuple[str, Period]], path: Path) -> Iterator[Place]:
    lives: dict[str, list[Period]] = {}
    for place, period in periods:
        lives.setdefault(place, []).append(period)
    for place, life in lives.items():
        life.sort(key=lambda each: each.first)
        if any(one.last >= other.first for one, other in pairwise(life)):
            raise GovTextError(f"two names of place {place!r} hold at once", file=str(path),
                               expected="years that do not overlap")  # fmt: skip
        yield Place(place, tuple(life))
