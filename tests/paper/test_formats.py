"""The example in its four formats: what stands on the pages, what is linked, and that bytes come out the same."""

from __future__ import annotations

import ctypes
import io
import re
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree, html
from pypdfium2 import raw

from govtext.errors import GovTextError
from govtext.paper import pdf
from govtext.paper.exporters import WRITERS, prepared, written
from tests.paper.notebooks import EXAMPLE, HERE, example, notebook, picture


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    made = prepared(example(), str(EXAMPLE), code=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return {name: written(made, write)[0] for name, (_, write) in WRITERS.items()}


@pytest.fixture(scope="module")
def pages(papers: dict[str, bytes]) -> Iterator[pypdfium2.PdfDocument]:
    with pypdfium2.PdfDocument(papers["pdf"]) as document:
        yield document


def text_of(pages: Any) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def test_the_pages_say_what_the_notebook_says(pages: Any) -> None:
    text = text_of(pages)
    for words in ("一篇论文的样例", "An example of a paper", "1 引言", "2.1 模拟", "图 1", "表 3", "附录 A", "1200 次",
                  "BLEI D M", "全国信息与文献标准化技术委员会", "见附录 A", "0000-0002-1825-0097"):  # fmt: skip
        assert words.replace(" ", "") in re.sub(r"\s", "", text), words
    assert "{gov:throws}" in text  # in code, where it is not replaced
    assert text.count("{gov:") == 1
    assert "�" not in text


def test_only_fonts_of_packages_are_in_the_pdf_and_all_are_embedded(pages: Any) -> None:
    names = set()
    for page in pages:
        for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=9):
            font = raw.FPDFTextObj_GetFont(each.raw)
            assert raw.FPDFFont_GetIsEmbedded(font) == 1
            names.add(base_name(font))
    assert names
    assert all(re.search(r"Noto(Sans|Serif)SC|Libertinus|NewCM|DejaVuSansMono", name) for name in names), names


def base_name(font: Any) -> str:
    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    held = ctypes.create_string_buffer(length)
    raw.FPDFFont_GetBaseFontName(font, held, length)
    return held.value.decode()


def test_nothing_runs_over_a_margin_and_the_wide_table_is_turned(pages: Any) -> None:
    margin = 25 / 0.3528
    turned = [page.get_width() > page.get_height() for page in pages]
    assert turned.count(True) == 1
    for page in pages:
        for each in page.get_objects(max_depth=9):
            left, _, right, _ = each.get_bounds()
            assert left >= margin - 3
            assert right <= page.get_width() - margin + 3


def test_every_link_of_the_pdf_leads_to_a_page(pages: Any) -> None:
    count = 0
    for page in pages:
        for place in range(raw.FPDFPage_GetAnnotCount(page.raw)):
            annotation = raw.FPDFPage_GetAnnot(page.raw, place)
            link = raw.FPDFAnnot_GetLink(annotation)
            target = raw.FPDFLink_GetDest(pages.raw, link)
            count += 1
            assert (target and raw.FPDFDest_GetDestPageIndex(pages.raw, target) >= 0) or raw.FPDFLink_GetAction(link)
            raw.FPDFPage_CloseAnnot(annotation)
    assert count > 15


def test_the_pdf_tells_title_authors_and_provenance(pages: Any) -> None:
    told = pages.get_metadata_dict()
    assert told["Title"].startswith("一篇论文的样例")
    assert "张示例" in told["Author"]
    assert re.match(r"provenance sha256:[0-9a-f]{12}", told["Subject"])


def test_the_page_loads_nothing_and_every_link_in_it_has_a_target(papers: dict[str, bytes]) -> None:
    root = html.fromstring(papers["html"])
    loaded = [each.get(name) for each in root.iter() for name in ("src", "data") if each.get(name)]
    assert loaded
    assert all(each.startswith("data:") for each in loaded)
    assert not root.findall(".//script")
    assert not root.findall(".//link")
    assert "url(" not in root.find(".//style").text
    identifiers = {each.get("id") for each in root.iter() if each.get("id")}
    inner = [each.get("href")[1:] for each in root.iter("a") if each.get("href", "").startswith("#")]
    assert len(inner) > 15
    assert set(inner) <= identifiers


