"""What is known of one report: plain frozen records, each with its evidence.

`Reading` is all that parsing gives; checks and displays take it and never look back into the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from govtext.document import Document, Note, Paragraph, Place
from govtext.forms import Form, Standing

CellStatus = Literal["value", "empty", "mark", "unreadable", "missing"]
FindingStatus = Literal["pass", "fail", "uncertain", "not_assessable"]
Verdict = Literal["", "report", "reading"]
"""Who errs where a check does not pass: the report itself (its figures were read twice, or its labels leave no doubt),
or perhaps our reading."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known of the report: its value (None: not known), the words that say so, and where they stand.

    `start` is the offset of `evidence` in `Document.text`, None where the evidence is no text (a file name, say).
    """

    value: str | int | None = None
    evidence: str = ""
    rule: str = ""
    place: Place = Place()
    start: int | None = None

    def __bool__(self) -> bool:
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports, on which year, when. Dates are ISO 8601 strings.

    `level`: national, province, city, county, township. `body`: government, office (办公厅/办公室), department,
    township, zone (管委会), other.
    """

    title: Fact = Fact()
    issuer: Fact = Fact()
    level: Fact = Fact()
    body: Fact = Fact()
    region: Fact = Fact()
    year: Fact = Fact()
    published: Fact = Fact()

    def facts(self) -> Mapping[str, Fact]:
        names = ("title", "issuer", "level", "body", "region", "year", "published")
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections: `number` is canonical, told by the title; `printed` is the enumerator that stands."""

    number: int
    title: str
    printed: str
    paragraphs: tuple[Paragraph, ...]
    place: Place = Place()
    start: int = 0
    """Offset of the heading in `Document.text`."""

    @property
    def text(self) -> str:
        """The section's prose, one paragraph a line, without heading and tables."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the form as read; `value` is None unless status is `value`; in the unit of the codes."""

    table: str
    row: str
    column: str
    value: Decimal | None
    unit: str
    status: CellStatus
    raw: str = ""
    place: Place = Place()
    confirmed: bool | None = None
    """True: two independent readings agree; False: they differ; None: read once."""

    @property
    def key(self) -> str:
        return f"{self.table}/{self.row}/{self.column}"


ClaimKind = Literal["quantity", "percent", "year", "date", "document_number", "ordinal", "other"]
Approximation = Literal["", "余", "约", "近", "多"]
Bound = Literal["", "以上", "以下", "超过", "不足", "至少", "至多"]
Change = Literal["", "increase", "decrease"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A number in the prose. `start` and `end` are offsets in `Document.text`; `sentence` is the whole sentence."""

    kind: ClaimKind
    value: Decimal | None
    unit: str
    raw: str
    start: int
    end: int
    sentence: str
    section: int | None
    approximation: str = ""
    bound: str = ""
    change: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class FormMatch:
    """Which form the report uses, told by its labels: `name` is 2019, 2021, mixed, free (before 2019) or unknown."""

    name: str
    tables: Mapping[str, Form] = field(default_factory=dict)
    """Table code to the form whose labels were found there."""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one rule at one place.

    `left` and `right` are the two sides of `expression`; `evidence` quotes cells and sentences with their places.
    """

    rule: str
    family: str
    status: FindingStatus
    place: str
    standing: Standing
    expression: str = ""
    left: Decimal | str | None = None
    right: Decimal | str | None = None
    difference: Decimal | None = None
    evidence: tuple[str, ...] = ()
    verdict: Verdict = ""
    keys: tuple[str, ...] = ()
    """Codes of the cells the rule looked at."""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that parsing makes of a document, before any check."""

    document: Document
    identity: Identity
    form: FormMatch
    sections: tuple[Section, ...]
    cells: tuple[Cell, ...]
    claims: tuple[Claim, ...]
    log: tuple[Note, ...]

    def section(self, number: int) -> Section | None:
        """The section with this canonical number, or None."""
        return next((section for section in self.sections if section.number == number), None)

    def cell(self, key: str) -> Cell | None:
        """The cell with this code, or None where the report's form has none."""
        return next((cell for cell in self.cells if cell.key == key), None)
