from dataclasses import replace
from decimal import Decimal

import lxml.html
import pytest

from govtext.display import html
from govtext.display.language import set_language
from govtext.document import Document, Note, Paragraph
from govtext.errors import UnknownCode
from govtext.forms import forms
from govtext.model import Fact, FormMatch, Identity, Section
from tests.samples import FAILED, Sample, cell, faulty, reading

HOSTILE = "<script>alert(1)</script>\"'&amp;</td><img src=x onerror=alert(2)>\x1b[31m\u202e{{ 7*7 }}"


def tree(report: Sample, language: str = "en") -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(html.page(report, language))


def hostile() -> Sample:
    """The same dangerous words in every field that a file can fill."""
    fact = Fact(HOSTILE, HOSTILE, HOSTILE)
    key = "requests/new/total"
    base = reading("2021", {key: cell(key, "mark", HOSTILE, HOSTILE)}, source=HOSTILE, title=HOSTILE, prose=HOSTILE)
    sections = (Section(1, HOSTILE, HOSTILE, (Paragraph(HOSTILE, 0),)),)
    base = replace(
        base, identity=Identity(*[fact] * 7), sections=sections, log=(Note(HOSTILE, "loss", HOSTILE),),
        form=replace(base.form, name=HOSTILE, evidence=(HOSTILE,)),
        document=Document(HOSTILE, "scan", HOSTILE, HOSTILE, (), None, {HOSTILE: HOSTILE}),
    )  # fmt: skip
    texts = dict.fromkeys(("rule", "family", "place", "expression", "left", "right", "fingerprint"), HOSTILE)
    findings = [replace(FAILED, **texts, status=status, evidence=(HOSTILE,) * 6, keys=(key,))  # type: ignore[arg-type]
                for status in ("fail", "uncertain", "not_assessable", "pass")]  # fmt: skip
    return Sample(base, tuple(findings))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_text_from_a_file_never_becomes_markup(language):
    made = html.page(hostile(), language)
    page = lxml.html.document_fromstring(made)
    assert not page.xpath("//script | //img | //@onerror")
    assert "\x1b" not in made
    assert "\u202e" not in made
    assert "{{ 7*7 }}" in made  # and no template of its own
    known = """html head meta title style body div header p h2 h3 dl dt dd span b ul li section table caption thead
        tbody tr th td details summary code br"""
    assert {element.tag for element in page.iter() if isinstance(element.tag, str)} <= set(known.split())


def test_hostile_words_stay_readable():
    page = tree(hostile())
    assert "<script>alert(1)</script>" in page.xpath("string(//h2)")
    assert "␛[31m" in page.xpath("string(//h2)")
    assert any("onerror=alert(2)" in title for title in page.xpath("//td/@title"))


@pytest.mark.parametrize("form", [form.code for form in forms()])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_of_a_form_stands_once_in_a_rectangle(form, language):
    page = tree(Sample(reading(form)), language)
    figures = [title.rsplit(" ", 1)[-1] for title in page.xpath("//table[contains(@class, 'gt-form')]//td/@title")]
    assert figures == [cell.key for cell in reading(form).cells]
    for table in page.xpath("//table[contains(@class, 'gt-form')]"):
        assert len(set(widths(table))) == 1


def widths(table: lxml.html.HtmlElement) -> list[int]:
    """Grid columns of each row, spans from above included."""
    rows = table.xpath(".//tr")
    covered = [0] * len(rows)
    for number, row in enumerate(rows):
        for box in row:
            for below in range(number, number + int(box.get("rowspan", 1))):
                covered[below] += int(box.get("colspan", 1))
    return covered


def test_labels_are_those_of_the_form():
    page = tree(Sample(reading("2021")), "zh")
    labels = {" ".join(th.itertext()) for th in page.xpath("//table[contains(@class, 'gt-requests')]//th")}
    assert {"（三）不予公开", "3.危及“三安全一稳定”", "法人或其他组织", "（七）总计"} <= labels
    group = page.xpath("//th[.='三、本年度办理结果']")[0]
    assert (group.get("rowspan"), group.get("scope")) == ("22", "rowgroup")


def test_a_mixed_report_has_each_table_in_its_own_form():
    mixed = reading({"proactive": "2021", "requests": "2019", "review": "2021"})
    page = tree(Sample(mixed), "zh")
    assert page.xpath("//th[.='本年制发件数']")
    assert page.xpath("//th[.='（六）其他处理']/@scope") == ["row"]  # one row in 2019, a group of three in 2021
    assert "混用表式" in page.xpath("string(//header)")


def find(page: lxml.html.HtmlElement, key: str) -> lxml.html.HtmlElement:
    return next(td for td in page.xpath("//td[@title]") if key in td.get("title"))


@pytest.mark.parametrize(
    ("key", "status", "shown"),
    [
        ("requests/partial/business", "empty", "blank"),
        ("requests/partial/research", "mark", "/"),
        ("requests/partial/nonprofit", "unreadable", "1O"),
        ("requests/partial/legal_service", "missing", "missing"),
        ("proactive/fees/amount", "value", "7730.28"),
    ],
)
def test_each_status_looks_and_reads_different(key, status, shown):
    td = find(tree(faulty()), key)
    assert f"gt-{status}" in td.get("class").split()
    assert td.xpath("string(span)") == shown
    assert "line" in td.get("title")


