"""Readings made to order for tests: figures and sentences go in, sections and claims are found by the package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from govtext.document import Document, DocumentBuilder, Place
from govtext.forms import Figure, form
from govtext.model import Cell, Fact, FormMatch, Identity, Reading
from govtext.parse.prose.claims import find_claims
from govtext.parse.prose.sections import find_sections

TABLES = ("proactive", "requests", "review")
HEADINGS = {
    1: "一、总体情况",
    2: "二、主动公开政府信息情况",
    3: "三、收到和处理政府信息公开申请情况",
    4: "四、政府信息公开行政复议、行政诉讼情况",
    5: "五、存在的主要问题及改进情况",
    6: "六、其他需要报告的事项",
}
SENTENCES = {1: "本单位依法公开信息。", 5: "更新不够及时，今后按月检查。", 6: "全年没有收取信息处理费。"}

Given = Decimal | int | str | tuple[Decimal | int, str] | None
"""A figure; a figure and how it is printed; None: left empty; "/" and the like: a mark; other text: unreadable."""
MISSING = "missing"
"""For a cell that the form has and the report has not."""


def identity_of(
    *,
    year: int | None = 2023,
    issuer: str | None = "青禾县人民政府",
    level: str | None = "county",
    body: str | None = "government",
    published: str | None = "2024-03-01",
    title: str | None = "青禾县人民政府2023年政府信息公开工作年度报告",
) -> Identity:
    """Who reports on what and when; None: not known."""
    facts = {"year": year, "issuer": issuer, "level": level, "body": body, "published": published, "title": title}
    return Identity(**{name: Fact(value, str(value)) for name, value in facts.items() if value is not None})


def made_cell(figure: Figure, given: Given, place: Place, confirmed: bool | None = None) -> Cell:
    """The cell of a figure as given."""
    table, row, column, unit = figure.table, figure.row, figure.column, figure.unit
    if given is None:
        return Cell(table, row, column, None, unit, "empty", "", place, confirmed)
    if isinstance(given, str):
        status = "missing" if given == MISSING else "mark" if given in ("/", "-", "—", "无") else "unreadable"
        raw = "" if status == "missing" else given
        return Cell(table, row, column, None, unit, status, raw, place, confirmed)  # type: ignore[arg-type]
    value, raw = given if isinstance(given, tuple) else (given, f"{given}")
    return Cell(table, row, column, Decimal(value), unit, "value", raw, place, confirmed)


def made_document(
    sentences: Mapping[int, str], headings: Mapping[int, str | None], order: Sequence[int], kind: str, source: str
) -> Document:
    """Headings and prose, one paragraph each; section 0 stands first and has no heading; a heading None is left out."""
    builder = DocumentBuilder(source, kind, kind)
    for line, number in enumerate((0, *order)):
        titles = {**HEADINGS, **headings}
        if title := titles.get(number):
            builder.paragraph(title, Place(line=2 * line + 1))
        if number == 0 or title:
            builder.paragraph(sentences.get(number, ""), Place(line=2 * line + 2))
    return builder.build()


def made_cells(forms: Mapping[str, str], figures: Mapping[str, Given], confirmed: Mapping[str, bool]) -> Iterator[Cell]:
    for number, (table, code) in enumerate(forms.items(), 1):
        for row, figure in enumerate(form(code).figures(table), 1):
            place = Place(table=number, row=row)
            yield made_cell(figure, figures.get(figure.key, 0), place, confirmed.get(figure.key))


def make_reading(
    figures: Mapping[str, Given] | None = None,
    form: str = "2021",
    sentences: Mapping[int, str] | None = None,
    identity: Identity | None = None,
    *,
    tables: Sequence[str] | Mapping[str, str] = TABLES,
    headings: Mapping[int, str | None] | None = None,
    order: Sequence[int] = (1, 2, 3, 4, 5, 6),
    kind: str = "html",
    source: str = "a.html",
    confirmed: Mapping[str, bool] | None = None,
) -> Reading:
    """A reading whose figures are all zero but for those given, and which breaks no rule unless it is told to.

    `figures` by code, `sentences` by section (they replace those of `SENTENCES`), `headings` by section (None: left
    out), `tables` that the report has, each of `form` or, as a mapping, of its own.
    """
    forms = dict(tables) if isinstance(tables, Mapping) else dict.fromkeys(tables, form)
    text = {**SENTENCES, **(sentences or {})}
    document = made_document(text, headings or {}, order, kind, source)
    sections = find_sections(document)
    cells = tuple(made_cells(forms, figures or {}, confirmed or {}))
    unknown = set(figures or {}) - {cell.key for cell in cells}
    assert not unknown, f"no such figures in the form: {unknown}"
    return Reading(
        document, identity or identity_of(), _match(forms), sections, cells, find_claims(document, sections), ()
    )


def _match(forms: Mapping[str, str]) -> FormMatch:
    codes = set(forms.values())
    name = "unknown" if not codes else codes.pop() if len(codes) == 1 else "mixed"
    return FormMatch(name, {table: form(code) for table, code in forms.items()})
