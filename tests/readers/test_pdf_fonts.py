"""Fonts that a PDF names and does not bring along: read the same on every machine, and given back afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pypdfium2 as pdfium
import pytest
from PIL import ImageFont
from reportlab.pdfgen.canvas import Canvas

from govtext.readers import pdf
from govtext.readers.pdf.boxes import box_font
from govtext.readers.pdf.fonts import boxes_for_fonts
from tests.readers.made_pdf import pdf as made

STACKED = "三、本年度办理结果"


def stacked(canvas: Canvas) -> None:
    """A label set upright, one character a line, and a line with figures."""
    for number, char in enumerate(STACKED):
        canvas.drawString(60, 700 - 12 * number, char)
    canvas.drawString(120, 700, "全年收到申请111件，比上年少1件。")


def rendered(data: bytes) -> bytes:
    document = pdfium.PdfDocument(data)
    try:
        return bytes(document[0].render(scale=1).buffer)
    finally:
        document.close()


@pytest.fixture
def own_fonts() -> Iterator[None]:
    """A program that has told PDFium which fonts to take: none at all."""

    class Bare(pdfium.PdfSysfontBase):  # type: ignore[misc]
        def MapFont(self, *_: object) -> None:  # noqa: N802
            return None

    bare = Bare()
    bare.setup(reusable=True)
    yield
    bare.close(reusable=True)
    with boxes_for_fonts():
        pass  # pypdfium2 leaves PDFium without any font; other tests want the machine's


def test_a_label_set_one_character_a_line_is_read_whole() -> None:
    text = pdf.read(made(stacked), "a.pdf").text
    assert "".join(char for char in text if char in STACKED[:3]) == "三、本"
    assert all(char in text for char in STACKED)
    assert "全年收到申请111件，比上年少1件。" in text


def test_pages_rendered_after_a_reading_have_the_machines_fonts() -> None:
    data = made(stacked)
    before = rendered(data)
    pdf.read(data, "a.pdf")
    assert rendered(data) == before
    with boxes_for_fonts():
        assert rendered(data) != before


@pytest.mark.usefixtures("own_fonts")
def test_fonts_that_a_program_has_set_stay() -> None:
    own = pdfium.PdfSysfontBase.SINGLETON
    data = made(stacked)
    before = rendered(data)
    with boxes_for_fonts():
        assert rendered(data) == before
    assert pdfium.PdfSysfontBase.SINGLETON is own


def test_a_han_character_is_wide_and_a_digit_narrow() -> None:
    font = ImageFont.truetype(BytesIO(box_font()), 100)
    widths = [(box := font.getbbox(char))[2] - box[0] for char in "规８8.\u3000"]
    assert widths[0] == widths[1] > 80 > 30 > widths[2] == widths[3] > widths[4] == 0
