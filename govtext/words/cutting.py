"""Documents as token numbers, batch by batch: cut once, in several processes, then read from the cache."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from govtext.errors import GovTextError
from govtext.words import store
from govtext.words.segmenter import Cutter, Segmenter
from govtext.words.source import Batch, Texts, texts

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
_CHUNK = 1_000_000
"""Characters that one process cuts at a time: about a second of work in all, and a file of 1 to 2 MB."""
_AHEAD = 4
"""Chunks a worker that wait for it, so that memory is bounded."""


class Vocabulary:
    """The tokens that were met, numbered in the order in which they came; `kept` and `running` are masks by number.

    `kept`: words that are counted. `running`: all that is no mark and no blank, stop words and numbers included; the
    base of every rate.
    """

    def __init__(self, segmenter: Cutter) -> None:
        self.words: list[str] = []
        self._numbers: dict[str, int] = {}
        self._segmenter = segmenter
        self._masks = np.empty((0, 2), np.bool_)
        self._lengths = np.empty(0, np.int64)

    def __len__(self) -> int:
        return len(self.words)

    def numbers(self, words: Sequence[str]) -> Numbers:
        """The number of each word; a new word gets the next one."""
        for word in words:
            if word not in self._numbers:
                self._numbers[word] = len(self.words)
                self.words.append(word)
        return np.fromiter((self._numbers[word] for word in words), np.int64, len(words))

    def number(self, word: str) -> int | None:
        """The number of a word, None where it was not met."""
        return self._numbers.get(word)

    @property
    def kept(self) -> Mask:
        return self._mask()[:, 0]

    @property
    def running(self) -> Mask:
        return self._mask()[:, 1]

    @property
    def lengths(self) -> Numbers:
        """Characters of each token."""
        new = self.words[len(self._lengths) :]
        self._lengths = np.concatenate([self._lengths, np.fromiter(map(len, new), np.int64, len(new))])
        return self._lengths

    def _mask(self) -> Mask:
        new = self.words[len(self._masks) :]
        if new:
            rows = [(self._segmenter.keeps(word), any(map(str.isalnum, word))) for word in new]
            self._masks = np.concatenate([self._masks, np.array(rows, np.bool_)])
        return self._masks


@dataclass(frozen=True, slots=True)
class TokenBatch:
    """Documents cut: the tokens of document i are `codes[bounds[i]:bounds[i + 1]]`, numbers of the vocabulary."""

    documents: Batch
    codes: Numbers
    bounds: Numbers

    def __len__(self) -> int:
        return len(self.documents)

    @property
    def owners(self) -> Numbers:
        """The document of each token."""
        return np.repeat(np.arange(len(self)), np.diff(self.bounds))

    def keys(self, by: Sequence[str]) -> list[tuple[Any, ...]]:
        """What each document is grouped by: values of document, group and year."""
        columns = [getattr(self.documents, name) for name in by]
        return list(zip(*columns, strict=True)) if by else [()] * len(self)


class Tokens:
    """Documents and how they are cut; going through it gives `TokenBatch`es, and numbers stay the same each time."""

    def __init__(self, source: Texts, segmenter: Cutter, cache: Path | None, workers: int) -> None:
        self.source, self.segmenter, self.workers = source, segmenter, workers
        self.vocabulary = Vocabulary(segmenter)
        self.cache = cache
        self.cut = 0
        """Texts that were cut, not read from the cache, so far."""

    def __iter__(self) -> Iterator[TokenBatch]:
        for batch, tokens in self._cached(self.cache) if self.cache else self._fresh():
            if not np.array_equal(store.lengths(tokens), list(map(len, batch.text))):
                raise GovTextError("tokens that are not those of the text", file=str(self.cache or self.source.source))
            yield self._numbered(batch, tokens)

    def _numbered(self, batch: Batch, tokens: pa.ChunkedArray) -> TokenBatch:
        flat = pc.list_flatten(tokens)
        encoded = pc.dictionary_encode(flat.combine_chunks() if isinstance(flat, pa.ChunkedArray) else flat)
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        numbers = self.vocabulary.numbers(encoded.dictionary.to_pylist())
        bounds = np.concatenate([[0], np.cumsum(pc.list_value_length(tokens).to_numpy())]).astype(np.int64)
        return TokenBatch(batch, numbers[encoded.indices.to_numpy(zero_copy_only=False)], bounds)

    def _fresh(self) -> Iterator[tuple[Batch, pa.ChunkedArray]]:
        for batches in _groups(self.source.batches(), _CHUNK * (_AHEAD * self.workers if self.workers > 1 else 1)):
            chunks = [batch.text for batch in batches]
            for batch, table in zip(batches, self._tables(chunks), strict=True):
                self.cut += len(batch)
                yield batch, table["tokens"]

    def _tables(self, chunks: Sequence[Sequence[str]]) -> list[pa.Table]:
        if self.workers == 1:
            return [store.cut_table(self.segmenter, chunk) for chunk in chunks]
        import joblib

        jobs = (joblib.delayed(store.cut_table)(self.segmenter, chunk) for chunk in chunks)
        return list(joblib.Parallel(n_jobs=self.workers)(jobs))

    def _cached(self, cache: Path) -> Iterator[tuple[Batch, pa.ChunkedArray]]:
        known = store.Store(cache, self.segmenter)
        self._fill(known)
        known.refresh()
        for batch in self.source.batches():
            yield batch, known.read(store.keys(batch.text))

    def _fill(self, known: store.Store) -> None:
        """Cut what the cache does not have yet, each text once."""
        chunks = _chunks(self._missing(known))
        if self.workers == 1:
            for chunk in chunks:
                _cut_into(self.segmenter, chunk, known.folder)
            return
        import joblib

        jobs = (joblib.delayed(_cut_into)(self.segmenter, chunk, known.folder) for chunk in chunks)
        joblib.Parallel(n_jobs=self.workers)(jobs)

    def _missing(self, known: store.Store) -> Iterator[str]:
        seen: set[bytes] = set()
        for batch in self.source.batches():
            wanted = store.keys(batch.text)
            for at in np.flatnonzero(known.find(wanted)[:, 0] < 0):
                if (key := wanted[at]) not in seen:
                    seen.add(key)
                    self.cut += 1
                    yield batch.text[at]

    def __repr__(self) -> str:
        return f"<Tokens of {self.source.source}, segmenter {self.segmenter.hash[:12]}>"


def tokens(
    source: Corpus | Texts | Tokens | pd.DataFrame | Sequence[str],
    segmenter: Cutter | None = None,
    *,
    cache: str | Path | Literal[False] | None = None,
    workers: int = 1,
) -> Tokens:
    """Documents cut by a segmenter (None: `Segmenter()`), ready for every measure.

    `cache`: folder in which tokens are kept by content; None: that of a corpus (`words/` in its
    folder), and none for other texts; False: none. `workers`:
    processes that cut, for one engine keeps one core busy. What was cut with the same rules, engine and lexicon is
    never cut again.

    >>> made = tokens(["公开政府信息。", "政府信息应当公开。"])
    >>> [made.vocabulary.words[code] for batch in made for code in batch.codes]
    ['公开', '政府信息', '。', '政府信息', '应当', '公开', '。']
    """
    if isinstance(source, Tokens):
        if segmenter is not None and segmenter != source.segmenter:
            raise GovTextError("these tokens were cut by another segmenter", expected="the texts, or no segmenter")
        return source
    given = source if isinstance(source, Texts) else texts(source)
    folder = given.cache if cache is None else Path(cache) if cache is not False else None
    return Tokens(given, segmenter or Segmenter(), folder, workers)


def _cut_into(segmenter: Cutter, chunk: Sequence[str], folder: Path) -> None:
    store.write(folder, store.cut_table(segmenter, chunk))


def _chunks(texts: Iterator[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    size = 0
    for text in texts:
        chunk.append(text)
        size += len(text)
        if size >= _CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _groups(batches: Iterator[Batch], characters: int) -> Iterator[list[Batch]]:
    group: list[Batch] = []
    size = 0
    for batch in batches:
        group.append(batch)
        size += sum(map(len, batch.text))
        if size >= characters:
            yield group
            group, size = [], 0
    if group:
        yield group
