"""A report as HTML: a fragment for a notebook, or a page of its own.

Templates escape everything (`autoescape`), and `finalize` makes control characters visible; nothing else writes markup.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from govtext import records
from govtext.display import Shown, view
from govtext.display.language import current, labeller
from govtext.display.safe import short, visible
from govtext.forms import Table
from govtext.forms.printed import PrintedBlock, printed

NOTES, PIECES, PROSE = 500, 30, 200
"""At most so many notes of the log, pieces of evidence, and paragraphs of a section are written into a page."""
LEGEND = ("empty", "mark", "unreadable", "missing")


def _finalize(value: object) -> object:
    return value if isinstance(value, Markup) else visible("" if value is None else value)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("govtext.display"), autoescape=True, finalize=_finalize, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["short"] = short
    return environment


@cache
def _css() -> Markup:
    return Markup((resources.files(__package__) / "style.css").read_text(encoding="utf-8"))


def fragment(report: Shown, language: str | None = None) -> str:
    """The report as one element with its own style, for a notebook; `language` is zh, en or the one that is set."""
    return _environment().get_template("report.html").render(_context(report, current(language)))


def page(report: Shown, language: str | None = None) -> str:
    """The report as a whole HTML page that needs nothing else: no script, no font, no network."""
    return _environment().get_template("page.html").render(_context(report, current(language)))


def _context(report: Shown, language: str) -> dict[str, Any]:
    items = view.numbered(report.findings)
    reading = report.reading
    return {
        "language": language, "t": labeller(language), "css": _css(), "reading": reading,
        "title": view.fact_view("title", reading.identity.title, language),
        "facts": [*view.facts(reading.identity, language), view.form_view(reading.form, language)],
        "file": short(records.report_name(reading.document.source)),
        "first": lambda items, most: view.first(items, most, language), "most": (NOTES, PIECES, PROSE),
        "figures": view.counts(cell.status for cell in reading.cells),
        "findings": view.counts(finding.status for finding in report.findings),
        "tables": [_table(table, language) for table in view.tables(report)],
        "absent": view.absent(report, language), "pieces_shown": view.PIECES, "told": view.evidence,
        "cells": view.CellViews(report, items, language), "legend": _legend(report, items),
        "failed": [item for item in items if item.finding.status == "fail"],
        "uncertain": [item for item in items if item.finding.status == "uncertain"], "folded": view.FOLDED,
        "family": lambda family: view.family_name(family, language), "passes": view.passed(report.findings),
        "not_assessable": [finding for finding in report.findings if finding.status == "not_assessable"],
        "plain": records.plain, "signed": view.signed, "signs": view.SIGNS,
    }  # fmt: skip


def _table(found: tuple[str, Table], language: str) -> dict[str, Any]:
    form, table = found
    blocks: tuple[PrintedBlock, ...] = printed(table, language)
    units = list(dict.fromkeys(column.unit for block in table.blocks for column in block.columns))
    return {"label": table.label[language], "form": form, "blocks": blocks, "units": units, "code": table.code}


def _legend(report: Shown, items: list[view.NumberedFinding]) -> list[str]:
    """The marks that this report's tables in fact show."""
    statuses = {cell.status for cell in report.reading.cells}
    shown: list[str] = [status for status in LEGEND if status in statuses]
    if any(cell.confirmed is False for cell in report.reading.cells):
        shown.append("differ")
    figures = {cell.key for cell in report.reading.cells if cell.status == "value"}
    marked = {item.finding.status for item in items if figures.intersection(item.finding.keys)}
    return shown + [status for status in ("fail", "uncertain") if status in marked]
