"""Sentences fresh from the stock, or copied from the body's own last report or from a neighbour's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from govtext.simulate.data import data
from govtext.simulate.draw import Draw
from govtext.simulate.grammar import edited
from govtext.simulate.latent import Latent


@dataclass(frozen=True, slots=True)
class Copy:
    """A sentence of `topic` that stands in another report too: whole, or near with so many edits."""

    topic: str
    text: str
    source: str
    own: bool
    edits: int


@dataclass(slots=True)
class Written:
    """The sentences of one report that may be copied, by topic."""

    report: str
    body: str
    short: str
    topics: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Desk:
    """What a writer has before them: the own last report, those of the neighbours, and what was written so far."""

    latent: Latent
    draw: Draw
    now: Written
    last: Written | None
    neighbours: list[Written]
    copies: list[Copy] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def sentence(self, topic: str, fresh: Callable[[], str]) -> str:
        """A sentence on the topic that the report does not have yet."""
        text = self._copied(topic) or self._fresh(fresh)
        self.used.add(text)
        self.now.topics.setdefault(topic, []).append(text)
        return text

    def _fresh(self, fresh: Callable[[], str]) -> str:
        for _ in range(20):
            if (text := fresh()) not in self.used:
                break
        return text

    def _copied(self, topic: str) -> str | None:
        if self.last and self.draw.chance(self.latent.copies_own):
            return self._take(self.last, topic, own=True)
        if self.neighbours and self.draw.chance(self.latent.copies_neighbour):
            return self._take(self.draw.pick(self.neighbours), topic, own=False)
        return None

    def _take(self, source: Written, topic: str, own: bool) -> str | None:
        texts = source.topics.get(topic)
        if not texts:
            return None
        text, edits = self.draw.pick(texts).replace(source.short, self.now.short), 0
        if self.draw.chance(data("rates")["copies"]["near"]):
            text, edits = edited(text, self.draw)
        if text in self.used:
            return None
        self.copies.append(Copy(topic, text, source.report, own, edits))
        return text
