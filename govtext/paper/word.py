"""Word: a reference document with Chinese styles for pandoc, and its file made the same to the byte."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pypandoc
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from govtext.paper import pandoc
from govtext.paper.content import Content
from govtext.paper.front import PAGES, Front
from govtext.paper.pdf import _moment, name

_SIZES: Mapping[str, float] = MappingProxyType(
    {
        "Title": 1.6, "Heading 1": 1.25, "Heading 2": 1.1, "Heading 3": 1.0, "Heading 4": 1.0, "Author": 1.0,
        "Table Caption": 0.9, "Image Caption": 0.9, "Abstract": 0.95, "Footnote Text": 0.85,
    }
)  # fmt: skip
"""Styles and their size, as a share of the text's."""
SONG, HEI, LATIN = "宋体", "黑体", "Times New Roman"
_RULES = f"""<w:tblBorders {nsdecls("w")}><w:top w:val="single" w:sz="12" w:color="000000"/>
<w:bottom w:val="single" w:sz="12" w:color="000000"/></w:tblBorders>"""
_HEAD = f"""<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="4" w:color="000000"/></w:tcBorders></w:tcPr></w:tblStylePr>"""


def build(parsed: dict[str, Any], made: Content, folder: Path) -> bytes:
    """The paper as .docx."""
    reference, out = folder / "reference.docx", folder / "paper.docx"
    reference.write_bytes(_reference(made.front, folder))
    pandoc.write(parsed, "docx", made, folder, f"--reference-doc={reference}", out=out)
    return _finished(out.read_bytes(), made)


def _reference(front: Front, folder: Path) -> bytes:
    """Pandoc's own reference document with the page, fonts and rules of the paper."""
    raw = folder / "default.docx"
    pypandoc.convert_text("", "docx", format="markdown", outputfile=str(raw))
    document = Document(str(raw))
    for each in document.styles:
        if each.name in _SIZES or each.name in ("Normal", "Body Text", "First Paragraph", "Compact", "Bibliography"):
            heading = each.name.startswith(("Heading", "Title", "Table C", "Image C"))
            _font(each, HEI if heading else SONG, front.font_size * _SIZES.get(each.name, 1.0))
            each.font.italic = False
    for title, scale in (("Affiliation", 0.85), ("Keywords", 0.95), ("Table Note", 0.85), ("Table Text", 0.86),
                         ("Equation", 1.0)):  # fmt: skip
        added = document.styles.add_style(title, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style = document.styles["Normal"]
        _font(added, SONG, front.font_size * scale)
    document.styles["Table Text"].paragraph_format.space_after = Pt(0)
    _tabs(document.styles["Equation"], front)
    for centred in ("Title", "Author", "Affiliation", "Table Caption", "Image Caption", "Captioned Figure"):
        document.styles[centred].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.styles["Body Text"].paragraph_format.line_spacing = front.line_spacing
    document.styles["First Paragraph"].paragraph_format.line_spacing = front.line_spacing
    _indent(document, front)
    _rule(document.styles["Table"].element)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _font(style: Any, asian: str, points: float) -> None:
    style.font.name, style.font.size, style.font.color.rgb = LATIN, Pt(round(points * 2) / 2), RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), asian)


def _tabs(style: Any, front: Front) -> None:
    """The equation in the middle, its number at the right."""
    across = PAGES[front.page][0] - 2 * front.margin
    style.paragraph_format.tab_stops.add_tab_stop(Mm(across / 2), WD_TAB_ALIGNMENT.CENTER)
    style.paragraph_format.tab_stops.add_tab_stop(Mm(across), WD_TAB_ALIGNMENT.RIGHT)


def _indent(document: Any, front: Front) -> None:
    for each in ("Body Text", "First Paragraph") if front.lang == "zh" else ():
        document.styles[each].paragraph_format.first_line_indent = Pt(2 * front.font_size)
    for each in ("Compact", "Bibliography"):
        document.styles[each].paragraph_format.first_line_indent = Pt(0)


