"""Which problems count as substantive: one declared definition for every measure that asks (data/substantive.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from govtext.forms import Label

RESIDUAL = "residual"
_GRAVEST = ("narrow", "wide", "formal")


@dataclass(frozen=True, slots=True)
class Weight:
    """Whether a code counts as substantive: `narrow` in both lists, `wide` in the wider one, `formal` in none.

    `residual`: it is no problem, or none in particular, and counts in neither part.
    """

    code: str
    sort: str
    reason: str


@dataclass(frozen=True, slots=True)
class Substantive:
    """A declared list of codes of substantive problems; `sorts`: the weights that are in it."""

    name: str
    label: Label
    reason: Label
    sorts: tuple[str, ...]
    codes: tuple[str, ...]


@cache
def weights() -> Mapping[str, Weight]:
    """Which codes of the taxonomy are substantive, each with its reason.

    >>> weights()["request_handling"].sort, weights()["publicity"].sort
    ('narrow', 'formal')
    """
    return {code: Weight(code, **raw) for code, raw in _raw()["codes"].items()}


@cache
def substantive() -> Mapping[str, Substantive]:
    """The declared lists, narrow and wide.

    >>> substantive()["narrow"].codes
    ('request_handling', 'key_fields')
    """
    return {name: _list(name, raw) for name, raw in _raw()["lists"].items()}


def _list(name: str, raw: Mapping[str, Any]) -> Substantive:
    sorts = tuple(raw["sorts"])
    codes = tuple(code for code, each in weights().items() if each.sort in sorts)
    return Substantive(name, Label(**raw["label"]), Label(**raw["reason"]), sorts, codes)


def sort_of(codes: Iterable[str], text: str = "") -> str:
    """The weight of a problem: that of its gravest code, `narrow` where its words say so (败诉, 应公开未公开, …).

    A code that is not weighed counts as residual.

    >>> sort_of(["publicity", "timeliness"]), sort_of(["publicity"], "一案败诉"), sort_of(["other"])
    ('wide', 'narrow', 'residual')
    """
    if grave_words(text):
        return "narrow"
    sorts = {weights()[code].sort for code in codes if code in weights()}
    return next((sort for sort in _GRAVEST if sort in sorts), RESIDUAL)


def grave_words(text: str) -> bool:
    """Whether a problem's words say that it is substantive, whatever its codes.

    >>> grave_words("存在应公开未公开的情况")
    True
    """
    return _words().search(text) is not None


@cache
def _words() -> re.Pattern[str]:
    return re.compile(_raw()["words"]["pattern"])


@cache
def _raw() -> Mapping[str, Any]:
    file = resources.files(__package__) / "data" / "substantive.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
