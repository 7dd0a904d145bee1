from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.document import DocumentBuilder
from govtext.model import Claim
from govtext.parse.prose.claims import find_claims
from govtext.parse.prose.sections import find_sections, split_at_headings

REPORTS = os.environ.get("GOVTEXT_REPORTS")


def claims(*lines: str) -> tuple[Claim, ...]:
    builder = DocumentBuilder("report.txt", "text", "text")
    for line in lines:
        builder.paragraph(line)
    document = split_at_headings(builder.build())
    found = find_claims(document, find_sections(document))
    assert all(document.text[claim.start : claim.end] == claim.raw for claim in found)
    return found


def only(text: str) -> Claim:
    (claim,) = claims(text)
    return claim


@pytest.mark.parametrize(
    ("text", "raw", "value", "unit"),
    [
        ("全年公开信息11960条。", "11960条", "11960", "条"), ("公开11,960条", "11,960条", "11960", "条"),
        ("公开１２３ 件", "１２３ 件", "123", "件"), ("采购2876.4869万元", "2876.4869万元", "2876.4869", "万元"),
        ("收费3.5亿元", "3.5亿元", "3.5", "亿元"), ("收费380元", "380元", "380", "元"),
        ("三百万元", "三百万元", "300", "万元"),
        ("阅读3.5万人次", "3.5万人次", "35000", "人次"), ("培训三次", "三次", "3", "次"),
        ("发布会两场", "两场", "2", "场"),
        ("受理一百零五件", "一百零五件", "105", "件"), ("26个领域", "26个", "26", "个"),
        ("20个工作日内", "20个工作日", "20", "个工作日"),
        ("工作人员12名", "12名", "12", "名"), ("近三年", "三年", "3", "年"), ("十二次会议", "十二次", "12", "次"),
        ("三十分钟", "三十分钟", "30", "分钟"), ("阅读量超6000", "6000", "6000", ""), ("出版4期", "4期", "4", "期"),
    ],
)  # fmt: skip
def test_quantities(text: str, raw: str, value: str, unit: str) -> None:
    claim = only(text)
    assert (claim.raw, claim.value, claim.unit) == (raw, Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "一是完善制度，二是加强培训。", "进一步统一标准，十分重视。", "落实三审三校制度", "推进一体化建设",
        "危及“三安全一稳定”", "第一时间回应关切",
        "一、加强领导", "（一）加强领导", "1.加强领导", "1、加强领导", "两微一端", "保护第三方权益", "单位：万元",
        "两条例的规定", "其一，制度不全", "百分比", "高效办成一件事",
        "逐一核对每一个环节", "千家万户", "万一", "一站式服务", "一次性告知", "①完善制度",
        "高效办成一件事一次办", "只跑一次", "推进三个一批", "建成两成果展示区", "三成立三挂牌",
    ],
)  # fmt: skip
def test_words_that_count_nothing_make_no_claim(text: str) -> None:
    assert claims(text) == ()


@pytest.mark.parametrize(
    ("text", "kind", "raw", "value"),
    [
        ("2020年工作", "year", "2020年", 2020), ("2020年度", "year", "2020年", 2020),
        ("二〇二一年", "year", "二〇二一年", 2021),
        ("于2021年2月10日公布", "date", "2021年2月10日", 20210210), ("2021年3月", "date", "2021年3月", 202103),
        ("自1月1日", "date", "1月1日", None),
        ("2021-02-10", "date", "2021-02-10", 20210210), ("川办函〔2020〕8号", "document_number", "〔2020〕8号", 8),
        ("国令第711号", "document_number", "第711号", 711), ("依据第二十条", "ordinal", "第二十条", 20),
        ("依据第20条", "ordinal", "第20条", 20),
        ("第三季度", "ordinal", "第三季度", 3), ("占50%", "percent", "50%", 50),
        ("占百分之五十", "percent", "百分之五十", 50),
        ("占八成以上", "percent", "八成", 80), ("超9成事项", "percent", "9成", 90),
        ("近两成半", "percent", "两成半", 25),
        ("1+3+N体系", "other", "1+3+N", None), ("落实5+2工作制", "other", "5+2", None),
        ("电子目录2.0版本", "other", "2.0", None), ("3楼大厅", "other", "3", None),
        ("“3·15”宣传", "other", "3·15", None), ("比例为3:1", "other", "3:1", None), ("占比1/3", "other", "1/3", None),
        ("公开信息12 345条", "other", "12 345", None), ("拨打12345。", "other", "12345", None),
        ("索引号：008282/2024-00123", "other", "008282/2024-00123", None),
        ("代码11510700MB1234567X", "other", "11510700MB1234567X", None),
        ("电话028-8282 1234", "other", "028-8282 1234", None), ("公开信息12345条", "quantity", "12345条", 12345),
        ("10个百分点", "percent", "10个百分点", 10), ("电话：0517-8722258", "other", "0517-8722258", None),
        ("邮编：223100", "other", "223100", None),
        ("湖滨大道90号", "other", "90号", 90), ("联系人13812345678", "other", "13812345678", None),
        ("QQ：12345678", "other", "12345678", None),
        ("邮箱a9@b126.com", "other", "a9@b126.com", None), ("12345热线", "other", "12345", None),
        ("推广5G应用", "other", "5G", None),
        ("印发《26个领域目录》", "other", "26个", 26), ("编制《2019年度报告》", "other", "2019年", 2019),
    ],
)  # fmt: skip
def test_kinds(text: str, kind: str, raw: str, value: int | None) -> None:
    claim = only(text)
    assert (claim.kind, claim.raw, claim.value) == (kind, raw, value)


