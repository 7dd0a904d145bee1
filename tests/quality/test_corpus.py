"""The index of the small simulated corpus: measured, explained down to the place, and held against its truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.quality import expected, made, mean_interval, pure, rank_correlation, recovered
from govtext.corpus import build, open_corpus
from govtext.corpus.opened import Corpus
from govtext.errors import GovTextError, UnknownCode
from govtext.quality import Choices, Indicators, catalogue, explain, index, indicators, said

SAMPLE = Path(__file__).resolve().parent.parent.parent / "data" / "sample"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    out = tmp_path_factory.mktemp("quality") / "corpus"
    build(SAMPLE / "reports", out=out, places=SAMPLE / "places.csv", workers=1, progress=False)
    return open_corpus(out)


@pytest.fixture(scope="module")
def found(corpus: Corpus) -> Indicators:
    return indicators(corpus)


def test_every_chosen_report_has_every_indicator_or_a_reason(corpus: Corpus, found: Indicators) -> None:
    assert set(found.values.index) == set(corpus.where(chosen=True).reports.to_pandas(["report"])["report"])
    assert found.names == list(catalogue())
    assert ((found.reasons == "") == found.values.notna()).all().all()
    for reason in set(found.reasons.to_numpy().ravel()) - {""}:
        assert said(reason, "zh") != said(reason)


def test_shares_are_those_of_the_findings(corpus: Corpus, found: Indicators) -> None:
    rows = corpus.findings.to_pandas(["report", "rule", "status"])
    sums = rows[rows["rule"].isin(["requests.balance", "requests.outcomes", "requests.applicants", "review.outcomes"])]
    for report in found.values.index:
        own = sums[(sums["report"] == report) & sums["status"].isin(["pass", "fail"])]["status"]
        assert found.values.loc[report, "sums_hold"] == pytest.approx((own == "pass").mean())


def test_first_years_and_townships_are_not_assessed_and_it_is_said(found: Indicators) -> None:
    townships = found.about.index[found.about["level"] == "township"]
    assert (found.reasons.loc[townships, "in_time"] == "not_assessable").all()
    first = found.about.sort_values("year").drop_duplicates("issuer_id").index
    assert found.values.loc[first, "stickiness"].isna().all()
    assert set(found.reasons.loc[first, "problems_return"]) == {"not_followed"}


def test_planted_errors_lower_the_indicator_they_belong_to(corpus: Corpus, found: Indicators) -> None:
    failed = set(corpus.findings.filter(rule="requests.balance", status="fail").to_pandas(["report"])["report"])
    failed &= set(found.values.index)
    assert failed
    assert (found.values.loc[sorted(failed), "sums_hold"] < 1).all()


def test_pieces_add_up_to_the_value_and_parts_to_the_score(found: Indicators) -> None:
    for choices in (Choices(), Choices(missing="median", normalise="z", weights="entropy", aggregate="topsis")):
        result = index(found, choices)
        for report in found.values.index[::9]:
            told = explain(result, report)
            value = told.table["value"].dropna()
            pieces = told.evidence.groupby("indicator")["part"].sum().reindex(value.index).fillna(0)
            assert pieces.to_numpy() == pytest.approx(value.to_numpy()), report
            assert told.table["part"].sum() == pytest.approx(told.score)
            assert (told.evidence["place"] != "").all()


def test_a_failing_finding_is_found_in_the_explanation(corpus: Corpus, found: Indicators) -> None:
    row = corpus.findings.filter(rule="narrative.outcomes", status="fail").to_pandas().iloc[0]
    told = explain(index(found), row["report"]).of("prose_agrees")
    wrong = told[told["mark"] == "narrative.outcomes: fail"]
    assert wrong["place"].tolist() == [row["place"]]
    assert row["expression"] in wrong["text"].iloc[0]
    assert wrong["part"].tolist() == [0]
    held = told[told["mark"].str.endswith("pass")]
    assert wrong["lost"].tolist() == pytest.approx(held["points"].tolist()[:1])
    assert (held["lost"] == 0).all()


def test_points_of_a_piece_are_what_the_score_loses_without_it(found: Indicators) -> None:
    result = index(found)
    middle = (found.values["specificity"] - found.values["specificity"].median()).abs()
    report = str(middle.idxmin())  # far from both ends, so that the scale stays as it was
    told = explain(result, report)
    piece = told.of("specificity").iloc[0]
    changed = found.values.copy()
    changed.loc[report, "specificity"] -= piece["part"]
    again = index(Indicators(changed, found.reasons, found.about))
    assert told.score - again.scores[report] == pytest.approx(piece["points"])


def test_displays_say_what_and_in_both_languages(found: Indicators) -> None:
    told = explain(index(found), found.values.index[4])
    assert "sums hold" in repr(told)
    assert "<table" in told._repr_html_()
    assert "勾稽" in told._shown("zh").to_string()
    assert "23 indicators" in repr(found)
    assert found.coverage().loc["in_time", "reason"] == said("not_assessable")


def test_issuers_are_means_of_their_sure_reports(found: Indicators) -> None:
    means = found.by_issuer()
    assert means.about["reports"].sum() == (~found.about["doubtful"].astype(bool)).sum()
    one = means.values.index[2]
    own = found.where(issuer_id=one, doubtful=False)
    assert means.values.loc[one, "specificity"] == pytest.approx(own.values["specificity"].mean())
    with pytest.raises(GovTextError, match="no reports behind"):
        explain(index(means), one)
    with pytest.raises(UnknownCode):
        found.where(colour="red")
    with pytest.raises(UnknownCode):
        explain(index(found), "unheard_of")
    with pytest.raises(UnknownCode):
        found.only("unheard_of")


def test_planted_loadings_are_recovered_as_the_formula_says() -> None:
    choices = Choices(normalise="z", weights="equal")
    got = []
    for seed in range(12):
        drawn, quality = pure(60, 0.4, seed)
        result = index(drawn, choices)
        got.append(rank_correlation(result.scores, quality))
    mean, low, high, n = mean_interval(got)
    assert n == 12
    assert low - 0.02 <= expected(0.4, result.weights.to_list()) <= high + 0.02
    assert mean > 0.8


def test_noise_recovers_nothing() -> None:
    got = []
    for seed in range(12):
        drawn, quality = pure(60, 0.0, seed)
        got.append(rank_correlation(index(drawn).scores, quality))
    _, low, high, _ = mean_interval(got)
    assert low < 0.1
    assert high > -0.1


def test_the_bench_knows_the_truth_of_every_report(tmp_path: Path) -> None:
    corpus = made(6, 7, tmp_path, range(2019, 2022))
    assert len(corpus) >= 15
    assert corpus.about[["quality", "candour", "errors", "named"]].notna().all().all()
    assert corpus.about["quality"].between(0, 1).all()
    told = corpus.values["problem_density"].corr(corpus.about["named"], method="spearman")
    assert told > 0.2
    found = recovered(corpus).set_index(["kind", "measure"])
    assert found.loc[("report", "index, reference"), "quality"] <= 1
