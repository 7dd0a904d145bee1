"""Grids to figures: labels lead, counts decide, and nothing is shifted."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from govtext.document import Document, DocumentBuilder, GridCell, Layout
from govtext.forms import form
from govtext.forms.labels import best_match
from govtext.model import Cell
from govtext.parse.tables import read_tables
from govtext.parse.tables.headers import nodes, read_header
from govtext.parse.tables.lines import recover_tables
from govtext.parse.tables.vocabulary import homes, row_homes, row_name

HEADER = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
MARKER = ["第二十条第（一）项"]


def document(*rows: Sequence[str], layout: Layout = "placed") -> Document:
    builder = DocumentBuilder("a.html", "html", "html")
    builder.grid([GridCell(text, i, j) for i, row in enumerate(rows) for j, text in enumerate(row)], layout=layout)
    return builder.build()


def cells(*rows: Sequence[str], layout: Layout = "placed") -> dict[str, Cell]:
    return {cell.key: cell for cell in read_tables(document(*rows, layout=layout)).cells}


def statuses(found: dict[str, Cell], row: str) -> list[str]:
    return [
        str(found[f"proactive/{row}/{column}"].value or found[f"proactive/{row}/{column}"].status)
        for column in ("issued", "repealed", "in_force")
    ]


def test_labels_lead_to_figures() -> None:
    found = cells(MARKER, HEADER, ["规章", "1", "2", "3"], ["行政规范性文件", "4", "", "/"])
    assert statuses(found, "rules") == ["1", "2", "3"]
    assert statuses(found, "normative_documents") == ["4", "empty", "mark"]
    assert found["requests/new/total"].status == "missing"


@pytest.mark.parametrize("layout", ["placed", "padded", "packed"])
def test_a_row_with_a_cell_too_few_is_given_up_whole(layout: Layout) -> None:
    found = cells(MARKER, HEADER, ["规章", "1", "2"], ["行政规范性文件", "4", "5", "6"], layout=layout)
    assert statuses(found, "rules") == ["unreadable"] * 3
    assert statuses(found, "normative_documents") == ["4", "5", "6"]


def test_headers_out_of_order_are_not_trusted() -> None:
    swapped = ["信息内容", "本年废止件数", "本年制发件数", "现行有效件数"]
    assert statuses(cells(MARKER, swapped, ["规章", "1", "2", "3"]), "rules") == ["unreadable", "unreadable", "3"]


def test_a_header_that_says_something_else_is_not_trusted() -> None:
    strange = ["信息内容", "本年制发件数", "备注", "现行有效件数"]
    assert statuses(cells(MARKER, strange, ["规章", "1", "2", "3"]), "rules") == ["1", "unreadable", "3"]


def test_a_row_without_any_header_is_not_read() -> None:
    found = cells(MARKER, HEADER, ["规章", "1", "2", "3"], ["第二十条第（六）项"], ["行政处罚", "7"])
    assert found["proactive/penalties/decisions"].status == "unreadable"
    assert found["proactive/penalties/decisions"].raw == "7"


def test_a_row_that_stands_twice_with_other_figures_is_not_read() -> None:
    found = cells(MARKER, HEADER, ["规章", "1", "2", "3"], ["规章", "1", "2", "4"])
    assert statuses(found, "rules") == ["1", "2", "unreadable"]
    twice = cells(MARKER, HEADER, ["规章", "1", "2", "3"], ["规章", "1", "2", "3"])
    assert statuses(twice, "rules") == ["1", "2", "3"]


def test_a_damaged_label_is_taken_and_told() -> None:
    header = (
        ["", "申请人情况"],
        ["自然人", "法人或其他组织", "总计"],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
    )
    read = read_tables(document(*header, ["2.其他法律行政止公开", *"1000001"], layout="packed"))
    found = {cell.key: cell for cell in read.cells}
    assert found["requests/refused.law_prohibited/total"].value == 1
    assert [note.severity for note in read.log] == ["repair"]


def test_the_unit_of_a_header_counts() -> None:
    found = cells(["第二十条第（八）项"], ["信息内容", "本年收费金额（单位：元）"], ["行政事业性收费", "251000"])
    assert str(found["proactive/fees/amount"].value) == "25.1000"


def test_one_row_of_other_handling_makes_the_table_one_of_2019() -> None:
    top = (
        ["", "申请人情况"],
        ["自然人", "法人或其他组织", "总计"],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
    )
    read = read_tables(document(*top, ["（六）其他处理", *"0000000"], ["（七）总计", *"1000001"], layout="packed"))
    assert read.form.name == "2019"
    assert not [cell for cell in read.cells if cell.row.startswith("other.")]


def test_every_row_label_of_every_form_names_its_row() -> None:
    for home in homes():
        for row in () if home.block.across else home.block.rows:
            for name in row.names:
                found = row_name(name)
                assert found is not None, name
                assert found.key == f"{home.table.code}/{row.code}"


def test_every_header_reads_itself() -> None:
    for home in homes():
        header = read_header([GridCell(node.word, 0, i) for i, node in enumerate(nodes(home))], home)
        assert header.fit == 1
        assert all(header.cells), home.block.marker


def test_no_label_is_near_another() -> None:
    """No label of a form, one character dropped, is taken for another row's."""
    names = {key: row.path[-1] for each in form("2021").tables for b in each.blocks if not b.across
             for row in b.rows for key in [f"{each.code}/{row.code}"]}  # fmt: skip
    for key, label in names.items():
        for drop in range(2, len(label)):
            found = row_name(label[:drop] + label[drop + 1 :])
            assert found is None or found.key == key, label


