import csv
import io
import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

import govtext.report
from govtext import __version__, cli, records
from govtext.errors import UnreadableFile
from govtext.report import Report
from tests.samples import cell, faulty, reading

GOOD = (
    "某县人民政府\n2022年政府信息公开工作年度报告\n一、总体情况\n全年收到申请8件。\n五、存在的主要问题及改进情况\n栏目更新慢。\n"
    "六、其他需要报告的事项\n无。\n"
)


def invoke(*arguments: str):
    return CliRunner().invoke(cli.app, list(arguments))


@pytest.fixture
def files(monkeypatch):
    """Files that are read as what the test says: a reading, or an error to raise."""
    known: dict[str, object] = {"reports/a.html": faulty().reading}

    def read(path):
        found = known[path]
        if isinstance(found, BaseException):
            raise found
        return Report(found)

    monkeypatch.setattr(govtext.report, "read", read)
    return known


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.usefixtures("files")
def test_cells_have_the_columns_of_the_contract():
    run = invoke("cells", "reports/a.html")
    assert run.exit_code == 0
    assert run.stdout.splitlines()[0] == "report,table,row,column,value,unit,status,raw,where"
    found = {"/".join((row["table"], row["row"], row["column"])): row for row in rows(run.stdout)}
    assert len(found) == 200
    fee = found["proactive/fees/amount"]
    assert (fee["report"], fee["value"], fee["unit"], fee["status"]) == ("a.html", "7730.28", "万元", "value")
    blank = found["requests/partial/business"]
    assert (blank["value"], blank["status"], blank["where"]) == ("", "empty", "line 9")


@pytest.mark.parametrize("value", ["2876.4869", "25.1", "0", "-11", "100000000000", "0.0001"])
def test_values_are_written_plainly(files, value):
    files["b"] = reading(values={"requests/new/total": value})
    assert next(row for row in rows(invoke("cells", "b").stdout) if row["column"] == "total")["value"] == value


@pytest.mark.parametrize("raw", ["=1+1", "+2", "-3", "@x", 'a"b,c', "一\n二"])
def test_raw_text_is_data_and_stays_as_it_is(files, raw):
    files["b"] = reading(values={"requests/new/total": cell("requests/new/total", "unreadable", raw)})
    found = rows(invoke("cells", "b").stdout)
    assert [row["raw"] for row in found if row["status"] == "unreadable"] == [raw]


def test_several_files_share_one_header(files):
    files["b"] = reading(source="b.html")
    run = invoke("cells", "reports/a.html", "b")
    assert run.stdout.count("report,table,row") == 1
    assert {row["report"] for row in rows(run.stdout)} == {"a.html", "b.html"}


def test_json_is_one_list_with_numbers(files):
    files["b"] = reading(source="b.html")
    found = json.loads(invoke("cells", "reports/a.html", "b", "--format", "json").stdout)
    assert len(found) == 400
    by_key = {(row["report"], row["row"], row["column"]): row for row in found}
    assert by_key["a.html", "fees", "amount"]["value"] == 7730.28
    assert by_key["a.html", "new", "total"]["value"] == 24
    assert by_key["a.html", "partial", "business"]["value"] is None
    assert set(found[0]) >= set(records.CELL_COLUMNS)


@pytest.mark.usefixtures("files")
def test_check_has_the_columns_of_the_contract_and_exit_code_0():
    run = invoke("check", "reports/a.html")
    assert run.exit_code == 0
    assert run.stdout.splitlines()[0] == "report,rule,family,status,place,left,right,difference,evidence"
    failed = [row for row in rows(run.stdout) if row["status"] == "fail" and row["rule"] == "review.outcomes"]
    assert [(row["left"], row["right"], row["difference"]) for row in failed] == [("11", "0", "11")]
    assert "review/reconsideration/total" in failed[0]["evidence"]


