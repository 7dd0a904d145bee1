"""The datasheet of an export: what the data are, how they were made, and what is not known of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from govtext import __version__
from govtext.corpus.opened import Corpus
from govtext.corpus.schema import table
from govtext.display.safe import one_line
from govtext.export.job import Job
from govtext.export.meanings import meaning
from govtext.export.measuring import MEASURE_COLUMNS, measure_rows
from govtext.export.page import Block, Grid, Heading, Page, Paragraph
from govtext.export.words import sheet, word, words

_SUMS = ("figures", "figures_missing")
_WANTED = ("report", "year", "level", "form", "kind", "issuer", "chosen", "doubtful", "scope", *_SUMS)


def datasheet(corpus: Corpus, job: Job, language: str) -> Page:
    """The datasheet in a language, filled from the corpus and by its publisher."""
    counted = _counted(corpus)
    slots = _slots(corpus, job, counted, language)
    grids = _grids(corpus, job, counted, language)
    blocks: list[Block] = [Paragraph(word("datasheet_method", language))]
    if job.simulated:
        blocks.insert(0, Paragraph(_warning(job, language), warning=True))
    for section in sheet():
        blocks.append(Heading(section["title"][language]))
        blocks += [Paragraph(text.format_map(slots)) for text in section[language]]
        blocks += [grids[name] for name in section.get("grids", ())]
    return Page(f"{word('datasheet_title', language)}: {_title(job, language)}", language, tuple(blocks))


def _title(job: Job, language: str) -> str:
    return replace(job, language=language).title


def _warning(job: Job, language: str) -> str:
    marked = {
        "zh": f"（{job.simulated.reports}份报告中有{job.simulated.marked}份带有模拟标记）",
        "en": f" ({job.simulated.marked} of {job.simulated.reports} reports bear the mark of the simulation)",
    }
    return word(job.simulated.kind, language) + marked[language]


def _counted(corpus: Corpus) -> pa.Table:
    return corpus.reports.to_arrow(list(_WANTED))


def _slots(corpus: Corpus, job: Job, reports: pa.Table, language: str) -> Mapping[str, str]:
    nothing, grids = word("not_stated", language), words("datasheet_grids", language)
    about = job.about
    sums = {name: int(pc.sum(reports[name]).as_py() or 0) for name in _SUMS}
    licence = " ".join(filter(None, (about.licence, about.licence_url)))
    scopes = Counter(reports["scope"].to_pylist())
    made = {
        "own": f"{scopes['own']:,}", "aggregate": f"{scopes['aggregate']:,}", "no_scope": f"{scopes[None]:,}",
        "doubtful": f"{pc.sum(reports['doubtful']).as_py() or 0:,}",
        "reports": f"{len(reports):,}", "chosen": f"{pc.sum(reports['chosen']).as_py() or 0:,}",
        "issuers": f"{pc.count_distinct(reports['issuer']).as_py():,}", "years": _span(reports["year"], grids[9]),
        "no_year": f"{reports['year'].null_count:,}", "no_level": f"{reports['level'].null_count:,}",
        "no_issuer": f"{reports['issuer'].null_count:,}", "figures": f"{sums['figures']:,}",
        "figures_missing": f"{sums['figures_missing']:,}", "share_missing": _share(sums, grids[9]),
        "errors": f"{len(corpus.errors):,}", "readers": ", ".join(job.readers) or grids[9], "dataset": job.dataset,
        "narrowed": job.narrowed or grids[11], "restricted_to": grids[12], "licence": licence or nothing,
        "sources": "; ".join(about.sources) or nothing, "creators": "; ".join(about.creators) or nothing,
        "cite": cite(job, language),
    }  # fmt: skip
    free = ("purpose", "funding", "collected", "restrictions", "homepage", "maintenance", "contact")
    return made | {name: getattr(about, name) or nothing for name in free}


def cite(job: Job, language: str) -> str:
    """How to cite the data; authors only where the publisher names them."""
    authors = "; ".join(job.about.creators)
    start = f"{authors}. " if authors else ""
    version = job.about.version or job.dataset
    where = f" {job.about.homepage}." if job.about.homepage else ""
    if language == "zh":
        start = f"{'；'.join(job.about.creators)}：" if authors else ""
        return f"{start}《{_title(job, language)}》，版本 {version}。{where.strip()}由 govtext {__version__} 制作。"
    return f"{start}{_title(job, language)}. Version {version}.{where} Made with govtext {__version__}."


def _span(years: pa.ChunkedArray, unknown: str) -> str:
    least, most = pc.min_max(years).as_py().values()
    return unknown if least is None else str(least) if least == most else f"{least}–{most}"


def _share(sums: Mapping[str, int], unknown: str) -> str:
    return f"{sums['figures_missing'] / sums['figures']:.2%}" if sums["figures"] else unknown


def _grids(corpus: Corpus, job: Job, reports: pa.Table, language: str) -> Mapping[str, Grid]:
    names = words("datasheet_grids", language)
    errors = corpus.errors.to_arrow(["error"])["error"]
    found = [(meaning("findings", "status", code)[language], count) for code, count in _findings(corpus).items()]
    lines: dict[str, Iterable[tuple[str, int]]] = {
        "tables": [(_named(each.name, each.schema.label[language]), each.rows) for each in job.tables],
        "years": _counts(reports["year"], "year", language), "levels": _counts(reports["level"], "level", language),
        "forms": _counts(reports["form"], "form", language), "kinds": _counts(reports["kind"], "kind", language),
        "errors": _counts(errors, "error", language), "findings": found,
    }  # fmt: skip
    return {
        name: Grid(caption, (names[7], names[8]), [(one_line(item), f"{count:,}") for item, count in rows]
                   or [(names[10], "0")])
        for (name, rows), caption in zip(lines.items(), names, strict=False)
    }  # fmt: skip


def _findings(corpus: Corpus) -> Mapping[str, int]:
    """Findings by status, in the order in which the schema declares them."""
    counts: Counter[str] = Counter()
    for batch in corpus.findings.batches(["status"]):
        for each in pc.value_counts(batch["status"]).to_pylist():
            counts[each["values"]] += each["counts"]
    declared = next(each.values for each in table("findings").variables if each.name == "status")
    return {status: counts[status] for status in (*declared, *sorted(counts.keys() - set(declared)))}


def _named(name: str, label: str) -> str:
    return name if name == label else f"{name}: {label}"


def _counts(column: pa.ChunkedArray, variable: str, language: str) -> list[tuple[str, int]]:
    unknown = words("datasheet_grids", language)[9]
    pairs = [(each["values"], each["counts"]) for each in pc.value_counts(column).to_pylist()]
    pairs.sort(key=lambda pair: (pair[0] is None, str(pair[0])))
    return [(unknown if value is None else meaning("reports", variable, str(value))[language], count)
            for value, count in pairs]  # fmt: skip


def codebook_page(
    job: Job, language: str, made: Iterable[Mapping[str, Any]], values: Iterable[Mapping[str, Any]]
) -> Page:
    """The codebook as a page: one table a table of the data, then the codes."""
    names = words("titles", language)
    blocks: list[Block] = [Paragraph(text) for text in words("codebook", language)]
    if job.simulated:
        blocks.insert(0, Paragraph(_warning(job, language), warning=True))
    rows = list(made)
    for sent in job.tables:
        blocks.append(Heading(f"{_named(sent.name, sent.schema.label[language])} ({sent.rows:,} {names[17]})"))
        mine = [_line(row) for row in rows if row["table"] == sent.name]
        blocks.append(_without_empty(Grid(f"{names[1]} {sent.name}: {names[2]}", names[4:17], mine)))
    coded = [(f"{row['table']}", f"{row['name']}", f"{row['value']}", f"{row['code']}", f"{row[f'label_{language}']}")
             for row in values]  # fmt: skip
    blocks += [Heading(names[3]), Grid(names[3], words("values", language), coded), *_measures(language)]
    return Page(f"{names[0]}: {_title(job, language)}", language, tuple(blocks))


def _measures(language: str) -> list[Block]:
    """What the package computes from such tables; none of it stands in the data."""
    title, *columns = words("measures", language)
    rows = [tuple(row[name] for name in MEASURE_COLUMNS) for row in measure_rows(language)]
    return [Heading(title), Paragraph(word("measures_note", language)), Grid(title, tuple(columns), rows)]


def _without_empty(grid: Grid) -> Grid:
    """The table without the columns in which nothing stands."""
    kept = [number for number in range(len(grid.columns)) if any(row[number] for row in grid.rows)]
    rows = [tuple(row[number] for number in kept) for row in grid.rows]
    return Grid(grid.caption, tuple(grid.columns[number] for number in kept), rows)


def _line(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple("" if row[name] is None else str(row[name]) for name in (
        "name", "label", "description", "type", "unit", "forms", "formula", "values", "missing", "source", "stata",
        "nulls", "blanks"))  # fmt: skip
