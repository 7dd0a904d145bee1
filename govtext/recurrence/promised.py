"""Promised measures and what became of the problem: an association in what reports say, no effect of measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.errors import UnknownCode
from govtext.recurrence.declared import words
from govtext.recurrence.following import WAYS, fates
from govtext.recurrence.likeness import NEAR, Likeness
from govtext.recurrence.observed import OBSERVED, History, history
from govtext.recurrence.shares import Share, clustered_share, mantel_haenszel, newcombe, odds_ratio, plain_share

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus

_COLUMNS = ("same", "returned_with", "with_measure", "share_with", "returned_without", "without_measure",
            "share_without", "difference", "low", "high", "odds_ratio", "or_low", "or_high", "common_odds_ratio",
            "common_low", "common_high")  # fmt: skip


def promises(
    source: Corpus | pd.DataFrame | History,
    by: str | None = None,
    *,
    likeness: Likeness | None = None,
    threshold: float = NEAR,
    clustered: bool = True,
    level: float = 0.95,
) -> pd.DataFrame:
    """Whether problems with a promised measure return less often than problems without: an association, no effect.

    For each way of being the same (code, wording, both): returned and all problems with and without a paired measure
    whose next year is observed; `difference` of the shares, with − without, with Newcombe's interval (1998, method 10;
    `clustered`: built from intervals at the effective number of cases by issuer); the `odds_ratio` with Woolf's
    interval (1955; cases taken as independent) and the `common_odds_ratio` over first codes of Mantel & Haenszel
    (1959), which compares only problems of the same code. `by`: a variable of the reports, or `code` (the first one).
    Problems that are graver or older may be promised a measure more often: nothing here tells what a measure does.
    """
    import pandas as pd

    made = history(source)
    each = fates(made, likeness, threshold)
    each = each[each["next"] == OBSERVED]
    each = each.assign(code=_first(made, each))
    if by is not None and by not in each.columns:
        raise UnknownCode(f"no column {by!r}", expected=", ".join(each.columns))
    rows = [
        ((name,) if by else ()) + _association(part, way, clustered, level)
        for name, part in (each.groupby(by) if by else [("", each)])
        for way in WAYS
    ]
    frame = pd.DataFrame(rows, columns=[*([by] if by else []), *_COLUMNS])
    frame.attrs.update(
        {
            **each.attrs,
            "measure": "promise_difference",
            "clustered": clustered,
            "level": level,
            "note": _note(),
        }
    )
    return frame


def _note() -> str:
    return words()["note.association"].en


def _first(made: History, each: pd.DataFrame) -> list[str]:
    """The first code that is not residual."""
    return [next((code for code in codes if code not in made.residual), "") for codes in each["codes"]]


def _association(part: pd.DataFrame, way: str, clustered: bool, level: float) -> tuple[Any, ...]:
    known = part[part[f"same_{way}"].notna()]
    hit, has = known[f"same_{way}"].to_numpy(bool), known["measure"].to_numpy(bool)
    issuers = known["issuer_id"].to_numpy()
    one, other = (_share(hit[side], issuers[side], clustered, level) for side in (has, ~has))
    strata = [_cells(hit[which], has[which]) for which in (known["code"] == code for code in known["code"].unique())]
    ratio = odds_ratio(_cells(hit, has), level)
    common = mantel_haenszel(strata, level) if strata else (np.nan,) * 3
    return way, *one[:3], *other[:3], *newcombe(one, other), *ratio, *common


def _share(hits: Any, issuers: Any, clustered: bool, level: float) -> Share:
    return clustered_share(hits, issuers, level) if clustered else plain_share(int(hits.sum()), len(hits), level)


def _cells(hit: Any, has: Any) -> list[list[int]]:
    """With and without a measure × returned and not."""
    hit, has = np.asarray(hit), np.asarray(has)
    return [[int((side & hit).sum()), int((side & ~hit).sum())] for side in (has, ~has)]


_FATES = ("returned_promised_again", "returned_promised_once", "returned_never_promised", "vanished_after_promise",
          "vanished_without_measure", "not_known")  # fmt: skip


def outcomes(
    source: Corpus | pd.DataFrame | History,
    by: str | None = None,
    *,
    likeness: Likeness | None = None,
    threshold: float = NEAR,
) -> pd.DataFrame:
    """How many problems met which fate, and of how many the next report tells what was done.

    A problem returns by code or by wording. Fates: `returned_promised_again` (a measure in both years),
    `returned_promised_once` (only in the first), `returned_never_promised` (not in the first),
    `vanished_after_promise`, `vanished_without_measure`, `not_known` (the next year is not observed). Columns:
    the group, fate, n, share of those known, followed_up (of n), reworded (of those promised again: with measures in
    other words).

    >>> import pandas as pd
    >>> rows = [("A", 2020, "problem", "staffing", "人手不足"), ("A", 2021, "problem", "capacity", "业务不熟")]
    >>> made = outcomes(pd.DataFrame(rows, columns=["issuer_id", "year", "kind", "codes", "text"]))
    >>> made.loc[made["n"] > 0, ["fate", "n"]].values.tolist()
    [['vanished_without_measure', 1], ['not_known', 1]]
    """
    import pandas as pd

    made = history(source)
    each = fates(made, likeness, threshold)
    each = each.assign(code=_first(made, each), fate=_fate(each))
    if by is not None and by not in each.columns:
        raise UnknownCode(f"no column {by!r}", expected=", ".join(each.columns))
    rows = []
    for name, part in each.groupby(by) if by else [("", each)]:
        known = int((part["fate"] != "not_known").sum())
        for fate in _FATES:
            own = part[part["fate"] == fate]
            share = len(own) / known if known and fate != "not_known" else np.nan
            told = (int(own["followed_up"].sum()), int(own["reworded_promise"].sum()))
            rows.append((*((name,) if by else ()), fate, len(own), share, *told))
    frame = pd.DataFrame(rows, columns=[*([by] if by else []), "fate", "n", "share", "followed_up", "reworded"])
    frame.attrs.update({**each.attrs, "measure": "outcomes", "note": _note()})
    return frame


def _fate(each: pd.DataFrame) -> Any:
    back = (each["same_code"].fillna(False) | each["same_wording"].fillna(False)).to_numpy(bool)
    known = (each["next"] == OBSERVED).to_numpy(bool)
    had, again = (each[name].fillna(False).to_numpy(bool) for name in ("measure", "promised_again"))
    choices = [~known, back & had & again, back & had, back, had]
    return np.select(choices, ["not_known", *_FATES[:3], "vanished_after_promise"], "vanished_without_measure")
