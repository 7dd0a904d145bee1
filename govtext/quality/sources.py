"""What the indicators are computed from: the tables and measures of a corpus, each read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from govtext.corpus.opened import Corpus
    from govtext.reuse.source import Prose

SECTION = 5
ABOUT = ("issuer_id", "issuer_name", "year", "level", "body", "region", "scope", "doubtful")
"""What stands beside each report."""


@dataclass(frozen=True)
class Source:
    """A corpus's chosen reports, and what was measured of them."""

    corpus: Corpus

    @cached_property
    def chosen(self) -> Corpus:
        return self.corpus.where(chosen=True)

    @cached_property
    def reports(self) -> pd.DataFrame:
        """What is known of each report, by id, in the order of issuer and year."""
        frame = self.chosen.reports.to_pandas(["report", "issuer", *ABOUT])
        frame["issuer_name"] = frame["issuer_name"].fillna(frame["issuer"])
        frame = frame.sort_values(["issuer_id", "year", "report"], na_position="last", ignore_index=True)
        return frame.drop(columns="issuer").set_index("report")

    @cached_property
    def findings(self) -> pd.DataFrame:
        """Report, rule, status and difference of every finding."""
        return self.chosen.findings.to_pandas(["report", "rule", "status", "difference"])

    @cached_property
    def filled(self) -> pd.DataFrame:
        """By report the figures that are due, and those with a value."""
        cells = self.chosen.cells.to_pandas(["report", "status"])
        filled = (cells["status"] == "value").groupby(cells["report"])
        return filled.agg(["sum", "size"])

    @cached_property
    def manner(self) -> pd.DataFrame:
        """How the prose of each report is said, by report."""
        from govtext.manner import frame
        from govtext.words import texts

        return frame(texts(self.chosen), pos=False).set_index("document")

    @cached_property
    def told(self) -> pd.DataFrame:
        """How section 5 of each report tells problems, by report."""
        from govtext.manner import problem_frame
        from govtext.words import texts

        return problem_frame(texts(self.chosen, SECTION)).set_index("document")

    @cached_property
    def prose(self) -> Prose:
        """The prose, ready to be compared."""
        from govtext.reuse import prose

        return prose(self.corpus)

    def shared(self, measure: str) -> pd.DataFrame:
        """A measure of copied text, by report."""
        from govtext import reuse

        made: pd.DataFrame = getattr(reuse, measure)(self.prose)
        return made.set_index("report")

    @cached_property
    def items(self) -> pd.DataFrame:
        """The items of each report, with their pairs."""
        from govtext.recurrence import items_of

        return items_of(self.corpus)

    @cached_property
    def fates(self) -> pd.DataFrame:
        """The problems whose next year was observed, with the report of that year (`later`)."""
        import pandas as pd

        from govtext.recurrence import fates

        made = fates(self.items)
        made = made[made["same_code"].notna()].reset_index(drop=True)
        reports = self.reports[~self.reports["doubtful"].astype(bool)].dropna(subset=["issuer_id", "year"])
        keys = zip(reports["issuer_id"], reports["year"].astype(int), strict=True)
        known = dict(zip(keys, reports.index, strict=True))
        later = zip(made["issuer_id"], made["year"].astype(int) + 1, strict=True)
        told = [known.get(key) for key in later]
        return made.assign(later=pd.Series(told, made.index, dtype=object))

    def sections(self, report: str, section: int | None = None) -> list[dict[str, Any]]:
        """The sections of one report (or those of one number): number, title, where, start, text; as stored."""
        wanted = self.chosen.sections.filter(report=report)
        wanted = wanted if section is None else wanted.filter(number=section)
        rows: list[dict[str, Any]] = wanted.to_arrow(["number", "title", "where", "start", "text"]).to_pylist()
        return rows
