"""PDF: tables, paragraphs, page breaks, bounds, damage; both paths."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from govtext.document import Document, Grid
from govtext.errors import BoundExceeded, GovTextError, MissingExtra, UnreadableFile
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.readers import pdf, scan
from govtext.readers.pdf import drawing
from govtext.readers.pdf.careful import read_careful
from tests.readers.made_pdf import HEIGHT, Box, prose, rows_of, table, write
from tests.readers.made_pdf import pdf as made

Reader = Callable[[bytes, str, Limits], Document]
XS = [72, 100, 170, 300, 350, 400]
BOTH = pytest.mark.parametrize("reader", [pdf.read, read_careful], ids=["fast", "careful"])
SPANNED = [
    Box("项目", 0, 0, 1, 3), Box("自然人", 0, 3), Box("总计", 0, 4),
    Box("三\n、\n办\n理\n结\n果", 1, 0, 4), Box("（一）予以公开", 1, 1, 1, 2), Box("-11", 1, 3), Box("7730.28", 1, 4),
    Box("（三）不予\n公开", 2, 1, 3), Box("1.国家秘密", 2, 2), Box("21", 2, 3), Box("", 2, 4),
    Box("2.其他", 3, 2), Box("增2", 3, 3), Box("1\n0", 3, 4), Box("3.再其他", 4, 2), Box("0", 4, 3), Box("0", 4, 4),
]  # fmt: skip


def spanned(canvas: Canvas, *, filled: bool = False) -> None:
    table(canvas, XS, [100, 120, 140, 170, 200, 220], SPANNED, filled=filled)


def read(data: bytes, reader: Reader = pdf.read, limits: Limits = DEFAULT_LIMITS) -> Document:
    return reader(data, "made.pdf", limits)


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows()]


def shapes(grid: Grid) -> set[tuple[str, int, int, int, int]]:
    return {(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells}


def said(document: Document, severity: str) -> str:
    return "; ".join(note.message for note in document.log if note.severity == severity)


EXPECTED = {
    ("项目", 0, 0, 1, 3), ("自然人", 0, 3, 1, 1), ("总计", 0, 4, 1, 1), ("三、办理结果", 1, 0, 4, 1),
    ("（一）予以公开", 1, 1, 1, 2), ("-11", 1, 3, 1, 1), ("7730.28", 1, 4, 1, 1), ("（三）不予公开", 2, 1, 3, 1),
    ("1.国家秘密", 2, 2, 1, 1), ("21", 2, 3, 1, 1), ("", 2, 4, 1, 1), ("2.其他", 3, 2, 1, 1), ("增2", 3, 3, 1, 1),
    ("1 0", 3, 4, 1, 1), ("3.再其他", 4, 2, 1, 1), ("0", 4, 3, 1, 1), ("0", 4, 4, 1, 1),
}  # fmt: skip


@BOTH
def test_spans_signs_decimals_blanks_and_upright_labels(reader: Reader) -> None:
    document = read(made(spanned), reader)
    (grid,) = document.grids
    assert shapes(grid) == EXPECTED
    figure = next(cell for cell in grid.cells if cell.text == "7730.28")
    assert (figure.place.page, figure.place.table, figure.place.row, figure.place.column) == (1, 1, 2, 5)


def sideways(canvas: Canvas) -> None:
    canvas.setPageRotation(90)
    canvas.translate(0, -260)
    spanned(canvas)


def landscape(canvas: Canvas) -> None:
    canvas.setPageRotation(90)
    canvas.translate(HEIGHT, 0)
    canvas.rotate(90)
    canvas.translate(0, -280)
    spanned(canvas)


def turned_content(canvas: Canvas) -> None:
    canvas.translate(0, HEIGHT)
    canvas.rotate(-90)
    canvas.translate(-60, -250)
    spanned(canvas)


def in_a_form(canvas: Canvas) -> None:
    canvas.beginForm("tables")
    spanned(canvas)
    canvas.endForm()
    canvas.saveState()
    canvas.translate(20, -30)
    canvas.scale(0.9, 0.9)
    canvas.doForm("tables")
    canvas.restoreState()


def thin_areas(canvas: Canvas) -> None:
    spanned(canvas, filled=True)


@pytest.mark.parametrize("draw", [sideways, landscape, turned_content, in_a_form, thin_areas])
def test_the_same_table_however_it_is_drawn(draw: Callable[[Canvas], None]) -> None:
    (grid,) = read(made(draw)).grids
    assert shapes(grid) == EXPECTED


def test_a_label_set_sideways_is_read_in_its_direction() -> None:
    def draw(canvas: Canvas) -> None:
        table(
            canvas,
            [72, 100, 200],
            [100, 160, 220],
            [Box("", 0, 0, 2), Box("（一）予以公开", 0, 1), Box("（七）总计12", 1, 1)],
        )
        canvas.saveState()
        canvas.translate(90, HEIGHT - 200)
        canvas.rotate(90)
        canvas.drawString(0, 0, "三、办理结果")
        canvas.restoreState()

    assert texts(read(made(draw)).grids[0])[0] == ["三、办理结果", "（一）予以公开"]


@BOTH
def test_figures_on_two_lines_of_a_cell_stay_apart(reader: Reader) -> None:
    boxes = [
        Box("采购", 0, 0),
        Box("1234\n5", 0, 1),
        Box("2723\n86420", 0, 2),
        Box("第1\n2条", 0, 3),
        Box("8\n件", 0, 4),
    ]
    (grid,) = read(made(lambda canvas: table(canvas, [72, 140, 172, 240, 262, 300], [100, 140], boxes)), reader).grids
    assert texts(grid) == [["采购", "1234 5", "2723 86420", "第12条", "8件"]]


UPPER = [
    Box("办理\n结果", 0, 0, 3), Box("（三）不予公开", 0, 1), Box("1.秘密", 0, 2), Box("3", 0, 3), Box("3", 0, 4),
    Box("（四）无", 1, 1, 2), Box("1.不掌握", 1, 2), Box("2", 1, 3), Box("2", 1, 4),
    Box("2.需要另行", 2, 2), Box("5", 2, 3), Box("5", 2, 4),
]  # fmt: skip
LOWER = [
    Box("", 0, 0, 3), Box("法提供", 0, 1, 2), Box("制作", 0, 2), Box("", 0, 3), Box("", 0, 4),
    Box("3.不明确", 1, 2), Box("0", 1, 3), Box("0", 1, 4),
    Box("（七）总计", 2, 1, 1, 2), Box("10", 2, 3), Box("10", 2, 4),
]  # fmt: skip


def over_pages(upper: list[Box], lower: list[Box], opened: tuple[str, str]) -> bytes:
    def first(canvas: Canvas) -> None:
        write(canvas, 100, 90, "三、收到和处理申请情况", 16)
        table(canvas, XS, [720, 740, 760, 780], upper, opened=opened[0])
        write(canvas, 280, 815, "- 1 -")

    def second(canvas: Canvas) -> None:
        table(canvas, XS, [60, 80, 100, 120], lower, opened=opened[1])
        write(canvas, 280, 815, "- 2 -")

    return made(first, second)


@BOTH
@pytest.mark.parametrize("opened", [("", ""), ("bottom", "top"), ("bottom", "")])
def test_a_row_and_labels_cut_by_the_page_break_are_put_together(opened: tuple[str, str], reader: Reader) -> None:
    document = read(over_pages(UPPER, LOWER, opened), reader)
    (grid,) = document.grids
    assert texts(grid) == [
        ["办理结果", "（三）不予公开", "1.秘密", "3", "3"], ["（四）无法提供", "1.不掌握", "2", "2"],
        ["2.需要另行制作", "5", "5"], ["3.不明确", "0", "0"], ["（七）总计", "10", "10"],
    ]  # fmt: skip
    assert {("办理结果", 0, 0, 5, 1), ("（四）无法提供", 1, 1, 3, 1)} <= shapes(grid)
    assert "row cut" in said(document, "repair")
    assert grid.cells[-1].place.page == 2


@BOTH
def test_whole_rows_stay_apart_at_the_page_break(reader: Reader) -> None:
    lower = [Box("", 0, 0, 2), Box("", 0, 1), Box("3.不明确", 0, 2), Box("", 0, 3), Box("0", 0, 4)]
    lower += [
        Box("（七）总计", 1, 1, 1, 2),
        Box("", 1, 3),
        Box("10", 1, 4),
        Box("四、结转", 2, 0, 1, 3),
        Box("0", 2, 3),
        Box("0", 2, 4),
    ]
    (grid,) = read(over_pages(UPPER, lower, ("bottom", "top")), reader).grids
    assert texts(grid)[2:4] == [["2.需要另行", "5", "5"], ["3.不明确", "", "0"]]
    assert {("（四）无", 1, 1, 3, 1), ("办理结果", 0, 0, 5, 1)} <= shapes(grid)


BREAK_XS = [72, 140, 300, 350]


@BOTH
@pytest.mark.parametrize(("upper", "lower"), [("", "7.过程性信息"), ("6.属于四类", ""), ("", "过程性信息")])
def test_a_row_with_figures_neither_takes_nor_lends_a_label(upper: str, lower: str, reader: Reader) -> None:
    document = read(
        made(
            lambda canvas: table(canvas, BREAK_XS, [720, 750, 780], rows_of([["办", "5.无", "1"], ["", upper, "2"]])),
            lambda canvas: table(canvas, BREAK_XS, [60, 90, 120], rows_of([["", lower, "3"], ["", "8.其他", "4"]])),
        ),
        reader,
    )
    assert [row[-2:] for row in texts(document.grids[0])] == [
        ["5.无", "1"],
        [upper, "2"],
        [lower, "3"],
        ["8.其他", "4"],
    ]
    assert "figures and no label" in said(document, "doubt")


def test_a_merged_label_does_not_run_into_the_next_group() -> None:
    group = [Box("", 0, 0, 2), Box("1.信访", 0, 1), Box("3", 0, 2), Box("2.重复", 1, 1), Box("4", 1, 2)]
    document = read(
        made(
            lambda canvas: table(canvas, BREAK_XS, [750, 780], rows_of([["（四）无", "3.不明确", "1"]])),
            lambda canvas: table(canvas, BREAK_XS, [60, 90, 120], group),
        )
    )
    assert {("（四）无", 0, 0, 1, 1), ("", 1, 0, 2, 1)} <= shapes(document.grids[0])
    assert "merged label" in said(document, "doubt")


def test_a_row_without_figures_after_the_break_is_kept_and_doubted() -> None:
    xs = [72, 200, 300]
    document = read(
        made(
            lambda canvas: table(canvas, xs, [700, 740, 780], rows_of([["信息内容", "数量"], ["行政处罚", "4119"]])),
            lambda canvas: table(canvas, xs, [60, 90, 120], rows_of([["行政强制", ""], ["行政许可", "5"]])),
        )
    )
    assert texts(document.grids[0])[1:] == [["行政处罚", "4119"], ["行政强制", ""], ["行政许可", "5"]]
    assert "no figures" in said(document, "doubt")


@BOTH
def test_a_header_repeated_after_the_break_is_left_out(reader: Reader) -> None:
    head, xs = ["信息内容", "数量"], [72, 200, 300]
    document = read(
        made(
            lambda canvas: table(canvas, xs, [700, 740, 780], rows_of([head, ["行政处罚", "4119"]])),
            lambda canvas: table(canvas, xs, [60, 90, 120], rows_of([head, ["行政强制", "195"]])),
        ),
        reader,
    )
    assert texts(document.grids[0]) == [head, ["行政处罚", "4119"], ["行政强制", "195"]]


def test_tables_of_different_width_at_the_break_stay_two() -> None:
    document = read(
        made(
            lambda canvas: table(canvas, [72, 200, 300], [740, 780], rows_of([["甲", "1"]])),
            lambda canvas: table(canvas, [72, 200, 500], [60, 90], rows_of([["乙", "2"]])),
        )
    )
    assert len(document.grids) == 2
    assert "differ in width" in said(document, "doubt")


FIRST = [
    "　　一、总体情况",
    "　　青禾县二〇二三年共公开各类信息一千余条，县里所有的单位都",
    "按时更新了栏目。",
    "　　（一）主动公开。全年公开文件十二件，其中三件在年底前作了修",
    "订，另有两件正在征求意见，办理过程中收到的来信都已答复，电话",
]
SECOND = ["咨询也做了登记。", "　　二、存在的问题", "　　栏目更新不及时。"]


def running(number: int) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        write(canvas, 220, 40, "青禾县年度报告")
        prose(canvas, FIRST if number == 1 else SECOND, 90)
        write(canvas, 290, 815, f"第{number}页" if number % 2 else f"{number}")

    return draw


@BOTH
def test_lines_become_paragraphs_over_pages(reader: Reader) -> None:
    document = read(made(running(1), running(2), running(3)), reader)
    assert [paragraph.text for paragraph in document.paragraphs][:5] == [
        "一、总体情况", FIRST[1].strip("\u3000") + FIRST[2],
        FIRST[3].strip("\u3000") + FIRST[4] + SECOND[0], "二、存在的问题", "栏目更新不及时。",
    ]  # fmt: skip
    assert [str(paragraph.place) for paragraph in document.paragraphs][2:4] == ["page 1, line 5", "page 2, line 3"]
    assert said(document, "info").count("page number") == 3
    assert said(document, "info").count("running line") == 3


def test_an_unruled_table_keeps_its_gaps() -> None:
    def draw(canvas: Canvas) -> None:
        prose(canvas, ["　　二、主动公开情况"], 90)
        for number, row in enumerate(
            [["信息内容", "制发", "废止", "现行"], ["规章", "0", "", "3"], ["规范性文件", "12", "1", "30"]]
        ):
            for x, text in zip((72, 250, 330, 410), row, strict=True):
                write(canvas, x, 130 + 20 * number, text)

    lines = [paragraph.text for paragraph in read(made(draw)).paragraphs]
    assert [line.split() for line in lines] == [
        ["二、主动公开情况"], ["信息内容", "制发", "废止", "现行"], ["规章", "0", "3"], ["规范性文件", "12", "1", "30"],
    ]  # fmt: skip
    assert all("  " in line.strip() for line in lines[1:])


def test_a_frame_around_text_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(60, 60, 475, 720)
        prose(canvas, ["　　一、总体情况", "　　本县公开工作平稳。"], 90)
        table(canvas, [100, 200, 300], [200, 230, 260], rows_of([["甲", "1"], ["乙", "2"]]))

    document = read(made(draw))
    assert [paragraph.text for paragraph in document.paragraphs] == ["一、总体情况", "本县公开工作平稳。"]
    assert [texts(grid) for grid in document.grids] == [[["甲", "1"], ["乙", "2"]]]


def test_two_numbers_on_one_line_stay_two() -> None:
    def draw(canvas: Canvas) -> None:
        table(canvas, [72, 160, 300], [100, 130], [Box("收费", 0, 0), Box("12 34", 0, 1)])

    assert texts(read(made(draw)).grids[0]) == [["收费", "12 34"]]


@BOTH
def test_a_password_is_asked_for_and_an_owner_password_is_not(reader: Reader) -> None:
    locked = made(spanned, encrypt=pdfencrypt.StandardEncryption("secret", ownerPassword="owner"))
    with pytest.raises(UnreadableFile, match="encrypted"):
        read(locked, reader)
    owned = made(spanned, encrypt=pdfencrypt.StandardEncryption("", ownerPassword="owner", canModify=0))
    assert len(read(owned, reader).grids) == 1


@BOTH
@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no pdf at all", made(spanned)[:600]])
def test_what_is_no_pdf_is_refused(data: bytes, reader: Reader) -> None:
    with pytest.raises(UnreadableFile, match=r"made\.pdf"):
        read(data, reader)


def test_bounds() -> None:
    data = made(spanned, spanned)
    with pytest.raises(BoundExceeded, match="pages"):
        read(data, limits=Limits(max_pages=1))
    with pytest.raises(BoundExceeded, match="characters"):
        read(data, limits=Limits(max_characters=50))


def test_a_page_with_too_many_lines_is_bounded_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_OBJECTS", 40)
    document = read(made(spanned))
    assert "more than 40" in said(document, "loss")


def picture_page(canvas: Canvas) -> None:
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("L", (300, 400), 230)), 50, 100, 480, 640)


def test_without_the_extra_a_picture_page_is_a_loss_and_a_scan_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "available", lambda: False)
    document = read(made(running(1), picture_page))
    assert "page 2 is a picture" in said(document, "loss")
    assert "govtext[ocr]" in said(document, "loss")
    assert pdf.is_scanned(made(picture_page), "made.pdf")
    with pytest.raises(MissingExtra, match=r"govtext\[ocr\]"):
        read(made(picture_page))


def test_a_layer_of_recognised_text_is_marked_as_a_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(canvas: Canvas) -> None:
        picture_page(canvas)
        text = canvas.beginText(72, 700)
        text.setTextRenderMode(3)
        text.textLine("一、总体情况")
        canvas.drawText(text)

    monkeypatch.setattr(scan, "available", lambda: False)
    document = read(made(draw))
    assert document.scanned
    assert [paragraph.text for paragraph in document.paragraphs] == ["一、总体情况"]
    assert "recognised from a picture" in said(document, "doubt")


def test_an_empty_pdf_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="neither text nor pictures"):
        read(made(lambda canvas: None))  # noqa: ARG005


def outcome_of(data: bytes, reader: Reader) -> Document | str:
    """The document, whose text can be written as UTF-8, or the one line that says what is wrong."""
    try:
        document = read(data, reader)
    except GovTextError as error:
        return str(error)
    document.text.encode("utf-8")
    return document


WHOLE = over_pages(UPPER, LOWER, ("bottom", "top"))


@BOTH
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    cut=st.integers(0, len(WHOLE)),
    flips=st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=12),
)
def test_damage_gives_a_document_or_one_clear_error(reader: Reader, cut: int, flips: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for place, value in flips:
        data[place] = value
    outcome = outcome_of(bytes(data[:cut] if cut % 2 else data), reader)
    assert isinstance(outcome, Document) or "\n" not in outcome


REPORTS = os.environ.get("GOVTEXT_REPORTS")


@pytest.mark.skipif(not REPORTS, reason="GOVTEXT_REPORTS is not set")
@BOTH
def test_a_real_report_is_read_cell_by_cell(reader: Reader) -> None:
    path = Path(REPORTS or "") / "hongze-2023.pdf"
    proactive, requests, review = reader(path.read_bytes(), path.name, DEFAULT_LIMITS).grids
    assert [row[-1] for row in texts(proactive)] == [
        "第二十条第（一）项", "现行有效件数", "0", "5", "第二十条第（五）项", "本年处理决定数量", "550",
        "第二十条第（六）项", "本年处理决定数量", "4119", "195",
        "第二十条第（八）项", "本年收费金额（单位：万元）", "7730.28",
    ]  # fmt: skip
    naturals = [21, 0, 0, 4, 1, 0, 0, 0, 0, 1, 1, 0, 10, 3, 0, 1, 0, 0, 0, 0, 0, 21, 0]
    assert [row[-7:] for row in texts(requests)[3:]] == [[str(n), *"00000", str(n)] for n in naturals]
    assert {
        ("三、本年度办理结果", 5, 0, 20, 1),
        ("（四）无法提供", 15, 1, 3, 1),
        ("（五）不予处理", 18, 1, 5, 1),
    } <= shapes(requests)
    assert texts(review)[-1] == ["10", "1", *"00000000", "5", *"0000"]
