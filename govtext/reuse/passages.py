"""Two texts and the passages that they share, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from govtext.reuse.waterman import Ints

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Passage:
    """A shared passage: where it stands in both originals, its score, and the pairs of runs that are equal.

    `runs`: (left start, left end, right start, right end) in characters of the originals; what was taken out before the
    comparison, marks and blanks stand in a run only where they are the same on both sides. `units`: equal units.
    """

    left: tuple[int, int]
    right: tuple[int, int]
    score: int
    units: int
    runs: tuple[tuple[int, int, int, int], ...]
    pairs: Ints = field(repr=False, compare=False)
    """Numbers of the equal units, left and right; shape (units, 2)."""


@dataclass(frozen=True)
class Shared:
    """Two texts and the passages they share, in the order of the left one."""

    left: str = field(repr=False)
    right: str = field(repr=False)
    passages: tuple[Passage, ...]
    units: tuple[int, int]
    """Units compared of the left and of the right."""
    seeds_left_out: int = 0
    names: tuple[str, str] = ("", "")

    @property
    def shared(self) -> int:
        """Equal units in the passages; no unit of either text counts twice."""
        return sum(passage.units for passage in self.passages)

    @property
    def shares(self) -> tuple[float | None, float | None]:
        """The part of the left and of the right that is shared; None for a text with nothing to compare."""
        left, right = (self.shared / count if count else None for count in self.units)
        return left, right

    def to_pandas(self) -> pd.DataFrame:
        """One row a passage: its offsets and text in both originals, score, equal units."""
        import pandas as pd

        rows = [
            (
                *each.left,
                *each.right,
                each.score,
                each.units,
                self.left[slice(*each.left)],
                self.right[slice(*each.right)],
            )
            for each in self.passages
        ]
        names = ["left_start", "left_end", "right_start", "right_end", "score", "units", "left", "right"]
        return pd.DataFrame(rows, columns=names)
