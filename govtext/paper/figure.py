"""A figure as a paper wants it: sharp, without the title and source that its caption gives."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 300


def drawn(figure: Figure, dpi: int = DPI) -> None:
    """Show a figure in the notebook as a PNG of 300 dots an inch, the same figure as the same bytes.

    The title above and the line of n and source below, which `govtext.figures.describe` wrote, are taken off: in a
    paper the caption and its note say them.
    """
    from IPython.display import Image, display

    _without_title(figure)
    held = io.BytesIO()
    figure.savefig(held, format="png", dpi=dpi, metadata={"Software": None}, bbox_inches="tight", pad_inches=0.02)
    width = round(figure.get_figwidth() * 96)
    display(Image(held.getvalue(), width=width))  # type: ignore[no-untyped-call]


def _without_title(figure: Figure) -> None:
    """Hidden and out of the layout: a title that is only empty would still take its line."""
    for name in ("_suptitle", "_supxlabel"):
        text = getattr(figure, name, None)
        if text is not None:
            text.set_in_layout(False)
            text.set_visible(False)
