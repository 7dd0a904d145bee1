"""Which pieces of a page are the report, and which are the site's furniture around it.

The rule never drops prose, numbered headings or tables of data. These are *strong*; the innermost container that holds
all of them is the main part. Everything else stays only in the main part, or where it is the page's title or a labelled
line (发布日期：…); menus, breadcrumbs, share bars and footers go wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache, reduce
from itertools import groupby

from govtext.document import Severity
from govtext.readers.html.metadata import labelled, page_data
from govtext.readers.html.pieces import Node, Piece

_PROSE, _SENTENCE = 20, 6
"""Least length of prose, without and with a full stop."""
_FLAGGED_PROSE = 40
"""Least length of prose in a container that calls itself furniture."""
_ROWS, _FLAGGED_ROWS = 2, 3
_LONGEST_FURNITURE = 200
_MENU = 3
"""So many links in a row are a menu."""
_ENUMERATED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．，,]\s*\S")
_MARKS = re.compile(r"[；，]")
_FIGURE = re.compile(r"[\d.,]+")
_SIGNS = re.compile(r"[\W_A]+")
_TITLE_PARTS = re.compile(r"[_|｜\-–—·>＞»]")
_NOT_HAN = re.compile(r"[^一-鿿]+")
_TITLE, _HIDDEN_PROSE = 4, 100
_SHOWN, _NOTES = 60, 12

Log = list[tuple[Severity, str]]


@dataclass(frozen=True, slots=True)
class _Patterns:
    words: re.Pattern[str]
    telling: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = page_data()["furniture"]
    words = "|".join(map(re.escape, sorted(data["words"], key=len, reverse=True)))
    starts, anywhere = "|".join(data["starts"]), "|".join(data["anywhere"])
    return _Patterns(re.compile(words, re.IGNORECASE), re.compile(rf"^\W*(?:{starts})|{anywhere}"))


def select(pieces: Sequence[Piece], titles: Iterable[str]) -> tuple[list[Piece], Log]:
    """The pieces that are kept, in order, and what was dropped. `titles` are those the page's head gives it."""
    log: Log = []
    shown = _shown(pieces, log)
    strong = [is_strong(piece) for piece in shown]
    test = _keep_test([piece for piece, is_so in zip(shown, strong, strict=True) if is_so], titles)
    kept: list[Piece] = []
    dropped: list[Piece] = []
    for piece, sure, menu in zip(shown, strong, _menus(shown), strict=True):
        (kept if sure or piece.pairs or test(piece, menu) else dropped).append(piece)
    if not any(piece.length for piece in kept):
        return list(shown), log
    _report(dropped, "left out as furniture of the page", log)
    return kept, log


def _keep_test(strong: Sequence[Piece], titles: Iterable[str]) -> Callable[[Piece, bool], bool]:
    """Whether a piece that is not strong is kept; the second argument: it is part of a menu."""
    main = reduce(Node.common, map(_container, strong)) if strong else None
    honest = _containers(strong)
    names = ["".join(max(_TITLE_PARTS.split(title), key=len).split()) for title in titles if title]

    def keep(piece: Piece, menu: bool) -> bool:
        if labelled(piece.text) or _is_title(piece, names):
            return True
        if menu or _is_furniture(piece.text) or _is_flagged(piece.node, honest):
            return False
        return main is None or any(node is main for node in piece.node.lineage())

    return keep


def _container(piece: Piece) -> Node:
    """What a paragraph or a table stands in."""
    return piece.node.parent or piece.node if piece.slots else piece.node


def is_strong(piece: Piece) -> bool:
    """Whether the piece cannot be mere furniture: prose, a numbered heading, a table of data."""
    if piece.linked or piece.pairs:
        return False
    flagged = any(node.furniture for node in piece.node.lineage())
    if piece.slots:
        return _is_data(piece, _FLAGGED_ROWS if flagged else _ROWS)
    text = piece.text
    if flagged:
        return len(text) >= _FLAGGED_PROSE and "。" in text
    if _ENUMERATED.match(text) or ("。" in text and len(text) >= _SENTENCE):
        return True
    return len(text) >= _PROSE and _MARKS.search(text) is not None and not _is_furniture(text)


