"""One row a document: values, numerators, denominators, reasons; and the table of declared measures."""

from __future__ import annotations

import pandas as pd
import pytest

from govtext.manner import frame, measures, problem_frame, specificity
from govtext.words import texts


def test_a_row_a_document_with_numerators_and_denominators() -> None:
    source = pd.DataFrame(
        {"text": ["县财政局公开120条。个别栏目有待改进。", ""], "year": [2021, 2022], "who": ["a", "b"]}
    )
    made = frame(texts(source, by="who"))
    assert made["year"].tolist() == [2021, 2022]
    assert made["group"].tolist() == ["a", "b"]
    first = made.iloc[0]
    assert (first["specificity_numerator"], first["specificity_denominator"]) == (2, 18)
    for name in ("specificity", "r1", "r2", "sentence_length", "vagueness", "tone_hedge", "hard_information"):
        per = 100 if name in ("specificity", "vagueness", "tone_hedge", "hard_information") else 1
        assert first[name] == pytest.approx(per * first[f"{name}_numerator"] / first[f"{name}_denominator"])
    assert first["n_hedge"] == first["n_vague_quantity"] == first["n_body"] == 1
    assert first["why_none"] == ""


def test_an_empty_document_has_nulls_and_reasons() -> None:
    row = frame([""]).iloc[0]
    for name in ("specificity", "r1", "r2", "r3", "vagueness", "sentence_length"):
        assert pd.isna(row[name])
    assert "specificity: the text has no characters" in row["why_none"]
    assert len(frame([])) == 0


def test_without_parts_of_speech_r2_is_missing_and_said_so() -> None:
    row = frame(["公开不够及时。"], pos=False).iloc[0]
    assert pd.isna(row["r2"])
    assert pd.isna(row["r3"])
    assert row["r1"] == 6
    assert row["why_none"] == "r2: parts of speech were not asked for"


def test_parts_of_speech_change_nothing_else() -> None:
    source = ["县财政局2021年公开120条，较上年增长5%。个别栏目有待改进。"]
    with_pos, without = frame(source), frame(source, pos=False)
    same = [name for name in with_pos if name not in {"r2", "r2_numerator", "r2_denominator", "r3", "why_none"}]
    pd.testing.assert_frame_equal(with_pos[same], without[same])


def test_lines_add_up() -> None:
    one, other = "县财政局公开120条。", "占80%，个别栏目有待改进。"
    rows = frame([one, other, f"{one}\n{other}"])
    for name in [name for name in map(str, rows) if name.startswith("n_")] + ["characters", "words", "sentences"]:
        assert rows[name][0] + rows[name][1] == rows[name][2], name
    assert specificity(one + other).characters == rows["characters"][2]


def test_problems_of_documents() -> None:
    made = problem_frame(["一是依申请公开答复超期。二是宣传不够。下一步，年底前培训2次。", "无。", ""])
    first = made.iloc[0]
    assert (first["n_problems"], first["n_measures"]) == (2, 1)
    assert first["evasiveness_narrow"] == 0.5
    assert first["concreteness"] == 2
    assert 0 < first["problem_share"] < 1
    assert pd.isna(made.iloc[2]["problem_share"])
    assert "problem_share: there is no section 5" in made.iloc[2]["why_none"]


def test_every_measure_is_declared() -> None:
    shown = set(frame(["公开。"]).columns) | set(problem_frame(["更新慢。"]).columns)
    for name, each in measures().items():
        assert all((each.label.zh, each.label.en, each.unit.zh, each.unit.en, each.formula, each.source))
        assert each.blind.zh
        assert each.blind.en
        assert any(column == name or column.startswith(f"{name}_") for column in shown), name
    rates = {column.removesuffix("_numerator") for column in shown if column.endswith("_numerator")}
    assert all(any(rate == name or rate.startswith(f"{name}_") for name in measures()) for rate in rates)
