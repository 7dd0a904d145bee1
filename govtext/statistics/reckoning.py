"""The rates of each report: numerator, denominator, value, interval, and why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from govtext.report import Report
from govtext.statistics.declaring import LEAST, Rate, chosen
from govtext.statistics.figures import ABSENT, VALUE, Bools, Figures, Floats, figures_of
from govtext.statistics.intervals import interval
from govtext.statistics.terms import READ_AS, Blanks, Side, Sum, add, holds, needed, sums_of

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

RESULT = ("rate", "kind", "numerator", "denominator", "value", "low", "high", "status", "sums", "doubted", "blanks",
          "reason")  # fmt: skip
"""Columns of the result behind those that say which report it is."""


def rates(
    source: Corpus | Report | Sequence[Report] | pd.DataFrame,
    ids: str | Sequence[str] | None = None,
    *,
    min_denominator: float = LEAST,
    blanks: Blanks = "unknown",
    level: float = 0.95,
) -> pd.DataFrame:
    """One row a report and rate, of a corpus (chosen reports), a report, several, or a frame of cells.

    `ids`: ids, patterns (`refused.*`) or families, see `definitions()`; None: all. value = numerator / denominator (the
    numerator itself for a count); low and high: Wilson (1927) for shares, the same for p = a / (a + b) carried over to
    a / b for ratios of two counts (Przyborowski & Wilenski 1940); none for quotients, changes, means and counts. The
    figures are a whole year's, no sample: an interval tells how far chance alone could have moved the rate of a body
    that answers so many requests, each by itself.

    status: `ok`; `small_denominator`, below `min_denominator` (30: Parker et al. 2017): value and interval stand, but
    should not be shown alone; `zero_denominator`; `contradictory`: a printed sum over the figures fails, or the part is
    more than the whole; `not_read`: a figure is empty, a mark, unreadable or missing; `not_on_form`. Only the first two
    have a value. An empty cell or a dash is not zero; with `blanks="zero"` it is taken as such, and `blanks` counts
    them. `sums`: whether the printed sums hold, fail, are unknown (a figure of the sum was not read) or there is none
    (an empty text); `doubted`: two readings of a figure differ; `reason`: what is wrong, and where.

    Raises `UnknownCode` for a rate that is not declared, or a column that a frame lacks.

    >>> import pandas as pd
    >>> cells = pd.DataFrame({"key": ["requests/carried_out/total", "requests/new/total", "requests/carried_in/total"],
    ...                       "value": [2, 8, 0]})
    >>> made = rates(cells, "carried_out")
    >>> made[["value", "low", "high"]].round(3).values.tolist(), made["status"].tolist()
    ([[0.25, 0.071, 0.591]], ['small_denominator'])
    """
    asked = chosen(ids)
    figures = figures_of(source, needed(asked))
    blocks = [_of_rate(figures, rate, min_denominator, blanks, level) for rate in asked]
    about = figures.about
    made = pd.concat([pd.concat([about, block], axis=1) for block in blocks], keys=range(len(blocks)))
    made = made.reset_index(names=["at", "row"]).sort_values(["row", "at"]).drop(columns=["at", "row"])
    made = made.reset_index(drop=True)
    made.attrs.update(measure="rates", min_denominator=min_denominator, blanks=blanks, level=level)
    return made


def _of_rate(figures: Figures, rate: Rate, least: float, blanks: Blanks, level: float) -> pd.DataFrame:
    above = add(figures, rate.numerator, blanks)
    below = add(figures, rate.denominator, blanks) if rate.denominator else None
    checks = [(each, *holds(figures, each, blanks)) for each in sums_of(rate)]
    status = _status(figures, rate, above, below, checks, least)
    usable = np.isin(status, ("ok", "small_denominator"))
    top, base = above.value, np.full(len(figures), np.nan) if below is None else below.value
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(usable, top if below is None else top / base, np.nan)
    low, high = interval(rate.kind, np.where(usable, top, np.nan), np.where(usable, base, np.nan), level)
    sides = [above] if below is None else [above, below]
    return pd.DataFrame(
        {
            "rate": rate.id, "kind": rate.kind, "numerator": top, "denominator": base, "value": value, "low": low,
            "high": high, "status": status, "sums": _sums(checks, len(figures)),
            "doubted": np.any([each.doubted for each in sides], axis=0),
            "blanks": np.sum([each.blanks for each in sides], axis=0),
            "reason": _reasons(figures, rate, sides, checks, status),
        }
    )  # fmt: skip


Checks = list[tuple[Sum, Bools, Bools, Floats, Floats]]


def _status(
    figures: Figures, rate: Rate, above: Side, below: Side | None, checks: Checks, least: float
) -> npt.NDArray[np.str_]:
    worst = above.status if below is None else np.maximum(above.status, below.status)
    fails = np.any([each[1] for each in checks], axis=0) if checks else np.zeros(len(figures), bool)
    asked = [(worst == ABSENT, "not_on_form"), (worst != VALUE, "not_read")]
    wrong = fails | (above.value < 0) & (rate.kind != "change")
    if below is not None:
        part = rate.kind == "share"
        wrong = wrong | (below.value < 0) | (part & (above.value > below.value))
        asked += [(wrong, "contradictory"), (below.value == 0, "zero_denominator"),
                  (below.value < least, "small_denominator")]  # fmt: skip
    else:
        asked.append((wrong, "contradictory"))
    made: npt.NDArray[np.str_] = np.select([each[0] for each in asked], [each[1] for each in asked], "ok")
    return made


def _sums(checks: Checks, size: int) -> npt.NDArray[np.str_]:
    if not checks:
        return np.full(size, "")
    fails = np.any([each[1] for each in checks], axis=0)
    unknown = np.any([each[2] for each in checks], axis=0)
    made: npt.NDArray[np.str_] = np.select([fails, unknown], ["fail", "unknown"], "hold")
    return made


def _reasons(
    figures: Figures, rate: Rate, sides: Sequence[Side], checks: Checks, status: npt.NDArray[np.str_]
) -> list[str]:
    told = [""] * len(figures)
    for at in np.flatnonzero(np.isin(status, ("not_on_form", "not_read", "contradictory"))):
        told[at] = _contradiction(sides, checks, at) if status[at] == "contradictory" else _unread(rate, sides, at)
    return told


def _unread(rate: Rate, sides: Sequence[Side], at: np.intp) -> str:
    terms = (rate.numerator, rate.denominator)
    number = max(range(len(sides)), key=lambda side: sides[side].status[at])
    side = sides[number]
    return f"{terms[number][side.worst[at]].key}: {READ_AS[int(side.status[at])]}"


def _contradiction(sides: Sequence[Side], checks: Checks, at: np.intp) -> str:
    failed = [
        f"{each.rule} at {each.place}: {left[at]:.12g} is not {right[at]:.12g}"
        for each, fails, _, left, right in checks
        if fails[at]
    ]
    if failed:
        return "; ".join(failed)
    return "; ".join(
        f"{name} {side.value[at]:.12g}" for name, side in zip(("numerator", "denominator"), sides, strict=False)
    )


def rated(
    source: Corpus | Report | Sequence[Report] | pd.DataFrame, ids: str | Sequence[str] | None = None
) -> pd.DataFrame:
    """What `rates` gives: the frame itself where it is one, narrowed to `ids`."""
    if isinstance(source, pd.DataFrame) and {"rate", "numerator", "status"} <= {*source.columns}:
        return source if ids is None else source[source["rate"].isin([rate.id for rate in chosen(ids)])]
    return rates(source, ids)
