"""What of a report tells whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from govtext.model import Identity, Reading
from govtext.parse.prose.report_title import front

if TYPE_CHECKING:
    import pandas as pd

_CLOSING = 4
"""So many paragraphs at the end may hold address and signature."""
_LONGEST = 2000
"""Characters kept of preface and of closing."""
_SHORT = 200
"""No metadata value of interest is longer."""
COLUMNS = ("report", "issuer", "region", "body", "level", "year", "title", "preface", "closing", "source", "url")
"""The columns of a frame of sightings; all but `report` may be missing or null."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A report and the texts that may tell its issuer; "" or None: not known."""

    report: str
    issuer: str = ""
    region: str = ""
    body: str = ""
    level: str = ""
    year: int | None = None
    title: str = ""
    preface: str = ""
    closing: str = ""
    source: str = ""
    url: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The issuer's name as read, else the place where the title names only that."""
        return self.issuer or self.region

    @property
    def host(self) -> str:
        """The host of the address, without www."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.") if self.url else ""

    def texts(self) -> Iterator[tuple[str, str]]:
        """Where a longer name may stand, the best first: what it is, and its text."""
        yield from ((f"metadata {key}", value) for key, value in self.metadata.items())
        names = ("issuer", "region", "title", "closing", "preface", "source", "url")
        yield from ((name, text) for name in names if (text := getattr(self, name)))


def of_identity(report: str, identity: Identity, preface: str = "") -> Sighting:
    """A sighting from an identity and the text before the first section."""
    said = {name: str(fact.value or "") for name, fact in identity.facts().items()}
    year = identity.year.value
    return Sighting(
        report, said["issuer"], said["region"], said["body"], said["level"], year if isinstance(year, int) else None,
        said["title"], preface,
    )  # fmt: skip


def sight(reading: Reading, report: str | None = None, url: str = "") -> Sighting:
    """A sighting of a reading; `report` is its id, else the file's name as given."""
    document = reading.document
    preface = "\n".join(paragraph.text for paragraph in front(document, reading.sections))[:_LONGEST]
    closing = "\n".join(paragraph.text for paragraph in document.paragraphs[-_CLOSING:])[-_LONGEST:]
    known = {key: value for key, value in document.metadata.items() if len(value) < _SHORT}
    address = url or next((value for value in known.values() if value.startswith(("http://", "https://"))), "")
    made = of_identity(report or document.source, reading.identity, preface)
    return replace(made, closing=closing, source=document.source, url=address, metadata=known)


def sightings(source: pd.DataFrame | Iterable[Sighting | Reading]) -> list[Sighting]:
    """The sightings of a frame (columns `COLUMNS`), of readings, or as given."""
    import pandas as pd

    if isinstance(source, pd.DataFrame):
        return list(_of_frame(source))
    return [sight(each) if isinstance(each, Reading) else each for each in source]


def _of_frame(frame: pd.DataFrame) -> Iterator[Sighting]:
    columns = [name for name in COLUMNS if name in frame.columns]
    import pandas as pd

    for row in frame[columns].itertuples(index=False, name=None):
        said = {name: value for name, value in zip(columns, row, strict=True) if not pd.isna(value)}
        year = said.pop("year", None)
        texts = {name: str(value) for name, value in said.items()}
        yield replace(Sighting(texts.pop("report")), **texts, year=None if year is None else int(year))  # type: ignore[arg-type]
