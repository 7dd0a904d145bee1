"""Names that Stata takes: at most 32 ASCII letters, digits and underscores, none reserved, none twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

LONGEST = 32
_WORDS = """_all _b _coef _cons _n _N _pi _pred _rc _skip aggregate array boolean break byte case catch class colvector
complex const continue default delegate delete do double else eltypedef end enum explicit export external float for
friend function global goto if in inline int local long NULL pragma protected quad rowvector short signed static strL
string struct super switch template this throw transmorphic try typedef typename union unsigned using var vector version
virtual void volatile while with"""
_RESERVED = frozenset(_WORDS.split())
"""Words that Stata or its Mata reserve."""
_STORAGE = re.compile(r"str\d+")


def stata_names(names: Iterable[str]) -> Mapping[str, str]:
    """A legal name for each name, in their order; the words of a long one are cut to equal length.

    Two that would become one are told apart by a number. Case is not told apart, for file systems and people do not.

    >>> stata_names(["year", "requests/refused.state_secret/natural_person", "end"])
    {'year': 'year', 'requests/refused.state_secret/natural_person': 'requ_refu_stat_secr_natu_pers', 'end': 'end_'}
    """
    made: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        legal = _free(_legal(name), taken)
        taken.add(legal.lower())
        made[name] = legal
    return made


def _legal(name: str) -> str:
    words = re.findall(r"[A-Za-z0-9]+", name) or ["v"]
    whole = re.sub(r"[^A-Za-z0-9_]", "_", name)
    if len(whole) > LONGEST or not re.search(r"[A-Za-z0-9]", whole):
        cuts = (_cut(words, size) for size in range(12, 1, -1))
        whole = next((cut for cut in cuts if len(cut) <= LONGEST), _cut(words, 1)[:LONGEST])
    if whole[0].isdigit():
        whole = f"v{whole}"[:LONGEST]
    return f"{whole}_" if whole in _RESERVED or _STORAGE.fullmatch(whole) else whole


def _cut(words: list[str], size: int) -> str:
    return "_".join(word[:size] for word in words)


def _free(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free.lower() in taken:
        number += 1
        free = f"{name[: LONGEST - len(str(number)) - 1]}_{number}"
    return free
