"""A corpus of simulated reports whose truth is known: fictional places, every layout, planted errors, copied text."""

from govtext.simulate.run import simulate
from govtext.simulate.truth import Truth

__all__ = ["Truth", "simulate"]
