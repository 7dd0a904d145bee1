"""The coded sample of data/coded: simulated texts, their items, and the codes of two passes and of the settlement."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import pandas as pd

from govtext.coding.codes import BadCoding, require
from govtext.errors import UnreadableFile

CODERS = ("a", "b", "adjudicated")
_COLUMNS = {
    "texts": ("text_id", "form", "issuer_kind", "year", "text"),
    "items": ("item_id", "text_id", "kind", "start", "end", "text", "answers"),
    "codes": ("item_id", "coder", "codes", "note"),
}


@dataclass(frozen=True)
class CodedSample:
    """Three frames: `texts`, `items` (with offsets in their text) and `codes` (a row an item and coder)."""

    texts: pd.DataFrame
    items: pd.DataFrame
    codes: pd.DataFrame

    def coding(self, coder: str = "adjudicated", kind: str | None = None) -> pd.DataFrame:
        """One coding, of all items or of one kind (problem, measure): item_id, codes, note.

        Raises `BadCoding` for a coder that is not there.
        """
        if coder not in set(self.codes["coder"]):
            raise BadCoding(f"no coder {coder!r}", expected=", ".join(sorted(set(self.codes["coder"]))))
        kept = self.codes[self.codes["coder"] == coder]
        if kind is not None:
            kept = kept[kept["item_id"].isin(self.items.loc[self.items["kind"] == kind, "item_id"])]
        return kept[["item_id", "codes", "note"]].reset_index(drop=True)

    @property
    def text_of(self) -> pd.Series[str]:
        """The text_id of each item_id."""
        return self.items.set_index("item_id")["text_id"]

    @property
    def in_context(self) -> pd.DataFrame:
        """The items with their whole text beside them, as sheet and panel show them."""
        texts = self.texts[["text_id", "text"]].rename(columns={"text": "context"})
        return self.items.merge(texts, on="text_id", how="left", validate="many_to_one")


def read_coded_sample(folder: str | PathLike[str]) -> CodedSample:
    """Read texts.csv, items.csv and codes.csv of a folder.

    Raises `UnreadableFile` for a file that is missing or no such table, `BadCoding` for a column that is missing.
    """
    frames = {}
    for name, columns in _COLUMNS.items():
        path = Path(folder) / f"{name}.csv"
        try:
            frames[name] = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
        except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
            raise UnreadableFile("no table of a coded sample", file=str(path)) from error
        require(frames[name], columns, path.name)
    frames["items"] = frames["items"].astype({"start": int, "end": int})
    frames["texts"] = frames["texts"].astype({"year": int})
    return CodedSample(**frames)
