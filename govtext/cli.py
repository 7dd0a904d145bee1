"""The command line: one command a verb, thin over `read` and the displays.

What a command needs is imported inside it: `govtext cells` and `--help` must start fast, without pandas, PDF or display
libraries.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from govtext import __version__
from govtext.display.complaint import complain
from govtext.errors import GovTextError

if TYPE_CHECKING:
    from govtext.records import Record
    from govtext.report import Report

T = TypeVar("T")

app = typer.Typer(
    name="govtext", add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Annual reports on government-information disclosure (政府信息公开年报) as tidy, checked, traceable data.",
    epilog="A file that cannot be read gives one line on standard error, the others go on, and the exit code is 1. "
    "Set GOVTEXT_DEBUG=1 to see where an unexpected error arose.",
)  # fmt: skip


class Format(StrEnum):
    """How records are written."""

    csv = "csv"
    json = "json"


class Export(StrEnum):
    """The kinds of files in which a corpus is exported."""

    csv = "csv"
    excel = "excel"
    stata = "stata"
    stata117 = "stata117"
    parquet = "parquet"
    datapackage = "datapackage"


class ItemFormat(StrEnum):
    """How items are written."""

    jsonl = "jsonl"
    csv = "csv"


class Language(StrEnum):
    """The language of what is shown."""

    zh = "zh"
    en = "en"


Files = Annotated[list[str], typer.Argument(metavar="FILE...", help="Reports: text, HTML, Word, PDF, or a scan.")]
Formats = Annotated[Format, typer.Option("--format", "-f", help="csv with the contract's columns, or a JSON list.")]
Languages = Annotated[Language, typer.Option("--language", "-l", help="Language of the labels.")]


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"govtext {__version__}")
        raise typer.Exit


@app.callback()
def govtext(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Annual reports on government-information disclosure (政府信息公开年报) as tidy, checked, traceable data."""


@app.command()
def cells(files: Files, format: Formats = Format.csv) -> None:  # noqa: A002 - the option's name
    """Every figure of the reports, one a row.

    Columns: report, table, row, column, value, unit, status, raw text, and where it stands. The value is empty unless
    the status is "value": a blank cell is not a zero.
    """
    from govtext import records

    _write(files, format, records.CELL_COLUMNS, lambda report: records.cell_records(report.reading))


@app.command()
def check(files: Files, format: Formats = Format.csv) -> None:  # noqa: A002 - the option's name
    """Every finding on the reports, one a row.

    Status is pass, fail, uncertain or not_assessable; both sides, the difference and the evidence follow. A report
    whose figures are wrong is a normal result, and the exit code is 0.
    """
    from govtext import records

    _write(
        files, format, records.FINDING_COLUMNS, lambda report: records.finding_records(report.source, report.findings)
    )


@app.command()
def items(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Reports, or texts of their section 5.")],
    format: Annotated[  # noqa: A002 - the option's name
        ItemFormat, typer.Option("--format", "-f", help="jsonl: one object a line; csv with the contract's columns.")
    ] = ItemFormat.jsonl,
) -> None:
    """Every problem and every measure the reports name, one a row.

    Columns: report, kind (problem or measure), n, start, end, text, codes. The text is that of the report from start to
    end, enumerators left out; codes come from the taxonomy, the strongest first, in CSV parted by |.
    """
    from govtext import records
    from govtext.problems import items_of_file, rows

    writer = records.CsvRows(sys.stdout, rows.ITEM_COLUMNS) if format is ItemFormat.csv else rows.JsonLines(sys.stdout)
    with writer:
        for made in _each(files, lambda file: list(rows.item_records(file, items_of_file(file)))):
            writer.write(map(rows.flat, made) if format is ItemFormat.csv else made)


@app.command()
def show(files: Files, language: Languages = Language.en) -> None:
    """Show the reports to a person.

    Identity, form, findings, the statutory tables, sections, and what was repaired or doubted in reading.
    """
    from govtext.display import terminal

    console = terminal.console()
    for shown in _made(files, lambda report: terminal.render(report, language)):
        console.print(shown)