def test_the_page_can_be_used_by_those_who_do_not_see_it(papers: dict[str, bytes]) -> None:
    root = html.fromstring(papers["html"])
    assert root.get("lang") == "zh-CN"
    levels = [int(each.tag[1]) for each in root.iter("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert [each.get("alt") for each in root.iter("img")] == ["条形图：六个点数各出现约二百次"]
    assert root.findall(".//math")


@pytest.mark.parametrize("scheme", [0, 1])
def test_letters_have_contrast_in_light_and_dark(scheme: int) -> None:
    css = (HERE.parents[1] / "govtext/paper/templates/paper.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): (#\w{6})", re.findall(r":root \{.*?\}", css)[scheme]))
    for name in ("ink", "soft", "link"):
        for ground in ("paper", "code"):
            assert contrast(colours[name], colours[ground]) >= 4.5


def contrast(one: str, two: str) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


def test_word_has_real_tables_captions_and_a_turned_page(papers: dict[str, bytes]) -> None:
    document = Document(io.BytesIO(papers["docx"]))
    assert len(document.tables) == 5
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["点数", "次数", "比例", "说明"]
    fields = [each.get(qn("w:instr")).split()[1] for each in document.element.body.iter(qn("w:fldSimple"))]
    assert sorted(fields) == ["图", "表", "表", "表"]
    assert [each.page_width > each.page_height for each in document.sections] == [False, True, False]
    assert document.core_properties.author == "张示例, 李样本"
    marks = {each.get(qn("w:name")) for each in document.element.body.iter(qn("w:bookmarkStart"))}
    anchors = {each.get(qn("w:anchor")) for each in document.element.body.iter(qn("w:hyperlink"))} - {None}
    assert anchors
    assert anchors <= marks


def test_latex_refers_by_label(papers: dict[str, bytes]) -> None:
    text = papers["latex"].decode()
    labels, referred = (set(re.findall(rf"\\{word}\{{([^}}]+)\}}", text)) for word in ("label", "ref"))
    assert {"fig-points", "tbl-points", "eq-mean", "sec-data"} <= referred <= labels
    assert "ctexart" in text


@pytest.mark.skipif(not shutil.which("xelatex"), reason="no TeX here")
def test_latex_compiles(tmp_path: Path) -> None:
    body, pictures = written(prepared(example(), str(EXAMPLE)), WRITERS["latex"][1])
    for name, data in {"paper.tex": body, **pictures}.items():
        (tmp_path / name).write_bytes(data)
    run = subprocess.run(["xelatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"], cwd=tmp_path,
                         capture_output=True, check=False)  # fmt: skip
    assert run.returncode == 0, run.stdout.decode(errors="replace")[-800:]


@pytest.mark.parametrize("name", list(WRITERS))
def test_the_same_notebook_gives_the_same_bytes(papers: dict[str, bytes], name: str) -> None:
    assert written(prepared(example(), str(EXAMPLE), code=True), WRITERS[name][1])[0] == papers[name]


def test_no_place_of_the_machine_is_in_any_format(papers: dict[str, bytes]) -> None:
    for body in papers.values():
        assert b"govtext-paper-" not in body
        assert str(HERE).encode() not in body


BIB = """@article{wang2020, author={{王一} and {李二} and {张三} and {赵四}}, title={模拟的文章},
 journaltitle={模拟学报},  date={2020}, volume={1}, pages={1--2}}
@article{smith2019, author={Smith, A. and Jones, B. and Brown, C. and Green, D.}, title={A simulated article},
 journaltitle={Journal of Simulation}, date={2019}, volume={2}, pages={3--4}}
"""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("style", ["gb-numeric", "gb-author-date", "apa"])
def test_a_source_is_cited_in_its_own_language(tmp_path: Path, style: str, lang: str) -> None:
    (tmp_path / "a.bib").write_text(BIB, encoding="utf-8")
    book = notebook("甲[@wang2020; @smith2019]，乙[@smith2019]。", bibliography="a.bib", style=style, lang=lang)
    text = html.fromstring(written(prepared(book, str(tmp_path / "a.ipynb")), WRITERS["html"][1])[0]).text_content()
    listed = " ".join(text[text.rindex("参考文献" if lang == "zh" else "References") :].split())
    assert "模拟的文章" in listed
    assert "simulated article" in listed
    if style != "apa":
        assert re.search(r"张三[，,]\s*等", listed)
        assert re.search(r"BROWN C, et al\.", listed, re.IGNORECASE)
    if style == "gb-author-date":
        assert "王一等" in text
        assert re.search(r"Smith et al\.", text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("见[@wang2021]", r"citation is missing from the bibliography \(at cell 1; found @wang2021; expected a.bib"),
        ("见[@fig-gone]", r"a reference leads nowhere \(at cell 1; found @fig-gone"),
        ("见@wang2020说", r"not understood \(at cell 1; found @wang2020"),
        ("![图](gone.png)", r"a picture is not there \(at cell 1; found gone.png"),
        ("一个字\U00030edd", r"a character that none has \(at cell 1; found .*U\+30EDD"),
    ],
)
def test_what_leads_nowhere_is_one_message_with_its_cell(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.bib").write_text(BIB, encoding="utf-8")
    with pytest.raises(GovTextError, match=r"a\.ipynb: .*" + message):
        written(prepared(notebook(text, bibliography="a.bib"), str(tmp_path / "a.ipynb")), WRITERS["pdf"][1])


def test_a_missing_font_package_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "FONTS", "no_such_fonts")
    with pytest.raises(GovTextError, match=r"a font is missing.*pip install pylopdf-fonts-zh-cn"):
        written(prepared(notebook("正文"), None), WRITERS["pdf"][1])


def test_a_missing_font_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "FAMILIES", ("Noto Serif SC", "No Such Family"))
    with pytest.raises(GovTextError, match=r"a font is missing .found no No Such Family"):
        written(prepared(notebook("正文"), None), WRITERS["pdf"][1])


def test_a_tall_picture_fits_the_page() -> None:
    book = notebook(("#| label: fig-tall\n#| caption: 高\ndraw()", [picture(100, 900)]))
    with pypdfium2.PdfDocument(written(prepared(book, None), WRITERS["pdf"][1])[0]) as document:
        for page in document:
            assert all(each.get_bounds()[1] >= 50 for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))


def test_an_anonymous_paper_has_no_author_in_any_format() -> None:
    made = prepared(example(), str(EXAMPLE), anonymous=True, line_numbers=True)
    for name, (_, write) in WRITERS.items():
        body = written(made, write)[0]
        if name == "pdf":
            with pypdfium2.PdfDocument(body) as document:
                text = text_of(document) + str(document.get_metadata_dict())
        elif name == "docx":
            document = Document(io.BytesIO(body))
            assert document.element.body.findall(f".//{qn('w:lnNumType')}")
            text = etree.tostring(document.element, encoding="unicode") + document.core_properties.author
        else:
            text = body.decode()
        assert not [word for word in ("张示例", "Shili", "0000-0002", "虚构基金") if word in text]
