"""An export: the tables in the kinds asked for, codebook and datasheet beside them, all or nothing."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from os import PathLike
from pathlib import Path
from typing import Any

from govtext.corpus.opened import Corpus
from govtext.display.language import known
from govtext.errors import GovTextError, UnknownCode
from govtext.export.about import About, read_about
from govtext.export.aside import written_aside
from govtext.export.datapackage import write_datapackage
from govtext.export.datasheet import codebook_page, datasheet
from govtext.export.describing import COLUMNS, VALUE_COLUMNS, rows, value_rows
from govtext.export.excel import write_excel
from govtext.export.job import Job
from govtext.export.measuring import DOUBLED, MEASURE_COLUMNS, measure_rows
from govtext.export.outgoing import WIDE, Outgoing, outgoing, spooled
from govtext.export.page import Block, Listing, Page, Paragraph, to_html, to_markdown
from govtext.export.parquet import write_parquet
from govtext.export.simulated import simulated
from govtext.export.stata import STATA_13, write_stata
from govtext.export.text import write_csv
from govtext.export.words import word, words

WRITERS: Mapping[str, Callable[[Job, Path], None]] = {
    "csv": write_csv,
    "excel": write_excel,
    "stata": write_stata,
    "stata117": partial(write_stata, form=STATA_13),
    "parquet": write_parquet,
    "datapackage": write_datapackage,
}
"""The kinds of export, in the order in which they are written."""
_SPOOL = ".wide.arrow"


def export(
    corpus: Corpus,
    out: str | PathLike[str],
    to: str | Iterable[str] = "csv",
    *,
    tables: Sequence[str] = (),
    wide: bool = False,
    language: str = "en",
    bom: bool = False,
    about: str | PathLike[str] | None = None,
    simulation: bool = False,
    replace: bool = False,
) -> Path:
    """Write the corpus, as it is narrowed, for other programs into a new folder, with codebook and datasheet.

    `to`: csv, excel, stata (118), stata117, parquet, datapackage, one or several; `tables`: names (none: all);
    `wide`: also one row a chosen report with one column a figure; `language`: of labels inside data files; `bom`: mark
    CSV as UTF-8 for Excel; `about`: a TOML file of what only the publisher knows; `simulation`: say that all
    reports are simulated (marks of the simulation are found anyway); `replace`: take the place of an earlier export.

    Raises `GovTextError`: an unknown kind, table or language, a folder in use, a table too large for the kind.
    """
    kinds = _kinds([to] if isinstance(to, str) else to, bom)
    known(language)
    said = About() if about is None else read_about(Path(about))
    folder = Path(out)
    if corpus.condition is not None and not len(corpus.reports):
        raise GovTextError("no report meets the filter", found=corpus.narrowed)
    with written_aside(folder, replace=replace) as aside:
        sent = [_kept(table, aside) for table in outgoing(corpus, tables, with_wide=wide)]
        job = Job(tuple(sent), language, said, simulated(corpus, said=simulation), dataset_of(corpus),
                  _readers(corpus), corpus.narrowed, bom)  # fmt: skip
        for kind in kinds:
            WRITERS[kind](job, aside)
        _describe(corpus, job, aside)
        _write_readme(job, kinds, aside)
        (aside / _SPOOL).unlink(missing_ok=True)
    return folder


def _kinds(asked: Iterable[str], bom: bool) -> list[str]:
    kinds = set(asked)
    for kind in kinds - WRITERS.keys():
        raise UnknownCode(f"no kind of export {kind!r}", expected=", ".join(WRITERS))
    if bom and "datapackage" in kinds:
        raise UnknownCode("a data package's CSV has no byte order mark", expected="--bom without datapackage")
    return [kind for kind in WRITERS if kind in kinds]


def _kept(table: Outgoing, aside: Path) -> Outgoing:
    return spooled(table, aside / _SPOOL) if table.name == WIDE else table


def dataset_of(corpus: Corpus) -> str:
    """Twelve hexadecimal digits over the corpus's parts and its filter, the same wherever it lies.

    The name of a part tells its content.
    """
    index = {name: value for name, value in corpus.index.items() if name != "folders"}
    text = json.dumps([index, corpus.narrowed], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _readers(corpus: Corpus) -> tuple[str, ...]:
    return tuple(sorted(set(corpus.reports.to_arrow(["version"])["version"].to_pylist())))


def _describe(corpus: Corpus, job: Job, root: Path) -> None:
    """The codebook as CSV, its codes and the measures as CSV, codebook and datasheet as pages in both languages."""
    counted = {table.name: table for table in job.tables}
    schemas = [table.schema for table in job.tables]
    codes = list(value_rows(job.tables))
    books = {language: rows(schemas, language, counted) for language in ("zh", "en")}
    _write_csv(root / "codebook.csv", *_both(books, COLUMNS, ("label", "description", "unit", "values", "missing")))
    _write_csv(root / "codebook_values.csv", VALUE_COLUMNS, codes)
    measures = {language: measure_rows(language) for language in ("zh", "en")}
    _write_csv(root / "codebook_measures.csv", *_both(measures, MEASURE_COLUMNS, DOUBLED))
    for language, book in books.items():
        _write_page(root, "codebook", codebook_page(job, language, book, codes))
        _write_page(root, "datasheet", datasheet(corpus, job, language))


def _write_readme(job: Job, kinds: Sequence[str], root: Path) -> None:
    """What each file is and how to open it, in both languages."""
    blocks: list[Block] = []
    for language in ("zh", "en"):
        if job.simulated:
            blocks.append(Paragraph(word(job.simulated.kind, language), warning=True))
        lines = [line for name in ("readme", *(f"readme_{kind}" for kind in kinds)) for line in words(name, language)]
        blocks.append(Listing(tuple(lines)))
    text = to_markdown(Page(job.title, job.language, tuple(blocks)))
    (root / "README.md").write_text(text, encoding="utf-8", newline="\n")


def _both(
    books: Mapping[str, Sequence[Mapping[str, Any]]], names: Sequence[str], doubled: Sequence[str]
) -> tuple[list[str], list[dict[str, Any]]]:
    """Columns and rows with what is said in words (`doubled`) in both languages."""
    columns = [each for name in names for each in ((f"{name}_zh", f"{name}_en") if name in doubled else (name,))]
    made = [
        {each: (zh if each.endswith("_zh") else en)[each.removesuffix("_zh").removesuffix("_en")] for each in columns}
        for zh, en in zip(books["zh"], books["en"], strict=True)
    ]
    return columns, made


def _write_csv(path: Path, columns: Sequence[str], lines: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def _write_page(root: Path, name: str, page: Page) -> None:
    for ending, text in (("html", to_html(page)), ("md", to_markdown(page))):
        (root / f"{name}.{page.language}.{ending}").write_text(text, encoding="utf-8", newline="\n")
