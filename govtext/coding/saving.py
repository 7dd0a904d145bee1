"""A fitted classifier as a file of names and numbers: no code is stored, and none is run when it is loaded."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from os import PathLike
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from govtext.coding.codes import BadCoding
from govtext.coding.features import Features, rules_hash
from govtext.coding.linear import Linear
from govtext.corpus.store import aside_of, put
from govtext.words.segmenter import Segmenter

LAYOUT = 1


class Fitted(Protocol):
    """What is kept of a fitted classifier."""

    rules: bool
    codes_: Any
    _features: Features
    _linear: Linear

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The parameters by name, as in scikit-learn."""


def save(classifier: Fitted, path: str | PathLike[str]) -> None:
    """Write a fitted classifier, aside and renamed; raises `BadCoding` where its segmenter is one of one's own."""
    features = classifier._features
    about = {
        "govtext_classifier": LAYOUT,
        "parameters": {**classifier.get_params(deep=False), "segmenter": _segmenter(features.segmenter)},
        "codes": classifier.codes_.tolist(),
        "names": {kind: names for kind, (names, _) in features.state().items()},
        "segmenter_hash": features.segmenter.hash if features.segmenter else "",
        "rules": rules_hash() if classifier.rules else "",
    }
    arrays: dict[str, Any] = {f"idf_{kind}": idf for kind, (_, idf) in features.state().items()}
    arrays |= {f"linear_{each.name}": getattr(classifier._linear, each.name) for each in fields(Linear)}
    text = np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype=np.uint8)
    aside = aside_of(Path(path))
    with aside.open("wb") as file:
        np.savez(file, about=text, **arrays)
    put(Path(path), aside)


def _segmenter(cutter: Any) -> dict[str, Any] | None:
    if cutter is None:
        return None
    if not isinstance(cutter, Segmenter):
        raise BadCoding("a segmenter of one's own cannot be saved", found=type(cutter).__name__, expected="Segmenter")
    return asdict(cutter)
