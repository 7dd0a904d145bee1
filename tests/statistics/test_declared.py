"""What is declared as data is complete, and agrees with the forms."""

from __future__ import annotations

import pytest

from govtext.corpus.crosswalk import forms_of
from govtext.errors import UnknownCode
from govtext.forms import form, forms
from govtext.statistics import declared, definitions, words
from govtext.statistics.declaring import KINDS, LEAST, chosen, families
from govtext.statistics.reckoning import rates
from govtext.statistics.terms import sums_of
from tests.statistics.frames import answered

RATES = list(declared().values())


def test_every_rate_says_what_it_is() -> None:
    frame = definitions()
    assert frame["rate"].is_unique
    assert frame["label.zh"].is_unique
    assert frame["label.en"].is_unique
    assert (frame.drop(columns=["unit", "denominator", "must_hold"]).map(len) > 1).all().all()
    assert frame["label.zh"].str.contains("[一-龥]").all()
    assert (
        not frame[["label.zh", "label.en", "numerator", "denominator"]]
        .apply(lambda c: c.str.contains(r"[{}*]"))
        .any(axis=None)
    )
    assert set(frame["kind"]) == set(KINDS)
    assert set(frame["family"]) == set(families())


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: rate.id)
def test_the_forms_of_a_rate_are_those_that_have_all_its_figures(rate: object) -> None:
    assert set(rate.forms) == set.intersection(*(set(forms_of(key)) for key in rate.keys))  # type: ignore[attr-defined]


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: rate.id)
def test_a_count_has_no_denominator_and_all_others_have(rate: object) -> None:
    assert (rate.kind == "count") == (not rate.denominator)  # type: ignore[attr-defined]


@pytest.mark.parametrize("rate", [rate for rate in RATES if rate.kind == "share"], ids=lambda rate: rate.id)
def test_what_a_share_counts_is_a_part_of_its_whole(rate: object) -> None:
    """Made reports whose sums hold never contradict a share: the declared part lies in the declared whole."""
    frame = answered("a", 40, 20, carried_out=5, carried_in=7)
    assert rates(frame, rate.id)["status"].iloc[0] != "contradictory"  # type: ignore[attr-defined]


@pytest.mark.parametrize("rate", [rate for rate in RATES if rate.family in ("outcomes", "review")], ids=lambda r: r.id)
def test_rates_on_printed_totals_ask_that_the_totals_hold(rate: object) -> None:
    totals = [key for key in rate.keys if key.split("/")[1] == "processed_total" or key.startswith("review/")]  # type: ignore[attr-defined]
    places = {each.place for each in sums_of(rate)}  # type: ignore[arg-type]
    for table, row, column in (key.split("/") for key in totals):
        assert f"{table}/*/{column}" in places or f"{table}/{row}/*" in places


def test_the_sums_of_both_forms_are_the_same_but_for_what_was_divided() -> None:
    old, new = ({each.rule: each for each in form(code).identities} for code in ("2019", "2021"))
    assert old.keys() == new.keys()
    for rule, each in old.items():
        left = [row for row in new[rule].left if not row.startswith("other.")]
        assert left == [row for row in each.left if rule != "requests.outcomes" or row != "other"]
        assert each.right == new[rule].right


def test_rates_are_found_by_id_family_and_pattern() -> None:
    assert [rate.id for rate in chosen("refused")] == ["refused"]
    assert len(chosen("refused.*")) == 8 == len(chosen("refusal"))
    assert len(chosen("applicants")) == 6
    assert chosen(["granted", "granted"]) == chosen("granted")
    with pytest.raises(UnknownCode):
        chosen(["granted", "nothing"])


def test_every_figure_of_the_requests_total_and_of_reviews_is_used() -> None:
    used = {key for rate in RATES for key in rate.keys}
    rows = {each.key for one in forms() for each in one.figures("requests") if each.column == "total"}
    assert {key for key in rows - used if not key.startswith("requests/other.")} == set()
    results = {each.key for each in form("2021").figures("review")}
    assert {key.split("/")[2] for key in results - used} == {"other"}


def test_words_and_the_least_denominator_are_there() -> None:
    assert LEAST == 30
    assert all(label.zh and label.en for label in words().values())
    statuses = {name.partition(".")[2] for name in words() if name.startswith("status.")}
    assert statuses == {
        "ok",
        "small_denominator",
        "zero_denominator",
        "contradictory",
        "not_read",
        "not_on_form",
        "none",
    }
    assert {name.partition(".")[2] for name in words() if name.startswith("kind.")} == set(KINDS)
