"""A Word file: the least that Word asks for, written without any clock, so that the bytes are always the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import escape

from govtext.simulate.draft import Draft, Heading
from govtext.simulate.sheets import Filled, Slot

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACE = "http://schemas.openxmlformats.org"
_TYPES = (
    f'{_XML}<Types xmlns="{_SPACE}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_SPACE}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{_SPACE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DATE = (1980, 1, 1, 0, 0, 0)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def docx(draft: Draft) -> bytes:
    """Paragraphs and tables with merged cells, as in the official form; parts are stored, not compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as file:
        for name, part in (
            ("[Content_Types].xml", _TYPES), ("_rels/.rels", _RELATIONS), ("word/document.xml", _document(draft)),
        ):  # fmt: skip
            info = zipfile.ZipInfo(name, _DATE)
            info.create_system = 0
            file.writestr(info, part)
    return buffer.getvalue()


def _document(draft: Draft) -> str:
    body = [_paragraph(draft.title)]
    for block in draft.blocks:
        if isinstance(block, Filled):
            body.append(_table(block))
        else:
            body.append(_paragraph(block.text if isinstance(block, Heading) else block))
    body += [_paragraph(draft.issuer), _paragraph(draft.date)]
    space = f'xmlns:w="{_SPACE}/wordprocessingml/2006/main"'
    return f"{_XML}<w:document {space}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _table(filled: Filled) -> str:
    rows = "".join(f"<w:tr>{''.join(_row(filled, number))}</w:tr>" for number in range(len(filled.sheet.rows)))
    columns = "<w:gridCol/>" * filled.sheet.width
    properties = f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>"
    return f"<w:tbl>{properties}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl><w:p/>"


def _row(filled: Filled, number: int) -> Iterator[str]:
    """The row's own cells, and the continuations of those that began above."""
    rows = filled.sheet.rows
    above = [slot for row in rows[:number] for slot in row if slot.row + slot.row_span > number]
    for slot in sorted([*rows[number], *above], key=lambda slot: slot.column):
        yield _cell(slot, filled.text(slot) if slot.row == number else "", slot.row == number)


def _cell(slot: Slot, text: str, begins: bool) -> str:
    merged = "" if slot.row_span == 1 else f'<w:vMerge w:val="{"restart" if begins else "continue"}"/>'
    properties = f'<w:tcPr><w:gridSpan w:val="{slot.column_span}"/>{merged}</w:tcPr>'
    return f"<w:tc>{properties}{_paragraph(text)}</w:tc>"
