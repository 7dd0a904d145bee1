"""An open corpus: lazy tables, panels, SQL, narrowing, the way back to the file, and how it shows itself."""

from __future__ import annotations

import warnings
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pytest

from govtext.corpus import build, open_corpus
from govtext.corpus.crosswalk import CrossingWarning
from govtext.corpus.editions import Candidate, Found, find_editions
from govtext.corpus.opened import Corpus
from govtext.corpus.schema import table, tables
from govtext.errors import GovTextError, UnknownCode
from govtext.forms import form
from govtext.report import read
from tests.corpus.made_reports import TEXT, made_report
from tests.renderings import random_figures, render

NEW = "requests/new/total"
YEAR = 2022
"""Of the report in the new form."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """青云区 2019 and 2021 (in the old form), 松溪区 2019 in two editions, and one in the new form."""
    folder = tmp_path_factory.mktemp("in")
    files = {
        "qing-2019.txt": made_report("青云", 2019), "qing-2021.txt": made_report("青云", 2021, 5),
        "song-2019.txt": made_report("松溪", 2019), "note.txt": "通知",
        "song-2019-corrected.txt": made_report("松溪", 2019).replace("4682", "4683"),
    }  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "new.html").write_bytes(render(random_figures(1, "2021"), "html_simple"))
    return folder


@pytest.fixture(scope="module")
def corpus(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return build(folder, out=tmp_path_factory.mktemp("out"), workers=1, progress=False).open()


def test_cells_are_those_of_the_reports(corpus: Corpus, folder: Path) -> None:
    report = corpus.manifest.filter(file="qing-2019.txt").to_arrow()["report"][0].as_py()
    mine = corpus.cells.filter(report=report).to_pandas()
    theirs = read(folder / "qing-2019.txt").cells
    for name in ("table", "row", "column", "unit", "status", "raw", "where"):
        assert mine[name].tolist() == theirs[name].tolist()
    assert mine["value"].tolist() == theirs["value"].tolist()
    assert len(corpus.cells) == sum(len(read(folder / name).cells) for name in _names(corpus))


def _names(corpus: Corpus) -> list[str]:
    rows = corpus.manifest.to_arrow().to_pylist()
    return [row["file"] for row in rows if row["report"] and not row["same_as"]]


@pytest.mark.parametrize("name", sorted(set(tables()) - {"breaks"}))
def test_every_table_is_lazy_and_shows_itself(corpus: Corpus, name: str) -> None:
    frame = getattr(corpus, name)
    assert frame.columns == table(name).names
    assert len(frame) == len(frame.to_pandas()) > 0
    assert name in repr(frame)
    assert "<table" in frame._repr_html_()
    assert sum(batch.num_rows for batch in frame.batches()) == len(frame)
    assert list(frame.to_pandas([frame.columns[0]]).columns) == [frame.columns[0]]


def test_filters_are_joined(corpus: Corpus) -> None:
    some = corpus.cells.filter(ds.field("value") > 0, table="requests").filter(status=["value", "empty"])
    frame = some.to_pandas(["table", "value", "status"])
    assert set(frame["table"]) == {"requests"}
    assert (frame["value"] > 0).all()


def test_one_edition_is_chosen(corpus: Corpus) -> None:
    rows = {row["report"]: row for row in corpus.reports.to_arrow().to_pylist()}
    files = {row["file"]: row["report"] for row in corpus.manifest.to_arrow().to_pylist()}
    both = [rows[files[name]] for name in ("song-2019.txt", "song-2019-corrected.txt")]
    assert sorted(row["chosen"] for row in both) == [False, True]
    kept, left = sorted(both, key=lambda row: not row["chosen"])
    assert left["edition_of"] == kept["report"]
    assert kept["report"] < left["report"]
    assert kept["edition_rule"].endswith("chosen: smaller id")
    assert all(row["chosen"] for row in rows.values() if row not in both)


def _found(*candidates: Candidate, figures: dict[str, list[float]] | None = None) -> Found:
    rows = [asdict(each) for each in candidates]
    fields = {"report": pa.string(), "issuer": pa.string(), "region": pa.string(), "year": pa.int16(),
              "figures_read": pa.int16(), "kind": pa.string(), "published": pa.date32(), "issuer_id": pa.string(),
              "decided": pa.bool_(), "year_doubt": pa.string()}  # fmt: skip
    known = {each.report: np.array((figures or {}).get(each.report, [5.0] * 9)) for each in candidates}
    return find_editions(pa.Table.from_pylist(rows, schema=pa.schema(fields)), lambda _: known)


def _editions(*candidates: Candidate, figures: dict[str, list[float]] | None = None) -> dict[str, tuple[bool, str]]:
    found = _found(*candidates, figures=figures).editions
    return {report: (edition.chosen, edition.rule or "") for report, edition in found.items()}


def _candidate(report: str, **given: object) -> Candidate:
    usual: dict[str, object] = {
        "issuer": "青禾县人民政府", "region": None, "year": 2020, "figures_read": 9, "kind": "html",
        "published": date(2021, 1, 20),
    }  # fmt: skip
    return Candidate(report, **{**usual, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("better", "worse", "rule"),
    [
        ({"figures_read": 10, "kind": "scan"}, {}, "more figures read"),
        ({"published": None}, {"kind": "scan"}, "no scan"),
        ({"published": date(2021, 3, 1)}, {}, "published later"),
        ({}, {"published": None}, "published later"),
    ],
)
def test_which_edition_is_chosen(better: dict[str, object], worse: dict[str, object], rule: str) -> None:
    found = _editions(_candidate("a", **worse), _candidate("b", **better))
    assert (found["b"][0], found["a"][0]) == (True, False)
    assert found["b"][1].endswith(rule)


def test_towns_of_one_name_are_no_editions() -> None:
    one, other = _candidate("a"), _candidate("b")
    assert _editions(one, other, figures={"a": [1, 0], "b": [2, 0]}) == {}
    assert _editions(one, _candidate("b", region="云县"), _candidate("c", year=2021)).keys() == {"a", "b"}
    assert _editions(_candidate("a", region="松县"), _candidate("b", region="云县")) == {}
    assert _editions(_candidate("a", issuer=None), _candidate("b", issuer=None)) == {}
    found = _found(one, other, figures={"a": [1, 0], "b": [2, 0]})
    assert found.doubts == {}  # two towns, as far as one knows, each with its own report


def test_an_issuer_under_two_spellings_has_editions() -> None:
    spelled = _candidate("b", issuer="清水市青禾县政府", issuer_id="990101/government")
    assert _editions(_candidate("a", issuer_id="990101/government"), spelled).keys() == {"a", "b"}
    assert _editions(_candidate("a"), spelled) == {}


ID = "990101/government"
OTHERS = [_candidate(f"o{year}", issuer_id="990102/government", year=year) for year in (2019, 2020, 2021)]
"""Another issuer's reports, so that there are reports on these years."""


