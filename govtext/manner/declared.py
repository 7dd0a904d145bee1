"""What the codebook says of every measure of this room (data/measures.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from govtext.forms import Label
from govtext.manner.patterns import load


@dataclass(frozen=True, slots=True)
class Declared:
    """A measure as declared: label, unit, formula, source, and what it cannot see (`blind`)."""

    name: str
    label: Label
    unit: Label
    formula: str
    source: str
    blind: Label


@cache
def measures() -> Mapping[str, Declared]:
    """Every measure of this room by name.

    >>> measures()["specificity"].formula
    '100 · specifics / characters'
    """
    return {
        name: Declared(
            name, Label(**each["label"]), Label(**each["unit"]), each["formula"], each["source"], Label(**each["blind"])
        )
        for name, each in load("measures").items()
    }
