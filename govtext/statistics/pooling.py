"""Rates over many reports: numerators and denominators added up, never rates averaged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from govtext.errors import UnknownCode
from govtext.report import Report
from govtext.statistics.declaring import LEAST
from govtext.statistics.figures import Floats
from govtext.statistics.intervals import bootstrap, interval
from govtext.statistics.reckoning import rated
from govtext.statistics.scope import overlaps, warn_of

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

Scope = Literal["separate", "own", "aggregate", "unstated", "all"]
SCOPES = ("separate", "own", "aggregate", "unstated", "all")
COUNTED = ("ok", "small_denominator", "zero_denominator")
"""Statuses of a report whose figures go into a sum: the sum mends a small denominator."""
LOST = ("contradictory", "not_read")


def pooled(
    source: Corpus | Report | Sequence[Report] | pd.DataFrame,
    ids: str | Sequence[str] | None = None,
    *,
    by: str | Sequence[str] = (),
    scope: Scope = "separate",
    doubtful: bool = False,
    min_denominator: float = LEAST,
    draws: int = 1000,
    level: float = 0.95,
    seed: int = 1,
) -> pd.DataFrame:
    """Σ numerators / Σ denominators over reports, by columns of `rates` (year, level, region, body, form, your own).

    `source`: what `rates` takes, or what it gives. `scope`: reports are added up with those of equal scope only, one
    row a scope (own, aggregate, unstated: a government that does not say); a single scope; or `all` of them. A
    `ScopeWarning` names reports in one sum that hold each other. Reports whose issuer or year is doubtful are left out
    unless `doubtful`.

    Columns: those of `by`, scope, rate, kind, reports and issuers that count, `lost` (not read or contradictory) and
    `not_asked` (not on the form), numerator, denominator, value; low and high: Wilson's interval, as if each request
    were answered by itself; boot_low and boot_high: issuers drawn anew (Efron 1979; whole issuers: Davison & Hinkley
    1997), which holds where bodies differ and needs many of them (NaN below five; Cameron, Gelbach & Miller 2008);
    median of the reports' own rates; status ok, small_denominator, zero_denominator or none (no report could be used).
    A count has no intervals. Raises `UnknownCode` for a column or scope that there is not.

    >>> import pandas as pd
    >>> cells = pd.DataFrame({"report": ["a", "a", "b", "b"], "value": [8, 10, 1, 90],
    ...     "key": ["review/reconsideration/pending", "review/reconsideration/total"] * 2})
    >>> made = pooled(cells, "reconsideration.pending")
    >>> made[["reports", "numerator", "denominator", "value", "median"]].round(3).values.tolist()
    [[2.0, 9.0, 100.0, 0.09, 0.406]]
    """
    frame, groups = rated(source, ids), [by] if isinstance(by, str) else list(by)
    for name in groups:
        if name not in frame.columns:
            raise UnknownCode(f"no column {name!r} to pool by", expected=", ".join(map(str, frame.columns)))
    if scope not in SCOPES:
        raise UnknownCode(f"no scope {scope!r}", expected=", ".join(SCOPES))
    kept = narrowed(frame, scope, doubtful)
    keys = [*groups, "scope", "rate"]
    warn_mixed(kept, keys[:-1])
    order = {rate: at for at, rate in enumerate(pd.unique(frame["rate"]))}
    rows = [
        {**dict(zip(keys, values, strict=True)), **_row(part, min_denominator, draws, level, seed)}
        for values, part in kept.groupby(keys, dropna=False, sort=True)
    ]
    made = pd.DataFrame(rows, columns=[*keys, *_COLUMNS])
    made = made.sort_values("rate", key=lambda column: column.map(order), kind="stable").reset_index(drop=True)
    given = {str(name): each for name, each in frame.attrs.items()}
    made.attrs.update(given, measure="pooled", draws=draws, seed=seed, level=level)
    return made


_COLUMNS = ("kind", "reports", "issuers", "lost", "not_asked", "numerator", "denominator", "value", "low", "high",
            "boot_low", "boot_high", "median", "status")  # fmt: skip


def narrowed(frame: pd.DataFrame, scope: Scope, doubtful: bool) -> pd.DataFrame:
    """The rows of a scope (`all`: all under that name), with those in doubt or not; `stated` keeps what reports say."""
    kept = frame if doubtful else frame[~frame["doubtful"].astype(bool)]
    if scope == "all":
        return kept.assign(scope="all", stated=kept["scope"])
    kept = kept.assign(stated=kept["scope"])
    return kept if scope == "separate" else kept[kept["scope"] == scope]


def warn_mixed(kept: pd.DataFrame, groups: Sequence[str]) -> None:
    """Warn of overlaps among the reports that are in one sum; each report once, whatever rates it has."""
    counted = kept[kept["status"].isin(COUNTED)].drop_duplicates(["report"])
    counted = counted.assign(scope_=counted["scope"], scope=counted["stated"])
    keys = ["scope_" if name == "scope" else name for name in groups]
    found = [each for _, part in counted.groupby(keys, dropna=False) for each in overlaps(part)]
    warn_of(found, "reports of different scope are added up")


def _row(part: pd.DataFrame, least: float, draws: int, level: float, seed: int) -> dict[str, Any]:
    counted = part[part["status"].isin(COUNTED)]
    kind = str(part["kind"].iloc[0])
    told: dict[str, Any] = {
        "kind": kind, "reports": counted["report"].nunique(), "issuers": counted["issuer_id"].nunique(),
        "lost": int(part["status"].isin(LOST).sum()), "not_asked": int((part["status"] == "not_on_form").sum()),
        "median": counted["value"].median(), "numerator": np.nan, "denominator": np.nan, "status": "none",
    }  # fmt: skip
    if counted.empty:
        return told
    sums = counted.groupby("issuer_id")[["numerator", "denominator"]].sum()
    top = float(sums["numerator"].sum())
    if kind == "count":
        return {**told, "numerator": top, "value": top, "status": "ok"}
    base = float(sums["denominator"].sum())
    return told | {"numerator": top, "denominator": base} | _rate(kind, sums.to_numpy(float), least, draws, level, seed)


def _rate(kind: str, sums: Floats, least: float, draws: int, level: float, seed: int) -> dict[str, Any]:
    top, base = sums.sum(0)
    if base == 0:
        return {"status": "zero_denominator"}
    low, high = interval(kind, np.array(top), np.array(base), level)
    boot = bootstrap(sums[:, 0], sums[:, 1], draws, level, seed)
    return {
        "value": top / base, "low": float(low), "high": float(high), "boot_low": boot[0], "boot_high": boot[1],
        "status": "ok" if base >= least else "small_denominator",
    }  # fmt: skip
