"""Pictures and scans: cells, blanks, skew, upright labels; bounds, damage, and the extra that is missing."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from govtext.document import Document, Grid
from govtext.errors import BoundExceeded, GovTextError, MissingExtra, UnreadableFile
from govtext.limits import Limits
from govtext.readers import scan
from tests.readers.made_pdf import pdf as made_pdf

needs_ocr = pytest.mark.skipif(not scan.available(), reason="the extra ocr is not installed")
XS = [150, 230, 560, 700, 840]
YS = [300, 370, 440, 510, 580, 650]
ROWS = [
    ["（一）予以公开", "12", "12"],
    ["（二）部分公开", "", "7730.28"],
    ["1.国家秘密", "0", "-11"],
    ["2.其他", "1", "4"],
]


def font(size: int) -> ImageFont.FreeTypeFont:
    fonts = pytest.importorskip("pylopdf_fonts_zh_cn")
    return ImageFont.truetype(f"{fonts.__path__[0]}/NotoSansSC-Regular.otf", size)


def page() -> Image.Image:
    picture = Image.new("L", (1000, 800), 255)
    draw, text = ImageDraw.Draw(picture), font(26)
    draw.text((150, 120), "二、主动公开政府信息情况", font=text, fill=0)
    draw.text((150, 180), "青禾县全年公开信息1136条。", font=text, fill=0)
    for x in XS:
        draw.line((x, YS[0] if x != XS[1] else YS[1], x, YS[-1]), fill=0, width=2)
    for y in YS:
        draw.line((XS[0] if y in (YS[0], YS[1], YS[-1]) else XS[1], y, XS[-1], y), fill=0, width=2)
    for x, label in zip((160, 600, 750), ("信息内容", "件数", "总计"), strict=True):
        draw.text((x, YS[0] + 18), label, font=text, fill=0)
    for number, char in enumerate("办理结果"):
        draw.text((177, YS[1] + 40 + 50 * number), char, font=text, fill=0)
    _figures(draw, text, ROWS)
    for number in range(0, 60, 4):  # a smudge in the last row
        draw.line((590, 600 + number // 2, 680, 630 - number // 2), fill=0, width=2)
    return picture


def _figures(draw: ImageDraw.ImageDraw, text: ImageFont.FreeTypeFont, rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows):
        for x, value in zip((240, 610, 730), row, strict=True):
            draw.text((x, YS[1] + 70 * number + 18), value, font=text, fill=0)


def as_bytes(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    target = BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows()]


def check(document: Document) -> None:
    assert document.scanned
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "二、主动公开政府信息情况",
        "青禾县全年公开信息1136条。",
    ]
    (grid,) = document.grids
    head, first, second, third, last = texts(grid)
    assert head == ["信息内容", "件数", "总计"]
    assert [first, second, third] == [["办理结果", *ROWS[0]], ROWS[1], ROWS[2]]
    label, smudge, total = last
    assert (label, total) == (ROWS[3][0], ROWS[3][2])
    assert smudge, "ink that nobody can read is no empty cell"
    assert not any(char.isdigit() for char in smudge)
    upright = next(cell for cell in grid.cells if cell.text == "办理结果")
    assert (upright.row, upright.row_span) == (1, 4)
    assert "recognised from a picture" in "; ".join(note.message for note in document.log)


@needs_ocr
def test_a_picture_that_lies_askew_is_read_cell_by_cell() -> None:
    check(scan.read(as_bytes(page().rotate(1.5, Image.Resampling.BICUBIC, fillcolor=255)), "page.png"))


@needs_ocr
def test_a_scanned_pdf_is_read_through_the_pdf_reader() -> None:
    from reportlab.lib.utils import ImageReader

    from govtext.readers import pdf

    data = made_pdf(lambda canvas: canvas.drawImage(ImageReader(page()), 30, 350, 530, 424))
    check(pdf.read(data, "scan.pdf"))


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "available", lambda: False)
    with pytest.raises(MissingExtra, match=r'pip install "govtext\[ocr\]"'):
        scan.read(as_bytes(Image.new("L", (50, 50), 255)), "page.png")


@needs_ocr
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF"])
def test_every_kind_of_picture_opens(kind: str) -> None:
    document = scan.read(as_bytes(Image.new("RGB", (60, 60), "white"), kind), "empty")
    assert document.scanned
    assert not document.blocks


@needs_ocr
def test_bounds_on_pixels_and_frames() -> None:
    with pytest.raises(BoundExceeded, match="pixels"):
        scan.read(as_bytes(Image.new("1", (400, 400))), "large.png", Limits(max_pixels=1000))
    frames = [Image.new("L", (40, 40), 255)] * 3
    data = as_bytes(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    with pytest.raises(BoundExceeded, match="frames"):
        scan.read(data, "many.tif", Limits(max_pages=2))


WHOLE = as_bytes(Image.new("L", (64, 64), 255))


@needs_ocr
@settings(max_examples=40, deadline=None)
@given(cut=st.integers(0, len(WHOLE)), place=st.integers(0, len(WHOLE) - 1), value=st.integers(0, 255))
def test_a_damaged_picture_is_read_or_refused_in_one_line(cut: int, place: int, value: int) -> None:
    data = bytearray(WHOLE)
    data[place] = value
    assert outcome_of(bytes(data[:cut] if cut % 2 else data)).count("\n") == 0


def outcome_of(data: bytes) -> str:
    try:
        return scan.read(data, "page.png", Limits(max_pixels=1_000_000)).kind
    except GovTextError as error:
        return str(error)


@needs_ocr
def test_a_file_that_is_no_picture_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="picture"):
        scan.read(b"\x89PNG\r\n\x1a\n" + b"x" * 100, "page.png")
