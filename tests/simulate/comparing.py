"""What is read of a simulated report against its truth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from govtext import read
from govtext.checks import rules
from govtext.forms import form
from govtext.report import Report
from govtext.simulate import Truth

KNOWN = {rule.name for rule in rules()}
MEETS = {"fail": ("fail",), "uncertain": ("uncertain", "fail"), "not_assessable": ("not_assessable",)}
"""Statuses that meet what is expected."""


@dataclass
class Compared:
    """One report: figures read otherwise than printed, planted errors that were not found, findings nobody planted."""

    report: str
    layout: str
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unplanted: list[str] = field(default_factory=list)


def by_report(truth: Truth, table: str) -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in truth.table(table).to_dict("records"):
        rows[str(row["report"])].append({str(name): str(value) for name, value in row.items()})
    return rows


def compare(truth: Truth, files: set[str] | None = None) -> Iterator[Compared]:
    figures, errors = by_report(truth, "figures"), by_report(truth, "errors")
    for row in truth.table("reports").to_dict("records"):
        if files is None or row["file"] in files:
            report = read(Path(truth.folder, str(row["file"])))
            found = Compared(str(row["report"]), str(row["layout"]))
            found.wrong = list(wrong_figures(report, str(row["form"]), figures[found.report]))
            found.missed, found.unplanted = findings(report, errors[found.report])
            yield found


def wrong_figures(report: Report, form_code: str, listed: list[dict[str, str]]) -> Iterator[str]:
    told = {f"{row['table']}/{row['row']}/{row['column']}": row for row in listed}
    for figure in form(form_code).figures():
        row = told.get(figure.key, {"status": "value", "value": "0"})
        cell = report.reading.cell(figure.key)
        status = cell.status if cell else "missing"
        value = None if cell is None or cell.status != "value" else cell.value
        due = Decimal(row["value"]) if row["value"] else None
        if status != row["status"] or value != due:
            yield f"{figure.key}: {status} {value}, printed {row['status']} {due}"


def findings(report: Report, errors: list[dict[str, str]]) -> tuple[list[str], list[str]]:
    """Planted errors without the finding they are to make, and findings without a planted error."""
    found = {(each.rule, each.place): each.status for each in report.findings}
    bad = {key for key, status in found.items() if status == "fail"}
    missed = []
    for error in errors:
        key = (error["rule"], error["place"])
        bad.discard(key)
        if error["rule"] in KNOWN and error["rule"] != "years.title" and found.get(key) not in MEETS[error["expected"]]:
            missed.append(f"{error['kind']}: {key} is {found.get(key)}, expected {error['expected']}")
    return missed, [" ".join(key) for key in sorted(bad)]
