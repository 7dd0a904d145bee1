"""Coding by people, and the machine beside it: draw items, code them twice, measure agreement, settle, compare, train.

A coding is a frame with the columns item_id, codes (the strongest first, parted by blanks) and note, a row an item.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govtext.coding.classifier import ProblemClassifier
    from govtext.coding.codebook import Codebook
    from govtext.coding.codes import BadCoding
    from govtext.coding.crossval import CrossValidated, cross_validated
    from govtext.coding.drawing import Drawn, items_to_code, sample_items
    from govtext.coding.learning import LearningCurve, learning_curve
    from govtext.coding.loading import load_classifier
    from govtext.coding.machine import matched_codes, rule_codes, rule_items
    from govtext.coding.panel import CodingPanel
    from govtext.coding.reliability import agreement, krippendorff_alpha
    from govtext.coding.scores import code_scores, confusions
    from govtext.coding.settling import adjudicated, disagreements
    from govtext.coding.sheet import write_sheet
    from govtext.coding.sheet_reading import read_sheet
    from govtext.coding.shipped import CodedSample, read_coded_sample
    from govtext.coding.spans import match_spans, span_scores

_HOMES = {
    "agreement": "reliability", "krippendorff_alpha": "reliability", "ProblemClassifier": "classifier",
    "Codebook": "codebook", "BadCoding": "codes", "CrossValidated": "crossval", "cross_validated": "crossval",
    "Drawn": "drawing", "items_to_code": "drawing", "sample_items": "drawing", "LearningCurve": "learning",
    "learning_curve": "learning", "rule_codes": "machine", "rule_items": "machine", "matched_codes": "machine",
    "CodingPanel": "panel",
    "load_classifier": "loading", "code_scores": "scores", "confusions": "scores", "adjudicated": "settling",
    "disagreements": "settling", "write_sheet": "sheet", "read_sheet": "sheet_reading", "CodedSample": "shipped",
    "read_coded_sample": "shipped", "match_spans": "spans", "span_scores": "spans",
}  # fmt: skip

# A coder's panel needs no scikit-learn and a sheet no widgets, so each name is fetched where it is asked for.


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)


__all__ = [
    "BadCoding", "Codebook", "CodedSample", "CodingPanel", "CrossValidated", "Drawn",
    "LearningCurve", "ProblemClassifier", "adjudicated", "agreement", "code_scores",
    "confusions", "cross_validated", "disagreements", "items_to_code", "krippendorff_alpha",
    "learning_curve", "load_classifier", "match_spans", "matched_codes", "read_coded_sample",
    "read_sheet", "rule_codes", "rule_items", "sample_items", "span_scores", "write_sheet",
]  # fmt: skip
