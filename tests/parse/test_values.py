"""Cells: one plain number in the unit of the code, or no number at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.parse.tables.values import parse_value

READ = [
    ("0", "件", "0"), ("1,234", "件", "1234"), ("１２", "件", "12"), (" 7 ", "件", "7"), ("5件", "件", "5"),
    ("3项", "项", "3"), ("2876.4869万元", "万元", "2876.4869"), ("251000元", "万元", "25.1"),
    ("0.5亿元", "万元", "5000"), ("7730.28", "万元", "7730.28"), ("-3", "件", "-3"), ("－3", "件", "-3"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "unit", "number"), READ)
def test_a_number_is_read_in_the_unit_of_its_code(text: str, unit: str, number: str) -> None:
    assert parse_value(text, unit).number == Decimal(number)


@pytest.mark.parametrize(
    ("text", "number"), [("增2", 2), ("减11", -11), ("+2", 2), ("-11", -11), ("增加18", 18), ("减少 30", -30), ("0", 0)]
)
def test_a_change_has_its_sign(text: str, number: int) -> None:
    assert parse_value(text, "项", signed=True).number == number


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\u00a0", "\u200b"])
def test_a_blank_is_empty_and_no_zero(text: str) -> None:
    assert (parse_value(text).status, parse_value(text).number) == ("empty", None)


@pytest.mark.parametrize("text", ["/", "-", "—", "——", "无", "\\"])
def test_a_stroke_is_a_mark_and_no_zero(text: str) -> None:
    assert (parse_value(text).status, parse_value(text).number) == ("mark", None)


@pytest.mark.parametrize(
    "text",
    ["1 2", "增2减3", "约5", "十", "l2", "1O", "2件3", "12%", "详见附件", "1.2.3", "1,23", "9" * 60, "减5", "3人"],
)
def test_whatever_is_not_plainly_a_count_is_unreadable(text: str) -> None:
    value = parse_value(text, "件")
    assert (value.status, value.number) == ("unreadable", None)
    assert value.reason


def test_a_count_of_items_is_no_amount_of_money() -> None:
    assert parse_value("12件", "万元").status == "unreadable"
    assert parse_value("12万元", "件").status == "unreadable"


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_amounts_survive_writing_and_reading(number: Decimal) -> None:
    assert parse_value(f"{number}万元", "万元").number == number
    assert parse_value(f"{number * 10000:f}元", "万元").number == number


@given(st.text(max_size=12))
def test_any_text_has_a_status_and_only_values_have_numbers(text: str) -> None:
    value = parse_value(text, signed=True)
    assert (value.number is not None) == (value.status == "value")


@pytest.mark.parametrize("text", ["5①", "5²", "5 *", "5[1]", "5〔2〕", "5（注1）", "5件①"])
def test_the_mark_of_a_note_is_no_digit(text: str) -> None:
    value = parse_value(text, "件")
    assert value.number == 5
    assert value.mark


@pytest.mark.parametrize("text", ["①", "1½", "5(1)", "5（其中1）"])
def test_a_figure_with_more_than_the_mark_of_a_note_is_not_read(text: str) -> None:
    assert parse_value(text, "件").status == "unreadable"
