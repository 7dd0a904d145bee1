"""One build at a time in one folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from govtext.errors import GovTextError

_NAME = ".lock"


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the folder; the system lets go when the process dies. Raises `GovTextError` where another build holds it.

    Where the system has no such locks (Windows), nothing is held.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(root / _NAME, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise GovTextError("another build is at work on this corpus", file=str(root)) from error
    try:
        yield
    finally:
        os.close(handle)
