"""Stata .dta files: 118 (Stata 14 and later) in UTF-8, 117 (Stata 13) in GB18030, with variable and value labels.

Format 117 does not say how its texts are encoded: Stata 13 takes them for the code page of its system, which on a
Chinese system is 936 (GBK). GB18030 holds every character and is the same as GBK where GBK has one. Stata 14 and later
turn such a file into Unicode with `unicode encoding set gb18030` and `unicode translate`; R reads it with
`readstata13::read.dta13(fromEncoding = "GB18030")`, or with `haven::read_dta(encoding = "GB18030")`, save for strL,
which ReadStat does not convert. The bytes are those of the edition of 2000, as Python has them; later editions have
others for U+1E3F, U+9FB4 to U+9FBB, U+FE10 to U+FE19 and some of the private use area.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from govtext.corpus.schema import Variable
from govtext.errors import GovTextError
from govtext.export.bounds import BOUNDS, Bounds, refuse
from govtext.export.describing import coded, value_label
from govtext.export.job import Job
from govtext.export.meanings import meaning
from govtext.export.names import stata_names
from govtext.export.outgoing import Outgoing
from govtext.export.stamp import stamp

if TYPE_CHECKING:
    import pandas as pd

Day = Literal["td", "tc"]
"""Stata's dates count days, its times milliseconds, since 1960."""
LONGEST_LABEL = 80
"""Characters of a variable label and of a file's label; in 117 bytes, which are its characters."""
LONGEST_TEXT = 2045
"""Bytes of a str#; a longer text makes its variable a strL."""
_LONG = (-2_147_483_647, 2_147_483_620)
"""The whole numbers of Stata's long."""
NUL = "\N{SYMBOL FOR NULL}"
"""Stands for U+0000, at which Stata would end a text."""


@dataclass(frozen=True, slots=True)
class Format:
    """A version of .dta: its number for pandas, the encoding of its texts, and its folder in the export."""

    version: Literal[117, 118]
    encoding: str
    folder: str

    def text(self, text: str) -> str:
        """The text as pandas is to be given it: in 117 the bytes of GB18030, each as one character of Latin-1."""
        whole = text.replace("\0", NUL)
        return whole if self.version >= 118 else whole.encode(self.encoding).decode("latin-1")

    def long_text(self, text: str) -> str | bytes:
        """The text for a strL, which pandas writes as it is where it is bytes."""
        return text.replace("\0", NUL).encode(self.encoding)

    def label(self, text: str) -> str:
        """As much of a label as Stata takes, cut between characters."""
        size = LONGEST_LABEL
        while len(cut := self.text(text[:size])) > LONGEST_LABEL:
            size -= 1
        return cut


STATA_14 = Format(118, "utf-8", "stata")
STATA_13 = Format(117, "gb18030", "stata117")


