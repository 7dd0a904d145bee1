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
    workers: Annotated[int | None, typer.Option(help="Processes at once (default: one a processor).")] = None,
    scheduler: Annotated[str | None, typer.Option(help="Address of a Dask scheduler (extra: cluster).")] = None,
) -> None:
    """Build a corpus: Parquet tables, a manifest, and the files that could not be read."""
    from govtext import corpus

    made = corpus.build(*files, out=out, workers=workers, scheduler=scheduler)
    typer.echo(str(made))
    if made.errors:
        for row in made.open().errors.to_arrow(["file", "message"]).to_pylist():
            typer.echo("{file}: {message}".format(**row), err=True)
        raise typer.Exit(1)


@app.command()
def simulate(
    out: Annotated[str, typer.Option(help="A new or an empty folder.")],
    governments: Annotated[int, typer.Option(help="Bodies that report, each once a year.")] = 60,
    years: Annotated[str, typer.Option(help="2019-2024, or 2019,2021.")] = "2019-2024",
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    layout: Annotated[
        list[str] | None, typer.Option(help="A layout to use (repeat for several; default: all).")
    ] = None,
) -> None:
    """Write a corpus of fictional reports whose truth is known."""
    from govtext.simulate import simulate as make
    from govtext.simulate.command import years_of

    try:
        made = make(governments, years_of(years), seed, out, layout)
    except GovTextError as error:
        complain(error)
        raise typer.Exit(1) from None
    typer.echo(f"{len(made.files())} simulated reports in {out}")


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
    """What is made of each file that can be read; one line for each that cannot, and at last exit code 1 for them."""
    from govtext.report import read

    failed = False
    for file in files:
        try:
            made = make(read(file))
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
