"""Whose report each one is: every match with rule, evidence and score, and what is doubtful left to a person."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from govtext.errors import GovTextError, UnknownCode
from govtext.who.choose import Choice, choose
from govtext.who.divisions import Divisions, Place
from govtext.who.issuers import UNLISTED, Issuer, issuer_of, national, parse_issuer, unlisted
from govtext.who.names import Name, take_apart
from govtext.who.overrides import Override, override_for
from govtext.who.sighting import Sighting
from govtext.who.speaks import Speaker, speaks_for

SURE = 0.75
"""A match below this score is doubtful."""
UNLISTED_RULE = "unlisted place"
TAUGHT = 0.9
"""A match from this score on teaches which places a host publishes."""


@dataclass(frozen=True, slots=True)
class Match:
    """Whose report one is; `issuer` None: not known, and `candidates` says what it may be."""

    sighting: Sighting
    issuer: Issuer | None
    score: float
    rule: str
    evidence: str
    candidates: tuple[Issuer, ...] = ()
    code: str | None = None
    """The place's code in the report's year."""
    place_name: str | None = None
    """The place's name in the report's year."""

    @property
    def doubtful(self) -> bool:
        return self.issuer is None or self.score < SURE


class Resolver:
    """Matches sightings to issuers in two rounds: the second knows what the sure ones of the first taught of hosts."""

    def __init__(self, divisions: Divisions, overrides: Sequence[Override] = ()) -> None:
        self._divisions, self._overrides = divisions, tuple(overrides)
        self._name = cache(self._take_apart)
        self._decided = cache(self._decide)

    def matches(self, sightings: Sequence[Sighting]) -> list[Match]:
        """A match for each sighting, in their order."""
        first = [self._match(each, {}) for each in sightings]
        sites = _sites(first)
        second = [self._again(match, sites) for match in first]
        return list(_longer_regions(second))

    def _take_apart(self, text: str, year: int | None) -> Name:
        return take_apart(text, year, self._divisions)

    def _decide(self, override: Override) -> Issuer:
        try:
            return parse_issuer(override.issuer, self._divisions)
        except UnknownCode as error:
            raise GovTextError(error.what, file="overrides", place=f"line {override.line}", found=error.found,
                               expected=error.expected) from error  # fmt: skip

    def _again(self, match: Match, sites: Mapping[str, Counter[str]]) -> Match:
        site = sites.get(match.sighting.host)
        return self._match(match.sighting, site) if site and match.issuer is None else match

    def _match(self, sighting: Sighting, site: Mapping[str, int]) -> Match:
        if override := override_for(sighting, self._overrides):
            said = " ".join(filter(None, (f"line {override.line}", override.note)))
            issuer = self._decided(override)
            return self._dated(Match(sighting, issuer, 1.0, "override", said), self._divisions.places.get(issuer.place))
        name = self._name(sighting.name, sighting.year)
        if not sighting.name or name.organ is None:
            return Match(sighting, None, 0.0, "no name", f"the issuer read is 「{sighting.name}」")
        if name.national:
            return Match(sighting, national(name), 0.95, "body of the State Council", f"「{name.text}」")
        if name.unlisted:
            return self._unlisted(name, sighting)
        return self._listed(name, sighting, site)

    def _listed(self, name: Name, sighting: Sighting, site: Mapping[str, int]) -> Match:
        choice = (
            choose(name, sighting, self._divisions, site) if name.pairs else self._without_place(name, sighting, site)
        )
        organ, body, spoken = self._speaker(name, sighting)
        rule = "; ".join(filter(None, (choice.rule, spoken.rule)))
        evidence = "; ".join(filter(None, (choice.evidence, spoken.evidence)))
        torn = spoken.for_government is None and bool(spoken.evidence)
        match = Match(sighting, None, min(choice.score, 0.7) if torn else choice.score, rule, evidence)
        if choice.place is None:
            return replace(match, candidates=tuple(self._issuer(each, organ, body, name) for each in choice.candidates))
        return self._dated(replace(match, issuer=self._issuer(choice.place, organ, body, name)), choice.place)

    def _issuer(self, place: Place, organ: str, body: str, name: Name) -> Issuer:
        return issuer_of(place, organ, body, name.below, self._divisions)

    def _dated(self, match: Match, place: Place | None) -> Match:
        period = place.at(match.sighting.year) if place else None
        return replace(match, code=period.code, place_name=period.name) if period else match

    def _speaker(self, name: Name, sighting: Sighting) -> tuple[str, str, Speaker]:
        """Organ and body, with an office that speaks for its government taken for it, and what says so."""
        if name.organ != "office":
            return name.organ or "", name.body or "", Speaker(False, "", "")
        speaker = speaks_for(sighting, self._divisions)
        kept = "government" if speaker.for_government else "office"
        return kept, kept, speaker

    def _without_place(self, name: Name, sighting: Sighting, site: Mapping[str, int]) -> Choice:
        """A name that begins with no place (县财政局, 止戈镇人民政府): another name of the report, or its host."""
        wanted = name.bare or "county"
        for source, text in sighting.texts():
            other = self._name(text, sighting.year) if 2 < len(text) < 40 and text != sighting.name else None
            places = {place.id: place for place, _ in other.pairs if place.level == wanted} if other else {}
            if len(places) == 1:
                return Choice(next(iter(places.values())), 0.85, "place from another name", f"{source}: 「{text}」")
        near = [place for id_ in site if (place := self._divisions.places.get(id_)) and place.level == wanted]
        if len(near) == 1:
            count = site[near[0].id]
            said = f"{count} other reports of the host {sighting.host} are of {near[0].last.name}"
            return Choice(near[0], 0.8 if count > 2 else 0.6, "same site", said, tuple(near))
        return Choice(
            None, 0.2, "no place", f"「{name.text}」 names no place that a list of divisions knows", tuple(near)
        )

    def _unlisted(self, name: Name, sighting: Sighting) -> Match:
        periods = [period for _, period in name.pairs]
        above = (
            self._divisions.full_name(periods[0], sighting.year) if len({each.code for each in periods}) == 1 else ""
        )
        region = (above or "".join(name.chain)) + "".join(name.unlisted)
        organ, body, spoken = self._speaker(name, sighting)
        issuer = unlisted(region, replace(name, organ=organ, body=body), sighting.level or None)
        said = f"no list of divisions has 「{''.join(name.unlisted)}」; known by its name alone"
        evidence = "; ".join(filter(None, (said, spoken.evidence)))
        return Match(sighting, issuer, 0.6, "; ".join(filter(None, (UNLISTED_RULE, spoken.rule))), evidence)


def _sites(matches: Iterable[Match]) -> dict[str, Counter[str]]:
    """Host to how many of its reports surely belong to each place."""
    sites: dict[str, Counter[str]] = {}
    for match in matches:
        if match.sighting.host and match.issuer and match.score >= TAUGHT and match.issuer.body != "zone":
            sites.setdefault(match.sighting.host, Counter())[match.issuer.place] += 1
    return sites


def _longer_regions(matches: Sequence[Match]) -> Iterator[Match]:
    """Unlisted places with the longer name that ends in theirs, where there is exactly one (青禾县: 清水市青禾县)."""
    regions = {match.issuer.region for match in matches if match.issuer and match.issuer.place.startswith(UNLISTED)}
    backwards = sorted(region[::-1] for region in regions)
    longest = {region: _longest(region, backwards) for region in regions}
    for match in matches:
        issuer = match.issuer
        longer = longest.get(issuer.region) if issuer and issuer.place.startswith(UNLISTED) else None
        if issuer is None or longer is None or longer == issuer.region:
            yield match
            continue
        said = f"{match.evidence}; the only longer name that ends so is 「{longer}」"
        yield replace(match, issuer=_moved(issuer, longer), evidence=said)


def _longest(region: str, reversed_regions: Sequence[str]) -> str | None:
    """The only longest region that ends in this one; `reversed_regions` are all regions backwards, sorted."""
    start = bisect_left(reversed_regions, backwards := region[::-1])
    end = bisect_left(reversed_regions, backwards + chr(0x10FFFF))
    longer = reversed_regions[start:end]
    top = [one for one, after in zip(longer, [*longer[1:], ""], strict=True) if not after.startswith(one)]
    return top[0][::-1] if len(top) == 1 else None


def _moved(issuer: Issuer, region: str) -> Issuer:
    place = UNLISTED + region
    name = region + issuer.name.removeprefix(issuer.region)
    parent = None if issuer.parent is None else f"{place}/{issuer.parent.partition('/')[2]}"
    return replace(issuer, issuer_id=f"{place}/{issuer.organ}", name=name, region=region, place=place, parent=parent)
