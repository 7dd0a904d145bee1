"""A notebook as one Markdown text for pandoc, its pictures beside it, and a list of what was made in which cell."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image

from govtext.errors import GovTextError
from govtext.paper import bindings, origin
from govtext.paper.bindings import Binding, fill
from govtext.paper.cells import Cell, cells, outputs
from govtext.paper.front import PAGES, Front, labels
from govtext.paper.origin import Origin, of_bytes
from govtext.paper.tables import laid_out

HIGHEST = 0.8
"""How much of the height of a page a figure may take."""
TABLE_POINTS = 9
"""Font size of tables, in points; as large as the text at most."""
_BARE = re.compile(r"(`+).+?\1|(?<![\[{A-Za-z0-9;-])(?<!; )@((?:fig|tbl|sec|eq)-[A-Za-z0-9-]*[A-Za-z0-9])", re.DOTALL)
_PICTURES = {"image/png": "png", "image/svg+xml": "svg", "image/jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class Made:
    """A figure, table or number of the paper: its label or name, its cell, and the hashes of code and output."""

    kind: str
    name: str
    cell: int
    code: str
    output: str


@dataclass(frozen=True, slots=True)
class Content:
    """All that goes into a paper.

    `abstracts` by language, `body` in Markdown; `pictures` by file name; `made`, `origins` and `versions` for the
    provenance; `places`: the text of every cell as it went in, by number.
    """

    front: Front
    abstracts: Mapping[str, str]
    body: str
    pictures: Mapping[str, bytes]
    made: tuple[Made, ...]
    origins: tuple[Origin, ...]
    versions: Mapping[str, str]
    bindings: Mapping[str, Binding]
    places: Mapping[int, str]
    code: tuple[Cell, ...]
    file: str | None


def content(book: Any, front: Front, file: str | None = None) -> Content:
    """The notebook's content, numbers filled in; raises `GovTextError` with file and cell where it does not hold."""
    made = cells(book, file)
    if front.anonymous:
        made = [cell for cell in made if "identifying" not in cell.tags]
    bound = bindings.collect(outputs(made), file)
    origins, versions = origin.collect(outputs(made))
    writer = _Writer(front, bound, file)
    texts = {cell.number: writer.text(cell) for cell in made}
    abstracts = {
        lang: fill(text, bound, f"metadata paper.abstract.{lang}", file)
        for lang, text in (front.abstract or {}).items()
    }
    for cell in made:
        for lang in ("zh", "en"):
            if f"abstract-{lang}" in cell.tags:
                abstracts[lang] = texts.pop(cell.number)
    code = tuple(cell for cell in made if cell.kind == "code" and cell.source and "no-appendix" not in cell.tags)
    return Content(
        front, abstracts, "\n\n".join(text for text in texts.values() if text), writer.pictures,
        (*writer.made, *_numbers(bound, made)), tuple(origins), versions, bound, texts, code, file,
    )  # fmt: skip


def _numbers(bound: Mapping[str, Binding], made: list[Cell]) -> Iterator[Made]:
    sources = {cell.number: cell.source for cell in made}
    for name, each in bound.items():
        yield Made("number", name, each.cell, of_bytes(sources[each.cell].encode()), each.text())


