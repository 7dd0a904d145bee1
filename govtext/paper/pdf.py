"""PDF by typst, with the fonts of packages and no others."""

from __future__ import annotations

import datetime
import json
import os
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import typst

from govtext.errors import GovTextError
from govtext.paper import pandoc
from govtext.paper.content import Content, record
from govtext.paper.front import PAGES
from govtext.paper.origin import of_bytes

FONTS = "pylopdf_fonts_zh_cn"
FAMILIES = ("Noto Serif SC", "Noto Sans SC", "Libertinus Serif", "New Computer Modern Math", "DejaVu Sans Mono")
"""The families a paper is set in; the last three come with typst itself."""


def build(parsed: dict[str, Any], made: Content, folder: Path) -> bytes:
    """The paper as PDF; raises `GovTextError` for a font or a character that is missing."""
    fonts = font_folder()
    _has_characters(parsed, made, fonts)
    source = folder / "paper.typ"
    source.write_text(
        pandoc.write(parsed, "typst-smart", made, folder, f"--template={pandoc.template('paper.typ')}"),
        encoding="utf-8",
    )
    try:
        result, warnings = typst.compile_with_warnings(
            str(source), root=str(folder), font_paths=[str(fonts)], ignore_system_fonts=True,
            sys_inputs={"paper": json.dumps(_options(made), ensure_ascii=False)}, timestamp=_moment(),
        )  # fmt: skip
    except typst.TypstError as error:
        raise GovTextError("typst could not set the paper", file=made.file, found=f"{error.message}") from error
    for warning in warnings:
        if "font" in warning.message:
            raise GovTextError("a font is missing", file=made.file, found=warning.message, expected=f"package {FONTS}")
    assert isinstance(result, bytes)
    return result


def font_folder() -> Path:
    """The folder of the font package; raises `GovTextError` where it or one of its fonts is not there."""
    hint = "pip install pylopdf-fonts-zh-cn"
    try:
        package = import_module(FONTS)
    except ImportError as error:
        raise GovTextError("a font is missing: no package of Chinese fonts", found=FONTS, expected=hint) from error
    folder = Path(str(package.__file__)).parent
    there = typst.Fonts(include_system_fonts=False, font_paths=[str(folder)]).families()
    for family in FAMILIES:
        if family not in there:
            raise GovTextError("a font is missing", found=f"no {family} in {folder.name}", expected=hint)
    return folder


@cache
def _characters(folder: Path) -> frozenset[int]:
    from matplotlib import font_manager

    return frozenset(font_manager.get_font(str(folder / "NotoSerifSC-Regular.otf")).get_charmap())


def _has_characters(parsed: dict[str, Any], made: Content, folder: Path) -> None:
    """No empty boxes: what stands in text must be in the fonts."""
    known = _characters(folder)
    for text in _texts(parsed):
        for char in text:
            if ord(char) > 0x2FF and ord(char) not in known and char not in "\u200b\ufe0f":
                place = next((f"cell {number}" for number, each in made.places.items() if char in each), None)
                raise GovTextError("a font is missing: a character that none has", file=made.file, place=place,
                                   found=f"{char} (U+{ord(char):04X})")  # fmt: skip


def _texts(part: Any) -> Any:
    """All text of the document but mathematics, which has a font of its own."""
    if isinstance(part, list):
        for each in part:
            yield from _texts(each)
    elif isinstance(part, dict) and part.get("t") != "Math":
        content: Any = part.get("c")
        if part.get("t") == "Str":
            yield content
        elif part.get("t") in ("Code", "CodeBlock"):
            yield content[1]
        elif part.get("t") == "RawBlock" and content[0] == "html":
            yield re.sub(r"<[^>]*>|&\w+;", "", content[1])
        else:
            yield from _texts([value for key, value in part.items() if key != "t"])


def _moment() -> datetime.datetime:
    """SOURCE_DATE_EPOCH, or the start of 1980, which every format can hold: never the clock."""
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", "315532800"))
    return datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC)


def _options(made: Content) -> dict[str, Any]:
    front = made.front
    date = [int(each) for each in front.date.split("-")] if re.fullmatch(r"\d{4}-\d\d-\d\d", front.date) else None
    provenance = of_bytes(json.dumps(record(made), sort_keys=True).encode())
    return {
        "lang": front.lang, "title": front.title[front.lang], "page": PAGES[front.page], "margin": front.margin,
        "authors": [] if front.anonymous else [name(each.name, front.lang) for each in front.authors],
        "keywords": list((front.keywords or {}).get(front.lang, ())), "font_size": front.font_size,
        "line_spacing": front.line_spacing, "line_numbers": front.line_numbers, "date": date,
        "description": f"provenance sha256:{provenance}",
    }  # fmt: skip


def name(by: Any, lang: str) -> str:
    """A name in the language, or in the one there is."""
    return str(by.get(lang) or next(iter(by.values()), ""))
