"""Many reports made of one: other governments, other years, other figures."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

TEXT = Path(__file__).parents[2].joinpath("data", "real", "anju-2020.txt").read_text(encoding="utf-8")
_FIGURES = ("11960", "4682", "11564", "4377", "614", "1021", "2876.4869")
"""Figures that stand in no sum, so that a change of one breaks no rule."""
_SYLLABLES = "云禾青松柏溪泉岭峰原野林川湖滨桥塔亭园庄"


def names() -> Iterator[str]:
    """Names of counties that are nowhere, without end."""
    for length in itertools.count(2):
        yield from map("".join, itertools.product(_SYLLABLES, repeat=length))


def made_report(name: str, year: int = 2020, change: int = 0) -> str:
    """The text of a report of 遂宁市…区人民政府; `change` is added to its figures."""
    text = TEXT.replace("安居", name).replace("2021", "@").replace("2020", str(year)).replace("@", str(year + 1))
    for figure in _FIGURES:
        text = text.replace(figure, f"{float(figure) + change:.4f}".rstrip("0").rstrip("."))
    return text


def write_reports(folder: Path, count: int, years: int = 2) -> list[Path]:
    """So many files, `years` of each government, each with other figures; a folder holds a thousand at most."""
    paths = []
    both = ((name, year) for name in names() for year in range(2019, 2019 + years))
    for number, (name, year) in zip(range(count), both, strict=False):
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made_report(name, year, number), encoding="utf-8")
        paths.append(path)
    return paths


BROKEN = {
    "empty.pdf": b"", "damaged.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 9, "cut.docx": b"PK\x03\x04" + b"\0" * 60,
    "other.html": "<html><body><p>通知</p></body></html>".encode(), "noise.doc": b"\xd0\xcf\x11\xe0" + b"x" * 700,
}  # fmt: skip
"""Files that are no report, each in its own way."""


def write_broken(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in BROKEN.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in BROKEN]