def test_a_failed_sum_is_marked_on_all_its_cells_and_told_on_the_total():
    page = tree(faulty())
    for key in FAILED.keys:
        assert "gt-fail" in find(page, key).get("class").split()
    assert find(page, "review/reconsideration/total").xpath("string(span[@class='gt-badge'])") == "▲1 +11"
    assert not find(page, "review/reconsideration/upheld").xpath("span[@class='gt-badge']")
    assert FAILED.expression in find(page, "review/reconsideration/upheld").get("title")
    assert "gt-fail" not in find(page, "review/litigation_after/total").get("class").split()


def test_an_uncertain_sum_is_marked_otherwise():
    total = find(tree(faulty()), "requests/partial/total")
    assert "gt-uncertain" in total.get("class").split()
    assert total.xpath("string(span[@class='gt-badge'])") == "△2"


def test_findings_come_gravest_first_and_passes_are_counted():
    page = tree(faulty())
    rows = page.xpath("//table[contains(@class, 'gt-findings')]/tbody/tr/@class")
    assert rows == ["gt-fail", "gt-uncertain"]
    assert "Passed: sums 2" in page.xpath("string(//p[@class='gt-passes'])")
    assert "error in the report" in page.text_content()


def test_what_is_not_known_says_so():
    facts = {dt.text: dt.getnext().text_content() for dt in tree(Sample(reading(issuer=None))).xpath("//dl//dt")}
    assert facts["Issuer"] == facts["Published"] == "not known"
    assert facts["Report year"] == "2022"


def test_evidence_is_a_touch_away():
    page = tree(Sample(reading()))
    assert any("安居区人民政府" in title and "line 1" in title for title in page.xpath("//dd/span/@title"))


def test_a_scan_is_badged_and_other_kinds_are_not():
    assert tree(Sample(reading(kind="scan"))).xpath("//p[@class='gt-scan']")
    assert not tree(Sample(reading(kind="pdf"))).xpath("//p[@class='gt-scan']")


def test_two_readings_that_differ_are_shown():
    base = reading()
    doubted = replace(base, cells=(replace(base.cells[0], confirmed=False), *base.cells[1:]))
    assert "gt-differ" in find(tree(Sample(doubted)), base.cells[0].key).get("class").split()


def test_a_report_without_tables_and_sections_says_so():
    bare = replace(reading(), form=FormMatch("free"), cells=(), sections=(), log=(), claims=())
    text = tree(Sample(bare)).text_content()
    for words in ("No statutory table", "No section", "nothing to check", "Nothing to note", "free form"):
        assert words in text


def test_a_table_that_was_not_found_is_named():
    assert "Administrative reconsideration and litigation: this table was not found" in tree(
        Sample(reading({"proactive": "2021", "requests": "2021"}))
    ).text_content()  # fmt: skip


def test_prose_is_there_but_folded():
    page = tree(Sample(reading(prose="全年收到申请8件。")))
    first = page.xpath("//details[@class='gt-section']")[0]
    assert not first.get("open")
    assert "全年收到申请8件。" in first.text_content()
    assert "9 characters" in first.xpath("string(summary)")


def test_the_page_needs_nothing_from_elsewhere():
    made = html.page(faulty(), "zh")
    assert "http" not in made
    assert "url(" not in made
    assert not lxml.html.document_fromstring(made).xpath("//link | //script | //img | //iframe")


def test_markup_tells_headers_and_tables():
    page = tree(faulty())
    assert all(th.get("scope") for th in page.xpath("//th"))
    assert len(page.xpath("//table[contains(@class, 'gt-form')]/caption")) == 3


def test_style_touches_nothing_outside_the_report():
    css = tree(faulty()).xpath("string(//div[@class='govtext']/style)")
    rules = [part.split("{")[0].strip() for part in css.replace("@media", "}@media").split("}")]
    outside = [rule for rule in rules if rule and not rule.startswith("@") and "govtext" not in rule]
    assert outside == []


def test_language_is_that_asked_for_or_that_set():
    set_language("zh")
    try:
        assert "核查结果" in html.fragment(faulty())
        assert "Findings" in html.fragment(faulty(), "en")
    finally:
        set_language("en")
    with pytest.raises(UnknownCode, match="fr"):
        html.fragment(faulty(), "fr")


def test_long_evidence_is_folded():
    many = replace(FAILED, evidence=tuple(f"cell {number}" for number in range(22)))
    page = tree(Sample(reading("2021"), (many,)))
    assert page.xpath("//td/details[not(@open)]/summary")[0].text == "Evidence: 22"


def test_sides_that_are_text_or_fractions_are_written_out():
    odd = replace(FAILED, left="2021-02-10", right=Decimal("25.10"), difference=None, keys=())
    row = tree(Sample(reading("2021"), (odd,))).xpath(
        "//table[contains(@class, 'gt-findings')]/tbody/tr/td[@class='gt-num']"
    )
    assert [td.text_content() for td in row] == ["2021-02-10", "25.1", ""]


def test_no_file_can_swell_the_page():
    long = "长" * 100_000
    key = "requests/new/total"
    base = reading(values={key: cell(key, "unreadable", long)}, prose=long, title=long, source=long)
    base = replace(base, log=(Note("step", "doubt", long),) * 10_000)
    made = html.page(Sample(base, (replace(FAILED, evidence=(long,) * 100, expression=long, keys=(key,)),)))
    assert len(made) < 500_000
    assert "9,500 more" in lxml.html.document_fromstring(made).text_content()
