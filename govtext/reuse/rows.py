"""One row a report for every measure: value, numerator, denominator, n, and where there is no value the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any

from govtext.reuse.patterns import digest, reference_lines
from govtext.reuse.source import CHUNK, Against, Entry, Pair, Prepared, Prose

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole: units counted, units in all, and sentences of the report."""

    numerator: float
    denominator: float
    n: int


PairMeasure = Callable[[Prepared, Prepared], Mapping[str, Any]]
"""What is measured of a report and the one it is held against: columns and their values."""


def by_pair(
    source: Prose, measure: PairMeasure, against: Against, seed: int
) -> Iterator[tuple[Pair, Mapping[str, Any]]]:
    """Each report with what was measured; nothing, and the reason in the pair, where there is nothing to hold it
    against. Texts are read a chunk at a time; with several workers chunks go to processes."""
    pairs = source.pairs(against, seed)
    chunks = [pairs[start : start + CHUNK] for start in range(0, len(pairs), CHUNK)]
    if source.workers == 1:
        results: Iterator[Any] = map(measured, repeat(source), chunks, repeat(measure))
    else:
        import joblib

        jobs = (joblib.delayed(measured)(source, chunk, measure) for chunk in chunks)
        results = iter(joblib.Parallel(n_jobs=source.workers, return_as="generator")(jobs))
    for chunk in results:
        yield from chunk


def measured(source: Prose, pairs: Sequence[Pair], measure: PairMeasure) -> list[tuple[Pair, Mapping[str, Any]]]:
    """One chunk of pairs, in this process."""
    wanted = [entry for pair in pairs if pair.previous for entry in (pair.now, pair.previous)]
    texts = source.prepared(dict.fromkeys(wanted))
    return [_one(pair, texts, measure) for pair in pairs]


def _one(pair: Pair, texts: Mapping[str, Prepared], measure: PairMeasure) -> tuple[Pair, Mapping[str, Any]]:
    if pair.previous is None:
        return pair, {}
    now, before = texts[pair.now.report], texts[pair.previous.report]
    for each, reason in ((now, "no_text"), (before, "no_previous_text")):
        if not len(each.units):
            return Pair(pair.now, pair.previous, reason), {}
    return pair, measure(now, before)


def told_of(entry: Entry) -> dict[str, Any]:
    """What every row says of its report."""
    return {"report": entry.report, "issuer": entry.issuer, "year": entry.year}


def told_of_pair(pair: Pair) -> dict[str, Any]:
    """What every row says of a report and the one it is held against."""
    return {**told_of(pair.now), "previous": pair.previous.report if pair.previous else None}


def share(numerator: float, denominator: float, n: int, reason: str | None = None) -> dict[str, Any]:
    """Columns of a share."""
    value = numerator / denominator if denominator else None
    return {"value": value, "numerator": numerator, "denominator": denominator, "n": n, "reason": reason}


def frame(
    rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], source: Prose, **attrs: object
) -> pd.DataFrame:
    """Rows as a frame with these columns and kinds, NA where there is no value, and how it was made in `attrs`."""
    made = table_of(rows, columns)
    made.attrs.update(source=source.name, unit=source.unit, figures_taken_out=source.figures, strip=digest(), **attrs)
    return made


def table_of(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Rows as a frame with these columns and kinds, NA where a row has no value."""
    import pandas as pd

    held = {name: pd.Series([row.get(name) for row in rows], dtype=object) for name in columns}
    return pd.DataFrame(held).astype(dict(columns))


SHARE = {
    "report": "string", "issuer": "string", "year": "Int64", "previous": "string", "value": "Float64",
    "numerator": "Int64", "denominator": "Int64", "n": "Int64", "reason": "string",
}  # fmt: skip
"""Columns of a share of a pair, and their kinds."""
ALONE = {name: kind for name, kind in SHARE.items() if name != "previous"}


def against_lines(made: pd.DataFrame) -> pd.DataFrame:
    """The frame with a column for each reference line: whether the value lies at or above it, NA without a value.

    The lines and their sources are those of `reference_lines()`.
    """
    for line in reference_lines():
        made[line.name] = (made["value"] >= line.value).astype("boolean")
    made.attrs["lines"] = {line.name: (line.value, line.source) for line in reference_lines()}
    return made