def _mine(report: str, year: int = 2020, **given: object) -> Candidate:
    return _candidate(report, issuer_id=ID, **{"published": date(year + 1, 1, 20), "year": year, **given})


SMALL = {"a": [1.0, 0.0, 0.0], "b": [1.0, 0.0, 0.0]}
"""Two reports that agree, but on next to nothing."""


def test_where_the_year_beside_is_missing_little_agreement_makes_no_edition() -> None:
    neighbours = [_mine("n1", 2019), _mine("n2", 2021)]
    assert _found(*OTHERS, _mine("a"), _mine("b"), *neighbours, figures=SMALL).editions.keys() == {"a", "b"}
    found = _found(*OTHERS, _mine("a"), _mine("b"), neighbours[0], figures=SMALL)
    assert found.editions == {}
    assert found.doubts.keys() == {"a", "b"}
    assert "none on 2021" in found.doubts["a"]


def test_a_corrected_reissue_is_an_edition_also_where_the_year_beside_is_missing() -> None:
    figures = {"a": [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10], "b": [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 11]}
    found = _found(*OTHERS, _mine("a"), _mine("b", published=date(2021, 3, 1)), figures=figures)
    assert (found.editions.keys(), found.doubts) == ({"a", "b"}, {})


@pytest.mark.parametrize(
    ("more", "doubted"),
    [
        ({"published": date(2022, 1, 20)}, {"b"}),
        ({"published": None, "year_doubt": "the period is 2021"}, {"b"}),
        ({"published": None}, {"a", "b"}),
        ({"decided": True}, {"a"}),
    ],
)
def test_which_of_two_reports_on_a_year_is_doubtful(more: dict[str, object], doubted: set[str]) -> None:
    figures = {"a": [1.0, 2, 3, 4, 5], "b": [6.0, 7, 8, 9, 10]}
    found = _found(*OTHERS, _mine("a"), _mine("b", **more), figures=figures)
    assert (found.editions, found.doubts.keys()) == ({}, doubted)


def test_a_report_that_speaks_for_another_year_is_doubtful_unless_its_date_sides_with_the_title() -> None:
    said = {"year_doubt": "2021年1月1日至2021年12月31日"}
    late = _mine("a", published=date(2022, 1, 20), **said)
    assert _found(late).doubts.keys() == {"a"}
    assert "2021年1月1日" in _found(late).doubts["a"]
    assert _found(_mine("a", **said)).doubts == {}
    assert _found(_mine("a", published=date(2022, 1, 20), decided=True, **said)).doubts == {}


def test_panel(corpus: Corpus) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = corpus.panel(NEW, "requests/other/total", "review/litigation_after/total")
    assert frame.index.names == ["issuer_id", "year"]
    assert not frame.index.duplicated().any()
    row = frame.loc["~四川省遂宁市青云区/government"]
    assert row[NEW].notna().tolist() == [True, False, True, False]
    assert len(frame) == frame.index.unique("issuer_id").size * 4


