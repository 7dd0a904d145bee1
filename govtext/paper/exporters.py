"""The exporters that nbconvert finds: `jupyter nbconvert --to govtext-pdf|govtext-html|govtext-latex|govtext-docx`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

from nbconvert.exporters import Exporter
from traitlets import Bool, Unicode

from govtext.errors import GovTextError
from govtext.paper import assembly, front, pandoc
from govtext.paper.content import Content, content

Writer = Callable[[dict[str, Any], Content, Path], bytes]


def prepared(book: Any, file: str | None, **options: Any) -> Content:
    """The content of a notebook with its outputs as they are; raises `GovTextError` where they cannot be trusted."""
    _run_in_order(book, file)
    return content(book, front.read(book.metadata, file).with_options(**options), file)


def _run_in_order(book: Any, file: str | None) -> None:
    counts = [(number, cell.execution_count) for number, cell in enumerate(book.cells, 1) if cell.cell_type == "code"]
    counts = [pair for pair in counts if book.cells[pair[0] - 1].source.strip()]
    for expected, (number, count) in enumerate(counts, start=1):
        if count != expected:
            raise GovTextError("the notebook was not run from top to bottom", file=file, place=f"cell {number}",
                               found=f"In [{count or ' '}]", expected=f"In [{expected}]")  # fmt: skip


def written(made: Content, write: Writer) -> tuple[bytes, dict[str, bytes]]:
    """The paper in one format, and the pictures that belong beside it."""
    with tempfile.TemporaryDirectory(prefix="govtext-paper-") as name:
        folder = Path(name)
        for picture, data in made.pictures.items():
            (folder / picture).write_bytes(data)
        before = {each.name for each in folder.iterdir()}
        parsed = pandoc.document(assembly.markdown(made), made, folder)
        parsed["meta"]["lang"] = {"t": "MetaString", "c": {"zh": "zh-CN", "en": "en-US"}[made.front.lang]}
        copied = {each.name: each.read_bytes() for each in folder.iterdir() if each.name not in before}
        return write(parsed, made, folder), dict(made.pictures) | copied


def _pdf(*given: Any) -> bytes:
    from govtext.paper.pdf import build

    return build(*given)


def _html(*given: Any) -> bytes:
    from govtext.paper.web import html

    return html(*given)


def _latex(*given: Any) -> bytes:
    from govtext.paper.web import latex

    return latex(*given)


def _docx(*given: Any) -> bytes:
    from govtext.paper.word import build

    return build(*given)


WRITERS: Mapping[str, tuple[str, Writer]] = MappingProxyType(
    {"pdf": (".pdf", _pdf), "html": (".html", _html), "latex": (".tex", _latex), "docx": (".docx", _docx)}
)
"""For each format the ending of its file and what writes it."""


class PaperExporter(Exporter):
    """What the exporters share; options as nbconvert gives them, such as `--PaperExporter.anonymous=True`."""

    format_name: ClassVar[str] = "pdf"

    anonymous = Bool(None, allow_none=True, help="Leave the authors out, for review.").tag(config=True)
    line_numbers = Bool(None, allow_none=True, help="Number the lines, for review.").tag(config=True)
    style = Unicode(None, allow_none=True, help="Citation style: gb-numeric, gb-author-date, apa.").tag(config=True)
    lang = Unicode(None, allow_none=True, help="Language: zh or en.").tag(config=True)
    code = Bool(None, allow_none=True, help="Print the code in an appendix.").tag(config=True)

    def _file_extension_default(self) -> str:
        return WRITERS[self.format_name][0]

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """The paper's bytes (text for LaTeX and HTML), and nbconvert's resources with the pictures of LaTeX."""
        book, resources = super().from_notebook_node(nb, resources, **kw)
        place = resources.get("metadata", {})
        file = str(Path(place.get("path", "") or ".", f"{place.get('name', 'notebook')}.ipynb"))
        names = ("anonymous", "line_numbers", "style", "lang", "code")
        made = prepared(book, file, **{each: getattr(self, each) for each in names})
        body, pictures = written(made, WRITERS[self.format_name][1])
        if self.format_name == "latex":
            # nbconvert makes the folder of each picture, so each needs one.
            beside = {f"./{name}": data for name, data in pictures.items()}
            resources["outputs"] = {**resources.get("outputs", {}), **beside}
        return body if self.format_name in ("pdf", "docx") else body.decode(), resources


class PdfExporter(PaperExporter):
    """A notebook as a paper in PDF."""

    format_name = "pdf"
    output_mimetype = "application/pdf"


class HtmlExporter(PaperExporter):
    """A notebook as a paper on one HTML page."""

    format_name = "html"
    output_mimetype = "text/html"


class LatexExporter(PaperExporter):
    """A notebook as a paper in LaTeX."""

    format_name = "latex"
    output_mimetype = "text/latex"


class DocxExporter(PaperExporter):
    """A notebook as a paper in Word."""

    format_name = "docx"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
