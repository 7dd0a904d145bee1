"""Automatic numbers of Word: 一、 （一） 1. stand in numbering.xml, not in the text, and headings hang on them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from lxml.etree import _Element

from govtext.readers.counting import number_text
from govtext.readers.word.names import W, child, value, whole

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    style: str
    text: str
    legal: bool
    restart: int | None
    """Number of the level whose use restarts this one; 0 never, None any higher level."""
    paragraph_style: str


@dataclass(frozen=True, slots=True)
class _List:
    """One w:num: the abstract list whose counters it shares, and its levels."""

    abstract: str
    levels: dict[int, _Level]
    overrides: dict[int, int]


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    list_id: str
    level: int | None


@dataclass(slots=True)
class Numbering:
    """Counts a document's lists as its paragraphs are passed in order."""

    lists: dict[str, _List] = field(default_factory=dict)
    styles: dict[str, _Style] = field(default_factory=dict)
    written: Counter[str] = field(default_factory=Counter)
    """How often each number format was written out."""
    unknown: Counter[str] = field(default_factory=Counter)
    """How often a number was left out because its format is not known."""
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _overridden: set[tuple[str, int]] = field(default_factory=set)

    def is_contents(self, properties: _Element | None) -> bool:
        """Whether the paragraph is an entry of a table of contents."""
        style = self.styles.get(_style_id(properties))
        return style is not None and style.name.lower().startswith("toc ")

    def next_label(self, properties: _Element | None) -> str:
        """The number before the paragraph with these properties (w:pPr), "" where it has none."""
        if not self.lists:
            return ""
        list_id, level = self._position(properties)
        numbered = self.lists.get(list_id)
        if numbered is None or level not in numbered.levels:
            return ""
        counts = self._counts.setdefault(numbered.abstract, [None] * _LEVELS)
        if level in numbered.overrides and (list_id, level) not in self._overridden:
            self._overridden.add((list_id, level))
            counts[level] = numbered.overrides[level]
        else:
            last = counts[level]
            counts[level] = numbered.levels[level].start if last is None else last + 1
        self._restart(numbered, counts, level)
        return self._print(numbered, counts, level)

    def _position(self, properties: _Element | None) -> tuple[str, int]:
        """The list and the level of a paragraph, from itself or from its style."""
        own = None if properties is None else child(properties, W + "numPr")
        list_id = value(own, "numId") if own is not None else ""
        level = whole(own, "ilvl") if own is not None else None
        style_id, seen = _style_id(properties), set[str]()
        while style_id in self.styles and style_id not in seen and not (list_id and level is not None):
            seen.add(style_id)
            style = self.styles[style_id]
            if not list_id and style.list_id:
                list_id = style.list_id
                level = level if level is not None else self._style_level(list_id, style_id, style.level)
            style_id = style.based_on
        return list_id, level or 0

    def _style_level(self, list_id: str, style_id: str, level: int | None) -> int | None:
        numbered = self.lists.get(list_id)
        linked = (
            (i for i, each in numbered.levels.items() if each.paragraph_style == style_id) if numbered else iter(())
        )
        return next(linked, level)

    def _restart(self, numbered: _List, counts: list[int | None], level: int) -> None:
        for deeper in range(level + 1, _LEVELS):
            restart = numbered.levels[deeper].restart if deeper in numbered.levels else None
            if restart is None or level < restart:
                counts[deeper] = None

    def _print(self, numbered: _List, counts: list[int | None], level: int) -> str:
        spec = numbered.levels[level]
        if spec.style in ("bullet", "none"):
            return ""

        def number(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            each = numbered.levels.get(index, spec)
            count = counts[index]
            style = "decimal" if spec.legal else each.style
            text = number_text(each.start if count is None else count, style)
            if text is None:
                self.unknown[style] += 1
            return text or ""

        before = self.unknown.total()
        label = _PLACEHOLDER.sub(number, spec.text)
        if self.unknown.total() > before:
            return ""
        self.written[spec.style] += 1 if label else 0
        return label


def read_numbering(numbering: _Element | None, styles: _Element | None) -> Numbering:
    """The lists of numbering.xml and the numbered styles of styles.xml."""
    known = {} if styles is None else {_id(style, "styleId"): _style(style) for style in styles.iter(W + "style")}
    if numbering is None:
        return Numbering(styles=known)
    abstracts = {_id(each, "abstractNumId"): each for each in numbering.iter(W + "abstractNum")}
    nums = {_id(num, "numId"): num for num in numbering.iter(W + "num")}
    lists = {key: _list(num, abstracts, nums, known) for key, num in nums.items()}
    return Numbering(lists, known)


def _list(num: _Element, abstracts: dict[str, _Element], nums: dict[str, _Element], styles: dict[str, _Style]) -> _List:
    abstract_id = value(num, "abstractNumId")
    abstract = abstracts.get(abstract_id)
    if abstract is not None and value(abstract, "numStyleLink") in styles:  # a list style holds the levels
        linked = nums.get(styles[value(abstract, "numStyleLink")].list_id)
        abstract_id = value(linked, "abstractNumId") if linked is not None else abstract_id
        abstract = abstracts.get(abstract_id)
    levels = _levels(abstract)
    overrides: dict[int, int] = {}
    for override in num.iter(W + "lvlOverride"):
        levels |= _levels(override)
        start = whole(override, "startOverride")
        if start is not None:
            overrides[_level_number(override)] = start
    return _List(abstract_id, levels, overrides)


def _levels(parent: _Element | None) -> dict[int, _Level]:
    found = [] if parent is None else parent.findall(W + "lvl")
    return {_level_number(level): _level(level) for level in found if 0 <= _level_number(level) < _LEVELS}


def _level(level: _Element) -> _Level:
    start = whole(level, "start")
    legal = level.find(W + "isLgl") is not None
    style = value(level, "numFmt") or "decimal"
    text = value(level, "lvlText")
    return _Level(1 if start is None else start, style, text, legal, whole(level, "lvlRestart"), value(level, "pStyle"))


def _level_number(element: _Element) -> int:
    number = element.get(W + "ilvl", "0")
    return int(number) if number.isdecimal() else _LEVELS


def _style(style: _Element) -> _Style:
    properties = style.find(f"{W}pPr/{W}numPr")
    list_id = value(properties, "numId") if properties is not None else ""
    level = whole(properties, "ilvl") if properties is not None else None
    return _Style(value(style, "name"), value(style, "basedOn"), list_id, level)


def _style_id(properties: _Element | None) -> str:
    return value(properties, "pStyle") if properties is not None else ""


def _id(element: _Element, name: str) -> str:
    return element.get(W + name, "")
