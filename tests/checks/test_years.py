"""Years in title, period, prose and form; the statutory dates."""

from __future__ import annotations

from typing import Any

import pytest

from govtext.checks import run
from govtext.model import Finding, Identity
from tests.made import identity_of, make_reading


def findings(rule: str, **made: Any) -> list[Finding]:
    return [each for each in run(make_reading(**made)) if each.rule == rule]


def period(text: str) -> dict[str, Any]:
    return {"sentences": {0: text}}


CASES: list[tuple[str, dict[str, Any], str]] = [
    ("years.title", {}, "pass"),
    ("years.title", {"identity": identity_of(year=2022)}, "fail"),
    ("years.title", {"identity": identity_of(year=2022), "kind": "scan"}, "uncertain"),
    ("years.title", {"identity": identity_of(title="年度报告")}, "not_assessable"),
    ("years.title", {"identity": identity_of(year=None)}, "not_assessable"),
    ("years.period", period("所列数据的统计期限为2023年1月1日至2023年12月31日。"), "pass"),
    ("years.period", period("数据统计期限从 2023 年 1 月 1 日起至 12 月 31 日止。"), "pass"),
    ("years.period", period("所列数据的统计期限为2022年1月1日至2022年12月31日。"), "fail"),
    ("years.period", period("所列数据的统计期限为2022年1月1日至2023年12月31日。"), "fail"),
    ("years.period", period("合同有效期自2021年1月1日至2024年12月31日。"), "uncertain"),
    ("years.period", period("统计2022年1月1日至2022年12月31日的文件，与今年比较。"), "uncertain"),
    ("years.period", {}, "not_assessable"),
    ("years.prose", {}, "pass"),
    ("years.prose", {"sentences": {1: "2022年，全县公开信息很多。"}}, "uncertain"),
    ("years.prose", {"identity": identity_of(year=None)}, "not_assessable"),
    ("years.form", {}, "pass"),
    ("years.form", {"tables": {"proactive": "2019"}}, "fail"),
    ("years.form", {"tables": {"proactive": "2019"}, "kind": "scan"}, "uncertain"),
    ("years.form", {"tables": ()}, "not_assessable"),
    ("years.form", {"identity": identity_of(year=None)}, "not_assessable"),
    ("years.form", {"identity": identity_of(year=2015)}, "not_assessable"),
]


@pytest.mark.parametrize(("rule", "made", "status"), CASES)
def test_years_case_by_case(rule: str, made: dict[str, Any], status: str) -> None:
    assert {each.status for each in findings(rule, **made)} == {status}


def test_the_review_table_is_the_same_in_both_forms() -> None:
    found = findings("years.form", form="2019")
    assert {each.place: each.status for each in found} == {"proactive": "fail", "requests": "fail", "review": "pass"}
    assert found[1].keys[0] == "requests/other/natural_person"
    assert found[1].evidence[0].endswith("told by 「其他处理·自然人」")


PLAUSIBLE = [
    (1, "与2022年相比，公开信息增加。"),
    (1, "较 2022 年增长一成。"),
    (1, "自2020年以来持续公开。"),
    (1, "落实《2022年政务公开工作要点》。"),
    (1, "落实2022年政务公开工作要点。"),
    (1, "依照2021年印发的格式编制。"),
    (1, "按2019年修订的条例办理。"),
    (1, "依据〔2021〕30号文件编制。"),
    (1, "1949年以来的档案陆续公开。"),
    (1, "编制2022年度政府信息公开工作年度报告。"),
    (1, "2024年将继续推进。"),
    (5, "2024年，按月检查。"),
    (5, "针对2022年指出的不足，已经整改。"),
    (1, "“十四五”期间（2021-2025年）持续推进。"),
]


@pytest.mark.parametrize(("section", "sentence"), PLAUSIBLE)
def test_years_that_have_their_reason(section: int, sentence: str) -> None:
    assert [each.status for each in findings("years.prose", sentences={section: sentence})] == ["pass"]


def test_a_stray_year_is_one_finding_a_section_with_all_its_sentences() -> None:
    found = findings(
        "years.prose", sentences={1: "2022年，全县公开信息很多。2022年，全县培训两次。", 5: "2021年，更新慢。"}
    )
    assert [(each.place, each.left, len(each.evidence)) for each in found] == [
        ("section/1", 2022, 3),
        ("section/5", 2021, 2),
    ]


def who(body: str | None, published: str | None, year: int | None = 2023, level: str | None = "county") -> Identity:
    return identity_of(body=body, published=published, year=year, level=level)


DATES: list[tuple[Identity, str, int | None]] = [
    (who("department", "2024-01-31"), "pass", 0),
    (who("department", "2024-02-01"), "fail", 1),
    (who("government", "2024-03-31"), "pass", 0),
    (who("government", "2024-04-01"), "fail", 1),
    (who("government", "2021-02-10", 2020), "pass", -49),
    (who("office", "2024-01-20"), "pass", -11),
    (who("office", "2024-02-20"), "uncertain", -40),
    (who("office", "2024-04-02"), "fail", 2),
    (who("department", "2023-12-20"), "uncertain", -42),
    (who("department", "2025-06-01"), "uncertain", 487),
    (who("government", "2019-03-31", 2018), "pass", 0),
    (who("department", "2019-03-01", 2018), "pass", -30),
    (who(None, "2016-05-01", 2015, None), "uncertain", 31),
    (who("township", "2024-01-01", level="township"), "not_assessable", None),
    (who("zone", "2024-01-01"), "not_assessable", None),
    (who("department", None), "not_assessable", None),
    (who("department", "2024年初"), "not_assessable", None),
    (who(None, "2024-01-01"), "not_assessable", None),
    (who("department", "2024-01-01", level=None), "not_assessable", None),
    (who("department", "2024-01-01", year=None), "not_assessable", None),
]


@pytest.mark.parametrize(("identity", "status", "days"), DATES)
def test_deadlines(identity: Identity, status: str, days: int | None) -> None:
    found = findings("deadline.statute", identity=identity)
    assert [(each.status, each.difference) for each in found] == [(status, days)]


def test_a_deadline_quotes_its_date() -> None:
    found = findings("deadline.statute", identity=who("department", "2024-02-01"))[0]
    assert (found.left, found.right, found.verdict) == ("2024-02-01", "2024-01-31", "report")
    assert found.evidence[0] == "date: 2024-02-01, from 「2024-02-01」"


def test_a_scanned_date_accuses_nobody() -> None:
    found = findings("deadline.statute", identity=who("department", "2024-02-01"), kind="scan")[0]
    assert (found.status, found.verdict) == ("uncertain", "reading")
