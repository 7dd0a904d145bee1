"""Codes of an item by rules that a person can read (data/rules.toml), each with the words that gave it."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
_SAID, _SETTLES = 3, 4
"""Words of this weight say the code; words of this one settle it."""
_LEAD = re.compile(
    r"(?:从[^，。；]{1,14}看|由于|因为?|受|随着|针对|为了?(?:解决|改进|破解|避免|防止)|除)[^，。；]{2,40}，"
)
_CLAUSE = re.compile("[，。；：！？\n]")
_NEAR = 11
"""So many characters on the next part of a rule has begun."""
_SENTENCE = re.compile("[。；！？\n]")
_PLAIN = re.compile(r"[^\\.(?*+{|]{2}(?![?*+{])")
_NAME = re.compile("<[A-Z]+>")
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
    starts: frozenset[str]
    """The first two characters of what the rest may begin with; empty where it is `loose`."""
    loose: bool
    """Something that the rest begins with is one character, or no plain text."""
    entry: int


class _Hit(NamedTuple):
    start: int
    end: int
    rule: _Rule


@dataclass(slots=True)
class _Seen:
    """What was seen of a code: words, weights in the head and behind it, the heaviest."""

    words: dict[str, None] = field(default_factory=dict)
    head: int = 0
    tail: int = 0
    best: int = 0

    def add(self, weight: int, words: str, *, head: bool) -> None:
        self.words[words] = None
        self.best = max(self.best, weight)
        if head:
            self.head += weight
        else:
            self.tail += weight

    @property
    def score(self) -> int:
        return 2 * self.head + min(self.tail, _TAIL)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that rules begin with: those that hold where it stands, and those that want more in the clause."""

    word: str
    alone: tuple[_Rule, ...]
    more: Mapping[str, tuple[_Rule, ...]]
    """By the first two characters of what they want."""
    loose: tuple[_Rule, ...]
    """Those of which something may begin with one character, or is no plain text."""


@dataclass(frozen=True, slots=True)
class Coder:
    """The words that rules begin with, by their first two characters."""

    index: Mapping[str, Sequence[_Word]]
    yields: Mapping[str, frozenset[str]]
    """For a code those before which it steps back, unless words that settle it (weight 4) stand there."""

    def hits(self, text: str) -> list[_Hit]:
        """Every rule that holds anywhere in the text, in reading order."""
        found: list[_Hit] = []
        index = self.index
        pairs = list(map(str.__add__, text, text[1:]))
        for place, pair in enumerate(pairs):
            if pair in index:
                for word in index[pair]:
                    if text.startswith(word.word, place):
                        _hold(word, text, pairs, place, found)
        return found

    def code(self, text: str, least: int = _LEAST) -> Coded:
        """One to three codes of the item's text; `other` where no rule holds.

        >>> coder().code("业务不熟，更新不及时")
        Coded(codes=('capacity', 'timeliness'), words=(('业务不熟',), ('更新不及时',)))
        """
        hits = sorted(_counted(self.hits(text)), key=lambda one: one.start)
        start, end = _head(text, min((hit.start for hit in hits), default=0))
        seen: dict[str, _Seen] = defaultdict(_Seen)
        for hit in hits:  # of equal codes the one named first comes first
            seen[hit.rule.code].add(hit.rule.weight, text[hit.start : hit.end], head=start <= hit.start < end)
        return _strongest(self._kept(seen), least)

    def _kept(self, seen: Mapping[str, _Seen]) -> dict[str, _Seen]:
        """The codes without those that step back before another."""
        said = {code for code, one in seen.items() if one.best >= _SAID}
        return {
            code: one
            for code, one in seen.items()
            if one.best >= _SETTLES or not said & self.yields.get(code, frozenset()) - {code}
        }


def _hold(word: _Word, text: str, pairs: Sequence[str], place: int, found: list[_Hit]) -> None:
    """Add the rules that begin with the word and hold where it stands."""
    end = place + len(word.word)
    if word.alone:
        found.extend([_Hit(place, end, rule) for rule in word.alone])
    wanted = word.loose
    if more := word.more:
        for pair in pairs[end : end + _NEAR]:
            if pair in more:
                wanted += more[pair]
    if wanted:
        held = [(rule, rule.rest.match(text, end)) for rule in wanted if rule.rest]
        found.extend([_Hit(place, match.end(), rule) for rule, match in held if match])


