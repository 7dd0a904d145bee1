"""The files that tell of recovery are those of the programs beside them, over enough simulated corpora."""

from __future__ import annotations

import re

import pandas as pd

from bench import copying, recovery

ENOUGH = 50


def fixed(text: str) -> list[str]:
    """Lines of a template without a slot, blank lines left out."""
    return [line for line in text.splitlines() if line and "{" not in line]


def test_what_is_told_of_copies_is_what_the_program_tells() -> None:
    told = copying.OUT.read_text(encoding="utf-8")
    assert not [line for line in fixed(copying.TEXT) if line not in told], "stale: python -m bench.copying"
    assert f"own last report, {copying.CORPORA} corpora" in told
    assert copying.CORPORA >= ENOUGH
    rows = pd.DataFrame({"corpora": list(copying.DEALT)}).assign(
        planted=0.1, own=0.2, other=0.1, excess=0.1, low=0.0, high=0.2, hits=1, found=2, there=1
    )
    assert "| " + " | ".join(copying.over_corpora(rows).columns) + " |" in told
    assert [name for name in copying.DEALT if f"\n| {name} |" not in told] == []


def test_what_is_told_of_persistence_is_what_the_program_tells() -> None:
    told = recovery.OUT.read_text(encoding="utf-8")
    assert not [line for line in fixed(recovery.TEXT) if line not in told], "stale: python -m bench.recovery"
    assert min(recovery.CORPORA, recovery.READ) >= ENOUGH
    for corpora in (recovery.CORPORA, recovery.READ):
        assert re.search(rf"^## From .*, {corpora} corpora$", told, re.MULTILINE)
    assert told.count("| quantity | true | mean | bias | error of the bias | spread | coverage of 95 % |") == 2
