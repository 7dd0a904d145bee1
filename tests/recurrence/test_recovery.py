"""What the simulation plants is found again: by the same draws, within the intervals, and from the made prose."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.recovery import SMALL, YEARS, estimates, planted, read, truth
from govtext.recurrence import history
from govtext.simulate import Truth, simulate


@pytest.fixture(scope="module")
def true() -> dict[str, float]:
    return truth(1200)


def test_planted_is_what_simulate_writes(tmp_path: Path) -> None:
    made: Truth = simulate(8, range(2019, 2022), 5, tmp_path / "made", layouts=["plain"])
    table = made.table("problems")
    named = table[(table["status"] == "there") & (table["named"] == "1")]
    expected = {(row.report, row.code, row.promised == "1", int(row.since)) for row in named.itertuples()}
    frame = planted(8, range(2019, 2022), 5)
    problems = frame[frame["kind"] == "problem"]
    found = {
        (f"simulated-{row.issuer_id}-{row.year}", row.text, bool(row.pairs), row.since) for row in problems.itertuples()
    }
    assert found == expected


def test_true_values_lie_in_the_intervals_as_often_as_they_should(true: dict[str, float]) -> None:
    made = [estimates(history(planted(SMALL, YEARS, seed))) for seed in range(6)]
    held = [each[name].low <= value <= each[name].high for each in made for name, value in true.items()]
    assert sum(held) / len(held) >= 0.85
    for name, value in true.items():
        mean = sum(each[name].value for each in made) / len(made)
        assert mean == pytest.approx(value, abs=0.1)


def test_read_from_prose_it_is_nearly_the_same(true: dict[str, float]) -> None:
    planted_here, read_here = (estimates(history(make(16, YEARS, 3)))["stated again, all"] for make in (planted, read))
    assert read_here.value == pytest.approx(planted_here.value, abs=0.12)
    assert read_here.low <= true["stated again, all"] <= read_here.high
