"""How far ranks depend on which reports happen to be in the group: the bootstrap over reports or issuers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from govtext.errors import GovTextError, UnknownCode
from govtext.quality.choices import Choices
from govtext.quality.combining import combine
from govtext.quality.indexing import matrix
from govtext.quality.measured import Indicators
from govtext.quality.ranking import ranks
from govtext.quality.scaling import Floats

MOST = 100_000


def bootstrap(
    indicators: Indicators, choices: Choices | None = None, draws: int = 200, seed: int = 1, by: str = "report"
) -> Floats:
    """Ranks of all reports, reports × draws, with scale and weights learnt from reports drawn with replacement.

    Efron (1979), over reports, or over whole issuers (`by="issuer_id"`). It tells how far ranks depend on who else is
    in the group, not how well an indicator measures. A draw in which nothing varies gives NaN. Raises `GovTextError`
    for draws that cannot be and `UnknownCode` for another `by`.
    """
    if not 0 <= draws <= MOST:
        raise GovTextError("draws that cannot be", found=str(draws), expected=f"0 to {MOST}")
    names, values = indicators.names, matrix(indicators)
    members = _members(indicators, by)
    rng = np.random.default_rng(seed)
    made = np.full((len(values), draws), np.nan)
    for number in range(draws):
        drawn = np.concatenate([members[at] for at in rng.integers(0, len(members), len(members))])
        try:
            made[:, number] = combine(names, values, choices or Choices(), values[drawn]).scores
        except GovTextError:  # all reports drawn are alike: nothing to weigh
            continue
    return ranks(made)


def _members(indicators: Indicators, by: str) -> list[npt.NDArray[np.int64]]:
    if by not in ("report", "issuer_id"):
        raise UnknownCode(f"nothing to draw by {by!r}", expected="report or issuer_id")
    if by == "report" or by not in indicators.about:
        return [np.array([row]) for row in range(len(indicators))]
    owner = indicators.about[by].astype(object).where(indicators.about[by].notna(), indicators.values.index)
    return [np.asarray(rows) for rows in indicators.values.groupby(owner.to_numpy()).indices.values()]