def _is_data(piece: Piece, least_rows: int) -> bool:
    """Rows enough with two cells each, or one row with a figure in it."""
    filled = [slot for slot in piece.slots if slot.text]
    rows = {slot.row for slot in filled}
    if len(rows) >= least_rows:
        return len(filled) >= 2 * least_rows
    return least_rows == _ROWS and len(filled) > 1 and any(_FIGURE.fullmatch(slot.text) for slot in filled)


def _is_furniture(text: str) -> bool:
    if not 1 < len(text) <= _LONGEST_FURNITURE or "。" in text or _ENUMERATED.match(text):
        return False
    patterns = _patterns()
    if patterns.telling.search(text):
        return True
    rest, found = patterns.words.subn("", text)
    return found > 0 and not _SIGNS.sub("", rest)


def _is_flagged(node: Node, honest: Set[Node]) -> bool:
    """Whether a container around calls itself furniture and holds nothing strong."""
    for each in node.lineage():
        if each in honest:
            return False
        if each.furniture:
            return True
    return False


def _is_title(piece: Piece, names: Sequence[str]) -> bool:
    text = "".join(piece.text.split())
    if not text or piece.linked or _is_furniture(text):
        return False
    if piece.heading and not any(node.furniture for node in piece.node.lineage()):
        return True
    return len(text) >= _TITLE and any(text in name for name in names)


def _containers(pieces: Sequence[Piece]) -> Set[Node]:
    found: set[Node] = set()
    for piece in pieces:
        for node in piece.node.lineage():
            if node in found:
                break
            found.add(node)
    return found


def _menus(pieces: Sequence[Piece]) -> list[bool]:
    """Which pieces are part of a menu; a heading that follows its own table of contents is not."""
    flags: list[bool] = []
    for linked, run in groupby(pieces, key=lambda piece: piece.linked):
        texts = [piece.text for piece in run]
        menu = linked and len(texts) >= _MENU
        flags.extend([menu] * len(texts))
        if menu and texts[-1] in texts[:-1]:
            flags[-1] = False
    return flags


# What is not displayed


def _shown(pieces: Sequence[Piece], log: Log) -> Sequence[Piece]:
    """Without hidden pieces, but for those that hold much and say what the visible page does not."""
    hidden = [piece for piece in pieces if piece.node.hidden]
    if not hidden:
        return pieces
    visible = [piece for piece in pieces if not piece.node.hidden]
    if not any(map(is_strong, visible)):
        _report(hidden, "read although the page's markup hides it", log, "doubt")
        return pieces
    seen = "".join(map(_han, visible))
    kept = {id(piece) for piece in hidden if _holds_much(piece) and _han(piece) not in seen}
    _report([piece for piece in hidden if id(piece) in kept], "read although the page's markup hides it", log, "doubt")
    _report([piece for piece in hidden if id(piece) not in kept], "left out because the page hides it", log)
    return [piece for piece in pieces if not piece.node.hidden or id(piece) in kept or piece.pairs]


def _holds_much(piece: Piece) -> bool:
    return is_strong(piece) and (bool(piece.slots) or len(piece.text) >= _HIDDEN_PROSE)


def _han(piece: Piece) -> str:
    return _NOT_HAN.sub("", piece.text or "".join(slot.text for slot in piece.slots))


def _report(pieces: Sequence[Piece], what: str, log: Log, severity: Severity = "info") -> None:
    texts = [piece.text or " ".join(slot.text for slot in piece.slots[:_SHOWN] if slot.text) for piece in pieces]
    texts = [text for text in texts if text]
    for text in texts[:_NOTES]:
        log.append((severity, f"{what}: {text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}"))
    if len(texts) > _NOTES:
        log.append((severity, f"{what}: {len(texts) - _NOTES} more pieces"))
