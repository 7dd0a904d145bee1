"""Figures of many reports side by side: by issuer and year, or one report a row."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from govtext.corpus.crosswalk import CrossingWarning, crossings, parts
from govtext.errors import UnknownCode
from govtext.forms import forms

if TYPE_CHECKING:
    from govtext.corpus.frame import Frame

_ABOUT = ("report", "issuer_id", "issuer_name", "issuer", "level", "body", "region", "year", "form", "scope",
          "doubtful", "published")  # fmt: skip


def panel(chosen: Frame, cells: Frame, keys: Sequence[str]) -> pd.DataFrame:
    """One row an issuer id and year, one column a code; a year without report is a row of NaN.

    `chosen` are the reports to lay out, one an issuer and year, `cells` their figures.
    """
    if not keys:
        raise UnknownCode("a panel of no figure", expected="codes, as in requests/new/total")
    wanted = {key: parts(key) for key in keys}
    reports = _reports(chosen).dropna(subset=["year"])
    reports = reports[reports["issuer_id"].notna() | reports["issuer"].notna()]
    figures = _matrix(cells, reports["report"], [each for names in wanted.values() for each in names])
    index = pd.MultiIndex.from_arrays([_named(reports), reports["year"].astype(int)], names=["issuer_id", "year"])
    frame = pd.DataFrame({key: _added(figures, names) for key, names in wanted.items()}).set_axis(index)
    told = list(crossings(keys, frame.index.get_level_values("year")))
    if told:
        warnings.warn("not comparable across 2021:\n  " + "\n  ".join(told), CrossingWarning, stacklevel=3)
    issuers, years = frame.index.unique("issuer_id").sort_values(), range(*_span(frame.index.get_level_values("year")))
    whole = [(issuer, year) for issuer in issuers for year in years]
    return frame.reindex(pd.MultiIndex.from_tuples(whole, names=["issuer_id", "year"]) if whole else frame.index)


def wide(chosen: Frame, cells: Frame) -> pd.DataFrame:
    """One row a chosen report: what it is, then every figure of both forms."""
    reports = _reports(chosen)
    keys = list(dict.fromkeys(figure.key for form in forms() for figure in form.figures()))
    figures = _matrix(cells, reports["report"], keys)
    return pd.concat([reports.reset_index(drop=True), figures.reset_index(drop=True)], axis=1)


def _reports(chosen: Frame) -> pd.DataFrame:
    return chosen.to_pandas(_ABOUT).sort_values(["issuer_id", "issuer", "year", "report"])


def _matrix(cells: Frame, reports: pd.Series, keys: Sequence[str]) -> pd.DataFrame:
    """Reports × codes, NaN where no figure was read; piece by piece, so that the cells are never all in memory."""
    rows, columns = pa.array(reports.tolist(), pa.string()), pa.array(list(dict.fromkeys(keys)), pa.string())
    values = np.full((len(rows), len(columns)), np.nan)
    wanted = ds.field("key").isin(columns) & ds.field("value").is_valid()
    for batch in cells.filter(wanted).batches(["report", "key", "value"]):
        row, column = pc.index_in(batch["report"], rows), pc.index_in(batch["key"], columns)
        known = pc.is_valid(row).to_numpy(zero_copy_only=False)
        places = [pc.fill_null(place, 0).to_numpy(zero_copy_only=False)[known] for place in (row, column)]
        values[places[0], places[1]] = batch["value"].to_numpy(zero_copy_only=False)[known]
    return pd.DataFrame(values, index=pd.Index(reports), columns=columns.to_pylist())


def _added(figures: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
    """The figure itself, or else the sum of its parts, where all of them were read."""
    whole = figures[names[0]].to_numpy()
    if len(names) == 1:
        return whole
    return np.where(np.isnan(whole), figures[list(names[1:])].to_numpy().sum(axis=1), whole)


def _named(reports: pd.DataFrame) -> pd.Series:
    """The issuer's id, else its printed name; with the report's id where another report stands on that year.

    Of several reports of one issuer and year the one that is not doubtful has the issuer's row; two towns may bear one
    name, and are told apart by their regions.
    """
    named = reports["issuer_id"].fillna(_printed(reports))
    label = pd.DataFrame({"name": named, "year": reports["year"]})
    several = label.duplicated(keep=False)
    doubtful = reports["doubtful"].astype(bool)
    firm = label.assign(firm=~doubtful).groupby(["name", "year"])["firm"].transform("sum") == 1
    return named.where(~several | (firm & ~doubtful), named + " " + reports["report"])


def _printed(reports: pd.DataFrame) -> pd.Series:
    """The printed name, with the region where several regions have an issuer of that name on one year."""
    unknown = reports[reports["issuer_id"].isna()]
    several = unknown.loc[unknown.duplicated(["issuer", "year"], keep=False), "issuer"].unique()
    with_region = reports["issuer"] + " [" + reports["region"].fillna(reports["report"]) + "]"
    return reports["issuer"].where(~reports["issuer"].isin(several), with_region)


def _span(years: pd.Index) -> tuple[int, int]:
    return (int(years.min()), int(years.max()) + 1) if len(years) else (0, 0)
