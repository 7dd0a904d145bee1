"""From bytes to a reading, the way a user's file goes."""

from __future__ import annotations

from pathlib import Path

from govtext.model import Reading
from govtext.parse import parse
from govtext.readers import read_document


def reading_of(data: bytes, suffix: str, folder: Path) -> Reading:
    """Write the bytes to a file, read and parse it."""
    file = folder / f"report{suffix}"
    file.write_bytes(data)
    return parse(read_document(file))
