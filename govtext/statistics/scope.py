"""Reports that must not be added up: one of them already holds the other, or both are of one body and year."""

from __future__ import annotations

import warnings
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from govtext.errors import UnknownCode

SHOWN = 5
"""Pairs that a warning names."""
_HIGH = "\U0010ffff"


class ScopeWarning(UserWarning):
    """Figures are added up over reports that may hold each other, so that requests count twice."""


class Overlap(NamedTuple):
    """Two reports of a year: `whole` may hold `part`; `kind` is aggregate, unstated or twice."""

    year: int
    whole: str
    part: str
    kind: str

    def __str__(self) -> str:
        verb = {"aggregate": "adds up", "unstated": "may add up", "twice": "is of the same body and year as"}[self.kind]
        return f"{self.year}: {self.whole} {verb} {self.part}"


def overlaps(reports: pd.DataFrame) -> Iterator[Overlap]:
    """Reports that hold each other: columns report, issuer_id, year, region, body, scope; one row a report.

    An aggregate report (全域汇总) of a place holds the others of the place and of what lies under it; a government that
    does not say its scope may. Two reports of one issuer and year count it twice. Raises `UnknownCode` for a column
    that is lacking.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"report": ["a", "b"], "issuer_id": ["甲市", "甲市乙县"], "year": 2022,
    ...                       "region": ["甲市", "甲市乙县"], "body": "government", "scope": ["aggregate", "own"]})
    >>> [str(each) for each in overlaps(frame)]
    ['2022: 甲市 adds up 甲市乙县']
    """
    for name in ("report", "issuer_id", "year", "region", "body", "scope"):
        if name not in reports.columns:
            raise UnknownCode(f"no column {name!r}", expected="a frame as `rates` gives it")
    known = reports.drop_duplicates("report").dropna(subset=["year"])
    for year, same in known.groupby("year"):
        yield from _twice(int(str(year)), same)
        yield from _held(int(str(year)), same)


def _twice(year: int, same: pd.DataFrame) -> Iterator[Overlap]:
    counts = same["issuer_id"].value_counts()
    for issuer in sorted(counts.index[counts > 1]):
        yield Overlap(year, str(issuer), str(issuer), "twice")


def _held(year: int, same: pd.DataFrame) -> Iterator[Overlap]:
    placed = same.dropna(subset=["region"]).sort_values(["region", "report"])
    regions, issuers = placed["region"].astype(str).tolist(), placed["issuer_id"].astype(str).tolist()
    silent = (placed["scope"] == "unstated") & (placed["body"] == "government")
    for at in (i for i, holds in enumerate((placed["scope"] == "aggregate") | silent) if holds):
        kind = "aggregate" if placed["scope"].iloc[at] == "aggregate" else "unstated"
        first, last = bisect_left(regions, regions[at]), bisect_left(regions, regions[at] + _HIGH)
        for part in range(first, last):
            if issuers[part] != issuers[at]:
                yield Overlap(year, issuers[at], issuers[part], kind)


def warn_of(found: list[Overlap], what: str, level: int = 3) -> None:
    """One `ScopeWarning` for all pairs; nothing where there is none."""
    if not found:
        return
    distinct = list(dict.fromkeys(map(str, found)))
    shown = distinct[:SHOWN] + ([f"and {len(distinct) - SHOWN} more"] if len(distinct) > SHOWN else [])
    text = f"{what}: requests may count twice\n  " + "\n  ".join(shown)
    warnings.warn(text, ScopeWarning, stacklevel=level + 1)
