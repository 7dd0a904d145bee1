"""A paper's notebook run anew, and what it binds compared with what is kept in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from govtext.errors import GovTextError
from govtext.paper import bindings, cells

TIMEOUT = 600
"""Seconds that one cell may take."""


def opened(path: Path) -> Any:
    """The notebook; raises `GovTextError` where the file is none."""
    try:
        return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        raise GovTextError("no notebook that can be read", file=str(path), found=type(error).__name__) from error


def run(book: Any, path: Path) -> None:
    """Run every cell in the notebook's own folder; raises `GovTextError` with the cell that fails.

    It raises as well where a number prints otherwise than in the outputs that were kept: what the prose says of it may
    no longer hold.
    """
    file = str(path)
    kept = _bound(book, file)
    client = NotebookClient(
        book, timeout=TIMEOUT, resources={"metadata": {"path": str(path.resolve().parent)}}, kernel_name="python3",
        extra_arguments=["--log-level=40"],
    )  # fmt: skip
    try:
        client.execute()
    except CellExecutionError as error:
        raise GovTextError(
            "the notebook fails", file=file, place=_failed(book), found=f"{error.ename}: {error.evalue}"
        ) from error
    except (CellTimeoutError, DeadKernelError) as error:
        raise GovTextError("the notebook did not run to its end", file=file, found=type(error).__name__) from error
    _same(kept, _bound(book, file), file)


def _bound(book: Any, file: str) -> dict[str, bindings.Binding]:
    return bindings.collect(cells.outputs(cells.cells(book, file)), file)


def _failed(book: Any) -> str:
    for number, cell in enumerate(book.cells, start=1):
        if any(output.output_type == "error" for output in cell.get("outputs", [])):
            return f"cell {number}"
    return "an unknown cell"


def _same(kept: dict[str, bindings.Binding], now: dict[str, bindings.Binding], file: str) -> None:
    different = bindings.changed(kept, now)
    if different:
        name, old, new = different[0]
        more = f", and {len(different) - 1} more" if len(different) > 1 else ""
        raise GovTextError(
            f"the bound number {name!r} has changed{more}", file=file, place=f"cell {kept[name].cell}", found=new,
            expected=f"{old}, as kept in the notebook; read the prose, run the notebook and save it",
        )  # fmt: skip
