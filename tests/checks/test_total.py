"""Rules are total: whatever a reading holds, every rule answers, and what it says keeps to the contract."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govtext.checks import rules, run
from govtext.document import Document, Paragraph, Place
from govtext.forms import form
from govtext.model import Cell, Claim, Fact, FormMatch, Identity, Reading, Section
from tests.made import SENTENCES, make_reading

WORDS = st.sampled_from(
    ["2023年", "2022年", "收到", "政府信息公开", "申请", "21件", "0件", "未", "上年结转", "结转下年", "行政复议",
     "行政诉讼", "其中", "予以公开", "不予公开", "信息处理费", "380元", "68页", "1月1日",
     "至", "12月31日", "统计期限", "，", "。",
     "、", "（", "《", "无", "约", "余", "同比", "全市", "行政许可", "决定", "规范性文件", "制发"]
)  # fmt: skip
TEXTS = st.one_of(st.lists(WORDS, max_size=25).map("".join), st.text(max_size=40))
ODD_NUMBERS = [Decimal(text) for text in ("1E+999999", "-1E-999999", "sNaN", "NaN", "-0")]
NUMBERS = st.one_of(
    st.none(), st.integers(-5, 3000).map(Decimal), st.decimals(allow_nan=False), st.sampled_from(ODD_NUMBERS)
)
KEYS = [figure for code in ("2019", "2021") for figure in form(code).figures()]


def texts(*values: str) -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(values), st.text(max_size=5))


@st.composite
def facts(draw: st.DrawFn) -> Identity:
    years = st.one_of(st.integers(2005, 2027), st.sampled_from([0, -1, 9998, 9999, 10**12]), st.text(max_size=6))
    levels = texts("county", "city", "township", "national")
    bodies = texts("department", "government", "office", "zone")
    dates = st.one_of(st.dates().map(lambda day: day.isoformat()), st.text(max_size=12))
    values = {"year": years, "level": levels, "body": bodies, "published": dates, "title": TEXTS, "issuer": TEXTS}
    return Identity(**{name: Fact(draw(st.one_of(st.none(), value)), "…") for name, value in values.items()})


@st.composite
def cells(draw: st.DrawFn) -> tuple[Cell, ...]:
    found = []
    for figure in draw(st.lists(st.sampled_from(KEYS), max_size=40)):
        status = draw(st.sampled_from(["value", "value", "empty", "mark", "unreadable", "missing"]))
        value = draw(NUMBERS) if status == "value" else None
        raw, confirmed = draw(st.text(max_size=6)), draw(st.sampled_from([None, True, False]))
        found.append(Cell(figure.table, figure.row, figure.column, value, figure.unit, status, raw, Place(), confirmed))
    return tuple(found)


@st.composite
def sections(draw: st.DrawFn) -> Section:
    printed = draw(st.sampled_from(["一、", "（三）", "9.", "", "附"]))
    return Section(draw(st.integers(0, 8)), draw(TEXTS), printed, (Paragraph(draw(TEXTS), 0),))


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    raw = draw(st.sampled_from(["21件", "380元", "2022年", ""]))
    return Claim(
        kind=draw(st.sampled_from(["quantity", "year", "percent"])),
        value=draw(NUMBERS),
        unit=draw(texts("件", "元", "万元", "页", "年")),
        raw=raw,
        start=draw(st.integers(0, 50)),
        end=draw(st.integers(0, 60)),
        sentence=draw(TEXTS) + draw(st.sampled_from(["", raw])) + draw(TEXTS),
        section=draw(st.one_of(st.none(), st.integers(0, 7))),
        approximation=draw(texts("", "约", "余")),
        bound=draw(texts("", "以上", "不足")),
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Sections, claims, cells and facts at odds with each other and with the document."""
    text = draw(TEXTS)
    document = Document("a", draw(st.sampled_from(["html", "scan"])), "r", text, (Paragraph(text, 0),))
    codes = draw(st.dictionaries(texts("proactive", "requests", "review"), st.sampled_from(["2019", "2021"])))
    match = FormMatch(draw(texts("free", "2021", "mixed")), {table: form(code) for table, code in codes.items()})
    found = (draw(st.lists(each, max_size=6)) for each in (sections(), claims()))
    return Reading(document, draw(facts()), match, tuple(next(found)), draw(cells()), tuple(next(found)), ())


odd = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@odd
@given(readings())
def test_every_rule_answers_whatever_the_reading_holds(reading: Reading) -> None:
    findings = run(reading)
    assert {finding.rule for finding in findings} == {rule.name for rule in rules()}
    for finding in findings:
        assert (finding.verdict == "report") == (finding.status == "fail")
        assert not (finding.status == "fail" and (reading.document.scanned or finding.standing == "statistical"))
        assert len(finding.fingerprint) == 16


@odd
@given(st.lists(TEXTS, min_size=3, max_size=3))
def test_every_rule_answers_whatever_the_prose_says(prose: list[str]) -> None:
    reading = make_reading({"requests/new/total": 21}, sentences=dict(zip((0, 1, 6), prose, strict=True)))
    assert {finding.rule for finding in run(reading)} == {rule.name for rule in rules()}


@odd
@given(readings())
def test_the_same_reading_gives_the_same_findings(reading: Reading) -> None:
    assert repr(run(reading)) == repr(run(dataclasses.replace(reading)))


def test_rules_run_in_their_order() -> None:
    names = [rule.name for rule in rules()]
    order = [names.index(finding.rule) for finding in run(make_reading(sentences=SENTENCES))]
    assert all(first <= second for first, second in pairwise(order))


def test_a_text_without_full_stops_takes_no_more_than_its_share() -> None:
    """Every number repeats its sentence, so what is done for one must not grow with the sentence."""
    endless = "收到政府信息公开申请21件，" * 300
    found = [each for each in run(make_reading(sentences={1: endless})) if each.rule.startswith("narrative")]
    assert {each.status for each in found} == {"not_assessable"}
    assert all(len(line) < 500 for each in run(make_reading(sentences={1: endless})) for line in each.evidence)
