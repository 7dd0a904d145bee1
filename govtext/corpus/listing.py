"""Which files there are, and what they hold: the first step of a build."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from govtext.corpus.reading import ID_LENGTH, Failure
from govtext.errors import UnreadableFile

_AT_ONCE = 8
_BYTE = re.compile(rb"\\x([89a-f][0-9a-f])")
_LINK = Failure("UnreadableFile", "a link to a folder elsewhere is not followed (expected the folder)", again=True)


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

    Left out: hidden files and folders, links to folders of the same source, and the folder of the corpus itself. A
    folder that cannot be listed, and a link to one elsewhere, is a file that cannot be opened. Raises
    `UnreadableFile` where a source does not exist.
    """
    known: set[Path] = set()
    found = []
    for number, source in enumerate(sources, 1):
        folders: dict[Path, Path] = {}
        for each in sorted(_walk(number, source, out.resolve()), key=lambda listed: listed.file):
            real = _real_in(each.path, folders)
            if real not in known:
                known.add(real)
                found.append(each)
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        return list(threads.map(_looked_at, found))


def root_of(source: Path) -> Path:
    """The folder in which the paths of a source's files are counted: the source itself, or the one a file lies in."""
    return source if source.is_dir() else source.parent


def _real(path: Path) -> Path:
    """Where a path leads; the path itself where that cannot be told (links in a circle, too deep)."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def _real_in(path: Path, folders: dict[Path, Path]) -> Path:
    """The same, each folder being followed once only."""
    if os.path.islink(path):  # noqa: PTH114 - Path raises where the name is too long
        return _real(path)
    folder = folders.get(path.parent) or folders.setdefault(path.parent, _real(path.parent))
    return folder / path.name


def _walk(number: int, source: Path, out: Path) -> Iterator[Listed]:
    if not os.path.exists(source):  # noqa: PTH110 - Path raises where the name is too long
        raise UnreadableFile("no such file or folder", file=str(source))
    if not source.is_dir():
        yield Listed(number, _written(source, source.parent), source)
        return
    closed: list[OSError] = []
    for folder, folders, names in os.walk(source, onerror=closed.append):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if _shown(name) and _real(here / name) != out)
        for name in sorted(filter(_shown, names)):
            yield Listed(number, _written(here / name, source), here / name)
        for link in _leading_out(here, folders, source):
            yield Listed(number, _written(link, source), link, failure=_LINK)
    for error in closed:
        path, message = Path(error.filename), f"the folder cannot be listed (found {_said(error)})"
        failure = Failure("UnreadableFile", message, again=True)
        yield Listed(number, _written(path, source), path, failure=failure)


def _written(path: Path, root: Path) -> str:
    """The path in the folder; bytes of it that are no UTF-8 (names in GBK on Linux) as \\xd5, so that none is lost."""
    return os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "backslashreplace")


def named(folder: Path, file: str) -> Path:
    r"""The file that is written so in the manifest.

    >>> os.fsencode(named(Path("a"), r"b/\xd5\xfe.html").name)
    b'\xd5\xfe.html'
    """
    if os.path.lexists(folder / file):
        return folder / file
    raw = _BYTE.sub(lambda found: bytes([int(found.group(1), 16)]), file.encode())
    return folder / os.fsdecode(raw)


def _leading_out(here: Path, folders: Sequence[str], source: Path) -> Iterator[Path]:
    """Links to folders that are not in the source: what they hold would be in no table."""
    for name in folders:
        link = here / name
        if os.path.islink(link) and not _real(link).is_relative_to(_real(source)):  # noqa: PTH114 - as above
            yield link


def _said(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _shown(name: str) -> bool:
    return not name.startswith(".")


def _looked_at(listed: Listed) -> Listed:
    if listed.failure:
        return listed
    try:
        status = listed.path.stat()
        if not stat.S_ISREG(status.st_mode):
            return replace(listed, failure=Failure("UnreadableFile", "not a file"))
        with listed.path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        message = f"the file cannot be opened (found {_said(error)})"
        return replace(listed, failure=Failure("UnreadableFile", message, again=True))
    return replace(listed, sha256=sha256, size=status.st_size, modified=_time(status.st_mtime))


def _time(modified: float) -> datetime:
    """The file's own time, to the second, no later than SOURCE_DATE_EPOCH where that is set.

    The time of the build would make two builds of the same files differ.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = min(int(modified), int(epoch)) if epoch.isdigit() else int(modified)
    return datetime.fromtimestamp(seconds, UTC)
