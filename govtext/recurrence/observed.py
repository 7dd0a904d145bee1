"""What each issuer stated in which year, and which years say nothing: a report missing is no problem gone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from govtext.corpus.opened import Corpus
from govtext.errors import GovTextError, UnknownCode
from govtext.problems.taxonomy import NONE, OTHER, taxonomy
from govtext.recurrence.declared import reasons
from govtext.recurrence.source import NEEDED, check_names, codes_of, items_of, need, paired

if TYPE_CHECKING:
    import pandas as pd

Bools = npt.NDArray[np.bool_]
OBSERVED = "observed"
SPAN = 200
"""Years are those from 1900 on, and no more than so many."""
KEYS = ["issuer_id", "year"]
_OF_ITEMS = frozenset({
    "report", "issuer_id", "year", "section", "doubtful", "kind", "n", "start", "end", "text", "codes", "cue",
    "coded_by", "heading", "enumerator", "shape", "block", "place", "past", "pairs", "code",
})  # fmt: skip
"""Columns that are no property of the report to group by."""


@dataclass(frozen=True, slots=True)
class Cube:
    """`observed` has the shape (issuers, years), `stated` (issuers, years, codes); years are consecutive."""

    issuers: npt.NDArray[Any]
    years: npt.NDArray[np.int64]
    codes: tuple[str, ...]
    observed: Bools
    stated: Bools

    @property
    def followed(self) -> Bools:
        """Issuers × years: observed, and so is the next year; never in the last one."""
        after = np.zeros_like(self.observed)
        after[:, :-1] = self.observed[:, 1:]
        return self.observed & after


@dataclass(frozen=True, eq=False)
class History:
    """The problems of issuers over years.

    `years`: one row an issuer and year from its first report to its last, with `status` (a code of
    `govtext.recurrence.reasons()`), `next` (that of the year after), the number of problems, and region, level and the
    like. `problems` and `measures`: one row an item of observed years, `codes` a tuple. `left_out`: how many rows were
    of no use, by reason.
    """

    years: pd.DataFrame
    problems: pd.DataFrame
    measures: pd.DataFrame
    left_out: Mapping[str, int]
    residual: tuple[str, ...] = (OTHER,)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes that were stated, in the order of the taxonomy, then others by name; none that are residual."""
        found = {code for codes in self.problems["codes"] for code in codes} - {*self.residual, NONE}
        known = [code for code in taxonomy() if code in found]
        return (*known, *sorted(found - set(known)))

    @cached_property
    def cube(self) -> Cube:
        """Who stated what when, as arrays."""
        issuers, row = np.unique(self.years["issuer_id"].to_numpy(), return_inverse=True)
        years = self.years["year"].to_numpy(np.int64)
        first, last = (years.min(), years.max()) if len(years) else (0, -1)
        shape = (len(issuers), int(last - first + 1))
        observed = np.zeros(shape, bool)
        observed[row, years - first] = (self.years["status"] == OBSERVED).to_numpy()
        stated = np.zeros((*shape, len(self.codes)), bool)
        numbers = {code: number for number, code in enumerate(self.codes)}
        where = dict(zip(issuers, range(len(issuers)), strict=True))
        items = self.problems
        for issuer, year, codes in zip(items["issuer_id"], items["year"], items["codes"], strict=True):
            for code in codes:
                if code in numbers:
                    stated[where[issuer], year - first, numbers[code]] = True
        return Cube(issuers, np.arange(first, last + 1), self.codes, observed, stated)

    def groups(self, by: str) -> npt.NDArray[Any]:
        """For each row of `years` its group; raises `UnknownCode` for a column that is not there."""
        need(self.years, (by,))
        return np.asarray(self.years[by].to_numpy(dtype=object))

    def __repr__(self) -> str:
        seen = int((self.years["status"] == OBSERVED).sum())
        return (
            f"<history: {self.years['issuer_id'].nunique():,} issuers, {seen:,} of {len(self.years):,} years observed, "
            f"{len(self.problems):,} problems, {len(self.measures):,} measures>"
        )