@pytest.mark.parametrize(
    ("text", "approximation", "bound", "change"),
    [
        ("发布1000余条", "余", "", ""), ("约30场", "约", "", ""), ("近2000条", "近", "", ""),
        ("20多名", "多", "", ""), ("30件左右", "约", "", ""),
        ("数百条", "约", "", ""), ("节约10万元", "", "", ""), ("近3年", "", "", ""),
        ("原创占50%以上", "", "以上", ""), ("80%以下", "", "以下", ""),
        ("超60次", "", "超过", ""), ("超过60次", "", "超过", ""), ("总量超百万人次", "", "超过", ""),
        ("不足5件", "", "不足", ""), ("不少于4次", "", "至少", ""),
        ("不超过20天", "", "至多", ""), ("20天以内", "", "至多", ""), ("逾100件", "", "超过", ""),
        ("较去年增长10%", "", "", "increase"),
        ("同比减少11件", "", "", "decrease"), ("下降约5%", "约", "", "decrease"),
        ("增幅达10.5％", "", "", "increase"), ("提高3个百分点", "", "", "increase"),
        ("下降到5%", "", "", ""), ("增至20件", "", "", ""), ("新增12条", "", "", ""),
        ("比上年多12件", "", "", "increase"), ("较上年少3件", "", "", "decrease"),
        ("10%的增长", "", "", "increase"),
    ],
)  # fmt: skip
def test_what_modifies_a_number(text: str, approximation: str, bound: str, change: str) -> None:
    claim = only(text)
    assert (claim.approximation, claim.bound, claim.change) == (approximation, bound, change)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理3至5件", [("3", "件"), ("5件", "件")]),
        ("公开10、20和30条", [("10", "条"), ("20", "条"), ("30条", "条")]),
        ("占10—20%", [("10", "%"), ("20%", "%")]),
        ("18个镇、街道", [("18个", "个")]),
        ("2019—2021年", [("2019", "年"), ("2021年", "年")]),
    ],
)
def test_joined_numbers_share_the_unit(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(claim.raw, claim.unit) for claim in claims(text)] == expected


def test_a_range_of_ordinals_and_an_hour_count_nothing() -> None:
    assert [(claim.kind, claim.raw) for claim in claims("第1至3季度")] == [("ordinal", "第1"), ("ordinal", "3季度")]
    assert [(claim.kind, claim.raw) for claim in claims("12月31日24时")] == [("date", "12月31日"), ("other", "24时")]


def test_one_word_of_change_governs_both() -> None:
    assert [claim.change for claim in claims("网站和新媒体发布量分别增长10%和20%，受理5件")] == [
        "increase",
        "increase",
        "",
    ]


def test_a_claim_knows_its_sentence_section_and_place() -> None:
    found = claims(
        "某县2022年报告",
        "一、总体情况",
        "完善制度。“先审。后发”和《问答！》3次，采购2.5万元。其他",
        "二、主动公开政府信息情况",
        "公开8条",
    )
    assert [(claim.section, claim.raw) for claim in found] == [(0, "2022年"), (1, "3次"), (1, "2.5万元"), (2, "8条")]
    assert found[1].sentence == found[2].sentence == "“先审。后发”和《问答！》3次，采购2.5万元。"


@given(
    st.text(
        alphabet="0123456789０，,.．-%％一二十百千万亿〇两零余多几数上近超约第"
        "年月日号条件次个元人《》〔〕（）、。\n 增长至到Aa@",
        max_size=60,
    )
)
def test_offsets_are_exact_and_claims_do_not_overlap(text: str) -> None:
    builder = DocumentBuilder("report.txt", "text", "text")
    builder.paragraph("前言")
    builder.paragraph(text)
    document = builder.build()
    end = 0
    for claim in find_claims(document, find_sections(document)):
        assert document.text[claim.start : claim.end] == claim.raw
        assert claim.raw.strip() == claim.raw != ""
        assert claim.start >= end
        assert claim.raw in claim.sentence
        end = claim.end


@given(st.integers(0, 10**9), st.sampled_from(["条", "件", "次", "人次", "万元", "%"]))
def test_a_written_number_is_found_with_its_unit(number: int, unit: str) -> None:
    claim = only(f"全县共计{number}{unit}，完成")
    assert (claim.value, claim.unit) == (number, unit)


@pytest.mark.skipif(not REPORTS, reason="the published reports are not at hand (GOVTEXT_REPORTS)")
def test_the_claims_of_a_published_report() -> None:
    lines = Path(str(REPORTS), "000_8fda2105dcda898c.txt").read_text(encoding="utf-8").splitlines()
    found = {(claim.raw, claim.approximation, claim.bound, claim.change): claim.value for claim in claims(*lines)}
    expected = {
        ("11960条", "", "", ""): 11960, ("8件", "", "", ""): 8, ("1000余条", "余", "", ""): 1000,
        ("10%", "", "", "increase"): 10,
        ("50%", "", "以上", ""): 50, ("百万人次", "", "超过", ""): 1000000,
    }  # fmt: skip
    assert {key: found.get(key) for key in expected} == expected
