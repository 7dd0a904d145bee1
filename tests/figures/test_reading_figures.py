"""The figures of findings, missing figures and keywords: what is drawn is what was counted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from govtext.errors import GovTextError, UnknownCode
from govtext.figures import COLOURS, style, text_faults
from govtext.figures.findings_by_rule import findings_by_rule
from govtext.figures.keyness import keyness
from govtext.figures.missingness import missingness

WORDS = ("模拟数据：标题", "simulated: title", "模拟 simulated")
NAME_OF = {value.lower(): name for name, value in COLOURS.items()}


@pytest.fixture(autouse=True)
def _in_style() -> Iterator[None]:
    with style():
        yield


def findings() -> pd.DataFrame:
    rows = [("years", "years.title", "pass")] * 6 + [("years", "years.title", "fail")] * 2
    rows += [("sums", "requests.balance", "uncertain"), ("across", "across.carried", "not_assessable")]
    return pd.DataFrame(rows, columns=["family", "rule", "status"]).assign(report=list("aabbccddaa"))


def texts(axes: object) -> list[str]:
    return [text.get_text() for text in axes.texts]  # type: ignore[attr-defined]


def test_findings_are_counted_and_stand_in_the_order_of_the_families() -> None:
    figure, data = findings_by_rule(findings(), *WORDS)
    assert data["rule"].tolist() == ["requests.balance", "years.title", "across.carried"]
    counts = data.set_index("rule").loc["years.title"]
    assert counts[["pass", "fail", "uncertain", "not_assessable", "n"]].tolist() == [6, 2, 0, 0, 8]
    bars = {
        to_hex(bar.get_facecolor()): bar.get_width() for bar in figure.axes[0].patches if bar.get_width() in (75, 25)
    }
    assert {NAME_OF[colour]: width for colour, width in bars.items()} == {"sky": 75, "vermilion": 25}
    assert texts(figure.axes[1])[-3:] == ["1", "8", "1"]
    assert "10 项检查结果，4 份报告" in figure.get_supxlabel()


def test_bars_of_every_rule_are_a_whole() -> None:
    figure, data = findings_by_rule(findings(), *WORDS)
    ends = pd.DataFrame([(bar.get_y(), bar.get_x() + bar.get_width()) for bar in figure.axes[0].patches])
    assert np.allclose(ends.groupby(0)[1].max(), 100)
    assert len(ends[0].unique()) == len(data)


def test_findings_of_one_family_only_and_none_is_told() -> None:
    assert findings_by_rule(findings(), *WORDS, families=["years"])[1]["n"].tolist() == [8]
    for frame, families in ((findings(), ["fees"]), (findings().iloc[:0], None)):
        with pytest.raises(GovTextError, match="nothing to draw"):
            findings_by_rule(frame, *WORDS, families=families)
    with pytest.raises(GovTextError, match="no column 'rule'"):
        findings_by_rule(findings().drop(columns="rule"), *WORDS)


def test_a_rule_that_nobody_declared_keeps_its_name() -> None:
    figure, _ = findings_by_rule(findings().replace("years.title", "own.rule"), *WORDS)
    assert "own.rule" in [label.get_text() for label in figure.axes[0].get_yticklabels()]


def cells() -> pd.DataFrame:
    parts = [
        ("a", "requests", 2021, "county", ["value"] * 98 + ["empty", "mark"]),
        ("a", "review", 2021, "county", ["missing"] * 15),
        ("b", "review", 2023, "city", ["value"] * 14 + ["unreadable"]),
    ]
    rows = [(*head, status) for *head, statuses in parts for status in statuses]
    return pd.DataFrame(rows, columns=["report", "table", "year", "level", "status"])


def test_cells_are_counted_by_table_and_year_and_a_gap_is_no_zero() -> None:
    figure, data = missingness(cells(), *WORDS)
    told = data.set_index(["table", "year"])
    assert told.loc[("requests", 2021), ["value", "empty", "mark", "n"]].tolist() == [98, 1, 1, 100]
    assert ("review", 2022) not in told.index
    axes = figure.axes[0]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["2021", "2022", "2023"]
    assert texts(axes) == ["2", "15", "1"]
    assert not [bar for bar in axes.patches if 0.5 < bar.get_x() < 1.5]


def test_a_bar_has_one_width_and_no_sliver_vanishes() -> None:
    figure, data = missingness(cells(), *WORDS)
    bars = pd.DataFrame(
        [(round(bar.get_y()), int(bar.get_x() + 0.47), bar.get_width()) for bar in figure.axes[0].patches]
    )
    assert np.allclose(bars.groupby([0, 1])[2].sum(), 0.6)
    assert bars[2].min() > 0.03
    assert len(bars) == (data[["value", "empty", "mark", "unreadable", "missing"]] > 0).sum().sum()


def test_groups_stand_with_the_emptiest_on_top_and_the_rest_is_counted() -> None:
    figure, data = missingness(cells(), *WORDS, by="level")
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["county", "city"]
    assert set(data["level"]) == {"county", "city"}
    short, _ = missingness(cells(), *WORDS, by="level", most=1)
    assert "另有 1 行未画" in short.get_supxlabel()


def test_a_group_that_is_not_known_is_drawn_as_such() -> None:
    frame = cells().assign(level=lambda each: each["level"].where(each["level"] != "city"))
    figure, _ = missingness(frame, *WORDS, by="level")
    assert "未知 not known" in [label.get_text() for label in figure.axes[0].get_yticklabels()]


def test_what_cannot_be_mapped_is_refused() -> None:
    with pytest.raises(UnknownCode, match="issuer_name"):
        missingness(cells(), *WORDS, by="colour")
    with pytest.raises(GovTextError, match="no column 'region'"):
        missingness(cells(), *WORDS, by="region")
    with pytest.raises(GovTextError, match="nothing to draw"):
        missingness(cells().assign(year=None), *WORDS)


def words() -> pd.DataFrame:
    rows = [
        ("培训", 30, 10, 9, 4, 20.0, 0.001, 1.6), ("公开", 5, 40, 3, 9, 30.0, 0.001, -3.0),
        ("罕见", 9, 0, 1, 0, 15.0, 0.01, 4.2), ("没有", 0, 12, 0, 8, 18.0, 0.01, -4.6),
        ("平常", 50, 50, 9, 9, 0.1, 0.9, 0.1),
    ]  # fmt: skip
    columns = ["word", "n", "n_reference", "documents", "documents_reference", "g2", "q", "log_ratio"]
    frame = pd.DataFrame(rows, columns=columns)
    frame.attrs.update(tokens=1000, tokens_reference=1000, target="county", reference="city")
    return frame


def test_words_go_to_both_sides_with_their_counts() -> None:
    figure, data = keyness(words(), *WORDS)
    assert data["word"].tolist() == ["培训", "公开", "没有"]
    widths = {
        bar.get_y() + 0.36: (bar.get_width(), bar.get_hatch()) for bar in figure.axes[0].patches if bar.get_width()
    }
    assert [widths[at] for at in sorted(widths)] == [(1.6, None), (-3.0, None), (-4.6, "////")]
    assert texts(figure.axes[0]) == ["30 : 10", "5 : 40", "0 : 12"]
    assert "1,000 : 1,000" in figure.get_supxlabel()


def test_a_word_of_one_document_and_an_unsure_one_are_left_out_unless_asked_for() -> None:
    assert "罕见" in keyness(words(), *WORDS, documents=1)[1]["word"].tolist()
    assert "平常" in keyness(words(), *WORDS, q=1)[1]["word"].tolist()
    assert keyness(words(), *WORDS, most=1)[1]["word"].tolist() == ["培训", "公开"]


def test_words_of_one_side_only_can_be_drawn_and_none_is_told() -> None:
    figure, data = keyness(words().query("log_ratio > 0"), *WORDS)
    assert len(data) == 1
    assert text_faults(figure) == []
    with pytest.raises(GovTextError, match="no word differs"):
        keyness(words(), *WORDS, q=1e-9)
    with pytest.raises(GovTextError, match="no column 'g2'"):
        keyness(words().drop(columns="g2"), *WORDS)
