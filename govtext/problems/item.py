"""Problem and measure items, and which measure answers which problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["problem", "measure"]
Shape = Literal["enumerated", "listed", "prose", "none"]
"""How the item stands: behind an enumerator, in a list within a sentence, as a sentence of prose, or as the statement
that there is no problem."""


@dataclass(frozen=True, slots=True)
class Item:
    """A problem or a measure; `text` is the text that was read from `start` to `end`, without its enumerator.

    `number` counts items of a kind from 1. `codes` come from the taxonomy, the strongest first, and `coded_by` holds
    for each code the words that gave it. `cue` is what told the kind: words of the item, or the heading above it.
    `past` marks what was done about the year before.
    """

    kind: Kind
    number: int
    start: int
    end: int
    text: str
    cue: str
    codes: tuple[str, ...] = ()
    coded_by: tuple[tuple[str, ...], ...] = ()
    heading: str = ""
    """The heading, or the words before the list, under which the item stands."""
    enumerator: str = ""
    block: int = 0
    """Which list or paragraph of the section, from 1; a problem and the measure within it share the block and place."""
    place: int = 0
    """Which entry of a list, from 1; 0 in prose."""
    shape: Shape = "prose"
    past: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A measure that answers a problem: positions of both in the items given, a score of 0 to 1, and the reasons."""

    problem: int
    measure: int
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs in the order of their problems, the problems without a measure, the measures that answer nothing."""

    pairs: tuple[Pair, ...]
    unanswered: tuple[int, ...]
    """Positions of problems that no measure answers."""
    answering_nothing: tuple[int, ...]
    """Positions of measures that answer no problem named; measures for the year before are not among them."""
