"""Table statistics: rates with numerator, denominator and interval, pooled, over years, taken apart, and modelled.

`definitions()` lists every rate with its formula, source and what it cannot see; `rates` computes them for a corpus, a
report or a frame of cells; everything else takes what `rates` gives. A figure that was not read gives no rate.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govtext.statistics import models
    from govtext.statistics.declaring import Rate, declared, definitions, words
    from govtext.statistics.decomposition import decompose
    from govtext.statistics.figures import Figures, figures_of
    from govtext.statistics.inequality import concentration, gini, herfindahl, top_share
    from govtext.statistics.pooling import pooled
    from govtext.statistics.reckoning import rates
    from govtext.statistics.scope import ScopeWarning
    from govtext.statistics.years import over_years

_HOMES = {
    "Figures": "figures", "Rate": "declaring", "ScopeWarning": "scope", "concentration": "inequality",
    "declared": "declaring", "decompose": "decomposition", "definitions": "declaring", "figures_of": "figures",
    "gini": "inequality", "herfindahl": "inequality", "models": "", "over_years": "years", "pooled": "pooling",
    "rates": "reckoning", "top_share": "inequality", "words": "declaring",
}  # fmt: skip
"""Where each name is at home; `models` is a module."""

# pandas, scipy, pyarrow and statsmodels are loaded where they are asked for.


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if not _HOMES[name]:
        return import_module(f"{__name__}.{name}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)


__all__ = [
    "Figures", "Rate", "ScopeWarning", "concentration", "declared", "decompose", "definitions", "figures_of", "gini",
    "herfindahl", "models", "over_years", "pooled", "rates", "top_share", "words",
]  # fmt: skip