def test_a_name_as_near_to_two_is_none() -> None:
    assert best_match("本机关掌握信息", {"本机关不掌握信息": "a", "本机关已掌握信息": "b"}) is None


def test_blocks_of_both_forms_are_known_by_their_header() -> None:
    assert {home.form.code for home in row_homes("proactive/licensing")} == {"2019", "2021"}
    old = cells(
        ["第二十条第（五）项"],
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政许可", "9", "减1", "5"],
    )
    assert (old["proactive/licensing/items_change"].value, old["proactive/licensing/decisions"].value) == (-1, 5)


FLAT = [
    "自然人",
    *(f"法人或其他组织-{name}" for name in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")),
    "总计",
]


def test_one_header_row_with_group_labels_in_the_cells_is_read() -> None:
    found = cells(["", *FLAT], ["（三）不予公开 1.属于国家秘密", *"1234560"], ["总计", *"0000007"])
    assert [found[f"requests/refused.state_secret/{column}"].value for column in ("natural_person", "total")] == [1, 0]
    assert found["requests/processed_total/total"].value == 7


def test_swapped_columns_of_a_one_row_header_are_not_trusted() -> None:
    swapped = ["", FLAT[0], FLAT[2], FLAT[1], *FLAT[3:]]
    found = cells(swapped, ["（一）予以公开", *"1234560"])
    assert [found[f"requests/granted/{column}"].status for column in ("natural_person", "business", "research")] == [
        "value",
        "unreadable",
        "unreadable",
    ]


def test_header_fragments_are_put_together_by_where_they_stand() -> None:
    """As PDF tools give it: a total's label two lines below those beside it, others above and below one another."""
    upper = "结果   结果     其他   尚未"
    middle = " " * 20 + "总 计 结果 结果 其他       尚未     结果 结果 其他 尚未"
    lower = "维持   纠正     结果   审结" + " " * 47 + "总计"
    total = " " * 42 + "总 计"
    last = " " * 24 + "维持 纠正 结果       审结     维持 纠正 结果 审结"
    groups = [
        "          行政复议                              行政诉讼",
        " " * 30 + "未经复议直接起诉                  复议后起诉",
    ]
    figures = "10    1      2   3    16   4   5    6   7   22   8   9    10  11  38"
    builder = DocumentBuilder("a.txt", "text", "text")
    for line in (*groups, upper, middle, lower, total, last, figures):
        builder.paragraph(line)
    found = {cell.key: cell for cell in read_tables(recover_tables(builder.build())).cells}
    assert [found[f"review/{group}/total"].value for group in ("reconsideration", "litigation_direct")] == [16, 22]
    assert found["review/litigation_after/total"].value == 38
