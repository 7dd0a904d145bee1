"""The style of every figure: font, sizes in centimetres, colours, captions, and how a figure is kept with its data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.rcsetup import cycler
from matplotlib.transforms import blended_transform_factory
from pylopdf_fonts_zh_cn import sans_path

from govtext.errors import GovTextError, UnknownCode
from govtext.figures.proof import missing_characters
from govtext.figures.provenance import as_json, provenance
from govtext.figures.speech import Told, drawing_function, in_language, said, spoken, tell, wrapped

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from govtext.corpus.opened import Corpus

COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "blue": "#0072B2", "orange": "#E69F00", "green": "#009E73", "vermilion": "#D55E00", "sky": "#56B4E9",
        "purple": "#CC79A7", "yellow": "#F0E442", "black": "#000000", "grey": "#CCCCCC",
    }
)  # fmt: skip
"""The palette of Okabe and Ito (2008), told apart with any kind of colour vision, and a grey, for areas only: the
common #999999 is as good as purple to a deuteranope (Machado, Oliveira & Fernandes 2009), this one is not."""
WIDTHS: Mapping[str, float] = MappingProxyType({"column": 8.5, "page": 17.0})
"""Widths in centimetres: one column of a journal, and the whole page."""
_CM = 1 / 2.54
_KEY = "key"
_WORDS = 2.2
"""Centimetres of title and source together."""
_MARGIN = 0.5
"""Centimetres that title and source keep from the right edge."""


@cache
def _family() -> str:
    """The name of Noto Sans SC, known to matplotlib from now on, whatever fonts the machine has."""
    font_manager.fontManager.addfont(sans_path())
    return str(font_manager.FontProperties(fname=sans_path()).get_name())


def settings() -> dict[Any, Any]:
    """Matplotlib's settings for this style; fonts are embedded as outlines, so that a PDF can be searched and edited.

    >>> settings()["font.family"]
    'Noto Sans SC'
    """
    return {
        "font.family": _family(), "font.size": 8, "axes.titlesize": 9, "axes.titlelocation": "left",
        "axes.unicode_minus": False, "axes.spines.top": False, "axes.spines.right": False, "legend.frameon": False,
        "axes.prop_cycle": cycler(color=list(COLOURS.values())), "figure.dpi": 110, "savefig.dpi": 300,
        "pdf.fonttype": 42,
    }  # fmt: skip


@contextmanager
def style(language: str | None = "both") -> Iterator[None]:
    """The style for what is drawn inside; the settings before are back afterwards.

    `language` of the labels: `zh`, `en` or `both`; None: the one of `govtext.set_language`.
    """
    with in_language(language), mpl.rc_context(settings()):
        yield


def new(width: str | float = "page", height: float = 6.0) -> tuple[Figure, Axes]:
    """An empty figure, `height` centimetres high; `width` a name of `WIDTHS`, or centimetres.

    >>> figure, axes = new("column", 5)
    >>> [round(float(inches) * 2.54, 1) for inches in figure.get_size_inches()]
    [8.5, 5.0]
    """
    figure = _empty(width, height)
    return figure, figure.subplots()


def _empty(width: str | float, height: float) -> Figure:
    if isinstance(width, str) and width not in WIDTHS:
        raise UnknownCode(f"no width {width!r}", expected=f"{', '.join(WIDTHS)}, or centimetres")
    across = WIDTHS[width] if isinstance(width, str) else width
    return Figure(figsize=(across * _CM, height * _CM), layout="constrained")


def panels(
    width: str | float = "page", height: float = 6.0, rows: int = 1, columns: int = 1, *, key: float = 0.0,
    width_ratios: Sequence[float] | None = None, height_ratios: Sequence[float] | None = None, **shared: Any,
) -> tuple[Figure, np.ndarray]:  # fmt: skip
    """An empty figure of several axes, an array of rows × columns; `shared`: sharex and sharey, as in matplotlib.

    `key`: centimetres above all axes that are left for `legend`. Raises `UnknownCode` for another width.

    >>> panels("page", 8, 1, 3, key=0.5, sharey=True)[1].shape
    (1, 3)
    """
    figure = _empty(width, height)
    place = figure.add_gridspec(2, 1, height_ratios=[key or 1e-3, max(height - key - _WORDS, 1)])
    grid = place[1].subgridspec(rows, columns, width_ratios=width_ratios, height_ratios=height_ratios)
    axes: np.ndarray = grid.subplots(squeeze=False, **shared)
    if key:
        figure.add_subplot(place[0], label=_KEY).set_axis_off()
    return figure, axes


