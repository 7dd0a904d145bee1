"""Which report of the corpus is which of the simulation: by the names of their files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pandas as pd

from govtext.errors import GovTextError
from govtext.simulate.truth import Truth

if TYPE_CHECKING:
    from govtext.corpus.opened import Corpus

REPORTS = ("report", "base", "kind", "layout", "body", "issuer", "level", "year", "form", "published", "scope")


@dataclass(frozen=True)
class Linked:
    """The files of a simulation and what became of them.

    `files`: a row a file, with `report` (its id in the truth), `base` (that of the first edition), `kind` (first,
    second_kind, byte_copy, reissue), `layout`, what is true of it, and `found`: its id in the corpus. `contents`: the
    same with one row a content, without the copies to the byte.
    """

    truth: Truth
    files: pd.DataFrame

    @property
    def contents(self) -> pd.DataFrame:
        return self.files[self.files["kind"] != "byte_copy"]


def link(corpus: Corpus, truth: Truth) -> Linked:
    """Every file of the simulation with its report in the corpus (missing where it was not read).

    Raises `GovTextError` where the corpus has none of the files.
    """
    manifest = corpus.manifest.to_pandas()[["file", "report"]]
    names = manifest["file"].map(lambda file: PurePosixPath(file).name)
    found = dict(zip(names, manifest["report"], strict=True))
    files = _files(truth)
    files["found"] = files["file"].map(lambda file: found.get(PurePosixPath(file).name))
    if files["found"].isna().all():
        raise GovTextError("the corpus was not built of this simulation", file=str(truth.folder),
                           expected="a corpus of the folder reports beside truth")  # fmt: skip
    return Linked(truth, files)


def _files(truth: Truth) -> pd.DataFrame:
    first = truth.table("reports").assign(kind="first", base=lambda frame: frame["report"])
    told = first[["base", "body", "issuer", "level", "year", "form", "scope"]]
    further = truth.table("editions").rename(columns={"of": "base"}).merge(told, on="base")
    return pd.concat([first, further], ignore_index=True)[[*REPORTS, "file"]]
