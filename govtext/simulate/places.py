"""Fictional provinces, cities, counties, townships and their departments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import gcd
from pathlib import Path
from typing import cast

from govtext.errors import GovTextError
from govtext.simulate.data import data
from govtext.simulate.draw import Draw
from govtext.who import write_places
from govtext.who.divisions import OPEN, Level, Period

CITIES_A_PROVINCE = 6


@dataclass(frozen=True, slots=True)
class Body:
    """A reporting body: `region` its place with all above it, `short` the place's stem, `parent` an id or ""."""

    id: str
    name: str
    region: str
    short: str
    level: str
    kind: str
    parent: str


def stem(number: int, seed: int) -> str:
    """The stem of the place with this number; no two numbers have the same.

    >>> len({stem(number, 1) for number in range(5000)})
    5000
    """
    pairs, third = _pairs(), data("places")["third"]
    layer, rest = divmod(number, len(pairs))
    if layer > len(third):
        raise GovTextError("more places than there are names for", expected=f"{len(pairs) * (len(third) + 1)} at most")
    pair = pairs[(rest * _step(len(pairs)) + seed * 7919) % len(pairs)]
    return pair if layer == 0 else pair + third[layer - 1]


@cache
def _pairs() -> tuple[str, ...]:
    names = data("places")
    pairs = (a + b for a in names["first"] for b in names["second"] if a != b)
    return tuple(pair for pair in pairs if pair not in names["banned"])


@cache
def _step(n: int) -> int:
    """A step that visits every number below `n` in a scattered order."""
    return next(step for step in range(int(n * 0.618), n) if gcd(step, n) == 1)


class _Cluster:
    """Makes the bodies of one city, and of its province where the city is the province's first."""

    def __init__(self, number: int, seed: int) -> None:
        self.number, self.draw = number, Draw(seed, "places", number)
        self.seed, self.bodies, self.places = seed, list[Body](), 0
        self.province = stem(number // CITIES_A_PROVINCE, seed) + data("places")["endings"]["province"][0]

    def add(self, name: str, region: str, short: str, level: str, kind: str, parent: str) -> str:
        body = Body(f"{self.number + 1:04d}{len(self.bodies) + 1:03d}", name, region, short, level, kind, parent)
        self.bodies.append(body)
        return body.id

    def place(self, level: str) -> tuple[str, str]:
        """A new place: stem, and stem with its ending; only townships of different cities share one."""
        self.places += 1
        number = 600 + self.number * 4 + self.places if level != "township" else self.number % 100 * 6 + self.places
        short = stem(number, self.seed)
        return short, short + self.draw.pick(data("places")["endings"][level])

    def department(self, region: str, short: str, level: str, parent: str, name: str) -> str:
        return self.add(region + name, region, short, level, "department", parent)

    def office(self, region: str, short: str, level: str, parent: str) -> str:
        room = "办公室" if level == "county" or self.draw.chance(0.5) else "办公厅"
        return self.add(f"{region}人民政府{room}", region, short, level, "office", parent)


def cluster(number: int, seed: int) -> list[Body]:
    """The bodies of a city with its counties, townships and departments, the most different ones first.

    >>> [body.kind for body in cluster(0, 1)][:2]
    ['government', 'government']
    """
    made = _Cluster(number, seed)
    names, province = data("places")["departments"], made.province
    top = ""
    if number % CITIES_A_PROVINCE == 0:
        top = made.add(f"{province}人民政府", province, province[:-1], "province", "government", "")
    city, city_name = made.place("city")
    region = province + city_name
    head = made.add(f"{region}人民政府", region, city, "city", "government", top)
    counties = [(*made.place("county"), "") for _ in range(3)]
    counties = [
        (short, region + name, made.add(f"{region}{name}人民政府", region + name, short, "county", "government", head))
        for short, name, _ in counties
    ]
    if top:
        made.department(province, province[:-1], "province", top, made.draw.pick(names["province"]))
    departments = made.draw.some(names["city"], 3)
    made.department(region, city, "city", head, departments[0])
    local = [made.draw.some(names["county"], 3) for _ in counties]
    for round_ in range(3):
        for (short, county, parent), chosen in zip(counties, local, strict=True):
            made.department(county, short, "county", parent, chosen[round_])
            _lesser(made, round_, county, short, parent)
        if round_ == 0:
            made.office(region, city, "city", head)
        else:
            made.department(region, city, "city", head, departments[round_])
    return made.bodies


def _lesser(made: _Cluster, round_: int, county: str, short: str, parent: str) -> None:
    """The county's office in the second round, a township in the others."""
    if round_ == 1:
        made.office(county, short, "county", parent)
        return
    town, name = made.place("township")
    seat = "办事处" if name.endswith("街道") else "人民政府"
    made.add(f"{county}{name}{seat}", county + name, town, "township", "township", parent)


def clusters(governments: int, seed: int) -> Iterator[list[Body]]:
    """Clusters until there are so many bodies; the last one is cut."""
    number, left = 0, governments
    while left > 0:
        bodies = cluster(number, seed)[:left]
        yield bodies
        number, left = number + 1, left - len(bodies)


def list_places(made: Iterable[list[Body]], first: int, file: Path) -> None:
    """Write the places of all governments, from the year `first` on, as a build takes them up."""
    with file.open("w", encoding="utf-8", newline="") as out:
        write_places(periods(made, first), out)


def periods(made: Iterable[list[Body]], first: int) -> Iterator[tuple[str, Period]]:
    """The places of all governments as a list of divisions has them; ids and codes (S0001004) are of no official list.

    >>> [period.name for _, period in periods(clusters(3, 1), 2019)]
    ['洄原省', '岫桥市', '槿湾区']
    """
    province = Period("", "", "", "province", first, OPEN, "", "")
    for bodies in made:
        regions: dict[str, str] = {}
        for body in (body for body in bodies if body.kind == "government"):
            regions[body.id], code, level = body.region, f"S{body.id}", cast(Level, body.level)
            if level == "province":
                province = Period(code, body.region, body.short, level, first, OPEN, "", code)
                yield code, province
                continue
            parent = f"S{body.parent}" if body.parent else province.code
            name = body.region.removeprefix(regions.get(body.parent, province.name))
            yield code, Period(code, name, body.short, level, first, OPEN, parent, province.code)