@pytest.mark.usefixtures("files")
def test_check_as_json_tells_more():
    found = json.loads(invoke("check", "reports/a.html", "-f", "json").stdout)
    assert {row["status"] for row in found} <= {"pass", "fail", "uncertain", "not_assessable"}
    assert all(isinstance(row["evidence"], list) and row["fingerprint"] and row["standing"] for row in found)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (UnreadableFile("the file is empty", file="x"), "the file is empty"),
        (MemoryError(), "MemoryError"),
        (RecursionError("too deep"), "RecursionError: too deep"),
        (ValueError("two\nlines\x1b[31m"), "two lines␛[31m"),
    ],
)
@pytest.mark.parametrize("command", ["cells", "check", "show"])
def test_a_bad_file_is_one_line_and_the_others_go_on(files, error, said, command):
    files["bad/one.pdf"] = error
    run = invoke(command, "bad/one.pdf", "reports/a.html")
    assert run.exit_code == 1
    assert run.stderr.count("\n") == 1
    assert run.stderr.startswith("bad/one.pdf: ")
    assert said in run.stderr
    assert "Traceback" not in run.output
    assert run.stdout == invoke(command, "reports/a.html").stdout


def test_of_a_bad_file_alone_nothing_stands_on_standard_output(files):
    files["bad"] = UnreadableFile("the file is empty")
    assert invoke("cells", "bad").stdout == ""
    assert json.loads(invoke("cells", "bad", "--format", "json").stdout) == []


@pytest.mark.usefixtures("files")
def test_a_file_that_fails_late_leaves_nothing_half_said(monkeypatch):
    made = records.cell_records

    def breaks(read):
        yield from list(made(read))[:5]
        raise ValueError("late")

    monkeypatch.setattr(records, "cell_records", breaks)
    run = invoke("cells", "reports/a.html")
    assert (run.exit_code, run.stdout) == (1, "")


def test_a_traceback_is_there_for_who_asks(files, monkeypatch):
    files["bad"] = ValueError("odd")
    assert "GOVTEXT_DEBUG=1" in invoke("cells", "bad").stderr
    monkeypatch.setenv("GOVTEXT_DEBUG", "1")
    assert "Traceback" in invoke("cells", "bad").stderr


@pytest.mark.parametrize(
    "arguments",
    [["cells"], ["cells", "a", "--format", "xml"], ["nonsense"], [], ["show", "a", "-l", "fr"], ["cells", "-x"]],
)
def test_wrong_usage_is_exit_code_2(arguments):
    run = invoke(*arguments)
    assert run.exit_code == 2
    assert "Traceback" not in run.output


@pytest.mark.parametrize("command", ["cells", "check", "show", "demo"])
def test_every_command_explains_itself(command):
    run = invoke(command, "--help")
    assert run.exit_code == 0
    assert "Usage" in run.stdout


def test_version():
    assert invoke("--version").stdout == f"govtext {__version__}\n"


@pytest.mark.usefixtures("files")
def test_show_speaks_both_languages():
    assert "核查结果" in invoke("show", "reports/a.html", "--language", "zh").stdout
    assert "Findings" in invoke("show", "reports/a.html").stdout


def run(*arguments: str, **options) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "NO_COLOR": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", "from govtext.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, env=environment, check=False, **options)


def test_the_command_writes_utf8_whatever_the_console_says(tmp_path):
    good, bad = tmp_path / "甲.txt", tmp_path / "乙.txt"
    good.write_text(GOOD, encoding="utf-8")
    bad.write_bytes(b"")
    done = run("check", str(bad), str(good))
    assert done.returncode == 1
    assert not done.stdout.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in done.stdout
    assert {row["report"] for row in rows(done.stdout.decode("utf-8"))} == {"甲.txt"}
    assert done.stderr.decode("utf-8").count("\n") == 1
    assert "乙.txt: " in done.stderr.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(GOOD, encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-c", "from govtext.cli import main; main()", "check", *[str(file)] * 3]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False,
                          env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})  # fmt: skip
    os.close(writer)
    assert done.stderr == b""


HEAVY = ("pandas", "matplotlib", "pdfplumber", "pypdfium2", "rapidocr", "docx", "jinja2", "nbclient")


@pytest.mark.parametrize("arguments", [["--help"], ["cells", "FILE"], ["cells", "FILE", "--format", "json"]])
def test_what_is_not_needed_is_not_loaded(tmp_path, arguments):
    file = tmp_path / "a.txt"
    file.write_text(GOOD, encoding="utf-8")
    asked = [str(file) if argument == "FILE" else argument for argument in arguments]
    code = f"import sys, govtext.cli as c; sys.argv[1:] = {asked!r}\ntry: c.main()\nexcept SystemExit: pass\n"
    code += f"print(*(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True,
                          env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})  # fmt: skip
    assert done.stderr.split() == []
