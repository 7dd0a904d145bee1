"""The language of a figure, Chinese, English or both, and what a figure tells of itself below its axes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from matplotlib import font_manager
from matplotlib.figure import Figure
from pylopdf_fonts_zh_cn import sans_path

from govtext.display.language import current
from govtext.errors import UnknownCode

LANGUAGES = ("both", "zh", "en")
_language: ContextVar[str] = ContextVar("language of figures", default="both")
_CLOSING = frozenset("，。、；：！？）》」』”’%）)]}.,;:!?")
_HERE = "govtext.figures"


@dataclass(frozen=True, slots=True)
class Told:
    """What a figure says: title in both languages, n, where the data come from, by which function it was drawn."""

    zh: str
    en: str
    n: str
    source: str
    function: str | None
    language: str


_told: WeakKeyDictionary[Figure, Told] = WeakKeyDictionary()
"""Kept beside the figures, for a figure of matplotlib has no place for it; gone with the figure."""


@contextmanager
def in_language(language: str | None) -> Iterator[None]:
    """Figures drawn inside are labelled in `zh`, `en` or `both`; None: in the language of `set_language`.

    Raises `UnknownCode` for another language.

    >>> with in_language("zh"):
    ...     said("年度", "year")
    '年度'
    """
    chosen = current() if language is None else language
    if chosen not in LANGUAGES:
        raise UnknownCode(f"no language {chosen!r} of figures", expected=", ".join(LANGUAGES))
    before = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(before)


def spoken() -> str:
    """The language in which figures are labelled now."""
    return _language.get()


def said(zh: str, en: str, between: str = " ") -> str:
    """A label in the language of the figures; in both, Chinese first, `between` the two.

    >>> said("年度", "year")
    '年度 year'
    """
    return {"zh": zh, "en": en}.get(_language.get(), f"{zh}{between}{en}")


def tell(figure: Figure, told: Told) -> None:
    """Keep what a figure says of itself."""
    _told[figure] = told


def told_by(figure: Figure) -> Told | None:
    """What a figure says of itself; None where it was not described."""
    return _told.get(figure)


def drawing_function() -> str | None:
    """The outermost public function of this room on the stack, or else the function that asked; None in a notebook."""
    frame, inner, found = sys._getframe(1), None, None
    while frame.f_back is not None:
        frame = frame.f_back
        module, name = str(frame.f_globals.get("__name__", "")), frame.f_code.co_name
        if not module.startswith(_HERE):
            break
        if not name.startswith("_") and not module.endswith(".style"):
            found = f"{module}.{name}"
    module, name = str(frame.f_globals.get("__name__", "")), frame.f_code.co_name
    if module not in ("__main__", "builtins") and not name.startswith("<"):
        inner = f"{module}.{name}"
    return found or inner


def wrapped(text: str, points: float, centimetres: float) -> str:
    """The text in lines no wider than that at this size, broken after blanks and Chinese characters.

    >>> wrapped("一二三四", 10, 1.2).splitlines()
    ['一二三', '四']
    """
    return "\n".join(broken for line in text.split("\n") for broken in _lines(line, points, centimetres))


def _lines(line: str, points: float, centimetres: float) -> Iterator[str]:
    kept = ""
    for piece in _pieces(line):
        if kept and _width(kept + piece.rstrip(), points) > centimetres:
            yield kept.rstrip()
            kept = piece.lstrip()
        else:
            kept += piece
    yield kept.rstrip()


def _pieces(line: str) -> Iterator[str]:
    """What must not be parted: words, and a Chinese character with the punctuation that closes it."""
    piece = ""
    for char in line:
        breaks = piece and (piece[-1].isspace() or _wide(piece[-1]) or _wide(char)) and not char.isspace()
        if breaks and char not in _CLOSING:
            yield piece
            piece = ""
        piece += char
    yield piece


def _wide(char: str) -> bool:
    return ord(char) > 0x2E7F


def _width(text: str, points: float) -> float:
    """Centimetres, in the font of the style."""
    font = font_manager.get_font(sans_path())
    font.set_size(points, 72)
    font.set_text(text)
    return float(font.get_width_height()[0]) / 64 / 72 * 2.54
