"""What this room declares as data: its measures, why a year does not count, which codes are substantive."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from govtext.forms import Label

if TYPE_CHECKING:
    import pandas as pd

WORDS = ("label.zh", "label.en", "unit", "formula", "source", "blind_spot")
"""Columns of `measures()` behind the name."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: what it is called, its unit, formula and source, and what it cannot see."""

    name: str
    label: Label
    unit: str
    formula: str
    source: str
    blind_spot: str


@dataclass(frozen=True, slots=True)
class Weight:
    """Whether a code counts as substantive: `narrow` in both lists, `wide` in the wider one, `formal` in none."""

    code: str
    sort: str
    reason: str


@cache
def declared() -> Mapping[str, Measure]:
    """The measures of this room by name (data/measures.toml).

    >>> declared()["returned"].label.zh
    '问题次年再现率'
    """
    return {name: Measure(name, Label(**raw.pop("label")), **raw) for name, raw in _raw("measures").items()}


def measures() -> pd.DataFrame:
    """The measures as a frame: name, label.zh, label.en, unit, formula, source, blind_spot.

    >>> measures().columns.tolist()[:3]
    ['name', 'label.zh', 'label.en']
    """
    import pandas as pd

    rows = [
        (each.name, each.label.zh, each.label.en, each.unit, each.formula, each.source, each.blind_spot)
        for each in declared().values()
    ]
    return pd.DataFrame(rows, columns=["name", *WORDS])


@cache
def reasons() -> Mapping[str, Label]:
    """Why a year, or a pair of years, does not count (data/reasons.toml).

    >>> reasons()["no_report"].zh
    '该年度无报告'
    """
    return {name: Label(**raw) for name, raw in _raw("reasons").items()}


@cache
def words() -> Mapping[str, Label]:
    """What the codes in the results are called, by `kind.code` (data/words.toml).

    >>> words()["fate.vanished_without_measure"].en
    'vanished without a measure'
    """
    return {f"{kind}.{code}": Label(**raw) for kind, codes in _raw("words").items() for code, raw in codes.items()}


@cache
def weights() -> Mapping[str, Weight]:
    """Which codes of the taxonomy are substantive, each with its reason (data/substantive.toml).

    >>> weights()["request_handling"].sort, weights()["publicity"].sort
    ('narrow', 'formal')
    """
    return {code: Weight(code, **raw) for code, raw in _raw("substantive").items()}


def _raw(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "data" / f"{name}.toml").read_text(encoding="utf-8"))
