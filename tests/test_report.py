import dataclasses
import pickle
from decimal import Decimal

import pandas as pd
import pytest
from rich.console import Console

import govtext
from govtext import frames, records
from govtext.errors import UnknownCode, UnreadableFile
from govtext.forms import form, forms
from govtext.report import Report
from tests.samples import cell, faulty, reading


@pytest.fixture
def report() -> Report:
    return Report(faulty().reading)


def test_public_names_are_few_and_there():
    assert len(govtext.__all__) < 13
    assert all(hasattr(govtext, name) for name in govtext.__all__)


def test_read_gives_a_report_of_a_file(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(
        "某县人民政府\n2022年政府信息公开工作年度报告\n一、总体情况\n全年收到申请8件。\n五、存在的主要问题及改进情况\n"
        "栏目更新慢。\n六、其他需要报告的事项\n无。\n",
        encoding="utf-8",
    )
    report = govtext.read(str(file))
    assert report.source == "a.txt"
    assert report.identity.year.value == 2022
    assert [section.number for section in report.sections if section.number] == [1, 5, 6]
    assert report.text[report.claims["start"].iloc[-1] :].startswith(report.claims["raw"].iloc[-1])
    assert report.findings


def test_a_file_that_is_not_there_is_named():
    with pytest.raises(UnreadableFile, match=r"nowhere\.txt"):
        govtext.read("nowhere.txt")


def test_cells_are_tidy(report):
    cells = report.cells
    assert list(cells)[:9] == ["report", "table", "row", "column", "value", "unit", "status", "raw", "where"]
    assert len(cells) == 200
    assert set(cells["report"]) == {"a.html"}
    assert cells["value"].isna().sum() == (cells["status"] != "value").sum() == 4
    fee = cells.query("row == 'fees'").iloc[0]
    assert (fee["value"], fee["unit"], fee["label_en"]) == (
        7730.28,
        "万元",
        "administrative fees: amount charged in the year",
    )


def test_blank_is_never_zero(report):
    row = report.cells.query("row == 'partial' and column == 'business'").iloc[0]
    assert row["value"] is pd.NA
    assert row["status"] == "empty"


def test_requests_are_laid_out_as_printed(report):
    table = report.tables["requests"]
    assert table.shape == (25, 7)
    assert table.loc[("三、本年度办理结果", "（七）总计", ""), ("申请人情况", "总计", "")] == 24
    assert table.columns[1] == ("申请人情况", "法人或其他组织", "商业企业")
    assert set(map(str, table.dtypes)) == {"Int64"}
    assert (
        table.loc[("三、本年度办理结果", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "")].isna().sum()
        == 4
    )


def test_review_is_one_row_of_fifteen(report):
    table = report.tables["review"]
    assert table.shape == (1, 15)
    assert table.iloc[0][("行政复议", "结果维持", "")] == 10
    assert table.columns[-1] == ("行政诉讼", "复议后起诉", "总计")


def test_proactive_has_a_column_for_each_label(report):
    table = report.tables["proactive"]
    assert table.loc[("第二十条第（八）项", "行政事业性收费"), "本年收费金额（单位：万元）"] == 7730.28
    assert table.loc[("第二十条第（五）项", "行政许可"), "本年处理决定数量"] == 4682
    assert table.loc[("第二十条第（五）项", "行政许可"), "本年制发件数"] is pd.NA


@pytest.mark.parametrize("code", [each.code for each in forms()])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_of_a_form_is_in_its_layout(code, language):
    keys = [figure.key for figure in form(code).figures()]
    numbered = {key: str(number) for number, key in enumerate(keys, 1)}
    tables = Report(reading(code, numbered)).tables
    seen = [
        value for table in tables for value in tables.layout(table, language).to_numpy().ravel() if value is not pd.NA
    ]
    assert sorted(seen) == list(range(1, len(keys) + 1))


def test_a_mixed_report_has_each_table_in_its_own_form():
    tables = Report(reading({"proactive": "2021", "requests": "2019"})).tables
    assert list(tables) == ["proactive", "requests"]
    assert len(tables["requests"]) == 23
    with pytest.raises(KeyError):
        tables["review"]
    with pytest.raises(UnknownCode, match="proactive, requests"):
        tables.layout("review")
    with pytest.raises(UnknownCode, match="fr"):
        tables.layout("requests", "fr")


def test_language_of_displays_changes_no_result(report):
    before = report.cells, report.tables["requests"]
    govtext.set_language("zh")
    try:
        pd.testing.assert_frame_equal(report.cells, before[0])
        pd.testing.assert_frame_equal(report.tables["requests"], before[1])
    finally:
        govtext.set_language("en")


def test_check_has_the_columns_of_the_contract(report):
    found = report.check()
    assert list(found)[:9] == ["report", "rule", "family", "status", "place", "left", "right", "difference", "evidence"]
    failed = found.query("rule == 'review.outcomes' and status == 'fail'").iloc[0]
    assert (failed["left"], failed["right"], failed["difference"], failed["verdict"]) == (11, 0, 11, "report")
    assert len(found) == len(report.findings)


def test_findings_are_computed_once(report):
    assert report.findings is report.findings


def test_frames_of_nothing_have_their_columns():
    bare = dataclasses.replace(reading(), cells=(), claims=(), log=())
    assert list(frames.cells_frame(bare)) == [*records.CELL_COLUMNS, *records.CELL_EXTRAS]
    assert list(frames.claims_frame(bare)) == list(records.CLAIM_COLUMNS)
    assert list(frames.log_frame(bare)) == list(records.LOG_COLUMNS)
    assert list(frames.findings_frame("a", ())) == [*records.FINDING_COLUMNS, *records.FINDING_EXTRAS]


def test_claims_and_log_tell_their_places(report):
    assert report.claims[["value", "unit", "where"]].iloc[0].tolist() == [8, "件", "line 3"]
    assert report.log[["severity", "where"]].iloc[0].tolist() == ["repair", "table 2, row 5"]


def test_a_report_cannot_be_changed_and_travels(report):
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.reading = None
    assert pickle.loads(pickle.dumps(report)) == report


def test_repr_is_short_and_says_what_it_is(report):
    assert repr(report) == "<Report 安居区人民政府 2022: form 2021, 196 of 200 figures>"
    assert "安居区人民政府" in report._repr_html_()
    assert "<!DOCTYPE html>" in report.html("zh")


def test_a_report_prints_itself(report, capsys):
    report.show("zh")
    shown = capsys.readouterr().out
    assert "核查结果" in shown
    Console(width=100).print(report)
    assert "Findings" in capsys.readouterr().out


def test_a_figure_no_form_has_is_still_a_row():
    odd = dataclasses.replace(reading(), cells=(cell("new/row/column", "missing"),))
    assert frames.cells_frame(odd)["label_zh"].tolist() == [""]


def test_a_value_is_only_told_where_there_is_one():
    wrong = dataclasses.replace(cell("requests/new/total", "unreadable", "8?"), value=Decimal(8))
    odd = dataclasses.replace(reading(), cells=(wrong,))
    assert next(records.cell_records(odd))["value"] is None
