"""Prose as rules can read it, traceable to where it stands: no white space, full-width marks, wrapped lines joined.

Three strings of one length: `text` as said, `masked` with the inside of quotes, titles and brackets hidden, and
`origin`, the offset of each character in the text that was read. A line feed is the end of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govtext.parse.prose.numbers import fold

HIDDEN = "□"
_WIDE = str.maketrans(",;:!?()．", "，；：！？（）.")
_BLANK = re.compile(r"[\s\u200b\ufeff\u2060\u00ad]+")
_PAIRS = re.compile(
    r"“[^“”\n]{1,80}”|‘[^‘’\n]{1,80}’|《[^《》\n]{1,80}》|「[^「」\n]{1,80}」|『[^『』\n]{1,80}』|〔[^〔〕\n]{1,20}〕|【[^【】\n]{1,40}】"
    r"|\"[^\"\n]{1,40}\"|（(?![一二三四五六七八九十\d]{1,3}）)[^（）\n]{1,80}）"
)
_ENDS = frozenset("。！？；：…")
_NEW = re.compile(
    r"[一二三四五六七八九十]{1,3}(?:、|是|要)|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.、](?!\d)|\d{1,2}）|[①-⑳]|其[一二三四五六]|第[一二三四五六][，、是]"
    r"|首先|其次|再次|最后|下一?步|今后|针对|存在(?:的)?(?:主要)?问题|(?:改进|整改)(?:措施|情况)|(?:主要|存在)?(?:问题|措施)[一二三四五六七八九十\d：]|[●■◆★▲○◇•]|——|[-－–*·▪※](?!\d)"
)
_MARKS = frozenset("，。；：、！？,;:.!?（(“")
_BEGINS = re.compile(
    r"[一二三四五六七八九十]{1,3}是|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[①-⑳]|下一步|(?:改进|整改)(?:措施|情况)|存在的?(?:主要)?问题"
)
"""What begins a paragraph behind a blank, where the text lost its line ends."""
_SPOKEN = re.compile("[一二三四五六七八九十]{1,3}是")
_SIGNATURE = re.compile(r".{2,24}(?:政府|局|办公室|委员会|中心|厅|院|办事处|支队|大队|分局)|\d{4}年\d{1,2}月\d{1,2}日")
_TITLE = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十]部分)?[^，。；：是]{0,24}(?:问题|不足|措施|打算|情况|计划|安排|思路|方向|举措)"
)
_TITLE_LIKE = 40
"""A line no longer than this, numbered and without any mark, is a heading rather than the first half of a sentence."""
_NARROW = 0.8
"""A line shorter than this share of the longest was not cut by the page's width."""


@dataclass(frozen=True, slots=True)
class Plain:
    """The prose, its masked form, and where each character stands."""

    text: str
    masked: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from `start` to `end` stand in the text that was read."""
        return self.origin[start], self.origin[end - 1] + 1


def plain(lines: Iterable[tuple[int, str]]) -> Plain:
    """The lines, each with its offset in the text that was read, as one prose.

    >>> made = plain([(0, "一 是公开不够 及"), (9, "时;二是人手少.")])
    >>> made.text, made.span(2, 7)
    ('一是公开不够及时；二是人手少.', (3, 9))
    """
    kept = [(start, line) for start, line in lines if line.strip()]
    width = max((len(line) for _, line in kept), default=0)
    parts: list[str] = []
    origin: list[int] = []
    for start, line in kept:
        squeezed, places = _squeeze(line, start)
        if parts and _breaks(parts[-1], squeezed, width):
            parts.append("\n")
            origin.append(start)
        parts.append(squeezed)
        origin.extend(places)
    text = "".join(parts)
    return Plain(text, _PAIRS.sub(_hidden, text), origin)


def _squeeze(line: str, start: int) -> tuple[str, list[int]]:
    """The line without blanks and with full-width marks, and the place of each character that is kept."""
    parts: list[str] = []
    places: list[int] = []
    position = 0
    for blank in _BLANK.finditer(line):
        parts.append(line[position : blank.start()])
        places.extend(range(start + position, start + blank.start()))
        position = blank.end()
        if places and line[blank.start() - 1] not in _MARKS and _BEGINS.match(line, position):
            parts.append("\n")
            places.append(start + blank.start())
    parts.append(line[position:])
    places.extend(range(start + position, start + len(line)))
    return fold("".join(parts)).translate(_WIDE), places


def _breaks(before: str, after: str, width: int) -> bool:
    """Whether a paragraph ends between two lines, rather than a sentence going on."""
    if before[-1:] in _ENDS or (before[-1:] in "”）" and before[-2:-1] in _ENDS) or _NEW.match(after):
        return True
    if _SIGNATURE.fullmatch(after):
        return True
    if _TITLE.fullmatch(before):
        return True
    bare = not any(mark in before for mark in "，。；：")
    if bare and _SPOKEN.match(before):
        return False
    if bare and _NEW.match(before) and len(before) <= _TITLE_LIKE:
        return len(before) < _NARROW * width
    return bare and len(before) < _TITLE_LIKE / 2 and len(before) < _NARROW * width


def _hidden(match: re.Match[str]) -> str:
    found = match.group()
    return found[0] + HIDDEN * (len(found) - 2) + found[-1]
