"""The kinds of error: which check each is to break, and where its damage cannot be decided, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from govtext.forms import Label
from govtext.simulate.data import data

DECIDABLE = "fail"


@dataclass(frozen=True, slots=True)
class Says:
    """What the check says of the damage (fail, uncertain, not_assessable, pass), and why where that is not fail."""

    expected: str
    why: Label | None = None

    @property
    def decidable(self) -> bool:
        return self.expected == DECIDABLE


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of error of `data/errors.toml`; `own_rate`: it is not drawn with the others."""

    name: str
    rule: str
    says: Says
    touches: str = ""
    form: str = ""
    weight: int = 1
    own_rate: bool = False
    layouts: Mapping[str, Says] = field(default_factory=dict)
    """Layouts in which it is otherwise."""

    def of(self, layout: str) -> Says:
        """What the check says of it in a report of this layout."""
        return self.layouts.get(layout, self.says)

    @property
    def across(self) -> bool:
        """Whether only the report on the year before can show it."""
        return self.name.startswith("across.")


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by name.

    >>> kinds()["sums.balance"].of("bars").decidable, kinds()["values.blank_total"].of("bars").decidable
    (True, False)
    """
    raw = data("errors")
    return {
        name: _kind(name, each, own_rate) for part, own_rate in (("kinds", False), ("others", True))
        for name, each in raw[part].items()
    }  # fmt: skip


def _kind(name: str, raw: Mapping[str, Any], own_rate: bool) -> Kind:
    layouts = {layout: _says(each) for layout, each in raw.get("layouts", {}).items()}
    told = {key: raw[key] for key in ("touches", "form", "weight") if key in raw}
    return Kind(name, raw["rule"], _says(raw), own_rate=own_rate, layouts=layouts, **told)


def _says(raw: Mapping[str, Any]) -> Says:
    return Says(raw["expected"], Label(**raw["why"]) if "why" in raw else None)
