"""Problems that return: the same problem next year, how long it lasts, what was promised, and whether it is chance.

Every function takes a corpus, a frame as `items_of` gives it, or a `History`. Only consecutive years that were observed
count. `measures()` lists every measure with its formula, its source and what it cannot see.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govtext.recurrence.chance import persistence
    from govtext.recurrence.declared import measures, reasons, words
    from govtext.recurrence.duration import Lasting, lasting
    from govtext.recurrence.following import fates
    from govtext.recurrence.likeness import Jaccard, Likeness, TfidfCosine
    from govtext.recurrence.observed import History, history, said
    from govtext.recurrence.promised import outcomes, promises
    from govtext.recurrence.returns import returned
    from govtext.recurrence.runs import spells
    from govtext.recurrence.selective import SelfCriticism, self_criticism
    from govtext.recurrence.source import items_of, joined
    from govtext.recurrence.survival import kaplan_meier, log_rank, median, survival_at
    from govtext.recurrence.weighing import sort_of, substantive, weights

_HOMES = {
    "persistence": "chance", "measures": "declared", "reasons": "declared", "words": "declared",
    "Lasting": "duration", "lasting": "duration", "fates": "following", "Jaccard": "likeness", "Likeness": "likeness",
    "TfidfCosine": "likeness", "History": "observed", "history": "observed", "said": "observed",
    "outcomes": "promised", "promises": "promised", "returned": "returns", "spells": "runs",
    "SelfCriticism": "selective", "self_criticism": "selective", "items_of": "source", "joined": "source",
    "kaplan_meier": "survival", "log_rank": "survival", "median": "survival",
    "sort_of": "weighing", "substantive": "weighing", "survival_at": "survival", "weights": "weighing",
}  # fmt: skip

# pandas, scipy and pyarrow are loaded where they are asked for.


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)


__all__ = [
    "History", "Jaccard", "Lasting", "Likeness", "SelfCriticism", "TfidfCosine", "fates", "history", "items_of",
    "joined", "kaplan_meier", "lasting", "log_rank", "measures", "median", "outcomes", "persistence", "promises",
    "reasons", "returned", "said", "self_criticism", "sort_of", "spells", "substantive", "survival_at",
    "weights", "words",
]  # fmt: skip
