"""What is declared as data is complete, and nothing is used that is not declared."""

from __future__ import annotations

import pytest

from bench.recovery import YEARS, planted
from govtext.errors import UnknownCode
from govtext.recurrence import (
    fates,
    lasting,
    measures,
    outcomes,
    persistence,
    promises,
    reasons,
    returned,
    said,
    spells,
    words,
)  # fmt: skip


def test_every_measure_has_formula_source_and_blind_spot_in_words() -> None:
    frame = measures()
    assert frame.columns.tolist() == [
        "name",
        "label.zh",
        "label.en",
        "unit.zh",
        "unit.en",
        "formula",
        "source",
        "blind.zh",
        "blind.en",
    ]
    assert frame["name"].is_unique
    assert (frame.map(len) > 1).all().all()
    assert frame["label.zh"].str.contains("[一-龥]").all()


def test_every_result_names_a_declared_measure() -> None:
    frame = planted(20, YEARS, 1)
    results = [
        fates(frame),
        returned(frame),
        spells(frame),
        promises(frame),
        outcomes(frame),
        persistence(frame, permutations=9),
    ]
    assert {each.attrs["measure"] for each in results} <= set(measures()["name"])
    assert set(outcomes(frame)["fate"]) == {name.partition(".")[2] for name in words() if name.startswith("fate.")}
    assert set(spells(frame)["began"]) <= {name.partition(".")[2] for name in words() if name.startswith("began.")}
    assert set(spells(frame)["ended"]) <= {name.partition(".")[2] for name in words() if name.startswith("ended.")}
    assert set(returned(frame)["reason"]) - {""} <= set(reasons())
    assert lasting(frame).medians["spells"].sum() == len(spells(frame))


def test_reasons_are_said_in_both_languages() -> None:
    assert all(said(reason, language) for reason in reasons() for language in ("zh", "en"))
    with pytest.raises(UnknownCode, match="because"):
        said("because")
