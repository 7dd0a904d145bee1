"""How many problems are stated again in the next year, for each issuer and year or for any group of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.errors import UnknownCode
from govtext.recurrence.following import WAYS, fates
from govtext.recurrence.likeness import NEAR, Likeness
from govtext.recurrence.observed import OBSERVED, History, history
from govtext.recurrence.shares import clustered_share
from govtext.words.statistics import wilson

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus


def returned(
    source: Corpus | pd.DataFrame | History,
    by: str | Sequence[str] | None = ("issuer_id", "year"),
    *,
    likeness: Likeness | None = None,
    threshold: float = NEAR,
    level: float = 0.95,
) -> pd.DataFrame:
    """The share of problems that are stated again in the next year's report, by code, by wording, by both.

    Σ returned / Σ problems whose next year is observed. `by`: issuer_id and year (default), one of them, other
    variables of the reports, or None for all. Columns: the groups, `same` (code, wording, both), returned, n, share,
    low, high, issuers, and `reason`: why a row has no share (`govtext.recurrence.reasons()`). Within an issuer the
    interval is Wilson's (1927); over issuers it is Wilson's at the effective number of cases (`clustered_share`).
    Raises `UnknownCode` for a group that is not there.

    >>> import pandas as pd
    >>> rows = [("A", 2020, "problem", "staffing", "人手不足"), ("A", 2021, "problem", "staffing", "人员仍然不够")]
    >>> made = returned(pd.DataFrame(rows, columns=["issuer_id", "year", "kind", "codes", "text"]))
    >>> made[["year", "same", "returned", "n", "reason"]].values.tolist()[::3]
    [[2020, 'code', 1, 1, ''], [2021, 'code', 0, 0, 'after_last']]
    """
    made = history(source)
    names = [by] if isinstance(by, str) else list(by or ())
    if missing := [name for name in names if name not in made.years.columns]:
        raise UnknownCode(f"no column {missing[0]!r}", expected=", ".join(made.years.columns))
    each = fates(made, likeness, threshold)
    frame = _within(made, each, names, level) if "issuer_id" in names else _over(made, each, names, level)
    within = "issuer_id" in names
    told = "wilson" if within else "wilson, effective n by issuer"
    frame.attrs.update({**each.attrs, "level": level, "interval": told})
    return frame


def _within(made: History, each: pd.DataFrame, names: list[str], level: float) -> pd.DataFrame:
    """Shares of single issuers, all at once."""
    import pandas as pd

    each = each[each["next"] == OBSERVED]
    groups = made.years[names].drop_duplicates().sort_values(names).reset_index(drop=True)
    parts = []
    for way in WAYS:
        told = each.dropna(subset=[f"same_{way}"]).groupby(names, dropna=False)[f"same_{way}"].agg(["sum", "count"])
        part = groups.merge(told.reset_index(), on=names, how="left")
        hits, n = (part[name].fillna(0).to_numpy(np.int64) for name in ("sum", "count"))
        low, high = wilson(hits, n, level)
        share = np.divide(hits, n, out=np.full(len(n), np.nan), where=n > 0)
        made_of = {"same": way, "returned": hits, "n": n, "share": share, "low": low, "high": high, "issuers": 1}
        parts.append(groups.assign(**made_of))
    frame = pd.concat(parts).sort_values(names, kind="stable").reset_index(drop=True)
    frame = frame.merge(_reasons(made, names), on=names, how="left")
    return frame.assign(reason=frame["reason"].where(frame["n"] == 0, ""))


def _over(made: History, each: pd.DataFrame, names: list[str], level: float) -> pd.DataFrame:
    """Shares of groups of issuers."""
    import pandas as pd

    rows: list[tuple[Any, ...]] = []
    keyed: dict[Any, pd.DataFrame] = dict(list(each.groupby(names, dropna=False))) if names else {(): each}
    for key in [key for key, _ in made.years.groupby(names, dropna=False)] if names else [()]:
        part = keyed.get(key, each.iloc[:0])
        for way in WAYS:
            known = part[part[f"same_{way}"].notna()]
            share = clustered_share(known[f"same_{way}"].astype(bool), known["issuer_id"].to_numpy(), level)
            rows.append((*key, way, *share[:6]))
    frame = pd.DataFrame(rows, columns=[*names, "same", "returned", "n", "share", "low", "high", "issuers"])
    told = _reasons(made, names)
    reason = frame.merge(told, on=names, how="left")["reason"] if names else told["reason"].iloc[0]
    return frame.assign(reason=np.where(frame["n"] == 0, reason, ""))


def _reasons(made: History, names: list[str]) -> pd.DataFrame:
    """For each group why its years have nothing to count; of several reasons the most frequent."""
    import pandas as pd

    years = made.years
    why = years["status"].where(years["status"] != OBSERVED, years["next"]).replace(OBSERVED, "nothing_to_count")
    if not names:
        return pd.DataFrame({"reason": [why.mode().iloc[0] if len(why) else "nothing_to_count"]})
    counted = years[names].assign(reason=why).value_counts(dropna=False).reset_index()
    counted = counted.sort_values(["count", "reason"], ascending=[False, True], kind="stable")
    return counted.drop_duplicates(names)[[*names, "reason"]]
