"""Persistence against chance: the expectation by enumeration, p-values that are fair, strata that hold."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from bench.recovery import YEARS, dealt, planted
from govtext.errors import GovTextError, UnknownCode
from govtext.recurrence import persistence
from tests.recurrence.frames import said

SETS = {
    2019: ["staffing|capacity", "staffing", "platform", "none"],
    2020: ["staffing", "capacity", "platform|staffing", "platform"],
}
KINDS = {"city": "staffing", "county": "platform"}


def four() -> pd.DataFrame:
    return said(*((f"I{n}", year, codes) for year, each in SETS.items() for n, codes in enumerate(each)))


def enumerated() -> list[int]:
    """Repeated pairs under all 24 ways to deal the second year out."""
    old, new = ([set(codes.split("|")) - {"none"} for codes in SETS[year]] for year in (2019, 2020))
    return [sum(len(one & new[at]) for one, at in zip(old, order, strict=True)) for order in permutations(range(4))]


def test_expected_is_the_mean_over_all_permutations_and_p_their_share() -> None:
    made = persistence(four(), permutations=4000, seed=3).iloc[0]
    found = enumerated()
    assert (made["repeated"], made["n"]) == (2, 4)
    assert made["expected"] == pytest.approx(np.mean(found) / 4)
    assert made["p"] == pytest.approx(np.mean([each >= 2 for each in found]), abs=0.03)


def test_the_same_seed_gives_the_same_p() -> None:
    one, other = (persistence(four(), permutations=50, seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(one, other)


def test_who_stands_alone_in_a_group_cannot_change() -> None:
    frame = four().assign(level=lambda each: each["issuer_id"])
    made = persistence(frame, "level", permutations=20).iloc[0]
    assert (made["expected"], made["fixed"], made["p"]) == (made["observed"], 1.0, 1.0)


def test_a_difference_between_groups_is_no_persistence_within_them() -> None:
    """Cities state one code, counties another, every year anew: persistent over all, by chance within the level."""
    found = []
    for seed in range(8):
        draw = np.random.default_rng(seed)
        who = [(level, f"{level}{n}", year) for level in KINDS for n in range(30) for year in range(2019, 2023)]
        rows = [(issuer, year, KINDS[level] if draw.random() < 0.6 else "other") for level, issuer, year in who]
        frame = said(*rows).assign(level=[level for level, _, _ in who])
        over, within = (persistence(frame, names, permutations=99).iloc[0] for names in ((), "level"))
        assert over["p"] == 0.01
        assert over["observed"] == within["observed"]
        found.append(within["p"])
    assert sum(p <= 0.05 for p in found) <= 1


def test_planted_persistence_is_found_and_dealt_out_is_not() -> None:
    frames = [planted(40, YEARS, seed) for seed in range(6)]
    found = [persistence(each, permutations=99)["p"].iloc[0] for each in frames]
    mixed = [persistence(dealt(each, seed), permutations=99)["p"].iloc[0] for seed, each in enumerate(frames)]
    assert max(found) == 0.01  # (0 + 1) / (99 + 1)
    assert sum(p <= 0.05 for p in mixed) <= 2
    assert 0.25 < np.mean(mixed) < 0.75


def test_adjusted_over_codes_but_not_the_row_of_all() -> None:
    made = persistence(planted(40, YEARS, 1), permutations=99)
    codes = made[made["code"] != "all"]
    assert (codes["p_holm"] >= codes["p_bh"]).all()
    assert (codes["p_bh"] >= codes["p"]).all()
    assert made["p_holm"].iloc[0] == made["p"].iloc[0]
    assert codes["repeated"].sum() == made["repeated"].iloc[0]


def test_a_gap_gives_no_pair() -> None:
    made = persistence(said(("A", 2019, "staffing"), ("A", 2021, "staffing"), ("B", 2019, "staffing")), permutations=9)
    assert made["n"].tolist() == [0, 0]
    assert made["p"].isna().all()


def test_what_cannot_be() -> None:
    with pytest.raises(GovTextError, match="permutations"):
        persistence(four(), permutations=0)
    with pytest.raises(UnknownCode, match="colour"):
        persistence(four(), "colour")
