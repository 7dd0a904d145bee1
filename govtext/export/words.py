"""Sentences of an export in both languages, as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def _all() -> Mapping[str, Any]:
    return tomllib.loads((resources.files(__package__) / "data" / "words.toml").read_text(encoding="utf-8"))


def words(name: str, language: str) -> tuple[str, ...]:
    """The lines with this name.

    >>> words("simulated", "en")[0][:9]
    'SIMULATED'
    """
    said = _all()[name][language]
    return (said,) if isinstance(said, str) else tuple(said)


def word(name: str, language: str) -> str:
    """A single line."""
    return words(name, language)[0]


def sheet() -> list[Mapping[str, Any]]:
    """The sections of the datasheet in their order."""
    return list(_all()["datasheet"])
