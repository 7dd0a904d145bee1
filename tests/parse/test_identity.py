from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.document import Document, DocumentBuilder
from govtext.model import Identity
from govtext.parse.prose.identity import identify
from govtext.parse.prose.organs import read_organ
from govtext.parse.prose.report_title import read_title
from govtext.parse.prose.sections import find_sections, split_at_headings

REPORTS = os.environ.get("GOVTEXT_REPORTS")
BODY = ("一、总体情况", "完善制度。", "二、主动公开政府信息情况", "六、其他需要报告的事项", "无。")


def document(*lines: str, source: str = "report.txt", metadata: Mapping[str, str] | None = None) -> Document:
    builder = DocumentBuilder(source, "text", "text")
    builder.metadata.update(metadata or {})
    for line in lines:
        builder.paragraph(line)
    return split_at_headings(builder.build())


def known(*lines: str, source: str = "report.txt", metadata: Mapping[str, str] | None = None) -> Identity:
    made = document(*lines, source=source, metadata=metadata)
    identity, _ = identify(made, find_sections(made))
    for fact in identity.facts().values():
        if fact and fact.start is not None:
            assert made.text[fact.start : fact.start + len(fact.evidence)] == fact.evidence
        assert not fact or (fact.evidence and fact.rule)
    return identity


def doubts(*lines: str, **rest: str) -> list[str]:
    made = document(*lines, **rest)
    _, notes = identify(made, find_sections(made))
    return [note.message for note in notes if note.severity == "doubt"]


@pytest.mark.parametrize(
    ("name", "region", "level", "body"),
    [
        ("遂宁市安居区人民政府", "遂宁市安居区", "county", "government"),
        ("遂宁市财政局", "遂宁市", "city", "department"),
        ("四川省财政厅", "四川省", "province", "department"), ("上海市人民政府办公厅", "上海市", "province", "office"),
        ("北京市朝阳区人民政府", "北京市朝阳区", "county", "government"),
        ("洪雅县止戈镇人民政府", "洪雅县止戈镇", "township", "township"),
        ("广州市海珠区赤岗街道办事处", "广州市海珠区赤岗街道", "township", "township"),
        ("荆州市沙市区教育局", "荆州市沙市区", "county", "department"),
        ("徐州市统计局", "徐州市", "city", "department"), ("宁国市商务局", "宁国市", "county", "department"),
        ("广德市人民政府", "广德市", "county", "government"),
        ("苏州市昆山市财政局", "苏州市昆山市", "county", "department"),
        ("镇江市人民政府办公室", "镇江市", "city", "office"),
        ("新疆维吾尔自治区人民政府", "新疆维吾尔自治区", "province", "government"),
        ("凉山州人民政府", "凉山州", "city", "government"),
        ("锡林郭勒盟行政公署", "锡林郭勒盟", "city", "government"),
        ("洪泽县人民政府", "洪泽县", "county", "government"),
        ("遂宁经济技术开发区管理委员会", "遂宁经济技术开发区", None, "zone"),
        ("成都高新技术产业开发区管委会", "成都高新技术产业开发区", None, "zone"),
        ("定西市国有资产监督管理委员会", "定西市", "city", "department"),
        ("浦东新区人民政府", "浦东新区", "county", "government"),
        ("国家税务总局遂宁市税务局", "遂宁市", "city", "department"), ("财政部", None, "national", "department"),
        ("国务院办公厅", None, "national", "office"),
        ("市财政局", None, None, "department"), ("县教育局", None, "county", "department"),
        ("区政府办公室", None, "county", "office"),
        ("甲乙市财政局", "甲乙市", None, "department"), ("遂宁市公安局安居区分局", None, None, "department"),
        ("巢湖市财政局", "巢湖市", None, "department"),
        ("即墨市人民政府", "即墨市", "county", "government"), ("遂宁市中心医院", "遂宁市", "city", "other"),
        ("红旗镇人民政府", "红旗镇", "township", "township"),
        ("县城市管理局", None, "county", "department"), ("市城市管理局", None, None, "department"),
        ("自治区财政厅", None, "province", "department"), ("州财政局", None, "city", "department"),
        ("乡村振兴局", None, None, "department"), ("区域合作办公室", None, None, "department"),
        ("国家金融监督管理总局四川监管局", None, None, "department"),
        ("国家矿山安全监察局四川局", None, None, "department"),
        ("国家发展改革委", None, "national", "department"),
        ("民航西南地区管理局", None, None, "department"), ("都江堰灌区管理局", None, None, "department"),
        ("中共遂宁市委办公室", "遂宁市", "city", "department"), ("深圳海关", None, None, "department"),
        ("绵阳市涪城生态环境局", None, None, "department"), ("绵阳市公安局", "绵阳市", "city", "department"),
        ("海南省洋浦经济开发区", "海南省洋浦经济开发区", None, "zone"),
        ("滨海新区管理委员会", "滨海新区", "county", "zone"),
    ],
)  # fmt: skip
def test_what_a_name_tells(name: str, region: str | None, level: str | None, body: str | None) -> None:
    organ = read_organ(name)
    assert (organ.region, organ.level, organ.body) == (region, level, body)