@app.command()
def build(
    files: Annotated[list[str], typer.Argument(metavar="FILE_OR_FOLDER...", help="Reports, or folders of them.")],
    out: Annotated[str, typer.Option(help="The corpus's folder; a second build there reads only what changed.")],
    workers: Annotated[int | None, typer.Option(min=1, help="Processes at once (default: one a processor).")] = None,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler (extra: cluster).")] = None,
    overrides: Annotated[str | None, typer.Option(help="CSV of decisions: questions.csv, filled in.")] = None,
    places: Annotated[str | None, typer.Option(help="CSV of places that no official list has.")] = None,
) -> None:
    """Build a corpus.

    Parquet tables, a manifest, the files that could not be read, and questions.csv: reports of which a person should
    decide whose they are, or on which year.
    """
    from govtext import corpus
    from govtext.display.safe import one_line

    made = corpus.build(*files, out=out, workers=workers, scheduler=scheduler, overrides=overrides, places=places)
    typer.echo(str(made))
    if made.errors:
        for row in made.open().errors.to_arrow(["file", "message"]).to_pylist():
            typer.echo(one_line("{file}: {message}".format(**row)), err=True)
        raise typer.Exit(1)


@app.command()
def export(
    corpus: Annotated[str, typer.Argument(metavar="CORPUS", help="A folder that `govtext build` made.")],
    out: Annotated[str, typer.Option(help="A new or an empty folder.")],
    to: Annotated[list[Export], typer.Option(help="A kind of file (repeat for several); stata is version 118.")],
    tables: Annotated[list[str] | None, typer.Option(help="A table (repeat for several; default: all).")] = None,
    wide: Annotated[bool, typer.Option("--wide", help="Also one row a report, one column a figure.")] = False,
    year: Annotated[str | None, typer.Option(help="Reports on these years: 2021-2023, or 2019,2021.")] = None,
    level: Annotated[list[str] | None, typer.Option(help="Of bodies of this level (repeatable).")] = None,
    region: Annotated[list[str] | None, typer.Option(help="Of this region, as in 江苏省淮安市.")] = None,
    form: Annotated[list[str] | None, typer.Option(help="With this form, 2019 or 2021.")] = None,
    chosen: Annotated[bool, typer.Option("--chosen", help="One edition of each report.")] = False,
    language: Languages = Language.en,
    bom: Annotated[bool, typer.Option("--bom", help="Mark CSV as UTF-8 for Excel.")] = False,
    about: Annotated[str | None, typer.Option(help="TOML file of the publisher: title, licence, sources.")] = None,
    simulated: Annotated[bool, typer.Option("--simulated", help="Say that all reports are simulated.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of an earlier export.")] = False,
) -> None:
    """Write a corpus for Excel, Stata, R and others, with codebook and datasheet."""
    from govtext.corpus import open_corpus
    from govtext.export import export as write
    from govtext.simulate.command import years_of

    wanted = {"year": year and years_of(year), "level": level, "region": region, "form": form, "chosen": chosen or None}
    kept = open_corpus(corpus).where(**{name: value for name, value in wanted.items() if value})
    made = write(kept, out, to, tables=tables or (), wide=wide, language=language, bom=bom, about=about,
                 simulation=simulated, replace=replace)  # fmt: skip
    typer.echo(f"{len(kept):,} reports in {made}")


@app.command()
def simulate(
    out: Annotated[str, typer.Option(help="A new or an empty folder.")],
    governments: Annotated[int, typer.Option(help="Bodies that report, each once a year.")] = 60,
    years: Annotated[str, typer.Option(help="2019-2024, or 2019,2021.")] = "2019-2024",
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    layout: Annotated[
        list[str] | None, typer.Option(help="A layout to use (repeat for several; default: all).")
    ] = None,
    balanced: Annotated[
        bool, typer.Option("--balanced", help="Layouts in turn, and an error in every report.")
    ] = False,
) -> None:
    """Write a corpus of fictional reports whose truth is known."""
    from govtext.simulate import simulate as make
    from govtext.simulate.command import years_of

    try:
        made = make(governments, years_of(years), seed, out, layout, balanced)
    except GovTextError as error:
        complain(error)
        raise typer.Exit(1) from None
    typer.echo(f"{len(made.files())} simulated reports in {out}")


