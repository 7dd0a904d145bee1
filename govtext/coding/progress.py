"""A coding that is being made: which item, which codes, and a file that is whole after every change."""

from __future__ import annotations

import csv
import io
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from govtext.coding.codebook import Codebook
from govtext.coding.codes import COLUMNS, BadCoding, Codes, codes_in, require
from govtext.coding.sheet import fingerprint
from govtext.corpus.store import write_text
from govtext.errors import UnreadableFile

_FILE = (*COLUMNS, "check")


class Progress:
    """Items, the position, codes and notes; every change is saved to `path` before the method returns.

    The file is a coding (item_id, codes, note) with the check of each item's text. An existing one is taken up again,
    at the first item without a code. Raises `BadCoding` where it holds an unknown code or item, or another text;
    `UnreadableFile` where it is no such file.
    """

    def __init__(self, items: pd.DataFrame, path: str | PathLike[str], codebook: Codebook) -> None:
        require(items, ("item_id", "text"), "items")
        if items["item_id"].astype(str).duplicated().any():
            raise BadCoding("items: an id stands twice")
        if items.empty:
            raise BadCoding("no items to code")
        self._rows: list[dict[str, Any]] = [
            {**{str(name): value for name, value in row.items()}, "item_id": str(row["item_id"])}
            for row in items.to_dict("records")
        ]
        self.path, self.codebook = Path(path), codebook
        self._codes: dict[str, Codes] = {}
        self._notes: dict[str, str] = {}
        self.position = 0
        if self.path.exists():
            self._resume()
        self.go(0)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def row(self) -> dict[str, Any]:
        """The item that is being coded."""
        return self._rows[self.position]

    @property
    def codes(self) -> Codes:
        """Its codes, the strongest first."""
        return self._codes.get(self.row["item_id"], ())

    @property
    def note(self) -> str:
        """Its note."""
        return self._notes.get(self.row["item_id"], "")

    @property
    def done(self) -> int:
        """How many items have a code."""
        return sum(map(bool, self._codes.values()))

    def coding(self) -> pd.DataFrame:
        """What has been coded so far: item_id, codes, note."""
        return pd.DataFrame([line[:3] for line in self._lines() if line[1]], columns=list(COLUMNS))

    def toggle(self, code: str, on: bool) -> None:
        """Give the item the code, behind those that it has, or take it away."""
        kept = tuple(each for each in self.codes if each != code)
        self.set((*kept, code) if on else kept)

    def set(self, codes: Codes) -> None:
        """Give the item these codes and save; raises `BadCoding` for codes that the codebook does not allow."""
        self._codes[self.row["item_id"]] = self.codebook.check(codes_in(codes), self.row["item_id"])
        self._save()

    def annotate(self, note: str) -> None:
        """Give the item this note and save."""
        self._notes[self.row["item_id"]] = " ".join(note.split())
        self._save()

    def go(self, step: int) -> None:
        """Move by a step, not past the ends; 0: to the next item without a code, from here and then from the start."""
        if step:
            self.position = min(max(self.position + step, 0), len(self) - 1)
            return
        order = [*range(self.position, len(self)), *range(self.position)]
        self.position = next((at for at in order if not self._codes.get(self._rows[at]["item_id"])), self.position)

    def _lines(self) -> list[tuple[str, str, str, str]]:
        named = [(row["item_id"], fingerprint(row["text"])) for row in self._rows]
        return [(name, " ".join(self._codes.get(name, ())), self._notes.get(name, ""), check) for name, check in named]

    def _save(self) -> None:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(_FILE)
        writer.writerows(line for line in self._lines() if line[1] or line[2])
        write_text(self.path, out.getvalue())

    def _resume(self) -> None:
        checks = {line[0]: line[3] for line in self._lines()}
        for number, row in enumerate(self._saved(), start=2):
            name, place = row["item_id"], f"line {number}"
            if name not in checks:
                raise BadCoding(
                    "the file holds an item that is not given", file=str(self.path), place=place, found=name
                )
            if row["check"] != checks[name]:
                raise BadCoding("the file was made of another text", file=str(self.path), place=place, found=name)
            self._codes[name] = self.codebook.check(codes_in(row["codes"]), f"{self.path}, {place}")
            self._notes[name] = row["note"]

    def _saved(self) -> list[dict[str, str]]:
        try:
            frame = pd.read_csv(self.path, dtype=str, keep_default_na=False, encoding="utf-8")
        except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            raise UnreadableFile("no coding that can be taken up", file=str(self.path)) from error
        require(frame, _FILE, str(self.path))
        return [{name: str(row[name]) for name in _FILE} for row in frame.to_dict("records")]
