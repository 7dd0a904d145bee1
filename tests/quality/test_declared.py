"""What the index declares is whole: every indicator, choice and reason in both languages."""

from __future__ import annotations

import pytest

from govtext.checks import rules
from govtext.errors import UnknownCode
from govtext.forms import Label
from govtext.quality import catalogue, codebook, dimensions, said, words
from govtext.quality.choices import LEVELS
from govtext.quality.measured import rules_of


def test_every_indicator_is_declared_whole() -> None:
    for each in catalogue().values():
        assert each.dimension in dimensions()
        assert each.direction in ("up", "down")
        assert each.source
        for part in (each.label, each.definition, each.unit, each.blind):
            assert isinstance(part, Label)
            assert part.zh
            assert part.en


def test_every_dimension_has_indicators_and_a_reason_for_its_weight() -> None:
    assert {each.dimension for each in catalogue().values()} == set(dimensions())
    assert all(each.weight > 0 and each.why.zh and each.why.en for each in dimensions().values())


def test_rules_that_are_named_exist() -> None:
    known = [each.name for each in rules()]
    for each in catalogue().values():
        if each.way in ("findings", "days", "told"):
            within = [name for name in each.using if not name.startswith("across.")]
            assert all(rules_of([name], known) for name in within), each.id


def test_every_choice_has_words() -> None:
    for factor, levels in LEVELS.items():
        assert {"label", *levels} <= set(words(factor))


def test_the_codebook_has_a_row_an_indicator() -> None:
    assert codebook()["id"].tolist() == list(catalogue())


def test_what_is_not_declared_is_said() -> None:
    with pytest.raises(UnknownCode, match="no reason"):
        said("unheard_of")
    with pytest.raises(UnknownCode, match="no words"):
        words("unheard_of")
