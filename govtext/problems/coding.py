"""Codes of an item by rules that a person can read (data/rules.toml), each with the words that gave it."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from typing import NamedTuple

from govtext.errors import UnknownCode
from govtext.problems.taxonomy import NONE, OTHER, taxonomy

_GAP = r"[^，。；：\n]{0,10}?"
"""What may stand between the parts of a rule: ten characters of one clause."""
_MOST = 3
_LEAST = 3
"""One word of weight 1, even in the head, is not enough for a code."""
_SHARE = 0.45
"""A further code needs this share of the strongest code's score."""
_LONG = 36
"""Of a first sentence longer than this only the first clause with a word that counts is the item's head."""
_TAIL = 4
"""No code gets more than this from what stands behind the head, however long that is."""
_CANCELS = 9
_CLAUSE = re.compile("[，。；：！？\n]")
_SENTENCE = re.compile("[。；！？\n]")
_CHOICE = re.compile(r"\[([^\]]+)\]")


class Coded(NamedTuple):
    """The codes, the strongest first, and for each the words that gave it."""

    codes: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    """One way to see words: `head` and then `rest` in the clause; weight 0 cancels what it overlaps for its code."""

    code: str
    weight: int
    head: str
    rest: re.Pattern[str] | None
    entry: int


class _Hit(NamedTuple):
    start: int
    end: int
    rule: _Rule


@dataclass(frozen=True, slots=True)
class Coder:
    """The rules by the first two characters of their words."""

    index: Mapping[str, Sequence[_Rule]]

    def hits(self, text: str) -> list[_Hit]:
        """Every rule that holds anywhere in the text, in reading order."""
        index = self.index
        return [
            _Hit(place, end, rule)
            for place, pair in enumerate(map(str.__add__, text, text[1:]))
            if pair in index
            for rule in index[pair]
            if text.startswith(rule.head, place) and (end := _end(rule, text, place))
        ]

    def code(self, text: str, least: int = _LEAST) -> Coded:
        """One to three codes of the item's text; `other` where no rule holds.

        >>> coder().code("业务不熟，更新不及时")
        Coded(codes=('capacity', 'timeliness'), words=(('业务不熟',), ('更新不及时',)))
        """
        hits = list(_counted(self.hits(text)))
        head = _head(text, min((hit.start for hit in hits), default=0))
        heads: dict[str, int] = defaultdict(int)
        tails: dict[str, int] = defaultdict(int)
        words: dict[str, dict[str, None]] = defaultdict(dict)
        for hit in sorted(hits, key=lambda one: one.start):  # of equal codes the one named first comes first
            (heads if hit.start < head else tails)[hit.rule.code] += hit.rule.weight
            words[hit.rule.code][text[hit.start : hit.end]] = None
        scores = {code: 2 * heads[code] + min(tails[code], _TAIL) for code in words}
        return _strongest(scores, words, least)


def _end(rule: _Rule, text: str, place: int) -> int:
    end = place + len(rule.head)
    if rule.rest is None:
        return end
    match = rule.rest.match(text, end)
    return match.end() if match else 0


def _head(text: str, first: int) -> int:
    """Where the item's head ends: its first sentence, or of a long one the clause that holds the first hit."""
    sentence = _SENTENCE.search(text, first)
    end = sentence.start() if sentence else len(text)
    if end <= _LONG:
        return end
    clause = _CLAUSE.search(text, first)
    return clause.start() if clause else end


def _counted(hits: list[_Hit]) -> Iterator[_Hit]:
    """Of the hits of a code that overlap the heaviest and longest; none that overlaps words that cancel."""
    taken: dict[str, list[_Hit]] = defaultdict(list)
    entries: set[tuple[str, int]] = set()
    for hit in sorted(hits, key=_strength):
        others = taken[hit.rule.code]
        if hit.rule.weight:
            key = (hit.rule.code, hit.rule.entry)
            if key in entries or any(hit.start < one.end and one.start < hit.end for one in others):
                continue
            entries.add(key)
        others.append(hit)
    yield from (hit for each in taken.values() for hit in each if hit.rule.weight)


def _strength(hit: _Hit) -> tuple[int, int]:
    """Words that cancel first, then by weight and length."""
    return -(hit.rule.weight or _CANCELS), hit.start - hit.end


def _strongest(scores: Mapping[str, int], words: Mapping[str, Mapping[str, None]], least: int) -> Coded:
    ranked = sorted(scores, key=lambda code: -scores[code])
    if not ranked or scores[ranked[0]] < least:
        return Coded((OTHER,), ((),))
    enough = max(least, _SHARE * scores[ranked[0]])
    codes = tuple(code for code in ranked[:_MOST] if scores[code] >= enough)
    return Coded(codes, tuple(tuple(words[code]) for code in codes))


@cache
def coder() -> Coder:
    """The coder of the package's rules; raises `UnknownCode` for a rule of a code that the taxonomy lacks."""
    raw = tomllib.loads((resources.files(__package__) / "data" / "rules.toml").read_text(encoding="utf-8"))
    if unknown := set(raw) - (set(taxonomy()) - {OTHER, NONE}):
        raise UnknownCode(f"rules: no code {sorted(unknown)[0]!r} in the taxonomy")
    index: dict[str, list[_Rule]] = defaultdict(list)
    for code, groups in raw.items():
        for rule in _rules(code, groups):
            index[rule.head[:2]].append(rule)
    return Coder(dict(index))


def _rules(code: str, groups: Mapping[str, Iterable[str]]) -> Iterator[_Rule]:
    entry = 0
    for name, entries in groups.items():
        weight = 0 if name == "unless" else int(name)
        for written in entries:
            entry += 1
            yield from _rule(code, weight, written, entry)


def _rule(code: str, weight: int, written: str, entry: int) -> Iterator[_Rule]:
    """A rule for each form of its first part; the parts behind are one pattern."""
    first, *rest = written.split("…")
    pattern = re.compile("".join(_GAP + _CHOICE.sub(r"(?:\1)", part) for part in rest)) if rest else None
    for head in expand(first):
        if len(head) < 2:
            raise UnknownCode(f"rules: {code}: {written!r} begins with fewer than two characters")
        yield _Rule(code, weight, head, pattern, entry)


def expand(written: str) -> Iterator[str]:
    """Every form of words with alternatives.

    >>> list(expand("信息[更新|发布]"))
    ['信息更新', '信息发布']
    """
    parts = _CHOICE.split(written)
    choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
    return ("".join(each) for each in product(*choices))
