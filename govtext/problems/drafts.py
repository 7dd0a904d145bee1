"""What the splitter works with: where it is in the section, and items whose text is not yet cut out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from govtext.problems.cues import Cues
from govtext.problems.item import Kind, Shape


@dataclass(frozen=True, slots=True)
class Context:
    """What the headings above and the list around say of the text: problem or measure, and of which year."""

    kind: Kind | None = None
    past: bool = False
    heading: str = ""
    enumerator: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """An item as offsets in the plain prose."""

    kind: Kind
    start: int
    end: int
    cue: str
    context: Context
    shape: Shape
    block: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that names what follows: its sort, its words, where the text behind it begins."""

    sort: str
    words: str
    end: int

    def over(self, context: Context) -> Context:
        """The context below the heading. A list of last year's problems is not this year's, nor are they measures."""
        kind: Kind | None = {"problem": "problem", "measure": "measure", "past": "measure"}.get(self.sort)  # type: ignore[assignment]
        return replace(context, kind=kind, past=self.sort.startswith("past"), heading=self.words)


_LABEL_END = re.compile("[：。；\n]|(?<=措施)是")
_ENUMERATOR = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]部分|\d{1,2}[.、]"
)
_LONGEST = 48
SIGNATURE = re.compile(
    r"[^，。；：]{0,24}(?:政府|局|办公室|委员会|中心|厅|院|办事处|支队|大队|分局)\n?|\d{4}年\d{1,2}月\d{1,2}日\n?"
)
"""A paragraph that only says who signs, or when."""


def heading_at(masked: str, start: int, end: int, cues: Cues) -> Heading | None:
    """The heading that begins here, alone on its line or before a colon or full stop, or None.

    >>> from govtext.problems.cues import cues
    >>> heading_at("存在的主要问题。一是", 0, 8, cues()).sort
    'problem'
    """
    if numbered := _ENUMERATOR.match(masked, start, end):
        start = numbered.end()
    limit = min(end, start + _LONGEST)
    mark = _LABEL_END.search(masked, start, limit)
    if mark is None and limit < end:
        return None
    stop = mark.start() if mark else limit
    match = cues.heading.fullmatch(masked, start, stop)
    if match is None or stop == start:
        return None
    return Heading(str(match.lastgroup), match.group(), mark.end() if mark else end)
