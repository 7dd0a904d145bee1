"""Hedging, vagueness and other words of tone (data/tone.toml), each hit with its place and surroundings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from govtext.forms import Label
from govtext.manner.patterns import any_of, load, wide
from govtext.manner.rate import Rate, characters
from govtext.parse.prose.sentences import split_sentences

VAGUE = ("hedge", "vague_quantity", "downtoner")
"""The groups that together are hedging and vagueness."""
_REACH = 16
_TITLE = re.compile(r"《[^《》\n]{1,200}》")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of tone: its group, glosses, where it comes from, and what must not stand beside it."""

    word: str
    group: str
    gloss: Label
    origin: str
    not_before: re.Pattern[str] | None = None
    not_after: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A class of words of tone, with its reason."""

    name: str
    label: Label
    reason: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of tone in a text: `text[start:end] == word`, with what stands left and right of it."""

    word: str
    group: str
    start: int
    end: int
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Tone:
    """The words of tone of a text, its characters and sentences."""

    hits: tuple[Hit, ...]
    characters: int
    sentences: int

    @property
    def counts(self) -> Mapping[str, int]:
        """How many hits each group has."""
        counted = Counter(hit.group for hit in self.hits)
        return {name: counted[name] for name in groups()}

    def rate(self, *names: str) -> Rate:
        """Hits of the groups (none named: all) per 100 characters."""
        return Rate(self._count(names), self.characters, 100, "the text has no characters")

    def per_sentence(self, *names: str) -> Rate:
        """Hits of the groups (none named: all) per sentence."""
        return Rate(self._count(names), self.sentences, 1, "the text has no sentences")

    def _count(self, names: tuple[str, ...]) -> int:
        return sum(not names or hit.group in names for hit in self.hits)


@cache
def groups() -> Mapping[str, Group]:
    """The groups of words of tone by name.

    >>> groups()["hedge"].label.en
    'hedges'
    """
    raw = load("tone")["groups"]
    return {name: Group(name, Label(**each["label"]), each["reason"]) for name, each in raw.items()}


@cache
def entries() -> Mapping[str, Entry]:
    """Every word of tone."""
    raw = load("tone")
    return {word: _entry(word, name, each) for name in groups() for word, each in raw[name].items()}


def tone(text: str, tokens: Iterable[str]) -> Tone:
    """Words of tone per 100 characters and per sentence, by group.

    `tokens`: all tokens of the text (`Segmenter().tokens(text)`). A word counts where it begins and ends at their
    borders, or begins a set phrase that is one token (切实加强); never within a 《title》; the longest entry wins.
    100 · words of the group / characters; the groups follow Hyland (2005) and Channell (1994), the list is our own.

    >>> text = "个别单位公开有待进一步加强，见《关于进一步规范公开的通知》。"
    >>> measured = tone(text, ["个别", "单位", "公开", "有待", "进一步", "加强", text[12:]])
    >>> [(hit.word, hit.group) for hit in measured.hits]
    [('个别', 'vague_quantity'), ('有待', 'hedge'), ('进一步', 'future')]
    """
    bounds = _bounds(tokens)
    hits = tuple(_hits(text, bounds, [match.span() for match in _TITLE.finditer(text)]))
    said = sum(any(map(str.isalnum, text[start:end])) for start, end in split_sentences(text))
    return Tone(hits, characters(text), said)


def _bounds(tokens: Iterable[str]) -> frozenset[int]:
    """The borders of the tokens, and those within a set phrase that begins with a word of tone: 切实|加强."""
    bounds, position = {0}, 0
    for token in tokens:
        if len(token) > 2 and (inner := _opened(token)):
            bounds.add(position + inner)
        position += len(token)
        bounds.add(position)
    return frozenset(bounds)


@lru_cache(maxsize=4096)
def _opened(token: str) -> int:
    """How long the word of tone is that a set phrase begins with; 0 where it begins with none."""
    if token in entries():
        return 0
    return next(
        (end for end in range(len(token) - 1, 0, -1) if token[:end] in entries() and token[end:] in _opens()), 0
    )


@cache
def _opens() -> frozenset[str]:
    return frozenset(load("tone")["opens"]["words"].split())


def _hits(text: str, bounds: frozenset[int], titles: list[tuple[int, int]]) -> Iterable[Hit]:
    position, sought, guarded = 0, _sought(), wide(text)
    while match := sought.search(text, position):
        position = match.start() + 1
        if match.start() not in bounds or any(start <= match.start() < end for start, end in titles):
            continue
        if entry := _longest(guarded, match.start(), bounds):
            end = match.start() + len(entry.word)
            position = end
            left, right = text[max(0, match.start() - _REACH) : match.start()], text[end : end + _REACH]
            yield Hit(entry.word, entry.group, match.start(), end, left, right)


def _longest(text: str, start: int, bounds: frozenset[int]) -> Entry | None:
    """The longest entry that ends at a token's border and says here what it is listed for; a guard ends the search."""
    for length in range(_length(), 0, -1):
        entry = entries().get(text[start : start + length])
        if entry and start + length in bounds:
            return entry if _means(entry, text, start, start + length) else None
    return None


def _means(entry: Entry, text: str, start: int, end: int) -> bool:
    if entry.not_before and entry.not_before.match(text, end):
        return False
    return not (entry.not_after and entry.not_after.search(text[max(0, start - _REACH) : start]))


@cache
def _sought() -> re.Pattern[str]:
    return re.compile(any_of(entries()))


@cache
def _length() -> int:
    return max(map(len, entries()))


def _entry(word: str, group: str, raw: Mapping[str, str]) -> Entry:
    before, after = raw.get("not_before"), raw.get("not_after")
    return Entry(
        word, group, Label(raw["zh"], raw["en"]), raw["from"], re.compile(before) if before else None,
        re.compile(f"(?:{after})$") if after else None,
    )  # fmt: skip
