"""An issuer's name taken apart against the list of divisions: which places it may mean, and which organ."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from govtext.parse.prose.organs import LONGEST, Organ, read_organ
from govtext.who.divisions import Divisions, Period, Place

Pair = tuple[Place, Period]
NATION = "000000"
"""The place of the bodies of the State Council."""
_LEVELS = {"省": "province", "市": "city", "县": "county", "区": "county", "旗": "county"}
_ZONE = re.compile(r"(?:国家级?)?(?:高新|经济|经开|综合保税|工业|新技术)[一-鿿]{0,14}区")
_TOWNSHIP = re.compile(r"(?:(?:人民)?政府|(?:街道)?办事处|街道办)?(?:办公室|办)?")
_TOWN = re.compile(r"(?:街道|镇|乡|苏木|新区|园区|开发区)$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as taken apart.

    `pairs`: every place and period that the name's last listed place may be; `chain`: the listed places as printed;
    `unlisted`: places after (or without) them that no list has; `below`: a township or zone; `organ`: the organ under
    the name kept ("government", "office", 财政局, 止戈镇), None where the name tells none.
    """

    text: str
    pairs: tuple[Pair, ...]
    chain: tuple[str, ...]
    unlisted: tuple[str, ...]
    below: str
    organ: str | None
    body: str | None
    national: bool = False
    bare: str = ""
    """The level that a name without a place begins with: 县财政局."""


@cache
def organ_data() -> Mapping[str, Any]:
    """Variants of the names of organs (data/organs.toml)."""
    return tomllib.loads((resources.files("govtext.who") / "data" / "organs.toml").read_text(encoding="utf-8"))


@cache
def _same() -> Mapping[str, str]:
    return {variant: kept for kept, variants in organ_data()["same"].items() for variant in variants}


def canonical_organ(rest: str) -> str:
    """The organ's name as kept, without what only introduces it.

    >>> canonical_organ("发改委"), canonical_organ("人民政府国资委"), canonical_organ("财政局")
    ('发展和改革委员会', '国有资产监督管理委员会', '财政局')
    """
    plain = re.sub(r"[（(].*?[）)]|\s", "", rest)
    plain = re.sub(r"^(?:人民)?政府(?=.{2,})(?!办)", "", plain)
    return _same().get(plain, plain)


def take_apart(text: str, year: int | None, divisions: Divisions) -> Name:
    """The name's places and organ; a name that fits no list has no pairs.

    >>> from govtext.who.lists import divisions
    >>> name = take_apart("遂宁市安居区财政局", 2020, divisions())
    >>> [place.id for place, _ in name.pairs], name.organ, name.body
    (['510904'], '财政局', 'department')
    """
    plain = "".join(text.split())[:LONGEST]
    prefix, local = _branch(plain)
    chain, pairs, rest = walk(local, divisions)
    whole = None if chain else read_organ(plain, year)
    if whole and whole.level == "national" and not whole.places:
        return Name(plain, (), (), (), "", canonical_organ(whole.rest), whole.body, national=True)
    organ = read_organ(rest, year)
    unlisted, below = _below(organ)
    body = _body(organ, bool(chain or unlisted), below)
    bare = rest[0] if body and not (chain or unlisted or below) and rest[0] in _LEVELS else ""
    kept = _organ(organ.rest.removeprefix(bare), body, below, prefix)
    return Name(plain, pairs, chain, unlisted, below, kept, body, bare=_LEVELS.get(bare, ""))


def _branch(plain: str) -> tuple[str, str]:
    """What stands before the place in the name of a national body's branch, and the rest."""
    match = re.match(r"(?:国家|中华人民共和国|中国)[一-鿿]{2,12}?(?:总局|统计局|管理局|银行|委员会)(?=.{3,})", plain)
    return (match.group(), plain[match.end() :]) if match else ("", plain)


@lru_cache(maxsize=65_536)  # an issuer has a report each year
def walk(name: str, divisions: Divisions) -> tuple[tuple[str, ...], tuple[Pair, ...], str]:
    """The listed places at the start of a name, each under the one before; what the last may be; and the rest.

    >>> from govtext.who.lists import divisions
    >>> chain, pairs, rest = walk("内蒙古赤峰市红山区政府", divisions())
    >>> chain, [place.id for place, _ in pairs], rest
    (('内蒙古', '赤峰市', '红山区'), ['150402'], '政府')
    """
    found = _step(name, (), divisions)
    return found or ((), (), name)


def _step(
    name: str, before: tuple[Pair, ...], divisions: Divisions
) -> tuple[tuple[str, ...], tuple[Pair, ...], str] | None:
    for length in range(min(len(name), divisions.longest), 1, -1):
        head, rest = name[:length], name[length:]
        if pairs := _under(divisions.named(head), before):
            after = _step(rest, pairs, divisions) if _level(pairs) != {"county"} else None
            return ((head, *after[0]), *after[1:]) if after else ((head,), pairs, rest)
        if pairs := _under(divisions.shortly(head), before):
            if after := _step(rest, pairs, divisions):
                return (head, *after[0]), *after[1:]
            if _ZONE.match(rest):
                return (head,), pairs, rest
    return None


def _level(pairs: tuple[Pair, ...]) -> set[str]:
    return {period.level for _, period in pairs}


def _under(pairs: tuple[Pair, ...], before: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """Those pairs that lie below one of the places before, at some time."""
    if not before:
        return pairs
    codes = {period.code for place, _ in before for period in place.periods}
    return tuple(
        (place, period) for place, period in pairs
        if {period.parent, period.province} & codes and period.code not in codes
    )  # fmt: skip


def _below(organ: Organ) -> tuple[tuple[str, ...], str]:
    """The places that no list has: those of a kind with counties and above, and the township or zone at the end."""
    places = organ.places
    if places and (organ.level == "township" or organ.body == "zone" or _TOWN.search(places[-1])):
        return places[:-1], places[-1]
    return places, ""


def _body(organ: Organ, placed: bool, below: str) -> str | None:
    if below and organ.level == "township":
        return "township"
    if organ.body is None and (placed or below) and not organ.rest:
        return "zone" if below else "government"
    return organ.body


def _organ(rest: str, body: str | None, below: str, prefix: str) -> str | None:
    if body is None:
        return None
    itself = body == "township" and _TOWNSHIP.fullmatch(rest)
    if below and (itself or body == "zone"):
        return below
    if body in ("government", "office"):
        return below + body if below else body
    return below + prefix + canonical_organ(rest)
