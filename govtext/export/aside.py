"""A folder written aside and renamed, so that nobody meets half an export."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from govtext.corpus.store import aside_of, sync
from govtext.errors import GovTextError

SUMS = "SHA256SUMS"
"""The file by which an earlier export is known; the form of `sha256sum`."""


@contextmanager
def written_aside(out: Path, *, replace: bool) -> Iterator[Path]:
    """A folder to write to, which takes the place of `out` at the end; nothing is left of it after an error.

    Raises `GovTextError` where `out` holds something, unless it is an earlier export and `replace` is set.
    """
    _free(out, replace)
    aside = aside_of(out)
    aside.mkdir()
    try:
        yield aside
        _sum_up(aside)
        _take_place(aside, out)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _free(out: Path, replace: bool) -> None:
    if out.is_file():
        raise GovTextError("the export is to be a folder", file=str(out), found="a file")
    if not out.is_dir() or not any(out.iterdir()):
        return
    if not replace:
        raise GovTextError("the folder is not empty", file=str(out), expected="a new folder, or --replace")
    if not (out / SUMS).is_file():
        raise GovTextError("the folder is no earlier export", file=str(out), expected=f"a file {SUMS} in it")


def _sum_up(folder: Path) -> None:
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [f"{sha256(folder / name)}  {name}\n" for name in names]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    for path in [*folder.rglob("*"), folder]:
        sync(path)


def _take_place(aside: Path, out: Path) -> None:
    old = aside_of(out) if out.exists() else None
    if old is not None:
        out.rename(old)
    try:
        aside.rename(out)
    except OSError:
        if old is not None:
            old.rename(out)
        raise
    if old is not None:
        shutil.rmtree(old)
    with suppress(OSError):
        sync(out.parent)
