"""The command `items` by the contract."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from govtext.cli import app

TEXT = (
    "五、存在的主要问题及改进情况\n一是更新不及时，业务不熟；二是“网站”宣传,不够。\n"
    "下一步，将加强宣传。\n六、其他需要报告的事项\n无。\n"
)
CONTRACT = ["report", "kind", "n", "start", "end", "text", "codes"]


def run(*words: str) -> tuple[int, str, str]:
    made = CliRunner().invoke(app, ["items", *words])
    return made.exit_code, made.stdout, made.stderr


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "section.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_json_lines(file: Path) -> None:
    code, out, err = run(str(file))
    rows = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [list(row)[:7] for row in rows] == [CONTRACT] * 3
    assert [(row["kind"], row["n"]) for row in rows] == [("problem", 1), ("problem", 2), ("measure", 1)]
    assert all(TEXT[row["start"] : row["end"]] == row["text"] for row in rows)
    assert rows[0]["report"] == "section.txt"
    assert rows[0]["codes"] == list(rows[0]["coded_by"]) == ["timeliness", "capacity"]


def test_csv_has_the_contract_s_columns(file: Path) -> None:
    code, out, _ = run(str(file), "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert list(rows[0]) == CONTRACT
    assert [row["text"] for row in rows] == ["更新不及时，业务不熟", "“网站”宣传,不够", "下一步，将加强宣传"]
    assert rows[0]["codes"] == "timeliness|capacity"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))
    rows = [json.loads(line) for line in run(str(path))[1].splitlines()]
    assert [TEXT[row["start"] : row["end"]] for row in rows] == [row["text"] for row in rows]
    assert len(rows) == 3


def test_a_bare_section_cut_into_lines_keeps_its_own_offsets(tmp_path: Path) -> None:
    lines = (
        "存在的主要问题：一是公开的内容还不够全面，部分单位只\n"
        "公布结果不公布过程；二是信息更新不够及时，有的栏目\n"
        "长期没有新的内容；三是业务培训次数偏少，经办人员不\n"
        "熟悉条例；四是宣传不够，群众知道得不多；五是考核督\n"
        "促不到位，结果没有得到运用；六是部门之间配合还不够\n"
        "，材料报送有快有慢；七是审核把关不严，偶有错别字。\n"
    )
    path = tmp_path / "wrapped.txt"
    path.write_text(lines, encoding="utf-8")
    rows = [json.loads(line) for line in run(str(path))[1].splitlines()]
    assert len(rows) == 7
    assert all(lines[row["start"] : row["end"]] == row["text"] for row in rows)
    assert "\n" in rows[0]["text"]


def test_a_file_that_cannot_be_read_is_one_line_and_the_others_go_on(tmp_path: Path, file: Path) -> None:
    empty, missing = tmp_path / "empty.txt", tmp_path / "missing.txt"
    empty.write_bytes(b"")
    code, out, err = run(str(missing), str(file), str(empty))
    assert code == 1
    assert len(out.splitlines()) == 3
    assert err.splitlines() == [f"{missing}: no such file", f"{empty}: the file is empty"]


def test_a_text_without_such_a_section_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "poem.txt"
    path.write_text("床前明月光，疑是地上霜。\n", encoding="utf-8")
    code, out, err = run(str(path))
    assert (code, out) == (1, "")
    assert err.startswith(f"{path}: the text holds no section of problems and improvements")


def test_an_empty_section_is_a_normal_result(tmp_path: Path) -> None:
    path = tmp_path / "blank.txt"
    path.write_text("五、存在的主要问题及改进情况\n（文字描述）\n", encoding="utf-8")
    assert run(str(path)) == (0, "", "")


def test_wrong_usage() -> None:
    assert run()[0] == 2
    assert run("a.txt", "--format", "xml")[0] == 2
