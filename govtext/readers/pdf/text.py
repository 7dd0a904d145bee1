"""Characters with boxes to lines and cell texts: what belongs together, and where a gap is a space."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import NamedTuple

_GAP = 0.2
"""Gap, in sizes of the type, from which two numbers or words count as two."""
_SPACE = 0.08
"""The same where the file has a space there."""
_WIDE = 1.5
"""Gap, in sizes of the type, that parts columns."""
_SAME_LINE = 0.45
_PADDING = 1.05
"""Cell padding left and right together, in sizes of the type (Word: 5.4 points a side, type of 10.5 points)."""
_NUMERIC = re.compile(r"[\d.,%+．，·％＋\-－−–—‐‑\s]+")
_RADICALS = str.maketrans(
    "⺠⻁⻄⻅⻆⻉⻋⻒⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰", "民虎西见角贝车黾长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙"
)


class Glyph(NamedTuple):
    """A character, or in a scan a recognised run; `base` is the line it stands on, `turn` counts quarter turns."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    turn: int = 0
    spaced: bool = False
    """True where the file itself has a space before it."""

    @property
    def middle(self) -> tuple[float, float]:
        """The point that tells in which cell the character stands."""
        if self.turn % 2:
            return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2
        return (self.x0 + self.x1) / 2, self.base - 0.35 * self.size


_base, _left, _turn = attrgetter("base"), attrgetter("x0"), attrgetter("turn")


class TextLine(NamedTuple):
    """One line of a page; `laid` keeps the gaps as spaces and is set where gaps part columns; `head` is the width of
    its first unbreakable piece."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int
    laid: str = ""
    head: float = 0.0
    number: int = 0


def plain(char: str) -> str:
    """The ordinary character for a radical or compatibility form that some PDF fonts give instead.

    >>> plain("⾏"), plain("⻚"), plain("（")
    ('行', '页', '（')
    """
    code = ord(char)
    if 0x2E80 <= code < 0x2FE0 or 0xF900 <= code < 0xFB07:
        return unicodedata.normalize("NFKC", char).translate(_RADICALS)
    return char


def is_wide(char: str) -> bool:
    """True for Han characters and full-width punctuation.

    >>> is_wide("规"), is_wide("）"), is_wide("7")
    (True, True, False)
    """
    return ord(char) >= 0x2E80 or char in "“”‘’—…·"


def group_lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs in lines, top to bottom, each from left to right; a glyph printed twice (false bold) is kept once."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=_base):
        if lines and glyph.base - lines[-1][0].base <= _SAME_LINE * max(glyph.size, lines[-1][0].size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [_once(sorted(line, key=_left)) for line in lines]


def _once(line: list[Glyph]) -> list[Glyph]:
    kept = line[:1]
    for glyph in line[1:]:
        last = kept[-1]
        if glyph.text != last.text or glyph.x0 - last.x0 > 0.3 * min(last.x1 - last.x0, last.size):
            kept.append(glyph)
    return kept


def upright(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of a cell, turned upright where most of them are set sideways."""
    if not any(map(_turn, glyphs)):
        return list(glyphs)
    turn = Counter(map(_turn, glyphs)).most_common(1)[0][0]
    return list(glyphs) if turn == 0 else [_turned(glyph, turn) for glyph in glyphs]


def _turned(glyph: Glyph, turn: int) -> Glyph:
    x0, top, x1, bottom = glyph.x0, glyph.top, glyph.x1, glyph.bottom
    if turn == 1:  # reads downwards: the next line is further left
        return glyph._replace(x0=top, x1=bottom, top=-x1, bottom=-x0, base=-glyph.base, turn=0)
    if turn == 3:  # reads upwards: the next line is further right
        return glyph._replace(x0=-bottom, x1=-top, top=x0, bottom=x1, base=glyph.base, turn=0)
    return glyph._replace(x0=-x1, x1=-x0, top=-bottom, bottom=-top, base=-glyph.base, turn=0)


def join_glyphs(line: Sequence[Glyph], *, spaces: bool = False) -> str:
    """The line's text: a space where numbers or words stand apart; with `spaces` every gap as spaces in proportion."""
    parts = [line[0].text] if line else []
    for last, glyph in pairwise(line):
        if _is_apart(last, glyph):
            if spaces:
                gap, size = glyph.x0 - last.x1, max(last.size, glyph.size)
                parts.append(" " * max(round(gap / (0.5 * size)), 1 if gap < size else 2))
            elif not is_wide(last.text[-1]) and not is_wide(glyph.text[0]):
                parts.append(" ")
        parts.append(glyph.text)
    return "".join(parts)


