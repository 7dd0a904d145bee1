"""Where the numbers come from: data, lexicons and seeds, declared in a cell; versions, taken from the kernel."""

from __future__ import annotations

import hashlib
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from govtext.errors import GovTextError
from govtext.paper.bindings import publish

MIME = "application/vnd.govtext.provenance+json"
"""The kind of output under which a notebook keeps what it was made of."""
DIGITS = 12
_PACKAGES: Mapping[str, str] = {
    "govtext": "govtext", "numpy": "numpy", "pandas": "pandas", "scipy": "scipy", "matplotlib": "matplotlib",
    "sklearn": "scikit-learn", "pyarrow": "pyarrow", "duckdb": "duckdb", "jieba": "jieba", "rjieba": "rjieba",
    "rensa": "rensa", "lxml": "lxml", "pypdfium2": "pypdfium2",
}  # fmt: skip
"""Modules whose version can change a figure, and the distributions they come from."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Something a result was made of: `kind` is data, lexicon or seed; `value` its hash, or the seed itself."""

    kind: str
    name: str
    value: str
    cell: int = 0


def provenance(
    *, data: Mapping[str, Any] | None = None, lexicon: Mapping[str, Any] | None = None,
    seed: Mapping[str, int] | int | None = None,
) -> None:  # fmt: skip
    """Declare what the results of this cell and of those below are made of.

    `data` and `lexicon`: names to files, folders, frames, or objects that have a `hash` (segmenters and dictionaries);
    `seed`: a number, or names to numbers. Versions of the packages that are loaded are kept beside. Raises
    `GovTextError` for something that has no hash.

    >>> provenance(seed=7)
    seed: 7
    """
    seeds = {"seed": seed} if isinstance(seed, int) else seed or {}
    made = [
        *({"kind": "data", "name": name, "value": digest(each)} for name, each in (data or {}).items()),
        *({"kind": "lexicon", "name": name, "value": digest(each)} for name, each in (lexicon or {}).items()),
        *({"kind": "seed", "name": name, "value": str(each)} for name, each in seeds.items()),
    ]
    text = "\n".join(f"{each['name']}: {each['value']}" for each in made)
    publish({MIME: {"origins": made, "versions": _versions()}, "text/plain": text})


def digest(thing: Any) -> str:
    """The first 12 hexadecimal digits of a SHA-256: of a file, of a folder's names and files, of a frame, or its own.

    >>> import pandas as pd
    >>> digest(pd.DataFrame({"a": [1]})) == digest(pd.DataFrame({"a": [1]})) != digest(pd.DataFrame({"a": [2]}))
    True
    """
    if isinstance(thing, str | Path):
        return _of_path(Path(thing))
    own = getattr(thing, "hash", None)
    if isinstance(own, str):
        return own[:DIGITS]
    if hasattr(thing, "to_csv"):
        return of_bytes(thing.to_csv(lineterminator="\n").encode())
    raise GovTextError("no hash is known of this", found=type(thing).__name__, expected="a path, a frame, or a hash")


def of_bytes(content: bytes) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of the content."""
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def _of_path(path: Path) -> str:
    if not path.exists():
        raise GovTextError("declared data are not there", file=str(path))
    total = hashlib.sha256()
    files = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
    for file in files:
        total.update(file.relative_to(path).as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:DIGITS]


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for module, name in _PACKAGES.items():
        if module in sys.modules:
            try:
                found[name] = version(name)
            except PackageNotFoundError:
                found[name] = "unknown"
    return found


def collect(outputs: Iterable[tuple[int, Mapping[str, Any]]]) -> tuple[list[Origin], dict[str, str]]:
    """What the (cell, output) pairs declare, and the versions of the last declaration."""
    origins: list[Origin] = []
    versions: dict[str, str] = {}
    for cell, output in outputs:
        content = output.get("data", {}).get(MIME)
        if content is not None:
            origins += [Origin(each["kind"], each["name"], each["value"], cell) for each in content["origins"]]
            versions |= content["versions"]
    return origins, versions
