"""Bad input: one clear line on standard error, nothing on standard output, exit code 1, within bounds."""

from __future__ import annotations

import base64
import io
import os
import random
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.renderings import LAYOUTS, random_figures

MEMORY = 2 * 2**30
SECONDS = 60


def empty(file: Path) -> None:
    file.write_bytes(b"")


def white_space(file: Path) -> None:
    file.write_bytes(b" \r\n\t" * 1000)


def random_bytes(file: Path) -> None:
    file.write_bytes(random.Random(1).randbytes(100_000))


def truncated_docx(file: Path) -> None:
    data = LAYOUTS["docx"].render(random_figures(1, "2021"))
    file.with_suffix(".docx").write_bytes(data[: len(data) // 2])


def docx_without_document(file: Path) -> None:
    with zipfile.ZipFile(file.with_suffix(".docx"), "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")


def _docx_with(document: bytes) -> bytes:
    buffer = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(LAYOUTS["docx"].render(random_figures(1, "2021"))))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, document if name == "word/document.xml" else source.read(name))
    return buffer.getvalue()


def zip_bomb(file: Path) -> None:
    """A member of 320 MB of spaces in less than a megabyte."""
    with zipfile.ZipFile(file.with_suffix(".docx"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(320):
                member.write(b" " * 2**20)


def lying_zip(file: Path) -> None:
    """A zip whose directory says that a large member is small."""
    zip_bomb(file)
    path = file.with_suffix(".docx")
    data = bytearray(path.read_bytes())
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(bytes(data))


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a0 "lollollollol">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)


def xml_bomb_in_docx(file: Path) -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f'{BOMB}<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>&a11;</w:t></w:r></w:p></w:body></w:document>'
    file.with_suffix(".docx").write_bytes(_docx_with(xml.encode()))


def xml_bomb(file: Path) -> None:
    file.with_suffix(".html").write_text(f"{BOMB}<html><body><p>&a11;</p></body></html>", encoding="utf-8")


def outer_entity(file: Path) -> None:
    xml = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x;</p></body></html>'
    file.with_suffix(".html").write_text(xml, encoding="utf-8")


def huge_span(file: Path) -> None:
    rows = '<tr><td colspan=1000000000 rowspan="999999999">第二十条第（一）项</td></tr>' * 3
    file.with_suffix(".html").write_text(f"<html><body><table>{rows}</table></body></html>", encoding="utf-8")


def nested_tables(file: Path) -> None:
    deep = "<table><tr><td>" * 500 + "信息内容" + "</td></tr></table>" * 500
    file.with_suffix(".html").write_text(f"<html><body>{deep}</body></html>", encoding="utf-8")


def nested_elements(file: Path) -> None:
    file.with_suffix(".html").write_bytes(b"<html><body>" + b"<div>" * 200_000 + "年报".encode())


def many_cells(file: Path) -> None:
    file.with_suffix(".html").write_bytes(b"<html><body><table>" + b"<tr>" + b"<td>1</td>" * 1_500_000 + b"</table>")


def large_file(file: Path) -> None:
    file.touch()
    os.truncate(file, 200 * 2**20)


def news_page(file: Path) -> None:
    body = "<h1>全市春季植树活动举行</h1>" + "<p>今天上午，300多名干部群众来到河边，种下了1200棵树。</p>" * 20
    table = "<table><tr><td>树种</td><td>数量</td></tr><tr><td>柳树</td><td>700</td></tr></table>"
    file.with_suffix(".html").write_text(f"<html><body>{body}{table}</body></html>", encoding="utf-8")


def english_text(file: Path) -> None:
    file.write_text("It was a bright cold day in April, and the clocks were striking 13.\n" * 30, encoding="utf-8")


def encrypted_pdf(file: Path) -> None:
    from fpdf import FPDF

    pdf = FPDF()
    pdf.set_encryption(owner_password="owner", user_password="user")
    pdf.add_page()
    file.with_suffix(".pdf").write_bytes(bytes(pdf.output()))


def truncated_pdf(file: Path) -> None:
    data = LAYOUTS["pdf"].render(random_figures(1, "2021"))
    file.with_suffix(".pdf").write_bytes(data[:400])


def pdf_in_name_only(file: Path) -> None:
    file.with_suffix(".pdf").write_bytes(b"%PDF-1.7\n" + b"\x00\xff" * 5000)


def truncated_picture(file: Path) -> None:
    head = "iVBORw0KGgoAAAANSUhEUgAA//8AAP//CAAAAAA="
    file.with_suffix(".png").write_bytes(base64.b64decode(head))


def folder(file: Path) -> None:
    file.with_suffix(".html").mkdir()


def missing(file: Path) -> None:
    file.with_suffix(".html")


def broken_doc(file: Path) -> None:
    file.with_suffix(".doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00\xff" * 4000)


def broken_rtf(file: Path) -> None:
    file.with_suffix(".rtf").write_bytes(b"{\\rtf1\\ansi" + b"{" * 100_000)


CASES: dict[Callable[[Path], None], str] = {
    empty: "empty",
    white_space: "empty",
    random_bytes: "text|kind|report",
    truncated_docx: "damaged|cut short",
    docx_without_document: "Word|document",
    zip_bomb: "unpack|large|bytes",
    lying_zip: "unpack|large|bytes|damaged",
    xml_bomb_in_docx: "entit|declaration|XML",
    xml_bomb: "entit|report",
    outer_entity: "entit|report",
    huge_span: "report|span",
    nested_tables: "nest|deep|report",
    nested_elements: "nest|deep|report",
    many_cells: "cells",
    large_file: "large",
    news_page: "report",
    english_text: "report",
    encrypted_pdf: "password|encrypted",
    truncated_pdf: "damaged|PDF",
    pdf_in_name_only: "damaged|PDF",
    truncated_picture: "damaged|picture|ocr",
    folder: "not a file|folder",
    missing: "no such file",
    broken_doc: "damaged|Word|doc",
    broken_rtf: "nest|deep|RTF|report|damaged",
}
"""What is wrong, and words of which one must be in the message."""


def run(*files: Path, command: str = "cells") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own with bounded memory; running out of time fails the test."""

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    program = "import sys; from govtext.cli import main; sys.exit(main())"
    arguments = [sys.executable, "-c", program, command, *map(str, files)]
    environment = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run(
        arguments, check=False, capture_output=True, text=True, timeout=SECONDS, preexec_fn=bound, env=environment
    )


def one_line_of(result: subprocess.CompletedProcess[str], file: Path) -> str:
    """The single line of standard error, which names the file."""
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, result.stderr[-2000:]
    assert lines[0].startswith(f"{file}: "), lines
    return lines[0].removeprefix(f"{file}: ")


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__)
def test_bad_input_gives_one_clear_line(make: Callable[[Path], None], tmp_path: Path) -> None:
    make(tmp_path / "bad.txt")
    file = next(tmp_path.iterdir(), tmp_path / "bad.html")
    result = run(file)
    message = one_line_of(result, file)
    assert (result.returncode, result.stdout) == (1, "")
    assert 8 <= len(message) <= 300
    assert re.search(CASES[make], message), message
    assert not re.search("Traceback|unexpected|root:", message), message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_gives_one_clear_line(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    result = run(closed / "report.html")
    assert one_line_of(result, closed / "report.html")
    assert (result.returncode, result.stdout) == (1, "")


def test_what_a_file_asks_for_beyond_its_place_does_not_break_the_report(tmp_path: Path) -> None:
    """A report with one absurd span is still read, its figures unharmed."""
    figures = random_figures(1, "2021")
    page = LAYOUTS["html_simple"].render(figures).decode()
    file = tmp_path / "span.html"
    file.write_text(page.replace('colspan="4"', 'colspan="1000000000"', 1), encoding="utf-8")
    result = run(file)
    rows = [line.split(",") for line in result.stdout.splitlines()]
    assert result.returncode == 0, result.stderr
    assert sum(str(figures.values["requests/new/total"]) in row for row in rows) == 1


def test_bad_files_do_not_stop_the_others(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.html", tmp_path / "bad.txt"
    good.write_bytes(LAYOUTS["html_simple"].render(random_figures(1, "2021")))
    bad.touch()
    result = run(bad, good)
    assert one_line_of(result, bad)
    assert result.returncode == 1
    assert len(result.stdout.splitlines()) == 201
