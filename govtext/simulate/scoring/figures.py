"""Figures as read against figures as printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from govtext.forms import form
from govtext.simulate.scoring.linked import Linked

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

_KEY = ["found", "key"]


def by_layout(corpus: Corpus, linked: Linked) -> pd.DataFrame:
    """A row a layout: reports, figures of their forms, and how many are right, not read, or wrong.

    Right: value and status are what the file prints. Wrong: a value that the file does not print there. Not read: all
    else; nothing was guessed.
    """
    rows = compared(corpus, linked)
    rows["reports"] = ~rows.duplicated("found")
    names = ["reports", "right", "not_read", "wrong"]
    counts = rows.groupby("layout")[names].sum().astype(int)
    counts.insert(1, "figures", rows.groupby("layout").size())
    return counts.reset_index()


def compared(corpus: Corpus, linked: Linked) -> pd.DataFrame:
    """A row a figure of every report: layout, found (the report's id), key, and whether right, not_read or wrong."""
    due = _due(linked)
    cells = corpus.cells.to_pandas()[["report", "key", "value", "status"]].rename(columns={"report": "found"})
    rows = due.merge(cells, on=_KEY, how="left", suffixes=("", "_read")).fillna({"status_read": "missing"})
    rows["value_read"] = rows["value_read"].astype("float64")
    both_none = rows["value"].isna() & rows["value_read"].isna()
    same = (rows["value"] == rows["value_read"]) | both_none
    rows["right"] = same & (rows["status"] == rows["status_read"])
    rows["wrong"] = ~same & rows["value_read"].notna()
    rows["not_read"] = ~rows["right"] & ~rows["wrong"]
    return rows


def _due(linked: Linked) -> pd.DataFrame:
    """What a right reading gives for every figure: what is listed in the truth, else a printed 0."""
    reports = linked.contents.dropna(subset="found")[["report", "found", "layout", "form"]]
    keys = [(code, figure.key) for code in reports["form"].unique() for figure in form(code).figures()]
    every = reports.merge(pd.DataFrame(keys, columns=["form", "key"]), on="form")
    listed = linked.truth.table("figures")
    listed["key"] = listed["table"] + "/" + listed["row"] + "/" + listed["column"]
    rows = every.merge(listed[["report", "key", "status", "value"]], on=["report", "key"], how="left")
    plain = rows["status"].isna()
    rows["value"] = pd.to_numeric(rows["value"].where(~plain, "0"), errors="coerce").astype("float64")
    return rows.assign(status=rows["status"].where(~plain, "value"))