def _rule(style: Any) -> None:
    """Three lines: above and below the table, and below its heading."""
    for old in style.findall(qn("w:tblStylePr")):
        style.remove(old)
    properties = style.find(qn("w:tblPr"))
    for old in properties.findall(qn("w:tblBorders")):
        properties.remove(old)
    margins = properties.find(qn("w:tblCellMar"))
    properties.insert(len(properties) if margins is None else list(properties).index(margins), parse_xml(_RULES))
    properties.insert(0, parse_xml(f'<w:jc {nsdecls("w")} w:val="center"/>'))
    style.append(parse_xml(_HEAD))


def _finished(raw: bytes, made: Content) -> bytes:
    """Page, line numbers, turned pages and properties set; members in a fixed order with a fixed date."""
    document = Document(io.BytesIO(raw))
    _sections(document, made.front)
    _restyle(document)
    front, core = made.front, document.core_properties
    core.title, core.language = front.title[front.lang], "zh-CN" if front.lang == "zh" else "en-US"
    core.author = "" if front.anonymous else ", ".join(name(each.name, front.lang) for each in front.authors)
    core.last_modified_by, core.revision = "", 1
    core.keywords = ", ".join((front.keywords or {}).get(front.lang, ()))
    core.created = core.modified = _moment().replace(tzinfo=None)
    held = io.BytesIO()
    document.save(held)
    return _same_bytes(held.getvalue(), _moment())


def _sections(document: Any, front: Front) -> None:
    """Markers left by the filter become ends of sections; the last section is the document's own."""
    last = document.sections[0]
    _page(last._sectPr, front, turned=False)
    for paragraph in document.element.body.iter(qn("w:p")):
        marks = (each.text or "" for each in paragraph.iter(etree.Comment))
        kind = next((text.split(":")[1] for text in marks if text.startswith("section:")), None)
        if kind:
            made = parse_xml(f"<w:sectPr {nsdecls('w')}/>")
            _page(made, front, turned=kind == "landscape")
            paragraph.get_or_add_pPr().append(made)


def _restyle(document: Any) -> None:
    """Cells of tables and lines with an equation get the styles that pandoc has no name for."""
    body = document.element.body
    for style, paragraphs in (
        ("Table Text", body.iterfind(f".//{qn('w:tc')}/{qn('w:p')}")),
        ("Equation", [each.getparent() for each in body.iter(qn("w:bookmarkStart"))
                      if each.get(qn("w:name"), "").startswith("eq-")]),
    ):  # fmt: skip
        for paragraph in paragraphs:
            if paragraph.tag == qn("w:p"):
                paragraph.style = document.styles[style].style_id


def _page(section: Any, front: Front, turned: bool) -> None:
    width, height = PAGES[front.page][::-1] if turned else PAGES[front.page]
    for tag in ("pgSz", "pgMar", "lnNumType"):
        for old in section.findall(qn(f"w:{tag}")):
            section.remove(old)
    orient = ' w:orient="landscape"' if turned else ""
    margin = Mm(front.margin).twips
    parts = [
        f'<w:pgSz {nsdecls("w")} w:w="{Mm(width).twips}" w:h="{Mm(height).twips}"{orient}/>',
        f'<w:pgMar {nsdecls("w")} w:top="{margin}" w:right="{margin}" w:bottom="{margin}" w:left="{margin}" '
        'w:header="720" w:footer="720" w:gutter="0"/>',
    ] + [f'<w:lnNumType {nsdecls("w")} w:countBy="1" w:restart="continuous"/>'] * front.line_numbers
    for part in parts:
        section.append(parse_xml(part))


def _same_bytes(raw: bytes, moment: datetime) -> bytes:
    held = io.BytesIO()
    stamp = max(moment.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(held, "w") as new:
        for member in sorted(old.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            info = zipfile.ZipInfo(member, stamp)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0
            new.writestr(info, old.read(member))
    return held.getvalue()
