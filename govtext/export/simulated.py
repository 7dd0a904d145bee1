"""Whether the reports are simulated: told by the marks that the simulation leaves in names, folders and texts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc

from govtext.corpus.opened import Corpus

TEXT_MARK = "本报告为模拟数据"
"""Stands in the first lines of every simulated report, see `govtext/simulate/data/prose.toml`."""
_NAME_MARK = r"(^|/)simulated-[^/]*$"
_FOLDER_MARK = "Simulated data."


@dataclass(frozen=True, slots=True)
class Simulated:
    """How many reports of how many bear a mark of the simulation; `said`: the publisher says that all are simulated."""

    marked: int
    reports: int
    said: bool = False

    def __bool__(self) -> bool:
        return self.said or self.marked > 0

    @property
    def kind(self) -> str:
        """Of the warning that is due: all reports are simulated, or some are, which is worse."""
        return "simulated" if self.said or self.marked == self.reports else "simulated_some"


def simulated(corpus: Corpus, *, said: bool = False) -> Simulated:
    """Look for the marks: in the text of the reports, in file names, and in a README of the folders or above them."""
    ids = set(corpus.reports.to_arrow(["report"])["report"].to_pylist())
    marked = ids if _folders(corpus) else (_by_name(corpus) | _by_text(corpus)) & ids
    return Simulated(len(marked), len(ids), said)


def _by_name(corpus: Corpus) -> set[str]:
    files = corpus.manifest.to_arrow(["file", "report"])
    named = pc.match_substring_regex(files["file"], _NAME_MARK)
    return set(files.filter(named)["report"].drop_null().to_pylist())


def _by_text(corpus: Corpus) -> set[str]:
    found: set[str] = set()
    for batch in corpus.sections.batches(["report", "text"]):
        found.update(batch.filter(pc.match_substring(batch["text"], TEXT_MARK))["report"].to_pylist())
    return found


def _folders(corpus: Corpus) -> bool:
    """True where every folder that was built, or the one above it, has a README that says so."""
    folders = [Path(corpus.path, folder) for folder in corpus.index["folders"]]
    return bool(folders) and all(_says_so(folder) or _says_so(folder.parent) for folder in folders)


def _says_so(folder: Path) -> bool:
    try:
        with (folder / "README.md").open(encoding="utf-8") as file:
            return file.readline().startswith(_FOLDER_MARK)
    except (OSError, UnicodeDecodeError):
        return False
