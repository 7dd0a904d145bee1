"""Ruling lines in a picture: straighten the page, find the rules, wipe them out. Pixels, y downwards."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from govtext.readers.lattice import Rule

Picture = np.ndarray[Any, np.dtype[np.uint8]]
_SMALL_ANGLE = 3.0
_LEAST_ANGLE = 0.05
_LOOKED_AT = 1000
"""Pixels of width to which a page is reduced to measure its skew."""


def to_ink(gray: Picture) -> Picture:
    """Ink as 255 on 0, by a threshold that follows uneven light."""
    block = max(31, (min(gray.shape) // 24) | 1)
    return np.asarray(
        cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 15), dtype=np.uint8
    )


def skew(gray: Picture) -> float:
    """Degrees by which long level lines are turned, 0 where there are none or the angle is beyond three degrees."""
    scale = min(1.0, _LOOKED_AT / gray.shape[1])
    ink = to_ink(np.asarray(cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8))
    level = _opened(ink, (ink.shape[1] // 40, 1))
    shortest = ink.shape[1] // 5
    found = cv2.HoughLinesP(level, 1, np.pi / 1800, shortest // 2, minLineLength=shortest, maxLineGap=shortest // 10)
    if found is None:
        return 0.0
    lines = found.reshape(-1, 4)[:2000]
    angles = np.degrees(np.arctan2(lines[:, 3] - lines[:, 1], lines[:, 2] - lines[:, 0]))
    small = angles[np.abs(angles) <= _SMALL_ANGLE]
    return float(np.median(small)) if len(small) else 0.0


def straight(gray: Picture) -> Picture:
    """The picture turned so that its rules are level."""
    angle = skew(gray)
    if abs(angle) < _LEAST_ANGLE:
        return gray
    height, width = gray.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(
        gray, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    return np.asarray(turned, dtype=np.uint8)


def text_size(ink: Picture) -> float:
    """About the height of a character, from the upper heights of separate pieces of ink."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    wide, high = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    kept = high[(high >= 6) & (high < ink.shape[0] / 15) & (wide < 2.5 * high)]
    return float(np.percentile(kept, 80)) if len(kept) else ink.shape[0] / 80


def find_rules(ink: Picture, size: float) -> tuple[list[Rule], list[Rule], Picture]:
    """Level rules, upright rules, and where they lie as a mask; `size` is about the height of a character."""
    level = _opened(ink, (max(int(2.5 * size), 20), 1))
    upright = _opened(ink, (1, max(int(1.4 * size), 15)))
    thickest = max(int(0.4 * size), 4)
    across = [Rule(y + h / 2, x, x + w) for x, y, w, h in _boxes(level) if h <= thickest]
    down = [Rule(x + w / 2, y, y + h) for x, y, w, h in _boxes(upright) if w <= thickest]
    mask = cv2.dilate(cv2.bitwise_or(level, upright), np.ones((5, 5), np.uint8))
    return across, down, np.asarray(mask, dtype=np.uint8)


def _opened(ink: Picture, kernel: tuple[int, int]) -> Picture:
    """What is left of the ink where it runs as long as the kernel; small breaks are closed before."""
    close = (5, 1) if kernel[0] > 1 else (1, 5)
    whole = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, close))
    opened = cv2.morphologyEx(whole, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
    return np.asarray(opened, dtype=np.uint8)


def _boxes(mask: Picture) -> list[tuple[int, int, int, int]]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats[1:20_000]]
