"""The taxonomy of problems (data/taxonomy.toml): codes, labels, definitions, examples and counter-examples."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

from govtext.errors import UnknownCode

OTHER, NONE = "other", "none"


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the taxonomy with its labels and what belongs to it, in Chinese and English."""

    code: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    example: str
    """A sentence (made up) that has the code."""
    counter_example: str
    """A sentence (made up) that seems to have it and has another, `instead`."""
    instead: str
    note: str = ""
    """Why the counter-example is coded otherwise."""

    def label(self, language: str) -> str:
        """The label in `zh` or `en`."""
        return self.zh if language == "zh" else self.en


@cache
def taxonomy() -> Mapping[str, Code]:
    """The codes in the order in which they are shown.

    >>> taxonomy()["timeliness"].zh, len(taxonomy())
    ('更新不及时、滞后', 20)
    """
    text = (resources.files(__package__) / "data" / "taxonomy.toml").read_text(encoding="utf-8")
    return {name: _code(name, raw) for name, raw in tomllib.loads(text).items()}


def _code(name: str, raw: Mapping[str, Any]) -> Code:
    known = {each.name for each in fields(Code)} - {"code"}
    if unknown := set(raw) - known:
        raise UnknownCode(f"taxonomy: {name} has no part {sorted(unknown)[0]!r}", expected=", ".join(sorted(known)))
    if missing := known - {"note"} - set(raw):
        raise UnknownCode(f"taxonomy: {name} lacks {sorted(missing)[0]!r}")
    return Code(name, **raw)
