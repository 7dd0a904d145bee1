"""Which measure answers which problem."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from govtext.problems import items, pair
from tests.problems.cases import cases

TEXTS = [case.text for case in cases()]


def pairs(text: str) -> list[tuple[str, str]]:
    found = items(text)
    return [(found[each.problem].text, found[each.measure].text) for each in pair(found).pairs]


def test_inside_the_problem_s_own_entry() -> None:
    text = "一是更新慢。下一步，将增加人手。二是宣传不够。下一步，将开设课堂。"
    assert pairs(text) == [("更新慢", "下一步，将增加人手"), ("宣传不够", "下一步，将开设课堂")]
    assert all(each.reasons[0] == "inside" for each in pair(items(text)).pairs)


def test_parallel_lists_by_place_and_content() -> None:
    text = "存在问题：一是业务不熟；二是更新不及时。改进措施：一是加强业务培训；二是及时更新信息。"
    assert pairs(text) == [("业务不熟", "加强业务培训"), ("更新不及时", "及时更新信息")]
    best = pair(items(text)).pairs[0]
    assert "same place in parallel lists" in best.reasons
    assert any(reason.startswith("same codes capacity") for reason in best.reasons)
    assert any(reason.startswith("shared words") and "业务" in reason for reason in best.reasons)


def test_content_wins_over_place_where_the_order_differs() -> None:
    text = "存在问题：一是业务不熟；二是更新不及时；三是宣传不够。改进措施：一是加大宣传力度；二是组织业务培训。"
    found = pair(items(text))
    assert pairs(text) == [("业务不熟", "组织业务培训"), ("宣传不够", "加大宣传力度")]
    assert [items(text)[place].text for place in found.unanswered] == ["更新不及时"]


def test_a_measure_may_answer_several_problems() -> None:
    text = "存在公开内容不全面、公开内容不规范等问题。下一步将完善公开内容。"
    assert len(pairs(text)) == 2


def test_measures_that_answer_nothing() -> None:
    text = "存在问题：一是更新不及时。改进措施：（一）编印画册，美化大厅。"
    found = pair(items(text))
    assert found.unanswered == (0,)
    assert found.answering_nothing == (1,)


def test_what_was_done_last_year_and_no_problem_at_all_are_left_out() -> None:
    last = "上年度问题整改情况：对栏目更新建立了台账。本年度存在的问题：栏目更新不及时。"
    assert pair(items(last)).pairs == ()
    assert pair(items(last)).answering_nothing == ()
    none = pair(items("本年度未发现存在问题。下一步将继续加强培训。"))
    assert (none.unanswered, none.answering_nothing) == ((), (1,))


@given(st.sampled_from(TEXTS))
def test_every_item_is_paired_or_left_over(text: str) -> None:
    found = items(text)
    made = pair(found)
    assert all(0.25 <= each.score <= 1 and each.reasons for each in made.pairs)
    problems = {each.problem for each in made.pairs} | set(made.unanswered)
    measures = {each.measure for each in made.pairs} | set(made.answering_nothing)
    assert problems == {n for n, item in enumerate(found) if item.kind == "problem" and item.codes != ("none",)}
    assert measures == {n for n, item in enumerate(found) if item.kind == "measure" and not item.past}
    assert not {each.problem for each in made.pairs} & set(made.unanswered)
