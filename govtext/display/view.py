"""What a display shows, worked out once for notebook and terminal: facts, marked cells, findings in order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from govtext.checks import families, rules
from govtext.display import Shown
from govtext.display.language import label, labels
from govtext.display.safe import short
from govtext.document import Place
from govtext.forms import Table, forms
from govtext.model import Cell, Fact, Finding, FormMatch, Identity
from govtext.records import figure_of, plain

T = TypeVar("T")
SIGNS = {"pass": "✓", "fail": "▲", "uncertain": "△", "not_assessable": "–"}
FOLDED = 10
"""More uncertain findings than this are folded away, or told in brief."""
PIECES = 6
"""So many pieces of evidence at most are shown at once."""
SHOWN_FACTS = ("issuer", "year", "published", "level", "body", "region")


@dataclass(frozen=True, slots=True)
class FactView:
    """One line of the header; `value` is None where it is not known."""

    label: str
    value: str | None
    tip: str


@dataclass(frozen=True, slots=True)
class NumberedFinding:
    """A finding that does not pass, under the number by which its cells refer to it."""

    number: int
    finding: Finding

    @property
    def sign(self) -> str:
        return SIGNS[self.finding.status]

    def name(self, language: str) -> str:
        """What the rule is called."""
        return rule_name(self.finding.rule, language)

    @property
    def badge(self) -> str:
        """Sign, number and signed difference.

        >>> NumberedFinding(2, Finding("r", "f", "fail", "", "layout", difference=Decimal("3"))).badge
        '▲2 +3'
        """
        difference = self.finding.difference
        return f"{self.sign}{self.number}" + (f" {signed(difference)}" if difference else "")


def rule_name(rule: str, language: str) -> str:
    """The rule's name in the language, its code where it has none."""
    return next((each.label[language] for each in rules() if each.name == rule), rule)


def family_name(family: str, language: str) -> str:
    """The name of a family of rules, its code where it has none."""
    known = families()
    return known[family][language] if family in known else family


def signed(difference: Decimal) -> str:
    """The difference with its sign, with a true minus.

    >>> signed(Decimal("-1.50")), signed(Decimal(4))
    ('−1.5', '+4')
    """
    return ("+" if difference > 0 else "−" if difference < 0 else "") + plain(abs(difference))


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell as shown: `text`, its status, what is wrong with it, and what a reader sees on pointing at it."""

    text: str
    status: str
    mark: str
    badges: tuple[str, ...]
    tip: str
    differ: bool = False


def with_place(words: str, place: Place) -> str:
    """The words and, in brackets, where they stand."""
    return f"{words} ({place})" if words and str(place) else words or str(place)


def facts(identity: Identity, language: str) -> list[FactView]:
    """The header's facts, known or not, each with its evidence."""
    known = identity.facts()
    return [fact_view(name, known[name], language) for name in SHOWN_FACTS]


def fact_view(name: str, fact: Fact, language: str) -> FactView:
    """One fact with its evidence, place and rule as the tip."""
    value = None if fact.value is None else short(fact.value)
    if value is not None and f"{name}.{value}" in labels():
        value = label(f"{name}.{value}", language)
    parts = [
        f"{label('header.evidence', language)}: {with_place(short(fact.evidence), fact.place)}"
        if fact.evidence
        else "",
        f"{label('header.rule', language)}: {fact.rule}" if fact.rule else "",
    ]
    return FactView(label(f"header.{name}", language), value, "\n".join(filter(None, parts)))


def form_view(match: FormMatch, language: str) -> FactView:
    """The form with its notice and the labels that told it."""
    known = {form.code: form for form in forms()}.get(match.name)
    name = label(f"form.{match.name}", language)
    by_table = []
    if match.name == "mixed":
        name = f"{name} ({', '.join(sorted({form.code for form in match.tables.values()}))})"
        by_table = [f"{form.table(code).label[language]}: {form.code}" for code, form in match.tables.items()]
    tip = "\n".join(filter(None, (known.source if known else "", *by_table, *match.evidence)))
    return FactView(label("header.form", language), name, tip)


def counts(statuses: Iterable[str]) -> Mapping[str, int]:
    """How often each status occurs."""
    return Counter(statuses)


def tables(report: Shown) -> list[tuple[str, Table]]:
    """The tables that were found, in printed order, each with the code of the form whose labels stand there."""
    found = report.reading.form.tables
    order = dict.fromkeys(table.code for form in forms() for table in form.tables)
    return [(found[code].code, found[code].table(code)) for code in order if code in found]


def absent(report: Shown, language: str) -> list[str]:
    """Labels of the statutory tables that were not found; none where the report has no table at all."""
    found = report.reading.form.tables
    return [table.label[language] for table in forms()[-1].tables if found and table.code not in found]


