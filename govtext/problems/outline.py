"""Enumerators and the lists they make: which 一是 belongs to which （二）, and which is no enumerator at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from govtext.parse.prose.numbers import han_value
from govtext.problems.item import Kind

_HAN = "[一二三四五六七八九十]{1,3}"
_NUMBER = rf"{_HAN}|\d{{1,2}}"
_STRICT, _LOOSE = r"(?:^|(?<=[\n。；：！？]))", r"(?:^|(?<=[\n。；：！？，、”）》…]))"
_LAST = 99
_STYLES = {
    "han": rf"{_STRICT}(?P<han>{_HAN})、(?!二|三)",
    "bracket": rf"{_LOOSE}（(?P<bracket>{_HAN})）[、：]?",
    "digit": rf"{_STRICT}(?P<digit>\d{{1,2}})[.、](?!\d)",
    "small": rf"{_LOOSE}（?(?P<small>\d{{1,2}})）[、：]?",
    "circle": r"(?P<circle>[①-⑳])[、：]?",
    "label_problem": rf"{_STRICT}(?:存在的?|主要)*(?:问题|不足|短板)之?(?P<label_problem>{_NUMBER})[：、，.。]",
    "label_measure": rf"{_STRICT}(?:整改|改进|对应|解决)*(?:措施|对策|举措)之?(?P<label_measure>{_NUMBER})[：、，.。]",
    "shi": rf"(?:{_LOOSE}|(?<=将))(?P<shi>{_HAN})(?:是|要|、是)(?!(?P=shi)(?:[，、。；！是”’]|$))[：，]?",
    "qi": rf"{_LOOSE}其(?P<qi>{_HAN})(?:，|：|、|是)",
    "di": rf"{_LOOSE}第(?P<di>{_HAN})(?:，|：|、|是)",
    "turn": rf"{_LOOSE}(?P<turn>首先|其次|再次|再者|最后)(?:，|：|、|是)?",
    "dash": r"(?:^|(?<=\n))(?P<dash>——|[-－–—•·●■◆★▲○◇▪※]{1,2}(?!\d))",
    "side": rf"{_LOOSE}(?P<side>(?:另)?一方面|另一方面)(?:，|：|是)?",
}
_MARK = re.compile("|".join(_STYLES.values()))
_RANK = {"han": 0, "bracket": 1, "digit": 2, "small": 3, "circle": 4}
"""How far out a style stands when it begins a line; spoken styles (一是, 首先) stand inside any."""
_SPOKEN = 5
_ALONE = frozenset({"bracket", "digit", "han", "label_problem", "label_measure", "shi"})
"""Styles that make a list of one entry where they begin a line or follow a colon."""
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": _LAST, "一方面": 1, "另一方面": 2}
_DEEPEST = 4
"""Lists within lists are followed to this depth."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An enumerator: style, number, where it stands; whether it begins a line or follows a colon or full stop."""

    style: str
    number: int
    start: int
    end: int
    begins: bool
    """It begins a line."""
    opens: bool
    """It stands where a list of one entry may begin: at a line's start, behind a colon or a full stop."""


@dataclass(slots=True)
class Entry:
    """What an enumerator introduces: the text from the mark's end to `end`, and the lists in it."""

    mark: Mark
    end: int = 0
    lists: list[Listing] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.mark.end

    @property
    def kind(self) -> Kind | None:
        """Told by the enumerator itself: 问题一, 措施一."""
        return {"label_problem": "problem", "label_measure": "measure"}.get(self.mark.style)  # type: ignore[return-value]


@dataclass(slots=True)
class Listing:
    """A list: entries of one style in ascending order."""

    entries: list[Entry]

    @property
    def style(self) -> str:
        return self.entries[0].mark.style

    @property
    def start(self) -> int:
        return self.entries[0].mark.start

    @property
    def end(self) -> int:
        return self.entries[-1].end


