"""An export as a whole: all or nothing, the same bytes each time, told of as what it is."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from govtext.cli import Export, app
from govtext.corpus.opened import Corpus
from govtext.corpus.schema import tables
from govtext.errors import GovTextError, UnknownCode
from govtext.export import codebook, export, outgoing
from govtext.export import exporting as room
from govtext.export.about import read_about
from govtext.export.exporting import WRITERS
from govtext.export.figures import WIDE, wide_schema
from govtext.export.stamp import CONSTANT, stamp

RUN = CliRunner()
ALL = tuple(WRITERS)


def sums(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_exports_are_the_same_to_the_byte(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some = corpus.where(year=2020)
    first = sums(export(some, tmp_path / "a", ALL, wide=True))
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    assert first == sums(export(some, tmp_path / "b", reversed(ALL), wide=True))
    listed = (tmp_path / "a" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert {line[66:]: line[:64] for line in listed} == {
        name: sum_ for name, sum_ in first.items() if "SUMS" not in name
    }


def test_the_wide_table_made_in_pieces_is_the_same(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = export(corpus, tmp_path / "whole", "csv", tables=["errors"], wide=True) / "csv" / "wide.csv"
    monkeypatch.setattr(outgoing, "_REPORTS_AT_ONCE", 5)
    pieces = export(corpus, tmp_path / "pieces", "csv", tables=["errors"], wide=True) / "csv" / "wide.csv"
    assert whole.read_bytes() == pieces.read_bytes()


def test_the_one_time_in_the_files_is_that_of_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert stamp() == CONSTANT
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert stamp().isoformat() == "2023-11-14T22:13:20"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(GovTextError, match="SOURCE_DATE_EPOCH is no time"):
        stamp()


def test_an_export_that_fails_leaves_nothing(corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise GovTextError("disk full")

    monkeypatch.setattr(room, "_describe", fail)
    with pytest.raises(GovTextError, match="disk full"):
        export(corpus, tmp_path / "out", "csv", tables=["errors"])
    assert list(tmp_path.iterdir()) == []


def test_only_an_earlier_export_is_replaced_and_only_when_asked(corpus: Corpus, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    export(corpus, out, "csv", tables=["errors"])
    with pytest.raises(GovTextError, match="not empty"):
        export(corpus, out, "parquet", tables=["errors"])
    export(corpus, out, "parquet", tables=["errors"], replace=True)
    assert not (out / "csv").exists()
    (out / "SHA256SUMS").unlink()
    with pytest.raises(GovTextError, match="no earlier export"):
        export(corpus, out, "csv", tables=["errors"], replace=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"to": "sas"}, "no kind of export 'sas' .expected csv, excel"),
        ({"tables": ["cell"]}, "no table 'cell'"),
        ({"language": "fr"}, "no language 'fr'"),
        ({"to": ["datapackage"], "bom": True}, "byte order mark"),
    ],
)
def test_what_there_is_not_is_said(corpus: Corpus, tmp_path: Path, wrong: dict[str, object], message: str) -> None:
    with pytest.raises(UnknownCode, match=message):
        export(corpus, tmp_path / "out", **wrong)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_a_narrowed_corpus_exports_what_belongs_to_its_reports(corpus: Corpus, tmp_path: Path) -> None:
    some = corpus.where(level="county", year=2023)
    out = export(some, tmp_path / "out", ["parquet", "datapackage"], wide=True)
    ids = set(some.reports.to_arrow(["report"])["report"].to_pylist())
    assert 0 < len(ids) < len(corpus)
    for name in [*tables(), WIDE]:
        read = pq.read_table(out / "parquet" / f"{name}.parquet")
        if "report" in read.column_names:
            assert set(filter(None, read["report"].to_pylist())) <= ids, name
    assert len(pq.read_table(out / "parquet" / "errors.parquet")) == 1
    from frictionless import Package, system

    with system.use_context(trusted=True):
        assert Package(str(out / "datapackage.json")).validate().valid
    with pytest.raises(GovTextError, match="no report meets the filter"):
        export(corpus.where(year=1999), tmp_path / "none", "csv")


def test_a_damaged_data_package_does_not_validate(corpus: Corpus, tmp_path: Path) -> None:
    from frictionless import Package, system

    def valid() -> bool:
        with system.use_context(trusted=True):
            return bool(Package(str(out / "datapackage.json")).validate().valid)

    out = export(corpus.where(year=2020), tmp_path / "out", "datapackage", tables=["reports", "sections", "manifest"])
    assert valid()
    path = out / "csv" / "reports.csv"
    whole = path.read_text(encoding="utf-8")
    for wrong in (whole.replace(',"county",', ',"conty",', 1), "\n".join(whole.split("\n")[:-2]) + "\n"):
        assert wrong != whole
        path.write_text(wrong, encoding="utf-8", newline="\n")
        assert not valid()


def test_keys_and_enums_of_the_data_package(corpus: Corpus, tmp_path: Path) -> None:
    out = export(corpus, tmp_path / "out", "datapackage")
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    resources = {each["name"]: each for each in package["resources"]}
    cells = resources["cells"]["schema"]
    assert cells["primaryKey"] == ["report", "key"]
    assert {"fields": "report", "reference": {"resource": "reports", "fields": "report"}} in cells["foreignKeys"]
    status = next(each for each in cells["fields"] if each["name"] == "status")["constraints"]
    assert status == {"required": True, "enum": ["value", "empty", "mark", "unreadable", "missing"]}
    assert package["simulated"] is True
    assert not {"licenses", "sources", "contributors"} & package.keys()
    for each in package["resources"]:
        content = (out / each["path"]).read_bytes()
        assert (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}") == (each["bytes"], each["hash"])


class Page(HTMLParser):
    """What a page is made of: its tags with attributes, and that every tag is closed where it must be."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def told(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(corpus, tmp_path_factory.mktemp("told") / "out", "csv", wide=True)


