"""The codes of the figures are what the contract says."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import pytest

from govtext.forms import forms
from govtext.forms.labels import normal

CONTRACT = Path(os.environ.get("GOVTEXT_REPORTS", ""), "..", "contract", "codes.csv")


def test_the_forms_have_as_many_figures_as_printed() -> None:
    counts = {form.code: Counter(figure.table for figure in form.figures()) for form in forms()}
    assert counts == {
        "2019": {"proactive": 22, "requests": 161, "review": 15},
        "2021": {"proactive": 10, "requests": 175, "review": 15},
    }


def test_every_figure_has_a_code_of_its_own() -> None:
    for form in forms():
        keys = [figure.key for figure in form.figures()]
        assert len(keys) == len(set(keys))


def test_the_units_are_those_of_the_contract() -> None:
    units = Counter((form.code, figure.unit) for form in forms() for figure in form.figures())
    assert units == {
        ("2019", "件"): 186, ("2019", "项"): 11, ("2019", "万元"): 1,
        ("2021", "件"): 199, ("2021", "万元"): 1,
    }  # fmt: skip


def test_money_is_in_ten_thousand_yuan() -> None:
    money = {(form.code, figure.key) for form in forms() for figure in form.figures() if figure.unit == "万元"}
    assert money == {("2019", "proactive/procurement/amount"), ("2021", "proactive/fees/amount")}


@pytest.mark.skipif("GOVTEXT_REPORTS" not in os.environ or not CONTRACT.exists(), reason="the contract is not here")
def test_the_codes_are_those_of_the_contract_to_the_letter() -> None:
    with CONTRACT.open(encoding="utf-8-sig", newline="") as file:
        agreed = {f"{r['table']}/{r['row']}/{r['column']}": r for r in csv.DictReader(file)}
    ours: dict[str, list[str]] = {}
    for form in forms():
        for figure in form.figures():
            ours.setdefault(figure.key, []).append(form.code)
            assert agreed[figure.key]["unit"] == figure.unit
    assert {key: ";".join(codes) for key, codes in ours.items()} == {key: r["formats"] for key, r in agreed.items()}


@pytest.mark.skipif("GOVTEXT_REPORTS" not in os.environ or not CONTRACT.exists(), reason="the contract is not here")
def test_the_labels_are_those_of_the_contract() -> None:
    with CONTRACT.open(encoding="utf-8-sig", newline="") as file:
        agreed = {f"{r['table']}/{r['row']}/{r['column']}": r for r in csv.DictReader(file)}
    for form in forms():
        for table in form.tables:
            for block in table.blocks:
                for row in block.rows:
                    printed = agreed[f"{table.code}/{row.code}/{block.columns[0].code}"]["label_zh_row"]
                    assert any(normal(name)[:8] in normal(printed) for name in row.names), (row.code, printed)
