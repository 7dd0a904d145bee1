"""Which of the places that bear a name is meant: by year, by what stands above it, by the site it was published on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from govtext.who.divisions import Divisions, Period, Place
from govtext.who.names import Name, Pair, take_apart
from govtext.who.sighting import Sighting

FAR = 3
"""A name this many years before or after its time is doubtful."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The place chosen, how, on what evidence and how surely (0 to 1); without a place the candidates that are left."""

    place: Place | None
    score: float
    rule: str
    evidence: str
    candidates: tuple[Place, ...] = ()


def choose(name: Name, sighting: Sighting, divisions: Divisions, site: Mapping[str, int] | None = None) -> Choice:
    """The place a name means; `site` counts the reports of the same host by the place they surely belong to."""
    pairs = _of_year(name.pairs, sighting.year)
    places = tuple({place.id: place for place, _ in pairs}.values())
    if len(places) == 1:
        return _only(name, places[0], pairs[0][1], sighting.year)
    if not places:
        return Choice(None, 0.0, "no place", "the name has no place that a list of divisions knows")
    said = _by_longer_name(places, sighting, divisions) or _by_text(places, sighting, divisions)
    if said:
        return said
    return (_by_site(places, site, sighting.year, divisions) if site else None) or _ambiguous(name, places)


def _of_year(pairs: Sequence[Pair], year: int | None) -> tuple[Pair, ...]:
    """The pairs whose period holds in the year or, where none does, in the year after; else the nearest ones."""
    if year is None or not pairs:
        return tuple(pairs)
    for each in (year, year + 1):
        if held := tuple(pair for pair in pairs if pair[1].holds(each)):
            return held
    least = min(period.away(year) for _, period in pairs)
    return tuple(pair for pair in pairs if pair[1].away(year) == least)


def _only(name: Name, place: Place, period: Period, year: int | None) -> Choice:
    away = period.away(year) if year is not None else 0
    said = f"「{''.join(name.chain)}」 is {period.code} {period.name}"
    if away > 1:
        held = f"{period.first} to {period.last}"
        score = 0.6 if away >= FAR else 0.85
        return Choice(place, score, "name of another year", f"{said}, a name of {held}, {away} years away")
    rule = "full name" if len(name.chain) > 1 else "only place of the name"
    return Choice(place, 1.0 if len(name.chain) > 1 else 0.95, rule, said)


def _by_longer_name(places: Sequence[Place], sighting: Sighting, divisions: Divisions) -> Choice | None:
    """Another name of the report that has more of the chain: a page's own 发布机构, say."""
    wanted = {place.id: place for place in places}
    for source, text in sighting.texts():
        if source.startswith("metadata") and 2 < len(text) < 40:
            found = {place.id for place, _ in _of_year(take_apart(text, sighting.year, divisions).pairs, sighting.year)}
            if len(found) == 1 and (place := wanted.get(next(iter(found)))):
                return Choice(place, 0.95, "longer name", f"{source}: 「{text}」")
    return None


def _by_text(places: Sequence[Place], sighting: Sighting, divisions: Divisions) -> Choice | None:
    """The only candidate whose city (or province) a text of the report names; a nearer text goes first."""
    above = {place.id: divisions.above(place.at(sighting.year), sighting.year) for place in places}
    for source, text in sighting.texts():
        short = source in ("source", "url")
        for rank in (0, 1):
            named = [(place, word) for place in places if (word := _named(above[place.id], rank, text, short))]
            if len(named) == 1:
                place, word = named[0]
                rule = "parent named" if rank == 0 else "province named"
                return Choice(
                    place, 0.9 if rank == 0 else 0.85, rule, f"{source} names {word}: 「{_around(text, word)}」"
                )
    return None


def _named(above: Sequence[Period], rank: int, text: str, short: bool) -> str | None:
    if rank >= len(above):
        return None
    words = (above[rank].name, above[rank].short) if short and len(above[rank].short) > 1 else (above[rank].name,)
    return next((word for word in words if word in text), None)


def _around(text: str, word: str) -> str:
    start = max(text.index(word) - 12, 0)
    return " ".join(text[start : start + 40].split())


def _by_site(places: Sequence[Place], site: Mapping[str, int], year: int | None, divisions: Divisions) -> Choice | None:
    """The only candidate to which, or to whose parent, the other reports of the same host belong."""
    counts = {place.id: _on_site(place, site, year, divisions) for place in places}
    held = [place for place in places if counts[place.id]]
    if len(held) != 1:
        return None
    count = counts[held[0].id]
    score = 0.85 if count > 2 else 0.7
    return Choice(held[0], score, "same site", f"{count} other reports of the host belong there", tuple(places))


def _on_site(place: Place, site: Mapping[str, int], year: int | None, divisions: Divisions) -> int:
    period = place.at(year)
    near = {place.id, *(found.id for code in (period.parent,) if code and (found := divisions.coded(code, year)))}
    return sum(site.get(each, 0) for each in near)


def _ambiguous(name: Name, places: Iterable[Place]) -> Choice:
    each = tuple(places)
    said = f"「{''.join(name.chain)}」 is the name of {len(each)} places, and nothing in the report tells which"
    return Choice(None, 0.3, "ambiguous", said, each)
