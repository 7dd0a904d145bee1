"""Where the data of the sessions are: beside the notebooks, or in a folder above them."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from govtext.errors import UnreadableFile

PARTS = ("real", "sample", "coded")
"""What the sessions read of the project's data."""


def data_folder(start: str | PathLike[str] = ".") -> Path:
    """The nearest `data` with real, sample and coded in it, in `start` or above; raises `UnreadableFile` for none."""
    here = Path(start).resolve()
    for folder in (here, *here.parents):
        if all((folder / "data" / part).is_dir() for part in PARTS):
            return folder / "data"
    expected = (
        "a folder data with " + ", ".join(PARTS) + ", here or above; `make teaching` puts it beside the notebooks"
    )
    raise UnreadableFile("the data of the sessions are not there", file=str(start), expected=expected)
