"""Share and density of problems, evasiveness."""

from __future__ import annotations

import pytest

from govtext.errors import UnknownCode
from govtext.manner import evasiveness, problem_density, problem_share
from govtext.problems import items
from govtext.problems.item import Item


def problem(code: str, start: int = 0, end: int = 0) -> Item:
    return Item("problem", 1, start, end, "", "", (code,))


def test_share_by_hand() -> None:
    text = "问题：更新慢。措施：整改。"
    assert (problem_share(text, [(3, 6)]).numerator, problem_share(text, [(3, 6)]).denominator) == (3, 9)
    assert problem_share(text, [(3, 6), (4, 6), (3, 6)]).numerator == 3
    assert problem_share(text, [(0, 6)], section=(3, 13)).numerator == 3
    assert problem_share(text, []).value == 0
    assert problem_share("", []).value is None
    assert problem_density(2, "更新慢，人手少").value == pytest.approx(2000 / 6)
    assert problem_density(0, "").reason == "there is no section 5"


def test_evasiveness_by_hand() -> None:
    told = [problem("request_handling"), problem("publicity"), problem("timeliness")]
    assert evasiveness(told).value == pytest.approx(2 / 3)
    assert evasiveness(told, codes="wide").value == pytest.approx(1 / 3)
    assert evasiveness(told, codes=["publicity"]).value == pytest.approx(2 / 3)
    with pytest.raises(UnknownCode):
        evasiveness(told, codes="strict")


def test_no_problem_is_neither_evasive_nor_open() -> None:
    assert evasiveness([]).value is None
    assert evasiveness([problem("none")]).reason == "no problem of a known kind is stated"


def test_words_make_a_problem_substantive() -> None:
    text = "宣传不够，一案败诉"
    assert evasiveness([problem("publicity", 0, len(text))], text).value == 0
    assert evasiveness([problem("publicity", 0, 4)], text).value == 1


def test_items_of_a_section() -> None:
    text = "一是依申请公开答复超期。二是宣传不够。下一步，加强宣传。"
    assert evasiveness(items(text), text).value == 0.5


def test_problems_of_no_kind_in_particular_count_in_neither_part() -> None:
    assert evasiveness([problem("other"), problem("publicity")]).denominator == 1
    assert evasiveness([problem("other")]).value is None
    assert evasiveness([problem("other", 0, 4)], "一案败诉").value == 0
    assert evasiveness([problem("other")], codes=["other"]).value == 0
