from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.parse.prose.numbers import find_dates, find_numbers, parse_date, parse_number, parse_percent

DIGITS = "零一二三四五六七八九"


def in_han(n: int) -> str:
    """The standard numeral of n, 0 <= n < 10**16."""
    if n < 10:
        return DIGITS[n]
    if n < 20:
        return "十" + (DIGITS[n % 10] if n % 10 else "")
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if n >= unit:
            head, rest = divmod(n, unit)
            front = in_han(head)
            if unit >= 10**4 and 10 <= head < 20:
                front = "一" + front
            gap = "零" if rest and rest < unit // 10 else ""
            tail = in_han(rest) if rest else ""
            return front + name + gap + ("一" + tail if 10 <= rest < 20 else tail)
    raise AssertionError(n)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8", "8"), ("11960", "11960"), ("11,960", "11960"), ("1，234，567", "1234567"), ("2,876.4869", "2876.4869"),
        ("１２３．５", "123.5"), ("3.5万", "35000"), ("1.2亿", "120000000"), ("3千", "3000"), ("5百万", "5000000"),
        ("-11", "-11"), ("－２", "-2"), ("+2", "2"), ("0", "0"), ("12,345万", "123450000"),
        ("二十三", "23"), ("一百零五", "105"), ("两", "2"), ("十", "10"), ("十二", "12"), ("一千零一十", "1010"),
        ("二〇二一", "2021"), ("二○一九", "2019"), ("一〇五", "105"), ("三万五", "35000"), ("一百五", "150"),
        ("两千三百万", "23000000"), ("一亿三千万", "130000000"), ("一万亿", "1000000000000"), ("零", "0"),
    ],
)  # fmt: skip
def test_a_number_is_read(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "件",
        "8件",
        "1 2",
        "1,23",
        "1,2,3",
        "1.2.3",
        "三五",
        "一二三",
        "十百",
        "百千",
        "增2",
        "1000余",
        "/",
        "-",
        "一亿万",
    ],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(0, 10**16 - 1))
def test_every_chinese_numeral_parses_to_its_number(n: int) -> None:
    assert parse_number(in_han(n)) == n


@given(st.integers(0, 10**15), st.booleans())
def test_arabic_digits_round_trip_in_either_width(n: int, grouped: bool) -> None:
    written = f"{n:,}" if grouped else str(n)
    wide = written.translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    assert parse_number(written) == parse_number(wide) == n


@given(st.text(alphabet="0123456789０１，,.．-一二十百千万亿〇两零余多几数上 件年月日%", max_size=40))
def test_found_numbers_stand_where_they_say(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert text[number.start : number.end] == number.raw
        assert number.start >= end
        end = number.end


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("第1、2、3项", [1, 2, 3]),
        ("1,2,3件", [1, 2, 3]),
        ("2019,2020年", [2019, 2020]),
        ("100,200和300件", [100, 200, 300]),
        ("发布1,200条", [1200]),
        ("收到12，另有5件", [12, 5]),
    ],
)
def test_commas_part_an_enumeration_and_join_thousands(text: str, values: list[int]) -> None:
    assert [number.value for number in find_numbers(text)] == values


@pytest.mark.parametrize(
    ("text", "value", "approximation"),
    [
        ("1000余条", 1000, "余"), ("10余万人", 100000, "余"), ("20多场", 20, "多"), ("十余次", 10, "余"),
        ("十几家", 10, "余"), ("十余万条", 100000, "余"), ("数百条", None, "约"), ("三五次", None, "约"),
    ],
)  # fmt: skip
def test_vague_numbers_say_so(text: str, value: int | None, approximation: str) -> None:
    number = next(find_numbers(text))
    assert (number.value, number.approximation) == (value, approximation)


@pytest.mark.parametrize(
    ("text", "value"),
    [("50%", "50"), ("５０．５％", "50.5"), ("百分之五十", "50"), ("百分之百", "100"), ("百分之12.5", "12.5")],
)
def test_a_percentage_is_read(text: str, value: str) -> None:
    assert parse_percent(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2021年2月10日", "2021-02-10"), ("2021 年 2 月 10 日", "2021-02-10"), ("２０２１年２月１０日", "2021-02-10"),
        ("2021-02-10", "2021-02-10"), ("2021/2/10", "2021-02-10"), ("2021.2.10", "2021-02-10"),
        ("2021-02-10 09:30:00", "2021-02-10"), ("2021-02-10T09:30Z", "2021-02-10"),
        ("二〇二一年二月十日", "2021-02-10"), ("二○二一年十二月三十一日", "2021-12-31"),
        ("二0二四年一月二十日", "2024-01-20"),
    ],
)  # fmt: skip
def test_a_date_is_read(text: str, iso: str) -> None:
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    "text", ["2021年", "2021年2月30日", "2021-13-01", "1.2.3", "2021.2.10.1", "截至2021年2月10日", ""]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.dates())
def test_dates_round_trip(day) -> None:  # type: ignore[no-untyped-def]
    text = f"自{day.year:04}年{day.month}月{day.day}日起"
    found = list(find_dates(text))
    assert [(one.iso, text[one.start : one.end]) for one in found] == [(day.isoformat(), text[1:-1])]
