"""Counting over any number of documents in bounded memory: pairs of numbers, how often, and in how many documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from govtext.errors import UnknownCode
from govtext.words.cutting import Mask, Numbers, TokenBatch, Tokens

BY = ("document", "group", "year")
_SHIFT = 32
_PENDING = 4_000_000
"""Counts that wait before they are added up."""


class Adder:
    """Adds up counts by pair of numbers; both numbers below 2³²."""

    def __init__(self) -> None:
        self._keys: list[Numbers] = []
        self._counts: list[Numbers] = []
        self._waiting = 0

    def add(self, first: Numbers, second: Numbers) -> None:
        """Count each pair once more."""
        found, counts = np.unique((first << _SHIFT) | second, return_counts=True)
        self._keys.append(found)
        self._counts.append(counts.astype(np.int64))
        self._waiting += len(found)
        if self._waiting > _PENDING:
            self._settle()

    def _settle(self) -> None:
        if not self._keys:
            return
        found, inverse = np.unique(np.concatenate(self._keys), return_inverse=True)
        counts = np.zeros(len(found), np.int64)
        np.add.at(counts, inverse, np.concatenate(self._counts))
        self._keys, self._counts, self._waiting = [found], [counts], 0

    def totals(self) -> tuple[Numbers, Numbers, Numbers]:
        """First numbers, second numbers and counts, sorted by the pair."""
        self._settle()
        if not self._keys:
            empty = np.empty(0, np.int64)
            return empty, empty, empty
        return self._keys[0] >> _SHIFT, self._keys[0] & ((1 << _SHIFT) - 1), self._counts[0]


@dataclass(frozen=True, slots=True)
class Tally:
    """Words counted by group: row i says that word `word[i]` stands `n[i]` times in `documents[i]` documents of a
    group.

    `tokens` and `size` are the running tokens and the documents of each group.
    """

    by: tuple[str, ...]
    groups: tuple[tuple[Any, ...], ...]
    group: Numbers
    word: Numbers
    n: Numbers
    documents: Numbers
    tokens: Numbers
    size: Numbers


def grouping(by: str | Sequence[str] | None) -> tuple[str, ...]:
    """The variables to group by; raises `UnknownCode` for another than document, group and year."""
    names = (by,) if isinstance(by, str) else tuple(by or ())
    for name in names:
        if name not in BY:
            raise UnknownCode(f"no {name!r} to count by", expected=", ".join(BY))
    return names


class Groups:
    """The groups that were met, numbered as they came, with their running tokens and documents."""

    def __init__(self, by: tuple[str, ...]) -> None:
        self.by = by
        self._numbers: dict[tuple[Any, ...], int] = {}
        self.tokens = np.zeros(0, np.int64)
        self.size = np.zeros(0, np.int64)

    def add(self, batch: TokenBatch, running: Mask) -> Numbers:
        """Take up a batch; gives the group of each document."""
        keys = batch.keys(self.by)
        groups = np.fromiter((self._numbers.setdefault(key, len(self._numbers)) for key in keys), np.int64, len(keys))
        more = len(self._numbers) - len(self.size)
        self.tokens, self.size = (np.concatenate([each, np.zeros(more, np.int64)]) for each in (self.tokens, self.size))
        np.add.at(self.size, groups, 1)
        np.add.at(self.tokens, groups, running_tokens(batch, running))
        return groups

    @property
    def values(self) -> tuple[tuple[Any, ...], ...]:
        return tuple(self._numbers)


def running_tokens(batch: TokenBatch, running: Mask) -> Numbers:
    """Running tokens of each document."""
    return np.bincount(batch.owners, weights=running[batch.codes], minlength=len(batch)).astype(np.int64)


def tally(tokens: Tokens, by: str | Sequence[str] | None = None) -> Tally:
    """Count the kept words of all documents by group."""
    groups, counts, documents = Groups(grouping(by)), Adder(), Adder()
    for batch in tokens:
        number = groups.add(batch, tokens.vocabulary.running)
        kept = tokens.vocabulary.kept[batch.codes]
        owners, codes = batch.owners[kept], batch.codes[kept]
        counts.add(number[owners], codes)
        once = np.unique((owners << _SHIFT) | codes)
        documents.add(number[once >> _SHIFT], once & ((1 << _SHIFT) - 1))
    group, word, n = counts.totals()
    return Tally(groups.by, groups.values, group, word, n, documents.totals()[2], groups.tokens, groups.size)
