"""Labels as printed, made comparable, and matched within bounds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

_SIGNS = re.compile(r"[\W_]+")
_ENUMERATOR = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．,，]|[（(]?\d{1,2}[）)、.．,，](?!\d))\s*")

CLOSE = 80.0
"""Least similarity (normalised indel, 0 to 100) at which a damaged label is still taken for the form's."""
MARGIN = 8.0
"""How far the best match must lie ahead of the second best."""
_FAR = CLOSE - MARGIN
"""A match below this can neither be taken nor stand in the way of another."""
SHORTEST = 4
"""Labels shorter than this, without enumerator, are matched to the letter only."""


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """Letters, digits and Han characters of the text; widths unified, everything else dropped.

    >>> normal("（三）不予公开　1. 属于国家秘密")
    '三不予公开1属于国家秘密'
    """
    return _SIGNS.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """The normal text without its leading enumerator.

    >>> bare("（七）总 计"), bare("3.其他"), bare("三、本年度办理结果")
    ('总计', '其他', '本年度办理结果')
    """
    folded = unicodedata.normalize("NFKC", text)
    return normal(_ENUMERATOR.sub("", folded.strip(), count=1))


@dataclass(frozen=True, slots=True)
class Match:
    """A label found: the code it stands for and how alike it was (100: to the letter)."""

    code: str
    score: float

    @property
    def exact(self) -> bool:
        return self.score >= 100


def best_match(text: str, names: Mapping[str, str]) -> Match | None:
    """The name that `text` stands for, or None where none is near or two are equally near.

    `names` maps bare names to codes. A name shorter than `SHORTEST` characters must match to the letter.

    >>> names = {"其他法律行政法规禁止公开": "law", "属于国家秘密": "secret"}
    >>> best_match("2.其他法律行政止公开", names).code
    'law'
    >>> best_match("重复申请", names) is None
    True
    """
    wanted = bare(text)
    if wanted in names:
        return Match(names[wanted], 100.0)
    if len(wanted) < SHORTEST:
        return None
    scores: dict[str, float] = {}
    for name, score, _ in process.extract(wanted, names.keys(), scorer=fuzz.ratio, score_cutoff=_FAR, limit=None):
        if len(name) >= SHORTEST:
            scores[names[name]] = max(scores.get(names[name], 0.0), score)
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < CLOSE or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < MARGIN):
        return None
    return Match(ranked[0][0], min(ranked[0][1], 99.9))
