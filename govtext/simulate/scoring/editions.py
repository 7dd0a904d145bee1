"""Editions that the corpus named against those that were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from govtext.simulate.scoring.linked import Linked

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

_KINDS = ("byte_copy", "second_kind", "reissue")
FEW = 5
"""With fewer figures other than 0 an edition is not told from the report on a year next to it, if that one is amiss."""


def by_edition(corpus: Corpus, linked: Linked) -> pd.DataFrame:
    """A row a kind of further edition: how many were made, found to be one report, missed; and `false_pairs`.

    byte_copy: the same content is one report. second_kind and reissue: one of the two is chosen and the other names it;
    for a reissue the later one is the right choice (`right_choice`). `open`: of those not found the ones that cannot be
    decided, with fewer than `FEW` figures beside a report under a wrong year. `false_pairs` (the same in all rows):
    reports that were taken for editions of another report and are not.
    """
    named = corpus.reports.to_pandas().set_index("report")["edition_of"]
    pairs = _pairs(linked)
    pairs["later"] = pairs["first"].map(named) == pairs["found"]
    earlier = pairs["found"].map(named) == pairs["first"]
    pairs["told"] = pairs["later"] | earlier | (pairs["found"] == pairs["first"])
    pairs["open"] = ~pairs["told"] & _undecidable(linked, pairs)
    rows = pairs.groupby("kind").agg(made=("told", "size"), found=("told", "sum"), open=("open", "sum"))
    rows = rows.reindex(list(_KINDS), fill_value=0).astype(int)
    rows.insert(2, "missed", rows["made"] - rows["found"] - rows["open"])
    right = {"reissue": int(pairs.loc[pairs["kind"] == "reissue", "later"].sum())}
    rows["right_choice"] = rows.index.to_series().map(right).astype("Int64")
    return rows.assign(false_pairs=_false_pairs(named, linked)).reset_index()


def _pairs(linked: Linked) -> pd.DataFrame:
    """The further editions that were read; `found` and `first`: their ids in the corpus."""
    files = linked.files.dropna(subset="found")
    first = files[files["kind"] == "first"].set_index("report")["found"]
    further = files[files["kind"] != "first"]
    return further.assign(first=further["base"].map(first)).reset_index(drop=True)


def _undecidable(linked: Linked, pairs: pd.DataFrame) -> pd.Series:
    figures, errors = linked.truth.table("figures"), linked.truth.table("errors")
    told = figures[(figures["status"] == "value") & (figures["value"] != "0")]
    few = pairs["base"].map(told.groupby("report").size()).fillna(0) < FEW
    titles = linked.files[linked.files["report"].isin(errors[errors["kind"] == "years.title"]["report"])]
    amiss = {(body, int(year) + step) for body, year in zip(titles["body"], titles["year"], strict=True)
             for step in (-1, 0, 1)}  # fmt: skip
    near = [(body, int(year)) in amiss for body, year in zip(pairs["body"], pairs["year"], strict=True)]
    return few & pd.Series(near, index=pairs.index)


def _false_pairs(named: pd.Series, linked: Linked) -> int:
    base = linked.files.dropna(subset="found").drop_duplicates("found").set_index("found")["base"]
    others = named.dropna().reset_index()
    return int((others["report"].map(base) != others["edition_of"].map(base)).sum())
