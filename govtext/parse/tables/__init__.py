"""From grids to figures: walk the rows, decide which cells are figures, match the form.

A grid that stands only in lines of text is recovered first (`lines`). Labels lead everywhere; nothing is read by place
alone.
"""

from __future__ import annotations

from dataclasses import replace

from govtext.document import Document
from govtext.parse.tables.figures import read_cells
from govtext.parse.tables.forms_used import TableReading, fill_forms
from govtext.parse.tables.walk import walk_tables


def read_tables(document: Document) -> TableReading:
    """The figures of the document's grids, the form they belong to, and the log of the three steps."""
    walked = walk_tables(document)
    found, log = read_cells(walked.rows)
    filled = fill_forms(found, walked.headless)
    return replace(filled, log=(*walked.log, *log, *filled.log))
