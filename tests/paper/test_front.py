"""Front matter and cells: what is read, and what is refused with its key or cell."""

from __future__ import annotations

import pytest

from govtext.errors import GovTextError
from govtext.paper.assembly import markdown
from govtext.paper.exporters import prepared
from govtext.paper.front import labels, orcid_holds, read
from tests.paper.notebooks import FRONT, notebook, picture, shown, table


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"titel": "x"}, "unknown key .at metadata paper.titel"),
        ({"title": ""}, "lacks a key .at metadata paper.title"),
        ({"style": "mla"}, "paper.style; found 'mla'; expected one of: gb-numeric"),
        ({"page": "a9"}, "paper.page"),
        ({"font_size": 90}, "paper.font_size; found 90; expected from 8 to 16"),
        ({"font_size": "初号"}, "paper.font_size"),
        ({"lang": "en", "title": {"zh": "题"}}, "paper.title.en"),
        ({"authors": ["x"]}, "an author has no name"),
        ({"authors": [{"name": "x", "orcid": "0000-0002-1825-0098"}]}, "an ORCID is wrong"),
        ({"authors": [{"name": "x", "mail": "a"}]}, "paper.authors.mail"),
    ],
)
def test_a_mistake_in_the_front_matter_is_named(change: dict[str, object], message: str) -> None:
    with pytest.raises(GovTextError, match=message):
        read({"paper": FRONT | change}, "a.ipynb")


def test_a_notebook_without_front_matter_is_told() -> None:
    with pytest.raises(GovTextError, match=r"a\.ipynb: the notebook has no front matter"):
        read({}, "a.ipynb")


def test_check_digits_of_orcid() -> None:
    assert orcid_holds("0000-0001-5109-3700")
    assert orcid_holds("0000-0002-1694-233X")
    assert not orcid_holds("0000-0002-1694-2330")


def test_every_label_is_in_both_languages() -> None:
    assert labels("zh").keys() == labels("en").keys()


def test_an_english_paper_begins_with_its_english_title() -> None:
    assert read({"paper": FRONT | {"lang": "en"}}).languages == ("en", "zh")


def test_an_anonymous_paper_has_no_authors_nor_who_paid() -> None:
    text = markdown(prepared(notebook("正文", funding="基金", acknowledgements="谢"), None, anonymous=True))
    assert not [word for word in ("张示例", "Shili", "基金", "谢") if word in text]


def test_an_anonymous_paper_that_names_an_author_is_refused() -> None:
    with pytest.raises(GovTextError, match=r"names an author .at cell 2; found 张示例"):
        markdown(prepared(notebook("正文", "张示例以前写过"), None, anonymous=True))


def test_a_cell_tagged_identifying_is_left_out_anonymously() -> None:
    book = notebook("正文", "张示例以前写过")
    book.cells[1].metadata["tags"] = ["identifying"]
    assert "以前" not in markdown(prepared(book, None, anonymous=True))
    assert "以前" in markdown(prepared(book, None))


HTML = table([["1"]], ["a"])


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (("draw()", [picture()]), "without a label .at cell 1"),
        (("frame", [shown(HTML)]), "without a label .at cell 1"),
        (("#| label: fig-a\n#| caption: x\ndraw()", []), "shows not one picture .at cell 1; found 0"),
        (("#| label: tbl-a\n#| caption: x\nf", [shown(HTML), shown(HTML)]), "not one table .at cell 1; found 2"),
        (("#| label: fig-a\ndraw()", [picture()]), "no caption .at cell 1"),
        (("#| label: figure\n#| caption: x\ndraw()", [picture()]), "label is of no kind"),
        (("#| lable: fig-a\ndraw()", [picture()]), "unknown option .at cell 1; found lable"),
        (("#| caption: x\ndraw()", [picture()]), "options but no label"),
    ],
)
def test_a_cell_that_does_not_hold_is_named(cell: object, message: str) -> None:
    with pytest.raises(GovTextError, match=message):
        prepared(notebook(cell), "a.ipynb")


def test_a_label_given_twice_is_refused() -> None:
    cell = ("#| label: fig-a\n#| caption: x\ndraw()", [picture()])
    with pytest.raises(GovTextError, match=r"'fig-a' is given twice .at cell 1 and cell 2"):
        prepared(notebook(cell, cell), "a.ipynb")


def test_options_go_on_over_lines_and_chinese_is_joined_without_a_blank() -> None:
    code = "#| label: fig-a\n#| caption: 第一行，\n#|   第二行 and\n#|   third\ndraw()"
    assert "第一行，第二行 and third" in prepared(notebook((code, [picture()])), None).body


def test_a_notebook_that_was_not_run_in_order_is_refused() -> None:
    book = notebook(("1", []), ("2", []))
    book.cells[1].execution_count = 7
    with pytest.raises(
        GovTextError, match=r"not run from top to bottom \(at cell 2; found In \[7\]; expected In \[2\]"
    ):
        prepared(book, "a.ipynb")


def test_widgets_streams_and_code_are_not_printed() -> None:
    widget = {"output_type": "display_data", "metadata": {}, "data": {
        "application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/markdown": "滑块"}}  # fmt: skip
    stream = {"output_type": "stream", "name": "stdout", "text": "日志"}
    assert not prepared(notebook(("secret()", [widget, stream])), None).body


def test_a_sentence_that_code_computed_is_printed() -> None:
    output = {"output_type": "display_data", "metadata": {}, "data": {"text/markdown": "算出的句子"}}
    assert prepared(notebook(("sentence()", [output])), None).body == "算出的句子"
