"""Whose report each one is, over all shards: two rounds, of which the second takes up only what the first left open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from govtext.corpus import store
from govtext.corpus.identity import READ, sightings
from govtext.corpus.rows import Row
from govtext.who.divisions import Divisions
from govtext.who.issuers import Issuer
from govtext.who.resolve import Match, Resolver
from govtext.who.sighting import Sighting
from govtext.who.tables import break_rows, issuers_of, match_row, question_rows

_OF_REPORTS = ("report", "issuer", "region", "title")
DOUBTED = "year in doubt"
"""The rule of a match whose year a person should decide."""
_DOUBTED_SCORE = 0.5


@dataclass
class Register:
    """Matches by shard (rows of `matches`), and every issuer that has one."""

    divisions: Divisions
    matches: dict[str, pa.Table] = field(default_factory=dict)
    issuers: dict[str, Issuer] = field(default_factory=dict)

    def add(self, shard: str, matches: list[Match]) -> None:
        """Keep a shard's matches."""
        self.matches[shard] = store.make_table("matches", [match_row(each) for each in matches])
        issuers_of(matches, self.issuers)

    def doubt(self, reasons: Mapping[str, str]) -> None:
        """Mark the matches of these reports as doubtful, because of their year."""
        for shard, table in self.matches.items():
            if pc.any(pc.is_in(table["report"], pa.array(reasons, pa.string()))).as_py():
                rows = [_doubted(row, reasons.get(row["report"])) for row in table.to_pylist()]
                self.matches[shard] = pa.Table.from_pylist(rows, schema=table.schema)

    def issuer_rows(self) -> list[Row]:
        """Rows of `issuers`."""
        pairs = pa.concat_tables(table.select(["issuer_id", "year"]) for table in self.matches.values())
        counted = pairs.group_by("issuer_id").aggregate([([], "count_all"), ("year", "min"), ("year", "max")])
        counts = {row.pop("issuer_id"): tuple(row.values()) for row in counted.to_pylist()}
        return [(*_plain(self.issuers[id_]), *counts[id_]) for id_ in sorted(counts.keys() & self.issuers.keys())]

    def break_rows(self) -> list[tuple[str, int, str]]:
        """Rows of `breaks`."""
        return sorted(break_rows(self.issuers.values(), self.divisions))

    def question_rows(self, reports: Mapping[str, pa.Table]) -> list[Row]:
        """Rows of `questions`."""
        rows: list[dict[str, object]] = []
        titles: dict[str, str] = {}
        for shard, table in self.matches.items():
            rows += table.filter(table["doubtful"]).to_pylist()
            titles |= _titles(reports[shard], table["doubtful"])
        return question_rows(rows, titles, {id_: each.name for id_, each in self.issuers.items()})


def _plain(issuer: Issuer) -> Row:
    return tuple(getattr(issuer, name) for name in Issuer.__dataclass_fields__)


def _titles(reports: pa.Table, doubtful: pa.ChunkedArray) -> dict[str, str]:
    asked = reports.select(["report", "title"]).filter(doubtful)
    return {row["report"]: row["title"] or "" for row in asked.to_pylist()}


def _doubted(row: dict[str, object], reason: str | None) -> dict[str, object]:
    if reason is None:
        return row
    said = "; ".join(filter(None, (reason, str(row["evidence"]))))
    score = min(float(str(row["score"])), _DOUBTED_SCORE)
    return {**row, "score": score, "rule": f"{DOUBTED}; {row['rule']}", "evidence": said, "doubtful": True}


def register(
    reports: Mapping[str, pa.Table], identities: Callable[[str], pa.Table], sources: Mapping[str, str],
    resolver: Resolver, divisions: Divisions,
) -> Register:  # fmt: skip
    """The issuers of all reports; one shard's texts at a time are in memory.

    `reports` by shard; `identities` gives a shard's rows, in the same order; `sources`: report to its file's path.
    """

    def seen(shard: str) -> Iterable[Sighting]:
        rows = identities(shard).select(["report", *READ]).to_pylist()
        return sightings(reports[shard].select(_OF_REPORTS).to_pylist(), rows, sources)

    found, left = Register(divisions), []
    for shard in reports:
        matches = resolver.first(seen(shard))
        resolver.learn(matches)
        if all(map(resolver.settled, matches)):
            found.add(shard, matches)
        else:
            left.append(shard)
    for shard in left:
        found.add(shard, resolver.second(resolver.first(seen(shard))))
    found.matches = {shard: found.matches[shard] for shard in reports}
    return found
