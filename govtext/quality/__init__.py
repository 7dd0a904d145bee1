"""A quality index that can be taken apart: declared indicators, every choice a parameter, ranks with their intervals.

`indicators` measures a corpus; `index` makes scores under one set of `Choices`; `robust` tries all of them and gives a
`Ranking`, which has no ranks without intervals; `explain` tells which sentence and which cell gave which points.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govtext.quality.choices import Choices, every_choice
    from govtext.quality.consistency import alpha, alphas, correlations, factors
    from govtext.quality.declared import Dimension, Indicator, catalogue, codebook, dimensions, said, words
    from govtext.quality.explained import Explanation, explain
    from govtext.quality.indexing import Index, index
    from govtext.quality.measured import Indicators, indicators
    from govtext.quality.ranking import Ranking
    from govtext.quality.robustness import Robust, leave_one_out, robust
    from govtext.quality.sampling import bootstrap
    from govtext.quality.variance import sobol
    from govtext.quality.weighting import read_weights

_HOMES = {
    "Choices": "choices", "Dimension": "declared", "Explanation": "explained", "Index": "indexing",
    "Indicator": "declared", "Indicators": "measured", "Ranking": "ranking", "Robust": "robustness",
    "alpha": "consistency", "alphas": "consistency", "bootstrap": "sampling", "catalogue": "declared",
    "codebook": "declared", "correlations": "consistency", "dimensions": "declared", "every_choice": "choices",
    "explain": "explained", "factors": "consistency", "index": "indexing", "indicators": "measured",
    "leave_one_out": "robustness", "read_weights": "weighting", "robust": "robustness", "said": "declared",
    "sobol": "variance", "words": "declared",
}  # fmt: skip

# pandas and pyarrow are loaded where they are asked for.


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)


__all__ = [
    "Choices", "Dimension", "Explanation", "Index", "Indicator", "Indicators", "Ranking", "Robust", "alpha", "alphas",
    "bootstrap", "catalogue", "codebook", "correlations", "dimensions", "every_choice", "explain", "factors", "index",
    "indicators", "leave_one_out", "read_weights", "robust", "said", "sobol", "words",
]  # fmt: skip
