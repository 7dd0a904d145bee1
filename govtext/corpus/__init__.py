"""A corpus: from folders of files to tables that can be trusted, and back to the place in the file.

`build` reads every file once and writes Parquet tables; `open_corpus` gives them as lazy frames, panels and SQL.
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govtext.corpus.building import BuildResult
    from govtext.corpus.guard import Bounds
    from govtext.corpus.opened import Corpus

# The processes that read files load this package too: pyarrow, joblib and DuckDB only where they are asked for.


def build(
    *sources: str | PathLike[str],
    out: str | PathLike[str],
    workers: int | None = None,
    scheduler: str | None = None,
    progress: bool | None = None,
    bounds: Bounds | None = None,
    overrides: str | PathLike[str] | None = None,
    places: str | PathLike[str] | None = None,
) -> BuildResult:
    """Build a corpus of all files in the folders, or go on with a build that was cut off.

    `workers`: processes (None: one a core); `scheduler`: address of a Dask scheduler whose workers see the same
    folders; `progress`: None: a bar on a terminal, lines elsewhere, False: nothing; `bounds`: time and memory of one
    file; `overrides`: the CSV of a person's decisions on issuers (the filled `questions.csv` of a build); `places`: a
    CSV of places beside the official ones (`places.csv` of a simulation). Raises `GovTextError` where a source is
    missing, another build is at work in `out`, or a CSV is not understood.
    """
    from govtext.corpus.building import build as start

    return start(
        *sources, out=out, workers=workers, scheduler=scheduler, progress=progress, bounds=bounds,
        overrides=overrides, places=places,
    )  # fmt: skip


def open_corpus(path: str | PathLike[str]) -> Corpus:
    """Open a corpus that was built; raises `GovTextError` where there is none."""
    from govtext.corpus.opened import open_corpus as start

    return start(path)


__all__ = ["build", "open_corpus"]
