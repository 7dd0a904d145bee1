"""Draws the README's pictures from data/real: what `govtext show` prints, without the three long tables."""

from __future__ import annotations

import io
import re
from html import unescape
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

import govtext
from govtext.display import terminal

ROOT = Path(__file__).resolve().parent.parent
REPORT = "data/real/hongze-2023.html"
WIDTH = 110
ASPECT = 0.61
"""Width of a cell to the height of a letter, which is 20 in rich."""


def picture(language: str) -> str:
    """The SVG of one language's display; it loads nothing from anywhere."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(terminal.render(govtext.read(ROOT / REPORT), language, tables=False))
    svg = console.export_svg(
        title=f"govtext show {REPORT}",
        theme=DEFAULT_TERMINAL_THEME,
        unique_id=f"show-{language}",
        font_aspect_ratio=ASPECT,
    )
    plain = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    plain = re.sub(r"<!--.*?-->\s*", "", plain)
    return re.sub(r'textLength="[\d.]+"([^>]*)>([^<]*)<', _spaced, plain) + "\n"


def _spaced(found: re.Match[str]) -> str:
    """The text as wide as its cells: a Chinese character takes two, which rich counts as one."""
    attributes, text = found.groups()
    return f'textLength="{cell_len(unescape(text)) * 20 * ASPECT:.1f}"{attributes}>{text}<'


def main() -> None:
    """Write docs/show.en.svg and docs/show.zh.svg."""
    for language in ("en", "zh"):
        (ROOT / "docs" / f"show.{language}.svg").write_text(picture(language), encoding="utf-8")


if __name__ == "__main__":
    main()
