"""The kind of a file is told by its content, whatever its name says."""

from __future__ import annotations

import io
import zipfile
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from govtext.errors import BoundExceeded, UnreadableFile
from govtext.limits import Limits
from govtext.readers import detect, read_document
from tests.renderings import LAYOUTS, random_figures

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
FIGURES = random_figures(1, "2021")


@pytest.mark.parametrize(
    ("layout", "kind"),
    [("crawl_bars", "text"), ("tabs", "text"), ("html_word", "html"), ("html_gb_undeclared", "html"), ("docx", "docx"),
     ("pdf", "pdf")],
)  # fmt: skip
def test_every_rendering_is_known_by_its_content(layout: str, kind: str) -> None:
    assert detect(LAYOUTS[layout].render(FIGURES)) == kind


@pytest.mark.parametrize("kind", ["doc", "odt", "rtf"])
def test_every_fixture_is_known_by_its_content(kind: str) -> None:
    assert detect((FIXTURES / f"small-report.{kind}").read_bytes()) == kind


@pytest.mark.parametrize("head", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"II*\0", b"RIFF\0\0\0\0WEBP", b"BM"])
def test_pictures_are_known_by_their_first_bytes(head: bytes) -> None:
    assert detect(head + b"\0" * 20) == "picture"


def test_a_wrong_name_does_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "report.doc"
    file.write_bytes(LAYOUTS["html_simple"].render(FIGURES))
    assert read_document(file).kind == "html"


def test_utf_16_pages_are_pages() -> None:
    assert detect("<html><body><p>总体情况</p></body></html>".encode("utf-16")) == "html"


def test_a_zip_of_something_else_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(UnreadableFile, match="zip"):
        detect(data.getvalue())


def saved_page(html: str) -> bytes:
    message = MIMEMultipart("related")
    message.attach(MIMEText("p { color: red }", "css"))
    message.attach(MIMEText(html, "html", "gb18030"))
    return message.as_bytes()


def test_a_page_saved_as_one_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "report.mht"
    file.write_bytes(saved_page("<html><body><p>全年共收到申请十二件。</p></body></html>"))
    assert [paragraph.text for paragraph in read_document(file).paragraphs] == ["全年共收到申请十二件。"]


def test_a_saved_page_without_a_page_is_refused(tmp_path: Path) -> None:
    message = MIMEMultipart("related")
    message.attach(MIMEText("a", "css"))
    file = tmp_path / "report.mht"
    file.write_bytes(message.as_bytes())
    with pytest.raises(UnreadableFile, match="HTML"):
        read_document(file)


def test_a_file_past_the_bound_is_not_even_read(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes(b"a" * 100)
    with pytest.raises(BoundExceeded) as caught:
        read_document(file, limits=Limits(max_bytes=99))
    assert str(caught.value) == f"{file}: the file is too large (found 100 bytes; expected at most 99)"
