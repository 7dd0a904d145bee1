"""Whose report each one is: every match with rule, evidence and score, and what is doubtful left to a person."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from govtext.errors import GovTextError, UnknownCode
from govtext.who.choose import Choice, choose
from govtext.who.divisions import NEWEST, Divisions, Period, Place
from govtext.who.issuers import UNLISTED, Issuer, issuer_of, national, parse_issuer, unlisted
from govtext.who.names import Name, take_apart
from govtext.who.overrides import Decisions, Override
from govtext.who.sighting import Sighting
from govtext.who.speaks import Speaker, speaks_for

SURE = 0.75
"""A match below this score is doubtful."""
UNLISTED_RULE = "unlisted place"
TAUGHT = 0.9
"""A match from this score on teaches which places a host publishes."""
OVERRIDE = "override"
YEAR_DECIDED = f"{OVERRIDE}; year decided"
_KEPT = 1 << 16
"""Names and issuers kept at hand: few have more spellings near each other."""


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
    code_year: int | None = None
    """The year for which the code is known to hold: the report's, or the nearest."""

    @property
    def doubtful(self) -> bool:
        return self.issuer is None or self.score < SURE


class Resolver:
    """Matches sightings to issuers in two rounds: the second knows what all matches of the first taught.

    Where there are too many for one list, give `first` and `learn` them part by part, and then `second` those parts
    of which not every match is `settled`.
    """

    def __init__(self, divisions: Divisions, overrides: Sequence[Override] = ()) -> None:
        self._divisions, self._decisions = divisions, Decisions(overrides)
        self._name = lru_cache(_KEPT)(self._take_apart)
        self._decided = lru_cache(_KEPT)(self._decide)
        self._issuer = lru_cache(_KEPT)(self._issuer_of)
        self._sites: dict[str, Counter[str]] = {}
        self._regions: set[str] = set()
        self._longer: Mapping[str, str] | None = None

    def matches(self, sightings: Sequence[Sighting]) -> list[Match]:
        """A match for each sighting, in their order."""
        first = self.first(sightings)
        self.learn(first)
        return self.second(first)

    def first(self, sightings: Iterable[Sighting]) -> list[Match]:
        """A match for each sighting by itself."""
        return [self._match(each, {}) for each in sightings]

    def learn(self, matches: Iterable[Match]) -> None:
        """Keep which hosts publish whose reports, and the names of places that no list has."""
        self._longer = None
        for match in matches:
            issuer = match.issuer
            if issuer and match.score >= TAUGHT and issuer.body != "zone" and match.sighting.host:
                self._sites.setdefault(match.sighting.host, Counter())[issuer.place] += 1
            if issuer and issuer.place.startswith(UNLISTED):
                self._regions.add(issuer.region)

    def second(self, matches: Iterable[Match]) -> list[Match]:
        """The matches again, with all that was learnt."""
        if self._longer is None:
            self._longer = longer_regions(self._regions)
        return [_lengthened(self._again(match), self._longer) for match in matches]

    def settled(self, match: Match) -> bool:
        """Whether the second round cannot change it."""
        if match.issuer is None:
            return not match.sighting.host
        return not match.issuer.place.startswith(UNLISTED)

    @property
    def idle(self) -> tuple[Override, ...]:
        """The overrides by which nothing has been decided so far."""
        return self._decisions.idle

    def _take_apart(self, text: str, year: int | None) -> Name:
        return take_apart(text, year, self._divisions)

    def _decide(self, override: Override) -> Issuer:
        try:
            return parse_issuer(override.issuer, self._divisions)
        except UnknownCode as error:
            raise GovTextError(error.what, file="overrides", place=f"line {override.line}", found=error.found,
                               expected=error.expected) from error  # fmt: skip

    def _again(self, match: Match) -> Match:
        site = self._sites.get(match.sighting.host) if match.issuer is None else None
        return self._match(match.sighting, site) if site else match

    def _by_decision(self, sighting: Sighting, override: Override) -> Match:
        said = " ".join(filter(None, (f"line {override.line}", override.note)))
        issuer = self._decided(override)
        rule = OVERRIDE if override.year is None else YEAR_DECIDED
        dated = sighting if override.year is None else replace(sighting, year=override.year)
        return self._dated(Match(dated, issuer, 1.0, rule, said), self._divisions.places.get(issuer.place))

    def _match(self, sighting: Sighting, site: Mapping[str, int]) -> Match:
        if override := self._decisions.on(sighting):
            return self._by_decision(sighting, override)
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
            found = tuple(self._issuer(each.id, organ, body, name.below) for each in choice.candidates)
            return replace(match, candidates=found)
        issuer = _as_spelled(self._issuer(choice.place.id, organ, body, name.below), name)
        return self._dated(replace(match, issuer=issuer), choice.place)

    def _issuer_of(self, place: str, organ: str, body: str, below: str) -> Issuer:
        return issuer_of(self._divisions.places[place], organ, body, below, self._divisions)

    def _dated(self, match: Match, place: Place | None) -> Match:
        if place is None:
            return match
        period, year = place.at(match.sighting.year), match.sighting.year
        held = None if year is None else _held(period, year)
        return replace(match, code=period.code, place_name=period.name, code_year=held)

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


def _held(period: Period, year: int) -> int:
    return min(max(year, period.first), period.last, NEWEST)


def _as_spelled(issuer: Issuer, name: Name) -> Issuer:
    """An office under the name that it bears: some cities have a 办公厅."""
    grand = issuer.organ == "office" and name.text.endswith("办公厅")
    return (
        replace(issuer, name=issuer.name.removesuffix("办公室") + "办公厅")
        if grand and "办公室" in issuer.name
        else issuer
    )


def longer_regions(regions: Iterable[str]) -> dict[str, str]:
    """Each name of an unlisted place to the longer one that ends in it, where there is exactly one.

    >>> longer_regions(["青禾县", "清水市青禾县", "云县"])
    {'青禾县': '清水市青禾县'}
    """
    each = sorted(regions)
    backwards = sorted(region[::-1] for region in each)
    longest = ((region, _longest(region, backwards)) for region in each)
    return {region: longer for region, longer in longest if longer is not None and longer != region}


def _longest(region: str, reversed_regions: Sequence[str]) -> str | None:
    """The only longest region that ends in this one; `reversed_regions` are all regions backwards, sorted."""
    start = bisect_left(reversed_regions, backwards := region[::-1])
    end = bisect_left(reversed_regions, backwards + chr(0x10FFFF))
    longer = reversed_regions[start:end]
    top = [one for one, after in zip(longer, [*longer[1:], ""], strict=True) if not after.startswith(one)]
    return top[0][::-1] if len(top) == 1 else None


def _lengthened(match: Match, longer: Mapping[str, str]) -> Match:
    """A match of an unlisted place under the longer name of it (青禾县: 清水市青禾县)."""
    issuer = match.issuer
    if issuer is None or not issuer.place.startswith(UNLISTED) or issuer.region not in longer:
        return match
    said = f"{match.evidence}; the only longer name that ends so is 「{longer[issuer.region]}」"
    return replace(match, issuer=_moved(issuer, longer[issuer.region]), evidence=said)


def _moved(issuer: Issuer, region: str) -> Issuer:
    place = UNLISTED + region
    name = region + issuer.name.removeprefix(issuer.region)
    parent = None if issuer.parent is None else f"{place}/{issuer.parent.partition('/')[2]}"
    return replace(issuer, issuer_id=f"{place}/{issuer.organ}", name=name, region=region, place=place, parent=parent)
