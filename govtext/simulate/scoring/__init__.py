"""What a corpus says against the truth of the simulation it was built from."""

from govtext.simulate.scoring.score import Score, score

__all__ = ["Score", "score"]
