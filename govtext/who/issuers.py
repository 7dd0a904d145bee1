"""Issuers: an organ of a place, under an id that stays the same over years and spellings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from govtext.errors import UnknownCode
from govtext.who.divisions import OPEN, Divisions, Place
from govtext.who.names import NATION, Name, take_apart

_SLASH = re.compile(r"\s*/\s*")
UNLISTED = "~"
"""Begins the id of a place that no list has; the rest is its name."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuer; `issuer_id` is the place's id and the organ (510904/government, 510904/财政局).

    `code` is the place's newest code, which holds from `code_first` to `code_last` (None: to the present); `parent` is
    the id of the government above.
    """

    issuer_id: str
    name: str
    level: str | None
    body: str
    region: str
    place: str
    organ: str
    code: str | None
    code_first: int | None
    code_last: int | None
    parent: str | None


def issuer_of(place: Place, organ: str, body: str, below: str, divisions: Divisions) -> Issuer:
    """The issuer that an organ of a listed place is."""
    last = place.last
    region = divisions.full_name(last)
    level = _level(place.level, body)
    name = region + _printed(last.name, place.level, organ, body, below)
    until = None if last.last == OPEN else last.last
    parent = _parent(place, organ, below, divisions)
    return Issuer(
        f"{place.id}/{organ}", name, level, body, region, place.id, organ, last.code, last.first, until, parent
    )


def _level(level: str, body: str) -> str | None:
    return {"township": "township", "zone": None}.get(body, level)


def _printed(place: str, level: str, organ: str, body: str, below: str) -> str:
    """The organ as a title would print it after the place."""
    if organ == "government":
        return "行政公署" if place.endswith(("地区", "盟")) else "人民政府"
    if organ == "office":
        return "人民政府办公厅" if level == "province" else "人民政府办公室"
    if below and organ == below:
        return organ + ("办事处" if organ.endswith("街道") else "人民政府" if body == "township" else "管理委员会")
    return organ


def _parent(place: Place, organ: str, below: str, divisions: Divisions) -> str | None:
    if organ != "government":
        return f"{place.id}/{below}" if below and organ != below else f"{place.id}/government"
    found = divisions.coded(place.last.parent, place.last.last) if place.last.parent else None
    return f"{found.id}/government" if found else None


def national(name: Name) -> Issuer:
    """The issuer that a body of the State Council is."""
    organ, body = name.organ or name.text, name.body or "department"
    return Issuer(f"{NATION}/{organ}", organ, "national", body, "", NATION, organ, None, None, None, None)


def unlisted(region: str, name: Name, level: str | None) -> Issuer:
    """The issuer at a place that no list has, known by its name alone."""
    place, organ, body = UNLISTED + region, name.organ or "", name.body or ""
    kind = {"city": "市", "province": "省"}.get(level or "", "")
    printed = region + _printed(kind, level or "", organ, body, name.below)
    parent = None if organ == "government" else f"{place}/government"
    return Issuer(
        f"{place}/{organ}",
        printed,
        _level(level or "", body) or None,
        body,
        region,
        place,
        organ,
        None,
        None,
        None,
        parent,
    )


def parse_issuer(text: str, divisions: Divisions, year: int | None = None) -> Issuer:
    """The issuer that a person wrote down: an id, with its name behind it or not, or a full name of only one issuer.

    Raises `UnknownCode` where the text names none or several.

    >>> from govtext.who.lists import divisions
    >>> parse_issuer("510904/财政局", divisions()).name
    '四川省遂宁市安居区财政局'
    >>> parse_issuer("江苏省南京市鼓楼区人民政府", divisions()).issuer_id
    '320106/government'
    """
    place, slash, organ = _SLASH.sub("/", text.strip()).partition("/")
    if slash and organ and "|" not in organ:
        organ = organ.split()[0]  # a candidate is shown with its name: 510904/government 四川省遂宁市安居区人民政府
        return _from_id(f"{place}/{organ}", place, organ, divisions)
    name = take_apart(text, year, divisions)
    if name.national:
        return national(name)
    places = {place.id: place for place, _ in name.pairs}
    if len(places) != 1 or name.organ is None or name.unlisted:
        found = ", ".join(places) or "no place"
        raise UnknownCode(
            f"no single issuer {text!r}", found=found, expected="an id such as 510904/government, or a full name"
        )
    return issuer_of(next(iter(places.values())), name.organ, name.body or "", name.below, divisions)


def _from_id(text: str, place: str, organ: str, divisions: Divisions) -> Issuer:
    if organ.isascii() and organ not in ("government", "office"):
        raise UnknownCode(
            f"no organ {organ!r}", found=text, expected="government, office, or a name as in 510904/财政局"
        )
    if place == NATION:
        return Issuer(text, organ, "national", "department", "", NATION, organ, None, None, None, None)
    spelled = {"government": "人民政府", "office": "人民政府办公室"}.get(organ, organ)
    name = take_apart(f"某某县{spelled}", None, divisions)
    if place.startswith(UNLISTED):
        return unlisted(place.removeprefix(UNLISTED), name, None)
    known = divisions.places.get(place) or divisions.coded(place)
    if known is None:
        raise UnknownCode(f"no place {place!r}", found=text, expected="a code of GB/T 2260")
    below = name.below if name.below and organ.startswith(name.below) else ""
    return issuer_of(known, organ, name.body or "other", below, divisions)
