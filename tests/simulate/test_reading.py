"""What is read of simulated reports is what their truth says, whatever the kind of error and the layout."""

from __future__ import annotations

from pathlib import Path

from govtext import read
from govtext.checks import rules
from govtext.checks.across_reports import across_rules
from govtext.simulate import Truth
from govtext.simulate.kinds import kinds
from govtext.simulate.layouts import LAYOUTS
from govtext.simulate.scoring import Score


def test_every_kind_of_error_that_is_drawn_is_planted_in_every_layout(scored: Score) -> None:
    drawn = {(kind.name, layout) for kind in kinds().values() if not kind.own_rate for layout in LAYOUTS}
    assert drawn <= set(zip(scored.kinds["kind"], scored.kinds["layout"], strict=True))
    assert set(scored.kinds["kind"]) == set(kinds())


def test_every_rule_has_a_planted_error(scored: Score) -> None:
    assert set(scored.rules["rule"]) == {*(rule.name for rule in rules()), *across_rules()}


def test_every_rule_on_a_report_alone_has_a_kind() -> None:
    assert {kind.rule for kind in kinds().values()} >= {rule.name for rule in rules()}


def test_decidable_errors_are_found_with_precision_and_recall_of_one(scored: Score) -> None:
    told = scored.rules.set_index("rule")
    asked = told[told["decidable"] > 0]
    assert len(asked) > 20
    assert told[told["false_alarms"] > 0].index.tolist() == []
    assert asked[asked["missed"] > 0].index.tolist() == []
    assert set(asked["precision"]) == set(asked["recall"]) == {1.0}


def test_every_kind_in_every_layout_is_decided_or_declared_undecidable(scored: Score) -> None:
    told = scored.kinds
    otherwise = told[told["as_expected"] != told["planted"]]
    assert otherwise[["kind", "layout", "expected"]].values.tolist() == []


def test_what_is_declared_undecidable_never_fails_and_says_why(scored: Score) -> None:
    told = scored.undecidable
    assert (told["planted"] > 0).all()
    assert (told["as_declared"] == told["planted"]).all()
    assert (told["failed"] == 0).all()
    assert (scored.undecidable["zh"].str.len() > 5).all()
    assert (scored.undecidable["en"].str.len() > 10).all()


def test_no_figure_is_wrong_and_only_declared_ones_are_not_read(scored: Score) -> None:
    told = scored.layouts.set_index("layout")
    assert set(told.index) == set(LAYOUTS)
    assert told["wrong"].sum() == 0
    undecided = {layout for kind in kinds().values() for layout in kind.layouts}
    assert set(told.index[told["not_read"] > 0]) == undecided == {"bars"}


def test_every_fact_is_right_but_the_year_of_a_title_with_a_wrong_one(scored: Score) -> None:
    told = scored.facts.set_index("fact")
    assert (told["wrong"] == told["planted"]).all()
    assert told["wrong"]["year"] > 0
    assert told["not_read"].sum() == 0
    assert {"issuer", "year", "form", "published", "scope"} == set(told.index)


def test_every_body_is_one_issuer(scored: Score) -> None:
    assert (scored.issuers["right"] == scored.issuers["bodies"]).all()
    assert scored.issuers["bodies"].sum() == 64


def test_every_further_edition_is_found_and_no_other(scored: Score) -> None:
    told = scored.editions.set_index("kind")
    assert (told["made"] > 0).all()
    assert (told["missed"] == 0).all()
    assert (told["false_pairs"] == 0).all()
    assert told.loc["reissue", "right_choice"] == told.loc["reissue", "made"]


def test_every_file_says_that_it_is_simulated(corpus: Truth, sample: set[str]) -> None:
    for file in sorted(sample)[::4]:
        assert "本报告为模拟数据，地名均为虚构" in read(Path(corpus.folder, file)).text
        assert Path(file).name.startswith("simulated-")


def test_identity_is_read(corpus: Truth, sample: set[str]) -> None:
    reports = corpus.table("reports").set_index("file")
    planted = corpus.table("errors")
    wrong_title = set(planted[planted["kind"] == "years.title"]["report"])
    for file in sorted(sample)[::5]:
        told, who = reports.loc[file], read(Path(corpus.folder, file)).identity
        assert (who.issuer.value, who.published.value) == (told["issuer"], told["published"])
        assert who.year.value == int(told["year"]) - (told["report"] in wrong_title)
