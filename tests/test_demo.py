import re
import shutil
from pathlib import Path

import lxml.html
import nbformat
import pypdfium2
import pytest
from typer.testing import CliRunner

from govtext import cli, demo
from govtext.errors import GovTextError

REPORT = (
    "某县人民政府\n2022年政府信息公开工作年度报告\n一、总体情况\n全年收到申请8件。\n五、存在的主要问题及改进情况\n栏目更新慢。\n"
    "六、其他需要报告的事项\n无。\n"
)
CELLS = (
    "import govtext\nfrom pathlib import Path",
    'report = govtext.read(Path("../data/real/a.txt"))\nreport',
    "report.check().head(2)",
)


def write_notebook(root: Path, *sources: str) -> Path:
    """A notebook with a formula and a table of ours, next to data/real."""
    v4 = nbformat.v4
    book = v4.new_notebook(cells=[v4.new_markdown_cell("# 一份年报 $a+b$"), *map(v4.new_code_cell, sources)])
    book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    file = root / "notebooks" / "01-one-report.ipynb"
    file.parent.mkdir(exist_ok=True)
    nbformat.write(book, file)
    return file


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A small repository, and the working folder in it."""
    real = tmp_path / "data" / "real"
    real.mkdir(parents=True)
    (real / "a.txt").write_text(REPORT, encoding="utf-8")
    (real / "README.md").write_text("not a report", encoding="utf-8")
    (real / "a.toml").write_text("not = 'a report'", encoding="utf-8")
    (tmp_path / "inside").mkdir()
    monkeypatch.chdir(tmp_path / "inside")
    # The package's own repository is no fallback here.
    monkeypatch.setattr(demo, "__file__", str(tmp_path / "installed" / "govtext" / "demo.py"))
    monkeypatch.setenv("PYTHONPATH", str(Path(cli.__file__).parents[1]))
    return tmp_path


def invoke(*arguments: str):
    return CliRunner().invoke(cli.app, ["demo", *arguments])


def loads(page: Path) -> list[str]:
    """What a page would fetch from elsewhere."""
    text = page.read_text(encoding="utf-8")
    tree = lxml.html.document_fromstring(text)
    fetched = tree.xpath("//script/@src | //link/@href | //img/@src | //iframe/@src | //source/@src")
    fetched += re.findall(r"(?:@import|import\()\s*[\"'(]*(\S+)|url\(\s*[\"']?([^)\"']+)", text)
    return [str(each) for each in fetched if not str(each).startswith("data:") and "data:" not in str(each)]


def test_demo_reads_runs_and_leaves_pages(repository):
    write_notebook(repository, *CELLS)
    run = invoke("--language", "zh", "--out", "made")
    assert run.exit_code == 0, run.output
    assert "2022年政府信息公开工作年度报告" in run.stdout
    assert "核查结果" in run.stdout
    made = repository / "inside" / "made"
    assert {file.name for file in made.iterdir()} == {"a.report.html", "01-one-report.html", "01-one-report.ipynb"}
    assert all(file.name in run.stdout for file in made.iterdir())
    assert str(made) in run.stdout
    outputs = nbformat.read(made / "01-one-report.ipynb", as_version=4).cells[2].outputs
    assert "text/html" in outputs[0].data
    page = (made / "01-one-report.html").read_text(encoding="utf-8")
    assert 'class="govtext"' in page
    assert [each for file in made.glob("*.html") for each in loads(file)] == []
    assert not lxml.html.document_fromstring(page).xpath("//script")


def test_a_notebook_that_fails_is_told_and_the_rest_is_made(repository):
    write_notebook(repository, "1 / 0")
    run = invoke()
    assert run.exit_code == 1
    assert "ZeroDivisionError" in run.stderr
    assert run.stderr.count("\n") == 1
    assert "Traceback" not in run.output
    assert (repository / "inside" / "out" / "a.report.html").exists()


def test_a_report_that_cannot_be_read_is_told_and_the_rest_is_made(repository):
    (repository / "data" / "real" / "b.pdf").write_bytes(b"%PDF-1.7 nothing")
    run = invoke()
    assert run.exit_code == 1
    assert "b.pdf: " in run.stderr
    assert "no notebook to run" in run.stderr
    assert "a.report.html" in run.stdout


def test_no_data_is_a_clear_error(repository, monkeypatch, tmp_path_factory):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert invoke().exit_code == 1
    assert "data/real" in invoke().stderr
    assert "nowhere" in invoke("--data", "nowhere").stderr
    (repository / "empty").mkdir()
    assert "no report" in invoke("--data", str(repository / "empty")).stderr


def test_the_notebook_of_the_data_is_found_from_anywhere(repository, monkeypatch, tmp_path_factory):
    book = write_notebook(repository, "1")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    data = repository / "data" / "real"
    assert demo.find_notebook(demo.find_reports(str(data))[0]) == book.resolve()


def test_a_folder_that_cannot_be_made_is_told(repository):
    (repository / "inside" / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(GovTextError, match="out"):
        demo.run()


def test_a_broken_notebook_is_told(repository):
    file = write_notebook(repository, "1")
    file.write_text("{", encoding="utf-8")
    run = invoke()
    assert run.exit_code == 1
    assert "no notebook that can be read" in run.stderr


def test_the_demo_ends_with_the_papers(repository):
    write_notebook(repository, "1")
    papers = repository / "notebooks" / "papers"
    papers.mkdir()
    for each in ("example.ipynb", "example.bib"):
        shutil.copy(Path(__file__).parent / "paper" / each, papers)
    run = invoke()
    assert run.exit_code == 0, run.output
    assert run.stdout.split()[-1] == "example.pdf"
    made = repository / "inside" / "out" / "example.pdf"
    with pypdfium2.PdfDocument(made) as paper:
        text = paper[0].get_textpage().get_text_range()
    assert "张示例" in text
    (papers / "example.bib").unlink()
    again = invoke()
    assert again.exit_code == 1
    assert "example.ipynb: " in again.stderr