def history(source: Corpus | pd.DataFrame | History, residual: Collection[str] = (OTHER,)) -> History:
    """The history of a corpus's chosen reports, or of a frame as `items_of` gives it.

    Of a frame the columns issuer_id, year, kind, codes (parted by |, or lists) and text are needed; `section`, `pairs`,
    `past`, `report`, `doubtful` and columns to group by (region, level) are used where they are there. `residual` codes
    are no one problem, so that stating one twice is not the same problem twice. A row without issuer or year is left
    out and counted. Raises `UnknownCode` for a missing column, `GovTextError` for years that cannot be and for columns
    that are named like those a history adds (status, next, problems, …): rename them.

    >>> import pandas as pd
    >>> rows = [("A", 2020, "problem", "staffing", "人手不足"), ("A", 2022, "problem", "staffing", "人手不足")]
    >>> made = history(pd.DataFrame(rows, columns=["issuer_id", "year", "kind", "codes", "text"]))
    >>> made.years[["year", "status"]].values.tolist()
    [[2020, 'observed'], [2021, 'no_report'], [2022, 'observed']]
    """
    if isinstance(source, History):
        return source
    frame = items_of(source) if isinstance(source, Corpus) else source
    need(frame, NEEDED)
    check_names(frame)
    known = frame["issuer_id"].notna() & frame["year"].notna()
    left_out = {"no_issuer": int(frame["issuer_id"].isna().sum()),
                "no_year": int((frame["issuer_id"].notna() & frame["year"].isna()).sum())}  # fmt: skip
    frame = frame[known].reset_index(drop=True)
    frame = (frame if "pairs" in frame.columns else paired(frame)).assign(
        year=frame["year"].astype("int64"), codes=_objects(frame, [codes_of(each) for each in frame["codes"]])
    )
    years = _years(frame)
    kept = _observed(frame, years)
    return History(years, _problems(kept), _measures(kept), left_out, tuple(residual))


def _years(frame: pd.DataFrame) -> pd.DataFrame:
    """One row an issuer and year from its first to its last, with its status and that of the year after."""
    if len(frame) and not (frame["year"].min() >= 1900 and frame["year"].max() < 1900 + SPAN):
        found = f"{frame['year'].min()} to {frame['year'].max()}"
        raise GovTextError("years that cannot be", found=found, expected=f"1900 to {1899 + SPAN}")
    reports = _reports(frame)
    several = reports.duplicated(KEYS, keep=False)
    sure = reports[~(several & reports["doubtful"])]
    one = sure[~sure.duplicated(KEYS, keep=False)]
    contested = reports.drop_duplicates(KEYS).merge(one[KEYS], on=KEYS, how="left", indicator="sure")
    contested = contested[contested["sure"] == "left_only"].assign(status="several", problems=None, report=None)
    return _filled(one, contested[one.columns])


def _reports(frame: pd.DataFrame) -> pd.DataFrame:
    """One row an issuer, year and report: its status, number of problems, and what it can be grouped by."""
    import pandas as pd

    blank = pd.Series("", index=frame.index)
    problem = frame["kind"].eq("problem").fillna(False).astype(bool)
    read = frame["section"] if "section" in frame.columns else frame["kind"].notna()
    made = frame.assign(
        report=frame["report"] if "report" in frame.columns else blank,
        doubtful=frame["doubtful"].fillna(False).astype(bool) if "doubtful" in frame.columns else False,
        stated=problem, problems=problem & np.array([codes != (NONE,) for codes in frame["codes"]], bool),
        section=read.fillna(False).astype(bool),
    )  # fmt: skip
    about = [name for name in frame.columns if name not in _OF_ITEMS]
    how = {"doubtful": "any", "stated": "any", "section": "any", "problems": "sum", **dict.fromkeys(about, "first")}
    reports = made.groupby([*KEYS, "report"], as_index=False, dropna=False).agg(how)
    status = np.where(reports["stated"], OBSERVED, np.where(reports["section"], "no_problem_read", "no_section"))
    reports = reports.assign(status=status, problems=reports["problems"].astype("Int64").where(reports["stated"]))
    return reports[[*KEYS, "status", "problems", "report", "doubtful", *about]]


