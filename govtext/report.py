"""The report that a user holds: everything known of one file, and how it shows itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from govtext.document import Document
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.model import Finding, FormMatch, Identity, Reading, Section

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import ConsoleRenderable

    from govtext.problems import Item

# Readers, checks, pandas, jinja2 and rich are imported where they are asked for: `import govtext` and `govtext --help`
# must start fast, and `govtext cells` needs neither frames nor displays.


def read(path: str | PathLike[str], *, limits: Limits = DEFAULT_LIMITS) -> Report:
    """Read one annual report, in any kind of file it is published in.

    Raises `UnreadableFile`, `BoundExceeded`, `MissingExtra` or `NotAReport`, all of them `GovTextError`.
    """
    from govtext.second import read_confirmed

    return Report(read_confirmed(Path(path), limits))


def items(text: str) -> tuple[Item, ...]:
    """The problems and measures of a text that holds section 5 (存在的主要问题及改进情况), or of that section.

    In reading order; `text[item.start:item.end] == item.text` for each. No items where there is no such section.

    >>> [(item.kind, item.text, item.codes) for item in items("一是更新不及时。二是宣传不够。")]
    [('problem', '更新不及时', ('timeliness',)), ('problem', '宣传不够', ('publicity',))]
    """
    from govtext.problems import items as of_text

    return of_text(text)


class Tables(Mapping[str, "pd.DataFrame"]):
    """The statutory tables of a report by code (`proactive`, `requests`, `review`), with the labels as printed."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def __getitem__(self, code: str) -> pd.DataFrame:
        if code not in self._reading.form.tables:
            raise KeyError(code)
        return self.layout(code)

    def __iter__(self) -> Iterator[str]:
        return iter(self._reading.form.tables)

    def __len__(self) -> int:
        return len(self._reading.form.tables)

    def __repr__(self) -> str:
        return f"<Tables {', '.join(self) or 'none'}>"

    def layout(self, code: str, language: str = "zh") -> pd.DataFrame:
        """The table with labels in `zh` (as printed) or `en`; raises `UnknownCode` where the report has none."""
        from govtext.frames import layout_frame

        return layout_frame(self._reading, code, language)


@dataclass(frozen=True, repr=False)
class Report:
    """One annual report: identity, form, sections, figures, numbers in the prose, findings, and what was doubted."""

    reading: Reading

    @property
    def document(self) -> Document:
        return self.reading.document

    @property
    def source(self) -> str:
        return self.document.source

    @property
    def text(self) -> str:
        """The whole text that was read; every offset counts in it."""
        return self.document.text

    @property
    def identity(self) -> Identity:
        return self.reading.identity

    @property
    def form(self) -> FormMatch:
        return self.reading.form

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.reading.sections

    @property
    def tables(self) -> Tables:
        return Tables(self.reading)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The result of every rule at every place, passes included."""
        from govtext import checks

        return checks.run(self.reading)

    @property
    def cells(self) -> pd.DataFrame:
        """Every figure of the form, one a row: report, table, row, column, value, unit, status, raw, where, …"""
        from govtext.frames import cells_frame

        return cells_frame(self.reading)

    @property
    def claims(self) -> pd.DataFrame:
        """Every number in the prose, one a row, with its sentence and offsets."""
        from govtext.frames import claims_frame

        return claims_frame(self.reading)

    @property
    def items(self) -> pd.DataFrame:
        """The problems and measures of section 5, one a row: report, kind, n, start, end, text, codes, cue, …"""
        from govtext.problems import items_of_reading
        from govtext.problems.frame import items_frame

        return items_frame(self.source, items_of_reading(self.reading))

    @property
    def log(self) -> pd.DataFrame:
        """What was decided, repaired, doubted or lost while reading, one note a row."""
        from govtext.frames import log_frame

        return log_frame(self.reading)

    def check(self) -> pd.DataFrame:
        """The findings as a frame: report, rule, family, status, place, left, right, difference, evidence, …"""
        from govtext.frames import findings_frame

        return findings_frame(self.source, self.findings)

    def html(self, language: str | None = None) -> str:
        """A whole HTML page of its own; `language` is zh or en (None: the one set by `set_language`)."""
        from govtext.display import html

        return html.page(self, language)

    def show(self, language: str | None = None) -> None:
        """Print the report to the terminal."""
        from govtext.display import terminal

        terminal.show(self, language)

    def __repr__(self) -> str:
        who = self.identity.issuer.value or self.source
        year = self.identity.year.value or "year not known"
        read_ = sum(cell.status == "value" for cell in self.reading.cells)
        return f"<Report {who} {year}: form {self.form.name}, {read_} of {len(self.reading.cells)} figures>"

    def _repr_html_(self) -> str:
        from govtext.display import html

        return html.fragment(self)

    def __rich__(self) -> ConsoleRenderable:
        from govtext.display import terminal

        return terminal.render(self)
