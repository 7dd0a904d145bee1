"""One real report, its text changed as crawlers, editors and converters change it: the same figures, or none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from govtext.model import Reading
from govtext.parse import parse
from govtext.readers import read_document

ROOT = Path(__file__).resolve().parent.parent
CRAWL = (ROOT / "data/real/anju-2020.txt").read_text(encoding="utf-8")


def reading(data: bytes, folder: Path, suffix: str = ".txt") -> Reading:
    file = folder / f"report{suffix}"
    file.write_bytes(data)
    return parse(read_document(file))


def values(found: Reading) -> dict[str, Decimal]:
    return {cell.key: cell.value for cell in found.cells if cell.value is not None}


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Decimal]:
    return values(reading(CRAWL.encode(), tmp_path_factory.mktemp("truth")))


def without_openers(text: str) -> str:
    return re.sub(r"(?m)^\| (?=\S)", "", text)


def rows_on_one_line(text: str) -> str:
    joined = re.sub(r" \|\n(?!\|)(?=[^\n|]*\|)", " | ", text)
    return re.sub(r"\|\n(\|+)\n", r"|\1\n", joined)


def with_rulers(text: str) -> str:
    return re.sub(r"(?m)^(\| 信息内容[^\n]*\n)", r"\1|---|---|---|---|\n", rows_on_one_line(text))


def without_enumerators(text: str) -> str:
    return re.sub(r"(?m)^(\| )?(\d\.|[（(][一二三四五六七][)）])", r"\1", text)


def page(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in text.split("\n"))


TEXTS: dict[str, Callable[[str], str]] = {
    "no opening bars": without_openers,
    "no opening bars, closing ones glued": lambda text: without_openers(text).replace(" |\n", "|\n"),
    "a row a line": rows_on_one_line,
    "Markdown": with_rulers,
    "tabs for bars": lambda text: rows_on_one_line(text).replace("|", "\t"),
    "blanks for bars": lambda text: rows_on_one_line(text).replace("|", " "),
    "bars dropped": lambda text: text.replace("|", ""),
    "box drawing bars": lambda text: text.replace("|", "│"),
    "no label above the applicants": lambda text: text.replace("申请人情况 |", "|"),
    "no enumerators": without_enumerators,
    "full width marks": lambda text: text.translate(str.maketrans("(),:", "（），：")),
    "blank lines between": lambda text: text.replace("\n", "\n\n"),
    "carriage returns": lambda text: text.replace("\n", "\r"),
    "wide blanks": lambda text: text.replace(" ", "\u3000"),
    "hard blanks": lambda text: text.replace(" ", "\u00a0"),
    "all in one line": lambda text: text.replace("\n", ""),
    "all in one line with blanks": lambda text: text.replace("\n", " "),
    "units in the cells": lambda text: re.sub(r"(?m)^(\d+) \|$", r"\1件 |", text),
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_same_figures_however_the_text_was_cut(name: str, truth: Mapping[str, Decimal], tmp_path: Path) -> None:
    found = reading(TEXTS[name](CRAWL).encode(), tmp_path)
    assert values(found) == truth
    assert [section.number for section in found.sections if section.number] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_the_same_figures_in_every_encoding(encoding: str, truth: Mapping[str, Decimal], tmp_path: Path) -> None:
    assert values(reading(CRAWL.encode(encoding), tmp_path)) == truth


@pytest.mark.parametrize("wrap", ["<pre>{}</pre>", "<div>{}</div>", "<td>{}</td>"])
def test_the_same_figures_where_a_page_holds_the_text(wrap: str, truth: Mapping[str, Decimal], tmp_path: Path) -> None:
    inner = CRAWL if "pre" in wrap else page(CRAWL)
    assert values(reading(wrap.format(inner).encode(), tmp_path, ".html")) == truth


@pytest.mark.parametrize("blank", ["|", " |", "\u3000|", "\u00a0 |"])
def test_blank_cells_are_empty_and_no_zeros(blank: str, truth: Mapping[str, Decimal], tmp_path: Path) -> None:
    found = reading(re.sub(r"(?m)^0 \|$", blank, CRAWL).encode(), tmp_path)
    opens_its_row = "review/reconsideration/upheld"
    kept = {key: value for key, value in truth.items() if value != 0 or key == opens_its_row}
    assert values(found) == kept
    assert {cell.key for cell in found.cells if cell.status == "empty"} == truth.keys() - kept.keys()


def test_a_label_cell_that_swallows_its_group_costs_its_row_only(truth: Mapping[str, Decimal], tmp_path: Path) -> None:
    glued = re.sub(r"\| ([（(][三四五][)）][^|]*) \|\n(1\.)", r"| \1\2", CRAWL)
    found = reading(glued.encode(), tmp_path)
    lost = {cell.row for cell in found.cells if cell.status == "unreadable"}
    assert lost == {"refused.state_secret", "unavailable.not_held", "not_processed.petition"}
    assert values(found).items() <= truth.items()


PAGE = (ROOT / "data/real/hongze-2023.html").read_text(encoding="utf-8")


def one_table(text: str) -> str:
    """All tables as one, the headings between them as rows of their own."""

    def row(found: re.Match[str]) -> str:
        between = re.sub(r"<[^>]+>", "", found[1]).strip()
        return f'<tr><td colspan="10">{between}</td></tr>'

    return re.sub(r"</table>(.*?)<table[^>]*>", row, text, flags=re.DOTALL)


def divisions(text: str) -> str:
    """No table elements at all: a division a row, a span a cell."""
    text = re.sub(r"</?(table|tbody|thead)[^>]*>", "", text)
    text = re.sub(r"<tr[^>]*>", "<div>", text).replace("</tr>", "</div>")
    return re.sub(r"</t[dh]>\s*", "</span> ", re.sub(r"<t[dh][^>]*>", "<span>", text))


PAGES: dict[str, Callable[[str], str]] = {
    "header cells everywhere": lambda page: re.sub(r"(</?)td", r"\1th", page),
    "no closing tags": lambda page: re.sub(r"</t[dhr]>", "", page),
    "capital tags": lambda page: re.sub(r"</?\w+", lambda tag: tag[0].upper(), page),
    "no row spans": lambda page: re.sub(r' rowspan="?\d+"?', "", page),
    "no spans at all": lambda page: re.sub(r' (row|col)span="?\d+"?', "", page),
    "one table": one_table,
    "tables in layout tables": lambda page: page.replace("<table", "<table><tr><td><table").replace(
        "</table>", "</table></td></tr></table>"
    ),
    "no tables": divisions,
    "an empty column more": lambda page: page.replace("</tr>", "<td></td></tr>"),
    "an empty column before": lambda page: re.sub(r"(<tr[^>]*>)", r"\1<td></td>", page),
    "empty rows": lambda page: page.replace("</tr>", "</tr><tr></tr>"),
    "blanks around figures": lambda page: re.sub(r">(\d+)<", r">&nbsp;\1 &nbsp;<", page),
    "character references": lambda page: page.encode("ascii", "xmlcharrefreplace").decode(),
    "the whole page twice": lambda page: page.replace("</body>", page + "</body>"),
}


@pytest.mark.parametrize("name", PAGES)
def test_the_same_figures_however_the_page_was_made(name: str, tmp_path: Path) -> None:
    truth = values(reading(PAGE.encode(), tmp_path, ".html"))
    found = reading(PAGES[name](PAGE).encode(), tmp_path, ".html")
    assert len(truth) == 186
    assert values(found) == truth
    assert {section.number for section in found.sections} >= {1, 2, 3, 4, 5, 6}
