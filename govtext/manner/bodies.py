"""Named bodies in prose, with an exact left boundary: 云岭市财政局, 县政务服务数据管理局, 国务院办公厅."""

from __future__ import annotations

from collections.abc import Iterator

from govtext.manner.patterns import patterns
from govtext.manner.places import place_start

_PLURAL_REACH = 8
_LEVELS = "省市县区州旗盟镇乡"
_WORDS = ("城市", "超市", "地区", "社区")
_PARTY = "中共"


def find_bodies(text: str) -> list[tuple[int, int]]:
    """Offsets (start, end) of the named bodies in half-width text, left to right, none within another.

    各县财政局, 有关部门, 财政部门, 办公室 and 我局 name no body; 县政府 does.

    >>> text = "由县财政局会同云岭市大数据局、国务院办公厅督促各县财政局和有关部门"
    >>> [text[start:end] for start, end in find_bodies(text)]
    ['县财政局', '云岭市大数据局', '国务院办公厅']
    """
    found: list[tuple[int, int]] = []
    taken = 0
    for start, end in sorted([*_levelled(text), *_named(text)], key=lambda span: (span[0], -span[1])):
        if start >= taken:
            found.append((start, end))
            taken = end
    return found


def _levelled(text: str) -> Iterator[tuple[int, int]]:
    """Bodies behind a level of government."""
    position = 0
    while match := patterns().body.search(text, position):
        position = match.start() + 1
        if _plural(text, match.start()):
            position = match.end()
            continue
        start = _start(text, match.start(), match["level"])
        if start is None:
            continue
        end = _with_parts(text, match.end())
        yield start, end
        position = end


def _start(text: str, level: int, name: str) -> int | None:
    """Where the body's name begins; None where nothing tells whose it is (街道办事处), or a word ends so (乡镇)."""
    start = place_start(text, level)
    if start == level:
        together = start > 0 and (text[start - 1] in _LEVELS or text[start - 1 : start + 1] in _WORDS)
        return None if together or name == "街道" else start
    return start - len(_PARTY) if text.endswith(_PARTY, 0, start) else start


def _plural(text: str, start: int) -> bool:
    before = text[max(0, start - _PLURAL_REACH) : start]
    return bool(patterns().plural.search(before))


def _with_parts(text: str, end: int) -> int:
    while part := patterns().parts.match(text, end):
        end = part.end()
    return end


def _named(text: str) -> Iterator[tuple[int, int]]:
    """Bodies that need no place before them, with their local branch: 国家税务总局青禾县税务局."""
    for match in patterns().named.finditer(text):
        if match["national"]:
            yield match.start(), _with_branch(text, match.end())
        elif text[max(0, match.start() - 1) : match.start()] not in tuple(_LEVELS):
            yield match.start(), _with_parts(text, match.end())


def _with_branch(text: str, end: int) -> int:
    for match in patterns().body.finditer(text, end, min(len(text), end + 24)):
        if place_start(text, match.start()) <= end and match.start() - end < 6:
            return match.end()
        break
    branch = patterns().branch.match(text, end)
    return branch.end() if branch else end
