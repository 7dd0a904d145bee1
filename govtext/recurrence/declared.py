"""What this room declares as data: its measures, why a year does not count, what the codes of results mean."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from govtext.forms import Label
from govtext.measures import measures_of

if TYPE_CHECKING:
    import pandas as pd

WORDS = ("label.zh", "label.en", "unit.zh", "unit.en", "formula", "source", "blind.zh", "blind.en")
"""Columns of `measures()` behind the name."""


def measures() -> pd.DataFrame:
    """The measures as a frame: name, and label, unit, formula, source, blind (label, unit and blind in zh and en).

    >>> measures().columns.tolist()[:3]
    ['name', 'label.zh', 'label.en']
    """
    import pandas as pd

    rows = [
        (each.name, *_both(each.label), *_both(each.unit), each.formula, each.source, *_both(each.blind))
        for each in measures_of("recurrence").values()
    ]
    return pd.DataFrame(rows, columns=["name", *WORDS])


def _both(label: Label) -> tuple[str, str]:
    return label.zh, label.en


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


def _raw(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "data" / f"{name}.toml").read_text(encoding="utf-8"))
