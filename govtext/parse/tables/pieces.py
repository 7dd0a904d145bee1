"""Lines of text as pieces: what could be a label, what could be a figure, and what ends a table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from govtext.document import Paragraph, Place
from govtext.forms.labels import bare, normal
from govtext.parse.tables.headers import nodes
from govtext.parse.tables.values import like_a_figure
from govtext.parse.tables.vocabulary import RowName, groups, homes, marker_blocks, row_name

Kind = Literal["figure", "text", "break"]

_PIECE = re.compile(r"[^\s\u00a0\u3000|]+")
_HEADING = re.compile(r"^\s*[一二三四五六][、.．]\s*\S")
_PAGE = re.compile(r"\s*(?:第\s*\d{1,3}\s*页[\s，,/]*(?:[共/]\s*\d{1,3}\s*页)?|[—–]+\s*\d{1,3}\s*[—–]+)\s*")
_SENTENCE = re.compile(r"[。；;！？]")
_CLAUSE = re.compile(r"[，,]")
_POINTS = frozenset("、.．")
"""Of an enumerator broken off from its label; where lines are all there is, no mark in the place of a figure."""
_LONGEST = 60
_SCRAP = 10
_SHORTEST_PREFIX = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters between white space, with its paragraph's index and its offsets in that paragraph.

    `wide` counts the characters of double width before it: PDF tools align by characters, people by what they see.
    """

    text: str
    kind: Kind
    paragraph: int
    start: int
    end: int
    place: Place
    wide: int = 0


def pieces(index: int, paragraph: Paragraph) -> Iterator[Piece]:
    """The paragraph's pieces in order: one that breaks for a heading that names no row, none for a page number."""
    if len(paragraph.text) < _LONGEST and _PAGE.fullmatch(paragraph.text):
        return
    if _HEADING.match(paragraph.text) and len(paragraph.text) < _LONGEST and not _begins_row(paragraph.text):
        yield Piece(paragraph.text, "break", index, 0, len(paragraph.text), paragraph.place)
        return
    wide = end = 0
    for found in _PIECE.finditer(paragraph.text):
        text = found[0]
        wide += sum(map(_is_wide, paragraph.text[end : found.start()]))
        end = found.start()
        yield Piece(text, _kind(text), index, found.start(), found.end(), paragraph.place, wide)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _begins_row(text: str) -> bool:
    words = text.split()
    joins = ("".join(words[:count]) for count in range(1, len(words) + 1))
    return any(row_name(join) or bare(join) in groups() for join in joins)


def _kind(text: str) -> Kind:
    if set(text) <= _POINTS:
        return "text"
    if like_a_figure(text):
        return "figure"
    if len(normal(text)) > _LONGEST or (_SENTENCE.search(text) and row_name(text) is None):
        return "break"
    return "break" if _CLAUSE.search(text) and _is_prose(normal(text)) else "text"


def _is_prose(word: str) -> bool:
    """Whether a piece with a comma is prose: longer than a scrap, no part of a row's label or of the corner."""
    if len(word) < _SCRAP or row_name(word) or _prefix(word):
        return False
    labels = (normal(label) for home in homes() for label in (*home.table.furniture, *_row_labels().values()))
    return not any(word in label for label in labels)


@dataclass(frozen=True, slots=True)
class Name:
    """Pieces joined to a label: of a row, of a group of rows, of a header, or unknown."""

    kind: Literal["row", "group", "header", "marker", "unknown"]
    text: str
    pieces: tuple[Piece, ...]
    row: RowName | None = None


@cache
def _header_words() -> frozenset[str]:
    return frozenset(name for home in homes() for node in nodes(home) for name in node.names) | {"信息内容"}


_LONGEST_JOIN = 6


def names(run: Sequence[Piece]) -> list[Name]:
    """The labels in a run of text pieces, longest joins first; a label may be broken over several pieces."""
    found: list[Name] = []
    start = 0
    while start < len(run):
        for stop in range(min(len(run), start + _LONGEST_JOIN), start, -1):
            name = _name(run[start:stop], exact=stop - start > 1)
            if name is not None:
                break
        else:
            name, stop = Name("unknown", run[start].text, (run[start],)), start + 1
        found.append(name)
        start = stop
    return found


def _name(part: Sequence[Piece], *, exact: bool) -> Name | None:
    text = "".join(piece.text for piece in part)
    kind, row = _meaning(text, exact)
    if kind == "row" and row is not None and row_name(text) is None:
        text = _row_labels()[row.key]
    return Name(kind, text, tuple(part), row) if kind != "unknown" else None


@lru_cache(maxsize=4096)
def _meaning(text: str, exact: bool) -> tuple[Literal["row", "group", "header", "marker", "unknown"], RowName | None]:
    word = bare(text)
    if marker_blocks(text):
        return "marker", None
    if word in _header_words() and row_name(text) is None:
        return "header", None
    row = row_name(text)
    if row is not None and (row.score == 100 or not exact):
        return "row", row
    if word in groups():
        return "group", None
    prefix = None if exact else _prefix(normal(text))
    return ("row", prefix) if prefix else ("unknown", None)


def _prefix(word: str) -> RowName | None:
    """The one row whose label begins with these characters: a label that goes on in the next line."""
    if len(word) < _SHORTEST_PREFIX:
        return None
    keys = {key for key, label in _row_labels().items() if normal(label).startswith(word)}
    return RowName(keys.pop(), 100.0) if len(keys) == 1 else None


@cache
def _row_labels() -> dict[str, str]:
    """Every row's label, by table/row."""
    return {
        f"{home.table.code}/{row.code}": row.path[-1]
        for home in homes()
        if not home.block.across
        for row in home.block.rows
    }


def lines(run: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces grouped by the paragraph they stand in."""
    grouped: dict[int, list[Piece]] = {}
    for piece in run:
        grouped.setdefault(piece.paragraph, []).append(piece)
    return list(grouped.values())
