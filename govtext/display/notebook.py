"""A notebook run anew and left as a page of its own."""

from __future__ import annotations

from pathlib import Path

import nbformat
from jinja2 import PackageLoader
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter

from govtext.errors import GovTextError

TIMEOUT = 600
"""Seconds that one cell may take."""


def execute(notebook: Path, out: Path) -> list[Path]:
    """Run the notebook in its own folder; leave it and its HTML page in `out`, and return both paths.

    Raises `GovTextError` where a cell fails or the file is no notebook.
    """
    try:
        book = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise GovTextError("no notebook that can be read", file=str(notebook), found=str(error)) from error
    run(book, notebook)
    copy, page = out / notebook.name, out / notebook.with_suffix(".html").name
    nbformat.write(book, copy)  # type: ignore[no-untyped-call]
    page.write_text(html(book, notebook.stem), encoding="utf-8")
    return [copy, page]


def run(book: nbformat.NotebookNode, notebook: Path) -> None:
    """Run every cell, in the notebook's own folder."""
    client = NotebookClient(
        book,
        timeout=TIMEOUT,
        resources={"metadata": {"path": str(notebook.resolve().parent)}},
        extra_arguments=["--log-level=40"],  # the kernel's notes on its own sockets are nothing to the reader
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise GovTextError("a cell failed", file=str(notebook), found=f"{error.ename}: {error.evalue}") from error
    except (CellTimeoutError, DeadKernelError) as error:
        raise GovTextError("the notebook did not run to its end", file=str(notebook), found=str(error)) from error


def html(book: nbformat.NotebookNode, title: str) -> str:
    """The notebook as HTML that loads nothing from anywhere: pictures and styles are inside, scripts are left out."""
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        extra_loaders=[PackageLoader("govtext.display")], template_file="notebook.html", embed_images=True
    )
    body, _ = exporter.from_notebook_node(book, {"metadata": {"name": title}})
    return str(body)
