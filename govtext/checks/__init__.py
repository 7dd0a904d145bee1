"""Rules that a report must obey, one file a family, one decorated function a rule.

A rule is added by a function in its family's file, its entry in `data/rules.toml`, and a row each that passes, fails
and cannot be assessed in the family's test table. Rules are total: odd input makes a finding, never an exception.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType, ModuleType

from govtext.checks import deadline, fees, narrative, proactive, structure, sums, values, years
from govtext.checks.case import Case
from govtext.checks.rule import Rule, families
from govtext.errors import UnknownCode
from govtext.model import Finding, Reading

_FAMILIES: tuple[ModuleType, ...] = (sums, values, proactive, narrative, structure, years, deadline, fees)
_RULES: Mapping[str, Rule] = MappingProxyType(
    {each.name: each for family in _FAMILIES for each in vars(family).values() if isinstance(each, Rule)}
)


def rules() -> tuple[Rule, ...]:
    """Every rule, family by family.

    >>> rules()[0].name, rules()[0].standing
    ('requests.balance', 'printed')
    """
    return tuple(_RULES.values())


def find_rule(name: str) -> Rule:
    """The rule with this name.

    Raises `UnknownCode` where there is none.
    """
    if name not in _RULES:
        raise UnknownCode(f"no rule {name!r}", expected=", ".join(_RULES))
    return _RULES[name]


def run(reading: Reading) -> tuple[Finding, ...]:
    """Every finding of every rule, in the order of the rules; the reading is not changed."""
    case = Case(reading)
    return tuple(finding for each in rules() for finding in each.findings(case))


__all__ = ["Rule", "families", "find_rule", "rules", "run"]
