"""Pages as sites publish them, each with one hazard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govtext.document import Document, Grid
from govtext.errors import BoundExceeded, GovTextError, UnreadableFile
from govtext.limits import DEFAULT_LIMITS
from govtext.readers.html import declared_charset, read

SENTENCE = "全年共收到申请12件，均已按期答复。"
DATA = "<table><tr><td>规章</td><td>3</td></tr><tr><td>行政规范性文件</td><td>7</td></tr></table>"
ROWS = [["规章", "3"], ["行政规范性文件", "7"]]


def page(body: str, head: str = "") -> Document:
    return read(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "page.html")


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows()]


def blocks(document: Document) -> list[object]:
    return [rows(block) if isinstance(block, Grid) else block.text for block in document.blocks]


def messages(document: Document, severity: str) -> str:
    return "\n".join(note.message for note in document.log if note.severity == severity)


def read_or_refusal(data: bytes) -> Document | str:
    try:
        return read(data, "page.html")
    except GovTextError as refused:
        return str(refused)


# ---- text ----


def test_inline_elements_join_without_spaces() -> None:
    spans = "".join(f"<span lang=EN-US style='font-size:16pt'>{char}</span>" for char in "收到12件")
    assert texts(page(f"<p class=MsoNormal>{spans}<o:p></o:p></p>")) == ["收到12件"]


@pytest.mark.parametrize("tag", ["ucapcontent", "st1:chsdate", "b", "label", "abbr"])
def test_elements_nobody_knows_are_inline(tag: str) -> None:
    assert texts(page(f"<p>共<{tag}>1</{tag}><{tag}>2</{tag}>件")) == ["共12件"]


def test_breaks_and_blocks_end_a_paragraph() -> None:
    assert texts(page("甲<br>乙<p>丙<div>丁</div>戊<li>己<h3>庚</h3>辛<hr>壬")) == list("甲乙丙丁戊己庚辛壬")


def test_indentation_of_the_source_vanishes_between_chinese_characters() -> None:
    assert texts(page("<p>\n    全年共\n    收到\n\t申请，\n  其中 A B\n C 类</p>")) == [
        "全年共收到申请，其中 A B C 类"
    ]


def test_wide_and_unseen_space_is_folded() -> None:
    assert texts(page("<p>　　一、　总体&nbsp;&nbsp;情况&#8203;。&#xFEFF;</p><p>&nbsp;</p><p>　</p>")) == [
        "一、 总体 情况。"
    ]


def test_preformatted_lines_keep_their_columns() -> None:
    assert texts(page("<pre>规章      3\n许可     12\n</pre>")) == ["规章      3", "许可     12"]


def test_text_after_the_end_of_the_page_is_read() -> None:
    document = read(f"<html><body><p>甲</body></html><p>{SENTENCE}</p>".encode(), "page.html")
    assert texts(document) == ["甲", SENTENCE]


def test_struck_out_figures_do_not_join_the_others() -> None:
    assert texts(page("<p>共收到申请1<del>3</del>2件，均已答复办结。")) == ["共收到申请12件，均已答复办结。"]


def test_a_footnote_does_not_join_its_figure() -> None:
    document = page(
        "<table><tr><td>总计<sup>注</sup><td>12<sup>1</sup><td>3<sup>[2]</sup></table><p>共12<sup>1</sup>件"
    )
    assert rows(document.grids[0]) == [["总计注", "12", "3"]]
    assert texts(document) == ["共12[1]件"]
    assert "2 footnote marks" in messages(document, "info")


@pytest.mark.parametrize("mark", ["<span style='vertical-align: super'>2</span>", "<sub>2</sub>"])
def test_a_number_set_higher_or_lower_is_no_digit_of_the_figure_before_it(mark: str) -> None:
    document = page(f"<table><tr><td>总计<td>12{mark}<td><span lang=EN-US>3</span></table>")
    assert rows(document.grids[0]) == [["总计", "12", "3"]]


def test_scripts_styles_and_comments_are_no_text() -> None:
    body = f"<script>document.write('<p>甲')</script><style>p {{}}</style><!-- 乙 --><p>{SENTENCE}<iframe>丙</iframe>"
    assert texts(page(body)) == [SENTENCE]


def test_paragraphs_know_their_place() -> None:
    document = page("<p>甲</p>" + DATA + "<p>乙</p>")
    assert [str(block.place) for block in document.blocks] == ["paragraph 1", "table 1", "paragraph 2"]
    assert str(document.grids[0].cells[3].place) == "table 1, row 2, column 2"
    assert all(document.text[each.start : each.end] == each.text for each in document.paragraphs)


# ---- charsets ----


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "big5", "iso-8859-1", ""])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_a_page_is_read_to_its_end_whatever_it_declares(encoding: str, declared: str) -> None:
    body = f"<p>朱镕、5€。</p><p>{SENTENCE}</p>"
    html = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head>{body}</html>'
    document = read(html.encode(encoding), "page.html")
    assert texts(document) == ["朱镕、5€。", SENTENCE]
    assert document.encoding == encoding


def test_the_declaration_of_an_xml_page_is_ignored() -> None:
    html = (
        f'<?xml version="1.0" encoding="gb2312"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><p>{SENTENCE}</p></html>'
    )
    assert declared_charset(html.encode()) == "gb2312"
    document = read(html.encode(), "page.html")
    assert texts(document) == [SENTENCE]
    assert "declared as gb2312" in messages(document, "repair")


# ---- furniture ----

FURNITURE = [
    "<ul><li><a href=/>新闻</a><li><a href=/b>政务公开</a><li><a href=/c>办事服务</a></ul>",
    "<div>您现在的位置：<a href=/>首页</a> &gt; 政府信息公开年报</div>",
    "<div class=share><span>分享到：</span><a href=#>微信</a></div>",
    "<div>【字体：大 中 小】 打印 关闭</div>",
    "<footer><p>某市人民政府办公室主办</p><p>地址：某路1号</p></footer>",
    "<div id=footer><table><tr><td>友情链接<td>某局</table></div>",
    "<p>主办单位：某市人民政府办公室　备案号：某ICP备00000000号</p>",
    "<div class=sidebar><h2>通知公告</h2></div>",
    "<div class='left-nav'><h3>公开指南</h3><h3>公开年报</h3></div>",
    "<div style='display: none'>请用微信扫码</div>",
    "<div hidden>请先登录</div>",
    "<noscript>请打开脚本</noscript>",
]


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("furniture", FURNITURE)
def test_furniture_is_left_out_and_logged(furniture: str, *, before: bool) -> None:
    report = f"<div id=zoom><p>一、总体情况</p><p>{SENTENCE}</p>{DATA}<p>无。</p></div>"
    document = page(furniture + report if before else report + furniture)
    assert blocks(document) == ["一、总体情况", SENTENCE, ROWS, "无。"]
    assert "left out" in messages(document, "info")


@pytest.mark.parametrize(
    "frame", ["{}", "<div class=nav>{}</div>", "<footer>{}</footer>", "<table><tr><td>{}<td></table>"]
)
def test_no_prose_heading_or_table_is_taken_for_furniture(frame: str) -> None:
    parts = [
        "<p>一、总体情况</p>",
        "<p>本县公布了网站地图、分享到微信等功能，并向社会公开了主办单位和联系电话，方便群众查阅办事信息。</p>",
        "<table><tr><td>规章<td>3<tr><td>许可<td>1<tr><td>处罚<td>2</table>",
        "<p>无。</p>",
    ]
    document = page(
        "<div>" + "".join(frame.format(part) if n == 1 else part for n, part in enumerate(parts)) + "</div>"
    )
    assert len(document.blocks) == 4


def test_every_section_is_kept_wherever_it_stands() -> None:
    body = (
        f"<div><div><p>一、总体情况</p><p>{SENTENCE}</p></div><div><p>六、其他需要报告的事项</p><p>无</p></div></div>"
    )
    assert texts(page(body))[-2:] == ["六、其他需要报告的事项", "无"]


def test_headings_that_are_links_stay_but_a_table_of_contents_goes() -> None:
    contents = "".join(f"<a href=#{n}>{n}、总体情况</a><br>" for n in "一二三四")
    body = f"<div>{contents}<p><a href=#top>一、总体情况</a></p><p>{SENTENCE}</p></div>"
    assert texts(page(body)) == ["一、总体情况", SENTENCE]


def test_the_title_is_kept_outside_of_the_main_part() -> None:
    around = "<div><h2>某县2020年度报告</h2></div><div>某县2020年</div><div>本站导读</div>"
    body = f"{around}<div><p>{SENTENCE}<p>{SENTENCE}</div>"
    document = page(body, "<title>某县2020年度报告_某县人民政府</title>")
    assert texts(document)[:2] == ["某县2020年度报告", "某县2020年"]
    assert "本站导读" not in document.text
    assert document.metadata["页面标题"] == "某县2020年度报告_某县人民政府"


def test_hidden_text_that_is_shown_nowhere_else_is_kept_with_a_doubt() -> None:
    hidden = f"<div style='display:none'>{DATA}</div>"
    document = page(f"<p>一、总体情况</p><p>{SENTENCE}</p>{hidden}")
    assert [rows(grid) for grid in document.grids] == [ROWS]
    assert "hides it" in messages(document, "doubt")


def test_a_hidden_copy_is_left_out() -> None:
    hidden = f"<div style='display:none'>{DATA.replace('7', '8')}</div>"
    assert [rows(grid) for grid in page(f"<p>{SENTENCE}</p>{DATA}{hidden}").grids] == [ROWS]


def test_a_page_hidden_until_its_script_runs_is_read() -> None:
    assert blocks(page(f"<div style='visibility:hidden'><p>{SENTENCE}</p>{DATA}<p>无。</p></div>")) == [
        SENTENCE,
        ROWS,
        "无。",
    ]


def test_hidden_text_does_not_enter_the_line_or_cell_around_it() -> None:
    hidden = "<span style='mso-hide:all'>9</span>"
    document = page(f"<p>共收到申请1{hidden}2件，均已答复办结。</p><table><tr><td>规章<td>1{hidden}2</table>")
    assert blocks(document) == ["共收到申请12件，均已答复办结。", [["规章", "12"]]]


def test_a_page_of_nothing_but_furniture_is_still_read() -> None:
    assert texts(page("<a href=x>首页</a><br><a href=x>打印</a>")) == ["首页", "打印"]


def test_tables_that_may_be_pictures_are_doubted() -> None:
    assert "1 pictures" in messages(page(f"<div><p>{SENTENCE}</p><p><img src=a.jpg></p></div>"), "doubt")


@pytest.mark.parametrize("tail", ["<!-- <p>二</p>", "<script>var a", "<textarea>"])
def test_a_page_whose_end_is_swallowed_says_so(tail: str) -> None:
    assert "is never closed" in messages(read(f"<html><p>{SENTENCE}{tail}".encode(), "page.html"), "loss")


def test_a_page_cut_short_is_doubted() -> None:
    assert "cut short" in messages(read(f"<html><body><p>{SENTENCE}<p>全年".encode(), "page.html"), "doubt")


# ---- metadata ----


def test_a_metadata_table_is_no_grid() -> None:
    table = (
        "<table><tr><td>索 引 号：<td>0001/2021<td>发布单位：<td>某县人民政府办公室"
        "<tr><td>名　称：<td colspan=3>某县2020年度报告<tr><td>公开日期：<td>2021-02-10<td>文　号：<td>&nbsp;</table>"
    )
    document = page(f"{table}<p>{SENTENCE}</p>{DATA}")
    assert blocks(document) == [SENTENCE, ROWS]
    found = {
        "索引号": "0001/2021",
        "发布机构": "某县人民政府办公室",
        "名称": "某县2020年度报告",
        "公开日期": "2021-02-10",
    }
    assert document.metadata == found


def test_labels_and_values_in_one_cell() -> None:
    document = page(
        "<table><tr><td>名称：某县年报<td>生成日期：2021-02-09<tr><td>文号：无<td>发布机构：某局</table>" + DATA
    )
    assert document.metadata == {"名称": "某县年报", "生成日期": "2021-02-09", "文号": "无", "发布机构": "某局"}
    assert len(document.grids) == 1


def test_a_table_with_such_a_header_is_data() -> None:
    document = page("<table><tr><td>名称<td>数量<tr><td>规章<td>3<tr><td>文号<td>2</table>")
    assert rows(document.grids[0])[0] == ["名称", "数量"]
    assert document.metadata == {}


def test_a_labelled_line_stays_a_paragraph() -> None:
    line = "发布日期：2021-02-10 10:30 来源：某县人民政府 浏览次数：12"
    document = page(f"<div>{line}</div><div><p>{SENTENCE}<p>{SENTENCE}</div>")
    assert texts(document)[0] == line
    assert document.metadata == {"发布日期": "2021-02-10 10:30", "来源": "某县人民政府"}


def test_meta_elements_fill_what_the_page_does_not_say() -> None:
    names = {"PubDate": "2021-02-11", "ArticleTitle": "某县年报", "ContentSource": "某办"}
    head = "".join(f'<meta name="{name}" content="{content}">' for name, content in names.items())
    document = page(f"<p>发布日期：2021-02-10</p><p>{SENTENCE}</p>", head)
    assert document.metadata == {"发布日期": "2021-02-10", "名称": "某县年报", "来源": "某办"}


# ---- bounds and bad input ----


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>" * 500 + "1",
        "<table>" * 500,
        "<div>" * 100_000 + "1",
        "<div>" * 100_000 + "1" + "</div>" * 100_000,
        "<sup>" * 100_000 + "1",
        "<table><tr>" + "<td>1" * 201,
        "<table><tr>" + "<td colspan=200>1" * 2,
    ],
)
def test_pages_past_the_bounds_are_refused(html: str) -> None:
    with pytest.raises(BoundExceeded, match=r"^page.html: [^\n]*expected at most \d+\)$"):
        read(html.encode(), "page.html")


@pytest.mark.parametrize(
    ("html", "limits"),
    [
        ("<table>" + "<tr><td>1" * 30, replace(DEFAULT_LIMITS, max_cells=20)),
        ("<table>" + "<tr>" * 30, replace(DEFAULT_LIMITS, max_cells=20)),
        ("<p>1" * 30, replace(DEFAULT_LIMITS, max_cells=20)),
        ("<p>" + "字" * 30, replace(DEFAULT_LIMITS, max_characters=20)),
        ("<p>" + "字" * 30, replace(DEFAULT_LIMITS, max_bytes=20)),
    ],
)
def test_limits_are_obeyed(html: str, limits: object) -> None:
    with pytest.raises(BoundExceeded):
        read(html.encode(), "page.html", limits)  # type: ignore[arg-type]


def test_styling_may_nest_as_deep_as_it_likes() -> None:
    assert texts(page("<font>" * 5000 + SENTENCE)) == [SENTENCE]


def test_a_tag_with_many_attributes_is_harmless() -> None:
    many = " ".join(f"a{n}=1" for n in range(50_000))
    assert texts(page(f"<p {many}>{SENTENCE}</p>")) == [SENTENCE]


def test_entities_of_a_page_are_not_expanded() -> None:
    bomb = "<!DOCTYPE html [<!ENTITY a 'xxxxxxxxxx'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    document = read(f"{bomb}<html><p>&b;&f;{SENTENCE}</p></html>".encode(), "page.html")
    assert texts(document)[-1] == f"&b;&f;{SENTENCE}"


@pytest.mark.parametrize(
    "html", ["", " \n", "<html></html>", "<p>&nbsp;</p>", "<!-- 一 -->", "<script>一</script>", "<title>一</title>"]
)
def test_a_page_without_text_is_refused(html: str) -> None:
    with pytest.raises(UnreadableFile, match=r"^page.html: the page has no text"):
        read(html.encode(), "page.html")


MARKUP = st.sampled_from(
    [
        *(
            "<" + tag + ">"
            for tag in ("table", "tr", "td rowspan=2", "td colspan=3", "thead", "tfoot", "p", "div class=nav")
        ),
        *(
            "<" + tag + ">"
            for tag in ("span style='display:none'", "a href=x", "sup", "pre", "title", "select", "option", "del")
        ),
        *(
            "<" + tag + ">"
            for tag in ("td rowspan=0", "td hidden", "tr hidden", "textarea", "input value=5", "xml", "s", "b")
        ),
        *(
            "</" + tag + ">"
            for tag in ("table", "tr", "td", "thead", "p", "div", "span", "a", "sup", "pre", "title", "html")
        ),
        *(
            "一、总体情况",
            "12",
            "名称：",
            SENTENCE,
            " ",
            "\n",
            "&nbsp;",
            "&#0;",
            "&#xD800;",
            "<",
            "<!--",
            "-->",
            "<![if !x]>",
            "\0",
        ),
    ]
)


@given(st.lists(MARKUP, max_size=40).map("".join))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_markup_gives_a_document_or_one_clear_error(html: str) -> None:
    found = read_or_refusal(html.encode())
    if isinstance(found, Document):
        assert found.blocks
        assert all(found.text[each.start : each.end] == each.text for each in found.paragraphs)
    else:
        assert found.startswith("page.html: ")
        assert "\n" not in found


@given(st.binary(max_size=200))
def test_any_bytes_give_a_document_or_one_clear_error(data: bytes) -> None:
    found = read_or_refusal(data)
    assert found.blocks if isinstance(found, Document) else found.startswith("page.html: ")
