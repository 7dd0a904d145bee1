"""A corpus that was built: its tables, narrowed, laid out as a panel, asked in SQL, and back to the file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.dataset as ds

from govtext.corpus.frame import SEVERAL, Frame, all_of
from govtext.corpus.listing import named
from govtext.corpus.reading import ID_LENGTH
from govtext.corpus.schema import BY_REPORT, SINGLE, table, tables
from govtext.corpus.state import read_index
from govtext.errors import GovTextError, UnknownCode
from govtext.report import Report, read

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.summary import Overview

_BY = ("level", "body", "region", "year", "form", "kind", "issuer", "issuer_id", "scope", "doubtful", "chosen")


def open_corpus(path: str | PathLike[str]) -> Corpus:
    """Open a corpus that was built.

    Raises `GovTextError` where there is none, or where it is of another layout.
    """
    root = Path(path)
    index = read_index(root)
    if index is None:
        raise GovTextError("no corpus here", file=str(root), expected="a folder that `govtext build` made")
    return Corpus(root, index)


@dataclass(frozen=True, repr=False, eq=False)
class Corpus:
    """Tables of many reports, all of them lazy; `findings` has those across reports too, of the family `across`.

    `condition`: what a narrowed corpus keeps of `reports`; tables that are not of single reports stay whole: errors and
    the manifest, for a file that could not be read has no level, region or year, and issuers, breaks and questions.
    """

    path: Path
    index: Mapping[str, Any]
    condition: ds.Expression | None = None
    narrowed: str = ""
    """The condition in words."""

    @property
    def reports(self) -> Frame:
        """One row a report."""
        return Frame("reports", self.dataset("reports"), self.condition)

    @property
    def sections(self) -> Frame:
        """One row a section."""
        return self._of_reports("sections")

    @property
    def cells(self) -> Frame:
        """One row a figure."""
        return self._of_reports("cells")

    @property
    def claims(self) -> Frame:
        """One row a number in the prose."""
        return self._of_reports("claims")

    @property
    def items(self) -> Frame:
        """One row a problem or measure of section 5."""
        return self._of_reports("items")

    @property
    def findings(self) -> Frame:
        """One row a finding."""
        return self._of_reports("findings")

    @property
    def identities(self) -> Frame:
        """One row a report: what tells whose it is, as read."""
        return self._of_reports("identities")

    @property
    def matches(self) -> Frame:
        """One row a report: whose it is, and on what evidence."""
        return self._of_reports("matches")

    @property
    def issuers(self) -> Frame:
        """One row an issuer."""
        return Frame("issuers", self.dataset("issuers"))

    @property
    def breaks(self) -> Frame:
        """One row an issuer and year whose figures do not continue those of the year before."""
        return Frame("breaks", self.dataset("breaks"))

    @property
    def questions(self) -> Frame:
        """One row a doubtful match that a person should decide; `questions.csv` is the same."""
        return Frame("questions", self.dataset("questions"))

    @property
    def errors(self) -> Frame:
        """One row a file that is no report, and why."""
        return Frame("errors", self.dataset("errors"))

    @property
    def manifest(self) -> Frame:
        """One row a file."""
        return Frame("manifest", self.dataset("manifest"))

    def files(self, name: str) -> list[str]:
        """The Parquet files of a table; raises `UnknownCode` for one that there is not."""
        table(name)
        if name in SINGLE:
            return [str(self.path / self.index[name])]
        across = self.index["across"] if name == "findings" else []
        return [str(self.path / path) for path in (*(parts[name] for parts in self.index["shards"].values()), *across)]

    def dataset(self, name: str) -> ds.Dataset:
        """A whole table as a pyarrow dataset, narrowed or not."""
        return ds.dataset(self.files(name), schema=table(name).arrow(), format="parquet")

    def _of_reports(self, name: str) -> Frame:
        return Frame(name, self.dataset(name), None if self.condition is None else self._ids)

    @cached_property
    def _ids(self) -> ds.Expression:
        return ds.field("report").isin(self.reports.to_arrow(["report"])["report"].combine_chunks())

    def where(self, condition: ds.Expression | None = None, **equals: object) -> Corpus:
        """The corpus of fewer reports: `where(level="county", year=range(2019, 2024))`, or a pyarrow expression.

        By level, body, region, year, form, kind, issuer, issuer_id, scope, doubtful, chosen: one value or several. A
        region is that of the issuer or one above it under its full name (`region="江苏省淮安市"`), or as printed.
        None stands for null. Raises `UnknownCode` for another variable, or a value that it cannot have.
        """
        for name in equals:
            if name not in _BY:
                raise UnknownCode(f"no variable {name!r} to narrow a corpus by", expected=", ".join(_BY))
        each = [self._within(value) if name == "region" else _equal(name, value) for name, value in equals.items()]
        more = [given for given in (self.condition, condition) if given is not None]
        said = [self.narrowed, "" if condition is None else " ".join(str(condition).split())]
        said += [f"{name} = {_listed(value)}" for name, value in equals.items()]
        return replace(self, condition=all_of([*more, *each]), narrowed="; ".join(filter(None, said)))

    def _within(self, value: object) -> ds.Expression:
        """The reports of all issuers in a region, or of several."""
        printed, names = _equal("region", value), tuple(filter(None, _values(value)))
        issuers = self.issuers.to_arrow(["issuer_id", "region"]).to_pylist()
        return printed | _equal("issuer_id", [row["issuer_id"] for row in issuers if row["region"].startswith(names)])

    def panel(self, *keys: str) -> pd.DataFrame:
        """Figures by issuer and year, one column a code, NaN where nothing was read; chosen reports only.

        The index is `issuer_id` and `year`; see `issuers` for names. Where the issuer is not known it is the printed
        name; where it is doubtful which of several reports is on the year, the doubtful ones stand apart, with their
        id behind the issuer's.

        A figure that one form divides and the other does not is added up (`requests/other/total`); a
        `CrossingWarning` tells where years on both sides of 2021 are set side by side that may not be compared.
        Raises `UnknownCode` for a code that no form has.
        """
        from govtext.corpus.panel import panel

        return panel(self.where(chosen=True).reports, self.cells, keys)

    def wide(self) -> pd.DataFrame:
        """One row a chosen report: issuer, year and the like, then every figure of both forms as a column."""
        from govtext.corpus.panel import wide

        return wide(self.where(chosen=True).reports, self.cells)

    def sql(self, query: str, parameters: list[object] | None = None) -> pd.DataFrame:
        """The answer to one SELECT over the tables, by DuckDB; nothing can be written.

        `table`, `column` and `where` are words of SQL: put them in double quotes, or use `key`. Raises `GovTextError`
        for what is no SELECT, or wrong.
        """
        from govtext.corpus.query import select

        kept = None if self.condition is None else self.reports.to_arrow(["report"])
        return select({name: self.files(name) for name in tables()}, kept, query, parameters)

    def report(self, report: str) -> Report:
        """The report itself, read again from its file, so that every place in it can be shown.

        Raises `UnknownCode` where the corpus has no such report, `GovTextError` where its file is gone or changed.
        """
        rows = self.manifest.filter(report=report).to_arrow(["folder", "file", "sha256"]).to_pylist()
        if not rows:
            raise UnknownCode(f"no report {report!r} in the corpus", expected=f"{ID_LENGTH} hexadecimal digits")
        paths = [self.source(row["folder"], row["file"]) for row in rows]
        for path, row in zip(paths, rows, strict=True):
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == row["sha256"]:
                return read(path)
        found = "changed since" if any(path.is_file() for path in paths) else "gone"
        raise GovTextError("the file of the report is not as it was read", file=str(paths[0]), found=found)

    def source(self, folder: int, file: str) -> Path:
        """Where a file of the manifest or the errors lies."""
        return named(Path(self.path, self.index["folders"][folder - 1]), file)

    @cached_property
    def overview(self) -> Overview:
        """What the display counts."""
        from govtext.corpus.summary import overview

        return overview(self.reports, self.findings, len(self.errors))

    def __len__(self) -> int:
        return len(self.reports)

    def __repr__(self) -> str:
        from govtext.corpus.summary import text

        return text(self.path, self.overview)

    def _repr_html_(self) -> str:
        from govtext.corpus.summary import html

        return html(self.path, self.overview)


def _values(value: Any) -> list[Any]:
    return list(value) if isinstance(value, SEVERAL) else [value]


def _listed(value: object) -> str:
    return ", ".join(sorted(map(str, _values(value))))


def _equal(name: str, value: object) -> ds.Expression:
    """A variable of `reports` has one of the values; None: it is null."""
    kind, values = table("reports").arrow().field(name).type, _values(value)
    try:
        wanted = pa.array([each for each in values if each is not None], kind)
        if not {*values} <= {None, *wanted.to_pylist()}:  # 2020.5 is cut to 2020
            raise pa.ArrowInvalid
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise UnknownCode(f"{name} is never so", found=repr(value), expected=f"a value of type {kind}") from error
    found = ds.field(name).isin(wanted)
    return found | ds.field(name).is_null() if None in values else found


TABLES = (*BY_REPORT, *SINGLE)
