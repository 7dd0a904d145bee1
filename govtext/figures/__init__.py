"""Figures in one style: Chinese, English or both, colours that everyone tells apart, data and provenance beside."""

from govtext.figures.proof import missing_characters, text_faults
from govtext.figures.speech import said
from govtext.figures.style import COLOURS, WIDTHS, describe, legend, new, panels, save, settings, style

__all__ = [
    "COLOURS", "WIDTHS", "describe", "legend", "missing_characters", "new", "panels", "said", "save", "settings",
    "style", "text_faults",
]  # fmt: skip
