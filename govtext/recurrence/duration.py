"""How long problems are stated: survival of spells by code or any group, with medians and a test between groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govtext.recurrence.observed import History
from govtext.recurrence.runs import Left, spells
from govtext.recurrence.source import need
from govtext.recurrence.survival import LogRank, kaplan_meier, log_rank, median

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus

_UNITS = {"spells": "Int64", "used": "Int64", "events": "Int64", "censored": "Int64"}


@dataclass(frozen=True, eq=False)
class Lasting:
    """`curves`: S(t) by group and time; `medians`: one row a group; `test`: whether the groups differ."""

    by: str | None
    curves: pd.DataFrame
    medians: pd.DataFrame
    test: LogRank | None
    spells: pd.DataFrame

    def __repr__(self) -> str:
        table = self.medians.to_string(index=False)
        return f"{table}\n{str(self.test).splitlines()[0]}" if self.test else table

    def _repr_html_(self) -> str:
        return self.medians.to_html(index=False, notebook=True)


def lasting(
    source: Corpus | pd.DataFrame | History,
    by: str | None = "code",
    *,
    left: Left = "exclude",
    since: pd.DataFrame | None = None,
    clustered: bool = False,
    level: float = 0.95,
) -> Lasting:
    """Survival of problems by Kaplan and Meier (1958): for each group the share still stated after t years.

    `by`: code, measure (whether one was paired with it in the spell's first year), a variable of the report, or None.
    `left` and `since`: hidden beginnings, see `spells`. `clustered`: intervals for spells of one issuer that depend on
    each other, instead of Greenwood's (1926). Columns of `curves`: the group, time, at_risk, events, censored,
    survival, error, low, high; of `medians`: the group, spells, used, events, censored, median, low, high (years; NaN
    where not reached). The log-rank test takes spells as independent. Raises `UnknownCode` for a group that is not
    there.

    >>> import pandas as pd
    >>> codes = ["capacity", "staffing", "staffing", "capacity"]
    >>> frame = pd.DataFrame({"year": range(2019, 2023), "kind": "problem", "codes": codes, "text": ""})
    >>> lasting(frame.assign(issuer_id="A")).medians[["code", "spells", "used", "median"]].values.tolist()
    [['capacity', 2, 1, nan], ['staffing', 1, 1, 2.0]]
    """
    import pandas as pd

    frame = spells(source, left, since)
    if by is not None:
        need(frame, (by,))
    groups = frame.groupby(by) if by else [("", frame)]
    curves, rows = [], []
    for name, part in groups:
        curve, row = _curve(part, clustered, level)
        curves.append(curve if by is None else curve.assign(**{by: name})[[by, *curve.columns]])
        rows.append(((name,) if by else ()) + row)
    names = [*([by] if by else []), *_UNITS, "median", "low", "high"]
    medians = pd.DataFrame(rows, columns=names).astype(_UNITS)
    joined = pd.concat(curves, ignore_index=True) if curves else pd.DataFrame()
    return Lasting(by, joined, medians, _test(frame, by), frame)


def _curve(part: pd.DataFrame, clustered: bool, level: float) -> tuple[pd.DataFrame, tuple[Any, ...]]:
    used = part[part["used"]]
    issuers = used["issuer_id"].to_numpy() if clustered else None
    curve = kaplan_meier(used["time"], used["event"], used["entry"], issuers, level)
    events = int(used["event"].sum())
    return curve, (len(part), len(used), events, len(used) - events, *median(curve))


def _test(frame: pd.DataFrame, by: str | None) -> LogRank | None:
    if by is None:
        return None
    used = frame[frame["used"] & frame[by].notna()]
    if used[by].nunique() < 2:
        return None
    return log_rank(used["time"], used["event"], used[by].astype(str).to_numpy(), used["entry"])
