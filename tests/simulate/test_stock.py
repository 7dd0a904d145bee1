from __future__ import annotations

import re

import pytest

from govtext.simulate.data import data
from govtext.simulate.draw import Draw
from govtext.simulate.grammar import expand, general, measure, problem

TAXONOMY = [
    "content_quality",
    "timeliness",
    "policy_interpretation",
    "request_handling",
    "platform",
    "staffing",
    "capacity",
    "awareness",
    "institution",
    "participation",
    "channels",
    "supervision",
    "coordination",
    "key_fields",
    "standardization",
    "security_review",
    "publicity",
    "data_use",
    "other",
]
NAMES = {"short": "青溪", "issuer": "青溪县人民政府", "region": "青溪县"}


def test_there_is_a_stock_for_every_code_of_the_taxonomy() -> None:
    assert list(data("problems")) == TAXONOMY
    assert set(data("rates")["problems"]["weights"]) == set(TAXONOMY)


@pytest.mark.parametrize("code", TAXONOMY)
def test_twenty_wordings_of_a_problem_and_fifteen_of_a_measure(code: str) -> None:
    stock = data("problems")[code]
    assert len({a + b for a in stock["heads"] for b in stock["tails"]}) >= 20
    assert len({a + b for a in stock["measure_heads"] for b in stock["measure_tails"]}) >= 15


def test_forty_sentences_of_general_stock_without_years() -> None:
    sentences = [sentence for part in data("prose")["general"].values() for sentence in part]
    assert len(set(sentences)) == len(sentences) >= 40
    assert not [sentence for sentence in sentences if re.search(r"20\d\d", sentence) or not sentence.endswith("。")]


def test_every_slot_can_be_filled() -> None:
    draw = Draw("slots")
    for topic in data("prose")["general"]:
        for template in general(topic, 100, draw):
            assert not set("{}") & set(expand(template, draw, NAMES))
    for code in TAXONOMY:
        for make in (problem, measure):
            assert not set("{}") & set("".join(make(code, draw, NAMES) for _ in range(100)))
