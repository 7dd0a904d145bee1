"""Automatic numbers of OpenDocument lists, counted as the paragraphs are passed in order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml.etree import _Element

from govtext.readers.counting import number_text
from govtext.readers.odt.names import LOEXT, STYLE, TEXT, XML_ID, count

_LEVELS = 10
_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一": "chineseCounting", "壹": "chineseLegalSimplified", "甲": "ideographTraditional",
    "①": "decimalEnclosedCircle", "１": "decimalFullWidth",
}  # fmt: skip
"""ODF names a format by its first number, as in "一, 二, 三, ..."."""
_PLACEHOLDER = re.compile(r"%(\d{1,2})%")


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    pattern: str
    start: int


@dataclass(slots=True)
class ListRun:
    """A list that goes on: its style's name and how far each level has counted."""

    style: str
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class OdtNumbering:
    """The list styles of a document and the lists met so far; `written` and `unknown` count by number format."""

    def __init__(self, roots: Iterable[_Element]) -> None:
        self._styles = {
            style.get(STYLE + "name", ""): _levels(style)
            for root in roots
            for style in root.iter(TEXT + "list-style", TEXT + "outline-style")
        }
        self._runs: dict[str, ListRun] = {}
        self.written: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()

    def enter(self, element: _Element) -> ListRun:
        """The run that a text:list at the top level begins or goes on with."""
        style = element.get(TEXT + "style-name", "")
        run = self._runs.get("id " + element.get(TEXT + "continue-list", ""))
        if run is None and element.get(TEXT + "continue-numbering") == "true":
            run = self._runs.get("style " + style)
        run = run or ListRun(style)
        self._runs["style " + style] = run
        if element.get(XML_ID):
            self._runs["id " + element.get(XML_ID, "")] = run
        return run

    def label(self, run: ListRun, level: int, item: _Element) -> str:
        """The number of a list item at this level (from 0), "" where it shows none."""
        levels = self._styles.get(run.style, {})
        if level not in levels:
            return ""
        last = run.counts[level]
        following = levels[level].start if last is None else last + 1
        run.counts[level] = count(item, TEXT + "start-value", following)
        run.counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return self._print(levels, run.counts, level)

    def _print(self, levels: dict[int, _Level], counts: list[int | None], level: int) -> str:
        style = levels[level].style
        missing: list[str] = []

        def number(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            each = levels.get(index, levels[level])
            counted = counts[index] if index < _LEVELS else None
            text = number_text(each.start if counted is None else counted, each.style)
            missing.extend([each.style] if text is None else [])
            return text or ""

        label = _PLACEHOLDER.sub(number, levels[level].pattern)
        (self.unknown if missing else self.written)[style] += 1
        return "" if missing else label


def _levels(style: _Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for level in style.iter(TEXT + "list-level-style-number", TEXT + "outline-level-style"):
        index = count(level, TEXT + "level") - 1
        name = level.get(STYLE + "num-format", "")
        if 0 <= index < _LEVELS and name:
            found[index] = _Level(
                _FORMATS.get(name[0], name), _pattern(level, index), count(level, TEXT + "start-value")
            )
    return found


def _pattern(level: _Element, index: int) -> str:
    """How the number is printed, as in "（%1%）"."""
    given = level.get(LOEXT + "num-list-format")
    if given is not None:
        return given
    shown = min(count(level, TEXT + "display-levels"), index + 1)
    numbers = ".".join(f"%{each}%" for each in range(index + 2 - shown, index + 2))
    return level.get(STYLE + "num-prefix", "") + numbers + level.get(STYLE + "num-suffix", "")
