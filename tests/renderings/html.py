"""Pages as sites publish them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import escape

from tests.renderings.sheets import Draft, Heading, Sheet, SheetCell

Cell = Callable[[SheetCell], str]
META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


def page(body: str, *, charset: str | None = "utf-8", title: str = "政府信息公开年报", head: str = "") -> str:
    declared = META.format(charset) if charset else ""
    return (
        f"<!DOCTYPE html>\n<html><head>{declared}<title>{title}</title>{head}</head>\n<body>\n{body}\n</body></html>\n"
    )


def _span(cell: SheetCell) -> str:
    down = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    return down + (f' colspan="{cell.column_span}"' if cell.column_span > 1 else "")


def plain_cell(cell: SheetCell) -> str:
    return f"<td{_span(cell)}>{escape(cell.text)}</td>"


def table(sheet: Sheet, cell: Cell = plain_cell, *, attributes: str = ' border="1"', before: str = "") -> str:
    rows = "\n".join("<tr>" + "".join(map(cell, row)) + "</tr>" for row in sheet.rows())
    return f"<table{attributes}>\n{before}{rows}\n</table>"


def article(whole: Draft, tables: Callable[[Sheet], str] = table, paragraph: Callable[[str], str] | None = None) -> str:
    """Title, sections and tables one after another."""
    par = paragraph or (lambda text: f"<p>{escape(text)}</p>")
    parts = [par(line) for line in whole.title]
    for block in whole.blocks:
        if isinstance(block, Sheet):
            parts.append(tables(block))
        else:
            parts.append(par(block.text if isinstance(block, Heading) else block))
    return "\n".join([*parts, *map(par, whole.closing)])


def simple(whole: Draft) -> str:
    return page(article(whole))


# ---- Word's export ----

WORD_HEAD = (
    "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->"
    "<style><!-- p.MsoNormal {margin:0cm; font-size:10.5pt} --></style>"
)


def _runs(text: str) -> str:
    """One span a character, as Word leaves them."""
    spans = (f"<span style='font-size:12.0pt;font-family:仿宋'>{escape(char)}</span>" for char in text)
    return "".join(spans) + "<span lang=EN-US><o:p></o:p></span>"


def _word_paragraph(text: str) -> str:
    inner = _runs(text) if text else "<span lang=EN-US><o:p>&nbsp;</o:p></span>"
    return f"<p class=MsoNormal align=center style='text-align:center'>{inner}</p>"


def _word_cell(cell: SheetCell) -> str:
    return f"<td width=57{_span(cell)} style='border:solid windowtext 1.0pt'>\n{_word_paragraph(cell.text)}\n</td>"


def _word_table(sheet: Sheet) -> str:
    widths = "".join("<td width=57 style='border:none'></td>" for _ in range(sheet.n_columns))
    footer = f"<![if !supportMisalignedColumns]>\n<tr height=0>{widths}</tr>\n<![endif]>\n"
    inner = table(sheet, _word_cell, attributes=" class=MsoTableGrid border=1 cellspacing=0")
    return inner.removesuffix("</table>") + footer + "</table>"


def word(whole: Draft) -> str:
    """Word's export: `o:p`, one span a character, nbsp in empty cells, a last row of widths without height."""
    return page(article(whole, _word_table, _word_paragraph), charset="gb2312", head=WORD_HEAD)


# ---- a site's page around it ----

NAVIGATION = (
    '<div class="nav"><ul><li><a href="/">网站首页</a></li><li><a href="/zwgk">政务公开</a></li>'
    '<li><a href="/nb">政府信息公开年报</a></li><li>2018</li><li>2019</li></ul></div>'
    '<div class="crumbs">您的位置：首页 &gt; 政务公开 &gt; 年度报告</div>'
)
FOOTER = (
    '<div class="footer"><p>主办单位：某市人民政府办公室　备案号12345678号</p><p>联系电话：0000-1234567</p>'
    "<table><tr><td>相关链接</td><td>2018年政府信息公开工作年度报告</td></tr></table></div>"
    "<script>var total = [1, 2, 3]; document.write('<td>99</td>');</script>"
)


