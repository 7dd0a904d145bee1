"""A report in the making: what is true of it, what it will print, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from govtext.simulate.figures import Values
from govtext.simulate.places import Body


@dataclass(frozen=True, slots=True)
class Planted:
    """An error: its kind, the rule it breaks and where, what the check is to say, and what was done."""

    kind: str
    rule: str
    place: str
    expected: str
    detail: str
    consequence: bool = False


@dataclass(slots=True)
class Item:
    """A problem or a measure as it stands in the report."""

    kind: str
    code: str
    text: str


@dataclass(slots=True)
class Made:
    """`values` are the figures as printed, `true` as they are; `forms` the form of each table."""

    id: str
    body: Body
    year: int
    forms: dict[str, str]
    true: Values
    values: Values
    published: date
    scope: str
    layout: str
    title_year: int
    period_year: int
    members: list[str]
    """Ids of the reports that this one adds up."""
    flags: set[str] = field(default_factory=set)
    offsets: dict[str, int] = field(default_factory=dict)
    """Rule to what the prose adds to the figure it tells."""
    without: dict[str, str] = field(default_factory=dict)
    """Table to a row that it lacks."""
    untold: set[str] = field(default_factory=set)
    """Figures that the prose is not to tell."""
    errors: list[Planted] = field(default_factory=list)
    prose: dict[int, list[str]] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    title: str = ""

    @property
    def form(self) -> str:
        return self.forms["requests"]

    @property
    def printed(self) -> Values:
        """The figures that the report prints: a table that is left out has none."""
        gone = "review/" if "structure.tables" in self.flags else "-"
        return {key: value for key, value in self.values.items() if not key.startswith(gone)}