@app.command()
def paper(
    notebook: Annotated[str, typer.Argument(metavar="NOTEBOOK", help="A notebook with the front matter of a paper.")],
    to: Annotated[str, typer.Option(help="Formats, parted by commas: pdf, html, latex, docx.")] = "pdf",
    out: Annotated[str, typer.Option(help="Folder for what is made.")] = "out",
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Leave the authors out, for review.")] = False,
    line_numbers: Annotated[bool, typer.Option("--line-numbers", help="Number the lines, for review.")] = False,
    style: Annotated[str | None, typer.Option(help="Citations: gb-numeric, gb-author-date or apa.")] = None,
    lang: Annotated[Language | None, typer.Option(help="Language of headings and captions.")] = None,
    code: Annotated[bool, typer.Option("--code", help="Print the code in an appendix.")] = False,
    as_kept: Annotated[bool, typer.Option("--as-kept", help="Take the outputs as they are, run nothing.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Build again as before and say what differs.")] = False,
) -> None:
    """Make a paper of a notebook: PDF, HTML, LaTeX, Word.

    The notebook runs first; a number that changed, a binding, citation, font or picture that is missing stops the build
    and is named with its place. With --verify nothing is written: a line for each difference, and exit code 1.
    """
    from govtext.paper import building

    if verify:
        differences = building.verify(notebook, out)
        typer.echo("\n".join(differences) or "the same, to the byte")
        raise typer.Exit(1 if differences else 0)
    for file in building.build(
        notebook, to.split(","), out, run=not as_kept, anonymous=anonymous or None, line_numbers=line_numbers or None,
        style=style, lang=lang and lang.value, code=code or None,
    ):  # fmt: skip
        typer.echo(str(file))


@app.command()
def demo(
    data: Annotated[str | None, typer.Option(help="Folder of reports (default: the repository's data/real).")] = None,
    out: Annotated[str, typer.Option(help="Folder for the pages that are made.")] = "out",
    language: Languages = Language.en,
) -> None:
    """Read the repository's reports, leave pages.

    Prints identity and findings, runs the first notebook, and leaves it and every report as an HTML page.
    """
    from govtext import demo as demonstration

    try:
        done = demonstration.run(data, out, language)
    except GovTextError as error:
        complain(error)
        done = False
    if not done:
        raise typer.Exit(1)


def _write(
    files: list[str], form: Format, columns: tuple[str, ...], make: Callable[[Report], Iterable[Record]]
) -> None:
    """Write the records of every file that can be read.

    A file's records are made whole before the first is written, so that a file that fails leaves nothing half said.
    """
    from govtext import records

    with records.CsvRows(sys.stdout, columns) if form is Format.csv else records.JsonRows(sys.stdout) as rows:
        for made in _made(files, lambda report: list(make(report))):
            rows.write(made)


def _made(files: Iterable[str], make: Callable[[Report], T]) -> Iterator[T]:
    """What is made of each report that can be read; one line for each that cannot, and at last exit code 1 for them."""
    from govtext.report import read

    return _each(files, lambda file: make(read(file)))


def _each(files: Iterable[str], make: Callable[[str], T]) -> Iterator[T]:
    failed = False
    for file in files:
        try:
            made = make(file)
        except Exception as error:  # the outermost edge: whatever a library raises becomes one line
            complain(error, file)
            failed = True
        else:
            yield made
    if failed:
        raise typer.Exit(1)


def _utf8(stream: Any) -> None:
    """UTF-8 and plain line ends on every system, whatever the console's code page."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def main() -> None:
    """Run the command line; the console command `govtext`."""
    _utf8(sys.stdout)
    _utf8(sys.stderr)
    try:
        app()
    except BrokenPipeError:
        # Whoever read the output has gone: say nothing, also when Python closes the stream.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:  # the outermost edge
        complain(error)
        sys.exit(1)