def test_panel_adds_up_what_one_form_divides(corpus: Corpus) -> None:
    report = corpus.manifest.filter(file="new.html").to_arrow()["report"][0].as_py()
    issuer = corpus.matches.filter(report=report).to_arrow()["issuer_id"][0].as_py()
    frame = corpus.panel("requests/other/total")
    values = random_figures(1, "2021").values
    divided = [values[f"requests/other.{part}/total"] for part in ("no_correction", "fee_unpaid", "else")]
    assert frame.loc[(issuer, YEAR), "requests/other/total"] == float(sum(map(Decimal, divided))) > 0


def test_a_panel_over_the_break_warns(corpus: Corpus) -> None:
    with pytest.warns(CrossingWarning, match="in force"):
        corpus.panel("proactive/rules/total_public", "proactive/rules/in_force")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        corpus.where(year=2019).panel("proactive/rules/total_public")


@pytest.mark.parametrize("keys", [(), ("requests/nix/total",)])
def test_a_panel_of_unknown_figures(corpus: Corpus, keys: tuple[str, ...]) -> None:
    with pytest.raises(UnknownCode):
        corpus.panel(*keys)


def test_wide(corpus: Corpus) -> None:
    frame = corpus.wide()
    assert len(frame) == len(corpus.where(chosen=True))
    assert {figure.key for figure in form("2019").figures()} <= set(frame.columns)
    values = frame.set_index("report").loc[:, NEW]
    cells = corpus.cells.filter(key=NEW).to_pandas().set_index("report")["value"]
    assert values.to_dict() == cells[values.index].to_dict()


def test_where(corpus: Corpus) -> None:
    few = corpus.where(year=range(2019, 2021), level="county").where(ds.field("issuer") == "遂宁市青云区人民政府")
    assert len(few) == 1
    assert len(few.cells) == 198
    assert few.sql("SELECT count(*) AS n FROM cells")["n"][0] == 198
    assert len(few.sql("SELECT * FROM errors")) == len(corpus.errors) == 1
    assert len(corpus.where(year=1999).cells) == 0
    assert len(corpus.where(level=None)) + len(corpus.where(level=["county", "city", "province"])) == len(corpus)
    with pytest.raises(UnknownCode, match="level"):
        corpus.where(colour="red")
    for wrong in ("2020", ["2020"], 2020.5):
        with pytest.raises(UnknownCode, match="year is never so"):
            corpus.where(year=wrong)


def test_sql(corpus: Corpus) -> None:
    frame = corpus.sql("SELECT issuer, value FROM cells JOIN reports USING (report) WHERE key = $1 AND chosen", [NEW])
    assert len(frame) == len(corpus.where(chosen=True))


@pytest.mark.parametrize(
    "query",
    ["DROP VIEW cells", "COPY cells TO 'x.csv'", "SELECT 1; SELECT 2", "", "SELECT nix", "SELEC", "SET threads = 1",
     "SELECT * FROM read_csv('/etc/hosts')", "ATTACH 'x.db'", "CREATE TABLE x AS SELECT 1"],
)  # fmt: skip
def test_sql_only_reads(corpus: Corpus, query: str) -> None:
    with pytest.raises(GovTextError):
        corpus.sql(query)


def test_back_to_the_report(corpus: Corpus) -> None:
    report = corpus.manifest.filter(file="qing-2021.txt").to_arrow()["report"][0].as_py()
    assert corpus.report(report).identity.year.value == 2021
    with pytest.raises(UnknownCode):
        corpus.report("0" * 16)


def test_back_to_a_report_that_is_gone_or_changed(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    corpus = build(file, out=tmp_path / "out", workers=1, progress=False).open()
    report = corpus.reports.to_arrow()["report"][0].as_py()
    file.write_text(TEXT + "x", encoding="utf-8")
    with pytest.raises(GovTextError, match="changed since"):
        corpus.report(report)
    file.unlink()
    with pytest.raises(GovTextError, match="gone"):
        corpus.report(report)


def test_a_corpus_shows_itself(corpus: Corpus) -> None:
    for shown in (repr(corpus), corpus._repr_html_()):
        for word in ("2019: ", "county", f"{YEAR}: 1", "pass", "%", "missing"):
            assert word in shown
    assert "&lt;" not in repr(corpus)


def test_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(GovTextError, match="no corpus here"):
        open_corpus(tmp_path)
    (tmp_path / "corpus.json").write_text("{", encoding="utf-8")
    with pytest.raises(GovTextError, match="no index"):
        open_corpus(tmp_path)
    (tmp_path / "corpus.json").write_text("[]", encoding="utf-8")
    with pytest.raises(GovTextError, match="layout"):
        open_corpus(tmp_path)
