"""The choices that an index is made with: each is declared, none is hidden in the code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

from govtext.errors import GovTextError, UnknownCode
from govtext.quality.declared import words

LEVELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "missing": ("leave_out", "median", "none_below"),
        "normalise": ("min_max", "z", "rank"),
        "weights": ("declared", "equal", "entropy", "pca"),
        "aggregate": ("linear", "geometric", "topsis"),
    }
)
"""The factors and their levels, one's own weights aside."""


@dataclass(frozen=True, slots=True)
class Choices:
    """One way to make the index, in the steps of the OECD/JRC Handbook (Nardo et al. 2008).

    `missing`: leave_out, median, none_below (`coverage`: least share of indicators). `normalise`: min_max, z, rank.
    `weights`: declared, equal, entropy, pca, own (`own`: pairs of id and weight, see `read_weights`). `aggregate`, over
    dimensions: linear, geometric, topsis; within a dimension it is always the weighted mean. Raises `UnknownCode` for
    another choice, `GovTextError` for a coverage that is no share, or own weights that are not given.

    >>> Choices(weights="equal").aggregate
    'linear'
    >>> Choices(normalise="log")
    Traceback (most recent call last):
    govtext.errors.UnknownCode: no choice 'log' for normalise (expected min_max, z, rank)
    """

    missing: str = "leave_out"
    normalise: str = "min_max"
    weights: str = "declared"
    aggregate: str = "linear"
    coverage: float = 0.7
    own: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        for factor, levels in LEVELS.items():
            allowed = (*levels, "own") if factor == "weights" else levels
            if getattr(self, factor) not in allowed:
                raise UnknownCode(f"no choice {getattr(self, factor)!r} for {factor}", expected=", ".join(allowed))
        if not 0 <= self.coverage <= 1:
            raise GovTextError("no such coverage", found=str(self.coverage), expected="a share from 0 to 1")
        if (self.weights == "own") != bool(self.own):
            raise GovTextError("own weights go with weights='own'", found=f"{self.weights}, {len(self.own)} given")

    def told(self, language: str = "en") -> str:
        """The choices in words.

        >>> Choices().told("zh")
        '缺失：不计，其余权重补足；标准化：最小—最大；权重：声明的权重；合成：线性'
        """
        colon, semicolon = ("：", "；") if language == "zh" else (": ", "; ")
        parts = [(words(factor), getattr(self, factor)) for factor in LEVELS]
        return semicolon.join(f"{each['label'][language]}{colon}{each[level][language]}" for each, level in parts)


def every_choice(reference: Choices | None = None) -> tuple[Choices, ...]:
    """The full factorial of all choices; coverage (and own weights, as a further level) are those of the reference.

    >>> len(every_choice()), len(every_choice(Choices(weights="own", own=(("timely", 1.0),))))
    (108, 135)
    """
    given = reference or Choices()
    made = []
    for levels in product(*levels_of(given).values()):
        chosen = dict(zip(LEVELS, levels, strict=True))
        own = given.own if chosen["weights"] == "own" else ()
        made.append(Choices(**chosen, coverage=given.coverage, own=own))
    return tuple(made)


def levels_of(reference: Choices) -> dict[str, tuple[str, ...]]:
    """The levels of each factor, with one's own weights where the reference has them."""
    own = ("own",) if reference.own else ()
    return {factor: (*levels, *own) if factor == "weights" else levels for factor, levels in LEVELS.items()}
