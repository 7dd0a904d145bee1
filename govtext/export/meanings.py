"""What the values of coded variables mean, in both languages; descriptions in Chinese beside those of the schema."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from govtext.corpus.schema import Variable
from govtext.display.language import labels
from govtext.forms import Label

BLANK = Label("（空白）", "(blank)")
MISSING = Label("缺失（null）", "missing (null)")


@cache
def _declared() -> Mapping[str, Any]:
    return tomllib.loads((resources.files(__package__) / "data" / "meanings.toml").read_text(encoding="utf-8"))


def meaning(table: str, variable: str, value: str) -> Label:
    """What a value of a variable means; the value itself where nothing is said of it.

    >>> meaning("findings", "status", "not_assessable").zh, meaning("cells", "unit", "万元").en
    ('无法核查', '万元 (10,000 yuan)')
    """
    for name in (f"{table}.{variable}", variable):
        said = _declared()["values"].get(name, {}).get(value)
        said = said or labels().get(f"{name}.{value}")
        if said:
            return Label(said["zh"], said["en"])
    return Label(value, value)


def description(variable: Variable, language: str) -> str:
    """The variable's description; in Chinese where that is written, else as the schema has it."""
    said = _declared()["descriptions"] if language == "zh" else {}
    return str(said.get(variable.description, variable.description))


def unit(variable: Variable, language: str) -> str:
    """The variable's unit in words."""
    said = _declared()["units"].get(variable.unit) or labels().get(f"unit.{variable.unit}")
    return str(said[language]) if said else variable.unit