def outline(masked: str) -> list[Listing]:
    """The outermost lists of the masked prose, lists within entries inside them; ends are not yet set.

    >>> [[entry.mark.start for entry in each.entries] for each in outline("一是人少；二是慢。一是一、二是二。")]
    [[0, 5]]
    """
    marks = _bullets([mark for match in _MARK.finditer(masked) if (mark := _mark(match, masked))], masked)
    roots = _stacked(marks)
    kept = _kept(roots)
    return _stacked([mark for mark in marks if mark.start in kept]) if len(kept) < len(marks) else roots


def _mark(match: re.Match[str], masked: str) -> Mark | None:
    style = str(match.lastgroup)
    number = _number(match[style])
    if number is None:
        return None
    before = masked[match.start() - 1] if match.start() else "\n"
    return Mark(
        style,
        number,
        match.start(),
        match.end(),
        before == "\n",
        before in "\n：。" or (style == "shi" and before in "，；"),
    )


def _bullets(marks: list[Mark], masked: str) -> list[Mark]:
    """Bullets numbered: each is the next of the line before, and the first behind a line without one."""
    last: Mark | None = None
    for place, mark in enumerate(marks):
        if mark.style == "dash":
            near = last is not None and masked.count("\n", last.end, mark.start) == 1
            marks[place] = last = replace(mark, number=last.number + 1 if near and last else 1)
    return marks


def _number(word: str) -> int | None:
    if word in _WORDS:
        return _WORDS[word]
    if not word[0].isalnum():
        return 1
    if word.isascii():
        return int(word)
    if "①" <= word <= "⑳":
        return ord(word) - ord("①") + 1
    value = han_value(word)
    return None if value is None else int(value)


def _stacked(marks: Sequence[Mark]) -> list[Listing]:
    roots: list[Listing] = []
    open_: list[Listing] = []
    for mark in marks:
        depth = _goes_on(open_, mark)
        if depth is not None:
            del open_[depth + 1 :]
            open_[depth].entries.append(Entry(mark))
        elif mark.number == 1 or _answers(open_, mark):
            _close(open_, mark)
            made = Listing([Entry(mark)])
            (open_[-1].entries[-1].lists if open_ else roots).append(made)
            open_.append(made)
    return roots


def _answers(open_: Sequence[Listing], mark: Mark) -> bool:
    """Whether this is 措施二 behind 问题二."""
    return mark.style == "label_measure" and bool(open_) and open_[-1].entries[-1].mark.number == mark.number


def _goes_on(open_: Sequence[Listing], mark: Mark) -> int | None:
    """The list that the mark is the next entry of; a number may be left out, or printed twice at a line's start."""
    for depth in range(len(open_) - 1, -1, -1):
        last = open_[depth].entries[-1].mark
        if last.style != mark.style:
            continue
        follows = 0 < mark.number - last.number <= 2 or mark.number == _LAST
        twice = mark.number == last.number > 1 and mark.opens
        return depth if follows or twice else None
    return None


def _close(open_: list[Listing], mark: Mark) -> None:
    """Close the lists that cannot hold the new one: one of its own style, and at a line's start those further in."""
    for depth, listing in enumerate(open_):
        inner = mark.begins and _RANK.get(mark.style, _SPOKEN) < _RANK.get(listing.style, _SPOKEN)
        if listing.style == mark.style or inner or depth >= _DEEPEST - 1:
            del open_[depth:]
            return


def _kept(lists: Sequence[Listing]) -> set[int]:
    """Where the marks of true lists stand: two entries at least, or a lone one that opens a line or follows a colon."""
    kept: set[int] = set()
    for listing in lists:
        first = listing.entries[0].mark
        if len(listing.entries) > 1 or (listing.style in _ALONE and first.opens):
            kept.update(entry.mark.start for entry in listing.entries)
        for entry in listing.entries:
            kept |= _kept(entry.lists)
    return kept
