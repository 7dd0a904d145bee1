"""The same figures in every layout that reports are published in."""

from tests.renderings.figures import Figures, anju_2020, hongze_2023, random_figures
from tests.renderings.layouts import LAYOUTS, Layout, render
from tests.renderings.sheets import Draft, Heading, Sheet, SheetCell, Wording, draft

__all__ = [
    "LAYOUTS",
    "Draft",
    "Figures",
    "Heading",
    "Layout",
    "Sheet",
    "SheetCell",
    "Wording",
    "anju_2020",
    "draft",
    "hongze_2023",
    "random_figures",
    "render",
]
