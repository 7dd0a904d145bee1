"""Who is who: issuers told over years and spellings, each match with its evidence, doubtful ones left to a person.

Places are those of the kept lists of divisions, year by year; what no list tells is said to be so, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from govtext.model import Reading
from govtext.who.divisions import Change, Divisions, Period, Place
from govtext.who.issuers import Issuer, parse_issuer
from govtext.who.lists import divisions
from govtext.who.overrides import Override, read_overrides, write_questions
from govtext.who.places import read_places, write_places
from govtext.who.resolve import Match, Resolver
from govtext.who.scope import scope_of, scope_of_text
from govtext.who.sighting import Sighting, of_identity, sight, sightings
from govtext.who.tables import Who, who

if TYPE_CHECKING:
    import pandas as pd


def resolve(
    reports: pd.DataFrame | Iterable[Sighting | Reading],
    overrides: Path | Iterable[Override] = (),
    places: Divisions | Path | None = None,
) -> Who:
    """Whose report each one is, over all years and spellings.

    `reports`: a frame with a column `report` and any of issuer, region, body, level, year, title, preface, closing,
    source, url; or sightings; or readings. `overrides`: the CSV of a person's decisions. `places`: places to know
    beside the official ones (those of a simulation, say), or the CSV that tells them.

    Raises `GovTextError` where an override names no issuer.

    >>> found = resolve([Sighting("a", issuer="遂宁市安居区人民政府", year=2020),
    ...                  Sighting("b", issuer="安居区政府", year=2021)])
    >>> found.matches["issuer_id"].tolist(), found.issuers["name"].tolist()
    (['510904/government', '510904/government'], ['四川省遂宁市安居区人民政府'])
    """
    more = read_places(places) if isinstance(places, Path) else places
    known = divisions() | more if more else divisions()
    decided = read_overrides(overrides) if isinstance(overrides, Path) else tuple(overrides)
    return who(Resolver(known, decided).matches(sightings(reports)), known)


__all__ = [
    "Change",
    "Divisions",
    "Issuer",
    "Match",
    "Override",
    "Period",
    "Place",
    "Sighting",
    "Who",
    "divisions",
    "of_identity",
    "parse_issuer",
    "read_overrides",
    "read_places",
    "resolve",
    "scope_of",
    "scope_of_text",
    "sight",
    "write_places",
    "write_questions",
]
