"""The items of reports beside issuer and year, each problem with the measures that answer it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from govtext.errors import GovTextError, UnknownCode
from govtext.problems.item import Item
from govtext.problems.pairing import pair

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus

ABOUT = ("issuer_id", "year", "region", "level", "body", "division", "doubtful")
"""What stands beside each item of its report; `division` is the code of its place (GB/T 2260)."""
ITEMS = ("kind", "n", "start", "end", "text", "codes", "cue", "coded_by", "heading", "enumerator", "shape", "block",
         "place", "past", "pairs")  # fmt: skip
"""What is kept of an item."""
NEEDED = ("issuer_id", "year", "kind", "codes", "text")
_SECTION = 5
_OWN = frozenset({
    "answers", "began", "ended", "entry", "event", "measure", "measures", "next", "problems", "sort", "stated",
    "status", "sure", "time", "used", "years",
})  # fmt: skip
"""Columns that this room adds: a frame that has one of its own means something else by it."""


def items_of(corpus: Corpus) -> pd.DataFrame:
    """The items of a corpus's chosen reports, one row an item, beside what their report is.

    Columns: report; issuer_id, year, region, level, body, division, doubtful; `section`, whether the report has a
    section of problems that was read; the item's kind, n, start, end, text, codes, cue, coded_by, heading, enumerator,
    shape, block, place, past; `pairs`. A report without items is one row without a kind, so that it is not taken for a
    missing one. To group by something else, add a column: `frame["province"] = frame["division"].str[:2]`.
    """
    chosen = corpus.where(chosen=True)
    columns = ["report", "issuer_id", "year", "region", "level", "body", "code", "doubtful"]
    reports = chosen.reports.to_pandas(columns).rename(columns={"code": "division"})
    sections = chosen.sections.filter(number=_SECTION).to_arrow(["report"])["report"].to_pylist()
    return joined(reports, chosen.items.to_pandas(["report", *ITEMS]), sections)


def joined(reports: pd.DataFrame, items: pd.DataFrame, sections: Iterable[str]) -> pd.DataFrame:
    """The table `reports` joined with the table `items`; `sections` are the reports whose section 5 was read.

    One row an item; a report without items is one row without a kind. Items without `pairs` are paired. Raises
    `UnknownCode` for a column that is not there.
    """
    need(reports, ("report", *ABOUT[:2]))
    need(items, ("report", "kind", "codes", "text"))
    known = [name for name in ("report", *ABOUT) if name in reports.columns]
    frame = reports[known].merge(items, on="report", how="left", validate="one_to_many")
    frame.insert(len(known), "section", frame["report"].isin(set(sections)) | frame["kind"].notna())
    return frame if "pairs" in items.columns else paired(frame)


def need(frame: pd.DataFrame, columns: Iterable[str]) -> None:
    """Raises `UnknownCode` for the first column that the frame lacks."""
    for name in columns:
        if name not in frame.columns:
            raise UnknownCode(f"no column {name!r}", expected=", ".join(map(str, frame.columns))[:300] or "columns")


def check_names(frame: pd.DataFrame) -> None:
    """Raises `GovTextError` for columns that stand there twice, or are named like one that this room adds."""
    names = list(map(str, frame.columns))
    if taken := sorted({name for name in names if name in _OWN or names.count(name) > 1}):
        raise GovTextError("a column whose name is needed here, or that is there twice", found=", ".join(taken),
                           expected=f"another name, such as report_{taken[0]}")  # fmt: skip


def paired(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with `pairs`: for a problem the `n` of the measures that answer it in its report, parted by |.

    For a measure the `n` of the problems it answers; empty where there is none, null in a row that is no item. By
    `govtext.problems.pair`, from the columns text, codes, block, place and past (0 and False where the frame has none);
    `n` counts the items of a kind in their report where the frame does not.
    """
    import pandas as pd

    frame = frame.reset_index(drop=True)
    pairs: list[str | None] = [None] * len(frame)
    by = ["report"] if "report" in frame.columns else ["issuer_id", "year"]
    if "n" not in frame.columns:
        frame = frame.assign(n=frame.groupby([*by, "kind"], dropna=False).cumcount() + 1)
    for _, part in frame[frame["kind"].notna()].groupby(by, sort=False):
        for place, told in zip(part.index, _pairs(part), strict=True):
            pairs[int(place)] = told
    return frame.assign(pairs=pd.Series(pairs, index=frame.index, dtype=object))


def _pairs(part: pd.DataFrame) -> list[str]:
    items = [_item(row) for row in part.to_dict("records")]
    told: list[list[int]] = [[] for _ in items]
    for each in pair(items).pairs:
        told[each.problem].append(items[each.measure].number)
        told[each.measure].append(items[each.problem].number)
    return ["|".join(map(str, sorted(numbers))) for numbers in told]


def _item(row: Mapping[Any, Any]) -> Item:
    return Item(
        kind=row["kind"], number=int(row["n"]), start=0, end=0, text=str(row["text"]), cue="",
        codes=codes_of(row["codes"]), block=int(_given(row, "block", 0)), place=int(_given(row, "place", 0)),
        past=bool(_given(row, "past", False)),
    )  # fmt: skip


def _given(row: Mapping[Any, Any], name: str, otherwise: int) -> Any:
    import pandas as pd

    value = row.get(name)
    return otherwise if value is None or pd.isna(value) else value


def codes_of(written: object) -> tuple[str, ...]:
    """Codes as the tables have them, parted by |, or as a list.

    >>> codes_of("staffing|capacity"), codes_of(["staffing"]), codes_of("")
    (('staffing', 'capacity'), ('staffing',), ())
    """
    if isinstance(written, str):
        return tuple(code.strip() for code in written.split("|") if code.strip())
    return tuple(map(str, written)) if isinstance(written, Iterable) else ()
