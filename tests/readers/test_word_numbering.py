"""Numbers that Word prints but does not write into the text."""

from __future__ import annotations

from govtext.document import Document
from govtext.readers import word
from tests.readers.helpers import messages, prose
from tests.readers.word_files import numbered, p, raw_docx, tbl, tc, tr


def level(index: int, style: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def abstract(*levels: str, number: int = 1) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, abstract_id: int = 1, override: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract_id}"/>{override}</w:num>'


HEADINGS = abstract(
    level(0, "chineseCounting", "%1、"), level(1, "chineseCountingThousand", "（%2）"), level(2, "decimal", "%3.")
)


def read(body: str, numbering: str, styles: str = "") -> Document:
    return word.read(raw_docx(body, numbering=numbering, styles=styles), "x.docx")


def test_headings_count_and_deeper_levels_begin_anew() -> None:
    body = "".join(
        p(text, numbered(depth))
        for text, depth in (
            ("总体情况", 0),
            ("公开", 1),
            ("甲", 2),
            ("乙", 2),
            ("申请", 1),
            ("丙", 2),
            ("主动公开", 0),
            ("丁", 1),
        )
    )
    document = read(body, HEADINGS + num(1))
    expected = ["一、总体情况", "（一）公开", "1.甲", "2.乙", "（二）申请", "1.丙", "二、主动公开", "（一）丁"]
    assert prose(document) == expected
    assert "automatic numbers written out" in messages(document, "info")


def test_cells_are_numbered_and_a_numbered_figure_is_doubted() -> None:
    rows = tbl(
        tr(tc(p("属于国家秘密", numbered(2))), tc("3")),
        tr(tc(p("重复申请", numbered(2))), tc(p("4", numbered(2)))),
        tr(tc(p("", numbered(2))), tc("5")),
    )
    document = read(rows, HEADINGS + num(1))
    texts = [cell.text for cell in document.grids[0].cells]
    assert texts == ["1.属于国家秘密", "3", "2.重复申请", "3. 4", "4.", "5"]
    assert "before figures in cells: 1" in messages(document, "doubt")


def test_number_of_the_style() -> None:
    styles = (
        '<w:style w:styleId="h1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        "</w:style>"
        '<w:style w:styleId="own"><w:name w:val="own"/><w:basedOn w:val="h1"/></w:style>'
    )
    numbering = abstract(
        level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2.", '<w:pStyle w:val="h1"/>')
    ) + num(1)
    own, off = '<w:pStyle w:val="own"/>', '<w:pStyle w:val="own"/>' + numbered(0, 0)
    assert prose(read(p("甲", own) + p("乙", off) + p("丙", own), numbering, styles)) == ["1.甲", "乙", "2.丙"]


def test_lists_that_share_counters_and_one_that_starts_over() -> None:
    over = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    body = p("甲", numbered(0, 1)) + p("乙", numbered(0, 2)) + p("丙", numbered(0, 3)) + p("丁", numbered(0, 3))
    numbering = abstract(level(0, "decimal", "%1.")) + num(1) + num(2) + num(3, override=over)
    assert prose(read(body, numbering)) == ["1.甲", "2.乙", "5.丙", "6.丁"]


def test_number_and_figure_do_not_run_together() -> None:
    numbering = abstract(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2")) + num(1)
    body = p("2023年工作", numbered(0)) + p("机构", numbered(1))
    assert prose(read(body, numbering)) == ["1. 2023年工作", "1.1 机构"]


def test_bullets_show_none_and_unknown_formats_are_doubted() -> None:
    numbering = abstract(level(0, "bullet", "•"), level(1, "hebrew1", "%2)")) + num(1)
    document = read(p("甲", numbered(0)) + p("乙", numbered(1)), numbering)
    assert prose(document) == ["甲", "乙"]
    assert "hebrew1" in messages(document, "doubt")


def test_definitions_that_lead_nowhere() -> None:
    numbering = abstract('<w:lvl w:ilvl="x"/>', '<w:lvl w:ilvl="99"/>') + num(1) + num(2, abstract_id=9)
    styles = (
        '<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style><w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    body = p("甲", '<w:pStyle w:val="a"/>') + p("乙", numbered(0, 2)) + p("丙", numbered(7)) + p("丁", numbered(-1))
    assert prose(read(body, numbering, styles)) == ["甲", "乙", "丙", "丁"]
