"""Layouts and errors in turn instead of by chance, so that every kind of error comes in every layout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from govtext.simulate.kinds import Kind, kinds


@dataclass(slots=True)
class Plan:
    """What was given out so far."""

    layouts: Sequence[str]
    given: int = 0
    planted: Counter[tuple[str, str]] = field(default_factory=Counter)

    def layout(self) -> str:
        """The next layout."""
        self.given += 1
        return self.layouts[(self.given - 1) % len(self.layouts)]

    def kinds(self, layout: str) -> list[Kind]:
        """Every kind that is drawn, those first that the layout has had least often; each layout begins elsewhere."""
        drawn = [each for each in kinds().values() if not each.own_rate]
        first = self.layouts.index(layout) * len(drawn) // len(self.layouts)
        return sorted(drawn[first:] + drawn[:first], key=lambda each: self.planted[layout, each.name])

    def done(self, layout: str, kind: Kind) -> None:
        self.planted[layout, kind.name] += 1
