"""Data that travel: a corpus for Excel, Stata, R and others, with a codebook and a datasheet that say what it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus

# pandas, XlsxWriter and pyarrow only where they are asked for, so that the command line starts fast.


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
    CSV as UTF-8 for Excel; `about`: a TOML file of what only the publisher knows; `simulation`: say that all reports
    are simulated (marks of the simulation are found anyway); `replace`: take the place of an earlier export.

    Raises `GovTextError`: an unknown kind, table or language, a folder in use, a table too large for the kind.
    """
    from govtext.export.exporting import export as start

    return start(corpus, out, to, tables=tables, wide=wide, language=language, bom=bom, about=about,
                 simulation=simulation, replace=replace)  # fmt: skip


def codebook(corpus: Corpus | None = None, language: str = "en") -> pd.DataFrame:
    """One row a variable of the corpus's tables and of the wide table, whose columns are the figures of the forms.

    With a corpus its rows, nulls and blank texts are counted. Raises `UnknownCode` for a language other than zh and en.
    """
    from govtext.export.describing import codebook as start

    return start(corpus, language)


def measures(language: str = "en") -> pd.DataFrame:
    """One row a measure that the package computes from texts: room, name, label, unit, formula, source, blind.

    `room`: `govtext.ROOM` computes it; `blind`: what it cannot see. Raises `UnknownCode` for a language other than zh
    and en.

    >>> measures("zh").set_index("name").loc["stickiness", "unit"]
    '占报告之比'
    """
    import pandas as pd

    from govtext.display.language import known
    from govtext.export.measuring import MEASURE_COLUMNS, measure_rows

    known(language)
    return pd.DataFrame(measure_rows(language), columns=list(MEASURE_COLUMNS))


__all__ = ["codebook", "export", "measures"]
