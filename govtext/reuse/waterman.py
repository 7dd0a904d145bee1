"""Local alignment of two sequences of codes: Smith and Waterman's matrix in a band of diagonals, row by row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from govtext.errors import BoundExceeded

Ints = npt.NDArray[np.int64]
_NEVER = 1 << 32
"""A cost that nothing makes up for."""
CELLS = 30_000_000
"""No larger matrix is made; 30 million cells take 120 MB."""


@dataclass(frozen=True, slots=True)
class Score:
    """What a pair of equal units gains, and what a pair of unequal ones and a unit without partner cost."""

    match: int = 2
    mismatch: int = -2
    gap: int = -2


USUAL = Score()


@dataclass(frozen=True, slots=True)
class Path:
    """An alignment: its score, and the pairs of positions (left, right) that are equal, both rising."""

    score: int
    pairs: Ints
    edges: tuple[bool, bool, bool] = (False, False, False)
    """Whether it touches the band's edge, the first row, the last: a wider band or more rows may give more."""


def local(left: Ints, right: Ints, score: Score = USUAL, band: tuple[int, int] | None = None) -> Path:
    """The best local alignment; `band`: least and greatest right − left position (None: all).

    H(i, j) = max(0, H(i−1, j−1) + s, H(i−1, j) + gap, H(i, j−1) + gap); the gap within a row by a running maximum.
    Smith & Waterman (1981), "Identification of common molecular subsequences", J. Mol. Biol. 147. Codes are 0 or more;
    no alignment leads across one below 0.
    Raises `BoundExceeded` where the matrix is too large.

    >>> local(np.array([9, 1, 2, 3, 4]), np.array([1, 2, 7, 3, 4])).pairs.tolist()
    [[1, 0], [2, 1], [3, 3], [4, 4]]
    """
    if not len(left) or not len(right):
        return Path(0, np.empty((0, 2), np.int64))
    low, high = band or (1 - len(left), len(right) - 1)
    width = high - low + 1
    if len(left) * width > CELLS:
        raise BoundExceeded("texts too long to be aligned as a whole", found=f"{len(left)} × {width}",
                            expected=f"{CELLS:,} cells at most; `align` takes them apart by seeds")  # fmt: skip
    matrix = _matrix(left, _padded(left, right, low, width), score, width)
    return _trace(matrix, left, right, low, score)


def _padded(left: Ints, right: Ints, low: int, width: int) -> Ints:
    """The right codes as the rows of the band meet them: row i has positions i + low to i + low + width."""
    made = np.full(len(left) + width, -1, np.int64)
    first, last = max(0, low), min(len(right), low + len(made))
    if last > first:
        made[first - low : last - low] = right[first:last]
    return made


def _matrix(left: Ints, padded: Ints, score: Score, width: int) -> npt.NDArray[np.int32]:
    """H, one row a left unit; a unit below 0 is barred: 0 stands in its row or column, and nothing leads across."""
    matrix = np.zeros((len(left) + 1, width + 1), np.int32)
    barred = padded < 0
    unequal = np.where(barred, -_NEVER, score.mismatch)
    cost = np.cumsum(np.where(barred, _NEVER, -score.gap))
    for row in range(len(left)):
        if left[row] < 0:
            continue
        above, here, ramp = matrix[row], padded[row : row + width], cost[row : row + width]
        best = above[:width] + np.where(here == left[row], score.match, unequal[row : row + width])
        np.maximum(best, above[1:] + score.gap, out=best)
        np.maximum(best, 0, out=best)
        best += ramp
        np.maximum.accumulate(best, out=best)
        np.subtract(best, ramp, out=matrix[row + 1, :width], casting="unsafe")
    return matrix


def _trace(matrix: npt.NDArray[np.int32], left: Ints, right: Ints, low: int, score: Score) -> Path:
    row, place = np.unravel_index(int(matrix.argmax()), matrix.shape)
    i, k, top = int(row), int(place), int(matrix[row, place])
    side = first = False
    last = i == len(left)
    pairs: list[tuple[int, int]] = []
    width = matrix.shape[1] - 1
    while i and (here := int(matrix[i, k])):
        side, first = side or k in (0, width - 1), first or i == 1
        j = i - 1 + low + k
        equal = 0 <= j < len(right) and left[i - 1] == right[j]
        if here == int(matrix[i - 1, k]) + (score.match if equal else score.mismatch):
            if equal:
                pairs.append((i - 1, j))
            i -= 1
        elif here == int(matrix[i - 1, k + 1]) + score.gap:
            i, k = i - 1, k + 1
        else:
            k -= 1
    return Path(top, np.array(pairs[::-1], np.int64).reshape(-1, 2), (side, first, last))
