"""A corpus at a glance: counts by year, level and form, findings by family, what is missing, what is doubtful."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
from markupsafe import Markup, escape

from govtext.checks import families
from govtext.display.language import current, labeller
from govtext.display.safe import one_line

if TYPE_CHECKING:
    from pathlib import Path

    from govtext.corpus.frame import Frame

_REPORTS = ("issuer_id", "year", "level", "form", "chosen", "doubtful", "figures", "figures_read")
_STATUSES = ("pass", "fail", "uncertain", "not_assessable")


@dataclass(frozen=True)
class Years:
    """Issuers and years: how many reports there are, and how many are missing of those that one would expect.

    `between`: years between an issuer's first and last; `around`: years of the corpus before its first or after its
    last, in which it may not have existed.
    """

    issuers: int
    there: int
    between: int
    around: int


@dataclass(frozen=True)
class Overview:
    """Counts over the reports: `reports` a few columns of each, `findings` by family and status, files that failed."""

    reports: pa.Table
    findings: Mapping[tuple[str, str], int]
    years: Years
    errors: int

    def total(self, name: str) -> int:
        """The sum of a column, or how often it is true."""
        return int(pc.sum(self.reports[name]).as_py() or 0)


def overview(reports: Frame, findings: Frame, errors: int) -> Overview:
    """Count; findings are counted piece by piece."""
    table = reports.to_arrow(_REPORTS)
    counts: Counter[tuple[str, str]] = Counter()
    for batch in findings.batches(["family", "status"]):
        grouped = pa.table(batch).group_by(["family", "status"]).aggregate([([], "count_all")])
        for row in grouped.to_pylist():
            counts[row["family"], row["status"]] += row["count_all"]
    return Overview(table, counts, years(table), errors)


def years(reports: pa.Table) -> Years:
    """How many issuers have a report on each year of the corpus; the years are those of reports that are not doubtful.

    >>> table = pa.table({"issuer_id": ["a", "a", "b", "b"], "year": [2019, 2021, 2020, 2020]})
    >>> years(table.append_column("doubtful", [[False] * 4]))
    Years(issuers=2, there=3, between=1, around=2)
    """
    known = reports.select(["issuer_id", "year", "doubtful"]).filter(
        pc.and_(pc.is_valid(reports["issuer_id"]), pc.is_valid(reports["year"]))
    )
    firm = known.filter(pc.invert(known["doubtful"]))
    span = pc.unique((firm if len(firm) else known)["year"])
    known = known.filter(pc.is_in(known["year"], span))
    if not len(known):
        return Years(0, 0, 0, 0)
    each = known.group_by("issuer_id").aggregate([("year", "min"), ("year", "max"), ("year", "count_distinct")])
    own = pc.sum(pc.subtract(each["year_max"], each["year_min"])).as_py() + len(each)
    there = pc.sum(each["year_count_distinct"]).as_py()
    inside = own - there
    return Years(len(each), there, max(inside, 0), max(len(span) * len(each) - own, 0))


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    text = (resources.files(__package__) / "data" / "summary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def lines(seen: Overview, language: str | None = None) -> Iterator[tuple[str, str]]:
    """What is shown: a name and what is to be said, in the language asked for or set."""
    tongue = current(language)
    words = {name: each[tongue] for name, each in _words().items()}
    counted = {"reports": len(seen.reports), "chosen": seen.total("chosen"), "errors": seen.errors}
    yield words["reports"], words["reports_said"].format(**counted)
    for name in ("year", "level", "form"):
        yield words[name], _counts(seen.reports[name].to_pylist(), name, tongue)
    yield words["findings"], _shares(seen.findings, tongue, words)
    for family in families():
        mine = {key: count for key, count in seen.findings.items() if key[0] == family}
        if mine:
            yield "  " + families()[family][tongue], _shares(mine, tongue, words)
    figures, read = seen.total("figures"), seen.total("figures_read")
    span = {"issuers": seen.years.issuers, "there": seen.years.there, "between": seen.years.between,
            "around": seen.years.around}  # fmt: skip
    yield words["issuers"], words["issuers_said"].format(**span)
    unknown = {name: seen.reports[name].null_count for name in ("year", "level")}
    yield (
        words["missing"],
        words["missing_said"].format(share=_share(figures - read, figures), figures=figures, **unknown),
    )
    yield words["doubtful"], words["doubtful_said"].format(doubtful=seen.total("doubtful"))


def _counts(values: Sequence[object], name: str, language: str) -> str:
    counts = Counter(value for value in values if value is not None)
    label = labeller(language)
    told = (
        f"{value if name != 'level' else label(f'level.{value}')}: {counts[value]:,}"
        for value in sorted(counts, key=str)
    )
    return ", ".join(told)


def _shares(findings: Mapping[tuple[str, str], int], language: str, words: Mapping[str, str]) -> str:
    total = sum(findings.values())
    counts = {status: sum(count for (_, each), count in findings.items() if each == status) for status in _STATUSES}
    label = labeller(language)
    said = (f"{label(f'finding.{status}')} {_share(count, total)}" for status, count in counts.items() if count)
    return f"{total:,}" + words["colon"] + ", ".join(said) if total else words["none"]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "0"


def text(path: Path, seen: Overview) -> str:
    """For a terminal."""
    said = [f"  {name + ':':<14} {one_line(what)}" for name, what in lines(seen)]
    return "\n".join([f"<Corpus {one_line(path)}>", *said])


def html(path: Path, seen: Overview) -> str:
    """For a notebook."""
    rows = Markup().join(
        Markup("<tr><th style='text-align:left'>{}</th><td style='text-align:left'>{}</td></tr>").format(name, what)
        for name, what in lines(seen)
    )
    return str(Markup("<table><caption>Corpus {}</caption>{}</table>").format(escape(str(path)), rows))
