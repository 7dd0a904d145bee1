"""Pages as sites publish them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from govtext.simulate.draft import Draft, Heading
from govtext.simulate.sheets import Filled, Slot

_RUN = 12
_WORD_HEAD = (
    "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->"
    "<style><!-- p.MsoNormal {margin:0cm; font-size:10.5pt} --></style>"
)
_NAVIGATION = (
    '<div class="nav"><ul><li><a href="#">网站首页</a></li><li><a href="#">政务公开</a></li>'
    '<li><a href="#">政府信息公开年报</a></li></ul></div>'
    '<div class="crumbs">您的位置：首页 &gt; 政务公开 &gt; 年度报告</div>'
)
_FOOTER = (
    '<div class="footer"><p>主办单位：虚构网站办公室　联系电话：0000-1234567</p></div>'
    "<script>var total = [1, 2, 3]; document.write('<td>99</td>');</script>"
)


def _whole(body: str, title: str, head: str = "", charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html>\n<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        f"<title>{escape(title)}</title>{head}</head>\n<body>\n{body}\n</body></html>\n"
    )


def _span(slot: Slot) -> str:
    down = f' rowspan="{slot.row_span}"' if slot.row_span > 1 else ""
    return down + (f' colspan="{slot.column_span}"' if slot.column_span > 1 else "")


def _plain_cell(slot: Slot, text: str) -> str:
    return f"<td{_span(slot)}>{escape(text)}</td>"


def _table(filled: Filled, first: int = 0, end: int | None = None, attributes: str = ' border="1"') -> str:
    rows = filled.sheet.rows[first:end]
    lines = ("<tr>" + "".join(_plain_cell(slot, filled.text(slot)) for slot in row) + "</tr>" for row in rows)
    return f"<table{attributes}>\n" + "\n".join(lines) + "\n</table>"


def _article(draft: Draft, paragraph: Callable[[str], str], table: Callable[[Filled], str], title: bool = True) -> str:
    parts = [paragraph(draft.title)] if title else []
    for block in draft.blocks:
        if isinstance(block, Filled):
            parts.append(table(block))
        else:
            parts.append(paragraph(block.text if isinstance(block, Heading) else block))
    return "\n".join([*parts, paragraph(draft.issuer), paragraph(draft.date)])


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def word(draft: Draft) -> str:
    """Word's export: spans inside a word, `o:p`, nbsp in empty cells, a last row of widths without height."""
    return _whole(_article(draft, _word_paragraph, _word_table), draft.title, _WORD_HEAD)


def _word_paragraph(text: str) -> str:
    inner = "".join(_runs(text)) if text else "&nbsp;"
    return f"<p class=MsoNormal style='text-indent:24.0pt'>{inner}<span lang=EN-US><o:p></o:p></span></p>"


def _runs(text: str) -> Iterator[str]:
    for start in range(0, len(text), _RUN):
        yield f"<span style='font-family:仿宋'>{escape(text[start : start + _RUN])}</span>"


def _word_table(filled: Filled) -> str:
    widths = "<td width=57 style='border:none'></td>" * filled.sheet.width
    lines = (
        "<tr>"
        + "".join(f"<td width=57{_span(slot)}>{_word_paragraph(filled.text(slot))}</td>" for slot in row)
        + "</tr>"
        for row in filled.sheet.rows
    )
    footer = f"<![if !supportMisalignedColumns]>\n<tr height=0>{widths}</tr>\n<![endif]>"
    return "<table class=MsoTableGrid border=1 cellspacing=0>\n" + "\n".join(lines) + f"\n{footer}\n</table>"


def page(draft: Draft) -> str:
    """A site's page: furniture, a metadata table, and the report inside nested layout tables."""
    pairs = [
        ("名称", draft.title),
        ("发布机构", draft.issuer),
        ("公开日期", draft.iso_date),
        ("索引号", "000000000/模拟"),
    ]
    cells = [f"<td><b>{name}：</b></td><td>{escape(value)}</td>" for name, value in pairs]
    metadata = f"<tr>{cells[0]}{cells[1]}</tr><tr>{cells[2]}{cells[3]}</tr>"
    inner = f"<table width=100%><tr><td>{_article(draft, _paragraph, _table)}</td></tr></table>"
    frame = (
        f'<table class="main"><tr><td class="left">{_NAVIGATION}</td><td class="right">'
        f'<table class="xxgk_table">{metadata}</table><div id="zoom">{inner}</div></td></tr>'
        f"<tr><td colspan=2>{_FOOTER}</td></tr></table>"
    )
    head = f'<meta name="ArticleTitle" content="{escape(draft.title)}"><meta name="PubDate" content="{draft.iso_date}">'
    return _whole(frame, draft.title, head)


def tables(draft: Draft) -> str:
    """Each block of a table as a table of its own, section titles as headings."""

    def split(filled: Filled) -> str:
        starts = filled.sheet.blocks
        return "\n<p></p>\n".join(_table(filled, a, b) for a, b in zip(starts, (*starts[1:], None), strict=True))

    return _whole(_article(draft, _paragraph, split), draft.title)


def old(draft: Draft) -> str:
    """An old site's page: GB18030 bytes that call themselves gb2312, no paragraph elements, lines parted by br."""
    body = _article(draft, lambda text: f"　　{escape(text)}<br><br>", _table)
    return _whole(f"<div>{body}</div>", draft.title, charset="gb2312")
