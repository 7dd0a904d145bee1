"""A body's problems: which are there, how long, which the report names, and what is promised against them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from govtext.simulate.data import data
from govtext.simulate.draw import Draw
from govtext.simulate.latent import Latent


@dataclass(slots=True)
class Problem:
    """A problem that is there: since when, whether the report names it, what is promised, and whether it works."""

    code: str
    since: int
    named: bool = False
    promised: bool = False
    works: bool = False


@dataclass(slots=True)
class Troubles:
    """The problems of one body, carried from year to year; `resolved` are those of the year before that are gone."""

    there: dict[str, Problem] = field(default_factory=dict)
    resolved: list[Problem] = field(default_factory=list)

    def step(self, year: int, latent: Latent, draw: Draw) -> None:
        """One year on: promised measures work or do not, old problems fade, new ones come up, some are named."""
        rates = data("rates")["problems"]
        first = not self.there and not self.resolved
        gone = [each for each in self.there.values() if each.works or draw.chance(rates["fade"] * latent.quality * 2)]
        self.resolved = [each for each in gone if each.named]
        for each in gone:
            del self.there[each.code]
        chance = rates["start" if first else "arise"] * 2 * (1 - latent.quality)
        for code, weight in rates["weights"].items():
            if code not in self.there and all(code != each.code for each in gone) and draw.chance(chance * weight):
                self.there[code] = Problem(code, year)
        if not self.there:  # nobody is without problems
            weights = {
                code: weight for code, weight in rates["weights"].items() if all(code != each.code for each in gone)
            }
            code = draw.weighted(list(weights), list(weights.values()))
            self.there[code] = Problem(code, year)
        self._name(latent, draw, rates)

    def _name(self, latent: Latent, draw: Draw, rates: Mapping[str, Any]) -> None:
        problems = list(self.there.values())
        for each in problems:
            each.named = draw.chance(rates["named"] * 2 * latent.candour)
        if not any(each.named for each in problems):
            draw.pick(problems).named = True
        for each in [each for each in problems if each.named][rates["most"] :]:
            each.named = False
        for each in problems:
            each.promised = each.named and draw.chance(rates["promised"])
            each.works = each.promised and draw.chance(rates["works"] * (latent.quality + 0.5))

    def named(self) -> list[Problem]:
        return [each for each in self.there.values() if each.named]
