"""How far ranks depend on the choices: all combinations, mean rank shift, Sobol's indices, leaving one out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from govtext.errors import GovTextError, UnknownCode
from govtext.quality.choices import Choices, every_choice, levels_of
from govtext.quality.combining import combine
from govtext.quality.declared import catalogue
from govtext.quality.indexing import LEAST, index, matrix
from govtext.quality.measured import Indicators
from govtext.quality.ranking import Ranking, order_kept, ranks, table
from govtext.quality.sampling import bootstrap
from govtext.quality.variance import sobol

if TYPE_CHECKING:
    from govtext.quality.scaling import Floats

OUTPUTS = ("shift", "ranks")


@dataclass(frozen=True, eq=False, repr=False)
class Robust:
    """Ranks of the reports that have a score under every combination of choices.

    `choices`: the combinations; `ranks`: reports × their numbers; `at`: the number of the reference; `drawn`: ranks in
    the bootstrap, reports × draws.
    """

    indicators: Indicators
    choices: tuple[Choices, ...]
    ranks: pd.DataFrame = field(repr=False)
    at: int
    drawn: pd.DataFrame = field(repr=False)

    @property
    def reference(self) -> Choices:
        return self.choices[self.at]

    @cached_property
    def ranking(self) -> Ranking:
        """The ranks under the reference, with their intervals."""
        whole = index(self.indicators, self.reference)
        lost = self.indicators.about.index.difference(self.ranks.index, sort=False)
        about = self.indicators.about.loc[self.ranks.index]
        frame = table(about, whole.scores.loc[self.ranks.index], self.ranks.to_numpy(), self.at, self.drawn.to_numpy())
        unranked = self.indicators.about.loc[lost].assign(reason="below_coverage")
        ranked = self.ranks.to_numpy()
        return Ranking(self.reference, unranked, len(self.choices), self.drawn.shape[1], order_kept(ranked), frame)

    @cached_property
    def shifts(self) -> pd.DataFrame:
        """One row a combination: missing, normalise, weights, aggregate, shift, most, spearman.

        shift: Saisana's R̄_S = (1/M) Σ |rank_ref − rank| (Saisana, Saltelli & Tarantola 2005); most: the largest;
        spearman: the rank correlation with the reference.
        """
        ranked = self.ranks.to_numpy()
        moved = np.abs(ranked - ranked[:, [self.at]])
        factors = {name: [getattr(each, name) for each in self.choices] for name in levels_of(self.reference)}
        alike = [_correlation(ranked[:, self.at], each) for each in ranked.T]
        return pd.DataFrame({**factors, "shift": moved.mean(axis=0), "most": moved.max(axis=0), "spearman": alike})

    def sobol(self, output: str = "shift") -> pd.DataFrame:
        """Which choice moves the ranks: first-order and total index of each factor, exact over all combinations.

        `shift`: of the mean rank shift (Saisana, Saltelli & Tarantola 2005); `ranks`: of the ranks of all reports, with
        their variances summed. Raises `UnknownCode` for another output. See `govtext.quality.sobol`.
        """
        if output not in OUTPUTS:
            raise UnknownCode(f"no output {output!r}", expected=" or ".join(OUTPUTS))
        levels = levels_of(self.reference)
        shape = tuple(len(each) for each in levels.values())
        values = self.shifts["shift"].to_numpy() if output == "shift" else self.ranks.to_numpy()
        return sobol(values.reshape(*values.shape[:-1], *shape), list(levels))

    def __repr__(self) -> str:
        mean = self.shifts["shift"].mean()
        return (
            f"<{len(self.ranks)} reports under {len(self.choices)} combinations of choices: ranks shift by {mean:.1f} "
            f"on average; {self.ranking.order_kept:.0%} of pairs keep their order throughout>"
        )


def robust(
    indicators: Indicators, reference: Choices | None = None, *, draws: int = 200, seed: int = 1, by: str = "report"
) -> Robust:
    """Rank the reports under the full factorial of choices, and in a bootstrap under the reference.

    Ranks are among the reports that have a score under every combination, so that they can be compared. Raises
    `GovTextError` where these are fewer than three.
    """
    given = reference or Choices()
    every = every_choice(given)
    scores = np.column_stack([_scores(indicators, each) for each in every])
    kept = ~np.isnan(scores).any(axis=1)
    if kept.sum() < LEAST:
        raise GovTextError("too few reports have a score under every choice", found=str(int(kept.sum())),
                           expected=f"{LEAST} or more")  # fmt: skip
    names = indicators.values.index[np.flatnonzero(kept)]
    drawn = bootstrap(indicators, given, draws, seed, by)[kept]
    among = ranks(-drawn) if draws else drawn  # ranks anew, among those that are kept
    return Robust(indicators, every, pd.DataFrame(ranks(scores[kept]), names), every.index(given),
                  pd.DataFrame(among, names))  # fmt: skip


def _scores(indicators: Indicators, choices: Choices) -> Floats:
    return combine(indicators.names, matrix(indicators), choices).scores


def leave_one_out(indicators: Indicators, choices: Choices | None = None, of: str = "indicator") -> pd.DataFrame:
    """The ranks without each indicator (or dimension) in turn, against the ranks with all of them.

    One row each: left_out, shift (mean of |rank − rank without|), most, spearman. Raises `UnknownCode` for another
    `of`. A shift of 0 means that it carries nothing here.
    """
    groups = _groups(indicators.names, of)
    given = choices or Choices()
    whole = _scores(indicators, given)
    rows = []
    for name, ids in groups.items():
        rest = [each for each in indicators.names if each not in ids]
        scores = np.column_stack([whole, _scores(indicators.only(*rest), given)])
        ranked = ranks(scores[~np.isnan(scores).any(axis=1)])
        moved = np.abs(ranked[:, 0] - ranked[:, 1])
        rows.append((name, moved.mean(), moved.max(), _correlation(*ranked.T)))
    return pd.DataFrame(rows, columns=["left_out", "shift", "most", "spearman"])


def _groups(names: list[str], of: str) -> Mapping[str, list[str]]:
    if of not in ("indicator", "dimension"):
        raise UnknownCode(f"nothing to leave out: {of!r}", expected="indicator or dimension")
    owner = {name: name if of == "indicator" else catalogue()[name].dimension for name in names}
    return {side: [name for name in names if owner[name] == side] for side in dict.fromkeys(owner.values())}


def _correlation(one: Floats, other: Floats) -> float:
    """Pearson's correlation of two lists of ranks: Spearman's of what they rank; NaN where one is constant."""
    a, b = one - one.mean(), other - other.mean()
    size = float(np.sqrt((a**2).sum() * (b**2).sum()))
    return float((a * b).sum() / size) if size > 0 else float("nan")
