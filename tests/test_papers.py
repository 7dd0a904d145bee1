"""The papers: every number in their prose comes from a cell, every citation exists, both languages tell the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from bench.coding import TUNED
from govtext.paper import bindings, cells, front, running
from govtext.paper.content import content

FOLDER = Path(__file__).resolve().parent.parent / "notebooks" / "papers"
PAPERS = sorted(FOLDER.glob("*.ipynb"))
LANGUAGES = {"zh", "en"}
_GOV = re.compile(r"\{gov:([^}:]+)[^}]*\}")
_CITED = re.compile(r"(?<![\w.])@([a-z]+\d{4}[a-z]*)")
_NO_PROSE = re.compile(
    r"\{gov:[^}]*\}|\$\$.*?\$\$|\$[^$\n]+\$|\{[#.][^}]*\}|`[^`]*`|@[\w-]+|\b(?:2019|2021)(?!\d)|\bArticle (?:49|50)\b",
    re.DOTALL,
)
"""Bindings, formulas, attributes, code, citations and references; years of the law and of its forms; its articles."""


def opened(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def prose(book: Any) -> list[str]:
    """All texts that a reader sees and that a person wrote: Markdown, captions, notes, front matter."""
    about = book.metadata["paper"]
    written = [each.source for each in book.cells if each.cell_type == "markdown"]
    options = [
        text for cell in cells.cells(book) for name, text in cell.options.items() if name not in ("label", "width")
    ]
    told = [text for value in about.values() for text in (value.values() if isinstance(value, dict) else [value])]
    return [
        *written,
        *options,
        *(text for text in told if isinstance(text, str) and text not in (about["date"], about["classification"])),
    ]


def typed_numbers(text: str) -> list[str]:
    """What has a digit in it and is bound to no cell."""
    return re.findall(r"\S*\d\S*", _NO_PROSE.sub(" ", text))


def bound(book: Any) -> dict[str, bindings.Binding]:
    return bindings.collect(cells.outputs(cells.cells(book)))


def bibliography() -> set[str]:
    return set(re.findall(r"^@\w+\{([^,]+),", (FOLDER / "references.bib").read_text(encoding="utf-8"), re.MULTILINE))


def code(book: Any) -> list[str]:
    """The code of each cell without its captions and without the line that sets the language."""
    sources = [each.source for each in book.cells if each.cell_type == "code"]
    return ["\n".join(line for line in each.split("\n") if not line.startswith(("#|", "LANG ="))) for each in sources]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("In 12 reports", ["12"]),
        ("见表，共12份", ["见表，共12份"]),
        ("In {gov:n} reports of 2019 [@li2026], $F_1$ and Article 49 {#sec-a1}", []),
        ("the year 2022", ["2022"]),
        ("20190 figures", ["20190"]),
    ],
)
def test_a_typed_number_is_noticed(text: str, left: list[str]) -> None:
    assert typed_numbers(text) == left


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_every_number_in_the_prose_is_bound(path: Path) -> None:
    found = {text[:60]: numbers for text in prose(opened(path)) if (numbers := typed_numbers(text))}
    assert not found


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_every_binding_is_there_and_used(path: Path) -> None:
    book = opened(path)
    made = content(book, front.read(book.metadata), str(path))
    used = {name for text in prose(book) for name in _GOV.findall(text)}
    assert used == set(made.bindings)
    assert set(made.abstracts) == LANGUAGES


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_a_paper_was_run_from_top_to_bottom(path: Path) -> None:
    cells_of_code = [cell for cell in opened(path).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells_of_code] == list(range(1, len(cells_of_code) + 1))
    kinds = {(output.output_type, output.get("name")) for cell in cells_of_code for output in cell.outputs}
    assert kinds <= {("display_data", None), ("execute_result", None)}


def test_every_citation_exists_and_every_reference_is_cited() -> None:
    cited = {path.stem: {key for text in prose(opened(path)) for key in _CITED.findall(text)} for path in PAPERS}
    assert set().union(*cited.values()) == bibliography()
    assert all(len(keys) >= 15 for keys in cited.values())


def test_both_languages_tell_the_same() -> None:
    books = {opened(path).metadata["paper"]["lang"]: opened(path) for path in PAPERS}
    zh, en = books["zh"], books["en"]
    assert code(zh) == code(en)
    values = [
        {name: (each.value, each.format) for name, each in bound(book).items() if not isinstance(each.value, str)}
        for book in (zh, en)
    ]
    assert values[0] == values[1]
    assert set(bound(zh)) == set(bound(en))
    assert zh.metadata["paper"]["title"] == en.metadata["paper"]["title"]


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_a_paper_says_in_its_title_that_its_reports_are_simulated(path: Path) -> None:
    title = opened(path).metadata["paper"]["title"]
    assert set(title) == LANGUAGES
    assert "simulated" in title["en"]
    assert "模拟" in title["zh"]


def test_the_forms_called_held_out_are_those_of_the_bench() -> None:
    source = next(text for text in code(opened(PAPERS[0])) if "TUNED = (" in text)
    assert set(re.findall(r'"(\w+)"', source.split("TUNED = (", 1)[1].split(")", 1)[0])) == set(TUNED)


def test_a_fresh_run_binds_the_numbers_that_are_kept() -> None:
    book = opened(FOLDER / "method.en.ipynb")
    kept = bound(book)
    running.run(book, FOLDER / "method.en.ipynb")
    assert {name: each.text() for name, each in bound(book).items()} == {
        name: each.text() for name, each in kept.items()
    }


def test_there_are_papers_in_both_languages() -> None:
    assert {opened(path).metadata["paper"]["lang"] for path in PAPERS} == LANGUAGES
