"""The domain lexicon and the stop words, as data with their reasons."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from govtext.forms import Label


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the domain: its kind, its part of speech (jieba's tags), and where it comes from or why it is one
    word."""

    word: str
    kind: str
    tag: str
    source: str


@dataclass(frozen=True, slots=True)
class StopGroup:
    """Stop words that are left out for one reason."""

    name: str
    label: Label
    reason: str
    words: tuple[str, ...]


@cache
def lexicon() -> tuple[Entry, ...]:
    """The domain lexicon (`data/lexicon.csv`): terms of 政务公开, documents, bodies, platforms, fields of work.

    >>> next(entry for entry in lexicon() if entry.word == "依申请公开").kind
    'request'
    """
    return tuple(Entry(**row) for row in csv.DictReader(io.StringIO(_data("lexicon.csv"))))


@cache
def stop_groups() -> tuple[StopGroup, ...]:
    """The stop words by group, each with the reason why it is left out (`data/stopwords.toml`).

    >>> "的" in next(group for group in stop_groups() if group.name == "particles").words
    True
    """
    raw = tomllib.loads(_data("stopwords.toml"))
    return tuple(
        StopGroup(name, Label(**group["label"]), group["reason"], tuple(group["words"].split()))
        for name, group in raw.items()
    )


@cache
def lexicon_words() -> frozenset[str]:
    """The words of the domain lexicon."""
    return frozenset(entry.word for entry in lexicon())


@cache
def stop_words() -> frozenset[str]:
    """All stop words together."""
    return frozenset(word for group in stop_groups() for word in group.words)


@cache
def tags() -> Mapping[str, str]:
    """Part of speech of the lexicon's words."""
    return {entry.word: entry.tag for entry in lexicon()}


def _data(name: str) -> str:
    return (resources.files(__package__) / "data" / name).read_text(encoding="utf-8")
