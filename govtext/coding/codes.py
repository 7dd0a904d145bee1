"""Codes as they are written down, as tuples, and as a table of zeros and ones."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from govtext.errors import GovTextError

Codes = tuple[str, ...]
Floats = npt.NDArray[np.float64]
COLUMNS = ("item_id", "codes", "note")
"""The columns of a coding."""
_BETWEEN = re.compile(r"[\s|,;，；、]+")


class BadCoding(GovTextError, ValueError):
    """A coding, a sheet or a frame of items does not hold what it should."""


def codes_in(value: object) -> Codes:
    """The codes of a cell, of a list, or of nothing, in their order, each once.

    >>> codes_in("staffing capacity"), codes_in(["staffing"]), codes_in(None), codes_in("a|b|a")
    (('staffing', 'capacity'), ('staffing',), (), ('a', 'b'))
    """
    if value is None or (isinstance(value, float) and np.isnan(value)) or value is pd.NA:
        return ()
    parts: Iterable[Any] = [value]
    if isinstance(value, str):
        parts = _BETWEEN.split(value.strip())
    elif isinstance(value, Iterable):
        parts = value
    return tuple(dict.fromkeys(str(part) for part in parts if str(part)))


def coded(coding: pd.DataFrame, name: str = "coding") -> pd.Series[Any]:
    """The codes of a coding as tuples, by item_id; items without a code are left out.

    Raises `BadCoding` for a column that is missing or an item that stands twice.
    """
    require(coding, ("item_id", "codes"), name)
    if coding["item_id"].duplicated().any():
        twice = coding.loc[coding["item_id"].duplicated(), "item_id"].iloc[0]
        raise BadCoding(f"{name}: an item is coded twice", found=str(twice), expected="a row an item")
    made: pd.Series[Any] = pd.Series(
        [codes_in(value) for value in coding["codes"]], index=coding["item_id"].astype(str), dtype=object
    )
    return made[made.map(len) > 0]


def require(frame: pd.DataFrame, columns: Iterable[str], name: str) -> None:
    """Raises `BadCoding` for the first column that the frame lacks."""
    for column in columns:
        if column not in frame.columns:
            raise BadCoding(f"{name}: no column {column!r}", found=", ".join(map(str, frame.columns)))


def common(one: pd.Series[Any], other: pd.Series[Any]) -> list[str]:
    """The items that both codings have, in the order of the first; raises `BadCoding` where there is none."""
    both = [item for item in one.index if item in other.index]
    if not both:
        raise BadCoding("the two codings have no item in common")
    return both


def table(sets: Sequence[Codes], codes: Sequence[str]) -> Floats:
    """Items × codes, 1 where the item has the code.

    >>> table([("a",), ("b", "a")], ["a", "b"]).tolist()
    [[1.0, 0.0], [1.0, 1.0]]
    """
    at = {code: number for number, code in enumerate(codes)}
    made = np.zeros((len(sets), len(codes)))
    for row, each in enumerate(sets):
        for code in each:
            if code in at:
                made[row, at[code]] = 1
    return made


def codes_used(*codings: Iterable[Codes]) -> list[str]:
    """The codes that occur: those of the taxonomy in its order, then others by name."""
    from govtext.problems.taxonomy import taxonomy

    used = {code for coding in codings for each in coding for code in each}
    return [code for code in taxonomy() if code in used] + sorted(used - set(taxonomy()))


def clusters(items: Sequence[str], text: pd.Series[Any] | None) -> tuple[npt.NDArray[np.int64], int]:
    """For each item the number of its text, and how many texts there are; without texts each item stands alone.

    `text` is indexed by item_id. Raises `BadCoding` for an item without a text.
    """
    if text is None:
        return np.arange(len(items)), len(items)
    missing = [item for item in items if item not in text.index]
    if missing:
        raise BadCoding("an item has no text", found=missing[0], expected="a Series of texts by item_id")
    named: list[Hashable] = [text[item] for item in items]
    numbers, names = pd.factorize(np.array(named, dtype=object))
    return numbers, len(names)