def legend(figure: Figure, handles: Sequence[Artist], title: str | None = None, columns: int | None = None) -> None:
    """A legend over the whole width, in the room that `panels` left for it; raises `GovTextError` where there is none.

    >>> from matplotlib.patches import Patch
    >>> figure, axes = panels("column", 5, key=0.5)
    >>> legend(figure, [Patch(label="甲"), Patch(label="乙")])
    """
    place = next((axes for axes in figure.axes if axes.get_label() == _KEY), None)
    if place is None:
        raise GovTextError("no room for a legend", expected="a figure of `panels` with a key")
    across = blended_transform_factory(figure.transFigure, place.transAxes)
    made = place.legend(
        handles=list(handles), title=title, loc="center left", bbox_to_anchor=(0.01, 0.5), borderaxespad=0,
        bbox_transform=across, ncols=columns or len(handles), fontsize=7, title_fontsize=7, columnspacing=1.4,
        handlelength=1.6,
    )  # fmt: skip
    made.set_in_layout(False)


def describe(figure: Figure, zh: str, en: str, n: str, source: str) -> None:
    """Title above, n and source below, in the language of the figures, in lines that fit its width."""
    width = float(figure.get_size_inches()[0]) * 2.54 - _MARGIN
    below = f"n = {n}\n{said('来源', 'source')}{'：' if spoken() != 'en' else ': '}{source}"
    figure.suptitle(wrapped(said(zh, en, "\n"), 9, width), x=0.01, ha="left", fontsize=9, linespacing=1.4)
    figure.supxlabel(wrapped(below, 7, width), x=0.01, ha="left", fontsize=7, linespacing=1.3)
    tell(figure, Told(zh, en, n, source, drawing_function(), spoken()))


def save(
    figure: Figure,
    path: str | Path,
    data: pd.DataFrame,
    formats: tuple[str, ...] = ("png", "pdf"),
    *,
    corpus: Corpus | None = None,
    lexicon: str | None = None,
    seed: int | None = None,
    simulated: bool | None = None,
) -> list[Path]:
    """Save the figure, and beside it where it comes from (JSON) and its data (CSV); the same figure, the same bytes.

    `formats`: png, pdf or both, in the size of the figure. `corpus`, `lexicon` (hash), `seed` and `simulated` go to
    the JSON; None for `simulated`: as title, source and file names of the corpus tell. Gives the files, the CSV last.
    Raises `GovTextError` where simulated data are not called simulated in the figure.
    """
    about = provenance(figure, data, corpus=corpus, lexicon=lexicon, seed=seed, simulated=simulated)
    base = Path(path)
    base = base.with_suffix("") if base.suffix in _METADATA else base
    base.parent.mkdir(parents=True, exist_ok=True)
    pictures = [base.with_name(f"{base.name}.{each}") for each in formats]
    with mpl.rc_context(settings()):
        for file in pictures:
            figure.savefig(file, metadata=_METADATA.get(file.suffix, {}))
    beside, origin = base.with_name(f"{base.name}.csv"), base.with_name(f"{base.name}.json")
    data.to_csv(beside, encoding="utf-8", lineterminator="\n")
    digest = hashlib.sha256(beside.read_bytes()).hexdigest()
    columns = [str(name) for name in data.columns]
    about["data"] = {"file": beside.name, "rows": len(data), "columns": columns, "sha256": digest}
    origin.write_text(as_json(about), encoding="utf-8", newline="\n")
    return [*pictures, origin, beside]


_METADATA: Mapping[str, dict[str, Any]] = MappingProxyType(
    {".pdf": {"CreationDate": None, "ModDate": None}, ".png": {"Software": None}}
)
"""What a format would tell of the moment or the machine."""

__all__ = [
    "COLOURS",
    "WIDTHS",
    "describe",
    "legend",
    "missing_characters",
    "new",
    "panels",
    "said",
    "save",
    "settings",
    "style",
]