def _is_apart(last: Glyph, glyph: Glyph) -> bool:
    """True where a gap stands between the two that is more than the usual one."""
    size = last.size if last.size > glyph.size else glyph.size
    return glyph.x0 - last.x1 > (_SPACE if glyph.spaced else _GAP) * size


def parted_numbers(above: str, below: str) -> bool:
    """True where a line break parts figures, one of the lines holding nothing else: two numbers or one, nobody knows.

    >>> parted_numbers("2723", "86420"), parted_numbers("第1", "2条"), parted_numbers("8", "件")
    (True, False, False)
    """
    meet = _NUMERIC.match(above[-1:]) and _NUMERIC.match(below[:1])
    return bool(meet and (_NUMERIC.fullmatch(above) or _NUMERIC.fullmatch(below)))


def cell_text(glyphs: Sequence[Glyph], width: float) -> str:
    """A cell's text in reading order; line breaks go, but figures on two lines stay apart (`width` of the cell)."""
    if len(glyphs) == 1:
        return glyphs[0].text
    lines = group_lines(upright(glyphs))
    pieces = [join_glyphs(line) for line in lines]
    text = pieces[0] if pieces else ""
    for (before, line), (above, below) in zip(pairwise(lines), pairwise(pieces), strict=True):
        text += (" " if _apart(above, below, before, line, width) else "") + below
    return text


def _apart(above: str, below: str, before: list[Glyph], line: list[Glyph], width: float) -> bool:
    if parted_numbers(above, below):
        return True
    if is_wide(above[-1]) or is_wide(below[0]):
        return False
    room = width - (before[-1].x1 - before[0].x0) - _PADDING * line[0].size
    return room >= line[0].x1 - line[0].x0 or not (above[-1].isdigit() or below[0].isdigit())


def text_lines(glyphs: Iterable[Glyph], page: int, left: float) -> list[TextLine]:
    """The lines of running text among the glyphs; `left` is where the text block begins."""
    lines = [line for line in group_lines(glyphs) if line]
    return [_text_line(line, page, left, number) for number, line in enumerate(lines, 1)]


def _text_line(line: list[Glyph], page: int, left: float, number: int) -> TextLine:
    size = median(glyph.size for glyph in line)
    text = join_glyphs(line)
    laid = ""
    if _is_laid(line, size):
        laid = " " * max(round((line[0].x0 - left) / (0.5 * size)), 0) + join_glyphs(line, spaces=True)
    top, bottom = min(glyph.base - glyph.size for glyph in line), max(glyph.base for glyph in line)
    return TextLine(text, line[0].x0, line[-1].x1, top, bottom, size, page, laid, _head(line), number)


def _is_laid(line: list[Glyph], size: float) -> bool:
    """True where wide gaps part columns, or several bare numbers stand in a row."""
    gaps = [b.x0 - a.x1 for a, b in pairwise(line)]
    if max(gaps, default=0.0) > _WIDE * size:
        usual = [max(gap, 0.0) for gap in gaps if gap <= _WIDE * size]
        wide = [gap for gap in gaps if gap > max(_WIDE * size, 4 * median(usual or [0.0]))]
        figures = any(glyph.text[-1].isdigit() for glyph in line)
        if wide and (figures or len(wide) < len(gaps) or max(wide) > 1.3 * min(wide)):
            return True
    figures_apart = (a.text[-1].isdigit() and b.text[0].isdigit() and _is_apart(a, b) for a, b in pairwise(line))
    return sum(figures_apart) >= 2


def _head(line: list[Glyph]) -> float:
    """Width of the piece that must stay together at the start of the line."""
    if len(line[0].text) > 1:
        return line[0].size
    text = "".join(glyph.text for glyph in line[:40])
    match = re.match(r"[A-Za-z0-9.@:/_%-]+|.", text)
    count = min(match.end() if match else 1, len(line))
    if count < len(line) and line[count].text in "，。；：、！？）》”’":
        count += 1
    return line[count - 1].x1 - line[0].x0
