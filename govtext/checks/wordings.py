"""The wordings with which the prose states a figure of a table, from `data/narrative.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from govtext.checks.files import data

NUMBER = "■"
"""Stands for the number that is looked at, with its unit."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One way to state one figure, from the data file."""

    rule: str
    meanings: tuple[tuple[str, ...], ...]
    said: tuple[re.Pattern[str], ...]
    none: tuple[re.Pattern[str], ...]
    not_with: re.Pattern[str] | None
    not_none: re.Pattern[str] | None
    require: re.Pattern[str] | None
    forbid: re.Pattern[str] | None
    firm: re.Pattern[str] | None
    units: frozenset[str]
    vague: bool
    whole: bool
    past: bool

    def fits(self, sentence: str) -> bool:
        """The sentence has what it must have, and nothing that it must not."""
        return not (self.require and not self.require.search(sentence)) and not (
            self.forbid and self.forbid.search(sentence)
        )


@cache
def narrative() -> Mapping[str, Any]:
    """The data file."""
    return tomllib.loads(data("narrative.toml"))


@cache
def word(name: str) -> re.Pattern[str]:
    """A pattern of the data file that serves all statements."""
    return re.compile(narrative()["words"][name])


@cache
def statements() -> tuple[Statement, ...]:
    """All ways to state a figure, in the order of the file."""
    return tuple(_statement(raw) for raw in narrative()["statements"])


def pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern of the data file; …8 is up to eight characters of the same clause without digits.

    >>> bool(pattern("收到…4申请…2■").search("共收到公开申请■,"))
    True
    """
    return re.compile(re.sub(r"…(\d+)", rf"[^,。;\\d{NUMBER}]{{0,\1}}?", text))


def _statement(raw: Mapping[str, Any]) -> Statement:
    meanings = (tuple(raw["keys"]), *map(tuple, raw.get("or", ())))
    said, none = (tuple(map(pattern, raw.get(name, ()))) for name in ("said", "none"))
    units = frozenset(narrative()["units"][raw.get("units", "count")])
    not_with, not_none, require, forbid, firm = (
        re.compile(raw[name]) if name in raw else None for name in ("not_with", "not_none", "require", "forbid", "firm")
    )
    flags = raw.get("vague", False), raw.get("whole", True), raw.get("past", False)
    return Statement(raw["rule"], meanings, said, none, not_with, not_none, require, forbid, firm, units, *flags)


@dataclass(frozen=True, slots=True)
class Asked:
    """The statements of one rule; `said` and `none` match wherever one of their patterns does."""

    statements: tuple[Statement, ...]
    said: re.Pattern[str]
    none: re.Pattern[str]


@cache
def asked_of(rule: str) -> Asked:
    """The ways to state a figure that a rule asks for; none where the file has none."""
    asked = tuple(each for each in statements() if each.rule == rule)
    said, none = ([each.pattern for one in asked for each in getattr(one, name)] for name in ("said", "none"))
    return Asked(asked, _any(said), _any(none))


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns) or "(?!)")


@cache
def neutral() -> re.Pattern[str]:
    """Words beside a number that leave it what it is."""
    return re.compile("|".join(sorted(narrative()["words"]["neutral"], key=len, reverse=True)))
