"""On which grounds requests are refused, with two intervals: requests by themselves, and issuers drawn anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from govtext.errors import GovTextError
from govtext.figures.intervals import intervals
from govtext.figures.speech import said
from govtext.forms import Label
from govtext.statistics.declaring import declared
from govtext.statistics.pooling import Scope, pooled
from govtext.statistics.reckoning import rated

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

GROUNDS = "refused.*"
_SERIES = (
    ("按件（Wilson）", "by request (Wilson)", "low", "high"),
    ("按机关（自助法）", "by issuer (bootstrap)", "boot_low", "boot_high"),
)


def refusal_grounds(
    source: Corpus | pd.DataFrame, zh: str, en: str, origin: str, *, scope: Scope = "own"
) -> tuple[Figure, pd.DataFrame]:
    """Shares of the eight grounds in all refusals, the most frequent on top, and the data drawn.

    `source`: what `govtext.statistics.rates` takes or gives; reports of one scope are added up. Where the second
    interval is much wider than the first, bodies differ, and requests do not stand for themselves. Data: row, series,
    value, low, high, rate, numerator, denominator, issuers. Raises `GovTextError` where there is no refusal.

    >>> import pandas as pd
    >>> from govtext.forms import form
    >>> cells = pd.DataFrame({"key": [each.key for each in form("2021").figures("requests")], "value": 0.0})
    >>> eight = ["requests/refused.process/total", "requests/processed_total/total"]
    >>> cells.loc[cells["key"].isin(eight), "value"] = 8
    >>> made = refusal_grounds(cells.assign(scope="own"), "模拟", "simulated", "一份 one report")[1]
    >>> made[["rate", "value"]].values.tolist()[0]
    ['refused.process', 1.0]
    """
    made = pooled(rated(source, GROUNDS), scope=scope)
    made = made[made["status"].isin(["ok", "small_denominator"])]
    if made.empty:
        raise GovTextError("nothing to draw: no refusal was read", expected=f"reports of scope {scope} with refusals")
    made = made.sort_values(["value", "rate"], ascending=[False, True])
    parts = [
        made.assign(
            series=said(name, english), low=made[low], high=made[high], row=[_row(rate) for rate in made["rate"]]
        )
        for name, english, low, high in _SERIES
    ]
    columns = ["row", "series", "value", "low", "high", "rate", "numerator", "denominator", "issuers"]
    data = pd.concat(parts, ignore_index=True)[columns]
    top = float(np.nanmax(data[["value", "high"]].to_numpy(float)))
    sizes = made["denominator"].iloc[0], made["issuers"].iloc[0]
    refusals = said(
        "{:,.0f} 件不予公开，{} 个机关".format(*sizes), "{:,.0f} refusals by {} issuers".format(*sizes), "；"
    )
    figure, _ = intervals(
        data, said("占不予公开的比例", "share of refusals"), refusals, zh, en, origin, (0, min(1.03, 1.1 * top))
    )
    return figure, data


def _row(rate: str) -> str:
    label: Label = declared()[rate].label
    zh, en = (
        text.split(mark)[-1].rsplit(end, 1)[0] for text, mark, end in ((label.zh, "：", "（"), (label.en, ": ", " ("))
    )
    return said(zh, en)