def _filled(one: pd.DataFrame, contested: pd.DataFrame) -> pd.DataFrame:
    """The years with a report, and those between them without."""
    import pandas as pd

    known = pd.concat([one, contested.astype(one.dtypes.to_dict())]) if len(contested) else one
    spans = known.groupby("issuer_id")["year"].agg(["min", "max"])
    sizes = (spans["max"] - spans["min"] + 1).to_numpy()
    offsets = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    grid = pd.DataFrame(
        {"issuer_id": spans.index.repeat(sizes), "year": spans["min"].to_numpy().repeat(sizes) + offsets}
    )
    years = grid.merge(known.drop(columns="doubtful"), on=KEYS, how="left")
    years["status"] = years["status"].fillna("no_report")
    follows = years["issuer_id"].eq(years["issuer_id"].shift(-1))
    years.insert(3, "next", years["status"].shift(-1).where(follows, "after_last"))
    return years


def _observed(frame: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    """The items of the observed years' reports."""
    keys = ["issuer_id", "year", *(["report"] if "report" in frame.columns else [])]
    kept = years.loc[years["status"] == OBSERVED, [*keys, "next"]]
    result: pd.DataFrame = frame[frame["kind"].notna()].merge(kept, on=keys, how="inner")
    return result


def _problems(kept: pd.DataFrame) -> pd.DataFrame:
    """Problems with the `n` of their measures; a statement that there is none is not one of them."""
    named = np.array([codes != (NONE,) for codes in kept["codes"]], bool)
    problem = (kept["kind"] == "problem").to_numpy(bool)
    rows: pd.DataFrame = kept[problem & named]
    rows = rows.assign(measures=_objects(rows, [_numbers(each) for each in rows["pairs"]]), n=_numbered(rows))
    return rows.drop(columns=_dropped(rows, "problems")).reset_index(drop=True)


def _measures(kept: pd.DataFrame) -> pd.DataFrame:
    rows = kept[kept["kind"] == "measure"]
    past = rows["past"].fillna(False).astype(bool) if "past" in rows.columns else False
    rows = rows.assign(answers=_objects(rows, [_numbers(each) for each in rows["pairs"]]), n=_numbered(rows), past=past)
    return rows.drop(columns=_dropped(rows, "measures")).reset_index(drop=True)


def _numbered(rows: pd.DataFrame) -> Any:
    return rows["n"].astype("int64") if "n" in rows.columns else rows.groupby(["issuer_id", "year"]).cumcount() + 1


def _objects(rows: pd.DataFrame, values: Sequence[object]) -> pd.Series[Any]:
    """Tuples as a column."""
    import pandas as pd

    return pd.Series(list(values), index=rows.index, dtype=object)


def _dropped(rows: pd.DataFrame, what: str) -> list[str]:
    names = {"kind", "pairs", "section", "start", "end", "cue", "coded_by", "heading", "enumerator", "shape", "block",
             "place", "code", *(["past"] if what == "problems" else [])}  # fmt: skip
    return [name for name in rows.columns if name in names]


def _numbers(pairs: object) -> tuple[int, ...]:
    """The numbers in a cell of `pairs`; none in a blank one."""
    return tuple(int(each) for each in pairs.split("|") if each) if isinstance(pairs, str) else ()


def said(reason: str, language: str = "en") -> str:
    """A reason in words; raises `UnknownCode` for one that there is not.

    >>> said("no_report", "zh")
    '该年度无报告'
    """
    if reason not in reasons():
        raise UnknownCode(f"no reason {reason!r}", expected=", ".join(reasons()))
    return reasons()[reason][language]
