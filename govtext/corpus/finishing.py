"""The second half of a build: what wants all reports (issuers, editions, checks across), then the index."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from govtext.checks.across_frames import CELLS
from govtext.corpus import store
from govtext.corpus.comparing import compare
from govtext.corpus.editions import Candidate, Edition, Figures, edition_columns, find_editions
from govtext.corpus.listing import Listed, root_of
from govtext.corpus.manifest import error_rows, manifest_rows
from govtext.corpus.registering import Register, register
from govtext.corpus.rows import Row
from govtext.corpus.schema import SINGLE
from govtext.corpus.schema import table as table_schema
from govtext.corpus.state import INDEX, LAYOUT, State
from govtext.corpus.version import reading_version
from govtext.corpus.work import SEGMENTS
from govtext.errors import GovTextError
from govtext.forms import forms
from govtext.who import Divisions, Override, divisions, read_overrides, read_places
from govtext.who.issuers import Issuer
from govtext.who.overrides import QUESTIONS, filled_in, years_alone
from govtext.who.resolve import YEAR_DECIDED, Resolver

Parts = dict[str, dict[str, str]]
"""Shard to table to path."""
QUESTIONS_FILE = "questions.csv"


@dataclass(frozen=True)
class Given:
    """What a person gives beside the files: decisions, and places that the official lists do not have."""

    overrides: tuple[Override, ...] = ()
    years: tuple[tuple[int, str, int], ...] = ()
    """Line, report and year of the overrides that name no issuer."""
    places: Divisions | None = None
    digest: str = ""

    @staticmethod
    def read(overrides: Path | None, places: Path | None) -> Given:
        """From the CSV files; raises `GovTextError` where one cannot be read or understood."""
        decided = read_overrides(overrides) if overrides else ()
        years = tuple(years_alone(overrides)) if overrides else ()
        known = read_places(places) if places else None
        contents = [path.read_bytes() if path else b"" for path in (overrides, places)]
        digest = "".join(_hash(content) for content in contents)
        return Given(decided, years, known, digest)


@dataclass(frozen=True)
class Finished:
    """How many files failed, are there twice, or are other editions; lines of the overrides that decide nothing; how
    many decisions the last build was given and this one was not, as it was given none."""

    errors: int
    duplicates: int
    editions: int
    idle: tuple[int, ...]
    dropped: int


@dataclass(frozen=True)
class Draft:
    """A corpus whose shards are written but for `reports`."""

    root: Path
    sources: Sequence[Path]
    files: Sequence[Listed]
    state: State
    parts: Parts
    reports: Mapping[str, pa.Table]
    """By shard, as the contents give them."""
    given: Given
    workers: int | None = None
    scheduler: str | None = None


def finish(draft: Draft) -> Finished:
    """Write what wants all reports, unless it is there, then the index: from that moment the corpus is the new one."""
    root, old = draft.root, draft.state.index
    known = pa.concat_tables(list(draft.reports.values()))
    listed = manifest_rows(draft.files, known)
    failed = error_rows(draft.files, known, draft.state.failures)
    index: dict[str, Any] = {
        "layout": LAYOUT, "version": reading_version(),
        "folders": [_relative(root_of(path), root) for path in draft.sources],
        "manifest": store.write_part(root, "manifest", "", store.make_table("manifest", listed)),
        "errors": store.write_part(root, "errors", "", store.make_table("errors", failed)),
        "decisions": len(draft.given.overrides) + len(draft.given.years),
    }  # fmt: skip
    index["resolved"] = _digest(index, draft)
    if old is not None and old.get("resolved") == index["resolved"] and _all_there(root, old):
        index |= {name: old[name] for name in _RESOLVED}
    else:
        index |= _resolved(draft)
    store.write_text(root / INDEX, json.dumps(index, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    store.sweep(root, list(_paths(index)))
    shutil.rmtree(root / SEGMENTS, ignore_errors=True)
    twice = sum(row[-1] is not None for row in listed)
    dropped = 0 if old is None or index["decisions"] else int(old.get("decisions", 0))
    return Finished(len(failed), twice, _other_editions(root, index), tuple(index["idle"]), dropped)


_RESOLVED = ("shards", "across", "issuers", "breaks", "questions", "idle")
"""Entries of the index that say what was made of all reports together."""


def _digest(index: Mapping[str, Any], draft: Draft) -> str:
    """What all that is made of all reports together depends on; the path of a part tells its content."""
    cells = (parts["cells"] for parts in draft.parts.values())
    parts = (index["version"], index["manifest"], draft.given.digest, *cells)
    return _hash("\n".join(parts).encode())


def _paths(index: Mapping[str, Any]) -> list[str]:
    """Every part of a corpus."""
    single = [index[name] for name in SINGLE]
    return [*single, *index["across"], *(path for shard in index["shards"].values() for path in shard.values())]


def _all_there(root: Path, old: Mapping[str, Any]) -> bool:
    return all(store.is_whole(root / path) for path in _paths(old)) and (root / QUESTIONS_FILE).is_file()


def _other_editions(root: Path, index: Mapping[str, Any]) -> int:
    paths = [root / shard["reports"] for shard in index["shards"].values()]
    chosen = (store.read_columns(path, ["chosen"])["chosen"] for path in paths)
    return sum(len(each) - (pc.sum(each).as_py() or 0) for each in chosen)


def _resolved(draft: Draft) -> dict[str, Any]:
    """Issuers, editions, and checks across, written; gives their entries of the index."""
    places = divisions() | draft.given.places if draft.given.places else divisions()
    resolver = Resolver(places, draft.given.overrides)
    found = _registered(draft, resolver, places)
    table = _candidates(draft, found)
    editions = find_editions(table, lambda names: _figures(draft, names))
    found.doubt(editions.doubts)
    about = []
    for shard in draft.reports:
        matches = found.matches[shard]
        whole = _whole_reports(shard, draft, matches, found.issuers, editions.editions)
        draft.parts[shard]["reports"] = store.write_part(draft.root, "reports", shard, whole)
        draft.parts[shard]["matches"] = store.write_part(draft.root, "matches", shard, matches)
        about.append(_about(whole, editions.doubts))
    idle = _idle(draft.given, resolver, found)
    return {"shards": draft.parts, "across": _across(draft, found, about), "idle": idle, **_singles(draft, found)}


def _idle(given: Given, resolver: Resolver, found: Register) -> list[int]:
    """The lines of the overrides that decide nothing: they fit no report, or say another year and no issuer."""
    asked = pa.array([report for _, report, _ in given.years], pa.string())
    tables = (table.filter(pc.is_in(table["report"], asked)) for table in found.matches.values())
    years = {row["report"]: row["year"] for table in tables for row in table.select(["report", "year"]).to_pylist()}
    alone = [line for line, report, year in given.years if years.get(report) != year]
    return sorted({*alone, *(override.line for override in resolver.idle)})


def _registered(draft: Draft, resolver: Resolver, places: Divisions) -> Register:
    sources = {file.report: file.file for file in reversed(draft.files)}
    return register(
        draft.reports, lambda shard: store.read_part(draft.root, draft.parts[shard]["identities"]), sources,
        resolver, places,
    )  # fmt: skip


def _candidates(draft: Draft, found: Register) -> pa.Table:
    """What decides between editions, of all reports."""
    tables = []
    for shard, reports in draft.reports.items():
        matches = found.matches[shard]
        doubts = store.read_columns(draft.root / draft.parts[shard]["identities"], ["year_doubt"])
        columns = {name: reports[name] for name in Candidate.__dataclass_fields__ if name in reports.column_names}
        columns |= {
            "year": matches["year"], "issuer_id": matches["issuer_id"], "year_doubt": doubts["year_doubt"],
            "decided": pc.equal(matches["rule"], YEAR_DECIDED),
        }  # fmt: skip
        tables.append(pa.table(columns))
    return pa.concat_tables(tables)


def _figures(draft: Draft, names: Sequence[str]) -> dict[str, Figures]:
    """The figures of some reports in the order of all codes, NaN where none was read."""
    keys = list(dict.fromkeys(figure.key for form in forms() for figure in form.figures()))
    rows, columns = pa.array(sorted(names), pa.string()), pa.array(keys, pa.string())
    values = np.full((len(rows), len(columns)), np.nan)
    for shard in sorted({name[: max(map(len, draft.parts))] for name in names}):
        path = draft.root / draft.parts[shard]["cells"]
        table = store.read_columns(path, ["report", "key", "value"])
        table = table.filter(pc.and_(pc.is_valid(table["value"]), pc.is_in(table["report"], rows)))
        places = (pc.index_in(table["report"], rows).to_numpy(), pc.index_in(table["key"], columns).to_numpy())
        values[places] = table["value"].to_numpy()
    return dict(zip(rows.to_pylist(), values, strict=True))


def _whole_reports(
    shard: str, draft: Draft, matches: pa.Table, names: Mapping[str, Issuer], editions: Mapping[str, Edition]
) -> pa.Table:
    """A shard's rows of `reports` with what all reports together say of them."""
    reports = draft.reports[shard]
    read = store.read_columns(draft.root / draft.parts[shard]["identities"], ["scope", "scope_evidence"])
    ids, doubtful = matches["issuer_id"].to_pylist(), matches["doubtful"].to_pylist()
    issuers = [None if id_ is None else names[id_] for id_ in ids]
    sure = [None if doubt else issuer for issuer, doubt in zip(issuers, doubtful, strict=True)]
    chosen, edition_of, rule = edition_columns(reports["report"].to_pylist(), editions)
    columns: dict[str, Any] = {name: reports[name] for name in reports.column_names}
    columns |= {"year": matches["year"], "issuer_id": matches["issuer_id"], "doubtful": matches["doubtful"],
                "code": matches["code"], "code_year": matches["code_year"],
                "issuer_name": [each and each.name for each in issuers],
                "scope": read["scope"], "scope_evidence": read["scope_evidence"],
                "chosen": chosen, "edition_of": edition_of, "edition_rule": rule}  # fmt: skip
    for name in ("level", "body"):
        pairs = zip(sure, reports[name].to_pylist(), strict=True)
        columns[name] = [(each and getattr(each, name)) or printed for each, printed in pairs]
    schema = table_schema("reports").arrow()
    return pa.table({field.name: columns[field.name] for field in schema}, schema=schema)


