"""What nobody sees: a body's quality, candour, size, and how it copies."""

from __future__ import annotations

import math
from dataclasses import dataclass

from govtext.simulate.data import data
from govtext.simulate.draw import Draw
from govtext.simulate.places import Body


@dataclass(slots=True)
class Latent:
    """Scores are standard normal; `quality` and `candour` are their logistic, between 0 and 1."""

    score: float
    candour_score: float
    mean_requests: float
    copies_own: float
    copies_neighbour: float
    scope_all: bool

    @property
    def quality(self) -> float:
        return logistic(self.score)

    @property
    def candour(self) -> float:
        return logistic(self.candour_score)

    def step(self, draw: Draw) -> None:
        """The year's small change of quality."""
        self.score += data("rates")["latent"]["drift"] * draw.normal()


def logistic(score: float) -> float:
    """Between 0 and 1, one half at zero."""
    return 1 / (1 + math.exp(-score))


def draw_latent(body: Body, cluster_score: float, draw: Draw) -> Latent:
    """A body's hidden traits; those of one cluster share a part of their quality."""
    rates = data("rates")
    share, tie = rates["latent"]["cluster_share"], rates["latent"]["candour_with_quality"]
    score = math.sqrt(share) * cluster_score + math.sqrt(1 - share) * draw.normal()
    candour = tie * score + math.sqrt(1 - tie * tie) * draw.normal()
    mean = rates["requests"]["mean"][f"{body.level}-{body.kind}"] * math.exp(
        rates["requests"]["spread"] * draw.normal()
    )
    own, neighbour = (_rate(rates["copies"][name], draw) for name in ("own", "neighbour"))
    # Where a government sums up what lies under it, its own requests are told by its office.
    scope_all = (
        body.kind == "government" and body.level in ("county", "city") and draw.chance(rates["errors"]["scope_all"])
    )
    return Latent(score, candour, mean, own, neighbour, scope_all)


def _rate(mean: float, draw: Draw) -> float:
    spread = data("rates")["copies"]["spread"]
    return draw.beta(mean * spread, (1 - mean) * spread)