def _metadata(whole: Draft) -> str:
    pairs = [*whole.metadata.items(), ("索引号", "000014349/2021-00012"), ("文号", "无")]
    cells = [f"<td><b>{name}：</b></td><td>{escape(value)}</td>" for name, value in pairs]
    rows = "".join(f"<tr>{''.join(cells[n : n + 2])}</tr>" for n in range(0, len(cells), 2))
    return f'<table class="xxgk_table">{rows}</table>'


def layout(whole: Draft) -> str:
    """Furniture, a metadata table, and the report inside nested layout tables."""
    inner = f"<table width=100%><tr><td>{article(whole)}</td></tr></table>"
    frame = (
        f'<table class="main"><tr><td class="left">{NAVIGATION}</td><td class="right">{_metadata(whole)}'
        f'<div id="zoom">{inner}</div></td></tr><tr><td colspan=2>{FOOTER}</td></tr></table>'
    )
    title = whole.metadata["名称"]
    return page(frame, title=f"{title}_某市人民政府", head=f'<meta name="ArticleTitle" content="{title}">')


# ---- spans that disagree ----


def _leaf_spans(sheet: Sheet) -> Sheet:
    """The requests' header on another grid than its rows; wider values elsewhere."""
    rng = random.Random(sheet.table)
    first = min((cell.column for cell in sheet.cells if cell.role == "value"), default=0)
    shift = 1 + rng.randrange(2)

    def change(cell: SheetCell) -> SheetCell:
        if cell.role in ("header", "furniture", "marker") and cell.column >= first:
            return replace(cell, column_span=cell.column_span + (shift if cell.column == first else 0))
        if cell.role == "value" and cell.column == sheet.n_columns - 1:
            return replace(cell, column_span=cell.column_span + shift)
        return cell

    return replace(sheet, cells=tuple(map(change, sheet.cells)))


def disagree(whole: Draft) -> str:
    """Header rows whose first column is wider, data rows whose last one is: no figure stands under its header."""
    return page(article(whole, lambda sheet: table(_leaf_spans(sheet))))


# ---- several tables ----


def _blocks(sheet: Sheet) -> Iterator[Sheet]:
    ends = [*sheet.blocks[1:], sheet.n_rows]
    for start, end in zip(sheet.blocks, ends, strict=True):
        cells = [replace(cell, row=cell.row - start) for cell in sheet.cells if start <= cell.row < end]
        if cells:
            yield replace(sheet, cells=tuple(cells), blocks=(0,))


def split(whole: Draft) -> str:
    """Each block of a table as a table of its own."""
    return page(article(whole, lambda sheet: "\n<p></p>\n".join(map(table, _blocks(sheet)))))


def divs(whole: Draft) -> str:
    """No paragraph elements: lines parted by br, blank cells as nbsp or a wide space."""
    blanks = iter(range(10**6))

    def cell(each: SheetCell) -> str:
        inner = "<br>".join(escape(each.text)) if each.role == "label" and each.row_span > 4 else escape(each.text)
        blank = ("&nbsp;", "　", " ", "&#8203;")[next(blanks) % 4]
        return f"<td{_span(each)}><div>{inner or blank}</div></td>"

    def paragraph(line: str) -> str:
        return f"　　{escape(line)}<br><br>"

    return page("<div>" + article(whole, lambda sheet: table(sheet, cell), paragraph) + "</div>")


def with_names(whole: Draft, names: Sequence[str]) -> Draft:
    """The report with a sentence on persons whose names old character sets lack."""
    position = next(n for n, block in enumerate(whole.blocks) if isinstance(block, Heading)) + 1
    sentence = f"会议由{'、'.join(names)}主持。"
    return replace(whole, blocks=(*whole.blocks[:position], sentence, *whole.blocks[position:]))
