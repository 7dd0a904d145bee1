"""From a document to a reading. The list of steps in `parse` is the algorithm; every decision is in the log."""

from __future__ import annotations

from collections.abc import Sequence

from govtext.document import Document, Note, Place
from govtext.errors import NotAReport
from govtext.model import FormMatch, Identity, Reading, Section
from govtext.parse.prose.claims import find_claims
from govtext.parse.prose.identity import identify
from govtext.parse.prose.sections import find_sections, section_notes, split_at_headings
from govtext.parse.tables import read_tables
from govtext.parse.tables.forms_used import TableReading
from govtext.parse.tables.lines import recover_tables

_LEAST_SECTIONS = 2
_LEAST_FIGURES = 5
_STATUTORY = 2019
"""The first report year with the three statutory tables."""


def parse(document: Document) -> Reading:
    """Read sections, identity, figures and claims out of a document.

    Raises `NotAReport` where neither sections nor tables of such a report are found.
    """
    document = split_at_headings(document)
    document = recover_tables(document)
    sections = find_sections(document)
    tables = read_tables(document)
    identity, identity_notes = identify(document, sections)
    _demand_report(document, sections, tables)
    form, form_notes = _form(tables, sections, identity)
    claims = find_claims(document, sections)
    log = (
        *document.log, *section_notes(document, sections), *identity_notes, *tables.log, *form_notes,
    )  # fmt: skip
    return Reading(document, identity, form, sections, tables.cells, claims, log)


def _demand_report(document: Document, sections: Sequence[Section], tables: TableReading) -> None:
    titled = {section.number for section in sections if section.number}
    figures = sum(cell.status in ("value", "empty", "mark") for cell in tables.cells)
    if len(titled) < _LEAST_SECTIONS and figures < _LEAST_FIGURES:
        raise NotAReport(
            "this is no annual report on information disclosure",
            file=document.source,
            found=f"{len(titled)} of the six sections and {figures} figures of the tables",
            expected="政府信息公开工作年度报告",
        )


def _form(tables: TableReading, sections: Sequence[Section], identity: Identity) -> tuple[FormMatch, tuple[Note, ...]]:
    """The form told by labels; without any table, free form where the sections are not the statutory six."""
    if tables.form.tables:
        return tables.form, ()
    statutory = {section.number for section in sections} >= set(range(1, 7))
    early = isinstance(identity.year.value, int) and identity.year.value < _STATUTORY
    if early or not statutory:
        message = (
            "no statutory table and free sections: a report in free form, as before 2019; it has no figures to read"
        )
        return FormMatch("free", evidence=(message,)), (Note("match form", "info", message, Place()),)
    message = (
        "the six sections stand there, but no label of any statutory table: the tables may be pictures or left out"
    )
    return FormMatch("unknown", evidence=(message,)), (Note("match form", "loss", message, Place()),)