def _head(text: str, first: int) -> tuple[int, int]:
    """Where the item's head begins and ends: its first sentence behind words that lead up to it (由于…，), or of a long
    one the clause that holds the first hit."""
    lead = _LEAD.match(text)
    start = lead.end() if lead and lead.end() < len(text) else 0
    first = max(first, start)
    sentence = _SENTENCE.search(text, first)
    end = sentence.start() if sentence else len(text)
    if end <= _LONG:
        return start, end
    clause = _CLAUSE.search(text, first)
    return start, clause.start() if clause else end


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


def _strongest(seen: Mapping[str, _Seen], least: int) -> Coded:
    """The strongest code, and others that are said outright and nearly as strong."""
    ranked = sorted(seen, key=lambda code: (seen[code].best < _SAID, -seen[code].score))
    if not ranked or seen[ranked[0]].score < least:
        return Coded((OTHER,), ((),))
    enough = max(least, _SHARE * seen[ranked[0]].score)
    codes = [ranked[0], *(one for one in ranked[1:] if seen[one].best >= _SAID and seen[one].score >= enough)][:_MOST]
    return Coded(tuple(codes), tuple(tuple(seen[code].words) for code in codes))


@cache
def coder() -> Coder:
    """The coder of the package's rules; raises `UnknownCode` for a rule of a code that the taxonomy lacks."""
    raw = tomllib.loads((resources.files(__package__) / "data" / "rules.toml").read_text(encoding="utf-8"))
    words = {f"<{name}>": f"[{'|'.join(forms)}]" for name, forms in raw.pop("words").items()}
    if unknown := set(raw) - (set(taxonomy()) - {NONE}):
        raise UnknownCode(f"rules: no code {sorted(unknown)[0]!r} in the taxonomy")
    starting: dict[str, list[_Rule]] = defaultdict(list)
    yields = {code: frozenset(groups.pop("yields", ())) for code, groups in raw.items()}
    for code, groups in raw.items():
        for rule in _rules(code, groups, words):
            starting[rule.head].append(rule)
    return Coder(_index(starting), yields)


def _index(starting: Mapping[str, Sequence[_Rule]]) -> Mapping[str, Sequence[_Word]]:
    index: dict[str, list[_Word]] = defaultdict(list)
    for word, rules in starting.items():
        more: dict[str, tuple[_Rule, ...]] = defaultdict(tuple)
        for rule in rules:
            for start in rule.starts:
                more[start] += (rule,)
        alone = tuple(rule for rule in rules if rule.rest is None)
        index[word[:2]].append(_Word(word, alone, dict(more), tuple(rule for rule in rules if rule.loose)))
    return dict(index)


def _rules(code: str, groups: Mapping[str, Iterable[str]], words: Mapping[str, str]) -> Iterator[_Rule]:
    entry = 0
    for name, entries in groups.items():
        weight = 0 if name == "unless" else int(name)
        for written in entries:
            entry += 1
            yield from _rule(code, weight, _spelled(written, words), entry)


def _spelled(written: str, words: Mapping[str, str]) -> str:
    """The rule with the words in the place of their names; names within alternatives lose their brackets."""
    return _NAME.sub(
        lambda name: words[name.group()] if _outside(written, name.start()) else words[name.group()][1:-1], written
    )


def _outside(written: str, place: int) -> bool:
    return written.count("[", 0, place) == written.count("]", 0, place)


def _rule(code: str, weight: int, written: str, entry: int) -> Iterator[_Rule]:
    """A rule for each form of its first part; the parts behind are one pattern."""
    first, *rest = written.split("…")
    pattern = re.compile("".join(_GAP + _CHOICE.sub(r"(?:\1)", part) for part in rest)) if rest else None
    starts = _starts(rest[0]) if rest else frozenset()
    for head in expand(first):
        if len(head) < 2:
            raise UnknownCode(f"rules: {code}: {written!r} begins with fewer than two characters")
        yield _Rule(code, weight, head, pattern, starts, bool(rest) and not starts, entry)


def _starts(part: str) -> frozenset[str]:
    forms = list(expand(part))
    return frozenset(form[:2] for form in forms) if all(map(_PLAIN.match, forms)) else frozenset()


def expand(written: str) -> Iterator[str]:
    """Every form of words with alternatives.

    >>> list(expand("信息[更新|发布]"))
    ['信息更新', '信息发布']
    """
    parts = _CHOICE.split(written)
    choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
    return ("".join(each) for each in product(*choices))
