"""Tables: columns aligned, headings joined, and widths that fit the page."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from govtext.errors import GovTextError
from govtext.paper.tables import laid_out, width
from tests.paper.notebooks import table

FRAME = pd.DataFrame({"reports": [1, 20], "name": ["a", "b"]}, index=pd.Index([2020, 2021], name="year"))


def cells(source: str, path: str) -> list[str]:
    return [each.text_content() for each in html.fromstring(source).iterfind(path)]


def test_the_name_of_the_index_joins_the_heading() -> None:
    made = laid_out(FRAME.to_html(), 50, 80).html
    assert cells(made, ".//thead/tr/th") == ["year", "reports", "name"]
    assert len(html.fromstring(made).findall(".//thead/tr")) == 1


def test_columns_of_numbers_stand_right_and_nothing_else_of_the_style_is_kept() -> None:
    root = html.fromstring(laid_out(FRAME.to_html(classes="x", border=3), 50, 80).html)
    sides = [each.get("style").split()[-1] for each in root.findall(".//tbody/tr[1]/*")]
    assert sides == ["left", "right", "left"]
    assert {name for each in root.iter() for name in each.attrib} == {"style"}


def test_two_levels_of_headings_keep_their_spans() -> None:
    columns = pd.MultiIndex.from_product([["甲", "乙"], ["x", "y"]])
    made = laid_out(pd.DataFrame([[1, 2, 3, 4]], columns=columns).to_html(), 50, 80).html
    assert [each.get("colspan") for each in html.fromstring(made).findall(".//thead/tr[1]/th[@colspan]")] == ["2", "2"]


def test_a_narrow_table_keeps_its_own_widths() -> None:
    made = laid_out(table([["1", "2"]], ["a", "b"]), 50, 80)
    assert "<col" not in made.html
    assert (made.turned, made.scale) == (False, 1.0)


def test_long_text_is_broken_and_not_turned() -> None:
    made = laid_out(table([["长" * 200, "1"]], ["a", "b"]), 50, 80)
    assert "<colgroup>" in made.html
    assert not made.turned


def test_many_columns_are_turned_and_still_more_shrink() -> None:
    assert laid_out(table([["123456"] * 12], ["a"] * 12), 50, 80).turned
    assert laid_out(table([["123456"] * 20], ["a"] * 20), 50, 80).scale < 1


def test_too_many_columns_are_refused_with_their_cell() -> None:
    with pytest.raises(GovTextError, match=r"a\.ipynb: the table is too wide .*at cell 4; found 60 columns"):
        laid_out(table([["123456"] * 60], ["a"] * 60), 50, 80, "cell 4", "a.ipynb")


def test_what_pandas_cut_short_is_refused() -> None:
    with pytest.raises(GovTextError, match="cut short"):
        laid_out(pd.DataFrame({"a": ["长" * 100]}).to_html(max_cols=None)[:-1].replace("长" * 50, "..."), 50, 80)


@given(st.lists(st.text("长a1 ", min_size=1, max_size=80), min_size=1, max_size=8))
def test_widths_always_add_up_and_hold_every_word(row: list[str]) -> None:
    made = laid_out(table([row], ["x"] * len(row)), 50, 80)
    shares = [float(each.get("style").split()[1][:-1]) for each in html.fromstring(made.html).iter("col")]
    if shares:
        assert sum(shares) == pytest.approx(100, abs=0.1)
        room = (80 if made.turned else 50) / made.scale
        longest = [max((width(word) for word in text.split() if "长" not in word), default=0) for text in row]
        assert all(share / 100 * room >= token - 0.05 for share, token in zip(shares, longest, strict=True))