class _Writer:
    """Cells to Markdown, pictures collected on the way."""

    def __init__(self, front: Front, bound: Mapping[str, Binding], file: str | None) -> None:
        self.front, self.bound, self.file = front, bound, file
        self.pictures: dict[str, bytes] = {}
        self.made: list[Made] = []

    def text(self, cell: Cell) -> str:
        if cell.kind == "markdown":
            return self._prose(cell.source, cell)
        if cell.kind == "raw":
            return ""
        shown = [self._labelled(cell)] if cell.label else list(self._unlabelled(cell))
        code = f"```python\n{cell.source}\n```\n" if "show-code" in cell.tags else ""
        return "\n\n".join([code, *shown]).strip()

    def _prose(self, text: str, cell: Cell) -> str:
        bracketed = _BARE.sub(lambda match: match[0] if match[1] else f"[@{match[2]}]", text)
        return fill(bracketed, self.bound, cell.place, self.file)

    def _labelled(self, cell: Cell) -> str:
        picture = cell.label.startswith("fig-")
        block, kept = self._picture(cell) if picture else self._table(cell)
        if not cell.options.get("caption"):
            raise self._wrong("a figure or table has no caption", cell, "#| caption:")
        code = of_bytes(cell.source.encode())
        self.made.append(Made("figure" if picture else "table", cell.label, cell.number, code, of_bytes(kept)))
        parts = [block, "::: caption", self._prose(cell.options["caption"], cell), ":::"]
        if note := cell.options.get("note"):
            parts += ["::: note", labels(self.front.lang)["note"] + self._prose(note, cell), ":::"]
        return "\n\n".join([*parts, "::::"])

    def _picture(self, cell: Cell) -> tuple[str, bytes]:
        found = [(kind, data[kind]) for data in _bundles(cell) for kind in _PICTURES if kind in data]
        if len(found) != 1:
            raise self._wrong("a figure's cell shows not one picture", cell, "one picture", str(len(found)))
        kind, raw = found[0]
        data = raw.encode() if kind == "image/svg+xml" else base64.b64decode(raw)
        name = f"{cell.label}.{_PICTURES[kind]}"
        self.pictures[name] = data
        alt = self._prose(cell.options.get("alt") or cell.options.get("caption", ""), cell)
        attributes = f'#{cell.label} .paper-figure width="{self._share(cell, kind, data)}%"'
        return f":::: {{{attributes}}}\n\n![{alt}]({name})", data

    def _share(self, cell: Cell, kind: str, data: bytes) -> int:
        """The picture's width in % of the text's: what the cell asks for, or less where it would be too high."""
        asked = cell.options.get("width", "100%")
        if not re.fullmatch(r"[1-9]\d?%|100%", asked):
            raise self._wrong("a width is no share of the text's", cell, "from 1% to 100%", asked)
        share = int(asked[:-1])
        if kind != "image/svg+xml":
            with Image.open(io.BytesIO(data)) as image:
                across, along = (size - 2 * self.front.margin for size in PAGES[self.front.page])
                share = min(share, int(100 * HIGHEST * along / across * image.width / image.height))
        return max(1, share)

    def _table(self, cell: Cell) -> tuple[str, bytes]:
        found = [data["text/html"] for data in _bundles(cell) if "<table" in data.get("text/html", "")]
        if len(found) != 1:
            raise self._wrong("a table's cell shows not one table", cell, "one frame or HTML table", str(len(found)))
        points = min(TABLE_POINTS, self.front.font_size)
        across, along = ((size - 2 * self.front.margin) / 0.3528 / points for size in PAGES[self.front.page])
        table = laid_out(found[0], across, along, cell.place, self.file)
        attributes = f'#{cell.label} .paper-table scale="{table.scale}"' + ' turned="1"' * table.turned
        raw = f"````{{=html}}\n{table.html}\n````"
        return f":::: {{{attributes}}}\n\n{raw}", table.html.encode()

    def _unlabelled(self, cell: Cell) -> Iterator[str]:
        """Sentences that code computed are printed; a picture or table without a label is a mistake, and said to be."""
        if "hide-output" in cell.tags:
            return
        for data in _bundles(cell):
            if bindings.MIME in data or origin.MIME in data:
                continue
            if any(kind in data for kind in _PICTURES) or "<table" in data.get("text/html", ""):
                raise self._wrong("a cell shows a picture or table without a label", cell,
                                  "'#| label: fig-…', '#| label: tbl-…' or the tag hide-output")  # fmt: skip
            if "text/markdown" in data:
                yield self._prose(data["text/markdown"], cell)

    def _wrong(self, what: str, cell: Cell, expected: str, found: str | None = None) -> GovTextError:
        return GovTextError(what, file=self.file, place=cell.place, expected=expected, found=found)


def _bundles(cell: Cell) -> Iterator[Mapping[str, Any]]:
    """What the cell shows, views of widgets left out: they live in a browser only."""
    for output in cell.outputs:
        data = output.get("data", {})
        if data and not any("widget" in kind for kind in data):
            yield data


def record(made: Content) -> dict[str, Any]:
    """The provenance as plain data: what `--verify` compares.

    Keys: objects (kind, name, cell, code, output), origins, versions.
    """
    objects = [{"kind": each.kind, "name": each.name, "cell": each.cell, "code": each.code, "output": each.output}
               for each in made.made]  # fmt: skip
    origins = [{"kind": each.kind, "name": each.name, "value": each.value, "cell": each.cell} for each in made.origins]
    return {"objects": objects, "origins": origins, "versions": dict(sorted(made.versions.items()))}
