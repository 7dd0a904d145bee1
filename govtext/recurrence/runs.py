"""Spells: consecutive years in which an issuer states a code, with what hides their beginning and their end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from govtext.errors import UnknownCode
from govtext.recurrence.observed import KEYS, Cube, History, history
from govtext.recurrence.source import need

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus

Left = Literal["exclude", "delayed", "first_seen"]
LEFTS = ("exclude", "delayed", "first_seen")


def spells(
    source: Corpus | pd.DataFrame | History, left: Left = "exclude", since: pd.DataFrame | None = None
) -> pd.DataFrame:
    """One row a spell: consecutive observed years in which an issuer states a code.

    Columns: issuer_id, code, start, end (its first and last year), years; `began`: `seen` (the year before is observed
    without the code), `first_year` or `gap` (the year before is not observed, so that it may have begun earlier);
    `ended`: `stopped`, `last_year` or `gap`; entry, time, event; `used`; `measure`: a measure was paired with it in its
    first year; and the variables of the report of that year.

    The unit of `time` is the year restated: a spell that stops after k years has time k and event 1. One whose k-th
    year is followed by no observed year was restated k − 1 times and is censored there: time k − 1, event 0. So S(t) is
    the share stated again at least t times, that is, for more than t years.

    `left`, for spells whose beginning is not seen: `exclude` leaves them out (`used` is False), which is right if
    spells of all years are alike; `first_seen` counts from the first year observed and so takes old spells for young
    ones; `delayed` lets them enter at their age where that is known: from `since` (columns issuer_id, code, since: the
    year in which it began), or across a gap whose two sides both state the code, where the spell before has a known
    age (taken as one spell that went on unseen); others are left out.
    """
    import pandas as pd

    if left not in LEFTS:
        raise UnknownCode(f"no way {left!r} to treat hidden beginnings", expected=", ".join(LEFTS))
    made = history(source)
    frame = pd.DataFrame(_spells(made.cube), columns=["issuer_id", "code", "start", "end", "began", "ended"])
    frame["years"] = frame["end"] - frame["start"] + 1
    frame["event"] = frame["ended"].eq("stopped")
    frame["entry"] = np.where(frame["began"] == "seen", 0, -1)
    if left == "delayed":
        frame["entry"] = _known_ages(frame, since)
    elif left == "first_seen":
        frame["entry"] = 0
    frame["used"] = frame["entry"] >= 0
    frame["time"] = frame["entry"].clip(lower=0) + frame["years"] - (~frame["event"]).astype(int)
    frame["entry"] = frame["entry"].clip(lower=0)
    frame = _with_reports(made, frame)
    frame.attrs.update(measure="survival", left=left)
    return frame


def _spells(cube: Cube) -> list[tuple[Any, str, int, int, str, str]]:
    """Every run of stated years, by issuer and code."""
    padded = np.pad(cube.stated, ((0, 0), (1, 1), (0, 0)))
    starts = np.argwhere((padded[:, 1:] & ~padded[:, :-1]).transpose(0, 2, 1))
    ends = np.argwhere((padded[:, :-1] & ~padded[:, 1:]).transpose(0, 2, 1))
    seen = np.pad(cube.observed, ((0, 0), (1, 1)))
    first = np.where(cube.observed.any(1), cube.observed.argmax(1), -1)
    last = cube.observed.shape[1] - 1 - cube.observed[:, ::-1].argmax(1)
    rows = []
    for (issuer, code, start), (_, _, behind) in zip(starts, ends, strict=True):
        end = behind - 1
        began = "seen" if seen[issuer, start] else "first_year" if start == first[issuer] else "gap"
        ended = "stopped" if seen[issuer, behind + 1] else "last_year" if end == last[issuer] else "gap"
        years = (int(cube.years[start]), int(cube.years[end]))
        rows.append((cube.issuers[issuer], cube.codes[code], *years, began, ended))
    return rows


class _Run(NamedTuple):
    issuer_id: Any
    code: str
    start: int
    began: str
    ended: str


def _known_ages(frame: pd.DataFrame, since: pd.DataFrame | None) -> list[int]:
    """For each spell how often it was restated before its first observed year; −1 where that is not known."""
    begun: dict[tuple[Any, str], list[int]] = {}
    if since is not None:
        need(since, ("issuer_id", "code", "since"))
        for issuer, code, year in zip(since["issuer_id"], since["code"], since["since"], strict=True):
            begun.setdefault((issuer, code), []).append(int(year))
    ages: list[int] = []
    before: tuple[Any, ...] = ()
    for row in map(_Run._make, frame[list(_Run._fields)].itertuples(index=False)):
        told = [year for year in begun.get((row.issuer_id, row.code), ()) if year <= row.start]
        if row.began == "seen":
            age = 0
        elif told:
            age = row.start - max(told)
        elif row.began == "gap" and _bridged(before, row):
            age = row.start - before[3]
        else:
            age = -1
        ages.append(age)
        before = (row.issuer_id, row.code, row.ended, row.start - age if age >= 0 else None)
    return ages


def _bridged(before: tuple[Any, ...], row: _Run) -> bool:
    """Whether the spell before stands at the other side of the same gap, and its beginning is known."""
    return bool(before) and before[:3] == (row.issuer_id, row.code, "gap") and before[3] is not None


def _with_reports(made: History, frame: pd.DataFrame) -> pd.DataFrame:
    """The spells with the report of their first year, and whether a measure was promised in it."""

    about = made.years.drop(columns=["status", "next", "problems", "report"])
    frame = frame.merge(about, left_on=["issuer_id", "start"], right_on=KEYS, how="left").drop(columns="year")
    each = made.problems[[*KEYS, "codes", "measures"]].explode("codes")
    each = each.assign(measure=[bool(numbers) for numbers in each["measures"]])
    any_of = each.groupby([*KEYS, "codes"])["measure"].any().reset_index()
    told = any_of.rename(columns={"codes": "code", "year": "start"})
    merged = frame.merge(told, on=["issuer_id", "start", "code"], how="left")
    return merged.assign(measure=merged["measure"].astype("boolean"))
