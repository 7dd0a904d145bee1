from typing import get_args

import pytest

from govtext import model
from govtext.checks import families, rules
from govtext.display.language import LANGUAGES, labels
from govtext.display.view import family_name, rule_name
from govtext.document import Severity
from govtext.forms import Standing, forms
from govtext.forms.printed import corner, english


@pytest.mark.parametrize(("name", "entry"), labels().items())
def test_every_label_stands_in_both_languages(name, entry):
    assert set(entry) == set(LANGUAGES), name
    assert all(text.strip() for text in entry.values()), name


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("cell", get_args(model.CellStatus)),
        ("legend", get_args(model.CellStatus)),
        ("finding", get_args(model.FindingStatus)),
        ("verdict", [verdict for verdict in get_args(model.Verdict) if verdict]),
        ("standing", get_args(Standing)),
        ("severity", get_args(Severity)),
        ("form", [*(form.code for form in forms()), "mixed", "free", "unknown"]),
        ("unit", {figure.unit for form in forms() for figure in form.figures()}),
        ("level", ["national", "province", "city", "county", "township"]),
        ("body", ["government", "office", "department", "township", "zone", "other"]),
        ("header", model.Identity().facts()),
    ],
)
def test_every_code_that_is_shown_has_a_label(group, codes):
    assert not [code for code in codes if f"{group}.{code}" not in labels()]


def test_rules_and_families_go_by_their_own_names():
    for rule in rules():
        for language in LANGUAGES:
            assert family_name(rule.family, language) == families()[rule.family][language]
            assert rule_name(rule.name, language) == rule.label[language]
    assert (family_name("new", "zh"), rule_name("new.rule", "en")) == ("new", "new.rule")


def test_every_group_label_of_every_form_has_an_english_name():
    groups = {label for form in forms() for table in form.tables for block in table.blocks
              for line in (*block.rows, *block.columns) for label in line.path[:-1]}  # fmt: skip
    markers = {block.marker for form in forms() for table in form.tables for block in table.blocks} - {""}
    corners = {corner(table) for form in forms() for table in form.tables} - {""}
    assert (groups | markers | corners) <= set(english())
