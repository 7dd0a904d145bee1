"""Issuers and checks across reports in a corpus, held against a simulation whose truth is known."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pandas as pd
import pytest

import govtext
from govtext.corpus import build
from govtext.corpus.opened import Corpus
from govtext.corpus.summary import lines
from govtext.errors import GovTextError
from govtext.simulate import Truth, simulate
from tests.corpus.made_reports import made_report
from tests.corpus.test_build import hashes

YEARS = range(2019, 2023)
NEW = "requests/new/total"


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """Eighteen simulated bodies over four years, with the first seed that plants all that is asked for here."""
    for seed in range(1, 100):
        truth = simulate(18, YEARS, seed, tmp_path_factory.mktemp("simulated"))
        errors = truth.table("errors")
        planted = set(errors.loc[errors["consequence"] == "0", "kind"]) >= {
            "years.title",
            "across.carried",
            "across.items",
        }
        if planted and len(truth.table("members")) and "reissue" in set(truth.table("editions")["kind"]):
            return truth
    raise AssertionError("no seed plants all of it")


@pytest.fixture(scope="module")
def corpus(truth: Truth, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return built(truth, tmp_path_factory.mktemp("corpus"))


def built(truth: Truth, out: Path, overrides: Path | None = None) -> Corpus:
    places = truth.folder / "places.csv"
    made = build(truth.folder / "reports", out=out, places=places, overrides=overrides, workers=1, progress=False)
    return made.open()


@pytest.fixture(scope="module")
def ids(truth: Truth, corpus: Corpus) -> dict[str, str]:
    """Id in the truth to id in the corpus."""
    manifest = corpus.manifest.to_pandas()
    found = dict(zip("reports/" + manifest["file"], manifest["report"], strict=True))
    files = pd.concat([truth.table("reports")[["report", "file"]], truth.table("editions")[["report", "file"]]])
    return {report: found[file] for report, file in zip(files["report"], files["file"], strict=True)}


@pytest.fixture(scope="module")
def wrong_years(truth: Truth, ids: dict[str, str]) -> set[str]:
    """Reports that bear a wrong year."""
    errors = truth.table("errors")
    return {ids[report] for report in errors.loc[errors["kind"] == "years.title", "report"]}


def test_issuers_part_the_reports_as_the_truth_does(truth: Truth, corpus: Corpus, ids: dict[str, str]) -> None:
    told = truth.table("reports").assign(id=lambda frame: frame["report"].map(ids)).set_index("id")
    pairs = corpus.reports.to_pandas().set_index("report").join(told.add_suffix("_true"), how="inner")
    assert len(pairs) == len(told)
    assert (pairs.groupby("issuer_id")["body_true"].nunique() == 1).all()
    assert (pairs.groupby("body_true")["issuer_id"].nunique() == 1).all()
    assert pairs["issuer_id"].notna().all()
    assert pairs["level"].tolist() == pairs["level_true"].tolist()
    assert pairs["body"].tolist() == pairs["kind_true"].tolist()


def test_members_of_the_truth_are_below_the_report_that_adds_them_up(truth: Truth, corpus: Corpus) -> None:
    issuers = corpus.issuers.to_pandas().set_index("name")["issuer_id"]
    parents = corpus.issuers.to_pandas().set_index("issuer_id")["parent"].to_dict()
    names = truth.table("reports").set_index("report")["issuer"]
    spelled = {name: issuers.get(name, issuers.get(name.replace("办公厅", "办公室"))) for name in names.unique()}
    assert None not in spelled.values()
    for row in truth.table("members").itertuples():
        above, wanted = parents.get(spelled[names[row.member]]), spelled[names[row.report]]
        while above is not None and above != wanted:
            above = parents.get(above)
        assert above == wanted


def test_every_report_has_one_match_with_its_evidence(corpus: Corpus) -> None:
    matches, reports = corpus.matches.to_pandas(), corpus.reports.to_pandas()
    assert matches["report"].tolist() == reports["report"].tolist()
    assert matches["evidence"].str.len().gt(0).all()
    assert matches["doubtful"].tolist() == reports["doubtful"].tolist()
    assert reports["issuer_name"].isin(corpus.issuers.to_pandas()["name"]).all()
    assert reports["code"].str.startswith("S").all()
    assert (reports["code_year"] == reports["year"]).sum() >= len(reports) - 2
    counted = corpus.issuers.to_pandas().set_index("issuer_id")["reports"]
    assert counted.to_dict() == reports["issuer_id"].value_counts().to_dict()


def test_the_scope_is_told_with_the_sentence_that_says_so(truth: Truth, corpus: Corpus, ids: dict[str, str]) -> None:
    reports = corpus.reports.to_pandas().set_index("report")
    for row in truth.table("reports").itertuples():
        found = reports.loc[ids[row.report]]
        assert (found["scope"] == "aggregate") is (row.scope == "all")
        assert (row.scope == "all") is ("汇总" in str(found["scope_evidence"]))


def test_planted_errors_across_reports_are_found_and_nothing_else_fails(
    truth: Truth, corpus: Corpus, ids: dict[str, str], wrong_years: set[str]
) -> None:
    reports = corpus.reports.to_pandas().set_index("report")
    doubtful = reports.loc[list(wrong_years)]
    unsure = {(row.issuer_id, row.year + step) for row in doubtful.itertuples() for step in (0, 1, 2)}
    kept = {report: row.edition_of if pd.notna(row.edition_of) else report for report, row in reports.iterrows()}
    series = ("across.carried", "across.items", "across.in_force")
    errors = truth.table("errors").query("rule in @series")
    planted = {(kept[ids[row.report]], row.rule, row.place): row.expected for row in errors.itertuples()}
    findings = corpus.findings.filter(family="across").to_pandas()
    found = {(row.report, row.rule, row.place): row.status for row in findings.itertuples()}
    known = {key for key in planted if (reports.loc[key[0], "issuer_id"], reports.loc[key[0], "year"]) not in unsure}
    assert sum(planted[key] == "fail" for key in known) >= 3
    assert {key: found.get(key) for key in known} == {key: planted[key] for key in known}
    failed = {key for key, status in found.items() if status == "fail" and key[1] in series}
    assert failed <= set(planted)
    assert "fail" not in findings.loc[findings["rule"] == "across.children", "status"].tolist()
    assert "pass" in findings.loc[findings["rule"] == "across.children", "status"].tolist()


def test_a_corrected_reissue_differs_where_it_was_corrected(truth: Truth, corpus: Corpus, ids: dict[str, str]) -> None:
    editions = truth.table("editions").query("kind == 'reissue'")
    failed = corpus.findings.filter(rule="across.editions", status="fail").to_pandas()
    reports = corpus.reports.to_pandas().set_index("report")
    assert set(failed["place"]) == set(editions["key"])
    for row in editions.itertuples():
        pair = reports.loc[[ids[row.report], ids[row.of]]]
        assert sorted(pair["chosen"]) == [False, True]
        assert failed.loc[failed["place"] == row.key, "report"].isin(pair.index).all()


def test_a_wrong_year_is_a_question_and_no_edition(corpus: Corpus, wrong_years: set[str]) -> None:
    assert wrong_years
    questions = corpus.questions.to_pandas()
    assert set(questions["report"]) == wrong_years
    assert questions["rule"].str.startswith("year in doubt").all()
    reports = corpus.reports.to_pandas().set_index("report").loc[list(wrong_years)]
    assert reports["doubtful"].all()
    assert reports["chosen"].all()
    assert reports["edition_of"].isna().all()
    mine = corpus.findings.filter(family="across").to_pandas()
    statuses = mine.loc[mine["report"].isin(wrong_years) & (mine["rule"] == "across.carried"), "status"]
    assert set(statuses) == {"not_assessable"}


def test_a_panel_keeps_doubtful_reports_apart(corpus: Corpus, wrong_years: set[str]) -> None:
    frame = corpus.panel(NEW)
    labels = frame.index.unique("issuer_id")
    known = set(corpus.issuers.to_pandas()["issuer_id"])
    assert set(labels) - known <= {f"{id_} {report}" for id_ in known for report in wrong_years}
    assert not frame.index.duplicated().any()
    values = corpus.cells.filter(key=NEW).to_pandas().set_index("report")["value"]
    for row in corpus.where(chosen=True, doubtful=False).reports.to_pandas().itertuples():
        assert frame.loc[(row.issuer_id, row.year), NEW] == values[row.report]
    wide = corpus.wide()
    assert {"issuer_id", "issuer_name", "scope"} <= set(wide.columns)


def answered(corpus: Corpus, year: int, path: Path) -> Path:
    """The questions with every issuer as proposed and, for the year in doubt, the year after."""
    rows = list(csv.DictReader(io.StringIO((corpus.path / "questions.csv").read_text(encoding="utf-8-sig"))))
    for row in rows:
        row["issuer"] = row["candidates"].split(" ")[0]
        row["year"] = str(int(row["year"]) + year)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_questions_answered_put_the_reports_in_their_years(
    truth: Truth, corpus: Corpus, wrong_years: set[str], ids: dict[str, str], tmp_path: Path
) -> None:
    shutil.copytree(corpus.path, tmp_path / "out")
    again = built(truth, tmp_path / "out", answered(corpus, 1, tmp_path / "answers.csv"))
    assert len(again.questions) == 0
    reports = again.reports.to_pandas().set_index("report")
    told = truth.table("reports").assign(id=lambda frame: frame["report"].map(ids)).set_index("id")
    for report in wrong_years & set(told.index):
        assert reports.loc[report, "year"] == int(told.loc[report, "year"])
        assert not reports.loc[report, "doubtful"]
    assert set(again.matches.to_pandas().set_index("report").loc[list(wrong_years), "rule"]) == {
        "override; year decided"
    }
    read = again.identities.to_pandas().set_index("report")["year"]
    assert (read[list(wrong_years)] + 1 == reports.loc[list(wrong_years), "year"]).all()
    assert again.panel(NEW).index.unique("issuer_id").size == len(again.issuers)
    shutil.rmtree(tmp_path / "new", ignore_errors=True)
    fresh = built(truth, tmp_path / "new", tmp_path / "answers.csv")
    assert hashes(fresh.path) == hashes(again.path) | _folders(fresh, again)
    assert hashes(built(truth, tmp_path / "out").path) == hashes(corpus.path) | _folders(again, corpus)


def _folders(one: Corpus, other: Corpus) -> dict[str, str]:
    """The index is the same but for where the reports lie as seen from the corpus."""
    left, right = ({**open_index(each), "folders": []} for each in (one, other))
    return {"corpus.json": hashes(one.path)["corpus.json"]} if left == right else {}


def open_index(corpus: Corpus) -> dict[str, object]:
    return dict(govtext.open_corpus(corpus.path).index)


def test_nothing_is_written_where_nothing_changed(truth: Truth, corpus: Corpus) -> None:
    before = {path: path.stat().st_mtime_ns for path in corpus.path.rglob("[!.]*") if path.is_file()}
    inodes = {path: path.stat().st_ino for path in before}
    built(truth, corpus.path)
    after = [path for path in corpus.path.rglob("[!.]*") if path.is_file()]
    assert {path: path.stat().st_ino for path in after} == inodes
    assert {path: path.stat().st_mtime_ns for path in after} == before


def test_answers_written_into_the_corpus_are_not_lost(truth: Truth, corpus: Corpus, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(corpus.path, out)
    answered(corpus, 1, out / "questions.csv")
    filled = (out / "questions.csv").read_bytes()
    with pytest.raises(GovTextError, match="filled in would be lost"):
        built(truth, out, out / "questions.csv")
    assert (out / "questions.csv").read_bytes() == filled


def test_an_override_that_names_nobody_stops_the_build(truth: Truth, corpus: Corpus, tmp_path: Path) -> None:
    shutil.copytree(corpus.path, tmp_path / "out")
    name = corpus.reports.to_pandas()["issuer"].iloc[0]
    (tmp_path / "a.csv").write_text(f"report,name,issuer\n,{name},990099/government\n", encoding="utf-8")
    with pytest.raises(GovTextError, match="no place"):
        built(truth, tmp_path / "out", tmp_path / "a.csv")
    assert len(govtext.open_corpus(tmp_path / "out")) == len(corpus)


def test_without_the_places_every_issuer_is_doubtful(truth: Truth, tmp_path: Path) -> None:
    made = build(truth.folder / "reports" / "2019", out=tmp_path, workers=1, progress=False).open()
    reports = made.reports.to_pandas()
    assert reports["doubtful"].all()
    assert reports["issuer_id"].str.startswith("~").all()
    assert len(made.questions) == reports["issuer"].nunique()
    assert (made.questions.to_pandas()["report"] == "").all()


def test_official_places_give_codes_with_their_years(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for year in (2019, 2020):
        text = made_report("安居", year)
        (tmp_path / "in" / f"{year}.txt").write_text(text, encoding="utf-8")
    made = build(tmp_path / "in", out=tmp_path / "out", workers=1, progress=False).open()
    reports = made.reports.to_pandas()
    assert reports["issuer_id"].tolist() == ["510904/government"] * 2
    assert reports["code"].tolist() == ["510904"] * 2
    assert sorted(reports["code_year"]) == [2019, 2020]
    assert reports["issuer_name"].tolist() == ["四川省遂宁市安居区人民政府"] * 2
    across = made.findings.filter(family="across").to_pandas()
    assert set(across["report"]) == set(reports["report"])


def test_a_corpus_says_what_is_missing_and_doubtful_in_both_languages(corpus: Corpus, wrong_years: set[str]) -> None:
    english, chinese = ([*lines(corpus.overview, language)] for language in ("en", "zh"))
    assert len(english) == len(chinese)
    said = dict(english)
    assert said["issuers"].startswith(f"{len(corpus.issuers)} with ")
    assert said["doubtful"].startswith(f"issuer or year of {len(corpus.questions)} reports")
    assert "pass" in said["  across reports"]
    total = sum(int(what.split(":")[0].replace(",", "")) for name, what in english if name.startswith("  "))
    assert total == len(corpus.findings) == int(said["findings"].split(":")[0].replace(",", ""))
    assert all(each.isascii() is False for each, _ in chinese)
    years = corpus.overview.years
    seen = corpus.reports.to_pandas().query("year in @YEARS").drop_duplicates(["issuer_id", "year"])
    assert years.there == len(seen)
    assert years.between + years.around == len(YEARS) * len(corpus.issuers) - len(seen) == len(wrong_years)


def test_an_override_that_decides_nothing_is_named(truth: Truth, tmp_path: Path) -> None:
    """A report id that a spreadsheet made a number of, and a corrected year without an issuer."""
    folder, out = truth.folder / "reports" / "2019", tmp_path / "out"
    first = build(folder, out=out, places=truth.folder / "places.csv", workers=1, progress=False)
    assert first.idle == ()
    one = first.open().reports.to_pandas().iloc[0]
    rows = f"1.2E+15,,{one.issuer_id},\n{one.report},,,2018\n{one.report},,,{one.year}\n"
    (tmp_path / "a.csv").write_text("report,name,issuer,year\n" + rows, encoding="utf-8")
    for _ in range(2):
        again = build(folder, out=out, places=truth.folder / "places.csv", overrides=tmp_path / "a.csv", progress=False)
        assert again.idle == (2, 3)
        assert str(again).endswith("nothing is decided by line 2, 3")


def test_decisions_that_are_no_longer_given_are_not_dropped_without_a_word(truth: Truth, tmp_path: Path) -> None:
    folder, out, places = truth.folder / "reports" / "2019", tmp_path / "out", truth.folder / "places.csv"
    one = build(folder, out=out, places=places, workers=1, progress=False).open().reports.to_pandas().iloc[0]
    decided = tmp_path / "a.csv"
    decided.write_text(f"report,name,issuer,year\n{one.report},,{one.issuer_id},\n", encoding="utf-8")
    assert build(folder, out=out, places=places, overrides=decided, progress=False).dropped == 0
    bare = build(folder, out=out, places=places, progress=False)
    assert bare.dropped == 1
    assert str(bare).endswith("1 decisions of the last build hold no more: no --overrides")
    assert build(folder, out=out, places=places, progress=False).dropped == 0


def test_a_region_holds_what_is_below_it(corpus: Corpus) -> None:
    issuers = corpus.issuers.to_pandas()
    for region in issuers["region"].unique():
        below = set(issuers.loc[issuers["region"].str.startswith(region), "issuer_id"])
        found = corpus.where(region=region)
        assert set(found.reports.to_pandas()["issuer_id"]) == below
        assert found.narrowed == f"region = {region}"
    assert len(corpus.where(region=sorted(issuers["region"].unique())[:2]))
    assert len(corpus.where(region="没有这个地方")) == len(corpus.where(year=[])) == 0
