"""Word's own formats: .docx here, .doc, .odt and .rtf by an installed soffice."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path

import docx as python_docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.renderings.figures import Figures
from tests.renderings.sheets import Draft, Heading, Sheet, SheetCell, Wording, draft


def docx(whole: Draft) -> bytes:
    """Paragraphs and tables with merged cells, as in the official form."""
    file = python_docx.Document()
    for line in whole.title:
        file.add_heading(line, 0)
    for block in whole.blocks:
        if isinstance(block, Sheet):
            _table(file, block)
        else:
            file.add_paragraph(block.text if isinstance(block, Heading) else block)
    for line in whole.closing:
        file.add_paragraph(line)
    return _bytes(file)


def _bytes(file: Document) -> bytes:
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _table(file: Document, sheet: Sheet) -> None:
    """The table's XML at once: laying merged cells out one by one takes python-docx a second."""
    rows = "".join(f"<w:tr>{''.join(_row(sheet, number, row))}</w:tr>" for number, row in enumerate(sheet.rows()))
    columns = "<w:gridCol/>" * sheet.n_columns
    xml = f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    file.add_paragraph()._p.addprevious(parse_xml(xml))


def _row(sheet: Sheet, number: int, row: Sequence[SheetCell]) -> Iterator[str]:
    """The row's own cells, and the continuations of those that began above."""
    above = [cell for cell in sheet.cells if cell.row < number < cell.row + cell.row_span]
    for cell in sorted([*row, *above], key=lambda cell: (cell.column, cell.role != "stray")):
        merged = "" if cell.row_span == 1 else f'<w:vMerge w:val="{"restart" if cell in row else "continue"}"/>'
        properties = f'<w:tcPr><w:gridSpan w:val="{cell.column_span}"/>{merged}</w:tcPr>'
        text = escape(cell.text) if cell in row else ""
        yield f"<w:tc>{properties}<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def blank_form(figures: Figures, form_file: Path) -> bytes:
    """The official blank form of 2021 filled in: the cells found by their place, which is the sheet's."""
    whole = draft(figures, Wording())
    file = python_docx.Document(str(form_file))
    sheets = [block for block in whole.blocks if isinstance(block, Sheet)]
    for table, sheet in zip(file.tables, sheets, strict=True):
        for cell in sheet.cells:
            if cell.role == "value":
                table.cell(cell.row, cell.column).text = cell.text
    _prose(file, figures)
    return _bytes(file)


def _prose(file: Document, figures: Figures) -> None:
    texts = iter([figures.prose[1], figures.prose[5], figures.prose[6]])
    for paragraph in file.paragraphs:
        if paragraph.text.startswith("（文字描述"):
            paragraph.text = "".join(next(texts))
        elif paragraph.text == "政府信息公开工作年度报告格式模板":
            paragraph.text = figures.title[0]


@cache
def soffice() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(files: Mapping[str, bytes], kind: str) -> dict[str, bytes]:
    """Files by name (without suffix), converted from .docx in one run of soffice."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            Path(folder, f"{name}.docx").write_bytes(data)
        filters = {"doc": "doc:MS Word 97", "odt": "odt", "rtf": "rtf"}
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [str(soffice()), profile, "--headless", "--convert-to", filters[kind], "--outdir", folder]
        paths = [str(Path(folder, f"{name}.docx")) for name in files]
        subprocess.run(
            [*command, *paths], check=True, capture_output=True, timeout=240, env={**os.environ, "HOME": folder}
        )
        return {name: Path(folder, f"{name}.{kind}").read_bytes() for name in files}
