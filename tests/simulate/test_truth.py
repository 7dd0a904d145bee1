"""The truth tables agree with each other, with the files, and with the distributions they were drawn from."""

from __future__ import annotations

from pathlib import Path

from govtext import read
from govtext.simulate import Truth
from govtext.simulate.draw import Draw
from govtext.simulate.truth import COLUMNS


def test_every_table_has_its_columns_and_every_file_a_row(corpus: Truth) -> None:
    assert {name: tuple(corpus.table(name).columns) for name in COLUMNS} == COLUMNS
    files = {path for path in (corpus.folder / "reports").rglob("*") if path.is_file()}
    assert set(corpus.files()) == files
    assert len(corpus.table("reports")) == 360
    assert len(files) == 360 + len(corpus.table("editions"))


def test_items_and_copies_stand_in_their_reports(corpus: Truth, sample: set[str]) -> None:
    reports = corpus.table("reports")
    chosen = reports[reports["file"].isin(sample) & (reports["layout"] != "pdf")][::3]
    texts = {row.report: read(Path(corpus.folder, row.file)).text for row in chosen.itertuples()}
    seen = 0
    for name in ("problems", "measures", "copies"):
        table = corpus.table(name)
        for row in table[table["report"].isin(texts)].itertuples():
            assert row.text in texts[row.report]
            seen += bool(row.text)
    assert seen > 50


def test_a_whole_copy_stands_in_its_source_too_but_for_the_name(corpus: Truth) -> None:
    copies, files = corpus.table("copies"), dict(zip(corpus.table("reports")["report"], corpus.files(), strict=False))
    whole = copies[(copies["edits"] == "0") & (copies["own"] == "1")].head(12)
    assert len(whole) == 12
    for row in whole.itertuples():
        if files[row.source].suffix != ".pdf":
            assert row.text in read(files[row.source]).text


def test_rates_of_copying_are_near_those_of_the_data(corpus: Truth) -> None:
    copies, latent = corpus.table("copies"), corpus.table("latent")
    sentences = 14 * len(latent[latent["year"] != "2019"])
    own, neighbour = (sum(copies["own"] == flag) / sentences for flag in ("1", "0"))
    assert 0.1 < own < 0.35
    assert 0.01 < neighbour < 0.12


def test_no_two_bodies_read_the_same(corpus: Truth) -> None:
    problems = corpus.table("problems")
    named = problems[problems["text"] != ""]
    body = named["report"].str.slice(10, 17)
    copied = set(corpus.table("copies")["text"])
    fresh = named[~named["text"].isin(copied)]
    assert fresh.groupby("text")["report"].nunique().mean() < 1.05
    assert named.groupby(body)["text"].agg("。".join).is_unique


def test_problems_persist_and_measures_sometimes_work(corpus: Truth) -> None:
    problems = corpus.table("problems")
    there = {(row.report[10:17], row.report[18:], row.code) for row in problems.itertuples() if row.status == "there"}
    again = [(body, str(int(year) + 1), code) in there for body, year, code in there if year != "2024"]
    assert 0.6 < sum(again) / len(again) < 0.95
    works = corpus.table("measures")["works"].value_counts(normalize=True)
    assert 0.2 < works["1"] < 0.55
    kept = problems[(problems["works"] == "1")]
    assert not [
        row for row in kept.itertuples() if (row.report[10:17], str(int(row.report[18:]) + 1), row.code) in there
    ]


def test_a_report_for_all_below_adds_up_its_members(corpus: Truth) -> None:
    figures, members = corpus.table("figures"), corpus.table("members")
    for key in ("requests/new/total", "requests/granted/total", "proactive/penalties/decisions"):
        rows = figures[figures[["table", "row", "column"]].agg("/".join, axis=1) == key]
        count = dict(zip(rows["report"], rows["true"].astype(int), strict=True))
        sums = members["member"].map(count).fillna(0).groupby(members["report"]).sum()
        assert len(sums) > 10
        assert {report: count.get(report, 0) for report in sums.index} == sums.to_dict()


def test_distributions() -> None:
    draw = Draw("distributions")
    counts = [draw.negative_binomial(20, 2.5) for _ in range(4000)]
    mean = sum(counts) / len(counts)
    variance = sum((count - mean) ** 2 for count in counts) / len(counts)
    assert abs(mean - 20) < 1
    assert abs(variance - (20 + 20**2 / 2.5)) < 30
    plain = [draw.poisson(70) for _ in range(4000)]
    assert abs(sum(plain) / 4000 - 70) < 1
    assert abs(sum(draw.normal() for _ in range(4000)) / 4000) < 0.08
    assert abs(sum(draw.beta(1, 3) for _ in range(4000)) / 4000 - 0.25) < 0.03
    assert sum(draw.split(500, [0.2, 0.5, 0.3])) == 500
