"""Tables of a notebook as plain HTML of a width that is known, so that no table runs over a margin."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

from govtext.errors import GovTextError

PAD, LEAST, TURNED_LEAST, SMALLEST = 1.5, 4.0, 2.0, 0.6
"""Blank of a column, the widths in em down to which text is broken, upright and turned, and the smallest scale."""
_TOKEN = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]+|.")
_NUMBER = re.compile(r"[−–+-]?[\d.,]+\s*[%‰]?(\s*[\[(（].*)?|[—–-]?|nan|NaN|<NA>|None|\*+")


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready for pandoc: HTML with column widths where it needs them; `turned` on its side, letters `scale`d."""

    html: str
    turned: bool = False
    scale: float = 1.0


def width(text: str) -> float:
    """The width of a text in em: Chinese characters 1, others 0.55.

    >>> width("表12")
    2.1
    """
    return round(sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.55 for char in text), 2)


def laid_out(source: str, across: float, along: float, place: str = "", file: str | None = None) -> Table:
    """The first table of an HTML text, fitted into `across` em, or on its side into `along` em.

    As it is where it fits; else its text columns are broken; else it is turned; else its letters shrink, and below 0.6
    `GovTextError` is raised. Attributes other than spans are dropped, numbers stand right.
    """
    root = html.fromstring(f"<div>{source}</div>")
    found = root.find(".//table")
    if found is None:
        raise GovTextError("the cell shows no table", file=file, place=place, expected="a frame, or HTML with a table")
    _cleaned(found)
    if any(_text(cell).endswith("...") for cell in found.iter("td", "th")):
        raise GovTextError("the table is cut short", file=file, place=place, found="...",
                           expected='pandas options such as "display.max_colwidth" set to None')  # fmt: skip
    _one_header_row(found)
    _aligned(found)
    natural, least = _widths(found, LEAST)
    turned, scale = False, 1.0
    if sum(natural) > across:
        turned = sum(least) > across
        room = along if turned else across
        if sum(least) > room:
            natural, least = _widths(found, TURNED_LEAST)
        scale = min(1.0, room / sum(least)) if turned else 1.0
        if scale < SMALLEST:
            raise GovTextError("the table is too wide even for a turned page", file=file, place=place,
                               found=f"{len(natural)} columns", expected="fewer, or the table transposed")  # fmt: skip
        if sum(natural) > room:
            _set_widths(found, natural, least, room)
    return Table(etree.tostring(found, encoding="unicode", method="html"), turned, round(scale, 2))


def _cleaned(table: Any) -> None:
    for element in table.iter():
        for name in set(element.attrib) - {"colspan", "rowspan"}:
            del element.attrib[name]
    for unwanted in list(table.iter("style", "script", "colgroup", "caption", "br")):
        unwanted.drop_tree()


def _text(cell: Any) -> str:
    return " ".join(cell.text_content().split())


def _aligned(table: Any) -> None:
    """Columns of numbers stand right with their headings, all others left."""
    lines = [line for line, _ in _grid(table.findall(".//tr"))]
    for place in range(max(map(len, lines), default=0)):
        cells = [line[place] for line in lines if place < len(line)]
        body = [cell for cell in cells if cell.getparent().getparent().tag != "thead"]
        numbers = all(cell.tag == "td" and _NUMBER.fullmatch(_text(cell)) for cell in body)
        for cell in cells:
            spans = int(cell.get("colspan", 1)) > 1
            cell.set("style", f"text-align: {'center' if spans else 'right' if numbers else 'left'}")


def _grid(rows: list[Any]) -> list[tuple[list[Any], Any]]:
    """The cells of each row in their columns, spans filled in."""
    hanging: dict[int, tuple[int, Any]] = {}
    grid = []
    for row in rows:
        line: list[Any] = []
        cells = list(row)
        while cells or len(line) in hanging:
            if len(line) in hanging:
                left, cell = hanging.pop(len(line))
                if left > 1:
                    hanging[len(line)] = (left - 1, cell)
                line.append(cell)
                continue
            cell = cells.pop(0)
            for _ in range(min(int(cell.get("colspan", 1)), 100)):
                if int(cell.get("rowspan", 1)) > 1:
                    hanging[len(line)] = (int(cell.get("rowspan", 1)) - 1, cell)
                line.append(cell)
        grid.append((line, row))
    return grid


def _one_header_row(table: Any) -> None:
    """Pandas gives the names of the index a row of their own; where the row above has room for them, they go there."""
    rows = table.findall(".//thead/tr")
    if len(rows) != 2 or any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row):
        return
    pairs = list(zip(rows[0], rows[1], strict=False))
    if len(rows[0]) == len(rows[1]) and all(not _text(above) or not _text(below) for above, below in pairs):
        for above, below in pairs:
            if _text(below):
                above.text = _text(below)
        rows[1].drop_tree()


def _widths(table: Any, shortest: float) -> tuple[list[float], list[float]]:
    """For each column the width that breaks nothing, and the least that breaks no word or number."""
    grid = _grid(table.findall(".//tr"))
    count = max((len(line) for line, _ in grid), default=0)
    natural, least = [1.0] * count, [1.0] * count
    for line, _ in grid:
        for place, cell in enumerate(line):
            if int(cell.get("colspan", 1)) == 1:
                text = _text(cell)
                whole = width(text)
                token = max((width(each) for each in _TOKEN.findall(text)), default=0.0)
                natural[place] = max(natural[place], whole)
                least[place] = max(least[place], token, min(whole, shortest))
    return [each + PAD for each in natural], [min(*both) + PAD for both in zip(least, natural, strict=True)]


def _set_widths(table: Any, natural: list[float], least: list[float], room: float) -> None:
    """Each column its least width, and of what is left a share by what it lacks."""
    rest = max(0.0, room - sum(least))
    lacking = [max(0.0, want - have) for want, have in zip(natural, least, strict=True)]
    whole = sum(lacking) or 1.0
    widths = [have + rest * lack / whole for have, lack in zip(least, lacking, strict=True)]
    group = etree.Element("colgroup")
    for each in widths:
        etree.SubElement(group, "col", style=f"width: {100 * each / sum(widths):.2f}%")
    table.insert(0, group)
