"""A report in a terminal: identity, form, sections, tables in compact form, findings.

Every text from a file goes through `_text`: no markup is parsed, no escape reaches the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.box import SIMPLE, SIMPLE_HEAD
from rich.console import Console, ConsoleRenderable, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from govtext import records
from govtext.display import Shown, view
from govtext.display.language import current, label
from govtext.display.safe import one_line, short
from govtext.forms import Block, Line
from govtext.forms import Table as FormTable
from govtext.forms.printed import marker

WIDEST, NARROWEST = 140, 60
PIPED = 120
NOTES = 50
"""At most so many notes of the log are printed."""
STYLES = {
    "fail": "bold red", "uncertain": "yellow", "pass": "green", "not_assessable": "dim",
    "empty": "dim", "mark": "cyan", "unreadable": "reverse", "missing": "dim reverse", "zero": "dim",
}  # fmt: skip


def show(report: Shown, language: str | None = None, *, tables: bool = True) -> None:
    """Print the report to standard output; `tables=False` leaves the tables out."""
    console().print(render(report, language, tables=tables))


def console() -> Console:
    """A console as wide as the terminal, within bounds; NO_COLOR is honoured, a pipe gets plain text."""
    plain = Console(highlight=False, markup=False, emoji=False)
    width = plain.width if plain.is_terminal or "COLUMNS" in plain._environ else PIPED
    plain.width = max(NARROWEST, min(width, WIDEST))
    return plain


def render(report: Shown, language: str | None = None, *, tables: bool = True) -> ConsoleRenderable:
    """The report for rich to print."""
    chosen = current(language)
    items = view.numbered(report.findings)
    parts: list[ConsoleRenderable] = [*_header(report, chosen), _heading("part.findings", chosen)]
    parts += _findings(report, items, chosen)
    if tables:
        parts += [_heading("part.tables", chosen), *_tables(report, items, chosen)]
    parts += [_heading("part.sections", chosen), _sections(report, chosen), *_log(report, chosen)]
    return Group(*parts)


def _text(value: object, style: str = "") -> Text:
    return Text(one_line(short(value)), style=style)


def _heading(name: str, language: str) -> Text:
    return Text("\n" + label(name, language), style="bold underline")


def _header(report: Shown, language: str) -> Iterator[ConsoleRenderable]:
    reading = report.reading
    title = reading.identity.title.value
    yield _text(title or label("header.untitled", language), "bold")
    if reading.document.scanned:
        yield _text(label("header.scan", language), "yellow")
    yield _facts(report, language)


def _facts(report: Shown, language: str) -> Table:
    reading = report.reading
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(_text(label("header.file", language), "dim"), _text(records.report_name(reading.document.source)))
    for fact in (*view.facts(reading.identity, language), view.form_view(reading.form, language)):
        value = _text(fact.value) if fact.value is not None else _text(label("header.unknown", language), "dim italic")
        grid.add_row(_text(fact.label, "dim"), value)
    counts = view.counts(cell.status for cell in reading.cells)
    said = [f"{count} {label(f'cell.{status}', language)}" for status, count in counts.items()]
    grid.add_row(_text(label("summary.figures", language), "dim"), _text(" · ".join(said) or "0"))
    grid.add_row(_text(label("summary.claims", language), "dim"), _text(len(reading.claims)))
    return grid


def _findings(report: Shown, items: list[view.NumberedFinding], language: str) -> Iterator[ConsoleRenderable]:
    brief = sum(item.finding.status == "uncertain" for item in items) > view.FOLDED
    for item in items:
        yield from _finding(item, language, brief=brief and item.finding.status == "uncertain")
    if report.findings and not items:
        yield _text(f"✓ {label('part.all_pass', language)}", STYLES["pass"])
    if not report.findings:
        yield _text(label("part.no_findings", language), "dim italic")
    for status, name in (("pass", "part.passes"), ("not_assessable", "part.not_assessable")):
        families = view.passed(report.findings, status)
        said = " · ".join(f"{view.family_name(family, language)} {count}" for family, count in families)
        if said:
            yield _text(f"{view.SIGNS[status]} {label(name, language)}: {said}", STYLES[status])


def _finding(item: view.NumberedFinding, language: str, *, brief: bool = False) -> Iterator[ConsoleRenderable]:
    finding = item.finding
    said = label(f"finding.{finding.status}", language)
    style = STYLES[finding.status]
    head = (_text(f"{item.badge} {said}", style), _text(item.name(language), "bold"), _text(finding.place, "dim"))
    yield Text("  ").join(head)
    if brief:
        return
    evidence, rest = view.first(view.evidence(finding), view.PIECES, language)
    lines = [finding.expression, *evidence, rest]
    verdict = label(f"verdict.{finding.verdict}", language) if finding.verdict else ""
    lines.append(" · ".join(filter(None, (verdict, label(f"standing.{finding.standing}", language)))))
    yield Padding(Group(*(_text(line) for line in lines if line)), (0, 0, 0, 4), expand=False)


def _tables(report: Shown, items: list[view.NumberedFinding], language: str) -> Iterator[ConsoleRenderable]:
    cells = view.CellViews(report, items, language)
    tables = view.tables(report)
    for code, table in tables:
        yield _text(f"{table.label[language]} ({label(f'form.{code}', language)})", "bold")
        for block in table.blocks:
            yield Padding(_block(table, block, cells, language), (0, 0, 1, 0), expand=False)
    if not tables:
        yield _text(label("part.no_tables", language), "dim italic")
    for name in view.absent(report, language):
        yield _text(f"{name}: {label('part.table_absent', language)}", "dim italic")


def _block(table: FormTable, block: Block, cells: view.CellViews, language: str) -> Table:
    grid = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 0, 0, 1), show_edge=False)
    grid.add_column(_text(marker(block, language)), overflow="fold")
    for column in block.columns:
        # English names are too long for seven columns; the codes are short and say the same.
        name = column.label.zh if language == "zh" else column.code.replace("_", " ")
        grid.add_column(_text(name), justify="right", overflow="fold")
    for row in block.rows:
        grid.add_row(_text(row.label[language]), *_row(table, row, block, cells))
    return grid


def _row(table: FormTable, row: Line, block: Block, cells: view.CellViews) -> Iterable[Text]:
    for column in block.columns:
        shown = cells[f"{table.code}/{row.code}/{column.code}"]
        style = STYLES.get(shown.mark) or STYLES.get("zero" if shown.text == "0" else shown.status, "")
        sign = view.SIGNS.get(shown.mark, "")
        yield _text(" ".join(filter(None, (shown.text, " ".join(shown.badges) or sign))), style)


def _sections(report: Shown, language: str) -> ConsoleRenderable:
    reading = report.reading
    if not reading.sections:
        return _text(label("part.no_sections", language), "dim italic")
    grid = Table(box=SIMPLE, show_header=False, pad_edge=False, show_edge=False)
    for section in reading.sections:
        size = len(section.text.replace("\n", ""))
        said = f"{size} {label('part.characters', language)}" if size else label("part.no_prose", language)
        title = section.title or label("part.preamble", language)
        grid.add_row(_text(section.printed or section.number or ""), _text(title), _text(said, "dim"))
    return grid


def _log(report: Shown, language: str) -> Iterator[ConsoleRenderable]:
    notes = [note for note in report.reading.log if note.severity != "info"]
    if notes:
        yield _heading("part.log", language)
    shown, rest = view.first(notes, NOTES, language)
    for note in shown:
        said = f"{label(f'severity.{note.severity}', language)}: {view.with_place(note.message, note.place)}"
        yield _text(said, "" if note.severity == "repair" else "yellow")
    if rest:
        yield _text(rest, "dim")
