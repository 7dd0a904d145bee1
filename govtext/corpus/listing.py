"""Which files there are, and what they hold: the first step of a build."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from govtext.corpus.reading import ID_LENGTH, Failure
from govtext.errors import UnreadableFile

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Listed:
    """One file: `folder` counts the sources from 1, `file` is its path in it; `failure`, where it cannot be opened."""

    folder: int
    file: str
    path: Path
    sha256: str | None = None
    size: int | None = None
    modified: datetime | None = None
    failure: Failure | None = None

    @property
    def report(self) -> str:
        """The id of the report that its content may be."""
        return (self.sha256 or "")[:ID_LENGTH]


def list_files(sources: Sequence[Path], out: Path) -> list[Listed]:
    """Every file of the folders, each once, with hash, size and time, in the order of the sources and their names.

    Left out: hidden files and folders, links to folders, and the folder of the corpus itself. Raises
    `UnreadableFile` where a source does not exist.
    """
    known: set[Path] = set()
    found = []
    for number, source in enumerate(sources, 1):
        for file, path in sorted(_walk(source, out.resolve())):
            real = path.resolve()
            if real not in known:
                known.add(real)
                found.append(Listed(number, file, path))
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        return list(threads.map(_looked_at, found))


def root_of(source: Path) -> Path:
    """The folder in which the paths of a source's files are counted: the source itself, or the one a file lies in."""
    return source if source.is_dir() else source.parent


def _walk(source: Path, out: Path) -> Iterator[tuple[str, Path]]:
    if not source.exists():
        raise UnreadableFile("no such file or folder", file=str(source))
    if not source.is_dir():
        yield source.name, source
        return
    for folder, folders, names in os.walk(source):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if _shown(name) and (here / name).resolve() != out)
        for name in sorted(filter(_shown, names)):
            yield (here / name).relative_to(source).as_posix(), here / name


def _shown(name: str) -> bool:
    return not name.startswith(".")


def _looked_at(listed: Listed) -> Listed:
    try:
        status = listed.path.stat()
        if not stat.S_ISREG(status.st_mode):
            return replace(listed, failure=Failure("UnreadableFile", "not a file"))
        with listed.path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        message = f"the file cannot be opened (found {error.strerror or type(error).__name__})"
        return replace(listed, failure=Failure("UnreadableFile", message, again=True))
    return replace(listed, sha256=sha256, size=status.st_size, modified=_time(status.st_mtime))


def _time(modified: float) -> datetime:
    """The file's own time, to the second, no later than SOURCE_DATE_EPOCH where that is set.

    The time of the build would make two builds of the same files differ.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = min(int(modified), int(epoch)) if epoch.isdigit() else int(modified)
    return datetime.fromtimestamp(seconds, UTC)