def first(items: Sequence[T], most: int, language: str) -> tuple[Sequence[T], str]:
    """The first items, and how many more there are in words; no words where there are none.

    >>> first("abc", 2, "en")
    ('ab', '… 1 more')
    """
    rest = len(items) - most
    return items[:most], f"… {rest:,} {label('part.more', language)}" if rest > 0 else ""


def evidence(finding: Finding) -> tuple[str, ...]:
    """The evidence in telling order: sentences and reasons first, then the cells, so that no reason is cut off.

    >>> evidence(Finding("r", "f", "uncertain", "", "layout", evidence=("a/b/c = 1", "doubt: a scan"), keys=("a/b/c",)))
    ('doubt: a scan', 'a/b/c = 1')
    """
    return tuple(sorted(finding.evidence, key=lambda piece: piece.startswith(finding.keys)))


def numbered(findings: Iterable[Finding]) -> list[NumberedFinding]:
    """What does not pass, numbered: fails first, then uncertain."""
    kept = [finding for status in ("fail", "uncertain") for finding in findings if finding.status == status]
    return [NumberedFinding(number, finding) for number, finding in enumerate(kept, 1)]


def passed(findings: Iterable[Finding], status: str = "pass") -> list[tuple[str, int]]:
    """How many findings of each family have this status."""
    return sorted(Counter(finding.family for finding in findings if finding.status == status).items())


def marks(items: Sequence[NumberedFinding]) -> Mapping[str, list[NumberedFinding]]:
    """Cell code to the findings that look at it, fails first."""
    found: dict[str, list[NumberedFinding]] = defaultdict(list)
    for item in items:
        for key in item.finding.keys:
            found[key].append(item)
    return found


def badge_cells(items: Sequence[NumberedFinding], order: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """The badges in the table, each in the last of its finding's cells in `order`: the total, as a rule."""
    position = {key: number for number, key in enumerate(order)}
    found: dict[str, tuple[str, ...]] = {}
    for item in items:
        keys = [key for key in item.finding.keys if key in position]
        if keys:
            last = max(keys, key=position.__getitem__)
            found[last] = (*found.get(last, ()), item.badge)
    return found


class CellViews:
    """Looks up how each cell of a report is to be shown."""

    def __init__(self, report: Shown, items: Sequence[NumberedFinding], language: str) -> None:
        self._language = language
        self._cells = {cell.key: cell for cell in report.reading.cells}
        self._marks = marks(items)
        # A cell without figure shows by its status what is wrong with it; only figures are marked.
        figures = [key for key, cell in self._cells.items() if cell.status == "value"]
        self._badges = badge_cells(items, figures)

    def __getitem__(self, key: str) -> CellView:
        cell = self._cells.get(key)
        found = self._marks.get(key, [])
        mark = self._mark(found, self._badges.get(key, ())) if cell and cell.status == "value" else ""
        if cell is None:
            return CellView(self._say("cell.missing"), "missing", mark, (), key)
        tip = "\n".join(
            [*self._tip(cell), *(f"{item.badge}: {short(item.finding.expression)}" for item in found[:PIECES])]
        )
        return CellView(self._text(cell), cell.status, mark, self._badges.get(key, ()), tip, cell.confirmed is False)

    @staticmethod
    def _mark(found: Sequence[NumberedFinding], badges: Sequence[str]) -> str:
        """All cells of a failed sum are marked; of an uncertain one only that which carries its badge."""
        if any(item.finding.status == "fail" for item in found):
            return "fail"
        return "uncertain" if badges else ""

    def _say(self, name: str) -> str:
        return label(name, self._language)

    def _text(self, cell: Cell) -> str:
        if cell.status == "value":
            return plain(cell.value)
        if cell.status in ("mark", "unreadable") and cell.raw:
            return short(cell.raw, 40)
        return self._say(f"cell.{cell.status}")

    def _tip(self, cell: Cell) -> Iterator[str]:
        figure = figure_of(cell)
        if figure:
            yield f"{figure.row_label[self._language]} · {figure.column_label[self._language]}"
        yield f"{self._say(f'legend.{cell.status}')}{f' [{cell.unit}]' if cell.unit else ''}"
        if cell.raw:
            yield f"{self._say('tip.raw')}: {short(cell.raw)}"
        if str(cell.place):
            yield f"{self._say('tip.place')}: {cell.place}"
        if cell.confirmed is not None:
            yield self._say("tip.confirmed" if cell.confirmed else "tip.differ")
        yield f"{self._say('tip.code')}: {cell.key}"
