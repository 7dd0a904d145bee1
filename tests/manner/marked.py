"""Texts with hand-made marks {k:text}, and how well what was found agrees with them."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

Span = tuple[str, int, int]
HERE = Path(__file__).parent


def marked(name: str) -> dict[str, list[tuple[str, list[Span]]]]:
    """Each half of a file: the plain texts with their marks."""
    raw = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    return {half: [plain(text) for text in texts] for half, texts in raw.items()}


def plain(text: str) -> tuple[str, list[Span]]:
    """A text without its marks, and the marks as (letter, start, end)."""
    done, marks, position = "", [], 0
    for match in re.finditer(r"\{(\w):([^{}]+)\}", text):
        done += text[position : match.start()]
        marks.append((match[1], len(done), len(done) + len(match[2])))
        done += match[2]
        position = match.end()
    return done + text[position:], marks


@dataclass(frozen=True)
class Agreement:
    """Marks that were found, all that was found, all that was marked."""

    hits: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.hits / self.found

    @property
    def recall(self) -> float:
        return self.hits / self.wanted

    def __str__(self) -> str:
        low_p, high_p = wilson(self.hits, self.found)
        low_r, high_r = wilson(self.hits, self.wanted)
        return (
            f"precision {self.precision:.3f} [{low_p:.3f}, {high_p:.3f}] of {self.found}, "
            f"recall {self.recall:.3f} [{low_r:.3f}, {high_r:.3f}] of {self.wanted}"
        )


def agreement(pairs: Iterable[tuple[set[Span], set[Span]]]) -> Agreement:
    """Over texts: what was found, what was marked; a hit has the same kind, start and end."""
    hits = found = wanted = 0
    for ours, theirs in pairs:
        hits, found, wanted = hits + len(ours & theirs), found + len(ours), wanted + len(theirs)
    return Agreement(hits, found, wanted)


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of a share (Wilson 1927)."""
    centre, half = hits + z * z / 2, z * math.sqrt(hits * (n - hits) / n + z * z / 4)
    return (centre - half) / (n + z * z), (centre + half) / (n + z * z)
