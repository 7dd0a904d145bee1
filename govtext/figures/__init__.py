"""Figures in one style: Chinese and English in one font, colours that everyone tells apart, data saved beside."""

from govtext.figures.style import COLOURS, WIDTHS, describe, missing_characters, new, save, settings, style

__all__ = ["COLOURS", "WIDTHS", "describe", "missing_characters", "new", "save", "settings", "style"]
