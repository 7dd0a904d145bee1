"""The data files of the checks, read once by whoever needs them."""

from __future__ import annotations

from importlib import resources


def data(file: str) -> str:
    """The text of a file in `checks/data`."""
    return resources.files("govtext.checks").joinpath("data", file).read_text(encoding="utf-8")
