"""Word files: order, merged cells, what counts as text, and what was left out."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from govtext.document import Document, Grid, Paragraph
from govtext.readers import word
from tests.readers.helpers import laid, messages, prose
from tests.readers.word_files import (
    NAMES,
    SMALL_CELLS,
    SMALL_PARAGRAPHS,
    W_URI,
    document_xml,
    p,
    raw_docx,
    relations,
    small_report,
    tbl,
    tc,
    tr,
    zipped,
)

RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
WIDE2 = '<w:gridSpan w:val="2"/>'
LONG = "本年我局按要求公开各类信息，群众评价良好。" * 12


def read(body: str, **parts: str) -> Document:
    return word.read(raw_docx(body, **parts), "report.docx")


def only_grid(document: Document) -> Grid:
    assert len(document.grids) == 1
    return document.grids[0]


def test_small_report_in_order_with_merged_cells() -> None:
    document = word.read(small_report(), "report.docx")
    assert prose(document) == SMALL_PARAGRAPHS
    assert [laid(grid) for grid in document.grids] == SMALL_CELLS
    kinds = "".join("G" if isinstance(block, Grid) else "P" for block in document.blocks)
    assert kinds == "PPPPGPGP"
    assert (document.kind, document.reader) == ("docx", "docx")


def test_offsets_and_places() -> None:
    document = word.read(small_report(), "report.docx")
    for paragraph in document.paragraphs:
        assert document.text[paragraph.start : paragraph.end] == paragraph.text
    cell = next(cell for cell in document.grids[1].cells if cell.text == "5")
    assert str(cell.place) == "table 2, row 3, column 6"


def official_form() -> Path:
    folder = os.environ.get("GOVTEXT_REPORTS", "")
    path = Path(folder, "official-form-2021.docx")
    if not folder or not path.is_file():
        pytest.skip("GOVTEXT_REPORTS names no folder that holds the official form")
    return path


def test_official_form() -> None:
    document = word.read(official_form().read_bytes(), "official-form-2021.docx")
    proactive, requests, review = document.grids
    assert (proactive.n_columns, requests.n_columns, review.n_columns) == (4, 10, 15)
    rows = requests.rows()[3:]
    assert len(rows) == 25
    for row in rows:
        values = [cell for cell in row if cell.column >= 3]
        assert [(cell.column, cell.column_span, cell.text) for cell in values] == [(i, 1, "") for i in range(3, 10)]
    assert [cell.text for cell in review.rows()[3]] == [""] * 15


def test_grid_before_and_short_rows_stay_ragged() -> None:
    rows = tbl(
        tr(tc("甲"), tc("乙"), tc("丙")),
        tr(tc("1"), tc("2"), properties='<w:gridBefore w:val="1"/>'),
        tr(tc("3")),
    )
    assert laid(only_grid(read(rows)))[3:] == [("1", 1, 1, 1, 1), ("2", 1, 2, 1, 1), ("3", 2, 0, 1, 1)]


def test_vertical_merge_ends_where_the_column_is_not_continued() -> None:
    rows = tbl(
        tr(tc("甲", RESTART), tc("1")),
        tr(tc("", CONTINUE), tc("2")),
        tr(tc("乙"), tc("3")),
        tr(tc("丙", CONTINUE), tc("4")),
    )
    document = read(rows)
    cells = laid(only_grid(document))
    assert ("甲", 0, 0, 2, 1) in cells
    assert ("丙", 3, 0, 1, 1) in cells
    assert "continue a merge" in messages(document, "doubt")


def test_text_hidden_by_a_merge_is_doubted() -> None:
    document = read(tbl(tr(tc("甲", RESTART), tc("1")), tr(tc("9", CONTINUE), tc("2"))))
    assert [cell.text for cell in only_grid(document).cells] == ["甲", "1", "2"]
    assert "hidden by a merge" in messages(document, "doubt")


def test_old_horizontal_merge() -> None:
    start, rest = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'
    rows = tbl(
        tr(tc("甲", start + RESTART), tc("", rest + RESTART), tc("1")),
        tr(tc("", start + CONTINUE), tc("", rest + CONTINUE), tc("2")),
    )
    assert laid(only_grid(read(rows))) == [("甲", 0, 0, 2, 2), ("1", 0, 2, 1, 1), ("2", 1, 2, 1, 1)]


def test_tracked_changes() -> None:
    inserted = "<w:p><w:r><w:t>收到</w:t></w:r><w:ins><w:r><w:t>12</w:t></w:r></w:ins>"
    deleted = "<w:del><w:r><w:delText>11</w:delText><w:t>11</w:t></w:r></w:del><w:r><w:t>件</w:t></w:r></w:p>"
    moved = f"<w:moveFrom>{p('旧')}</w:moveFrom><w:moveTo>{p('新')}</w:moveTo>"
    joined = p("一、总体", "<w:rPr><w:del/></w:rPr>") + p("情况")
    rows = tbl(tr(tc("甲"), tc("1")), tr(tc("乙"), tc("2"), properties="<w:del/>"), tr(tc("丙"), tc("3")))
    document = read(inserted + deleted + moved + joined + rows)
    assert prose(document) == ["收到12件", "新", "一、总体情况"]
    assert [cell.text for cell in only_grid(document).cells] == ["甲", "1", "丙", "3"]
    assert only_grid(document).n_rows == 2
    assert "tracked deletions left out: 3" in messages(document)


def test_pieces_of_text() -> None:
    runs = (
        "<w:hyperlink><w:r><w:t>公开</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>目</w:t></w:r></w:smartTag>"
        "<w:r><w:softHyphen/><w:t>录</w:t><w:tab/><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t><w:instrText>PAGE</w:instrText>"
        "<w:br/><w:t>第二行</w:t><w:footnoteReference/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>'
    )
    document = read(f"<w:p>{runs}</w:p>")
    assert prose(document) == ["公开目录\tA-1", "第二行显"]
    assert "footnotes or endnotes left out: 1" in messages(document)
    assert "hidden text left out: 1" in messages(document)


def test_text_box_is_read_once_and_its_table_is_a_grid() -> None:
    inner = p("框内") + tbl(tr(tc("规章"), tc("7")))
    content = f"<w:txbxContent>{inner}</w:txbxContent>"
    box = (
        f"<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    document = read(f"<w:p><w:r><w:t>前文</w:t></w:r><w:r>{box}</w:r></w:p>")
    assert prose(document) == ["前文", "框内"]
    assert laid(only_grid(document)) == [("规章", 0, 0, 1, 1), ("7", 0, 1, 1, 1)]


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def test_content_controls_around_table_row_and_cell() -> None:
    row = tr(tc("规章"), control(tc("1")))
    document = read(control(control(p("一、总体情况")) + tbl(control(tr(tc("信息内容"), tc("件数"))), row)))
    assert prose(document) == ["一、总体情况"]
    assert [cell.text for cell in only_grid(document).cells] == ["信息内容", "件数", "规章", "1"]


def test_prompts_and_contents_are_no_text() -> None:
    prompt = control(p("单击此处输入文字"), "<w:showingPlcHdr/>")
    contents = control(
        p("一、总体情况 1"), '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    )
    entry = p("二、主动公开 2", '<w:pStyle w:val="x"/>')
    styles = '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="toc 1"/></w:style>'
    document = read(contents + entry + tbl(tr(tc("规章"), tc(prompt))), styles=styles)
    assert not prose(document)
    assert [cell.text for cell in only_grid(document).cells] == ["规章", ""]
    assert "table of contents left out: 2" in messages(document)


def test_blank_cells_and_breaks_in_cells() -> None:
    broken = "<w:p><w:r><w:t>（四）无</w:t><w:br/><w:t>法提供</w:t></w:r></w:p>"
    row = tr(tc("\u3000\u00a0"), tc("\u200b"), tc(p("商业") + p("企业")), tc(p("12") + p("3")), tc(broken))
    assert [cell.text for cell in only_grid(read(tbl(row))).cells] == ["", "", "商业企业", "12 3", "（四）无法提供"]


def test_table_in_a_layout_table_is_a_grid_of_its_own() -> None:
    inner = tbl(tr(tc("规章"), tc("7")))
    document = read(tbl(tr(tc("左栏"), tc(p("一、总体情况") + inner + p("其后")))))
    assert prose(document) == ["左栏", "一、总体情况", "其后"]
    assert laid(only_grid(document)) == [("规章", 0, 0, 1, 1), ("7", 0, 1, 1, 1)]
    assert "read as layout" in messages(document)


def test_prose_rows_part_a_table_and_one_column_is_none() -> None:
    rows = [
        tr(tc("规章"), tc("1"), tc("2")),
        tr(tc(LONG, '<w:gridSpan w:val="3"/>')),
        tr(tc("行政许可"), tc("3"), tc("4")),
    ]
    document = read(tbl(*rows) + tbl(tr(tc("六、其他")), tr(tc("无。"))))
    assert [type(block).__name__ for block in document.blocks] == [
        "Grid",
        "Paragraph",
        "Grid",
        "Paragraph",
        "Paragraph",
    ]
    assert laid(document.grids[1])[0] == ("行政许可", 0, 0, 1, 1)
    assert str(document.grids[1].cells[0].place) == "table 1, row 3, column 1"
    assert prose(document) == [LONG, "六、其他", "无。"]


def test_pictures_instead_of_tables_are_doubted() -> None:
    picture = '<w:p><w:r><w:drawing><a:blip r:embed="r1"/></w:drawing></w:r></w:p>'
    assert "tables may be pictures" in messages(read(p("二、主动公开") + picture), "doubt")
    assert "pictures" not in messages(read(picture + tbl(tr(tc("规章"), tc("1")))))


def test_spans_beyond_the_last_column_are_cut() -> None:
    document = read(tbl(tr(tc("规章", '<w:gridSpan w:val="1000000000"/>'), tc("1")), tr(tc("甲"), tc("乙"))))
    assert laid(only_grid(document))[0] == ("规章", 0, 0, 1, 200)
    assert "cut" in messages(document, "repair")


def test_strict_names_absolute_targets_and_backslashes() -> None:
    strict = document_xml(tbl(tr(tc("规章"), tc("1")))).replace(
        W_URI, "http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    data = zipped({"_rels\\.rels": relations(("officeDocument", "/Word/Document2.xml")), "word\\document2.xml": strict})
    assert [cell.text for cell in only_grid(word.read(data, "x.docx")).cells] == ["规章", "1"]


def test_headers_are_left_out() -> None:
    with zipfile.ZipFile(BytesIO(raw_docx(p("正文")))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    data = zipped(members | {"word/header1.xml": f"<w:hdr {NAMES}>{p('页眉')}</w:hdr>"})
    assert word.read(data, "x.docx").blocks == (Paragraph("正文", 0, word.read(data, "x.docx").paragraphs[0].place),)


def test_a_raised_number_does_not_join_the_figure_before_it() -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
    figure = f"<w:p><w:r><w:t>15</w:t></w:r>{raised}</w:p>"
    document = read(
        tbl(tr(tc(p("规章")), tc(figure)), tr(tc(p("面积")), tc(f"<w:p><w:r><w:t>m</w:t></w:r>{raised}</w:p>")))
    )
    assert [cell.text for cell in only_grid(document).cells] == ["规章", "15[2]", "面积", "m2"]
