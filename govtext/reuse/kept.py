"""Numbers that were costly, kept by content: a folder of small Parquet files of keys and values."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from govtext.errors import GovTextError
from govtext.reuse.units import Units

SCHEMA = pa.schema([pa.field("key", pa.binary(16)), pa.field("value", pa.int64())])
RULES = 1
"""Changes where the same texts would be aligned otherwise because of what stands in the code."""


def key(left: Units, right: Units, *options: object) -> bytes:
    """16 bytes over what is compared and how."""
    made = hashlib.sha256(repr((RULES, options)).encode())
    for units in (left, right):
        made.update(hashlib.sha256(units.codes.tobytes()).digest())
    return made.digest()[:16]


def known(folder: Path | None) -> dict[bytes, int]:
    """All that a folder has; a file that cannot be read is thrown away."""
    found: dict[bytes, int] = {}
    for path in sorted(folder.glob("aligned-*.parquet")) if folder else ():
        try:
            table = pq.read_table(path, schema=SCHEMA, partitioning=None)
        except (pa.ArrowInvalid, OSError):
            with suppress(OSError):
                path.unlink()
            continue
        found.update(zip(table["key"].to_pylist(), table["value"].to_pylist(), strict=True))
    return found


def keep(folder: Path | None, values: Mapping[bytes, int]) -> None:
    """Write values as a file of the folder, whole or not at all."""
    if folder is None or not values:
        return
    table = pa.table([pa.array(list(values), SCHEMA.field(0).type), list(values.values())], schema=SCHEMA)
    name = hashlib.sha256(b"".join(sorted(values))).hexdigest()[:16]
    aside = folder / f".aside-{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, aside, compression="zstd")
        aside.replace(folder / f"aligned-{name}.parquet")
    except OSError as error:
        raise GovTextError("alignments cannot be kept here", file=str(folder),
                           expected="another folder as `cache`") from error  # fmt: skip
