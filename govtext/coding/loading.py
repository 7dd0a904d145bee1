"""A classifier from the file that `ProblemClassifier.save` wrote; nothing in it is run."""

from __future__ import annotations

import json
import zipfile
from dataclasses import fields
from io import BytesIO
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from govtext.coding.classifier import ProblemClassifier
from govtext.coding.codes import BadCoding
from govtext.coding.features import CHARACTER, WORD, rules_hash
from govtext.coding.linear import Linear
from govtext.coding.saving import LAYOUT
from govtext.errors import UnreadableFile
from govtext.limits import DEFAULT_LIMITS, Limits
from govtext.readers import read_bytes
from govtext.readers.package import Package
from govtext.words.segmenter import Segmenter

_KINDS = (CHARACTER, WORD)
_DAMAGE = (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, EOFError, AttributeError)


def load_classifier(path: str | PathLike[str], *, limits: Limits = DEFAULT_LIMITS) -> ProblemClassifier:
    """Read what `ProblemClassifier.save` wrote; the file is data, and nothing in it is run.

    Raises `UnreadableFile` for another file, `BoundExceeded` for one that is too large, `BadCoding` where segmenter or
    rules give other features than they did when it was fitted.
    """
    data = read_bytes(Path(path), limits)
    Package(data, str(path), limits)
    try:
        with np.load(BytesIO(data), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        about = json.loads(arrays["about"].tobytes())
        if about["govtext_classifier"] != LAYOUT:
            raise ValueError("another layout")
        classifier = _rebuilt(about, arrays)
    except _DAMAGE as error:
        if isinstance(error, BadCoding):
            raise
        raise UnreadableFile(
            "no saved classifier", file=str(path), expected="what ProblemClassifier.save wrote"
        ) from error
    _same_features(classifier, about, str(path))
    return classifier


def _rebuilt(about: dict[str, Any], arrays: dict[str, Any]) -> ProblemClassifier:
    given = _tuples(about["parameters"])
    segmenter = given.pop("segmenter")
    if segmenter is not None:
        segmenter = Segmenter(**_tuples(segmenter))
    classifier = ProblemClassifier(**given, segmenter=segmenter)
    classifier.codes_ = np.array(about["codes"], dtype=object)
    classifier._features = classifier._new_features()
    names = about["names"]
    classifier._features.restore({kind: (names[kind], arrays[f"idf_{kind}"]) for kind in _KINDS if kind in names})
    classifier._linear = Linear(*(arrays[f"linear_{each.name}"] for each in fields(Linear)))
    if classifier._linear.coef.shape != (len(about["codes"]), len(classifier._features.names)):
        raise ValueError("weights of other features")
    return classifier._told()


def _tuples(given: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def _same_features(classifier: ProblemClassifier, about: dict[str, Any], source: str) -> None:
    cutter = classifier._features.segmenter
    if cutter is not None and cutter.hash != about["segmenter_hash"]:
        raise BadCoding("the segmenter cuts otherwise than when the classifier was fitted", file=source)
    if classifier.rules and rules_hash() != about["rules"]:
        raise BadCoding("the rules are others than when the classifier was fitted", file=source)
