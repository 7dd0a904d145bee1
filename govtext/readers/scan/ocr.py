"""Reading characters from pictures with rapidocr; the models lie inside its wheel, so nothing is fetched."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np

from govtext.readers.scan.lines import Picture

UNREADABLE = "\ufffd"
SURE = 0.8
_LEAST = 0.5
_GAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s+|\s+(?=[\u3000-\u9fff\uff00-\uffef])")
_BRACKETS = str.maketrans("()", "（）")
_DETECT_SIDE = 1400
_NARROWEST = 128
"""Width to which a crop is filled up before recognition; a lone digit needs no more, and most cells hold one."""


class Box(NamedTuple):
    """A box in pixels."""

    x0: int
    top: int
    x1: int
    bottom: int


class Heard(NamedTuple):
    """What was recognised, and how sure the recogniser is (0 to 1)."""

    text: str
    score: float


@cache
def _engine() -> Any:
    module: Any = import_module("rapidocr")
    return module.RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": 10_000,
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECT_SIDE,
            "Rec.rec_img_shape": [3, 48, _NARROWEST],
        }
    )


def find_text(gray: Picture) -> list[Box]:
    """Boxes around the lines of text."""
    if gray.min() > 128:
        return []
    found = _engine()(_coloured(gray), use_det=True, use_cls=False, use_rec=False)
    if found.boxes is None:
        return []
    height, width = gray.shape
    return [
        Box(max(int(x0), 0), max(int(y0), 0), min(int(x1) + 1, width), min(int(y1) + 1, height))
        for (x0, y0), (x1, y1) in ((box.min(axis=0), box.max(axis=0)) for box in found.boxes)
    ]


def hear(crops: list[Picture]) -> list[Heard]:
    """The text of every crop, each one line of text; unreadable ink is `UNREADABLE`."""
    if not crops:
        return []
    found = _engine().recognize_txt([_coloured(_framed(crop)) for crop in crops])
    return [_heard(text, float(score)) for text, score in zip(found.txts, found.scores, strict=True)]


def _heard(text: str, score: float) -> Heard:
    clean = _GAP.sub("", text.strip())
    if not clean or score < _LEAST:
        return Heard(UNREADABLE, score)
    if any("\u4e00" <= char <= "\u9fff" for char in clean):
        return Heard(clean.translate(_BRACKETS), score)
    return Heard(unicodedata.normalize("NFKC", clean), score)


def _framed(crop: Picture) -> Picture:
    """The crop with a white margin, so that a single digit does not fill the whole picture."""
    margin = max(crop.shape[0] // 6, 2)
    return np.pad(crop, ((margin, margin), (2 * margin, 2 * margin)), constant_values=255)


def _coloured(gray: Picture) -> Picture:
    return np.ascontiguousarray(np.repeat(gray[:, :, None], 3, axis=2))
