"""Phrases found at the borders of tokens: a phrase is met where tokens, put together, are it; no word is cut in two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from govtext.words.cutting import Mask, TokenBatch, Vocabulary


class Met(NamedTuple):
    """A phrase from token `first` to before token `end` of a document."""

    phrase: str
    first: int
    end: int


class Phrases:
    """Phrases to be looked for; longer ones win over shorter ones that begin at the same token.

    >>> list(Phrases(["信息", "信息公开"]).find(["推进", "信息", "公开", "信息化"]))
    [Met(phrase='信息公开', first=1, end=3)]
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = frozenset(filter(None, phrases))
        self._longest = max(map(len, self.phrases), default=0)
        self._openings = frozenset(phrase[:end] for phrase in self.phrases for end in range(1, len(phrase) + 1))

    def opens(self, token: str) -> bool:
        """Whether a phrase may begin with this token."""
        return token in self._openings

    def find(self, tokens: Sequence[str], starts: Iterable[int] | None = None) -> Iterator[Met]:
        """Phrases from left to right, the longest at each place, none overlapping another.

        `starts`: tokens with which one may begin, where that is known.
        """
        free = 0
        for first in range(len(tokens)) if starts is None else starts:
            if first >= free and (end := self._end(tokens, first)):
                free = end
                yield Met("".join(tokens[first:end]), first, end)

    def _end(self, tokens: Sequence[str], first: int) -> int:
        grown, end = "", 0
        for at in range(first, min(len(tokens), first + self._longest)):
            grown += tokens[at]
            if grown not in self._openings:
                break
            if grown in self.phrases:
                end = at + 1
        return end


class Search:
    """A search through numbered tokens: which tokens may open a phrase is asked once for each word."""

    def __init__(self, phrases: Phrases, vocabulary: Vocabulary) -> None:
        self.phrases, self._vocabulary = phrases, vocabulary
        self._opens: Mask = np.empty(0, np.bool_)

    def find(self, batch: TokenBatch) -> Iterator[tuple[int, Met]]:
        """Document and phrase; `first` and `end` count tokens in the document."""
        words = self._vocabulary.words
        new = [self.phrases.opens(word) for word in words[len(self._opens) :]]
        self._opens = np.concatenate([self._opens, np.array(new, np.bool_)])
        candidates = np.flatnonzero(self._opens[batch.codes])
        owners = np.searchsorted(batch.bounds, candidates, side="right") - 1
        for owner in np.unique(owners):
            start, end = batch.bounds[owner], batch.bounds[owner + 1]
            tokens = [words[code] for code in batch.codes[start:end]]
            for met in self.phrases.find(tokens, (candidates[owners == owner] - start).tolist()):
                yield int(owner), met
