"""How much is copied from the own last report, over and above what texts on one subject share by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from govtext.reuse.aligned import copied_sentences
from govtext.reuse.rows import table_of
from govtext.reuse.source import Prose, prose

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus

Counts = npt.NDArray[np.float64]
COLUMNS = {
    "measure": "string", "value": "Float64", "low": "Float64", "high": "Float64", "numerator": "Int64",
    "denominator": "Int64", "n": "Int64", "reason": "string",
}  # fmt: skip


def copy_rate(
    source: Corpus | Prose | pd.DataFrame,
    *,
    threshold: float = 0.5,
    draws: int = 500,
    level: float = 0.95,
    seed: int = 1,
) -> pd.DataFrame:
    """Share of sentences that stand in the issuer's last report, in an unrelated issuer's, and the first beyond the
    second.

    own: sentences found (exact, near or aligned, see `copied_sentences`) / sentences; other: the same against the
    report on the year before of another issuer drawn by `seed`; excess: (own − other) / (1 − other), what is copied if
    a sentence that is not copied is found as often as in an unrelated report (Abbott 1925, J. Econ. Entomol. 18, for
    mortality beyond the natural). It is an estimate, and too high where an issuer writes in a way of its own without
    copying. Three rows: measure, value, low and high (bootstrap over issuers, percentiles), numerator and denominator
    (sentences), n (reports), reason where there is no value. Only reports that have both comparisons count.
    """
    given = prose(source)
    found = [copied_sentences(given, threshold=threshold, against=each, seed=seed) for each in ("own", "other")]
    table = _by_report(*found)
    rows = [_row(name, at, table, draws, level, seed) for at, name in enumerate(("own", "other", "excess"))]
    made = table_of(rows, COLUMNS)
    made.attrs.update(source=given.name, unit=given.unit, measure="copy_rate", threshold=threshold, draws=draws)
    return made


def _by_report(own: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Sentences and how many were found, a row a report that has both."""
    sides = [
        made.assign(found=made["how"] != "none").groupby("report").agg(
            issuer=("issuer", "first"), found=("found", "sum"), sentences=("found", "size")
        )
        for made in (own, other)
    ]  # fmt: skip
    return sides[0].join(sides[1][["found"]].rename(columns={"found": "found_other"}), how="inner")


def _row(name: str, at: int, table: pd.DataFrame, draws: int, level: float, seed: int) -> dict[str, object]:
    if table.empty:
        return {"measure": name, "n": 0, "reason": "no_previous_year"}
    sums = table.groupby("issuer")[["found", "found_other", "sentences"]].sum().to_numpy(float)
    rng = np.random.default_rng(seed)
    drawn = [_values(sums[rng.integers(0, len(sums), len(sums))].sum(0))[at] for _ in range(draws)]
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]) if len(sums) > 1 else (None, None)
    total = sums.sum(0)
    counted = {"numerator": int(total[at]), "denominator": int(total[2])} if at < 2 else {}
    return {"measure": name, "value": _values(total)[at], "low": low, "high": high, "n": len(table), **counted}


def _values(sums: Counts) -> tuple[float, float, float]:
    own, other = sums[0] / sums[2], sums[1] / sums[2]
    return float(own), float(other), float((own - other) / (1 - other)) if other < 1 else float("nan")
