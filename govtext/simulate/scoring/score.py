"""The whole score: one frame a question."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from govtext.simulate.scoring.editions import by_edition
from govtext.simulate.scoring.figures import by_layout
from govtext.simulate.scoring.identity import by_body, by_fact
from govtext.simulate.scoring.linked import link
from govtext.simulate.scoring.planted import by_kind, by_rule, outcomes, undecidable
from govtext.simulate.truth import Truth

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus


@dataclass(frozen=True)
class Score:
    """What a corpus of simulated reports says against their truth, a frame a question.

    `rules`: precision and recall of every rule; `kinds`: the same by kind of error and layout; `undecidable`: where the
    damage is declared not to be decidable, and why; `outcomes`: every planted error and every false alarm; `layouts`:
    figures right, not read, wrong; `facts`: issuer, year, form, date; `issuers`: bodies told apart; `editions`.
    """

    rules: pd.DataFrame
    kinds: pd.DataFrame
    undecidable: pd.DataFrame
    outcomes: pd.DataFrame
    layouts: pd.DataFrame
    facts: pd.DataFrame
    issuers: pd.DataFrame
    editions: pd.DataFrame


def score(corpus: Corpus, truth: Truth | str | PathLike[str]) -> Score:
    """Compare a corpus with the truth of the simulation that it was built from: its folder, or what `simulate` gave.

    Raises `GovTextError` where the corpus has none of the simulation's files.
    """
    linked = link(corpus, truth if isinstance(truth, Truth) else Truth(Path(truth)))
    rows = outcomes(corpus, linked)
    return Score(
        rules=by_rule(rows), kinds=by_kind(rows), undecidable=undecidable(rows), outcomes=rows,
        layouts=by_layout(corpus, linked), facts=by_fact(corpus, linked), issuers=by_body(corpus, linked),
        editions=by_edition(corpus, linked),
    )  # fmt: skip
