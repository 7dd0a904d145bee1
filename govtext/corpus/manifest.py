"""Every file with what became of it: a row of the manifest, and for those that are no report a row of the errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from govtext.corpus.listing import Listed
from govtext.corpus.reading import Failure
from govtext.corpus.rows import Row
from govtext.corpus.version import reading_version

_OF_REPORT = ("kind", "reader", "form", "issuer", "year")
_LOST = Failure("UnreadableFile", "the file was not read; build again", again=True)


def manifest_rows(files: Iterable[Listed], reports: pa.Table) -> list[Row]:
    """One row a file, in the order in which they were listed."""
    known = {row["report"]: row for row in reports.select(["report", *_OF_REPORT]).to_pylist()}
    first: dict[str, str] = {}
    rows: list[Row] = []
    for file in files:
        told: Mapping[str, Any] = known.get(file.report) or dict.fromkeys(("report", *_OF_REPORT))
        same_as = first.get(file.sha256 or "")
        if file.sha256:
            first.setdefault(file.sha256, file.file)
        rows.append((
            file.folder, file.file, file.sha256, file.size, file.modified, told["kind"], told["reader"],
            reading_version(), told["form"], told["issuer"], told["year"], told["report"], same_as,
        ))  # fmt: skip
    return rows


def error_rows(files: Iterable[Listed], reports: pa.Table, failures: Mapping[str, Failure]) -> list[Row]:
    """One row for every file that is no report: whatever happened, it is told here."""
    known = set(reports["report"].to_pylist())
    return [_error(file, failures) for file in files if file.report not in known]


def _error(file: Listed, failures: Mapping[str, Failure]) -> Row:
    failure = file.failure or failures.get(file.sha256 or "", _LOST)
    return (
        file.folder, file.file, file.sha256, file.size, failure.kind, failure.error, failure.message, failure.again
    )  # fmt: skip
