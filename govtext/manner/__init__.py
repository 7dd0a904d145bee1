"""How it is said: specificity, readability, tone, the share of problems, the concreteness of measures.

Pure functions on a text give frozen records with offsets and evidence; `frame` and `problem_frame` give one row a
document of a corpus. `measures()` declares formula, source and blind spots of each for the codebook.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govtext.manner.clauses import readability
    from govtext.manner.context import tone_context
    from govtext.manner.declared import measures
    from govtext.manner.frames import frame, problem_frame
    from govtext.manner.hedging import groups, tone
    from govtext.manner.points import concreteness, mean_concreteness
    from govtext.manner.problems import evasiveness, problem_density, problem_share
    from govtext.manner.rate import Rate, characters
    from govtext.manner.specifics import find_specifics, hard_information, specificity

# Each name is fetched where it is asked for: nothing is loaded for what is not used.
_HOMES = {
    "Rate": "rate", "characters": "rate", "concreteness": "points", "evasiveness": "problems",
    "find_specifics": "specifics", "frame": "frames", "groups": "hedging", "hard_information": "specifics",
    "mean_concreteness": "points", "measures": "declared", "problem_density": "problems",
    "problem_frame": "frames", "problem_share": "problems", "readability": "clauses", "specificity": "specifics",
    "tone": "hedging", "tone_context": "context",
}  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)


__all__ = [
    "Rate", "characters", "concreteness", "evasiveness", "find_specifics", "frame", "groups", "hard_information",
    "mean_concreteness", "measures", "problem_density", "problem_frame", "problem_share", "readability", "specificity",
    "tone", "tone_context",
]  # fmt: skip
