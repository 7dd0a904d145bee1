"""The simulation's data files, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def data(name: str) -> Mapping[str, Any]:
    """`places`, `rates`, `problems`, `prose` or `errors`, as the file has it.

    >>> "timeliness" in data("problems")
    True
    """
    file = resources.files("govtext.simulate") / "data" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
