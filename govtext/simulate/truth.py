"""The truth beside the reports: tables of what was drawn, printed, copied and planted."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from govtext.simulate.copying import Copy
from govtext.simulate.editions import Edition
from govtext.simulate.latent import Latent
from govtext.simulate.made import Made, Planted
from govtext.simulate.problems import Troubles
from govtext.simulate.sheets import cell_text

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = {
    "reports": (
        "report", "file", "body", "issuer", "level", "kind", "region", "parent", "year", "form", "form_due", "scope",
        "layout", "published", "late", "title", "planted",
    ),
    "editions": ("report", "file", "kind", "of", "layout", "published", "key", "printed", "corrected"),
    "members": ("report", "member"),
    "figures": ("report", "table", "row", "column", "unit", "status", "value", "printed", "true"),
    "problems": ("report", "code", "status", "named", "since", "text", "promised", "works"),
    "measures": ("report", "code", "text", "works"),
    "copies": ("report", "topic", "text", "source", "own", "edits"),
    "errors": ("report", "kind", "rule", "place", "expected", "consequence", "detail"),
    "latent": ("body", "year", "quality", "candour", "mean_requests", "copies_own", "copies_neighbour", "scope"),
}  # fmt: skip
"""Tables and their columns. `reports` has a row a body and year, `editions` a row for every further file of one; the
figures and errors of a further edition stand under its own id (a copy to the byte has none). `figures` lists what is
not a plain printed 0, or whose true figure is not what is printed: a figure of the report's form that is not listed is
0. `value` is what a right reading gives, `true` what is true."""


@dataclass(frozen=True)
class Truth:
    """The truth of a simulated corpus: its folder, and each table as a frame of texts."""

    folder: Path

    def table(self, name: str) -> pd.DataFrame:
        """One of the tables: reports, editions, members, figures, problems, measures, copies, errors, latent."""
        import pandas as pd

        return pd.read_csv(self.folder / "truth" / f"{name}.csv", dtype=str, keep_default_na=False)

    def files(self) -> list[Path]:
        """The reports' files in the order of `reports`, then those of `editions`."""
        return [self.folder / file for name in ("reports", "editions") for file in self.table(name)["file"]]


class Ledger:
    """Writes the tables line by line while the corpus is made; nothing is kept in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "truth"
        self.files: dict[str, TextIO] = {}

    def __enter__(self) -> Ledger:
        self.folder.mkdir(parents=True)
        for name in COLUMNS:
            self.files[name] = (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
        self.writers = {name: csv.writer(file, lineterminator="\n") for name, file in self.files.items()}
        for name, columns in COLUMNS.items():
            self.writers[name].writerow(columns)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self.files.values():
            file.close()

    def _rows(self, name: str, rows: Iterable[Sequence[object]]) -> None:
        self.writers[name].writerows(rows)

    def report(self, made: Made, file: str) -> None:
        """The report itself, its figures and its errors."""
        body, planted = made.body, sum(not each.consequence for each in made.errors)
        late = any(each.rule == "deadline.statute" for each in made.errors)
        row = (
            made.id, file, body.id, body.name, body.level, body.kind, body.region, body.parent, made.year, made.form,
            "2019" if made.year < 2021 else "2021", made.scope, made.layout, made.published.isoformat(), int(late),
            made.title, planted,
        )  # fmt: skip
        self._rows("reports", [row])
        self._rows("figures", _figures(made))
        self._rows("members", ((made.id, member) for member in made.members))
        self.errors(made.id, made.errors)

    def edition(self, first: Made, edition: Edition, file: str) -> None:
        """A further edition; its figures and errors stand under its own id unless it is a copy to the byte."""
        made, key = edition.made, edition.key
        figures = [cell_text(each.values[key]) if key else "" for each in (first, made)]
        published = made.published.isoformat()
        self._rows("editions", [(made.id, file, edition.kind, first.id, made.layout, published, key, *figures)])
        if edition.kind != "byte_copy":
            self._rows("figures", _figures(made))
            self.errors(made.id, made.errors)

    def errors(self, report: str, errors: Iterable[Planted]) -> None:
        """What was planted in a report, and what follows from it."""
        rows = ((report, e.kind, e.rule, e.place, e.expected, int(e.consequence), e.detail) for e in errors)
        self._rows("errors", rows)

    def troubles(self, made: Made, troubles: Troubles) -> None:
        """Every problem that is there, named or not, those that are gone since the last report, and the measures."""
        texts = {(item.kind, item.code): item.text for item in made.items}
        there = (
            (
                made.id, each.code, "there", int(each.named), each.since,
                texts.get(("problem", each.code), ""), int(each.promised), int(each.works),
            )
            for each in troubles.there.values()
        )  # fmt: skip
        self._rows("problems", there)
        gone = ((made.id, each.code, "gone", 0, each.since, "", 0, 0) for each in troubles.resolved)
        self._rows("problems", gone)
        works = {each.code: int(each.works) for each in troubles.there.values()}
        acts = ((made.id, code, text, works[code]) for (kind, code), text in texts.items() if kind == "measure")
        self._rows("measures", acts)

    def copies(self, made: Made, copies: Iterable[Copy]) -> None:
        """Sentences that stand in another report too."""
        rows = ((made.id, each.topic, each.text, each.source, int(each.own), each.edits) for each in copies)
        self._rows("copies", rows)

    def latent(self, made: Made, latent: Latent) -> None:
        """What nobody sees, as it was in the report's year."""
        scores = (latent.quality, latent.candour, latent.mean_requests, latent.copies_own, latent.copies_neighbour)
        self._rows("latent", [(made.body.id, made.year, *(f"{score:.4f}" for score in scores), made.scope)])


def _figures(made: Made) -> Iterable[Sequence[object]]:
    gone = "structure.tables" in made.flags
    for key, true in made.true.items():
        printed = made.values.get(key, "missing")
        if printed == 0 and true == 0 and not (gone and key.startswith("review")):
            continue
        missing = key not in made.values or (gone and key.startswith("review"))
        yield made.id, *_figure(key, missing, None if missing else made.values[key], true)


def _figure(key: str, missing: bool, printed: object, true: object) -> Sequence[object]:
    table, row, column = key.split("/")
    unit = "万元" if column == "amount" else "项" if column in ("items_last_year", "items_change", "projects") else "件"
    text = "" if missing else cell_text(printed)  # type: ignore[arg-type]
    status, value = "value", text
    if missing:
        status, value = "missing", ""
    elif printed is None:
        status = "empty"
    elif isinstance(printed, str):
        status, value = ("value", cell_text(true)) if printed.endswith("元") else (_word(printed), "")  # type: ignore[arg-type]
    return table, row, column, unit, status, value, text, cell_text(true)  # type: ignore[arg-type]


def _word(printed: str) -> str:
    return "mark" if printed in ("/", "—", "-", "无") else "unreadable"
