"""Tables of pages: where their cells stand, and which of them are no tables at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.document import Document, Grid, GridCell
from govtext.readers.html import read

SENTENCE = "全年共收到申请12件，均已按期答复。"
PROSE = "本县坚持以公开为常态、不公开为例外，稳步推进各项工作。" * 6
DATA = "<table><tr><td>规章</td><td>3</td></tr><tr><td>行政规范性文件</td><td>7</td></tr></table>"
ROWS = [["规章", "3"], ["行政规范性文件", "7"]]


def page(body: str) -> Document:
    return read(f"<html><body>{body}</body></html>".encode(), "page.html")


def grid(body: str) -> Grid:
    (only,) = page(body).grids
    return only


def rows(table: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows()]


def places(table: Grid) -> dict[str, tuple[int, int, int, int]]:
    return {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells}


def blocks(document: Document) -> list[object]:
    return [rows(block) if isinstance(block, Grid) else block.text for block in document.blocks]


def messages(document: Document, severity: str) -> str:
    return "\n".join(note.message for note in document.log if note.severity == severity)


# ---- cells ----


@pytest.mark.parametrize("blank", ["", "&nbsp;", "　", "&#8203;", "<p class=MsoNormal><o:p>&nbsp;</o:p></p>", "<br>"])
def test_blank_cells_are_empty(blank: str) -> None:
    assert rows(grid(f"<table><tr><td>规章<td>{blank}</td><td>0</table>")) == [["规章", "", "0"]]


def test_the_text_of_a_cell_is_one_line() -> None:
    cells = (
        "<td>商业<br>企业</td><td><p>结\n  果</p><p>维持</p></td><td>1.\n 属于</td><td>1<br>2</td><td><div>3</div></td>"
    )
    assert rows(grid(f"<table><tr>{cells}</table>")) == [["商业企业", "结果维持", "1. 属于", "1 2", "3"]]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("<input value=5>", "5"),
        ("<input type=TEXT value=' 6 '>", "6"),
        ("<textarea>7</textarea>", "7"),
        ("<select><option>1<option selected>8</select>", "8"),
        ("<input type=hidden value=9><input type=checkbox value=9>", ""),
    ],
)
def test_fields_count_as_text(field: str, text: str) -> None:
    assert rows(grid(f"<table><tr><td>规章<td>{field}</table>")) == [["规章", text]]


def test_ragged_rows_stay_ragged() -> None:
    table = grid("<table><tr><td>甲<td>乙<td>丙<tr><td>丁<tr><td>戊<td>己</table>")
    assert [len(row) for row in table.rows()] == [3, 1, 2]


def test_spans_push_cells_aside() -> None:
    table = grid(
        "<table><tr><td rowspan=2 colspan=2>甲<td colspan=3>乙"
        "<tr><td>丙<td rowspan=2>丁<td>戊<tr><td>己<td>庚<td>辛<td>壬</table>"
    )
    assert places(table) == {
        "甲": (0, 0, 2, 2), "乙": (0, 2, 1, 3), "丙": (1, 2, 1, 1), "丁": (1, 3, 2, 1), "戊": (1, 4, 1, 1),
        "己": (2, 0, 1, 1), "庚": (2, 1, 1, 1), "辛": (2, 2, 1, 1), "壬": (2, 4, 1, 1),
    }  # fmt: skip


def test_a_row_span_of_zero_reaches_to_the_end_of_its_group() -> None:
    table = grid("<table><tbody><tr><td rowspan=0>甲<td>乙<tr><td>丙<tr><td>丁<tbody><tr><td>戊<td>己</table>")
    assert places(table)["甲"] == (0, 0, 3, 1)
    assert places(table)["戊"] == (3, 0, 1, 1)


def test_a_row_span_past_the_last_row_is_cut_and_logged() -> None:
    document = page("<table><tr><td rowspan=99999999999999999999>甲<td>乙<tr><td>丙</table>")
    assert places(document.grids[0])["甲"] == (0, 0, 2, 1)
    assert "past the last row" in messages(document, "repair")


def test_an_enormous_column_span_is_cut_to_the_table_and_logged() -> None:
    document = page("<table><tr><td>甲<td colspan=1000000000>乙<tr><td>丙<td>丁<td>戊</table>")
    assert places(document.grids[0])["乙"] == (0, 1, 1, 2)
    assert "column spans" in messages(document, "repair")


@pytest.mark.parametrize("span", ["", "x", "-3", "0", "1.5", " 1", "&#xD800;"])
def test_a_span_that_is_no_number_is_one(span: str) -> None:
    assert places(grid(f"<table><tr><td colspan='{span}'>甲<td>乙</table>"))["乙"][1] == 1


def test_spans_that_collide_are_cut_and_doubted() -> None:
    document = page("<table><tr><td>甲<td rowspan=2>乙<tr><td colspan=2>丙</table>")
    assert places(document.grids[0])["丙"] == (1, 0, 1, 1)
    assert "run into cells" in messages(document, "doubt")


def test_head_and_foot_go_where_they_are_displayed() -> None:
    table = grid("<table><tfoot><tr><td>总计<td>3<tbody><tr><td>规章<td>3<thead><tr><td>内容<td>数量</table>")
    assert rows(table) == [["内容", "数量"], ["规章", "3"], ["总计", "3"]]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>",
        "<table><td>甲<td>乙<tr><td>丙<td>丁</table>",
        "<table><tr><td><span>甲<td><div><p><b>乙<tr><td><div>丙<td>丁</table>",
        "<table><form><tr><td>甲</td><td>乙</td></tr></form><tr><td>丙<td>丁</table></td></tr></table>",
    ],
)
def test_tags_that_are_never_closed(html: str) -> None:
    assert rows(grid(html)) == [["甲", "乙"], ["丙", "丁"]]


def test_hidden_cells_take_no_place() -> None:
    document = page(
        "<table><tr><td>甲<td style='display:none'>9<td>乙<tr style='display:none'><td>8<td>8<tr><td>丙<td>丁</table>"
    )
    assert places(document.grids[0])["乙"][:2] == (0, 1)
    assert not {"8", "9"} & {cell.text for cell in document.grids[0].cells}
    assert "3 hidden cells" in messages(document, "doubt")


def test_text_between_cells_stands_before_the_table() -> None:
    assert blocks(page(f"<table><caption>表一</caption>注<tr><td>规章<td>3</table><p>{SENTENCE}"))[:2] == ["表一", "注"]


# ---- layout tables ----


def test_a_table_around_the_page_is_no_grid() -> None:
    frame = (
        "<table><tr><td colspan=2>{}</td></tr><tr><td>{}</td><td><table><tr><td>{}</td></tr></table></td></tr></table>"
    )
    body = frame.format(
        "<h1>某县年报</h1>", "<a href=x>首页</a>", f"<p>一、总体情况</p><p>{PROSE}</p>{DATA}<p>无。</p>"
    )
    assert blocks(page(body)) == ["某县年报", "一、总体情况", PROSE, ROWS, "无。"]


def test_one_column_is_paragraphs() -> None:
    assert blocks(page("<table><tr><td>一、总体情况<tr><td>二、主动公开</table>" + DATA)) == [
        "一、总体情况",
        "二、主动公开",
        ROWS,
    ]


def test_prose_and_figures_in_one_table_are_parted() -> None:
    table = (
        f"<table><tr><td colspan=2>{PROSE}<tr><td>规章<td>3<tr><td>行政规范性文件<td>7<tr><td colspan=2>{PROSE}</table>"
    )
    assert blocks(page(table)) == [PROSE, ROWS, PROSE]


def test_a_long_remark_does_not_take_a_table_apart() -> None:
    document = page(f"<table><tr><td>规章<td>3<td>{PROSE}<tr><td>许可<td>7<td>无<tr><td>处罚<td>8<td>无</table>")
    assert rows(document.grids[0])[1:] == [["许可", "7", "无"], ["处罚", "8", "无"]]


def test_long_labels_do_not_take_a_table_apart() -> None:
    label = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    corner = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert rows(grid(f"<table><tr><td>{corner}<td>总计<tr><td>{label}<td>0</table>")) == [
        [corner, "总计"],
        [label, "0"],
    ]


def test_a_data_table_within_a_layout_cell() -> None:
    body = f"<table><tr><td>{SENTENCE}{DATA}</td><td>&nbsp;</td></tr></table>"
    assert blocks(page(body)) == [SENTENCE, ROWS]


def test_a_data_table_within_a_data_table_follows_it() -> None:
    outer = f"<table><tr><td>规章<td>3<td>4<tr><td>许可<td>5<td>{DATA}<tr><td>处罚<td>6<td>7</table>"
    document = page(outer)
    assert [rows(each) for each in document.grids] == [
        [["规章", "3", "4"], ["许可", "5", ""], ["处罚", "6", "7"]],
        ROWS,
    ]
    assert "follow this table" in messages(document, "info")


def test_a_table_around_a_single_figure_is_that_figure() -> None:
    assert rows(grid("<table><tr><td>规章<td><table><tr><td>5</table><tr><td>许可<td>6</table>"))[0] == ["规章", "5"]


def test_a_row_span_over_prose_and_figures_keeps_the_table_whole() -> None:
    table = f"<table><tr><td rowspan=3>三<td>规章<td>3<tr><td>许可<td>7<tr><td colspan=2>{PROSE}</table>"
    assert rows(grid(table)) == [["三", "规章", "3"], ["许可", "7"], [PROSE]]


# ---- properties ----

CELL = st.tuples(st.integers(-1, 5), st.integers(-1, 5))
GROUP = st.tuples(
    st.sampled_from(["", "<thead>", "<tbody>", "<tfoot>"]), st.lists(st.lists(CELL, max_size=5), max_size=5)
)


def markup(groups: list[tuple[str, list[list[tuple[int, int]]]]]) -> tuple[str, list[str]]:
    numbers = iter(range(10**6))
    parts, names = ["<table>"], []
    for tag, group in groups:
        parts.append(tag)
        for row in group:
            parts.append("<tr>")
            for down, across in row:
                names.append(f"c{next(numbers)}")
                parts.append(f"<td rowspan={down} colspan={across}>{names[-1]}</td>")
    return "".join(parts) + "</table><p>x</p>", names


def positions(cell: GridCell) -> list[tuple[int, int]]:
    return [(r, c) for r in range(cell.row, cell.end_row) for c in range(cell.column, cell.end_column)]


@given(st.lists(GROUP, min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_every_cell_has_its_own_positions(groups: list[tuple[str, list[list[tuple[int, int]]]]]) -> None:
    html, names = markup(groups)
    document = page(html)
    assert sorted(set(document.text.split()) - {"x"}) == sorted(names)
    for table in document.grids:
        covered = [position for cell in table.cells for position in positions(cell)]
        assert len(covered) == len(set(covered))
        assert table.n_rows <= sum(len(group) for _, group in groups)


LEAF = st.sampled_from(["p", "row", "rows"])
TREE = st.recursive(LEAF, lambda inner: st.lists(inner, min_size=1, max_size=3), max_leaves=8)


def nested(tree: object, names: list[str]) -> str:
    """Layout tables within layout tables; every piece of text has a name of its own."""
    if isinstance(tree, list):
        return "<table><tr>" + "".join(f"<td>{nested(each, names)}</td>" for each in tree) + "</tr></table>"
    names.append(f"（{len(names)}）")
    name = names[-1]
    if tree == "p":
        return f"<p>{name}{PROSE}</p>"
    if tree == "row":
        return f"<table><tr><td>{name}<td>1</table>"
    return f"<table><tr><td>{name}<td>1<tr><td>规章<td>2<tr><td>许可<td>3</table>"


@given(TREE)
@settings(max_examples=100, deadline=None)
def test_nothing_in_nested_tables_is_lost_or_read_twice(tree: object) -> None:
    names: list[str] = []
    document = page(nested(tree, names) + f"<p>{PROSE}</p>")
    assert [document.text.count(name) for name in names] == [1] * len(names)
