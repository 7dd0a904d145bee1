"""Texts with the items that stand in them, marked where they stand (tests/problems/data/*.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
_MARK = re.compile(r"\{(?P<kind>[PMA])(?P<codes>[ a-z_,]*)\|(?P<text>[^{}]*)\}")
_KINDS = {"P": ("problem", False), "M": ("measure", False), "A": ("measure", True)}


@dataclass(frozen=True)
class Expected:
    kind: str
    past: bool
    start: int
    end: int
    codes: frozenset[str]


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    expected: tuple[Expected, ...]

    @property
    def spans(self) -> list[tuple[str, bool, str]]:
        return [(each.kind, each.past, self.text[each.start : each.end]) for each in self.expected]


def marked(name: str, source: str) -> Case:
    """The text without its marks, and what they mark."""
    parts: list[str] = []
    expected: list[Expected] = []
    position = length = 0
    for match in _MARK.finditer(source):
        before = source[position : match.start()]
        start = length + len(before)
        kind, past = _KINDS[match["kind"]]
        codes = frozenset(match["codes"].replace(" ", "").split(",")) - {""}
        length = start + len(match["text"])
        expected.append(Expected(kind, past, start, length, codes))
        parts += [before, match["text"]]
        position = match.end()
    return Case(name, "".join(parts) + source[position:], tuple(expected))


def cases(folder: Path = DATA) -> Iterator[Case]:
    for file in sorted(folder.glob("*.toml")):
        for group, texts in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for name, source in texts.items():
                yield marked(f"{group}-{name}", source)
