"""What the index declares as data: dimensions, indicators, choices and reasons (data/*.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from govtext.errors import UnknownCode
from govtext.forms import Label

if TYPE_CHECKING:
    import pandas as pd

Direction = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A side of quality: its label, its declared weight and why it has it."""

    id: str
    label: Label
    weight: float
    why: Label


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator: what it is, whether more is better (`up`), and what it cannot see (`blind`).

    `way` names the computation in `govtext.quality.measured`, `using` what of it: rules, or a measure.
    """

    id: str
    dimension: str
    label: Label
    definition: Label
    direction: Direction
    unit: Label
    source: str
    blind: Label
    way: str
    using: tuple[str, ...]


@cache
def dimensions() -> Mapping[str, Dimension]:
    """The dimensions by id, in their order.

    >>> list(dimensions())[:3], dimensions()["timely"].label.zh
    (['timely', 'complete', 'arithmetic'], '及时')
    """
    raw = _raw("indicators")["dimensions"]
    return {
        name: Dimension(name, Label(**each["label"]), float(each["weight"]), Label(**each["why"]))
        for name, each in raw.items()
    }


@cache
def catalogue() -> Mapping[str, Indicator]:
    """The indicators by id, in their order.

    >>> catalogue()["sums_hold"].dimension, catalogue()["stickiness"].direction
    ('arithmetic', 'down')
    """
    return {name: _indicator(name, each) for name, each in _raw("indicators")["indicators"].items()}


def _indicator(name: str, raw: Mapping[str, Any]) -> Indicator:
    label, definition, unit, blind = (Label(**raw[part]) for part in ("label", "definition", "unit", "blind"))
    return Indicator(
        name, raw["dimension"], label, definition, raw["direction"], unit, raw["source"], blind, raw["way"],
        tuple(raw.get("with", ())),
    )  # fmt: skip


def codebook() -> pd.DataFrame:
    """The indicators as a frame for an appendix: one row an indicator, in both languages.

    Columns: id, dimension, direction, label, definition, unit and blind each as .zh and .en, source.

    >>> codebook().columns.tolist()[:4]
    ['id', 'dimension', 'direction', 'label.zh']
    """
    import pandas as pd

    rows = []
    for each in catalogue().values():
        row = {"id": each.id, "dimension": each.dimension, "direction": each.direction}
        for part in ("label", "definition", "unit", "blind"):
            row |= {f"{part}.{language}": getattr(each, part)[language] for language in ("zh", "en")}
        rows.append({**row, "source": each.source})
    return pd.DataFrame(rows)


@cache
def words(kind: str) -> Mapping[str, Label]:
    """The labels of one kind of choice (missing, normalise, weights, aggregate) or of the reasons (reason).

    Raises `UnknownCode` for another kind.

    >>> words("aggregate")["linear"].zh, words("reason")["no_problem"].en
    ('线性', 'no problem is stated')
    """
    raw = _raw("words")
    if kind not in raw:
        raise UnknownCode(f"no words of kind {kind!r}", expected=", ".join(raw))
    return {name: Label(**each) for name, each in raw[kind].items()}


def said(reason: str, language: str = "en") -> str:
    """A reason in words: of this room, or of copied text; raises `UnknownCode` for one that there is not.

    >>> said("no_problem", "zh"), said("no_previous_year")
    ('没有列出问题', 'no report of this issuer on the year before')
    """
    from govtext.reuse.labels import labels

    known = {**labels("reason"), **words("reason")}
    if reason not in known:
        raise UnknownCode(f"no reason {reason!r}", expected=", ".join(known))
    return known[reason][language]


def _raw(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "data" / f"{name}.toml").read_text(encoding="utf-8"))
