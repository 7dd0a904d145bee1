"""A Frictionless data package (v1, tabular): `datapackage.json` that describes the CSV files to the byte."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from govtext import __version__
from govtext.corpus.schema import Variable
from govtext.export.aside import sha256
from govtext.export.describing import form_sources
from govtext.export.figures import WIDE
from govtext.export.job import Job
from govtext.export.meanings import description, unit
from govtext.export.outgoing import Outgoing
from govtext.export.text import FOLDER, write_csv
from govtext.export.words import word

_TYPES = {"string": "string", "bool": "boolean", "float64": "number", "date": "date", "timestamp": "datetime"}


def write_datapackage(job: Job, root: Path) -> None:
    """Write `datapackage.json`, and the CSV files where they are not there yet."""
    if not (root / FOLDER).is_dir():
        write_csv(job, root)
    text = json.dumps(package(job, root), ensure_ascii=False, indent=2)
    (root / "datapackage.json").write_text(text + "\n", encoding="utf-8", newline="\n")


def package(job: Job, root: Path) -> dict[str, Any]:
    """The descriptor; what the publisher does not say (licence, sources, creators) is left out."""
    said = [word(job.simulated.kind, job.language)] if job.simulated else []
    said += [f"govtext {__version__}; {', '.join(job.readers)}", job.narrowed]
    made: dict[str, Any] = {
        "profile": "tabular-data-package", "name": f"govtext-{job.dataset}", "title": job.title,
        "description": "\n".join(filter(None, said)), "version": job.about.version or job.dataset,
        "keywords": ["China", "government information disclosure", "政府信息公开", "annual reports"],
    }  # fmt: skip
    made |= _of_publisher(job)
    made["simulated"] = bool(job.simulated)
    made["forms"] = dict(form_sources())
    made["resources"] = [_resource(job, table, root) for table in job.tables]
    return made


def _of_publisher(job: Job) -> dict[str, Any]:
    about, made = job.about, dict[str, Any]()
    if about.licence:
        made["licenses"] = [{"name": about.licence} | ({"path": about.licence_url} if about.licence_url else {})]
    if about.sources:
        made["sources"] = [{"title": each} for each in about.sources]
    if about.creators:
        made["contributors"] = [{"title": each, "role": "author"} for each in about.creators]
    if about.homepage:
        made["homepage"] = about.homepage
    return made


def _resource(job: Job, table: Outgoing, root: Path) -> dict[str, Any]:
    path = root / FOLDER / f"{table.name}.csv"
    return {
        "profile": "tabular-data-resource", "name": table.name, "path": f"{FOLDER}/{table.name}.csv",
        "title": table.schema.label[job.language], "description": table.schema.description, "format": "csv",
        "mediatype": "text/csv", "encoding": "utf-8", "bytes": path.stat().st_size, "hash": f"sha256:{sha256(path)}",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\n", "header": True},
        "schema": _schema(job, table),
    }  # fmt: skip


def _schema(job: Job, table: Outgoing) -> dict[str, Any]:
    made: dict[str, Any] = {
        "fields": [_field(job, table, variable) for variable in table.schema.variables],
        "missingValues": [""],
        "primaryKey": list(table.schema.order),
    }
    keys = foreign_keys(table, job.tables, narrowed=bool(job.narrowed))
    return made | ({"foreignKeys": keys} if keys else {})


def _field(job: Job, table: Outgoing, variable: Variable) -> dict[str, Any]:
    said = {"unit": unit(variable, job.language)} if variable.unit else {}
    return {
        "name": variable.name, "type": _TYPES.get(variable.type, "integer"), "title": variable.label[job.language],
        "description": description(variable, job.language), **said,
    } | _constraints(table, variable)  # fmt: skip


def _constraints(table: Outgoing, variable: Variable) -> dict[str, Any]:
    """Required where no field is empty and none may be; a blank text is an empty field for those who read CSV so."""
    made: dict[str, Any] = {}
    if not variable.nullable and not table.columns[variable.name].blanks:
        made["required"] = True
    if levels := table.levels(variable):
        made["enum"] = list(levels)
    return {"constraints": made} if made else {}


def foreign_keys(table: Outgoing, tables: Sequence[Outgoing], *, narrowed: bool) -> list[Mapping[str, Any]]:
    """A variable that is the whole key of another table refers to it; `edition_of` refers to its own table.

    Where a filter was used, an edition may refer to a report that was left out.
    """
    keyed: dict[str, str] = {}
    for each in tables:
        if len(each.schema.order) == 1 and each.name != WIDE:
            keyed.setdefault(each.schema.order[0], each.name)
    made = [_key(name, keyed[name], name) for name in table.schema.names if name in keyed and keyed[name] != table.name]
    own = table.schema.order
    if len(own) == 1 and not narrowed:
        made += [_key(name, "", own[0]) for name in table.schema.names if name == "edition_of"]
    return made


def _key(name: str, resource: str, field: str) -> Mapping[str, Any]:
    return {"fields": name, "reference": {"resource": resource, "fields": field}}
