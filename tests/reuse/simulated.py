"""Simulated reports as a frame that `govtext.reuse` takes, and what was planted in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from govtext.report import read
from govtext.reuse.stripping import strip
from govtext.reuse.units import characters, plain
from govtext.simulate import simulate


@dataclass(frozen=True)
class Planted:
    """A sentence that was copied: by and from which report, as it is compared, and with how many edits."""

    report: str
    source: str
    normal: str
    own: bool
    edits: int


def simulated(folder: Path, seed: int, governments: int, years: Iterable[int]) -> tuple[pd.DataFrame, list[Planted]]:
    """Reports (report, issuer, name, year, published, text) and what was planted."""
    truth = simulate(governments, list(years), seed, folder, layouts=["bars"])
    table = truth.table("reports")
    table["text"] = [prose_of(folder / file) for file in table["file"]]
    table = table.rename(columns={"issuer": "name", "body": "issuer"}).drop(columns="file")
    table["issuer"] = table["report"].str.split("-").str[1]
    names = dict(zip(table["report"], table["name"], strict=True))
    copies = [
        Planted(each.report, each.source, normal(each.text, names[each.report]), each.own == "1", int(each.edits))
        for each in truth.table("copies").itertuples()
    ]
    frame = table[["report", "issuer", "name", "year", "published", "text"]].astype({"year": int})
    return frame, [each for each in copies if each.normal]


def prose_of(path: Path) -> str:
    return "\n".join(section.text for section in read(path).sections)


def normal(text: str, name: str) -> str:
    """The text as it is compared."""
    return plain(characters(strip(text, name)).codes)
