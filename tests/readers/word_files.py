"""Word files made for tests: with python-docx, or from raw XML for what python-docx does not write."""

from __future__ import annotations

import zipfile
from io import BytesIO

import docx

W_URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = f"""xmlns:w="{W_URI}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="urn:wps" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:r="{_TYPE}" """


def relations(*types_and_targets: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="r{i}" Type="{_TYPE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(types_and_targets)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{each}</Relationships>'


def zipped(members: dict[str, str | bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def document_xml(body: str) -> str:
    return f"<?xml version='1.0' encoding='UTF-8'?><w:document {NAMES}><w:body>{body}</w:body></w:document>"


def raw_docx(body: str, *, numbering: str = "", styles: str = "") -> bytes:
    """A .docx with this body; `numbering` and `styles` are the insides of those parts."""
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": relations(("numbering", "numbering.xml"), ("styles", "/word/styles.xml")),
            "word/numbering.xml": f"<w:numbering {NAMES}>{numbering}</w:numbering>",
            "word/styles.xml": f"<w:styles {NAMES}>{styles}</w:styles>",
            "word/document.xml": document_xml(body),
        }
    )


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(content: str, properties: str = "") -> str:
    """A cell; plain text becomes its paragraph."""
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def numbered(level: int, list_id: int = 1) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def small_report() -> bytes:
    """A report with three small tables whose figures are made up; the fixtures of other kinds were made from it."""
    document = docx.Document()
    document.add_paragraph("某县某局2023年政府信息公开工作年度报告")
    document.add_paragraph("一、总体情况")
    document.add_paragraph("本年新收申请5件，均已办结。")
    document.add_paragraph("二、主动公开政府信息情况")
    _fill(document, _PROACTIVE, [((0, 0), (0, 3)), ((3, 0), (3, 3)), ((4, 1), (4, 3)), ((5, 1), (5, 3))])
    document.add_paragraph("三、收到和处理政府信息公开申请情况")
    merges = [
        ((0, 0), (1, 2)),
        ((0, 3), (0, 5)),
        ((2, 0), (2, 2)),
        ((3, 0), (5, 0)),
        ((3, 1), (3, 2)),
        ((4, 1), (5, 1)),
    ]
    _fill(document, _REQUESTS, merges)
    document.add_paragraph("五、存在的主要问题及改进情况")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


_PROACTIVE = [
    ["第二十条第（一）项", "", "", ""],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "", "1"],
    ["第二十条第（五）项", "", "", ""],
    ["信息内容", "本年处理决定数量", "", ""],
    ["行政许可", "251", "", ""],
]
_REQUESTS = [
    ["本列数据的勾稽关系", "", "", "申请人情况", "", ""],
    ["", "", "", "自然人", "商业企业", "总计"],
    ["一、本年新收政府信息公开申请数量", "", "", "4", "1", "5"],
    ["三、本年度办理结果", "（一）予以公开", "", "3", "", "3"],
    ["", "（三）不予公开", "1.属于国家秘密", "1", "0", "1"],
    ["", "", "2.其他法律行政法规禁止公开", "", "1", "1"],
]
SMALL_CELLS = [
    [("第二十条第（一）项", 0, 0, 1, 4),
     ("信息内容", 1, 0, 1, 1), ("本年制发件数", 1, 1, 1, 1), ("本年废止件数", 1, 2, 1, 1), ("现行有效件数", 1, 3, 1, 1),
     ("规章", 2, 0, 1, 1), ("0", 2, 1, 1, 1), ("", 2, 2, 1, 1), ("1", 2, 3, 1, 1),
     ("第二十条第（五）项", 3, 0, 1, 4), ("信息内容", 4, 0, 1, 1), ("本年处理决定数量", 4, 1, 1, 3),
     ("行政许可", 5, 0, 1, 1), ("251", 5, 1, 1, 3)],
    [("本列数据的勾稽关系", 0, 0, 2, 3), ("申请人情况", 0, 3, 1, 3),
     ("自然人", 1, 3, 1, 1), ("商业企业", 1, 4, 1, 1), ("总计", 1, 5, 1, 1),
     ("一、本年新收政府信息公开申请数量", 2, 0, 1, 3), ("4", 2, 3, 1, 1), ("1", 2, 4, 1, 1), ("5", 2, 5, 1, 1),
     ("三、本年度办理结果", 3, 0, 3, 1), ("（一）予以公开", 3, 1, 1, 2),
     ("3", 3, 3, 1, 1), ("", 3, 4, 1, 1), ("3", 3, 5, 1, 1),
     ("（三）不予公开", 4, 1, 2, 1), ("1.属于国家秘密", 4, 2, 1, 1),
     ("1", 4, 3, 1, 1), ("0", 4, 4, 1, 1), ("1", 4, 5, 1, 1),
     ("2.其他法律行政法规禁止公开", 5, 2, 1, 1), ("", 5, 3, 1, 1), ("1", 5, 4, 1, 1), ("1", 5, 5, 1, 1)],
]  # fmt: skip
SMALL_PARAGRAPHS = [
    "某县某局2023年政府信息公开工作年度报告",
    "一、总体情况",
    "本年新收申请5件，均已办结。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "五、存在的主要问题及改进情况",
]


def _fill(
    document: docx.document.Document, rows: list[list[str]], merges: list[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    for (top, left), (bottom, right) in merges:
        table.cell(top, left).merge(table.cell(bottom, right)).text = rows[top][left]
