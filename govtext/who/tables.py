"""The answer as frames: issuers, the lives of their places, matches, and what is left to decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

from govtext.who.divisions import OPEN, Divisions, Place
from govtext.who.issuers import Issuer
from govtext.who.overrides import QUESTIONS
from govtext.who.resolve import UNLISTED_RULE, Match

if TYPE_CHECKING:
    import pandas as pd

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
    "code_year",
    "place_name",
    "candidates",
)
ISSUERS = (*(each.name for each in fields(Issuer)), "reports", "first_year", "last_year")
PERIODS = ("place", "code", "name", "level", "first", "last", "parent", "successors", "change", "note")
BREAKS = ("issuer_id", "year", "reason")
SEVERAL = " | "
"""Parts the candidates."""


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
    issuers = issuers_of(matches)
    ids = sorted({each.place for each in issuers.values()})
    places = [place for id_ in ids if (place := divisions.places.get(id_))]
    return Who(
        _issuer_frame(issuers, matches),
        _frame(_periods(_with_successors(places, divisions)), PERIODS, ["place", "first"]),
        _frame(map(match_row, matches), MATCHES),
        _frame(break_rows(issuers.values(), divisions), BREAKS, ["issuer_id", "year"]),
        _questions(matches, {each.issuer_id: each.name for each in issuers.values()}),
    )


def _frame(rows: Iterable[tuple[object, ...]], columns: Sequence[str], by: Sequence[str] = ()) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(list(rows), columns=list(columns))
    for name in ("year", "first", "last", "first_year", "last_year", "code_first", "code_last", "code_year", "reports"):
        if name in frame:
            frame[name] = frame[name].astype("Int64")
    return frame.sort_values(list(by), ignore_index=True) if by else frame


def issuers_of(matches: Iterable[Match], found: dict[str, Issuer] | None = None) -> dict[str, Issuer]:
    """Every issuer once, added to those found; of several spellings the first by name."""
    found = {} if found is None else found
    for match in matches:
        if issuer := match.issuer:
            known = found.get(issuer.issuer_id)
            if known is not issuer:
                found[issuer.issuer_id] = issuer if known in (None, issuer) else min(known, issuer, key=repr)
    return found


def _issuer_frame(issuers: dict[str, Issuer], matches: Iterable[Match]) -> pd.DataFrame:
    import pandas as pd

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


def match_row(match: Match) -> tuple[object, ...]:
    """A match as a row of `MATCHES`."""
    sighting, issuer = match.sighting, match.issuer
    candidates = SEVERAL.join(f"{each.issuer_id} {each.name}" for each in match.candidates)
    return (
        sighting.report, issuer.issuer_id if issuer else None, match.score, match.rule, match.evidence, match.doubtful,
        sighting.name, sighting.year, match.code, match.code_year, match.place_name, candidates,
    )  # fmt: skip


def break_rows(issuers: Iterable[Issuer], divisions: Divisions) -> Iterator[tuple[str, int, str]]:
    """Rows of `BREAKS`: issuers whose place took in another, or a part of one."""
    for issuer in issuers:
        for year, note in divisions.gains.get(issuer.place, ()):
            yield issuer.issuer_id, year, note


def question_rows(
    rows: Iterable[Mapping[str, object]], titles: Mapping[str, str], names: Mapping[str, str]
) -> list[tuple[object, ...]]:
    """Rows of `QUESTIONS` of doubtful matches (`MATCHES` by name, in the order of reports).

    What only a name can tell (an unlisted place) is asked once a name, everything else once a report. `titles`: report
    to title; `names`: issuer id to name.
    """
    asked: dict[tuple[str, str], list[object]] = {}
    for row in rows:
        by_name = str(row["rule"]).startswith(UNLISTED_RULE)
        report, name = "" if by_name else str(row["report"]), str(row["name"])
        known = asked.get((report, name))
        if known is None:
            known = asked[report, name] = [report, name, "", "", 0, *_asked(row, titles, names)]
        known[4] = int(str(known[4])) + 1
    return [tuple(row) for row in asked.values()]


def _asked(row: Mapping[str, object], titles: Mapping[str, str], names: Mapping[str, str]) -> tuple[object, ...]:
    issuer = str(row["issuer_id"]) if row["issuer_id"] is not None else ""
    candidates = SEVERAL.join(filter(None, (f"{issuer} {names[issuer]}" if issuer else "", str(row["candidates"]))))
    return row["year"], titles.get(str(row["report"]), ""), row["rule"], row["evidence"], candidates


def _questions(matches: Sequence[Match], names: Mapping[str, str]) -> pd.DataFrame:
    doubtful = sorted((each for each in matches if each.doubtful), key=lambda each: each.sighting.report)
    rows = (dict(zip(MATCHES, match_row(each), strict=True)) for each in doubtful)
    return _frame(
        question_rows(rows, {each.sighting.report: each.sighting.title for each in doubtful}, names), QUESTIONS
    )
