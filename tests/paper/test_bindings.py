"""Numbers of the prose: what is filled in, and what is refused with its place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.errors import GovTextError
from govtext.paper import bind
from govtext.paper.bindings import Binding, changed, collect, fill
from govtext.paper.exporters import prepared
from tests.paper.notebooks import bound, notebook

ONE = {"n": Binding("n", 71, " 份"), "share": Binding("share", -0.051, format=".1%")}


def test_a_number_is_printed_with_its_unit_and_in_another_format_without() -> None:
    assert fill("{gov:n}、{gov:n:05d}、{gov:share}", ONE) == "71 份、00071、−5.1%"


def test_code_is_left_alone() -> None:
    assert fill("`{gov:x}` ``a`{gov:y}`` {gov:n}", ONE) == "`{gov:x}` ``a`{gov:y}`` 71 份"


def test_a_text_cannot_become_markup() -> None:
    assert fill("{gov:t}", {"t": Binding("t", "*a*_[b](c)")}) == r"\*a\*\_\[b\](c)"


@given(st.integers(-(10**9), 10**9))
def test_an_integer_keeps_all_its_digits(value: int) -> None:
    assert fill("{gov:n}", {"n": Binding("n", value)}).replace("−", "-") == str(value)


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), True, "", [1]])
def test_what_is_no_value_is_not_bound(value: object) -> None:
    with pytest.raises(GovTextError, match="is no value"):
        bind("x", value)


def test_scalars_of_numpy_are_values(capsys: pytest.CaptureFixture[str]) -> None:
    bind("x", np.float64(0.5), format=".0%")
    bind("y", np.int64(3))
    assert capsys.readouterr().out == "x = 50%\ny = 3\n"


@pytest.mark.parametrize(("name", "form"), [("X", ""), ("a b", ""), ("x", ".2q")])
def test_a_bad_name_or_format_is_refused_in_the_cell(name: str, form: str) -> None:
    with pytest.raises(GovTextError):
        bind(name, 1, format=form)


def test_a_missing_binding_names_notebook_and_cell() -> None:
    book = notebook("# A", ("bind()", [bound("n", 1)]), "共 {gov:m} 份")
    with pytest.raises(GovTextError, match=r"a\.ipynb: no cell binds the number 'm' \(at cell 3; expected one of: n\)"):
        prepared(book, "a.ipynb")


def test_a_missing_binding_in_a_caption_names_its_cell() -> None:
    code = "#| label: tbl-a\n#| caption: {gov:gone}\nframe"
    html = "<table><tr><td>1</td></tr></table>"
    book = notebook((code, [{"output_type": "display_data", "data": {"text/html": html}, "metadata": {}}]))
    with pytest.raises(GovTextError, match=r"'gone' \(at cell 1;"):
        prepared(book, "a.ipynb")


def test_one_name_bound_twice_is_ambiguous() -> None:
    with pytest.raises(GovTextError, match=r"'n' is bound twice .at cell 1 and cell 3"):
        collect([(1, bound("n", 1)), (3, bound("n", 1))], "a.ipynb")


def test_a_changed_number_is_told_with_both_texts() -> None:
    now = {"n": Binding("n", 72, " 份")}
    assert changed(ONE, now) == [("n", "71 份", "72 份"), ("share", "−5.1%", "none")]


def test_a_change_that_is_not_printed_is_none() -> None:
    assert not changed({"x": Binding("x", 0.501)}, {"x": Binding("x", 0.5011)})