@pytest.mark.parametrize("name", ["codebook.zh", "codebook.en", "datasheet.zh", "datasheet.en"])
def test_pages_stand_alone_and_are_headed(name: str, told: Path) -> None:
    text = (told / f"{name}.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    names = [tag for tag, _ in page.tags]
    assert page.open == []
    assert page.tags[0] == ("html", {"lang": "zh-CN" if name.endswith("zh") else "en"})
    assert not {"script", "link", "img", "iframe"} & set(names)
    assert "url(" not in text
    assert names.count("h1") == 1
    assert names.count("table") == names.count("caption") > 0
    assert {attributes.get("scope") for tag, attributes in page.tags if tag == "th"} == {"col", "row"}
    targets = {attributes.get("id") for _, attributes in page.tags}
    links = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert links
    assert all(str(link)[1:] in targets for link in links)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_datasheet_counts_and_says_what_it_does_not_know(corpus: Corpus, told: Path, language: str) -> None:
    text = (told / f"datasheet.{language}.md").read_text(encoding="utf-8")
    assert text.index({"zh": "模拟数据：", "en": "SIMULATED DATA:"}[language]) < text.index("## ")
    assert len(re.findall("^## ", text, re.MULTILINE)) == 7
    assert not re.search(r"\{\w+\}", text)
    reports = corpus.reports.to_pandas()
    failed = len(corpus.findings.filter(status="fail"))
    line = {"zh": f"| 不符 | {failed:,} |", "en": f"| fail | {failed:,} |"}[language]
    assert line in text
    for count in (len(reports), int(reports["figures_missing"].sum())):
        assert f"{count:,}" in text
    assert {"zh": "许可：（发布者未说明）", "en": "Licence: (not stated by the publisher)"}[language] in text
    assert str(corpus.path) not in text


def test_what_the_publisher_says_is_in_the_datasheet_and_the_package(corpus: Corpus, tmp_path: Path) -> None:
    about = tmp_path / "about.toml"
    about.write_text(
        'title = "甲|乙"\nlicence = "CC-BY-4.0"\ncreators = ["王某", "Li"]\nversion = "2"\nsources = ["网站 <a>"]\n',
        encoding="utf-8",
    )
    out = export(corpus, tmp_path / "out", "datapackage", tables=["errors"], about=about)
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert (package["licenses"], package["version"]) == ([{"name": "CC-BY-4.0"}], "2")
    assert "王某; Li. [SIMULATED DATA] 甲|乙. Version 2." in (out / "datasheet.en.html").read_text(encoding="utf-8")
    assert "网站 &lt;a&gt;" in (out / "datasheet.zh.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["titel = 'a'", "title = 3", "sources = 'a'", "sources = [1]", "title = "])
def test_a_wrong_about_file_is_one_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "about.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GovTextError, match=r"about\.toml: "):
        read_about(path)


def test_the_codebook_names_every_variable_and_figure_once(told: Path) -> None:
    with (told / "codebook.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (told / "codebook.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    schemas = [*tables().values(), wide_schema()]
    assert [(row["table"], row["name"]) for row in rows] == [
        (schema.name, variable.name) for schema in schemas for variable in schema.variables
    ]
    for row in rows:
        assert all(row[column] for column in ("label_zh", "label_en", "type", "source", "stata")), row["name"]
    book = codebook(language="en").set_index(["table", "name"])
    total = book.loc[(WIDE, "requests/new/total")]
    assert total["formula"].startswith("requests/new/natural_person + ")
    assert total["formula"].endswith("[2019: requests.applicants; 2021: requests.applicants]")
    assert book.loc[(WIDE, "requests/other/total"), "formula"].endswith("[crosswalk of the forms]")
    assert book.loc[(WIDE, "proactive/fees/amount"), "unit"].startswith("万元")


def test_the_codebook_of_a_corpus_counts(corpus: Corpus) -> None:
    book = codebook(corpus, "zh").set_index(["table", "name"])
    reports = corpus.reports.to_arrow()
    assert book.loc[("reports", "level"), "nulls"] == reports["level"].null_count > 0
    assert book.loc[("cells", "key"), "rows"] == len(corpus.cells)


def test_every_code_of_the_schema_has_a_meaning(told: Path) -> None:
    """A code in Latin letters is explained in Chinese; others explain themselves."""
    with (told / "codebook_values.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 40
    dumb = [row for row in rows if re.fullmatch(r"[a-z_]+", row["value"]) and row["label_zh"] == row["value"]]
    assert [(row["table"], row["name"], row["value"]) for row in dumb if row["value"] != "rtf"] == []


def test_simulated_reports_are_told_by_their_own_marks(corpus: Corpus, tmp_path: Path) -> None:
    """Not by the folder alone: names without the mark, and no README beside them."""
    import govtext

    source = Path(corpus.path, corpus.index["folders"][0])
    mine = tmp_path / "reports"
    mine.mkdir()
    one = next(source.glob("*.txt"))
    (mine / "renamed.txt").write_bytes(one.read_bytes())
    text = one.read_text(encoding="utf-8").replace("本报告为模拟数据，地名均为虚构。", "")
    (mine / "unmarked.txt").write_text(text, encoding="utf-8")
    govtext.build(mine, out=tmp_path / "corpus", workers=1, progress=False)
    out = export(govtext.open_corpus(tmp_path / "corpus"), tmp_path / "out", "csv", tables=["reports"])
    sheet = (out / "datasheet.en.md").read_text(encoding="utf-8")
    assert "PARTLY SIMULATED DATA: " in sheet
    assert "1 of 2 reports bear the mark" in sheet


def test_what_bears_no_mark_is_not_called_simulated(tmp_path: Path) -> None:
    import govtext

    real = Path(__file__).resolve().parents[2] / "data" / "real" / "anju-2020.txt"
    govtext.build(real, out=tmp_path / "corpus", workers=1, progress=False)
    corpus = govtext.open_corpus(tmp_path / "corpus")
    plain = export(corpus, tmp_path / "plain", "datapackage", tables=["reports"])
    said = export(corpus, tmp_path / "said", "datapackage", tables=["reports"], simulation=True)
    for folder, expected in ((plain, False), (said, True)):
        assert json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["simulated"] is expected
        for name in ("README.md", "datasheet.en.html", "datasheet.zh.html", "codebook.en.html"):
            text = (folder / name).read_text(encoding="utf-8")
            assert ("SIMULATED" in text or "模拟" in text) is expected, name


def test_a_do_file_labels_every_variable_in_the_other_language(corpus: Corpus, tmp_path: Path) -> None:
    out = export(corpus, tmp_path / "out", ["stata", "stata117"], tables=["cells", "reports"], language="en")
    text = (out / "stata" / "labels.do").read_text(encoding="utf-8")
    assert text == (out / "stata117" / "labels.do").read_text(encoding="gb18030")
    assert "$" not in text
    count = sum(len(tables()[name].variables) for name in ("cells", "reports"))
    assert len(re.findall(r"^    label variable \w{1,32} `\"[^\"]+\"'$", text, re.MULTILINE)) == count
    assert text.count("{") == text.count("}") == 2


def test_an_r_script_labels_every_variable(corpus: Corpus, tmp_path: Path) -> None:
    """There is no R here: only that its texts are whole, its brackets are paired and every variable is in it."""
    out = export(corpus, tmp_path / "out", "parquet", tables=["cells", "errors"], language="zh")
    text = (out / "parquet" / "read.R").read_text(encoding="ascii")
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", re.sub(r"^#.*$", "", text, flags=re.MULTILINE))
    assert '"' not in bare
    assert all(bare.count(left) == bare.count(right) for left, right in ("()", "{}", "[]"))
    labels = dict(re.findall(r'^    ("[^"]+") = ("[^"]+")', text, re.MULTILINE))
    said = {json.loads(name): json.loads(label) for name, label in labels.items()}
    assert said == {each.name: each.label.zh for name in ("cells", "errors") for each in tables()[name].variables}


def test_bom(corpus: Corpus, tmp_path: Path) -> None:
    out = export(corpus, tmp_path / "out", "csv", tables=["errors"], bom=True)
    content = (out / "csv" / "errors.csv").read_bytes()
    assert content.startswith(b'\xef\xbb\xbf"folder",')


def test_the_command(corpus: Corpus, tmp_path: Path) -> None:
    assert [each.value for each in Export] == list(WRITERS)
    out = tmp_path / "out"
    words = ["export", str(corpus.path), "--out", str(out), "--to", "csv", "--to", "stata", "--tables", "reports"]
    done = RUN.invoke(app, [*words, "--wide", "--year", "2020-2022", "--level", "county", "--language", "zh"])
    assert (done.exit_code, done.output) == (0, f"{len(corpus.where(year=2020, level='county'))} reports in {out}\n")
    assert sorted(path.name for path in (out / "csv").iterdir()) == ["reports.csv", "wide.csv"]


@pytest.mark.parametrize(
    ("words", "message"),
    [(["--year", "20x"], "years not understood"), (["--level", "conty"], "no report meets"), ([], "not empty")],
)
def test_the_command_fails_with_one_line(
    corpus: Corpus, tmp_path: Path, words: list[str], message: str, capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from govtext.cli import main

    (tmp_path / "file").write_text("a", encoding="utf-8")
    main_words = ["govtext", "export", str(corpus.path), "--out", str(tmp_path), "--to", "csv", *words]
    monkeypatch.setattr("sys.argv", main_words)
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 1
    (line,) = capfd.readouterr().err.splitlines()
    assert message in line
