"""Files of a corpus: written aside, made sure of, renamed; a reader never sees half of one."""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as pq

from govtext.corpus.rows import Row
from govtext.corpus.schema import table as table_schema

ASIDE = ".aside-"
_ROWS_A_GROUP = 131_072


def sync(path: Path) -> None:
    """Have the system write the file, or the folder's list of names, to the disk."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put(path: Path, aside: Path) -> None:
    """Rename what was written aside to where it belongs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sync(aside)
    aside.replace(path)
    sync(path.parent)


def aside_of(path: Path) -> Path:
    """A name of its own beside the path; the folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.parent / f"{ASIDE}{uuid.uuid4().hex}"


def write_text(path: Path, text: str) -> None:
    """Write a text file whole or not at all; one that holds the text already is left as it is."""
    content = text.encode("utf-8", "replace")
    if path.is_file() and path.read_bytes() == content:
        return
    aside = aside_of(path)
    aside.write_bytes(content)
    put(path, aside)


def make_table(name: str, rows: Sequence[Row], *, derived: bool = True) -> pa.Table:
    """Rows in the order of the schema as a table."""
    schema = table_schema(name).arrow(derived=derived)
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    arrays = [_array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(column: Sequence[object], kind: pa.DataType) -> pa.Array:
    try:
        return pa.array(column, kind)
    except UnicodeEncodeError:  # half of a surrogate pair, as broken files have it: no UTF-8 can hold it
        whole = [each.encode("utf-8", "replace").decode() if isinstance(each, str) else each for each in column]
        return pa.array(whole, kind)


def write_part(root: Path, name: str, shard: str, table: pa.Table) -> str:
    """Write a table's part; its name tells its content, so that a part that is there is not written again.

    Gives the path in the corpus, `cells/part-3f-0123456789ab.parquet`.
    """
    aside = aside_of(root / name / "part")
    pq.write_table(table.combine_chunks(), aside, compression="zstd", row_group_size=_ROWS_A_GROUP)
    with aside.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:12]
    path = f"{name}/part-{shard or 'all'}-{digest}.parquet"
    if _same_size(root / path, aside):
        aside.unlink()
    else:
        put(root / path, aside)
    return path


def _same_size(one: Path, other: Path) -> bool:
    return one.is_file() and one.stat().st_size == other.stat().st_size


def is_whole(path: Path) -> bool:
    """Whether a part is there, with its head and foot."""
    try:
        pq.read_metadata(path)
    except (OSError, pa.ArrowInvalid):
        return False
    return True


def read_part(root: Path, path: str) -> pa.Table:
    """A part as written."""
    return pq.read_table(root / path, partitioning=None)


def read_columns(path: Path, columns: Sequence[str]) -> pa.Table:
    """Some columns of a part."""
    return pq.read_table(path, columns=list(columns), partitioning=None)


def write_segment(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write what one batch gave as a folder, whole or not at all.

    Where the folder is there already, a worker taken for dead was quicker with the same: it stays, as it may be read.
    """
    aside = aside_of(folder)
    aside.mkdir()
    for name, table in tables.items():
        feather.write_feather(table, str(aside / f"{name}.arrow"), compression="lz4")
        sync(aside / f"{name}.arrow")
    sync(aside)
    try:
        aside.rename(folder)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
        if not folder.is_dir():
            raise
    sync(folder.parent)


def read_segment(folder: Path, name: str) -> pa.Table:
    """One table of a segment."""
    return feather.read_table(str(folder / f"{name}.arrow"), memory_map=False)


def sweep(root: Path, keep: Iterable[str]) -> None:
    """Remove every part that is not kept, and whatever was left aside."""
    kept = {root / path for path in keep}
    for path in [*root.glob("*/part-*.parquet"), *root.glob(f"*/{ASIDE}*"), *root.glob(f"{ASIDE}*")]:
        if path not in kept:
            with suppress(OSError):
                path.unlink()
