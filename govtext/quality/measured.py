"""The indicators of every report of a corpus: values, and where there is none the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govtext.display.language import current
from govtext.errors import UnknownCode
from govtext.quality.declared import Indicator, catalogue, said
from govtext.quality.sources import Source

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

CAP = 30.0
"""Days in hand above which earlier is not better."""
_LACKING = {"there is no section": "no_section", "no problem": "no_problem", "no measure": "no_measure"}
"""How the room of manner begins to say why there is no value, and the code of it here."""


@dataclass(frozen=True, eq=False)
class Indicators:
    """`values`: reports × indicators (NaN: not assessable), as measured and never turned round; `reasons`: the same
    shape, blank or a code of `said`; `about`: issuer_id, issuer_name, year, level, body, region, scope, doubtful."""

    values: pd.DataFrame
    reasons: pd.DataFrame
    about: pd.DataFrame
    source: Source | None = field(default=None, repr=False)

    @property
    def names(self) -> list[str]:
        """The ids of the indicators."""
        return [str(name) for name in self.values]

    def where(self, **equals: object) -> Indicators:
        """Only reports whose variables of `about` have the value, or one of several: `where(year=2023)`.

        Raises `UnknownCode` for a variable that is not there.
        """
        kept = np.ones(len(self.about), bool)
        for name, value in equals.items():
            if name not in self.about:
                raise UnknownCode(f"no variable {name!r}", expected=", ".join(map(str, self.about)))
            several = value if isinstance(value, (list, tuple, set, frozenset, range)) else [value]
            kept &= self.about[name].isin(list(several)).to_numpy(bool)
        return self._kept(kept)

    def only(self, *ids: str) -> Indicators:
        """Only these indicators; raises `UnknownCode` for one that there is not."""
        if missing := [each for each in ids if each not in self.values]:
            raise UnknownCode(f"no indicator {missing[0]!r}", expected=", ".join(map(str, self.values)))
        return replace(self, values=self.values[list(ids)], reasons=self.reasons[list(ids)])

    def by_issuer(self) -> Indicators:
        """The mean of each issuer's reports, a row an issuer, with `reports` (how many) in `about`.

        A mean is over the reports that can be assessed; reports whose issuer is not known or in doubt are left out.
        """
        sure = self.about["issuer_id"].notna() & ~self.about["doubtful"].astype(bool)
        own = self._kept(sure.to_numpy(bool))
        groups = own.about["issuer_id"].astype(str).to_numpy()
        values = own.values.groupby(groups).mean().rename_axis("issuer_id")
        last = own.reasons.groupby(groups).last().rename_axis("issuer_id")
        about = own.about.groupby(groups).agg("last").drop(columns=["year", "scope", "issuer_id"])
        about = about.assign(reports=own.about.groupby(groups).size()).rename_axis("issuer_id")
        return Indicators(values, last.where(values.isna(), ""), about)

    def coverage(self) -> pd.DataFrame:
        """By indicator: n, missing, and the most frequent reason in words of the language that is set."""
        rows = []
        for name in self.names:
            told = self.reasons.loc[self.values[name].isna(), name]
            why = said(str(told.value_counts().index[0]), current()) if len(told) else ""
            rows.append((name, len(self.values) - len(told), len(told), why))
        return pd.DataFrame(rows, columns=["indicator", "n", "missing", "reason"]).set_index("indicator")

    def to_pandas(self) -> pd.DataFrame:
        """What is known of each report, then its indicators."""
        return self.about.join(self.values)

    def _kept(self, kept: Any) -> Indicators:
        return replace(self, values=self.values[kept], reasons=self.reasons[kept], about=self.about[kept])

    def __len__(self) -> int:
        return len(self.values)

    def __repr__(self) -> str:
        lacking = float(self.values.isna().to_numpy().mean()) if self.values.size else 0.0
        return f"<{len(self.values)} reports × {self.values.shape[1]} indicators, {lacking:.0%} not assessable>"

    def _repr_html_(self) -> str:
        return self.to_pandas().head(10).to_html(notebook=True)


def indicators(corpus: Corpus) -> Indicators:
    """Every declared indicator of every chosen report of a corpus.

    Shares count what holds and what fails; an uncertain finding accuses nobody and is left out. A value that cannot be
    had is NaN, and `reasons` says why. Formulas and sources: `catalogue()`.
    """
    source = Source(corpus)
    made = {name: _column(source, each) for name, each in catalogue().items()}
    order = source.reports.index
    values = pd.DataFrame({name: each["value"] for name, each in made.items()}, index=order, dtype=float)
    reasons = pd.DataFrame({name: each["reason"] for name, each in made.items()}, index=order, dtype=object)
    return Indicators(values, reasons, source.reports, source)


def _column(source: Source, indicator: Indicator) -> pd.DataFrame:
    """Value and reason of every report; a report that a way says nothing of has none."""
    measured, otherwise = _WAYS[indicator.way](source, indicator)
    made = measured.reindex(source.reports.index)
    value = made["value"].astype("Float64").to_numpy(float, na_value=np.nan)
    reason = made["reason"].astype(object).where(made["reason"].notna(), otherwise)
    return pd.DataFrame({"value": value, "reason": reason.where(np.isnan(value), "")}, index=made.index)


def rules_of(names: Sequence[str], known: Sequence[str]) -> list[str]:
    """The rules that one of the names stands for (`narrative.*`)."""
    return [rule for rule in known if any(fnmatchcase(rule, name) for name in names)]


def _statuses(source: Source, indicator: Indicator) -> pd.DataFrame:
    """By report how many findings of the indicator's rules have each status."""
    found = source.findings
    kept = found[found["rule"].isin(rules_of(indicator.using, sorted(set(found["rule"]))))]
    counts = kept.groupby(["report", "status"]).size().unstack(fill_value=0)
    return counts.reindex(columns=["pass", "fail", "uncertain", "not_assessable"], fill_value=0)


