"""The answer as frames: issuers, the lives of their places, matches, and what is left to decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields

import pandas as pd

from govtext.who.divisions import OPEN, Divisions, Place
from govtext.who.issuers import Issuer
from govtext.who.overrides import QUESTIONS
from govtext.who.resolve import UNLISTED_RULE, Match

MATCHES = (
    "report",
    "issuer_id",
    "score",
    "rule",
    "evidence",
    "doubtful",
    "name",
    "year",
    "code",
    "place_name",
    "candidates",
)
ISSUERS = (*(each.name for each in fields(Issuer)), "reports", "first_year", "last_year")
PERIODS = ("place", "code", "name", "level", "first", "last", "parent", "successors", "change", "note")
BREAKS = ("issuer_id", "year", "reason")


@dataclass(frozen=True)
class Who:
    """Who is who: frames, one row each.

    `issuers`: an issuer, its canonical name and newest code; `periods`: a name and code of a place with the years for
    which they hold (last null: to the present); `matches`: a report, its issuer, and why; `breaks`: a year from which
    an issuer's place held more than before, so that its figures do not continue those of the year before; `questions`:
    what a person should decide, in the columns of overrides.
    """

    issuers: pd.DataFrame
    periods: pd.DataFrame
    matches: pd.DataFrame
    breaks: pd.DataFrame
    questions: pd.DataFrame

    @property
    def issuer_of(self) -> dict[str, str]:
        """Report to issuer id, for the reports whose issuer is known, doubtful ones included."""
        known = self.matches.dropna(subset="issuer_id")
        return dict(zip(known["report"], known["issuer_id"], strict=True))


def who(matches: Sequence[Match], divisions: Divisions) -> Who:
    """The frames of all matches; sorted, so that the same matches give the same frames."""
    issuers = _issuers(matches)
    ids = sorted({each.place for each in issuers.values()})
    places = [place for id_ in ids if (place := divisions.places.get(id_))]
    return Who(
        _issuer_frame(issuers, matches),
        _frame(_periods(_with_successors(places, divisions)), PERIODS, ["place", "first"]),
        _frame(map(_match, matches), MATCHES),
        _frame(_breaks(issuers.values(), divisions), BREAKS, ["issuer_id", "year"]),
        _questions(matches),
    )


def _frame(rows: Iterable[tuple[object, ...]], columns: Sequence[str], by: Sequence[str] = ()) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(columns))
    for name in ("year", "first", "last", "first_year", "last_year", "code_first", "code_last", "reports"):
        if name in frame:
            frame[name] = frame[name].astype("Int64")
    return frame.sort_values(list(by), ignore_index=True) if by else frame


def _issuers(matches: Iterable[Match]) -> dict[str, Issuer]:
    """Every issuer once; of several spellings of an unlisted one the first by name."""
    found: dict[str, Issuer] = {}
    for match in matches:
        if issuer := match.issuer:
            known = found.get(issuer.issuer_id)
            found[issuer.issuer_id] = issuer if known is None else min(known, issuer, key=repr)
    return found


def _issuer_frame(issuers: dict[str, Issuer], matches: Iterable[Match]) -> pd.DataFrame:
    pairs = [(match.issuer.issuer_id, match.sighting.year) for match in matches if match.issuer]
    seen = pd.DataFrame(pairs, columns=["issuer_id", "year"]).astype({"year": "Int64"})
    counts = seen.groupby("issuer_id")["year"].agg(reports="size", first_year="min", last_year="max")
    frame = _frame((tuple(asdict(each).values()) for each in issuers.values()), ISSUERS[:-3], ["issuer_id"])
    return frame.join(counts, on="issuer_id").astype(dict.fromkeys(ISSUERS[-3:], "Int64"))


def _with_successors(places: Sequence[Place], divisions: Divisions) -> list[Place]:
    ids = dict.fromkeys([*(place.id for place in places), *(id_ for place in places for id_ in place.successors)])
    return [divisions.places[id_] for id_ in ids if id_ in divisions.places]


def _periods(places: Iterable[Place]) -> Iterator[tuple[object, ...]]:
    for place in places:
        for each in place.periods:
            ended = each is place.last and place.successors
            last = None if each.last == OPEN else each.last
            tail = (" ".join(place.successors), place.change, place.note) if ended else ("", "", "")
            yield place.id, each.code, each.name, each.level, each.first, last, each.parent, *tail


def _match(match: Match) -> tuple[object, ...]:
    sighting, issuer = match.sighting, match.issuer
    candidates = " | ".join(f"{each.issuer_id} {each.name}" for each in match.candidates)
    return (
        sighting.report, issuer.issuer_id if issuer else None, match.score, match.rule, match.evidence, match.doubtful,
        sighting.name, sighting.year, match.code, match.place_name, candidates,
    )  # fmt: skip


def _breaks(issuers: Iterable[Issuer], divisions: Divisions) -> Iterator[tuple[object, ...]]:
    for issuer in issuers:
        for year, note in divisions.gains.get(issuer.place, ()):
            yield issuer.issuer_id, year, note


def _questions(matches: Sequence[Match]) -> pd.DataFrame:
    """Doubtful matches; those that only their name can tell (unlisted places) once a name, the others once a report."""
    rows: dict[tuple[str, str], list[object]] = {}
    for match in sorted((each for each in matches if each.doubtful), key=lambda each: each.sighting.report):
        by_name = match.rule.startswith(UNLISTED_RULE)
        report, name = ("" if by_name else match.sighting.report), match.sighting.name
        row = rows.setdefault((report, name), [report, name, "", "", 0, *_asked(match)])
        row[4] = int(str(row[4])) + 1
    return _frame(map(tuple, rows.values()), QUESTIONS)


def _asked(match: Match) -> tuple[object, ...]:
    proposed = [match.issuer] if match.issuer else []
    candidates = " | ".join(f"{each.issuer_id} {each.name}" for each in (*proposed, *match.candidates))
    return match.sighting.year, match.sighting.title, match.rule, match.evidence, candidates
