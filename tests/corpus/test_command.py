"""`govtext build` and `govtext simulate` on the command line."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

import govtext
from govtext.cli import app

RUN = CliRunner()


def test_simulate_then_build_gives_a_corpus_of_every_file(tmp_path: Path) -> None:
    sample, out = tmp_path / "simulated", tmp_path / "corpus"
    made = RUN.invoke(app, ["simulate", "--governments", "2", "--years", "2020-2021", "--out", str(sample)])
    assert (made.exit_code, made.output) == (0, f"4 simulated reports in {sample}\n")
    built = RUN.invoke(app, ["build", str(sample / "reports"), "--out", str(out), "--workers", "1"])
    assert built.exit_code == 0, built.output
    corpus = govtext.open_corpus(out)
    assert len(corpus.reports.to_pandas()) == 4
    assert set(corpus.reports.to_pandas(["year"])["year"]) == {2020, 2021}


def test_a_file_that_cannot_be_read_is_one_line_and_exit_code_one(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("今天天气很好，适合出门散步。", encoding="utf-8")
    built = RUN.invoke(app, ["build", str(tmp_path / "news.txt"), "--out", str(tmp_path / "corpus")])
    assert built.exit_code == 1
    assert [line for line in built.stderr.splitlines() if line.startswith("news.txt: ")] == [
        "news.txt: this is no annual report on information disclosure (found 0 of the six sections and 0 figures of "
        "the tables; expected 政府信息公开工作年度报告)"
    ]


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    built = RUN.invoke(app, ["build", str(tmp_path / "nothing"), "--out", str(tmp_path / "corpus")])
    assert built.exit_code != 0
