"""What is there already: the last corpus and the segments of a build that was cut off. This is the cache."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from govtext.corpus import store
from govtext.corpus.reading import Failure
from govtext.corpus.work import FAILURES, SEGMENTS, Source
from govtext.errors import GovTextError

INDEX = "corpus.json"
LAYOUT = 2
"""Changes where the files of a corpus are laid out otherwise."""


def read_index(root: Path) -> Mapping[str, Any] | None:
    """What `corpus.json` says; None where there is no corpus; raises `GovTextError` where it cannot be read."""
    try:
        index: dict[str, Any] = json.loads((root / INDEX).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise GovTextError("no index of a corpus", file=str(root / INDEX), found=str(error)) from error
    if not isinstance(index, dict) or index.get("layout") != LAYOUT:
        raise GovTextError("a corpus of another layout", file=str(root / INDEX), expected=f"layout {LAYOUT}")
    return index


@dataclass(slots=True)
class State:
    """Where the rows of each known report are, by id, and why contents failed that are known to, by SHA-256.

    `shards` are those of the last corpus with their reports: what has not changed is not written again. `index` is
    that corpus's, where there is one.
    """

    reports: dict[str, Source] = field(default_factory=dict)
    failures: dict[str, Failure] = field(default_factory=dict)
    shards: dict[str, Source] = field(default_factory=dict)
    counts: dict[Source, int] = field(default_factory=dict)
    index: Mapping[str, Any] | None = None

    def add(self, source: Source) -> None:
        names = source.table("reports").column("report").to_pylist()
        self.counts[source] = len(names)
        for name in names:
            self.reports.setdefault(name, source)

    def add_segments(self, folder: Path) -> None:
        """Take up what batches have left; a segment that cannot be read is thrown away, and its files read again."""
        for segment in sorted(folder.glob("[!.]*")):
            try:
                self.add(Source(segment))
                self._add_failures(store.read_segment(segment, FAILURES), keep_again=False)
            except (pa.ArrowInvalid, OSError, KeyError):
                shutil.rmtree(segment, ignore_errors=True)

    def add_fresh(self, folder: Path) -> None:
        """The same after this build's own batches: what failed for the machine's sake has failed for this build."""
        self.add_segments(folder)
        for segment in sorted(folder.glob("[!.]*")):
            self._add_failures(store.read_segment(segment, FAILURES), keep_again=True)

    def _add_failures(self, table: pa.Table, *, keep_again: bool) -> None:
        for row in table.to_pylist():
            if row["sha256"] and (keep_again or not row["again"]):
                self.failures.setdefault(
                    row["sha256"], Failure(row["error"], row["message"], row["kind"], row["again"])
                )

    def add_corpus(self, root: Path, version: str) -> None:
        """Take up the last corpus, where the same code read it, without the shards of which a part is gone."""
        try:
            index = self.index = read_index(root)
            if index is None or index["version"] != version:
                return
            for shard, parts in index["shards"].items():
                if all(store.is_whole(root / path) for path in parts.values()):
                    self.shards[shard] = Source(root, tuple(sorted(parts.items())))
                    self.add(self.shards[shard])
            self._add_failures(store.read_part(root, index["errors"]), keep_again=False)
        except (GovTextError, pa.ArrowInvalid, OSError, KeyError):
            self.reports, self.failures, self.shards, self.counts = {}, {}, {}, {}


def load_state(root: Path, version: str) -> State:
    """What is known before anything is read."""
    state = State()
    state.add_corpus(root, version)
    state.add_segments(segments(root, version))
    return state


def segments(root: Path, version: str) -> Path:
    """The folder of segments that this version of the reading code left."""
    return root / SEGMENTS / version.replace("+", "-")
