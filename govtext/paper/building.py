"""What `govtext paper` does: a notebook run, written in every format asked for, and verified later."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from govtext.errors import GovTextError
from govtext.paper import running
from govtext.paper.content import record
from govtext.paper.exporters import WRITERS, prepared, written

FORMATS = tuple(WRITERS)


def build(
    notebook: str | Path, to: Iterable[str] = FORMATS, out: str | Path = "out", *, run: bool = True, **options: Any
) -> list[Path]:
    """Write the paper in the formats `to` (pdf, html, latex, docx) into the folder `out`; the files made.

    The notebook runs anew first, unless `run` is False. `options`: anonymous, line_numbers, style, lang, code; None
    leaves what the front matter says. LaTeX lies with its pictures in a folder of its own; NAME.provenance.json says
    what made what. Raises `GovTextError` for everything that does not hold.
    """
    formats = _known(to)
    path, folder = Path(notebook), Path(out)
    book = running.opened(path)
    if run:
        running.run(book, path)
    made = prepared(book, str(path), **options)
    folder.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for each in formats:
        ending, write = WRITERS[each]
        body, pictures = written(made, write)
        place = folder / f"{path.stem}-latex" if each == "latex" else folder
        contents = {f"{path.stem}{ending}": body, **(pictures if each == "latex" else {})}
        place.mkdir(exist_ok=True)
        for name, data in contents.items():
            (place / name).write_bytes(data)
            files.append(place / name)
    told = {
        "options": {name: value for name, value in sorted(options.items()) if value is not None},
        "run": run, "formats": formats, "files": {_name(each, folder): _hash(each) for each in files}, **record(made),
    }  # fmt: skip
    beside = folder / f"{path.stem}.provenance.json"
    beside.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [*files, beside]


def verify(notebook: str | Path, out: str | Path = "out") -> list[str]:
    """Build the paper again as it was built, elsewhere, and say what differs, a line each; none where all is the same.

    Raises `GovTextError` where no paper was built in `out`.
    """
    folder = Path(out)
    beside = folder / f"{Path(notebook).stem}.provenance.json"
    try:
        told = json.loads(beside.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GovTextError("no paper to verify", file=str(beside), expected="what govtext paper built") from error
    with tempfile.TemporaryDirectory(prefix="govtext-paper-") as name:
        build(notebook, told["formats"], name, run=told["run"], **told["options"])
        again = json.loads((Path(name) / beside.name).read_text(encoding="utf-8"))
    now = {name: _hash(folder / name) for name in told["files"]}
    return [*_changes(told, again), *_file_changes(told["files"], again["files"], now)]


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """What of the provenance differs: objects, origins, versions."""
    tables = {
        "objects": lambda each: (f"{each['kind']} {each['name']}", each["output"], each["cell"]),
        "origins": lambda each: (f"{each['kind']} {each['name']}", each["value"], each["cell"]),
    }
    for table, view in tables.items():
        before, after = ({key: (value, cell) for key, value, cell in map(view, side[table])} for side in (old, new))
        for key in dict.fromkeys([*before, *after]):
            was, now = before.get(key, ("none", 0)), after.get(key, ("none", 0))
            if was[0] != now[0]:
                yield f"{key} (cell {now[1] or was[1]}): {was[0]} → {now[0]}"
    for name in sorted({*old["versions"], *new["versions"]}):
        was, now = (side["versions"].get(name, "none") for side in (old, new))
        if was != now:
            yield f"package {name}: {was} → {now}"


def _file_changes(told: Mapping[str, str], again: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name in dict.fromkeys([*told, *again]):
        if name in now and now[name] != told[name]:
            yield f"{name}: not the file that was built"
        elif told.get(name) != again.get(name):
            yield f"{name}: other bytes than before"


def _known(to: Iterable[str]) -> list[str]:
    formats = list(dict.fromkeys(each.strip() for each in to))
    for each in formats:
        if each not in WRITERS:
            raise GovTextError(f"no format {each!r}", expected=", ".join(WRITERS))
    return formats


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