def write_stata(job: Job, root: Path, form: Format = STATA_14, bounds: Bounds = BOUNDS) -> None:
    """Write `stata/<table>.dta`, the names as Stata has them, and `labels.do`, the labels in the other language.

    Coded variables become integers with value labels, a null the missing value `.`; a null text is an empty one, for
    Stata knows no other. Raises `BoundExceeded` for a table that does not fit in memory.
    """
    for table in job.tables:
        if table.rows * len(table.schema.variables) > bounds.stata_values:
            raise refuse("Stata", table, bounds.stata_values // len(table.schema.variables), "rows")
    folder = root / form.folder
    folder.mkdir(exist_ok=True)
    for table in job.tables:
        _write(job, table, form, folder / f"{table.name}.dta")
    _write_names(job.tables, folder / "names.csv")
    script = "".join(labels_do(job, form))
    (folder / "labels.do").write_text(script, encoding=form.encoding, newline="\n")


def _write(job: Job, table: Outgoing, form: Format, path: Path) -> None:
    frame, long, days = _frame(table, form)
    names = stata_names(table.schema.names)
    labels = {names[each.name]: form.label(each.label[job.language]) for each in table.schema.variables}
    title = ("SIMULATED " if job.simulated else "") + f"govtext {job.dataset} {table.name}"
    try:
        frame.rename(columns=names).to_stata(
            path, write_index=False, version=form.version, byteorder="<", time_stamp=stamp(), data_label=title[:80],
            variable_labels=labels, convert_strl=[names[name] for name in long],
            convert_dates={names[name]: kind for name, kind in days.items()},
            value_labels={names[name]: values for name, values in _value_labels(job, table, form).items()},
        )  # fmt: skip
    except ValueError as error:
        raise GovTextError("Stata cannot hold the table", place=table.name, found=str(error)) from error


def _frame(table: Outgoing, form: Format) -> tuple[pd.DataFrame, list[str], dict[str, Day]]:
    """The table as pandas is to write it, its variables that are strL, and those that are dates."""
    import pandas as pd

    columns: dict[str, Any] = {}
    long: list[str] = []
    days: dict[str, Day] = {}
    whole = pa.Table.from_batches(table.batches(), table.arrow)
    for variable in table.schema.variables:
        column = whole[variable.name]
        if codes := coded(table, variable):
            columns[variable.name] = _codes(column, codes)
        elif variable.type == "string":
            columns[variable.name], is_long = _texts(column, form)
            long += [variable.name] * is_long
        elif variable.type in ("date", "timestamp"):
            columns[variable.name] = column.cast(pa.timestamp("ms")).to_pandas()
            days[variable.name] = "td" if variable.type == "date" else "tc"
        else:
            columns[variable.name] = _numbers(column, variable)
    return pd.DataFrame(columns), long, days


def _codes(column: pa.ChunkedArray, codes: Mapping[str, int]) -> Any:
    numbers = pa.array(list(codes.values()), pa.int16())
    places = pc.index_in(column, pa.array(list(codes), pa.string()))
    return numbers.take(pa.chunked_array(places.chunks, pa.int32()).combine_chunks()).to_pandas(types_mapper=_nullable)


def _numbers(column: pa.ChunkedArray, variable: Variable) -> Any:
    """Numbers in a type that Stata has; whole numbers past its long as double, as far as that is exact."""
    if variable.type == "float64":
        return column.to_pandas()
    if variable.type == "bool":
        return column.cast(pa.int8()).to_pandas(types_mapper=_nullable)
    least, most = pc.min_max(column).as_py().values()
    if least is None or _LONG[0] <= least <= most <= _LONG[1]:
        return column.cast(pa.int32() if variable.type == "int64" else column.type).to_pandas(types_mapper=_nullable)
    if max(-least, most) > 2**53:
        raise GovTextError("Stata would round a number", place=variable.name, found=f"{least} to {most}")
    return column.cast(pa.float64()).to_pandas()


def _nullable(kind: pa.DataType) -> Any:
    import pandas as pd

    return {
        pa.int8(): pd.Int8Dtype(), pa.int16(): pd.Int16Dtype(), pa.int32(): pd.Int32Dtype()
    }.get(kind)  # fmt: skip


def _texts(column: pa.ChunkedArray, form: Format) -> tuple[np.ndarray, bool]:
    """The texts as objects, and whether one is too long for a str#."""
    texts = [text or "" for text in column.to_pylist()]
    is_long = any(len(text) * 4 > LONGEST_TEXT and len(form.long_text(text)) > LONGEST_TEXT for text in texts)
    made = np.empty(len(texts), dtype=object)
    made[:] = [form.long_text(text) if text else "" for text in texts] if is_long else list(map(form.text, texts))
    return made, is_long


def _value_labels(job: Job, table: Outgoing, form: Format) -> dict[str, dict[int | float, str]]:
    return {
        variable.name: {code: form.text(label) for code, label in labels.items()}
        for variable in table.schema.variables
        if (labels := value_labels(table, variable, job.language))
    }


def value_labels(table: Outgoing, variable: Variable, language: str) -> dict[int | float, str]:
    """The labels of a variable's codes; of a truth value, no and yes; none where it is not coded."""
    if variable.type == "bool":
        return {code: meaning(table.name, "bool", word)[language] for code, word in enumerate(("false", "true"))}
    return {code: value_label(table.name, variable, value)[language] for value, code in coded(table, variable).items()}


def _write_names(tables: Iterable[Outgoing], path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("table", "name", "stata"))
        for table in tables:
            writer.writerows((table.name, name, legal) for name, legal in stata_names(table.schema.names).items())


def labels_do(job: Job, form: Format) -> Iterator[str]:
    """A do-file that gives a table its labels in the other language beside those it has, as `label language` does."""
    other = {"zh": "en", "en": "zh"}[job.language]
    yield "* use cells.dta, clear\n* do labels.do cells\n* then: label language " + other + "\nargs table\n"
    for table in job.tables:
        yield f'if "`table\'" == "{table.name}" {{\n'
        yield f"    label language {job.language}, rename\n    label language {other}, new\n"
        names = stata_names(table.schema.names)
        for variable in table.schema.variables:
            yield from _labelled(table, variable, names[variable.name], other, form)
        yield f"    label language {job.language}\n}}\n"


def _labelled(table: Outgoing, variable: Variable, name: str, language: str, form: Format) -> Iterator[str]:
    whole = form.label(variable.label[language])
    cut = whole if form.version >= 118 else whole.encode("latin-1").decode(form.encoding)
    yield f"    label variable {name} {_quoted(cut)}\n"
    labels = value_labels(table, variable, language)
    if labels:
        mine = f"{name[:29]}_{language}"
        pairs = " ".join(f"{code} {_quoted(label)}" for code, label in labels.items())
        yield f"    label define {mine} {pairs}\n    label values {name} {mine}\n"


def _quoted(text: str) -> str:
    r"""Compound quotes, without what a do-file would take for a macro.

    >>> print(_quoted('a "b" `c'))
    `"a "b" 'c"'
    """
    return '`"' + text.replace("`", "'").replace("$", "＄").replace("\"'", "\" '") + "\"'"
