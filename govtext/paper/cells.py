"""One cell of a paper's notebook: its number, tags, `#| key: value` options and outputs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from govtext.errors import GovTextError

KEYS = ("label", "caption", "note", "alt", "width")
TAGS = ("show-code", "hide-output", "identifying", "abstract-zh", "abstract-en", "no-appendix")
_OPTION = re.compile(r"#\|(?P<blank>\s*)(?P<text>.*)")
_LABEL = re.compile(r"(fig|tbl)-[a-z0-9-]*[a-z0-9]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: `number` counts all cells from 1; `source` of a code cell is without its options."""

    number: int
    kind: str
    source: str
    tags: frozenset[str]
    options: Mapping[str, str]
    outputs: tuple[Any, ...]

    @property
    def place(self) -> str:
        return f"cell {self.number}"

    @property
    def label(self) -> str:
        return self.options.get("label", "")


def cells(book: Any, file: str | None = None) -> list[Cell]:
    """The cells of a notebook in order; raises `GovTextError` for an option or a label that does not exist."""
    made = [_cell(number, raw, file) for number, raw in enumerate(book.cells, start=1)]
    seen: dict[str, Cell] = {}
    for cell in made:
        if cell.label and cell.label in seen:
            raise GovTextError(f"the label {cell.label!r} is given twice", file=file,
                               place=f"{seen[cell.label].place} and {cell.place}")  # fmt: skip
        seen[cell.label] = cell
    return made


def outputs(made: list[Cell]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Every output with the number of its cell."""
    for cell in made:
        yield from ((cell.number, output) for output in cell.outputs)


def _cell(number: int, raw: Any, file: str | None) -> Cell:
    tags = frozenset(raw.metadata.get("tags", []))
    if raw.cell_type != "code":
        return Cell(number, raw.cell_type, raw.source, tags, {}, ())
    options, source = _options(raw.source, number, file)
    return Cell(number, "code", source, tags, options, tuple(raw.outputs))


def _options(source: str, number: int, file: str | None) -> tuple[dict[str, str], str]:
    """The options at the head of a cell, a line that begins with more blanks going on with the one before."""
    options: dict[str, str] = {}
    lines = source.split("\n")
    key = ""
    while lines and (match := _OPTION.match(lines[0])):
        lines.pop(0)
        name, colon, value = match["text"].partition(":")
        if key and len(match["blank"]) > 1:
            options[key] = _joined(options[key], match["text"].strip())
            continue
        key = name.strip()
        if not colon or key not in KEYS:
            raise GovTextError("a cell has an unknown option", file=file, place=f"cell {number}", found=key,
                               expected="one of: " + ", ".join(KEYS))  # fmt: skip
        options[key] = value.strip().strip("\"'")
    if "label" in options and not _LABEL.fullmatch(options["label"]):
        raise GovTextError("a label is of no kind that is known", file=file, place=f"cell {number}",
                           found=options["label"], expected="fig-… or tbl-…, lower-case, digits")  # fmt: skip
    if options and "label" not in options:
        raise GovTextError("a cell has options but no label", file=file, place=f"cell {number}", expected="#| label:")
    return options, "\n".join(lines).strip("\n")


def _joined(first: str, second: str) -> str:
    """Two lines as one: a blank between them unless both sides are Chinese."""
    blank = "" if not first or ord(first[-1]) > 0x2E80 or ord(second[:1] or " ") > 0x2E80 else " "
    return first + blank + second