def test_a_city_whose_rank_changed_is_told_by_the_year() -> None:
    assert [read_organ("巢湖市财政局", year).level for year in (2009, 2011, 2020)] == ["city", None, "county"]
    assert [read_organ("毕节市人民政府", year).level for year in (2009, 2011, 2020)] == ["county", None, "city"]


@given(st.text(alphabet="省市县区州盟旗镇乡街道人民政府局委会办公室开发管理安居遂宁 1a", max_size=30))
def test_any_name_is_taken_apart_without_loss(name: str) -> None:
    organ = read_organ(name)
    assert organ.name.endswith("".join(organ.places) + organ.rest)
    assert organ.level in (None, "national", "province", "city", "county", "township")


@pytest.mark.parametrize(
    ("title", "issuer", "years"),
    [
        ("遂宁市财政局2020年政府信息公开工作年度报告", "遂宁市财政局", (2020,)),
        ("2022年洪雅县止戈镇政府信息公开工作年度报告", "洪雅县止戈镇", (2022,)),
        ("2022年上海市政府信息公开工作年度报告", "上海市", (2022,)),
        ("宿迁市2017年政府信息公开年度报告", "宿迁市", (2017,)),
        ("舒兰市财政局2020年政务信息公开年度报告", "舒兰市财政局", (2020,)),
        ("2021年定西市人民政府办公室政府信息公开工作年度报告", "定西市人民政府办公室", (2021,)),
        ("遂宁市人民政府信息公开工作年度报告（2020年）", "遂宁市人民政府", (2020,)),
        ("遂宁市财政局二〇一三年政府信息公开年度报告", "遂宁市财政局", (2013,)),
        ("遂宁市财政局关于2022年度政府信息公开工作情况的报告", "遂宁市财政局", (2022,)),
        ("【遂宁市财政局】2022年政府信息公开工作年度报告", "遂宁市财政局", (2022,)),
        ("遂宁市财政局 2022 年政府信息公开年报", "遂宁市财政局", (2022,)),
        ("关于遂宁市财政局2013年度政府信息公开工作情况的报告", "遂宁市财政局", (2013,)),
        ("遂宁市财政局２０２０年度政府信息公开年报报告(图片版)", "遂宁市财政局", (2020,)),
        ("政府信息公开工作年度报告", "", ()), ("2020年政府信息公开工作年度报告", "", (2020,)),
    ],
)  # fmt: skip
def test_titles(title: str, issuer: str, years: tuple[int, ...]) -> None:
    read = read_title(title)
    assert read is not None
    assert read[1:] == (issuer, years)


@pytest.mark.parametrize(
    "line",
    [
        "根据条例，编制2020年政府信息公开年度报告",
        "首页>政府信息公开>年度报告",
        "政府信息公开指南",
        "本报告是2020年政府信息公开年度报告",
        "政府信息公开工作年度报告格式模板",
    ],
)
def test_what_is_no_title(line: str) -> None:
    assert read_title(line) is None


def test_a_title_of_two_lines() -> None:
    identity = known(
        "遂宁市安居区人民政府", "2020年政府信息公开工作年度报告", *BODY, "遂宁市安居区人民政府", "2021年2月10日"
    )
    values = {name: fact.value for name, fact in identity.facts().items()}
    assert values == {
        "title": "遂宁市安居区人民政府2020年政府信息公开工作年度报告", "issuer": "遂宁市安居区人民政府",
        "level": "county", "body": "government",
        "region": "遂宁市安居区", "year": 2020, "published": "2021-02-10",
    }  # fmt: skip
    assert identity.published.rule == "signature"


def test_page_furniture_before_the_title_is_passed_over() -> None:
    identity = known(
        "首页",
        "政府信息公开年度报告",
        "字号：大 中 小",
        "宁国市商务局2022年政府信息公开工作年度报告",
        "发布日期：2023-01-18 09:30",
        *BODY,
    )
    assert (identity.issuer.value, identity.year.value) == ("宁国市商务局", 2022)
    assert (identity.published.value, identity.published.rule) == ("2023-01-18", "line of publication")


def test_a_title_in_one_line_with_the_text() -> None:
    identity = known(
        "2022年洪雅县止戈镇政府信息公开工作年度报告 根据条例编制。 "
        "一、总体情况 完善制度。 六、其他需要报告的事项 无。 2023年1月18日"
    )
    assert (identity.year.value, identity.region.value, identity.level.value) == (2022, "洪雅县止戈镇", "township")
    assert identity.published.value == "2023-01-18"


def test_metadata_tell_what_the_page_does_not() -> None:
    metadata = {
        "名称": "宁国市商务局2022年政府信息公开工作年度报告",
        "发布机构": "宁国市商务局",
        "公开日期": "2023-01-18",
    }
    identity = known(*BODY, metadata=metadata)
    values = {name: fact.value for name, fact in identity.facts().items() if name != "title"}
    assert values == {
        "issuer": "宁国市商务局", "level": "county", "body": "department", "region": "宁国市", "year": 2022,
        "published": "2023-01-18",
    }  # fmt: skip
    assert identity.published.rule == "metadata 公开日期"