def _findings(source: Source, indicator: Indicator) -> tuple[pd.DataFrame, str]:
    counts = _statuses(source, indicator)
    asked = counts["pass"] + counts["fail"]
    reason = np.where(counts["uncertain"] > 0, "uncertain", "not_assessable")
    return pd.DataFrame({"value": counts["pass"] / asked.where(asked > 0), "reason": reason}), "not_asked"


def _days(source: Source, indicator: Indicator) -> tuple[pd.DataFrame, str]:
    found = source.findings[source.findings["rule"].isin(indicator.using)].drop_duplicates("report").set_index("report")
    sure = found["status"].isin(["pass", "fail"])
    days = (-found["difference"].astype("Float64")).clip(upper=CAP).where(sure)
    reason = np.where(found["status"] == "uncertain", "uncertain", "not_assessable")
    return pd.DataFrame({"value": days, "reason": reason}, index=found.index), "not_asked"


def _cells(source: Source, indicator: Indicator) -> tuple[pd.DataFrame, str]:  # noqa: ARG001
    filled = source.filled
    return pd.DataFrame({"value": filled["sum"] / filled["size"], "reason": "no_figures"}), "no_figures"


def _told(source: Source, indicator: Indicator) -> tuple[pd.DataFrame, str]:
    found = source.findings
    rules = rules_of(indicator.using, sorted(set(found["rule"])))
    kept = found[found["rule"].isin(rules)]
    told = kept[kept["status"] != "not_assessable"].groupby("report")["rule"].nunique()
    value = told.reindex(kept["report"].unique(), fill_value=0) / kinds_told(indicator)
    return pd.DataFrame({"value": value, "reason": "not_asked"}), "not_asked"


def kinds_told(indicator: Indicator) -> int:
    """How many rules there are of those that the indicator counts."""
    from govtext.checks import rules

    return len(rules_of(indicator.using, [each.name for each in rules()]))


def _manner(source: Source, indicator: Indicator) -> tuple[pd.DataFrame, str]:
    return _said(source.manner, indicator.using[0]), "no_text"


def _problems(source: Source, indicator: Indicator) -> tuple[pd.DataFrame, str]:
    return _said(source.told, indicator.using[0]), "no_section"


def _said(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    sought = re.compile(rf"(?:^|; ){name}: ([^;]*)")
    return pd.DataFrame({"value": frame[name], "reason": frame["why_none"].map(lambda why: _why(sought.search(why)))})


def _why(told: re.Match[str] | None) -> str:
    return next((code for words, code in _LACKING.items() if told and told[1].startswith(words)), "no_text")


def _reuse(source: Source, indicator: Indicator) -> tuple[pd.DataFrame, str]:
    return source.shared(indicator.using[0])[["value", "reason"]], "no_text"


def _answered(source: Source, indicator: Indicator) -> tuple[pd.DataFrame, str]:  # noqa: ARG001
    rows = source.items
    named = rows[(rows["kind"] == "problem") & (rows["codes"] != "none")]
    share = (named["pairs"].fillna("") != "").groupby(named["report"]).mean()
    lacking = rows.groupby("report")["section"].any().map({True: "no_problem", False: "no_section"})
    return pd.DataFrame({"value": share, "reason": lacking}).reindex(lacking.index), "no_section"


def _return(source: Source, indicator: Indicator) -> tuple[pd.DataFrame, str]:  # noqa: ARG001
    followed = source.fates.dropna(subset="later")
    share = followed["same_code"].astype(float).groupby(followed["later"]).mean()
    return pd.DataFrame({"value": share, "reason": "not_followed"}), "not_followed"


Way = Callable[[Source, Indicator], tuple[pd.DataFrame, str]]
_WAYS: Mapping[str, Way] = {
    "findings": _findings, "days": _days, "cells": _cells, "told": _told, "manner": _manner, "problems": _problems,
    "reuse": _reuse, "answered": _answered, "return": _return,
}  # fmt: skip
"""How an indicator's column is made: value and reason by report, and the reason for reports that are not in it."""
