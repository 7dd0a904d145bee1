"""The style of every figure: font, sizes in centimetres, colours, captions, and how a figure is kept with its data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.rcsetup import cycler
from matplotlib.text import Text
from pylopdf_fonts_zh_cn import sans_path

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "blue": "#0072B2", "orange": "#E69F00", "green": "#009E73", "vermilion": "#D55E00", "sky": "#56B4E9",
        "purple": "#CC79A7", "yellow": "#F0E442", "black": "#000000", "grey": "#999999",
    }
)  # fmt: skip
"""The palette of Okabe and Ito (2008), told apart with any kind of colour vision, and a grey."""
WIDTHS: Mapping[str, float] = MappingProxyType({"column": 8.5, "page": 17.0})
"""Widths in centimetres: one column of a journal, and the whole page."""
_CM = 1 / 2.54


@cache
def _family() -> str:
    """The name of Noto Sans SC, known to matplotlib from now on, whatever fonts the machine has."""
    font_manager.fontManager.addfont(sans_path())
    return str(font_manager.FontProperties(fname=sans_path()).get_name())


def settings() -> dict[Any, Any]:
    """Matplotlib's settings for this style; fonts are embedded whole, so that a PDF can be searched and edited.

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
def style() -> Iterator[None]:
    """The style for what is drawn inside; the settings before are back afterwards."""
    with mpl.rc_context(settings()):
        yield


def new(width: str = "page", height: float = 6.0) -> tuple[Figure, Axes]:
    """An empty figure of a width of `WIDTHS`, `height` centimetres high.

    >>> figure, axes = new("column", 5)
    >>> [round(float(inches) * 2.54, 1) for inches in figure.get_size_inches()]
    [8.5, 5.0]
    """
    figure = Figure(figsize=(WIDTHS[width] * _CM, height * _CM), layout="constrained")
    return figure, figure.subplots()


def describe(figure: Figure, zh: str, en: str, n: str, source: str) -> None:
    """Title in both languages above, n and source below."""
    figure.suptitle(f"{zh}\n{en}", x=0.01, ha="left", fontsize=9, linespacing=1.4)
    figure.supxlabel(f"n = {n}\n来源 source：{source}", x=0.01, ha="left", fontsize=7, linespacing=1.3)


def missing_characters(figure: Figure) -> set[str]:
    """Characters of the figure's texts that their fonts do not have, which would show as empty boxes.

    >>> with style():
    ...     figure, axes = new()
    ...     _ = axes.set_title("模拟 simulated")
    >>> missing_characters(figure)
    set()
    """
    missing = set()
    for text in figure.findobj(Text):
        if isinstance(text, Text) and text.get_text():
            known = _characters(font_manager.findfont(text.get_fontproperties()))
            missing |= {char for char in text.get_text() if char.isprintable() and char not in known}
    return missing


@cache
def _characters(file: str) -> frozenset[str]:
    return frozenset(map(chr, font_manager.get_font(file).get_charmap()))


def save(figure: Figure, path: str | Path, data: pd.DataFrame, formats: tuple[str, ...] = ("png", "pdf")) -> list[Path]:
    """Save the figure as PNG, PDF or both, and its data beside it as CSV; the same figure gives the same bytes."""
    base = Path(path)
    base.parent.mkdir(parents=True, exist_ok=True)
    files = [base.with_suffix(f".{each}") for each in formats]
    for file in files:
        figure.savefig(file, metadata=_METADATA.get(file.suffix, {}))
    beside = base.with_suffix(".csv")
    data.to_csv(beside, encoding="utf-8", lineterminator="\n")
    return [*files, beside]


_METADATA: Mapping[str, dict[str, Any]] = MappingProxyType(
    {".pdf": {"CreationDate": None, "ModDate": None}, ".png": {"Software": None}}
)
"""What a format would tell of the moment or the machine."""