def test_the_date_of_the_page_precedes_the_signature_and_both_are_told() -> None:
    made = document(
        "宁国市商务局2022年政府信息公开工作年度报告", *BODY, "2023年1月10日", metadata={"发布日期": "2023-01-18"}
    )
    identity, notes = identify(made, find_sections(made))
    assert identity.published.value == "2023-01-18"
    assert any("2023-01-10" in note.message for note in notes)


def test_a_title_that_names_a_place_only() -> None:
    identity = known("2022年上海市政府信息公开工作年度报告", "本报告由上海市人民政府办公厅编制。", *BODY)
    assert (identity.region.value, identity.level.value, identity.body.value) == ("上海市", "province", "government")
    assert (identity.issuer.value, identity.issuer.rule) == ("上海市人民政府办公厅", "compiled by")


def test_a_longer_name_elsewhere_completes_the_place() -> None:
    identity = known(
        "洪泽区人民政府", "2023年政府信息公开工作年度报告", "本报告由淮安市洪泽区人民政府办公室根据条例编制。", *BODY
    )
    assert (identity.issuer.value, identity.region.value, identity.body.value) == (
        "洪泽区人民政府",
        "淮安市洪泽区",
        "government",
    )


@pytest.mark.parametrize("publisher", ["本站", "办公室", "政府信息公开办公室", "遂宁市人民政府网站", "互联网"])
def test_a_publisher_that_is_no_body_is_not_the_issuer(publisher: str) -> None:
    identity = known("2022年政府信息公开工作年度报告", *BODY, metadata={"信息来源": publisher})
    assert (identity.issuer.value, identity.level.value, identity.body.value) == (None, None, None)


def test_a_signature_with_a_dotted_date() -> None:
    identity = known("2022年政府信息公开工作年度报告", *BODY, "遂宁市财政局 2023.1.20")
    assert (identity.issuer.value, identity.published.value) == ("遂宁市财政局", "2023-01-20")


@pytest.mark.parametrize("link", ["上一篇：", "下一条 ", "相关链接："])
def test_a_link_to_another_report_is_not_the_title(link: str) -> None:
    other = f"{link}遂宁市财政局2021年政府信息公开工作年度报告"
    assert known("2022年政府信息公开工作年度报告", other, *BODY).year.value == 2022
    identity = known(other, "遂宁市水利局2022年政府信息公开工作年度报告", *BODY)
    assert (identity.issuer.value, identity.year.value) == ("遂宁市水利局", 2022)


def test_nothing_is_guessed() -> None:
    identity = known(*BODY, metadata={"CreationDate": "2021-02-10", "creationdate": "D:20210210"})
    assert not any(identity.facts().values())


def test_the_year_of_publication_is_never_taken_for_the_report_year() -> None:
    identity = known("宁国市商务局政府信息公开工作年度报告", *BODY, "2021年2月10日")
    assert identity.published
    assert not identity.year


def test_the_statistics_period_tells_the_year_and_the_title_wins() -> None:
    period = "统计期限自2022 年1月1日起至2022年12月31日止。"
    identity = known("宁国市商务局政府信息公开工作年度报告", period, *BODY)
    assert (identity.year.value, identity.year.rule) == (2022, "statistics period")
    both = ("宁国市商务局2021年政府信息公开工作年度报告", period, *BODY)
    assert known(*both).year.value == 2021
    assert doubts(*both) == ["the title says 2021, the statistics period 2022"]


def test_a_file_name_says_nothing_of_the_year() -> None:
    assert not known("宁国市商务局政府信息公开工作年度报告", *BODY, source="ningguo-2022.pdf").year


def test_a_publication_out_of_season_is_doubted() -> None:
    lines = ("宁国市商务局2021年政府信息公开工作年度报告", *BODY, "2024年1月18日")
    assert doubts(*lines) == ["published 2024-01-18, which is not the year after 2021"]


def test_a_deadline_in_the_text_is_no_signature() -> None:
    assert not known("宁国市商务局2021年政府信息公开工作年度报告", *BODY[:-1], "数据截至2021年12月31日").published


@pytest.mark.skipif(not REPORTS, reason="the published reports are not at hand (GOVTEXT_REPORTS)")
def test_a_published_report() -> None:
    lines = Path(str(REPORTS), "000_8fda2105dcda898c.txt").read_text(encoding="utf-8").splitlines()
    identity = known(*lines)
    found = tuple(getattr(identity, name).value for name in ("issuer", "level", "body", "region", "year", "published"))
    assert found == ("遂宁市安居区人民政府", "county", "government", "遂宁市安居区", 2020, "2021-02-10")
    assert [section.number for section in find_sections(document(*lines))] == [0, 1, 2, 3, 4, 5, 6]
