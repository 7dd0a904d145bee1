"""The figures of the official forms as variables: what each is, its unit, its forms, and what adds up to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from govtext.corpus.crosswalk import parts
from govtext.corpus.schema import TableSchema, Variable, table
from govtext.forms import Figure, Form, Identity, Label, figure, forms

WIDE = "wide"
"""The table with one row a chosen report and one column a figure; no table of the corpus, made when asked for."""


@dataclass(frozen=True, slots=True)
class FormFigure:
    """A figure as the forms have it: `formulas` are the sums that a form prints or implies for it."""

    figure: Figure
    label: Label
    forms: tuple[str, ...]
    sources: tuple[str, ...]
    formulas: tuple[str, ...]


@cache
def form_figures() -> tuple[FormFigure, ...]:
    """Every figure of every form once, in printed order, older forms first.

    >>> len(form_figures()), form_figures()[0].figure.key
    (226, 'proactive/rules/newly_made')
    """
    keys = dict.fromkeys(each.key for form in forms() for each in form.figures())
    return tuple(_form_figure(key) for key in keys)


def _form_figure(key: str) -> FormFigure:
    mine = [form for form in forms() if any(each.key == key for each in form.figures())]
    one = figure(key)
    label = Label(*(f"{one.row_label[each]}｜{one.column_label[each]}" for each in ("zh", "en")))
    formulas: dict[str, list[str]] = {}
    for each in mine:
        for formula, rule in _formulas(each, one):
            formulas.setdefault(formula, []).append(f"{each.code}: {rule}")
    said = [f"{formula}  [{'; '.join(rules)}]" for formula, rules in formulas.items()]
    return FormFigure(one, label, tuple(form.code for form in mine), tuple(form.source for form in mine),
                      (*said, *_crosswalk(key)))  # fmt: skip


def _formulas(form: Form, one: Figure) -> Iterator[tuple[str, str]]:
    """The sums of the form that have the figure alone on one side, and the rule of each."""
    for identity in form.identities:
        if identity.table == one.table:
            for alone, added in ((identity.right, identity.left), (identity.left, identity.right)):
                if alone == (one.row if identity.add == "rows" else one.column,):
                    yield " + ".join(_key(identity, one, code) for code in added), identity.rule


def _key(identity: Identity, one: Figure, code: str) -> str:
    return f"{one.table}/{code}/{one.column}" if identity.add == "rows" else f"{one.table}/{one.row}/{code}"


def _crosswalk(key: str) -> Iterator[str]:
    added = parts(key)[1:]
    if added:
        yield " + ".join(added) + "  [crosswalk of the forms]"


@cache
def wide_schema() -> TableSchema:
    """The schema of the wide table: every variable of `reports`, then every figure of the forms."""
    figures = [
        Variable(each.figure.key, "float64", each.label, "null where it was not read or the form does not ask for it",
                 each.figure.unit, (), nullable=True)
        for each in form_figures()
    ]  # fmt: skip
    label = Label("宽表（发布机关×年度）", "wide table (issuer by year)")
    return TableSchema(
        WIDE,
        label,
        "one row a chosen report, one column a figure",
        ("report",),
        (*table("reports").variables, *figures),
    )
