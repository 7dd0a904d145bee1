"""The names of an issuer and its places, in every form in which a report prints them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_PLACE = re.compile(
    "(?P<stem>[\u4e00-\u9fff]{1,10}?)(?P<kind>自治区|自治州|自治县|自治旗|地区|街道|新区|省|市|州|盟|县|区|旗|镇|乡)"
)
_ORGAN = re.compile(".*?(?:省|市|州|盟|县|区|旗|镇|乡|街道)(?=[\u4e00-\u9fff]{2,}$)")
_TOO_COMMON = frozenset(
    {"政府", "人民", "人民政府", "公开", "城市", "中心", "办公", "管理", "经济", "开发", "高新", "新"}
)
"""What would be taken out of ordinary words, though some place is called so."""


@lru_cache(maxsize=4096)
def issuer_names(issuer: str) -> tuple[str, ...]:
    """The issuer as named, and what is left of its name without its places, longest first.

    >>> issuer_names("青溪省云禾市财政局")
    ('青溪省云禾市财政局', '云禾市财政局', '财政局')
    """
    found, rest = [issuer], issuer
    while match := _ORGAN.match(rest):
        rest = rest[match.end() :]
        if rest not in _TOO_COMMON:
            found.append(rest)
        if len(found) > 8:
            break
    return tuple(dict.fromkeys(name for name in found if len(name) >= 3))


@lru_cache(maxsize=4096)
def place_names(text: str) -> tuple[str, ...]:
    """The places in a name, each whole and without its last word where two characters are left.

    >>> place_names("青溪省云禾市人民政府")
    ('青溪省', '青溪', '云禾市', '云禾')
    """
    found: list[str] = []
    position = 0
    while match := _PLACE.match(text, position):
        found.append(match.group())
        if len(match["stem"]) >= 2 and match["stem"] not in _TOO_COMMON:
            found.append(match["stem"])
        position = match.end()
    return tuple(dict.fromkeys(name for name in found if len(name) >= 2))


def alternatives(names: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of the names, the longest first; None where there is none."""
    ordered = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
    return _compiled(tuple(ordered)) if ordered else None


@lru_cache(maxsize=4096)
def _compiled(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, names)))
