"""Tokens kept by the content of their text: a text that was cut once is not cut again.

A folder holds one subfolder for each way of cutting (`cut_hash`), and in it Parquet files of two columns: the SHA-256
of a text (first 16 bytes) and its tokens. Files are written aside and renamed, so that none is ever half there.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from govtext.errors import GovTextError
from govtext.words.segmenter import Cutter

KEY = pa.binary(16)
SCHEMA = pa.schema([pa.field("key", KEY), pa.field("tokens", pa.list_(pa.string()))])
_ASIDE = ".aside-"
_Sorted = npt.NDArray[np.bytes_]


def keys(texts: Sequence[str]) -> list[bytes]:
    """The key of each text, 16 bytes."""
    return [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16] for text in texts]


def cut_table(segmenter: Cutter, texts: Sequence[str]) -> pa.Table:
    """The tokens of each text beside its key, in the order of the texts."""
    cut = [segmenter.tokens(text) for text in texts]
    try:
        tokens = pa.array(cut, SCHEMA.field("tokens").type)
    except UnicodeEncodeError:  # half of a surrogate pair, as broken files have it: no UTF-8 can hold it
        whole = [[token.encode("utf-8", "replace").decode() for token in each] for each in cut]
        tokens = pa.array(whole, SCHEMA.field("tokens").type)
    return pa.Table.from_arrays([pa.array(keys(texts), KEY), tokens], schema=SCHEMA)


class Store:
    """The tokens that a folder has of one way of cutting; `find` tells which texts they are of."""

    def __init__(self, folder: Path, segmenter: Cutter) -> None:
        self.folder = folder / segmenter.cut_hash[:16]
        self._files: list[Path] = []
        self._keys: _Sorted = np.empty(0, "S16")
        self._places = np.empty((0, 2), np.int64)
        self.refresh()

    def refresh(self) -> None:
        """Take up the files that are there now; one that cannot be read is thrown away."""
        known = set(self._files)
        for path in sorted(set(self.folder.glob("tokens-*.parquet")) - known):
            try:
                found = pq.read_table(path, columns=["key"], partitioning=None)["key"].combine_chunks()
            except (pa.ArrowInvalid, OSError, KeyError):
                with suppress(OSError):
                    path.unlink()
                continue
            self._add(path, _array(found.to_pylist()))

    def _add(self, path: Path, found: _Sorted) -> None:
        rows = np.column_stack([np.full(len(found), len(self._files)), np.arange(len(found))])
        self._files.append(path)
        self._keys, first = np.unique(np.concatenate([self._keys, found]), return_index=True)
        self._places = np.concatenate([self._places, rows])[first]

    def find(self, wanted: Sequence[bytes]) -> npt.NDArray[np.int64]:
        """For each key the number of its file and row, -1 where it is not known; shape (n, 2)."""
        places = np.full((len(wanted), 2), -1, np.int64)
        if len(self._keys):
            sought = _array(wanted)
            at = np.minimum(np.searchsorted(self._keys, sought), len(self._keys) - 1)
            same = self._keys[at] == sought
            places[same] = self._places[at[same]]
        return places

    def read(self, wanted: Sequence[bytes]) -> pa.ChunkedArray:
        """The tokens of each key, in order; raises `GovTextError` where one is not there any more."""
        places = self.find(wanted)
        if len(places) and places.min() < 0:
            raise GovTextError("tokens are gone from the cache", file=str(self.folder), expected="run it once more")
        numbers = np.unique(places[:, 0])
        tables = [_tokens(self._files[number]) for number in numbers]
        starts = np.cumsum([0, *(len(table) for table in tables)])
        rows = starts[np.searchsorted(numbers, places[:, 0])] + places[:, 1]
        return pa.chunked_array([chunk for table in tables for chunk in table.chunks], SCHEMA.field(1).type).take(rows)


def write(folder: Path, table: pa.Table) -> Path:
    """Write tokens as a file of the folder, whole or not at all."""
    aside = folder / f"{_ASIDE}{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, aside, compression="zstd")
    except OSError as error:
        raise GovTextError(
            "tokens cannot be kept here", file=str(folder), expected="another folder as `cache`"
        ) from error
    digest = hashlib.sha256(b"".join(table["key"].to_pylist())).hexdigest()[:16]
    path = folder / f"tokens-{digest}.parquet"
    aside.replace(path)
    return path


@lru_cache(maxsize=3)
def _tokens(path: Path) -> pa.ChunkedArray:
    return pq.read_table(path, columns=["tokens"], partitioning=None)["tokens"]


def _array(raw: Sequence[bytes]) -> _Sorted:
    """Keys as numpy sorts them; trailing zeros are padding to it, alike on both sides, since all keys are 16 bytes."""
    return np.frombuffer(b"".join(raw), dtype="S16")


def lengths(tokens: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    """Characters of each text by its tokens: a check that what the cache gives belongs to the text."""
    flat = pc.utf8_length(pc.list_flatten(tokens)).to_numpy()
    counts = pc.list_value_length(tokens).to_numpy()
    ends = np.cumsum(counts)
    total = np.concatenate([[0], np.cumsum(flat)])
    return np.asarray(total[ends] - total[ends - counts])
