"""What the prose says against the tables: every sentence here is made up."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

import pytest

from govtext.checks import run
from govtext.checks.claims import within
from govtext.checks.prose import read_prose
from govtext.checks.statements import stated_none, stated_numbers
from govtext.checks.wordings import statements, word
from govtext.model import Claim, Finding, Reading
from tests.made import Given, identity_of, make_reading

FIGURES_2021: dict[str, Given] = {
    "requests/new/total": 21, "requests/carried_in/total": 2, "requests/granted/total": 10, "requests/partial/total": 4,
    "requests/refused.process/total": 1, "requests/refused.state_secret/total": 1,
    "requests/unavailable.not_held/total": 3, "requests/not_processed.duplicate/total": 1,
    "requests/other.else/total": 2, "requests/processed_total/total": 22,
    "requests/carried_out/total": 1, "review/reconsideration/upheld": 2, "review/reconsideration/corrected": 1,
    "review/reconsideration/total": 3, "review/litigation_direct/total": 1, "review/litigation_after/total": 4,
    "proactive/licensing/decisions": 550, "proactive/penalties/decisions": 4119, "proactive/coercion/decisions": 195,
    "proactive/fees/amount": Decimal("7730.28"), "proactive/normative_documents/issued": 6,
    "proactive/normative_documents/repealed": 5, "proactive/normative_documents/in_force": 17,
}  # fmt: skip
FIGURES_2019: dict[str, Given] = {
    "requests/new/total": 8, "requests/processed_total/total": 8, "requests/other/total": 2,
    "proactive/normative_documents/newly_made": 2, "proactive/normative_documents/newly_published": 3,
    "proactive/procurement/projects": 73, "proactive/procurement/amount": Decimal("2876.4869"),
}  # fmt: skip


def narrative(reading: Reading) -> list[Finding]:
    return [each for each in run(reading) if each.family == "narrative" and each.status != "not_assessable"]


def read_2021(sentence: str, section: int = 1, **figures: Given) -> list[Finding]:
    return narrative(make_reading({**FIGURES_2021, **figures}, sentences={section: sentence}))


def read_2019(sentence: str) -> list[Finding]:
    identity = identity_of(year=2020)
    return narrative(make_reading(FIGURES_2019, "2019", sentences={1: sentence}, identity=identity))


PASS = [
    ("narrative.new", "2023年，全县共收到政府信息公开申请21件。"),
    ("narrative.new", "本年度受理公民、法人和其他组织提出的政府信息公开申请 21 件，均已答复。"),
    ("narrative.new", "全年新收依申请公开21件，上年没有同类情况。"),
    ("narrative.new", "我局收到21件政府信息公开申请。"),
    ("narrative.new", "依申请公开方面，本年新收21件。"),
    ("narrative.new", "共收到政府信息公开申请23件（含往年转来的）。"),
    ("narrative.new", "收到政府信息公开申请二十一件。"),
    ("narrative.new", "借助窗口、信函等途径，共受理政府信息依申请公开21件，其中1件结转下一年度办理。"),
    ("narrative.reconsideration", "处理涉及政府信息公开的行政复议3件，行政诉讼5件。"),
    ("narrative.new", "收到政府信息公开申请约20件。"),
    ("narrative.new", "收到政府信息公开申请20余件。"),
    ("narrative.new", "收到政府信息公开申请20件以上。"),
    ("narrative.new", "收到信息公开申请超过20件。"),
    ("narrative.carried_in", "收到信息公开申请21件，上年结转2件。"),
    ("narrative.carried_in", "2022年度结转申请2件。"),
    ("narrative.carried_out", "收到21件公开申请，2022年结转2件，共办结22件，结转2024年继续办理1件。"),
    ("narrative.processed", "全年办结政府信息公开申请22件。"),
    ("narrative.processed", "全年办理依申请公开21件。"),
    ("narrative.processed", "答复政府信息公开申请23件。"),
    ("narrative.carried_out", "另有申请结转下年度继续办理1件。"),
    ("narrative.carried_out", "1件申请结转至下一年度。"),
    ("narrative.outcomes", "其中，予以公开10件。"),
    ("narrative.outcomes", "予以公开的10件、部分公开4件。"),
    ("narrative.outcomes", "不予公开2件。"),
    ("narrative.outcomes", "予以公开或部分公开14件、占六成。"),
    ("narrative.outcomes", "无法提供3件，不予处理1件，其他处理2件。"),
    ("narrative.reconsideration", "因政府信息公开引发行政复议3件。"),
    ("narrative.reconsideration", "因信息公开被申请行政复议案件3件，其中结果维持2件，结果纠正1件。"),
    ("narrative.litigation", "因政府信息公开被提起行政诉讼5件。"),
    ("narrative.litigation", "未经复议直接起诉1件，复议后起诉4件。"),
    ("narrative.litigation", "信息公开行政复议、行政诉讼案件共8件。"),
    ("narrative.decisions", "作出行政许可决定550件，行政处罚决定4119件，行政强制决定195件。"),
    ("narrative.decisions", "办理行政许可550件。"),
    ("narrative.documents", "制发规范性文件6件，废止规范性文件5件，现行有效规范性文件17件。"),
    ("narrative.documents", "出台行政规范性文件6件。"),
    ("narrative.amounts", "行政事业性收费共7730.28万元。"),
    ("narrative.amounts", "行政事业性收费金额77302800元。"),
    ("narrative.amounts", "行政事业性收费7730.3万元。"),
    ("narrative.amounts", "行政事业性收费约0.77亿元。"),
]


@pytest.mark.parametrize(("rule", "sentence"), PASS)
def test_what_agrees_passes(rule: str, sentence: str) -> None:
    found = read_2021(sentence)
    assert rule in {each.rule for each in found}
    assert {each.status for each in found} == {"pass"}, [(each.rule, each.expression) for each in found]


@pytest.mark.parametrize(
    "sentence",
    [
        "制定规范性文件2件。",
        "政府集中采购2876.49万元。",
        "政府集中采购项目73个。",
        "其他处理2件。",
        "公开规范性文件3件。",
    ],
)
def test_the_form_of_2019_has_its_own_figures(sentence: str) -> None:
    assert [each.status for each in read_2019(sentence)] == ["pass"]


FAIL = [
    ("narrative.new", "2023年共收到政府信息公开申请25件。", 25, 21),
    ("narrative.new", "收到政府信息公开申请约40件。", 40, 21),
    ("narrative.new", "收到政府信息公开申请30余件。", 30, 21),
    ("narrative.new", "收到政府信息公开申请30件以上。", 30, 21),
    ("narrative.new", "本年度未收到政府信息公开申请。", 0, 21),
    ("narrative.new", "没有收到行政许可申请，也没有接到信息公开申请。", 0, 21),
    ("narrative.carried_in", "收到信息公开申请21件，上年结转3件。", 3, 2),
    ("narrative.carried_in", "收到信息公开申请21件，无上年结转。", 0, 2),
    ("narrative.carried_out", "申请中结转下年度继续办理4件。", 4, 1),
    ("narrative.outcomes", "予以公开12件。", 12, 10),
    ("narrative.outcomes", "不予公开3件。", 3, 2),
    ("narrative.reconsideration", "因信息公开被申请行政复议4件。", 4, 3),
    ("narrative.reconsideration", "没有因政府信息公开发生行政复议的情况。", 0, 3),
    ("narrative.litigation", "因信息公开被提起行政诉讼1件。", 1, 5),
    ("narrative.decisions", "作出行政许可决定500件。", 500, 550),
    ("narrative.documents", "废止规范性文件4件。", 4, 5),
    ("narrative.amounts", "行政事业性收费7731万元。", 7731, Decimal("7730.28")),
    ("narrative.new", "青禾县人民政府2023年收到政府信息公开申请18件。", 18, 21),
    ("narrative.new", "县政府收到依申请公开18件。", 18, 21),
    ("narrative.new", "2023年没有收到公民、法人和其他组织的政府信息公开申请。", 0, 21),
    ("narrative.new", "本机关新收政府信息公开申请18件。", 18, 21),
]


@pytest.mark.parametrize(("rule", "sentence", "left", "right"), FAIL)
def test_what_differs_fails_with_sentence_and_cell(rule: str, sentence: str, left: int, right: int) -> None:
    found = [each for each in read_2021(sentence) if each.status != "pass"]
    assert [(each.rule, each.status, each.left, each.right) for each in found] == [(rule, "fail", left, right)]
    assert any(f"「{sentence}」" in line for line in found[0].evidence)
    assert any(found[0].keys[0] in line for line in found[0].evidence)


UNCERTAIN = [
    ("narrative.new", "全市各部门共收到政府信息公开申请310件。", "another scope"),
    ("narrative.new", "累计收到政府信息公开申请99件。", "another scope or period"),
    ("narrative.processed", "办理政府信息公开申请19件。", "fit several figures"),
    ("narrative.reconsideration", "全年发生行政复议12件。", "about disclosure"),
    ("narrative.litigation", "未因信息公开答复不当收到行政复议或行政诉讼。", "qualified by 「不当」"),
    ("narrative.decisions", "办理行政许可1550件。", "fit several figures"),
    ("narrative.new", "上半年收到政府信息公开申请8件。", "another scope or period"),
    ("narrative.new", "第三季度，收到政府信息公开申请8件。", "another scope or period"),
    ("narrative.new", "1月至6月收到政府信息公开申请8件。", "another scope or period"),
    ("narrative.new", "县水利局高度重视，收到政府信息公开申请8件。", "another scope"),
    ("narrative.new", "在青山镇，收到政府信息公开申请8件。", "another scope"),
    ("narrative.new", "县水利局收到政府信息公开申请8件。", "「县水利局」"),
    ("narrative.new", "县政府办公室收到政府信息公开申请8件。", "「办公室」"),
    ("narrative.new", "县本级收到政府信息公开申请9件。", "「县本级」"),
    ("narrative.new", "部分单位收到政府信息公开申请8件。", "「部分单位」"),
    ("narrative.new", "收到同一申请人提交的政府信息公开申请8件。", "「同一」"),
    ("narrative.new", "收到征地类政府信息公开申请8件。", "「征地类」"),
    ("narrative.new", "2023年预计收到政府信息公开申请50件。", "「预计」"),
    ("narrative.new", "没有收到上级转办的政府信息公开申请。", "「上级转办」"),
    ("narrative.new", "未收到企业提出的政府信息公开申请。", "「企业」"),
    ("narrative.outcomes", "不予公开1件（涉及国家秘密）。", "「涉及国家秘密」"),
    ("narrative.outcomes", "县医保局不予公开1件。", "「县医保局」"),
    ("narrative.outcomes", "部分公开3份附件。", "narrow the number down (「附」)"),
    ("narrative.decisions", "评查行政处罚决定书60件。", "「评查」"),
    ("narrative.decisions", "县城管局作出行政处罚决定100件。", "「县城管局」"),
    ("narrative.decisions", "不予行政处罚决定2件。", "「不予」"),
    ("narrative.decisions", "公布行政许可目录、行政处罚决定30件。", "「公布…目录」"),
    ("narrative.documents", "县级部门制发规范性文件2件。", "「县级部门」"),
    ("narrative.documents", "制定规范性文件计划8件。", "「计划」"),
]


@pytest.mark.parametrize(("rule", "sentence", "reason"), UNCERTAIN)
def test_where_the_scope_is_in_doubt_a_difference_is_uncertain(rule: str, sentence: str, reason: str) -> None:
    found = [each for each in read_2021(sentence) if each.rule == rule]
    assert [(each.status, each.verdict) for each in found] == [("uncertain", "reading")]
    assert reason in "\n".join(found[0].evidence)


SILENT = [
    "2022年收到政府信息公开申请30件。",
    "2019年以来累计收到政府信息公开申请99件。",
    "2022年收到政府信息公开申请30件，答复28件。",
    "去年收到政府信息公开申请30件。",
    "收到申请数同比增加3件。",
    "政府信息公开申请较上年减少5件。",
    "收到政府信息公开申请21件，其中通过网络收到申请18件，当面收到申请3件。",
    "收到政府信息公开申请21件，其中自然人申请15件。",
    "办理人大代表建议35件、政协提案20件。",
    "未收到行政许可申请，信息公开栏目有专人维护。",
    "收到群众来信30封，答复网民留言120条。",
    "12345热线办结工单900件。",
    "收到低保申请45件。",
    "公开行政许可信息1200条，公示行政处罚结果300条。",
    "行政许可事项260项。",
    "清理规范性文件40件，宣布失效规范性文件8件。",
    "解读规范性文件12件。",
    "审理行政复议案件120件。",
    "出庭应诉行政诉讼案件14件。",
    "没有行政复议纠错的案件，没有行政诉讼败诉的案件。",
    "主动公开政府信息1136条。",
    "培训3次，参加人员120人次。",
    "政府采购信息公开31条。",
    "第十条规定应当答复申请。",
    "依申请公开答复及时率100%。",
]


@pytest.mark.parametrize("sentence", SILENT)
def test_what_is_another_matter_is_not_compared(sentence: str) -> None:
    found = [each for each in read_2021(sentence) if each.status != "pass"]
    assert [(each.rule, each.expression) for each in found] == []


def test_section_5_is_not_compared() -> None:
    assert read_2021("今年收到政府信息公开申请25件，答复还不够及时。", section=5) == []


def test_section_4_needs_not_say_that_it_is_about_disclosure() -> None:
    assert [each.status for each in read_2021("全年发生行政复议12件。", section=4)] == ["fail"]


def test_zero_in_words_agrees_with_zero() -> None:
    sentence = "本年度未收到政府信息公开申请，未发生行政复议、行政诉讼案件。"
    found = narrative(make_reading(sentences={1: sentence}))
    assert [(each.rule, each.status, each.left) for each in found] == [
        ("narrative.new", "pass", 0),
        ("narrative.reconsideration", "pass", 0),
        ("narrative.litigation", "pass", 0),
    ]


def test_zero_in_figures_agrees_with_zero() -> None:
    found = narrative(make_reading(sentences={1: "因信息公开发生行政复议0件、行政诉讼0件。"}))
    assert [(each.rule, each.status) for each in found] == [
        ("narrative.reconsideration", "pass"),
        ("narrative.litigation", "pass"),
    ]


@pytest.mark.parametrize(("figure", "verdict"), [(None, ""), ("/", ""), ("x", "reading"), ("missing", "reading")])
def test_a_cell_without_figure_leaves_the_claim_uncertain(figure: Given, verdict: str) -> None:
    found = narrative(make_reading({"requests/new/total": figure}, sentences={1: "收到政府信息公开申请21件。"}))
    assert [(each.status, each.verdict, each.left, each.right) for each in found] == [("uncertain", verdict, 21, None)]


def test_without_the_table_nothing_can_be_compared() -> None:
    reading = make_reading(tables=("proactive", "review"), sentences={1: "收到政府信息公开申请21件。"})
    found = [each for each in run(reading) if each.rule == "narrative.new"]
    assert [(each.status, each.place) for each in found] == [("not_assessable", "section/1:requests/new/total")]
    assert "21件" in found[0].evidence[0]


def test_what_is_said_twice_alike_is_one_finding_and_what_differs_two() -> None:
    twice = "今年收到政府信息公开申请25件。说到底，全年共收到政府信息公开申请25件。"
    found = read_2021(twice)
    assert len(found) == 1
    assert sum("「" in line and "section" in line for line in found[0].evidence) == 2
    assert len(read_2021(twice.replace("25件", "24件", 1))) == 2


def claim(value: str, unit: str = "件", raw: str = "", approximation: str = "", bound: str = "") -> Claim:
    return Claim("quantity", Decimal(value), unit, raw or value + unit, 0, 1, "", 1, approximation, bound)


WITHIN: list[tuple[Claim, Mapping[str, bool]]] = [
    (claim("21"), {"21": True, "20": False, "21.0": True}),
    (claim("100", approximation="约"), {"98": True, "110": True, "111": False, "89": False}),
    (claim("100", approximation="近"), {"98": True, "88": False}),
    (claim("1000", approximation="余"), {"1000": True, "1080": True, "999": False, "2000": False}),
    (claim("120", approximation="多"), {"129": True, "130": False}),
    (claim("100", bound="以上"), {"100": True, "5000": True, "99": False}),
    (claim("100", bound="不足"), {"99": True, "101": False}),
    (claim("12000", raw="1.2万件"), {"11960": True, "12490": True, "12600": False}),
    (claim("7730.3", "万元"), {"7730.28": True, "7730.2": False}),
    (claim("7730", "万元"), {"7730": True, "7730.28": False}),
    (claim("0"), {"0": True, "1": False}),
]


@pytest.mark.parametrize(("said", "figures"), WITHIN, ids=lambda value: getattr(value, "raw", None))
def test_what_lies_within_a_claim(said: Claim, figures: Mapping[str, bool]) -> None:
    assert {figure: within(said, Decimal(figure)) for figure in figures} == dict(figures)


@pytest.mark.parametrize("sentence", [sentence for _, sentence in PASS] + [sentence for _, sentence, *_ in FAIL])
def test_no_number_is_taken_for_two_figures(sentence: str) -> None:
    reading = make_reading(FIGURES_2021, sentences={1: sentence})
    prose = read_prose(reading)
    rules = dict.fromkeys(each.rule for each in statements())
    starts = [said.claim.start for rule in rules for said in stated_numbers(prose, rule) if said.claim]
    assert len(starts) == len(set(starts))


RARE = [
    "公开规范性文件3件。", "政府集中采购2876.49万元。", "政府集中采购项目73个。", "实施行政处罚3件。",
    "实施行政强制3件。", "因信息公开申请的复议尚未审结1件。",
]  # fmt: skip


def test_every_statement_of_the_data_has_a_sentence_that_it_finds() -> None:
    found = set()
    for sentence in [*(each for _, each in PASS), *(each for _, each, *_ in FAIL), *RARE]:
        prose = read_prose(make_reading(sentences={1: sentence}))
        for rule in dict.fromkeys(each.rule for each in statements()):
            said = [*stated_numbers(prose, rule), *stated_none(prose, rule)]
            found |= {id(each.statement) for each in said}
    assert [each.meanings[0] for each in statements() if id(each) not in found] == []


@pytest.mark.parametrize("pattern", sorted({each.pattern for one in statements() for each in one.none}))
def test_a_statement_of_none_begins_with_a_denial(pattern: str) -> None:
    """Sentences without a denial are not asked for one, so no pattern may do without."""
    group = re.match(r"\(\?:([^()]*)\)", pattern)
    for opening in group[1].split("|") if group else [pattern.split("(")[0]]:
        assert word("denial").search(opening)
