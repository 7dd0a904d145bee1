"""Section headings: what they look like, and which of the six sections a title names."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from govtext.forms import forms
from govtext.forms.labels import normal
from govtext.parse.prose.numbers import fold, parse_number

LONGEST = 48
"""No heading is longer, in characters."""

_STYLES = (
    ("han", re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})(?:\s?[、.,．，]\s?|\s+(?=\S))")),
    ("part", re.compile(r"第\s?(?P<number>[一二三四五六七八九十]{1,3})\s?(?:部分|章|节)\s?[、.:：]?\s?")),
    ("digit", re.compile(r"(?P<number>\d{1,2})\s?[、.．](?!\d)\s?")),
    ("bracket", re.compile(r"[（(]\s?(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})\s?[）)]\s?、?")),
)
STYLE_ORDER = ("han", "part", "none", "digit", "bracket")
"""Which way of numbering is taken for that of the sections where two name as many of them."""

_LEADER = re.compile(r"[.·…．\-—_\s]{2,}\d{0,3}\s*$|\s+\d{1,3}\s*$")
_CONTENTS_LINE = re.compile(r"\s*[.·…．—]{2}|\s*\d{1,3}\s*$")
_SPACE_IN_TITLE = r"\s*"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as printed: its enumerator and title, which section the title names (None: none known)."""

    section: int | None
    title: str
    printed: str
    ordinal: int | None
    style: str
    official: bool


@dataclass(frozen=True, slots=True)
class _Titles:
    official: dict[str, int]
    whole: tuple[tuple[int, re.Pattern[str]], ...]
    any_of_them: re.Pattern[str]
    inside: tuple[re.Pattern[str], ...]
    goes_on: tuple[str, ...]
    labels: frozenset[str]


@cache
def _titles() -> _Titles:
    raw = tomllib.loads((resources.files(__package__) / "data" / "sections.toml").read_text(encoding="utf-8"))
    whole = tuple(
        (section["number"], re.compile(f"{raw['prefix']}(?:{title}){raw['suffix']}"))
        for section in raw["sections"]
        for title in section["titles"]
    )
    official = {normal(section["official"]): int(section["number"]) for section in raw["sections"]}
    inside = tuple(
        re.compile(_SPACE_IN_TITLE.join(re.escape(char) for char in section["official"])) for section in raw["sections"]
    )
    any_of_them = re.compile("|".join(pattern.pattern for _, pattern in whole))
    return _Titles(official, whole, any_of_them, inside, tuple(raw["goes_on"]), _form_labels())


def _form_labels() -> frozenset[str]:
    """Every label and header of the official tables, in normal form: none of them heads a section."""
    names: set[str] = set()
    for form in forms():
        for table in form.tables:
            names.update(normal(text) for text in table.furniture)
            for block in table.blocks:
                names.add(normal(block.marker))
                for line in (*block.rows, *block.columns):
                    names.update(normal(text) for text in (*line.path, *line.names))
    return frozenset(names - {""})


def is_form_label(text: str) -> bool:
    """Whether the text is a label of the official tables.

    >>> is_form_label("三、本年度办理结果"), is_form_label("三、收到和处理政府信息公开申请情况")
    (True, False)
    """
    return normal(text) in _titles().labels


def _enumerator(text: str) -> tuple[str, re.Match[str] | None]:
    for style, pattern in _STYLES:
        if match := pattern.match(text):
            return style, match
    return "none", None


def _clean(title: str) -> str:
    without_leader = _LEADER.sub("", title)
    return "".join(fold(without_leader).split()).rstrip(":。.;,、")


@lru_cache(maxsize=2048)
def section_of(title: str) -> tuple[int | None, bool]:
    """The section that a title without enumerator names, and whether it is the form's own wording.

    >>> section_of("存在问题及改进措施"), section_of("总 体 情 况："), section_of("加强领导")
    ((5, False), (1, True), (None, False))
    """
    cleaned = _clean(title)
    if number := _titles().official.get(normal(cleaned)):
        return number, True
    for number, pattern in _titles().whole if _titles().any_of_them.fullmatch(cleaned) else ():
        if pattern.fullmatch(cleaned):
            return number, False
    return None, False


def read_heading(text: str) -> Heading | None:
    """The heading that the whole text may be, or None where it is prose, a table's label or too long.

    An unknown title counts only behind an enumerator.

    >>> heading = read_heading("（五）存在问题及改进情况")
    >>> heading.section, heading.printed, heading.ordinal, heading.style
    (5, '（五）', 5, 'bracket')
    """
    stripped = text.strip()
    return _heading(stripped) if len(stripped) <= 2 * LONGEST else None


@lru_cache(maxsize=2048)
def _heading(stripped: str) -> Heading | None:
    if not stripped or "\n" in stripped or is_form_label(stripped):
        return None
    style, match = _enumerator(stripped)
    title = stripped[match.end() :] if match else stripped
    cleaned = _clean(title)
    if not cleaned or len(cleaned) > LONGEST or any(mark in cleaned for mark in "。;!?|"):
        return None
    section, official = section_of(title)
    if section is None and match is None:
        return None
    printed = match.group().strip() if match else ""
    shown = _LEADER.sub("", title).strip().rstrip("：:。")
    return Heading(section, shown, printed, _ordinal(match["number"]) if match else None, style, official)


def _ordinal(text: str) -> int | None:
    value = parse_number(text)
    return None if value is None else int(value)


def find_inside(text: str) -> list[tuple[int, int]]:
    """Where a numbered heading stands within a longer text: offsets (start, end), left to right.

    Only headings numbered 一、 or 第一部分 at the text's start or after a sentence's end, white space, a digit or a bar
    count; a title that goes on as part of a sentence does not. Before more words of prose without any mark between,
    only the form's own wording counts.

    >>> find_inside("概要。 一、总体情况 2022年，我镇完善制度。二、主动公开政府信息情况良好，三、其他")
    [(4, 10)]
    """
    found: list[tuple[int, int]] = []
    for style, pattern in _STYLES[:2]:
        starts = (match for match in pattern.finditer(text) if _may_begin(text, match.start(), style))
        found.extend((match.start(), end) for match in starts if (end := _title_end(text, match.end())))
    return sorted(found)


def _may_begin(text: str, start: int, style: str) -> bool:
    if start == 0:
        return True
    before = text[start - 1]
    after_figure = style == "han" and before.isascii() and before.isdigit()
    return before.isspace() or before in "。！？；!?;|”）)" or after_figure


def _title_end(text: str, start: int) -> int | None:
    """The end of the section title that begins here, with its closing mark, or None."""
    stop = start + len(re.split(r"[\s。:：|]", text[start : start + LONGEST + 1], maxsplit=1)[0])
    for pattern in _titles().inside:
        if (match := pattern.match(text, start)) and not _goes_on(text, match.end()):
            return _with_mark(text, match.end())
    if stop - start > LONGEST or section_of(text[start:stop])[0] is None or _goes_on(text, stop):
        return None
    return _with_mark(text, stop)


def _goes_on(text: str, end: int) -> bool:
    after = text[end : end + LONGEST]
    return fold(after).startswith(_titles().goes_on) or bool(_CONTENTS_LINE.match(after))


def _with_mark(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] in ("。", "：", ":") else end
