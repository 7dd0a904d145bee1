"""Which pieces of a page are the report, and which are the site's furniture around it.

The rule never drops prose, numbered headings or tables of data. These are *strong*; the innermost container that holds
all of them is the main part. Everything else stays only in the main part, or where it is the page's title or a labelled
line (发布日期：…); menus, breadcrumbs, share bars and footers go wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from itertools import groupby

from govtext.document import Severity
from govtext.readers.html_metadata import labelled, page_data
from govtext.readers.html_pieces import Node, Piece

_PROSE = 20
_FLAGGED_PROSE = 40
"""Least length of prose in a container that calls itself furniture."""
_LONGEST_FURNITURE = 200
_MENU = 3
"""So many links in a row are a menu."""
_ENUMERATED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．，,]\s*\S")
_MARKS = re.compile(r"[。；，]")
_SIGNS = re.compile(r"[\s\d\W_A+-]+")
_TITLE_PARTS = re.compile(r"[_|｜\-–—·>＞»]")
_SHOWN, _RUNS = 60, 12

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
    pieces = _shown(pieces, log)
    strong = [piece for piece in pieces if _is_strong(piece)]
    if not strong:
        return _without_furniture(pieces, log), log
    main = reduce(Node.common, (piece.node for piece in strong))
    honest = {node for piece in strong for node in _until(piece.node, set())}
    menus = _menus(pieces)
    title = _title_test(titles)

    def keep(piece: Piece) -> bool:
        if piece.pairs or _is_strong(piece) or labelled(piece.text) or title(piece):
            return True
        if id(piece) in menus or _is_furniture(piece) or _is_flagged(piece.node, honest):
            return False
        return any(node is main for node in piece.node.lineage())

    return _kept(pieces, keep, log), log
