"""Why a rate changed between two years: the bodies' own rates, their weights, or who reports at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from govtext.errors import GovTextError
from govtext.report import Report
from govtext.statistics.intervals import FEWEST, resamples
from govtext.statistics.pooling import COUNTED, Scope, narrowed, warn_mixed
from govtext.statistics.reckoning import rated

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

Floats = npt.NDArray[np.float64]
COMPONENTS = ("within", "mix", "turnover", "total")


def decompose(
    source: Corpus | Report | Sequence[Report] | pd.DataFrame,
    rate: str,
    years: tuple[int, int],
    *,
    by: str = "issuer_id",
    scope: Scope = "own",
    doubtful: bool = False,
    draws: int = 1000,
    level: float = 0.95,
    seed: int = 1,
) -> pd.DataFrame:
    """The change of a pooled rate between two years, taken apart over units (issuers, or values of a column `by`).

    R = Σ w r, w a unit's share of the denominators, r its own rate. Over the units with figures in both years:
    within = Σ ½ (w₀ + w₁)(r₁ − r₀); mix = Σ ½ (r₀ + r₁)(w₁ − w₀) (Kitagawa 1955, JASA 50: standardised to the mean of
    both years, so that nothing is left over); turnover: what the units with figures in one year only add. The three add
    up to the total. The column `cases` takes the change of the numerator apart in the same way: ΔN = ½ (R₀ + R₁) ΔD, in
    the row volume, + ½ (D₀ + D₁) ΔR, parted into within, mix and turnover.

    Columns: component, value (in the unit of the rate), low and high (issuers drawn anew, percentiles; NaN from fewer
    than five), share of the total, cases, n (units). Raises `GovTextError` for a rate without denominator, or where a
    year has no figure to divide by. It is arithmetic, and tells no cause.

    >>> import pandas as pd
    >>> keys = ["review/reconsideration/pending", "review/reconsideration/total"] * 4
    >>> cells = pd.DataFrame({"report": list("aabbccdd"), "issuer": list("xxyyxxyy"), "year": [2021] * 4 + [2022] * 4,
    ...                       "scope": "own", "key": keys, "value": [5, 10, 1, 10, 15, 30, 1, 10]})
    >>> made = decompose(cells, "reconsideration.pending", (2021, 2022), draws=10)
    >>> made.set_index("component")["value"].round(3).to_dict()
    {'within': 0.0, 'mix': 0.1, 'turnover': 0.0, 'total': 0.1, 'volume': 0.0}
    """
    frame = narrowed(rated(source, rate), scope, doubtful)
    frame = frame[frame["year"].isin(years) & frame["status"].isin(COUNTED)]
    warn_mixed(frame, ["year", "scope"])
    if frame.empty or frame["denominator"].isna().all():
        raise GovTextError(f"{rate} cannot be taken apart", found=f"no figures of {years[0]} and {years[1]}",
                           expected="a rate with a denominator, and reports of both years")  # fmt: skip
    sums = _Sums.of(frame, years, by)
    if not sums.values[:, 2:].sum(0).all():
        raise GovTextError(f"{rate} has nothing to divide by in one of the years", expected=f"{years[0]}, {years[1]}")
    return _table(sums, _drawn(sums, draws, seed), level)


@dataclass(frozen=True)
class _Sums:
    """A row an issuer and unit: their places, and numerators and denominators of the first and the second year."""

    issuers: npt.NDArray[np.intp]
    units: npt.NDArray[np.intp]
    values: Floats

    @classmethod
    def of(cls, frame: pd.DataFrame, years: tuple[int, int], by: str) -> _Sums:
        issuers = pd.factorize(frame["issuer_id"])[0]
        units = pd.factorize(frame[by], use_na_sentinel=False)[0]
        later = (frame["year"].astype(int) == years[1]).to_numpy()
        top, base = (frame[name].to_numpy(float) for name in ("numerator", "denominator"))
        columns = {0: np.where(later, 0, top), 1: np.where(later, top, 0), 2: np.where(later, 0, base),
                   3: np.where(later, base, 0)}  # fmt: skip
        made = pd.DataFrame(columns).groupby([issuers, units]).sum()
        places = made.index
        return cls(
            places.get_level_values(0).to_numpy(np.intp), places.get_level_values(1).to_numpy(np.intp), made.to_numpy()
        )

    def by_unit(self, weights: Floats | None = None) -> Floats:
        """Units × four sums, each issuer counted as often as its weight says."""
        rows = self.values if weights is None else self.values * weights[self.issuers, None]
        return np.column_stack([np.bincount(self.units, column) for column in rows.T])


def _parts(sums: Floats) -> Floats:
    """within, mix, turnover and total of units × (numerators, denominators of both years)."""
    top, base = sums[:, :2], sums[:, 2:]
    if not base.sum(0).all():
        return np.full(4, np.nan)
    rates = top.sum(0) / base.sum(0)
    total, both = float(rates[1] - rates[0]), (base > 0).all(1)
    if not both.any():
        return np.array([0.0, 0.0, total, total])
    own = top[both] / base[both]
    shares = base[both] / base[both].sum(0)
    within = float((shares.mean(1) * (own[:, 1] - own[:, 0])).sum())
    mix = float((own.mean(1) * (shares[:, 1] - shares[:, 0])).sum())
    return np.array([within, mix, total - within - mix, total])


def _drawn(sums: _Sums, draws: int, seed: int) -> Floats:
    clusters = int(sums.issuers.max()) + 1
    if clusters < FEWEST:
        return np.full((1, 4), np.nan)
    return np.array([
        _parts(sums.by_unit(each.astype(float))) for block in resamples(clusters, draws, seed) for each in block
    ])  # fmt: skip


def _table(sums: _Sums, drawn: Floats, level: float) -> pd.DataFrame:
    units = sums.by_unit()
    point, whole = _parts(units), units.sum(0)
    top, base = whole[:2], whole[2:]
    known = drawn[~np.isnan(drawn).any(1)]
    edges = [(1 - level) / 2, (1 + level) / 2]
    low, high = np.quantile(known, edges, axis=0) if len(known) else np.full((2, 4), np.nan)
    made = pd.DataFrame({"component": COMPONENTS, "value": point, "low": low, "high": high})
    with np.errstate(divide="ignore", invalid="ignore"):
        made["share"] = np.where(point[3] != 0, point / point[3], np.nan)
    made["cases"] = [*(point[:3] * base.mean()), top[1] - top[0]]
    volume = float((base[1] - base[0]) * (top / base).mean())
    last = pd.DataFrame({"component": ["volume"], "value": [0.0], "cases": [volume]})
    made = pd.concat([made, last], ignore_index=True)
    there = units[:, 2:] > 0
    both, one = int(there.all(1).sum()), int((there.any(1) & ~there.all(1)).sum())
    made["n"] = [both, both, one, both + one, both + one]
    made.attrs.update(measure="decompose")
    return made