def _about(reports: pa.Table, doubts: Mapping[str, str]) -> pa.Table:
    """What the checks across reports ask of each."""
    contested = pa.array([doubts.get(report) for report in reports["report"].to_pylist()], pa.string())
    names = ["report", "issuer_id", "year", "kind", "doubtful", "scope", "edition_of"]
    return reports.select(names).append_column("contested", contested)


def _across(draft: Draft, found: Register, about: Sequence[pa.Table]) -> list[str]:
    """Check across reports; gives the paths of the parts of findings."""
    breaks = {(issuer, year): reason for issuer, year, reason in found.break_rows()}
    parents = {id_: issuer.parent for id_, issuer in found.issuers.items()}
    shards = (store.read_columns(draft.root / parts["cells"], CELLS) for parts in draft.parts.values())
    return compare(draft.root, pa.concat_tables(about), breaks, parents, shards, draft.workers, draft.scheduler)


def _singles(draft: Draft, found: Register) -> dict[str, str]:
    """Write the tables that are one part each, and the questions for a person."""
    questions = found.question_rows(draft.reports)
    rows: dict[str, Sequence[Row]] = {
        "issuers": found.issuer_rows(),
        "breaks": found.break_rows(),
        "questions": questions,
    }
    store.write_text(draft.root / QUESTIONS_FILE, _csv(questions))
    return {name: store.write_part(draft.root, name, "", store.make_table(name, each)) for name, each in rows.items()}


def _csv(questions: Sequence[Row]) -> str:
    """The questions as `read_overrides` reads them, with a mark of UTF-8 for spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([QUESTIONS, *(["" if value is None else value for value in row] for row in questions)])
    return "\ufeff" + out.getvalue()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def demand_unedited(root: Path) -> None:
    """Raise `GovTextError` where a person has filled in the questions of the last build, which the next would lose."""
    file = root / QUESTIONS_FILE
    if file.is_file() and filled_in(file):
        raise GovTextError(
            "a build writes this file anew, and what was filled in would be lost", file=str(file),
            expected="the filled file under another name or in another folder, and --overrides with that",
        )  # fmt: skip


def _relative(folder: Path, root: Path) -> str:
    try:
        return Path(os.path.relpath(folder.absolute(), root.absolute())).as_posix()
    except ValueError:  # another drive
        return folder.absolute().as_posix()
