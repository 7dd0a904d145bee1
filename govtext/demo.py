"""The repository's reports read, checked and shown in one go: what `govtext demo` does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from govtext.display import html, terminal
from govtext.display.complaint import complain
from govtext.errors import GovTextError
from govtext.report import read

KINDS = {
    ".txt", ".html", ".htm", ".mht", ".mhtml", ".docx", ".doc", ".odt", ".rtf", ".pdf", ".png", ".jpg", ".jpeg", ".tif",
    ".tiff",
}  # fmt: skip
"""File names that may hold a report; beside them lie their sources and README."""


def run(data: str | None = None, out: str = "out", language: str | None = None) -> bool:
    """Show every report of the folder `data`, run the first notebook, set the papers, and leave all that in `out`.

    True if all went well.
    Raises `GovTextError` where no report is found or `out` cannot be written.
    """
    reports = find_reports(data)
    target = _folder(out)
    made: list[Path] = []
    good = True
    papers = [(_paper, paper) for paper in find_papers(reports[0])]
    for make, path in (*((_report, file) for file in reports), (_notebook, reports[0]), *papers):
        try:
            made += make(path, target, language)
        except Exception as error:  # one page that cannot be made keeps no other back
            complain(error, None if make is _notebook else str(path))
            good = False
    print(f"\nMade in {target.resolve()}:")
    for path in made:
        print(f"  {path.name}")
    return good


def _report(file: Path, target: Path, language: str | None) -> list[Path]:
    report = read(file)
    console = terminal.console()
    console.print(terminal.render(report, language, tables=False))
    console.print("─" * console.width)
    page = target / f"{file.stem}.report.html"
    page.write_text(html.page(report, language), encoding="utf-8")
    return [page]


def _notebook(near: Path, target: Path, _: str | None) -> list[Path]:
    # The notebook libraries take a second to load, and nothing else here needs them.
    from govtext.display.notebook import execute

    book = find_notebook(near)
    print(f"Running {book.name} …", flush=True)
    return execute(book, target)


def _paper(paper: Path, target: Path, _: str | None) -> list[Path]:
    # Typesetting takes its own libraries, which nothing else here needs.
    from govtext.paper.building import build

    print(f"Setting {paper.name} as a paper, from the outputs it keeps …", flush=True)
    return build(paper, ["pdf"], target, run=False)[:1]


def find_reports(data: str | None = None) -> list[Path]:
    """The report files in a folder, by name; without a folder, in the nearest `data/real`.

    Raises `GovTextError` where there is no such folder or no report in it.
    """
    folders = [Path(data)] if data is not None else [root / "data" / "real" for root in _roots(Path.cwd())]
    folder = next((folder for folder in folders if folder.is_dir()), None)
    if folder is None:
        raise GovTextError(
            "no folder of reports", found=data or str(Path.cwd()), expected="data/real, or --data FOLDER"
        )
    files = sorted(file for file in folder.iterdir() if file.is_file() and file.suffix.lower() in KINDS)
    if not files:
        raise GovTextError(
            "no report in the folder", file=str(folder), expected="files such as " + ", ".join(sorted(KINDS))
        )
    return files


def find_notebook(near: Path) -> Path:
    """The first notebook of the repository that holds the file or folder `near`, or of the current one.

    Raises `GovTextError` where there is none.
    """
    for root in (*_roots(near.resolve()), *_roots(Path.cwd())):
        for book in sorted((root / "notebooks").glob("01-*.ipynb")):
            return book
    raise GovTextError("no notebook to run", expected="notebooks/01-*.ipynb in the repository")


def find_papers(near: Path) -> list[Path]:
    """The papers of the repository that holds the file or folder `near`, or of the current one; there may be none."""
    for root in (*_roots(near.resolve()), *_roots(Path.cwd())):
        if papers := sorted((root / "notebooks" / "papers").glob("*.ipynb")):
            return papers
    return []


def _roots(start: Path) -> Iterator[Path]:
    """Where a repository may begin: the folder and those above it, then wherever the package itself lies."""
    yield from (start, *start.parents)
    yield Path(__file__).resolve().parents[1]


def _folder(out: str) -> Path:
    target = Path(out)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GovTextError("the folder for the pages cannot be made", file=out, found=error.strerror) from error
    return target
