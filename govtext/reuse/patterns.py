"""What is stripped and what values are held against, as data (`data/*.toml`), read and compiled once."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from govtext.forms import Label


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of text that is taken out: why, what of the text is taken (sentence, line, or the match), and how it is
    found (`by`: besides its patterns)."""

    name: str
    label: Label
    reason: str
    whole: str
    by: str
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A share that others have named as too much; `confirmed`: whether its source was seen."""

    name: str
    value: float
    label: Label
    source: str
    confirmed: bool


def _raw(name: str) -> str:
    return (resources.files(__package__) / "data" / name).read_text(encoding="utf-8")


def _kind(raw: dict[str, Any]) -> Kind:
    compiled = tuple(re.compile(pattern) for pattern in raw["patterns"])
    return Kind(raw["name"], Label(**raw["label"]), raw["reason"], raw["whole"], raw["by"], compiled)


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds of text that can be taken out, in the order in which they are looked for.

    >>> [kind.name for kind in kinds()][:4]
    ['table', 'form', 'heading', 'preamble']
    """
    return tuple(_kind(raw) for raw in tomllib.loads(_raw("strip.toml"))["kinds"])


@cache
def digest() -> str:
    """16 hexadecimal digits over the patterns: they change where something else is taken out."""
    return hashlib.sha256(_raw("strip.toml").encode()).hexdigest()[:16]


@cache
def reference_lines() -> tuple[Line, ...]:
    """The shares of copied text that others have named as too much, each with its source.

    >>> [(line.name, line.value) for line in reference_lines()]
    [('suqian', 0.5), ('cass_2017', 0.9)]
    """
    lines = tomllib.loads(_raw("reference.toml"))["lines"]
    return tuple(Line(**{**raw, "label": Label(**raw["label"])}) for raw in lines)
