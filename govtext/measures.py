"""What the codebook says of a measure: declared as data by the room that computes it (`data/measures.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from govtext.forms import Label


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as declared: what it is called, its unit, formula and source, and what it cannot see (`blind`)."""

    name: str
    label: Label
    unit: Label
    formula: str
    source: str
    blind: Label


@cache
def measures_of(room: str) -> Mapping[str, Measure]:
    """The measures of a room of the package, by name.

    >>> measures_of("manner")["specificity"].formula
    '100 · specifics / characters'
    """
    file = resources.files(f"govtext.{room}") / "data" / "measures.toml"
    return {name: _measure(name, raw) for name, raw in tomllib.loads(file.read_text(encoding="utf-8")).items()}


def _measure(name: str, raw: Mapping[str, Any]) -> Measure:
    label, unit, blind = (Label(**raw[each]) for each in ("label", "unit", "blind"))
    return Measure(name, label, unit, raw["formula"], raw["source"], blind)
